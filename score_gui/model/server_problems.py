"""What servers and the way to them can do, in the words a person reads; the rest is in `problems`.

`host` is the name of a server, `site` that of a profile; neither ever carries a secret.
"""

from __future__ import annotations

from score_gui.model.language import phrase
from score_gui.model.problem import Problem, Recovery, for_person
from score_gui.model.text import Size


def _retry(code: str, title: str, cause: str) -> Problem:
    return Problem(
        code, title, cause, phrase("It is tried again by itself. What is here is kept."), Recovery.RETRY
    )


def _renew(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.RENEW)


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
    return for_person(
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
    return for_person(
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
    return for_person("body-altered", phrase("The data came in another form"), cause, next_step)
