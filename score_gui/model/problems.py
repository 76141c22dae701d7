"""Every problem the program can meet, in the words a person reads: one catalogue, so that they stay alike.

Title, then cause, then the next step. The codes are a contract: scripts see them in the `--json` output.
`site` is the name of a profile, `host` the name of a server; neither ever carries a secret.
"""

from __future__ import annotations

from pathlib import Path

from score_gui.model.problem import Problem, Recovery
from score_gui.model.text import bytes_text, count_text

_KEPT = "What is here is kept."


def _person(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.PERSON)


def _retry(code: str, title: str, cause: str) -> Problem:
    return Problem(code, title, cause, f"It is tried again by itself. {_KEPT}", Recovery.RETRY)


def _renew(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.RENEW)


# --- tokens and access --------------------------------------------------------------------------------------


def token_needed(site: str) -> Problem:
    """The site refused a request that carried no token."""
    cause = f"{site} gives this file only to somebody it knows, and no token was sent."
    next_step = f"Add your token for {site}; what is here is kept."
    return Problem("token-needed", "Token needed", cause, next_step, Recovery.WAIT_TOKEN)


def token_refused(site: str, status: int = 401) -> Problem:
    """The site does not take the token that was sent."""
    cause = f"{site} answered {status}: it may have ended, or a newer token replaced it."
    next_step = "Add a new token; what is here is kept."
    return Problem("token-refused", "Token refused", cause, next_step, Recovery.WAIT_TOKEN)


def token_unusable(detail: str) -> Problem:
    """A text given as a token cannot be one; `detail`, a sentence, never quotes it."""
    return _person("token-unusable", "This is not a token", detail, "Copy the token again from its page.")


def no_access(site: str, object_id: str) -> Problem:
    """The token is good, but not for this object."""
    cause = f"{site} answered 403: your token works, but does not cover this file."
    next_step = (
        "Check that your approval covers its study. "
        f"If it does, send object ID {object_id} to the help desk of {site}."
    )
    return _person("access-denied", "No access to this file", cause, next_step)


# --- what a site says of an object --------------------------------------------------------------------------


def unknown_object(site: str) -> Problem:
    """The site does not know the object id."""
    cause = f"{site} has no file with this object ID."
    next_step = "Check that the manifest comes from this site, or choose another profile."
    return _person("unknown-object", "File not known", cause, next_step)


def not_published(site: str, state: str | None = None) -> Problem:
    """`state` is the site's own word for the analysis, such as `UNPUBLISHED`, where it tells."""
    cause = f"{site} answered 400, as it does for files that are not released."
    if state:
        cause = f"{site} keeps its analysis as '{state}'."
    next_step = "Retry after its release, or ask those who hold the study."
    return _person("not-published", "File not published yet", cause, next_step)


def request_refused(site: str, said: str) -> Problem:
    """`said` is the site's own short plain text."""
    next_step = "Check the addresses in the profile, or ask the help desk of the site."
    return _person("request-refused", "Request refused", f"{site} answered: {said}", next_step)


def described_wrongly(site: str, detail: str) -> Problem:
    """A specification that contradicts itself; `detail` in plain words without a full stop."""
    cause = f"The answer of {site} does not hold together: {detail}."
    next_step = f"Retry later. If it stays, tell the help desk of {site}. {_KEPT}"
    return _person("described-wrongly", "The server described the file wrongly", cause, next_step)


def file_changed(detail: str) -> Problem:
    """The object is no longer the one that was begun; `detail`, a sentence, says what differs."""
    next_step = "Start again, or keep the old part beside it."
    return _person("changed-at-source", "File changed at the source", detail, next_step)


def size_changed(was: int, now: int) -> Problem:
    """A changed file, told by its size in bytes."""
    before, after = bytes_text(was), bytes_text(now)
    if before == after:
        before, after = f"{was:,} bytes", f"{now:,} bytes"
    return file_changed(f"{before} became {after}.")


def other_version() -> Problem:
    """The store's version mark of an answer differs from that of the bytes before it; the data may be the same."""
    cause = "Its version mark in the store differs from that of the bytes before."
    next_step = f"The site is asked again whether it is the same file. {_KEPT}"
    return Problem("other-version", "Another version in the store", cause, next_step, Recovery.DESCRIBE)


def source_gone(host: str) -> Problem:
    """A ticket leads to nothing: the site knows the object, its store does not hold it."""
    cause = f"{host} answered 404: the site knows the file, its store does not have it."
    return _person(
        "gone-at-source", "File not in the store", cause, f"Tell the help desk of the site. {_KEPT}"
    )


# --- the way to a server ------------------------------------------------------------------------------------


