"""Profiles are kept in one small file, are checked both ways, and never hold a token."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from score_gui.access.life import EndSource, TokenEnd
from score_gui.access.profiles import (
    ARGO,
    LOCAL_OVERTURE,
    PRESETS,
    ProfileError,
    ProfileStore,
    checked,
    from_environment,
    new_profile_id,
)
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.token_header import HeaderName, TokenHeader
from tests.fakes.rsa_key import public_key, public_pem

LAB = Profile("lab", "Our lab", "https://score.lab.example.org", "https://song.lab.example.org/api")


def test_a_new_list_holds_icgc_argo(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    assert store.list() == (ARGO,)
    assert list(tmp_path.iterdir()) == []


def test_what_is_saved_is_there_for_the_next_run(tmp_path: Path) -> None:
    ProfileStore(tmp_path).save(LAB)
    assert ProfileStore(tmp_path).list() == (ARGO, LAB)
    assert [path.name for path in tmp_path.iterdir()] == ["profiles.json"]


def test_saving_again_changes_a_profile_in_its_place(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    store.save(LAB)
    store.save(replace(ARGO, name="ARGO at home"))
    assert [one.name for one in store.list()] == ["ARGO at home", "Our lab"]


def test_a_removed_profile_stays_away(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    store.remove(ARGO.id)
    store.remove("never there")
    assert ProfileStore(tmp_path).list() == ()
    assert store.get(ARGO.id) is None


def test_texts_are_trimmed(tmp_path: Path) -> None:
    kept = ProfileStore(tmp_path).save(
        replace(LAB, name="  Our \n lab ", storage_url=" https://score.lab.example.org/ ")
    )
    assert kept == LAB


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.id)
def test_presets_are_in_order(preset: Profile) -> None:
    assert checked(preset) == preset


# Field, value, a word of the sentence.
WRONG = [
    ("storage_url", "", "missing"),
    ("storage_url", "score.example.org", "no web address"),
    ("storage_url", "ftp://score.example.org", "no web address"),
    ("storage_url", "https://", "no web address"),
    ("storage_url", "https://exa mple.org", "no web address"),
    ("storage_url", "https://score.example.org:99999", "no web address"),
    ("storage_url", "http://score.example.org", "https"),
    ("storage_url", "http://127.0.0.1.example.org", "https"),
    ("storage_url", "https://user:pw@score.example.org", "without user names"),
    ("storage_url", "https://score.example.org?token=x", "without user names"),
    ("storage_url", "https://score.example.org/#a", "without user names"),
    ("metadata_url", "http://10.0.0.1:8080", "https"),
    ("token_page", "javascript:alert(1)", "no web address"),
    ("token_page", "file:///etc/passwd", "no web address"),
    ("name", " \t ", "name"),
    ("name", "a\u202eb", "name"),
    ("id", "", "id"),
    ("id", "../x", "id"),
]


@pytest.mark.parametrize(("field", "value", "word"), WRONG)
def test_a_profile_that_cannot_be_used_is_refused(tmp_path: Path, field: str, value: str, word: str) -> None:
    changes: dict[str, Any] = {field: value}
    with pytest.raises(ProfileError, match=word) as caught:
        ProfileStore(tmp_path).save(replace(LAB, **changes))
    assert caught.value.field == field
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "url", ["http://localhost:8087", "http://127.0.0.1:1", "http://[::1]:8087", "https://a/b/c"]
)
def test_only_this_computer_is_asked_without_encryption(url: str) -> None:
    assert checked(replace(LAB, storage_url=url)).storage_url == url


DAMAGED = [
    "",
    "{",
    "[]",
    "{}",
    '{"profiles": 5}',
    '{"profiles": [5]}',
    '{"profiles": [{"id": "x"}]}',
    json.dumps({"profiles": [{**vars(object), "id": 1}]}, default=str),
    '{"profiles": [], "profiles": []}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_list_is_told_and_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "profiles.json"
    file.write_text(text)
    store = ProfileStore(tmp_path)
    for act in (store.list, lambda: store.save(LAB), lambda: store.remove("lab")):
        with pytest.raises(ProblemError) as caught:
            act()
        assert caught.value.problem.code == "profiles-unreadable"
    assert file.read_text() == text


def test_a_dangerous_address_does_not_come_in_by_the_file(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    store.save(LAB)
    file = tmp_path / "profiles.json"
    file.write_text(file.read_text().replace("https://score.lab", "http://score.lab"))
    with pytest.raises(ProblemError):
        store.list()


def test_the_rest_of_a_broken_write_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "profiles.json.new").write_text("x" * 5000)
    store = ProfileStore(tmp_path)
    store.save(LAB)
    assert store.list() == (ARGO, LAB)


def test_the_environment_makes_a_profile() -> None:
    made = from_environment(
        {"STORAGE_URL": " https://s.example.org/ ", "METADATA_URL": "https://m.example.org"}
    )
    assert made == Profile("environment", "s.example.org", "https://s.example.org", "https://m.example.org")
    assert from_environment({}) is None
    assert from_environment({"STORAGE_URL": " "}) is None


def test_argo_is_known_by_its_host() -> None:
    urls = {"STORAGE_URL": ARGO.storage_url, "METADATA_URL": ARGO.metadata_url}
    made = from_environment(urls)
    assert made is not None
    assert made.kind is SiteKind.ARGO
    fake = {name: url.replace("icgc-argo.org", "icgc-argo.org.example") for name, url in urls.items()}
    other = from_environment(fake)
    assert other is not None
    assert other.kind is SiteKind.OVERTURE


@pytest.mark.parametrize(
    ("name", "field"), [("STORAGE_URL", "metadata_url"), ("METADATA_URL", "storage_url")]
)
def test_one_address_alone_is_not_enough(name: str, field: str) -> None:
    with pytest.raises(ProfileError) as caught:
        from_environment({name: "https://a.example.org"})
    assert caught.value.field == field


def test_ids_come_from_names_and_are_free() -> None:
    assert new_profile_id("Our Lab (Genève)", ()) == "our-lab-gen-ve"
    assert new_profile_id("ICGC ARGO", (ARGO, LOCAL_OVERTURE)) == "icgc-argo-2"
    assert new_profile_id("Environment", ()) == "environment-2"
    assert new_profile_id("测试", ()) == "site"


def test_the_end_of_a_token_is_noted_beside_its_profile(tmp_path: Path) -> None:
    end = TokenEnd.on(date(2026, 12, 21), EndSource.PERSON)
    ProfileStore(tmp_path).note_token_end(ARGO.id, end)
    store = ProfileStore(tmp_path)
    store.save(replace(ARGO, name="Another name"))
    assert store.token_ends() == {ARGO.id: end}
    row = json.loads((tmp_path / "profiles.json").read_text("utf-8"))["profiles"][0]
    assert row["token_end_source"] == "person"
    store.note_token_end(ARGO.id, None)
    assert store.token_ends() == {}


def test_nobody_s_end_is_not_noted(tmp_path: Path) -> None:
    ProfileStore(tmp_path).note_token_end("nobody", TokenEnd.on(date(2026, 12, 21), EndSource.SITE))
    assert not (tmp_path / "profiles.json").exists()


@pytest.mark.parametrize("ends", ["soon", "2026-12-21T00:00:00", 7])
def test_an_end_that_is_none_is_a_file_not_in_order(tmp_path: Path, ends: object) -> None:
    store = ProfileStore(tmp_path)
    store.note_token_end(ARGO.id, TokenEnd.on(date(2026, 12, 21), EndSource.SITE))
    path = tmp_path / "profiles.json"
    kept = json.loads(path.read_text("utf-8"))
    kept["profiles"][0]["token_ends"] = ends
    path.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(ProblemError):
        store.token_ends()


OWN_WAY = replace(
    LAB,
    ca_file=Path("/etc/lab.pem").absolute(),
    proxy=ProxyChoice(ProxyUse.EXPLICIT, "http://me@proxy:3128", ("localhost",)),
    connections=4,
)


def test_a_way_of_its_own_is_kept(tmp_path: Path) -> None:
    ProfileStore(tmp_path).save(OWN_WAY)
    assert ProfileStore(tmp_path).get(LAB.id) == OWN_WAY
    ProfileStore(tmp_path).save(LAB)
    assert ProfileStore(tmp_path).get(LAB.id) == LAB
    kept = json.loads((tmp_path / "profiles.json").read_text("utf-8"))["profiles"]
    assert not {"ca_file", "proxy", "connections"} & set(kept[-1])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("proxy", ProxyChoice(ProxyUse.EXPLICIT, "junk junk"), "no address"),
        ("proxy", ProxyChoice(ProxyUse.EXPLICIT, "socks5://proxy:1080"), "SOCKS"),
        ("ca_file", Path("lab.pem"), "whole path"),
        ("connections", 0, "between 1 and 64"),
        ("connections", 65, "between 1 and 64"),
    ],
)
def test_a_way_that_leads_nowhere_is_told(field: str, value: object, words: str) -> None:
    with pytest.raises(ProfileError, match=words) as caught:
        checked(replace(LAB, **{field: value}))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_the_service_for_keys_is_kept_and_has_to_be_safe(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    lab = replace(LOCAL_OVERTURE, key_service=" https://ego.example.org/ ")
    assert store.save(lab).key_service == "https://ego.example.org"
    kept = ProfileStore(tmp_path).get(lab.id)
    assert kept is not None
    assert kept.key_service == "https://ego.example.org"
    with pytest.raises(ProfileError) as caught:
        store.save(replace(lab, key_service="http://ego.example.org"))
    assert caught.value.field == "key_service"


def test_the_header_for_the_servers_of_the_data_is_kept(tmp_path: Path) -> None:
    header = TokenHeader(public_key(), HeaderName.ICGC, is_on=True)
    ProfileStore(tmp_path).save(replace(LAB, token_header=header))
    assert ProfileStore(tmp_path).list()[-1].token_header == header


def test_its_key_is_kept_in_one_line_and_must_be_one(tmp_path: Path) -> None:
    kept = ProfileStore(tmp_path).save(replace(LAB, token_header=TokenHeader(public_pem())))
    assert kept.token_header == TokenHeader(public_key())
    with pytest.raises(ProfileError, match="no RSA public key") as caught:
        ProfileStore(tmp_path).save(replace(LAB, token_header=TokenHeader("no key")))
    assert caught.value.field == "token_header"


def test_what_a_newer_version_wrote_is_kept_and_written_back(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    store.save(LAB)
    path = tmp_path / "profiles.json"
    written = json.loads(path.read_text("utf-8"))
    written["version"] = 7
    written["order"] = {"by": ["name"]}
    written["profiles"][1] |= {"colour": "#336699", "mirrors": ["https://mirror.example.org"]}
    path.write_text(json.dumps(written), "utf-8")
    store.save(replace(LAB, name="My lab"))
    store.note_token_end("lab", TokenEnd(datetime(2026, 12, 1, tzinfo=UTC), EndSource.PERSON))
    store.remove(ARGO.id)
    after = json.loads(path.read_text("utf-8"))
    assert {name: after[name] for name in ("version", "order")} == {"version": 7, "order": {"by": ["name"]}}
    (lab,) = after["profiles"]
    assert (lab["colour"], lab["mirrors"]) == ("#336699", ["https://mirror.example.org"])
    assert (lab["name"], lab["token_ends"]) == ("My lab", "2026-12-01T00:00:00+00:00")


def test_what_was_forgotten_does_not_come_back_as_foreign(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    store.save(replace(LAB, connections=4))
    store.save(LAB)
    (row,) = [
        row
        for row in json.loads((tmp_path / "profiles.json").read_text("utf-8"))["profiles"]
        if row["id"] == "lab"
    ]
    assert "connections" not in row
