"""The test of a token says what a site makes of it, and says so where it cannot know."""

from __future__ import annotations

import pytest

from score_gui.access.probe import Verdict, probe_token
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.net.settings import NetSettings
from tests.fakes.raw_server import RawServer, answer

NET = NetSettings(connect_timeout=60, read_timeout=60)
TOKEN = Secret("canary-token-1")
_200, _401, _403, _404 = (answer(f"{n} x", body=b"s3") for n in (200, 401, 403, 404))
_500 = answer("500 x", "Content-Type: text/html", body=b"<!doctype html>")

# Answers without and with the token, the verdict, a word of the sentence.
SITE = [
    (_401, _200, Verdict.ACCEPTED, "accepts"),
    (_401, _401, Verdict.NOT_ACCEPTED, "does not accept"),
    (_200, _200, Verdict.UNKNOWN, "does not tell"),
    (_404, _404, Verdict.UNKNOWN, "too old"),
    (_401, _500, Verdict.UNKNOWN, "500"),
    (_401, answer("302 x"), Verdict.UNKNOWN, "another address"),
]
FILE = [
    (_403, _200, Verdict.ACCEPTED, "for this file"),
    (_403, _403, Verdict.NOT_THIS_FILE, "not for this file"),
    (_403, _401, Verdict.NOT_ACCEPTED, "does not accept"),
    (_200, _200, Verdict.UNKNOWN, "everybody"),
    (_403, _404, Verdict.UNKNOWN, "does not know"),
]


def _profile(server: RawServer) -> Profile:
    return Profile("p", "The site", server.origin, server.origin)


@pytest.mark.parametrize(("openly", "with_token", "verdict", "word"), SITE)
def test_what_a_site_makes_of_a_token(openly: bytes, with_token: bytes, verdict: Verdict, word: str) -> None:
    with RawServer([[openly], [with_token]]) as server:
        probe = probe_token(_profile(server), TOKEN, NET)
    assert probe.verdict is verdict
    assert word in probe.sentence
    assert "canary" not in probe.sentence


@pytest.mark.parametrize(("openly", "with_token", "verdict", "word"), FILE)
def test_whether_a_token_opens_a_file(openly: bytes, with_token: bytes, verdict: Verdict, word: str) -> None:
    with RawServer([[openly], [with_token]]) as server:
        probe = probe_token(_profile(server), TOKEN, NET, object_id="an-id")
    assert probe.verdict is verdict
    assert word in probe.sentence
    assert server.requests[0].startswith("GET /download/an-id?offset=0&length=-1&exclude-urls=true ")


def test_the_first_question_goes_without_the_token() -> None:
    with RawServer([[_401], [_200]]) as server:
        probe_token(_profile(server), TOKEN, NET)
    assert ["Authorization: Bearer canary-token-1" in asked for asked in server.requests] == [False, True]


def test_a_site_that_is_not_there_is_no_verdict() -> None:
    with RawServer([[b""]]) as server:
        profile = _profile(server)
    assert probe_token(profile, TOKEN, NET).verdict is Verdict.UNKNOWN
