"""The honest test of a token: what can be known about it without its owner's password, and no more.

A Score server answers `/profile` to anybody it knows. Where it answers everybody, it says nothing about a token;
then only a question about a file can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from score_gui.model.language import tr
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.net.api import ApiClient, ApiFailure
from score_gui.net.settings import NetSettings


class Verdict(StrEnum):
    """What a site makes of a token."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    NOT_THIS_FILE = "not-this-file"
    """The token is good, but does not open the file that was asked about."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Probe:
    """A verdict with a sentence for people."""

    verdict: Verdict
    sentence: str


def probe_token(profile: Profile, token: Secret, net: NetSettings, object_id: str | None = None) -> Probe:
    """Ask the site of `profile` about a token; with `object_id`, whether it opens that file. Blocks.

    Never raises for an answer or a silence of the site: that is a verdict too.
    """
    client = ApiClient(profile.storage_url, lambda: token, net)
    try:
        if object_id is not None:
            return _about_file(client, profile.name, object_id)
        return _about_site(client, profile.name)
    except ProblemError as failure:
        return Probe(Verdict.UNKNOWN, f"{tr('Not tested.')} {tr(failure.problem.cause)}")
    finally:
        client.close()


def _about_site(client: ApiClient, site: str) -> Probe:
    if _status(client, ("profile",), with_token=False) == 200:
        words = tr("{site} does not tell whether a token is good; the first download shows it.", site=site)
        return Probe(Verdict.UNKNOWN, words)
    match _status(client, ("profile",), with_token=True):
        case 200:
            return Probe(Verdict.ACCEPTED, tr("{site} accepts this token.", site=site))
        case 401:
            return _refused(site)
        case 404:
            words = tr("{site} is too old to tell; the first download shows it.", site=site)
            return Probe(Verdict.UNKNOWN, words)
        case status:
            return _untold(site, status)


def _about_file(client: ApiClient, site: str, object_id: str) -> Probe:
    path = ("download", object_id)
    if _status(client, path, with_token=False) == 200:
        words = tr("{site} gives this file to everybody, so it does not test the token.", site=site)
        return Probe(Verdict.UNKNOWN, words)
    match _status(client, path, with_token=True):
        case 200:
            return Probe(Verdict.ACCEPTED, tr("{site} accepts this token for this file.", site=site))
        case 401:
            return _refused(site)
        case 403:
            words = tr("{site} accepts this token, but not for this file.", site=site)
            return Probe(Verdict.NOT_THIS_FILE, words)
        case 404:
            return Probe(Verdict.UNKNOWN, tr("{site} does not know this file.", site=site))
        case status:
            return _untold(site, status)


def _untold(site: str, status: int) -> Probe:
    words = tr("{site} answered {status}, which does not tell.", site=site, status=status)
    return Probe(Verdict.UNKNOWN, words)


def _refused(site: str) -> Probe:
    return Probe(
        Verdict.NOT_ACCEPTED,
        tr("{site} does not accept this token: it may have ended, or a newer one replaced it.", site=site),
    )


def _status(client: ApiClient, path: tuple[str, ...], *, with_token: bool) -> int:
    # Without links no ticket is issued for the sake of a test.
    params = {"offset": 0, "length": -1, "exclude-urls": True} if path[0] == "download" else None
    try:
        client.get_text(path, params, with_token=with_token)
    except ApiFailure as failure:
        return failure.status
    return 200
