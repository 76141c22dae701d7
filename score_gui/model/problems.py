"""Every problem the program can meet, in the words a person reads: one catalogue, so that they stay alike.

Title, then cause, then the next step. The codes are a contract: scripts see them in the `--json` output.
`site` is the name of a profile, `host` the name of a server; neither ever carries a secret.
"""

from __future__ import annotations

from pathlib import Path

from score_gui.model.language import phrase
from score_gui.model.problem import Problem, Recovery
from score_gui.model.text import Size, bytes_text


def _person(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.PERSON)


def _retry(code: str, title: str, cause: str) -> Problem:
    return Problem(
        code, title, cause, phrase("It is tried again by itself. What is here is kept."), Recovery.RETRY
    )


def _renew(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.RENEW)


# --- tokens and access --------------------------------------------------------------------------------------


def token_needed(site: str) -> Problem:
    """The site refused a request that carried no token."""
    cause = phrase("{site} gives this file only to somebody it knows, and no token was sent.", site=site)
    next_step = phrase("Add your token for {site}; what is here is kept.", site=site)
    return Problem("token-needed", phrase("Token needed"), cause, next_step, Recovery.WAIT_TOKEN)


def token_refused(site: str, status: int = 401) -> Problem:
    """The site does not take the token that was sent."""
    cause = phrase(
        "{site} answered {status}: it may have ended, or a newer token replaced it.", site=site, status=status
    )
    next_step = phrase("Add a new token; what is here is kept.")
    return Problem("token-refused", phrase("Token refused"), cause, next_step, Recovery.WAIT_TOKEN)


def token_unusable(detail: str) -> Problem:
    """A text given as a token cannot be one; `detail`, a sentence, never quotes it."""
    return _person(
        "token-unusable", phrase("This is not a token"), detail, phrase("Copy the token again from its page.")
    )


def no_access(site: str, object_id: str) -> Problem:
    """The token is good, but not for this object."""
    cause = phrase("{site} answered 403: your token works, but does not cover this file.", site=site)
    next_step = phrase(
        "Check that your approval covers its study. If it does, send object ID {object_id} to the help desk of {site}.",
        object_id=object_id,
        site=site,
    )
    return _person("access-denied", phrase("No access to this file"), cause, next_step)


# --- what a site says of an object --------------------------------------------------------------------------


def unknown_object(site: str) -> Problem:
    """The site does not know the object id."""
    cause = phrase("{site} has no file with this object ID.", site=site)
    next_step = phrase("Check that the manifest comes from this site, or choose another profile.")
    return _person("unknown-object", phrase("File not known"), cause, next_step)


def not_published(site: str, state: str | None = None) -> Problem:
    """`state` is the site's own word for the analysis, such as `UNPUBLISHED`, where it tells."""
    cause = phrase("{site} answered 400, as it does for files that are not released.", site=site)
    if state:
        cause = phrase("{site} keeps its analysis as '{state}'.", site=site, state=state)
    next_step = phrase("Retry after its release, or ask those who hold the study.")
    return _person("not-published", phrase("File not published yet"), cause, next_step)


def request_refused(site: str, said: str) -> Problem:
    """`said` is the site's own short plain text."""
    next_step = phrase("Check the addresses in the profile, or ask the help desk of the site.")
    return _person(
        "request-refused",
        phrase("Request refused"),
        phrase("{site} answered: {said}", site=site, said=said),
        next_step,
    )


def described_wrongly(site: str, detail: str) -> Problem:
    """A specification that contradicts itself; `detail` in plain words without a full stop."""
    cause = phrase("The answer of {site} does not hold together: {detail}.", site=site, detail=detail)
    next_step = phrase(
        "Retry later. If it stays, tell the help desk of {site}. What is here is kept.", site=site
    )
    return _person("described-wrongly", phrase("The server described the file wrongly"), cause, next_step)


def file_changed(detail: str) -> Problem:
    """The object is no longer the one that was begun; `detail`, a sentence, says what differs."""
    next_step = phrase("Start again, or keep the old part beside it.")
    return _person("changed-at-source", phrase("File changed at the source"), detail, next_step)


def size_changed(was: int, now: int) -> Problem:
    """A changed file, told by its size in bytes."""
    if bytes_text(was) == bytes_text(now):
        return file_changed(phrase("{was:,} bytes became {now:,} bytes.", was=was, now=now))
    return file_changed(phrase("{was} became {now}.", was=Size(was), now=Size(now)))


def other_version() -> Problem:
    """The store's version mark of an answer differs from that of the bytes before it; the data may be the same."""
    cause = phrase("Its version mark in the store differs from that of the bytes before.")
    next_step = phrase("The site is asked again whether it is the same file. What is here is kept.")
    return Problem(
        "other-version", phrase("Another version in the store"), cause, next_step, Recovery.DESCRIBE
    )