def no_network(host: str) -> Problem:
    """This computer has no route to anywhere near the host."""
    cause = f"There is no way to {host} from this computer now."
    next_step = f"It goes on when the network is back. {_KEPT}"
    return Problem("no-network", "No network", cause, next_step, Recovery.WAIT_NETWORK)


def host_not_found(host: str) -> Problem:
    """The name of the host cannot be resolved: no network, or a mistyped address."""
    cause = f"The network does not know the name {host}."
    next_step = f"It goes on when the name is found. If you typed the address, check it. {_KEPT}"
    return Problem("host-not-found", "Server name not found", cause, next_step, Recovery.WAIT_NETWORK)


def cannot_reach(host: str, reason: str = "it cannot be reached") -> Problem:
    """No connection came about; `reason` such as `it refused the connection`."""
    return _retry("cannot-connect", "Server not reachable", f"No connection to {host}: {reason}.")


def tls_refused(host: str) -> Problem:
    """The TLS handshake ended for another reason than the certificate."""
    cause = f"{host} and this computer did not agree on how to encrypt."
    return _retry("secure-connection", "No secure connection", cause)


def connection_lost(host: str) -> Problem:
    """The connection broke before the answer was complete."""
    return _retry(
        "connection-lost", "Connection lost", f"The connection to {host} ended before its answer did."
    )


def nothing_came() -> Problem:
    """An answer ended properly without a byte of what was asked for."""
    return _retry("nothing-came", "The answer was empty", "The store sent nothing of the bytes asked for.")


def answer_cut_off(host: str, missing: int) -> Problem:
    """The connection ended in good order, but `missing` announced bytes did not come."""
    cause = f"The answer of {host} ended {bytes_text(missing)} early."
    return _retry("answer-cut-off", "Connection lost", cause)


def no_answer(host: str, seconds: float) -> Problem:
    """A connected server was silent for too long."""
    return _retry(
        "no-answer", "Server does not answer", f"Nothing came from {host} for {seconds:.0f} seconds."
    )


def stalled(host: str) -> Problem:
    """Bytes come, but too few to call it progress."""
    cause = f"Almost nothing came from {host} for half a minute."
    return _retry("stalled", "Connection stalled", cause)


# --- how a server answers -----------------------------------------------------------------------------------


def server_busy(host: str, status: int, retry_after: float | None = None) -> Problem:
    """429 or 503, with the pause in seconds that the server asked for, if any."""
    pause = f" and asked for a pause of {retry_after:.0f} seconds" if retry_after else ""
    cause = f"{host} answered {status}{pause}."
    next_step = f"It is tried again by itself. {_KEPT}"
    return Problem("server-busy", "Server is busy", cause, next_step, Recovery.WAIT_SERVER, retry_after)


def server_error(host: str, status: int) -> Problem:
    """Any other answer that speaks of the server's own trouble."""
    return _retry("server-error", "The server has a problem", f"{host} answered {status}.")


def server_unavailable(host: str, status: int) -> Problem:
    """502 or 504: a gateway answers, the server behind it does not."""
    return _retry("server-unavailable", "The server is not available", f"{host} answered {status}.")


def web_page(host: str) -> Problem:
    """HTML came where data or JSON was due."""
    cause = (
        f"A page came in place of the answer of {host}. Often this is a proxy's sign-in page. "
        "Nothing was overwritten."
    )
    next_step = f"Sign in with your browser; it goes on by itself then. {_KEPT}"
    return Problem(
        "web-page", "The server sent a web page, not data", cause, next_step, Recovery.WAIT_NETWORK
    )


def unexpected_answer(host: str, detail: str) -> Problem:
    """`detail` in plain words without a full stop, such as `it is not JSON`."""
    cause = f"The answer of {host} is not as expected: {detail}."
    return _retry("unexpected-answer", "Answer not understood", cause)


def redirected(host: str) -> Problem:
    """A site answered with a redirect; a token is never carried along one."""
    cause = f"{host} sent the program to another address. To keep your token safe it does not follow."
    return _person("redirected", "The server pointed elsewhere", cause, "Check the addresses in the profile.")


# --- tickets and ranges -------------------------------------------------------------------------------------


def link_expired(host: str) -> Problem:
    """The store says that the ticket's time is over."""
    cause = f"The download link at {host} is no longer good."
    return _renew("link-expired", "Link ended", cause, "A new one is asked for; it goes on at the same byte.")


def link_refused(host: str, said: str = "403") -> Problem:
    """The store refuses a ticket that has not ended; `said` is its own error code."""
    cause = f"{host} answered {said}: the link is not good from this network or computer."
    next_step = "A new link is asked for. If it stays, ask where this copy may be read from."
    return _renew("link-refused", "The store refuses the link", cause, next_step)


