"""Entries as any portal could have described them, for tests that write them down and read them again."""

from __future__ import annotations

import re
import string

from hypothesis import strategies as st

from score_gui.files.names import safe_name
from score_gui.manifests.decode import DAMAGE
from score_gui.model.manifest import Entry

NOTHING = {"", "-", "--", "undefined", "null", "nan", "none", "n/a"}
"""What portals write where they have nothing to say."""
_COUNTED = re.compile(r"\d{1,9} (donors|projects)")


def _says_something(text: str) -> bool:
    return text.lower() not in NOTHING and not _COUNTED.fullmatch(text)


words = st.text(string.ascii_uppercase, min_size=1, max_size=8).filter(_says_something)


def _phrases(left_out: str = "") -> st.SearchStrategy[str]:
    """Any text that a cell can hold, single blanks and quotes included."""
    visible = st.characters(exclude_categories=("C", "Z"), exclude_characters=left_out + DAMAGE)
    word = st.text(visible, min_size=1, max_size=8)
    return st.lists(word, min_size=1, max_size=3).map(" ".join).filter(_says_something)


phrases = _phrases()
names_in_lists = _phrases("|,;")
uuids = st.uuids().map(str)
file_names = st.text(min_size=1, max_size=60).map(lambda raw: safe_name(raw, "x") + ".bam")
_lists = st.lists(names_in_lists, max_size=3, unique=True).map(tuple)
_common = {
    "object_id": uuids,
    "file_name": file_names,
    "size": st.none() | st.integers(0, 10**17),
    "md5": st.none() | st.binary(min_size=16, max_size=16).map(bytes.hex),
    "index_object_id": st.none() | uuids,
    "repos": _lists,
    "file_type": words,
}
_joined = st.none() | st.lists(names_in_lists, min_size=1, max_size=3, unique=True).map(", ".join)
_counts = st.integers(2, 99)
entries_25k = st.builds(
    lambda donor, project, **fields: Entry(**fields, **donor, **project),
    **_common,
    study=st.none() | phrases,
    file_id=st.none() | phrases,
    donor=st.fixed_dictionaries({"donor": _joined}) | st.fixed_dictionaries({"donor_count": _counts}),
    project=st.fixed_dictionaries({"project": _joined}) | st.fixed_dictionaries({"project_count": _counts}),
)
entries_argo = st.builds(
    Entry,
    **_common,
    analysis_id=st.none() | uuids,
    donor=_joined,
    samples=_lists,
    program_id=st.none() | phrases,
)


def lists_of(entries: st.SearchStrategy[Entry]) -> st.SearchStrategy[list[Entry]]:
    return st.lists(entries, min_size=1, max_size=6, unique_by=lambda e: e.object_id)


def without_line(entry: Entry) -> tuple[object, ...]:
    return tuple(getattr(entry, field) for field in Entry.__slots__ if field != "line")