def source_gone(host: str) -> Problem:
    """A ticket leads to nothing: the site knows the object, its store does not hold it."""
    cause = phrase("{host} answered 404: the site knows the file, its store does not have it.", host=host)
    return _person(
        "gone-at-source",
        phrase("File not in the store"),
        cause,
        phrase("Tell the help desk of the site. What is here is kept."),
    )


# --- the way to a server ------------------------------------------------------------------------------------


def no_network(host: str) -> Problem:
    """This computer has no route to anywhere near the host."""
    cause = phrase("There is no way to {host} from this computer now.", host=host)
    next_step = phrase("It goes on when the network is back. What is here is kept.")
    return Problem("no-network", phrase("No network"), cause, next_step, Recovery.WAIT_NETWORK)


def host_not_found(host: str) -> Problem:
    """The name of the host cannot be resolved: no network, or a mistyped address."""
    cause = phrase("The network does not know the name {host}.", host=host)
    next_step = phrase(
        "It goes on when the name is found. If you typed the address, check it. What is here is kept."
    )
    return Problem("host-not-found", phrase("Server name not found"), cause, next_step, Recovery.WAIT_NETWORK)


def cannot_reach(host: str, reason: str = phrase("it cannot be reached")) -> Problem:
    """No connection came about; `reason` such as `it refused the connection`."""
    return _retry(
        "cannot-connect",
        phrase("Server not reachable"),
        phrase("No connection to {host}: {reason}.", host=host, reason=reason),
    )


def tls_refused(host: str) -> Problem:
    """The TLS handshake ended for another reason than the certificate."""
    cause = phrase("{host} and this computer did not agree on how to encrypt.", host=host)
    return _retry("secure-connection", phrase("No secure connection"), cause)


def connection_lost(host: str) -> Problem:
    """The connection broke before the answer was complete."""
    return _retry(
        "connection-lost",
        phrase("Connection lost"),
        phrase("The connection to {host} ended before its answer did.", host=host),
    )


def nothing_came() -> Problem:
    """An answer ended properly without a byte of what was asked for."""
    return _retry(
        "nothing-came",
        phrase("The answer was empty"),
        phrase("The store sent nothing of the bytes asked for."),
    )


def answer_cut_off(host: str, missing: int) -> Problem:
    """The connection ended in good order, but `missing` announced bytes did not come."""
    cause = phrase("The answer of {host} ended {size} early.", host=host, size=Size(missing))
    return _retry("answer-cut-off", phrase("Connection lost"), cause)


def no_answer(host: str, seconds: float) -> Problem:
    """A connected server was silent for too long."""
    return _retry(
        "no-answer",
        phrase("Server does not answer"),
        phrase("Nothing came from {host} for {seconds:.0f} seconds.", host=host, seconds=seconds),
    )


def stalled(host: str) -> Problem:
    """Bytes come, but too few to call it progress."""
    cause = phrase("Almost nothing came from {host} for half a minute.", host=host)
    return _retry("stalled", phrase("Connection stalled"), cause)


# --- how a server answers -----------------------------------------------------------------------------------


def server_busy(host: str, status: int, retry_after: float | None = None) -> Problem:
    """429 or 503, with the pause in seconds that the server asked for, if any."""
    cause = phrase("{host} answered {status}.", host=host, status=status)
    if retry_after:
        cause = phrase(
            "{host} answered {status} and asked for a pause of {seconds:.0f} seconds.",
            host=host,
            status=status,
            seconds=retry_after,
        )
    next_step = phrase("It is tried again by itself. What is here is kept.")
    return Problem(
        "server-busy", phrase("Server is busy"), cause, next_step, Recovery.WAIT_SERVER, retry_after
    )


def server_error(host: str, status: int) -> Problem:
    """Any other answer that speaks of the server's own trouble."""
    return _retry(
        "server-error",
        phrase("The server has a problem"),
        phrase("{host} answered {status}.", host=host, status=status),
    )


def server_unavailable(host: str, status: int) -> Problem:
    """502 or 504: a gateway answers, the server behind it does not."""
    return _retry(
        "server-unavailable",
        phrase("The server is not available"),
        phrase("{host} answered {status}.", host=host, status=status),
    )


def web_page(host: str) -> Problem:
    """HTML came where data or JSON was due."""
    cause = phrase(
        "A page came in place of the answer of {host}. Often this is a proxy's sign-in page. Nothing was overwritten.",
        host=host,
    )
    next_step = phrase("Sign in with your browser; it goes on by itself then. What is here is kept.")
    return Problem(
        "web-page", phrase("The server sent a web page, not data"), cause, next_step, Recovery.WAIT_NETWORK
    )


def unexpected_answer(host: str, detail: str) -> Problem:
    """`detail` in plain words without a full stop, such as `it is not JSON`."""
    cause = phrase("The answer of {host} is not as expected: {detail}.", host=host, detail=detail)
    return _retry("unexpected-answer", phrase("Answer not understood"), cause)