def link_redirected(host: str) -> Problem:
    """The store answered with a redirect; tickets are not followed anywhere."""
    cause = f"{host} sent the program to another address, which it does not follow."
    return _renew("link-redirected", "The store pointed elsewhere", cause, "A new link is asked for.")


def link_unsafe(site: str, detail: str) -> Problem:
    """A site handed out a link that is never used; `detail` such as `it is not https`."""
    cause = f"{site} sent a link that is not used: {detail}."
    return _person("link-unsafe", "Link not safe", cause, f"Tell the help desk of {site}.")


def range_not_satisfiable(host: str) -> Problem:
    """416: the store's object ends before the asked bytes."""
    cause = f"{host} answered 416: it has no such bytes."
    next_step = f"The site is asked again how long the file is. {_KEPT}"
    title = "The file is shorter at the source"
    return Problem("range-not-satisfiable", title, cause, next_step, Recovery.DESCRIBE)


def wrong_range(host: str) -> Problem:
    """The answer holds other bytes than the asked ones."""
    cause = f"{host} sent a part of the file that was not asked for. Nothing was written."
    return _retry("wrong-range", "The server sent other bytes", cause)


def range_ignored(host: str) -> Problem:
    """200 with the whole object where a range was asked for."""
    cause = f"{host} did not heed which bytes were asked for. Nothing was written."
    return _retry("range-ignored", "The server sends whole files only", cause)


def body_altered(host: str, how: str) -> Problem:
    """`how` is the form in which the bytes came, such as `gzip`."""
    cause = f"{host}, or a proxy before it, sent the bytes as {how}. Nothing was written."
    next_step = "Ask your IT whether a proxy alters downloads, then retry."
    return _person("body-altered", "The data came in another form", cause, next_step)


# --- checks -------------------------------------------------------------------------------------------------


def md5_differs(bad: int, of: int, again: int) -> Problem:
    """`bad` of `of` parts differ; `again` bytes are fetched once more."""
    verb = "differs" if bad == 1 else "differ"
    cause = f"{bad} of {count_text(of, 'part')} {verb} from what the site tells."
    next_step = f"Fetching {bytes_text(again)} again."
    return Problem("md5-differs", "MD5 does not match", cause, next_step, Recovery.REFETCH)


def md5_never_matches(expected: str, seen: str) -> Problem:
    """The MD5 differs, and fetching again did not help."""
    cause = f"The site tells {expected}, the file has {seen}, also after fetching again."
    next_step = "Tell the help desk of the site. The file stays under its unfinished name."
    return _person("checksum", "MD5 does not match", cause, next_step)


def parts_never_match(bad: int, of: int) -> Problem:
    """Parts differ from their MD5s, and fetching them again did not help."""
    cause = (
        f"{bad} of {count_text(of, 'part')} keep another MD5 than the site tells, also after fetching again."
    )
    next_step = "Tell the help desk of the site. The file stays under its unfinished name."
    return _person("checksum-parts", "MD5 does not match", cause, next_step)


def gave_up(after: Problem, tries: int) -> Problem:
    """What `after` turns into when `tries` tries (two or more) brought no progress."""
    cause = f"{after.cause} It stayed so for {tries:,} tries."
    return _person(f"gave-up.{after.code}", after.title, cause, f"Retry when you think it is over. {_KEPT}")


# --- the program's own knowledge ----------------------------------------------------------------------------


def profiles_unreadable(path: Path, reason: str) -> Problem:
    """The file with the profiles cannot be read; `reason` without a full stop."""
    next_step = "Mend the file or move it away; nothing was changed in it."
    return _person("profiles-unreadable", "Profiles not readable", f"{path}: {reason}.", next_step)


def keyring_unwilling(keyring: str, reason: str) -> Problem:
    """The keyring does not delete a token; `reason` is the keyring's own name for it."""
    cause = f"{keyring} answered {reason}."
    next_step = "Remove the entry 'score_gui' there by hand."
    return _person("keyring-unwilling", "The keyring keeps the token", cause, next_step)


def unknown_profile(profile_id: str) -> Problem:
    """A queued file belongs to a profile that was removed."""
    cause = f"The profile '{profile_id}' of this file is no longer here."
    return _person("unknown-profile", "Profile not known", cause, "Add the profile again, then retry.")


def internal(kind: str) -> Problem:
    """A fault of this program; `kind` is the name of the exception."""
    next_step = f"Retry. If it stays, send the log to the makers of score_gui. {_KEPT}"
    return _person("internal", "Something went wrong in score_gui", f"The program met {kind}.", next_step)
