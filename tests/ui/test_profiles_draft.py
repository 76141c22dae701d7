"""From the fields of the dialog to a profile."""

from __future__ import annotations

import pytest

from score_gui.access.profiles import ARGO, ProfileError
from score_gui.model.profile import Profile, SiteKind
from score_gui.ui.profiles_draft import Draft, host_of

LAB = Profile("lab", "Lab", "https://score.lab.example.org", "https://song.lab.example.org")


def test_a_kept_profile_keeps_its_id_whatever_its_new_name() -> None:
    draft = Draft("Another name", LAB.storage_url, LAB.metadata_url, LAB)
    assert draft.profile([LAB]) == Profile("lab", "Another name", LAB.storage_url, LAB.metadata_url)


def test_a_new_profile_gets_a_free_id_made_of_its_name() -> None:
    draft = Draft("Lab", LAB.storage_url, LAB.metadata_url, is_new=True)
    assert draft.profile([LAB]).id == "lab-2"


def test_a_preset_becomes_itself_while_its_id_is_free() -> None:
    assert Draft.new(ARGO).profile([]) == ARGO
    assert Draft.new(ARGO).profile([ARGO]).id == "icgc-argo-2"


def test_the_kind_of_site_follows_the_address() -> None:
    assert Draft("A", ARGO.storage_url, "", is_new=True).profile([]).kind is SiteKind.ARGO
    moved = Draft("A", LAB.storage_url, LAB.metadata_url, ARGO)
    assert moved.profile([ARGO]).kind is SiteKind.OVERTURE


def test_one_address_may_serve_for_both() -> None:
    assert Draft("A", LAB.storage_url, " ", is_new=True).profile([]).metadata_url == LAB.storage_url


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft("", LAB.storage_url, "", is_new=True), "name"),
        (Draft("A", "", "", is_new=True), "storage_url"),
        (Draft("A", "http://score.lab.example.org", "", is_new=True), "storage_url"),
        (Draft("A", LAB.storage_url, "nonsense", is_new=True), "metadata_url"),
    ],
)
def test_what_cannot_be_right_is_named_by_its_field(draft: Draft, field: str) -> None:
    with pytest.raises(ProfileError) as error:
        draft.profile([])
    assert error.value.field == field


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://a.example.org/x", "a.example.org"), ("", ""), ("nonsense", ""), ("http://[", "")],
)
def test_the_host_is_shown_where_there_is_one(url: str, host: str) -> None:
    assert host_of(url) == host