def redirected(host: str) -> Problem:
    """A site answered with a redirect; a token is never carried along one."""
    cause = phrase(
        "{host} sent the program to another address. To keep your token safe it does not follow.", host=host
    )
    return _person(
        "redirected",
        phrase("The server pointed elsewhere"),
        cause,
        phrase("Check the addresses in the profile."),
    )


# --- tickets and ranges -------------------------------------------------------------------------------------


def link_expired(host: str) -> Problem:
    """The store says that the ticket's time is over."""
    cause = phrase("The download link at {host} is no longer good.", host=host)
    return _renew(
        "link-expired",
        phrase("Link ended"),
        cause,
        phrase("A new one is asked for; it goes on at the same byte."),
    )


def link_refused(host: str, said: str = "403") -> Problem:
    """The store refuses a ticket that has not ended; `said` is its own error code."""
    cause = phrase(
        "{host} answered {said}: the link is not good from this network or computer.", host=host, said=said
    )
    next_step = phrase("A new link is asked for. If it stays, ask where this copy may be read from.")
    return _renew("link-refused", phrase("The store refuses the link"), cause, next_step)


def link_redirected(host: str) -> Problem:
    """The store answered with a redirect; tickets are not followed anywhere."""
    cause = phrase("{host} sent the program to another address, which it does not follow.", host=host)
    return _renew(
        "link-redirected", phrase("The store pointed elsewhere"), cause, phrase("A new link is asked for.")
    )


def link_unsafe(site: str, detail: str) -> Problem:
    """A site handed out a link that is never used; `detail` such as `it is not https`."""
    cause = phrase("{site} sent a link that is not used: {detail}.", site=site, detail=detail)
    return _person(
        "link-unsafe", phrase("Link not safe"), cause, phrase("Tell the help desk of {site}.", site=site)
    )


def range_not_satisfiable(host: str) -> Problem:
    """416: the store's object ends before the asked bytes."""
    cause = phrase("{host} answered 416: it has no such bytes.", host=host)
    next_step = phrase("The site is asked again how long the file is. What is here is kept.")
    title = phrase("The file is shorter at the source")
    return Problem("range-not-satisfiable", title, cause, next_step, Recovery.DESCRIBE)


def wrong_range(host: str) -> Problem:
    """The answer holds other bytes than the asked ones."""
    cause = phrase("{host} sent a part of the file that was not asked for. Nothing was written.", host=host)
    return _retry("wrong-range", phrase("The server sent other bytes"), cause)


def range_ignored(host: str) -> Problem:
    """200 with the whole object where a range was asked for."""
    cause = phrase("{host} did not heed which bytes were asked for. Nothing was written.", host=host)
    return _retry("range-ignored", phrase("The server sends whole files only"), cause)


def body_altered(host: str, how: str) -> Problem:
    """`how` is the form in which the bytes came, such as `gzip`."""
    cause = phrase(
        "{host}, or a proxy before it, sent the bytes as {how}. Nothing was written.", host=host, how=how
    )
    next_step = phrase("Ask your IT whether a proxy alters downloads, then retry.")
    return _person("body-altered", phrase("The data came in another form"), cause, next_step)


# --- the program's own knowledge ----------------------------------------------------------------------------


def gave_up(after: Problem, tries: int) -> Problem:
    """What `after` turns into when `tries` tries (two or more) brought no progress."""
    cause = phrase("{cause} It stayed so for {tries:,} tries.", cause=after.cause, tries=tries)
    return _person(
        f"gave-up.{after.code}",
        after.title,
        cause,
        phrase("Retry when you think it is over. What is here is kept."),
    )


def profiles_unreadable(path: Path, reason: str) -> Problem:
    """The file with the profiles cannot be read; `reason` without a full stop."""
    next_step = phrase("Mend the file or move it away; nothing was changed in it.")
    return _person(
        "profiles-unreadable",
        phrase("Profiles not readable"),
        phrase("{path}: {reason}.", path=path, reason=reason),
        next_step,
    )


def keyring_unwilling(keyring: str, reason: str) -> Problem:
    """The keyring does not delete a token; `reason` is the keyring's own name for it."""
    cause = phrase("{keyring} answered {reason}.", keyring=keyring, reason=reason)
    next_step = phrase("Remove the entry 'score_gui' there by hand.")
    return _person("keyring-unwilling", phrase("The keyring keeps the token"), cause, next_step)


def unknown_profile(profile_id: str) -> Problem:
    """A queued file belongs to a profile that was removed."""
    cause = phrase("The profile '{profile_id}' of this file is no longer here.", profile_id=profile_id)
    return _person(
        "unknown-profile", phrase("Profile not known"), cause, phrase("Add the profile again, then retry.")
    )


def internal(kind: str) -> Problem:
    """A fault of this program; `kind` is the name of the exception."""
    next_step = phrase("Retry. If it stays, send the log to the makers of score_gui. What is here is kept.")
    return _person(
        "internal",
        phrase("Something went wrong in score_gui"),
        phrase("The program met {kind}.", kind=kind),
        next_step,
    )
