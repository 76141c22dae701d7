"""The problems the program can meet, in the words a person reads: one catalogue, so that they stay alike.

Here are those with tokens and objects, and the program's own. Beside it, by what they are about: `server_problems`,
`disk_problems`, `name_problems`, `check_problems` and `setup_problems`.

Title, then cause, then the next step. The codes are a contract: scripts see them in the `--json` output.
`site` is the name of a profile, `host` the name of a server; neither ever carries a secret.
"""

from __future__ import annotations

from pathlib import Path

from score_gui.model.language import phrase
from score_gui.model.problem import Problem, Recovery, for_person
from score_gui.model.text import Size, bytes_text

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
    return for_person(
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
    return for_person("access-denied", phrase("No access to this file"), cause, next_step)


# --- what a site says of an object --------------------------------------------------------------------------


def unknown_object(site: str) -> Problem:
    """The site does not know the object id."""
    cause = phrase("{site} has no file with this object ID.", site=site)
    next_step = phrase("Check that the manifest comes from this site, or choose another profile.")
    return for_person("unknown-object", phrase("File not known"), cause, next_step)


def addresses_exchanged(site: str) -> Problem:
    """A Song server answers where the profile names Score, and none where it names Song."""
    cause = phrase(
        "The storage address of {site} answers like a Song server, and the metadata address does not.",
        site=site,
    )
    next_step = phrase("Exchange the two addresses in the profile, then retry.")
    return for_person("addresses-exchanged", phrase("Score and Song exchanged"), cause, next_step)


def not_published(site: str, state: str | None = None) -> Problem:
    """`state` is the site's own word for the analysis, such as `UNPUBLISHED`, where it tells."""
    cause = phrase("{site} answered 400, as it does for files that are not released.", site=site)
    if state:
        cause = phrase("{site} keeps its analysis as '{state}'.", site=site, state=state)
    next_step = phrase("Retry after its release, or ask those who hold the study.")
    return for_person("not-published", phrase("File not published yet"), cause, next_step)


def request_refused(site: str, said: str) -> Problem:
    """`said` is the site's own short plain text."""
    next_step = phrase("Check the addresses in the profile, or ask the help desk of the site.")
    return for_person(
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
    return for_person("described-wrongly", phrase("The server described the file wrongly"), cause, next_step)


def file_changed(detail: str) -> Problem:
    """The object is no longer the one that was begun; `detail`, a sentence, says what differs."""
    next_step = phrase("Start again, or keep the old part beside it.")
    return for_person("changed-at-source", phrase("File changed at the source"), detail, next_step)


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
    return for_person(
        "gone-at-source",
        phrase("File not in the store"),
        cause,
        phrase("Tell the help desk of the site. What is here is kept."),
    )


# --- the program's own knowledge ----------------------------------------------------------------------------


def gave_up(after: Problem, tries: int) -> Problem:
    """What `after` turns into when `tries` tries (two or more) brought no progress."""
    cause = phrase("{cause} It stayed so for {tries:,} tries.", cause=after.cause, tries=tries)
    return for_person(
        f"gave-up.{after.code}",
        after.title,
        cause,
        phrase("Retry when you think it is over. What is here is kept."),
    )


def profiles_unreadable(path: Path, reason: str) -> Problem:
    """The file with the profiles cannot be read; `reason` without a full stop."""
    next_step = phrase("Mend the file or move it away; nothing was changed in it.")
    return for_person(
        "profiles-unreadable",
        phrase("Profiles not readable"),
        phrase("{path}: {reason}.", path=path, reason=reason),
        next_step,
    )


def keyring_unwilling(keyring: str, reason: str) -> Problem:
    """The keyring does not delete a token; `reason` is the keyring's own name for it."""
    cause = phrase("{keyring} answered {reason}.", keyring=keyring, reason=reason)
    next_step = phrase("Remove the entry 'score_gui' there by hand.")
    return for_person("keyring-unwilling", phrase("The keyring keeps the token"), cause, next_step)


def unknown_profile(profile_id: str) -> Problem:
    """A queued file belongs to a profile that was removed."""
    cause = phrase("The profile '{profile_id}' of this file is no longer here.", profile_id=profile_id)
    return for_person(
        "unknown-profile", phrase("Profile not known"), cause, phrase("Add the profile again, then retry.")
    )


def internal(kind: str) -> Problem:
    """A fault of this program; `kind` is the name of the exception."""
    next_step = phrase("Retry. If it stays, send the log to the makers of score_gui. What is here is kept.")
    return for_person(
        "internal",
        phrase("Something went wrong in score_gui"),
        phrase("The program met {kind}.", kind=kind),
        next_step,
    )
