"""What a token tells of itself, and when it ends."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.access.life import (
    EndSource,
    TokenEnd,
    TokenFacts,
    full_day_text,
    read_day,
    token_end,
    token_facts,
)
from score_gui.access.profiles import ARGO, LOCAL_OVERTURE
from score_gui.model.secret import Secret

KEY = Secret("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d")
NOON = datetime(2026, 11, 21, 12).astimezone()


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def jwt(**claims: Any) -> Secret:
    return Secret(f"{packed({'alg': 'RS256'})}.{packed(claims)}.c2lnbmF0dXJl")


def test_a_bare_key_tells_nothing() -> None:
    assert token_facts(KEY) is None


def test_a_token_of_ego_tells_scopes_owner_and_end() -> None:
    context = {"scope": ["score.READ", "PROGRAMDATA-TEST-CA.READ"], "user": {"email": "ada@example.org"}}
    assert token_facts(jwt(exp=1798761600, context=context)) == TokenFacts(
        ("score.READ", "PROGRAMDATA-TEST-CA.READ"), "ada@example.org", datetime(2027, 1, 1, tzinfo=UTC)
    )


def test_a_token_of_keycloak_tells_its_permissions() -> None:
    permissions = [{"rsname": "score", "scopes": ["READ", "WRITE"]}, {"rsname": "empty"}, "nonsense"]
    found = token_facts(
        jwt(scope="openid", preferred_username="ada", authorization={"permissions": permissions})
    )
    assert found == TokenFacts(("score.READ", "score.WRITE"), "ada", None)


def test_scopes_may_be_one_text() -> None:
    assert token_facts(jwt(scope="score.READ song.READ")) == TokenFacts(("score.READ", "song.READ"))


def test_what_it_says_of_itself_is_told_as_such() -> None:
    facts = TokenFacts(("score.READ",), "ada")
    assert facts.sentence == "It says of itself that it is for ada and opens score.READ."
    assert TokenFacts().sentence == ""


def test_signs_that_cannot_be_seen_are_taken_out() -> None:
    found = token_facts(jwt(preferred_username="ada\N{RIGHT-TO-LEFT OVERRIDE}\x1b[31m", scope=["\n", 3, "a"]))
    assert found == TokenFacts(("a",), "ada[31m")


@pytest.mark.parametrize("exp", [True, "tomorrow", 1e300, -1e18, [], None, {}])
def test_an_end_that_is_none_is_unknown(exp: object) -> None:
    assert token_facts(jwt(exp=exp)) == TokenFacts()


@pytest.mark.parametrize(
    "text",
    [
        "one.two.three",
        "a.b",
        f"{packed({'alg': 'none'})}.{packed([])}.x",
        f"{packed({})}.{packed({})}.x",
        f"{packed({'alg': 'none'})}.é.x",
        "...",
    ],
)
def test_other_texts_with_dots_are_bare_keys(text: str) -> None:
    assert token_facts(Secret(text)) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["exp", "context", "scope", "user", "email", "authorization", "permissions", "scopes"]),
            inner,
            max_size=4,
        ),
    )
)  # fmt: skip
def test_no_token_upsets_the_reader(claims: object) -> None:
    facts = token_facts(Secret(f"{packed({'alg': 'none'})}.{packed(claims)}.x"))
    assert facts is None or all(word.isprintable() for word in facts.scopes)


# --- the end ----------------------------------------------------------------------------------------------------


def test_the_token_itself_knows_best() -> None:
    found = token_end(ARGO, jwt(exp=1798761600), date(2026, 12, 1), NOON)
    assert found == TokenEnd(datetime(2027, 1, 1, tzinfo=UTC), EndSource.TOKEN)


def test_else_the_person_is_asked() -> None:
    found = token_end(ARGO, KEY, date(2026, 12, 1), NOON)
    assert found == TokenEnd.on(date(2026, 12, 1), EndSource.PERSON)


def test_else_icgc_argo_is_known_to_give_thirty_days() -> None:
    assert token_end(ARGO, KEY, None, NOON) == TokenEnd.on(date(2026, 12, 21), EndSource.SITE)


def test_else_it_is_unknown() -> None:
    assert token_end(LOCAL_OVERTURE, KEY, None, NOON) is None


@pytest.mark.parametrize(
    ("day", "words", "left"),
    [
        (date(2026, 12, 19), "Ends in 28 days", 28),
        (date(2026, 11, 22), "Ends tomorrow", 1),
        (date(2026, 11, 21), "Ends today", 1),
        (date(2026, 11, 20), "Ended 20 Nov", 0),
        (date(2025, 12, 31), "Ended 31 Dec 2025", 0),
    ],
)
def test_an_end_is_told_in_days(day: date, words: str, left: int) -> None:
    end = TokenEnd.on(day, EndSource.PERSON)
    assert (end.words(NOON), end.days_left(NOON)) == (words, left)


@pytest.mark.parametrize("text", ["20 Nov 2026", "2026-11-20", " 20  november 2026 "])
def test_a_day_may_be_written_in_two_ways(text: str) -> None:
    assert read_day(text) == date(2026, 11, 20)


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_a_day_that_is_shown_is_read_back(day: date) -> None:
    assert read_day(full_day_text(day)) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "31 Feb 2027", "1 Foo 2027", "0001-01-01", "9999-12-31", "11/20/2026"]
)
def test_a_text_that_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_day(text)


def test_a_token_of_hours_ends_at_its_hour() -> None:
    end = TokenEnd((NOON - timedelta(minutes=1)).astimezone(UTC), EndSource.TOKEN)
    assert (end.words(NOON), end.days_left(NOON)) == ("Ended 21 Nov", 0)
