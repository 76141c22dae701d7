"""The problems with what a person set up for this program: its settings and the way to the servers.

Part of the catalogue of `problems`, in the same style.
"""

from __future__ import annotations

from pathlib import Path

from score_gui.model.language import phrase
from score_gui.model.problem import Problem, Recovery, for_person


def settings_unreadable(path: Path, reason: str) -> Problem:
    """The file with the settings is there and cannot be used; `reason` without a full stop."""
    next_step = phrase("Mend the file or move it away. Until then the program works as on its first day.")
    return for_person(
        "settings-unreadable",
        phrase("Settings not readable"),
        phrase("{path}: {reason}.", path=path, reason=reason),
        next_step,
    )


def settings_set_aside(path: Path, aside: Path) -> Problem:
    """The file with the settings was none any more; it is now `aside`."""
    cause = phrase(
        "{path} was damaged. It is kept as {name}; the program works as on its first day.",
        path=path,
        name=aside.name,
    )
    return for_person(
        "settings-set-aside", phrase("Settings were damaged"), cause, phrase("Choose your settings again.")
    )


def setting_unusable(path: Path, name: str) -> Problem:
    """One setting has a value that this version cannot use; it stays in the file."""
    cause = phrase("'{name}' in {path} has a value that this version cannot use.", name=name, path=path)
    next_step = phrase("Choose it again. Until then it is as on the first day.")
    return for_person("setting-unusable", phrase("A setting is not used"), cause, next_step)


def list_unreadable(path: Path, reason: str) -> Problem:
    """A manifest that was chosen cannot be opened; `reason` is the operating system's own text."""
    cause = phrase("{path}: {reason}.", path=path, reason=reason)
    return for_person(
        "list-unreadable",
        phrase("{name} cannot be opened", name=path.name),
        cause,
        phrase("Choose it again where it is now."),
    )


def list_unusable(path: Path, advice: str) -> Problem:
    """A file that was to be compared with is no manifest; `advice` is what its reader says of it."""
    return for_person(
        "list-unusable",
        phrase("{name} is no manifest", name=path.name),
        advice,
        phrase("Choose another file to compare with."),
    )


def too_many_files(name: str, most: int) -> Problem:
    """The series of a list hold more files than a queue takes."""
    cause = phrase("The series that {name} names hold more than {most:,} files.", name=name, most=most)
    return for_person(
        "too-many-files",
        phrase("List too long"),
        cause,
        phrase("Split the list and open the pieces one by one."),
    )


def buckets_closed(host: str, status: int) -> Problem:
    """No public bucket tells what it holds, so that nobody knows which files a list means."""
    cause = phrase("{host} answered {status} when asked for the files of a series.", host=host, status=status)
    next_step = phrase(
        "Open the list again later. If it stays so, ask whether your institution lets you reach these buckets."
    )
    return for_person("buckets-closed", phrase("The buckets do not tell their files"), cause, next_step)


# --- the way to the servers ---------------------------------------------------------------------------------


def proxy_unusable(detail: str) -> Problem:
    """`detail`, without a full stop, names the setting and never quotes it: it may hold a password."""
    next_step = phrase("Correct it in the settings, or choose to use no proxy.")
    cause = phrase("The proxy setting is not usable: {detail}.", detail=detail)
    return for_person("proxy-unusable", phrase("Proxy setting not usable"), cause, next_step)


def proxy_unsupported(what: str) -> Problem:
    """`what` in the plural, such as `SOCKS proxies`."""
    next_step = phrase("Ask your IT for the address of an HTTP proxy, and choose it in the settings.")
    cause = phrase("{what} are not supported; HTTP proxies are.", what=what)
    return for_person("proxy-not-supported", phrase("Proxy not supported"), cause, next_step)


def proxy_password_needed(proxy: str) -> Problem:
    """407, and no password was sent."""
    cause = phrase("The proxy {proxy} lets nobody through whom it does not know (407).", proxy=proxy)
    next_step = phrase("Give your user name and password for it in the settings. What is here is kept.")
    return for_person("proxy-password-needed", phrase("The proxy wants a password"), cause, next_step)


def proxy_password_refused(proxy: str) -> Problem:
    """407 in answer to a password."""
    cause = phrase(
        "The proxy {proxy} does not take the user name and password that were sent (407).", proxy=proxy
    )
    return for_person(
        "proxy-password-refused",
        phrase("Proxy password refused"),
        cause,
        phrase("Give them again in the settings. What is here is kept."),
    )


def proxy_refuses(proxy: str, host: str, status: int) -> Problem:
    """Any other 4xx: the proxy's rules forbid this server."""
    cause = phrase(
        "The proxy {proxy} answered {status} when asked for a way to {host}.",
        proxy=proxy,
        status=status,
        host=host,
    )
    next_step = phrase("Ask your IT to let {host} through. What is here is kept.", host=host)
    return for_person("proxy-refuses", phrase("The proxy gives no way"), cause, next_step)


def proxy_without_answer(proxy: str, host: str, status: int) -> Problem:
    """5xx: the proxy itself did not reach the server."""
    cause = phrase(
        "The proxy {proxy} does not reach {host} ({status}).", proxy=proxy, host=host, status=status
    )
    next_step = phrase("It is tried again by itself. What is here is kept.")
    return Problem("proxy-without-answer", phrase("Server not reachable"), cause, next_step, Recovery.RETRY)


def proxy_unreachable(proxy: str, host: str, reason: str) -> Problem:
    """`reason` such as `it refused the connection`."""
    cause = phrase(
        "The way to {host} leads over the proxy {proxy}, and {reason}.", host=host, proxy=proxy, reason=reason
    )
    next_step = phrase(
        "It goes on when the proxy answers. If you have left its network, change the settings. What is here is kept."
    )
    return Problem(
        "proxy-unreachable", phrase("Proxy not reachable"), cause, next_step, Recovery.WAIT_NETWORK
    )


# --- certificates -------------------------------------------------------------------------------------------


def certificate_unknown(host: str, reason: str, issuer: str | None) -> Problem:
    """`reason` in plain words without a full stop; `issuer` is the authority, where the certificate tells it."""
    cause = phrase("The certificate of {host} is not trusted here: {reason}.", host=host, reason=reason)
    if issuer:
        cause = phrase(
            "{host} is signed by '{issuer}', which this computer does not trust: {reason}.",
            host=host,
            issuer=issuer,
            reason=reason,
        )
    next_step = phrase(
        "Ask your IT for the file of this authority, then choose it in the settings. What is here is kept."
    )
    return for_person("certificate-not-trusted", phrase("Certificate not trusted"), cause, next_step)


def certificate_wrong(host: str, reason: str) -> Problem:
    """The authority does not matter: the certificate is for another host or another time."""
    cause = phrase("The certificate of {host} does not hold: {reason}.", host=host, reason=reason)
    next_step = phrase(
        "Check the clock of this computer. If it is right, tell the help desk of {host}. What is here is kept.",
        host=host,
    )
    return for_person("certificate-wrong", phrase("Certificate does not hold"), cause, next_step)


def ca_file_unusable(path: Path, reason: str) -> Problem:
    """The file of additional authorities cannot be used; `reason` without a full stop."""
    cause = phrase("{path} cannot be used: {reason}.", path=path, reason=reason)
    return for_person(
        "ca-file-unusable",
        phrase("CA file not usable"),
        cause,
        phrase("Choose the file again in the settings."),
    )
