"""Which lists are remembered, and which are not because their address may hold a secret."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.ui.outside import Forgetful
from score_gui.ui.preview_recent import MEMORY, MOST, Recent, RecentLists
from tests.ui.preview_samples import entry, manifest

ONE = manifest(entry(1), name="one.tsv")


def test_the_latest_comes_first_and_each_once() -> None:
    memory = Forgetful()
    lists = RecentLists(memory)
    for place in ("/a/one.tsv", "/b/one.tsv", "/a/one.tsv"):
        lists.note(place, ONE)
    assert [each.place for each in RecentLists(memory).items] == ["/a/one.tsv", "/b/one.tsv"]
    lists.forget("/a/one.tsv")
    assert RecentLists(memory).items == (Recent("/b/one.tsv", "one.tsv", 1),)


def test_only_the_last_few_are_kept() -> None:
    lists = RecentLists(Forgetful())
    for number in range(MOST + 5):
        lists.note(f"/{number}.tsv", ONE)
    assert len(lists.items) == MOST
    assert lists.items[0].place == f"/{MOST + 4}.tsv"


@pytest.mark.parametrize(
    "address",
    [
        "https://lists.example.org/ids.txt?X-Amz-Signature=canary",
        "https://lists.example.org/ids.txt#canary",
        "https://me:canary@lists.example.org/ids.txt",
        "http://lists.example.org/canary.txt",
        "ftp://lists.example.org/canary.txt",
        "https://[canary",
    ],
)
def test_an_address_that_may_hold_a_secret_is_not_kept(address: str) -> None:
    memory = Forgetful()
    RecentLists(memory).note(address, ONE)
    assert "canary" not in str(memory.value(MEMORY, ""))


def test_a_plain_address_is_kept() -> None:
    lists = RecentLists(Forgetful())
    lists.note("https://lists.example.org/ids.txt", ONE)
    assert lists.items[0].is_address


SCRAPS = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["place", "name", "files"]), inner)
    ),
    max_leaves=8,
)


@given(SCRAPS.map(json.dumps) | st.text(max_size=20))
def test_whatever_stands_in_the_memory_the_program_starts(text: str) -> None:
    memory = Forgetful()
    memory.setValue(MEMORY, text)
    assert all(isinstance(each.name, str) for each in RecentLists(memory).items)
