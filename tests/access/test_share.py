"""A profile goes to a colleague without its token, and nobody is lured to another server unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from score_gui.access.imports import HEADER_IS_OFF, LARGEST, Import, read_settings_file
from score_gui.access.profiles import ARGO, ProfileError
from score_gui.access.share import exported, read_profile_file
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.profile import Profile
from score_gui.model.token_header import HeaderName, TokenHeader
from tests.fakes.rsa_key import public_key

LAB = Profile("lab", "Our lab", "https://score.example.org/a", "https://song.example.org:8443")
ROW = {
    "score_gui_profile": 1,
    "name": "Our lab",
    "storage_url": LAB.storage_url,
    "metadata_url": LAB.metadata_url,
}


def read(row: Any, taken: tuple[Profile, ...] = ()) -> Import:
    return read_profile_file(json.dumps(row).encode(), None, taken)


def test_what_is_exported_is_read_back_under_a_free_id() -> None:
    with_page = replace(LAB, token_page="https://score.example.org/me")
    found = read_profile_file(exported(with_page).encode())
    assert found == Import(replace(with_page, id="our-lab"))


def test_a_file_holds_nothing_but_names_and_addresses() -> None:
    assert json.loads(exported(LAB)) == ROW


def test_icgc_argo_stays_what_it_is() -> None:
    assert read_profile_file(exported(ARGO).encode()).profile == ARGO
    assert read_profile_file(exported(ARGO).encode(), None, (ARGO,)).is_known


def test_the_preview_names_every_server_that_gets_the_token() -> None:
    expected = "Our lab: Your token for it will be sent to score.example.org and song.example.org:8443."
    assert read(ROW).preview == expected


def test_a_look_alike_is_shown_as_it_goes_over_the_wire() -> None:
    url = "https://\N{CYRILLIC SMALL LETTER A}rgo.example.org"
    found = read({**ROW, "storage_url": url, "metadata_url": url})
    assert found.preview == "Our lab: Your token for it will be sent to xn--rgo-5cd.example.org."


def test_a_second_one_of_the_same_name_is_numbered() -> None:
    other = replace(LAB, storage_url="https://other.example.org")
    found = read(ROW, (other, replace(other, id="x", name="Our lab 2")))
    assert (found.profile.name, found.profile.id, found.is_known) == ("Our lab 3", "our-lab-3", False)


def test_what_is_not_understood_is_said_without_its_value() -> None:
    found = read({**ROW, "token": "canary", "\x1b[31m": 1, "token_page": "https://elsewhere.example.org/x"})
    assert found.remarks == (
        "a name of an unusual form: not understood.",
        "token: not understood.",
        "Its token page is at elsewhere.example.org.",
    )
    assert found.token is None


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({**ROW, "score_gui_profile": 2}, "A newer score_gui made it"),
        ({**ROW, "score_gui_profile": True}, "It is JSON, but no profile"),
        ({}, "It is JSON, but no profile"),
        ({**ROW, "storage_url": "http://score.example.org"}, "The storage address must begin with https"),
        ({**ROW, "metadata_url": "https://ada:pw@song.example.org"}, "The metadata address must end with its path"),
        ({**ROW, "storage_url": "ftp://score.example.org"}, "The storage address is no web address"),
        ({**ROW, "storage_url": 7}, "A name or an address is missing"),
        ({**ROW, "token_page": ["x"]}, "A name or an address is missing"),
        ({**ROW, "token_page": "javascript:alert(1)"}, "The token page is no web address"),
        ({**ROW, "name": "a\N{RIGHT-TO-LEFT OVERRIDE}b"}, "The profile needs a name"),
        ({**ROW, "name": ""}, "The profile needs a name"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(row: Any, told: str) -> None:
    with pytest.raises(ProfileError) as error:
        read(row)
    assert str(error.value).startswith(told)


@pytest.mark.parametrize("data", [b"{", b'{"a":1,"a":2}', b'{"score_gui_profile":NaN}', b"{" + b"\xff"])
def test_broken_json_is_refused(data: bytes) -> None:
    with pytest.raises(ProfileError, match=r"^It is no JSON"):
        read_profile_file(data)


def test_a_huge_or_missing_file_is_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    huge.write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(ProfileError, match="larger than any file"):
        read_settings_file(huge)
    with pytest.raises(ProfileError, match=r"none\.json: "):
        read_settings_file(tmp_path / "none.json")


HOUSE = ProxyChoice(ProxyUse.EXPLICIT, "http://me@proxy.example.org:3128", ("localhost",))
OWN_WAY = replace(LAB, ca_file=Path("/ca.pem").absolute(), proxy=HOUSE, connections=4)


def test_its_way_goes_along_but_not_whom_to_trust_and_who_one_is() -> None:
    text = exported(OWN_WAY)
    assert "ca.pem" not in text
    assert "me@" not in text
    found = read_profile_file(text.encode())
    assert found.profile.connections == 4
    assert found.profile.proxy == replace(HOUSE, address="http://proxy.example.org:3128")
    assert found.profile.ca_file is None
    assert any("proxy.example.org:3128" in remark for remark in found.remarks)


def test_nobody_elses_authority_is_taken_over() -> None:
    found = read({**ROW, "ca_file": "/evil.pem"})
    assert found.profile.ca_file is None
    assert found.remarks == ("ca_file: not understood.",)


@pytest.mark.parametrize(
    "way",
    [
        {"proxy": "http://proxy:3128"},
        {"proxy": {"use": "explicit", "address": "http://me:canary@proxy:3128"}},
        {"proxy": {"use": "explicit", "address": "socks5://proxy:1080"}},
        {"connections": 1000},
    ],
)
def test_a_way_that_cannot_be_is_refused(way: dict[str, Any]) -> None:
    with pytest.raises(ProfileError) as caught:
        read({**ROW, **way})
    assert "canary" not in str(caught.value)


def test_the_service_for_keys_travels_too_and_is_named_among_those_that_get_the_token() -> None:
    profile = Profile(
        "lab",
        "Lab",
        "https://score.lab.org",
        "https://song.lab.org",
        key_service="https://login.lab.org/realms/lab",
    )
    found = read_profile_file(exported(profile).encode())
    assert found.profile.key_service == profile.key_service
    assert found.preview.endswith("will be sent to score.lab.org and song.lab.org and login.lab.org.")


def test_a_colleagues_token_header_comes_switched_off_and_is_told() -> None:
    sends = replace(LAB, token_header=TokenHeader(public_key(), HeaderName.ICGC, is_on=True))
    found = read_profile_file(exported(sends).encode())
    assert found.profile.token_header == TokenHeader(public_key(), HeaderName.ICGC, is_on=False)
    assert found.remarks == (HEADER_IS_OFF,)


def test_a_token_header_that_is_none_is_refused() -> None:
    with pytest.raises(ProfileError, match="token header cannot be used"):
        read(ROW | {"token_header": {"public_key": 5, "name": "X-SCORE-TOKEN", "is_on": True}})
