"""Any name from a server becomes one component that can be created and stays in its folder."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.files.layout import inside
from score_gui.files.names import LONGEST_NAME, clash_key, safe_name, with_id

ID = "33dd93ef-aab8-561c-8cc0-2fe14bd2d1ac"

KNOWN = {
    "a.bam": "a.bam",
    "../../etc/passwd": "passwd",
    "/etc/cron.d/x": "x",
    "C:\\Windows\\x.dll": "x.dll",
    "\\\\srv\\share\\x": "x",
    "a\0b.bam": "a_b.bam",
    "a\n\x1b[2J.bam": "a__[2J.bam",
    "x\u202emab.exe": "x_mab.exe",
    "CON": "_CON",
    "nul.tar.gz": "_nul.tar.gz",
    "COM¹.bam": "_COM¹.bam",
    "a.bam.": "a.bam",
    "a.bam   ": "a.bam",
    "..": ID,
    ".": ID,
    "": ID,
    ".bashrc": "_bashrc",
    "-rf": "_rf",
    "~root": "_root",
    "e\u0301.bam": "é.bam",
    "\ud800.bam": "_.bam",
    "a" * 300 + ".bam.bai": "a" * 183 + "~0c673260.bam.bai",
    "é" * 200: "é" * 95 + "~df20b2aa",
    "a:b.bam:$DATA": "a_b.bam_$DATA",
    "<img src=file:///x>": "x_",
    "\u200b.bam": "_.bam",
    "LPT1 .txt": "_LPT1 .txt",
    "a\u2215b": "a\u2215b",
    "\u2028": ID,
    "\U0001f4be.bam": "\U0001f4be.bam",
}

OWN_AND_SYSTEM = {
    "x.part": "x_part",
    "x.PART": "x_PART",
    "desktop.ini": ID,
    "AutoRun.inf": ID,
    ".DS_Store": ID,
    "Icon\r": ID,
    "CONIN$.txt": "_CONIN$.txt",
    "C:x": "C_x",
    "a/b/": "b",
    "  a b.bam": "a b.bam",
    "a\u00a0b.bam": "a_b.bam",
    "console.bam": "console.bam",
}

names = st.one_of(
    st.text(max_size=300),
    st.text(st.characters(codec=None), max_size=40),
    st.text(" ._-~/\\:a\u0301\u202eéCONLPT1", max_size=250),
    st.builds("{}.{}".format, st.sampled_from(["con", "a" * 250, "é" * 120, "."]), st.text(max_size=30)),
)


@pytest.mark.parametrize(("raw", "safe"), [*KNOWN.items(), *OWN_AND_SYSTEM.items()])
def test_a_known_hostile_name_becomes_this(raw: str, safe: str, tmp_path: Path) -> None:
    assert safe_name(raw, ID) == safe
    (tmp_path / safe).write_bytes(b"")
    assert inside(tmp_path, tmp_path / safe)


def test_something_that_is_no_text_becomes_the_object_id() -> None:
    assert safe_name(None, ID) == ID
    assert safe_name(17, ID) == ID  # type: ignore[arg-type]  # what JSON from a server may hold


def test_even_a_hostile_object_id_gives_a_name() -> None:
    assert safe_name("..", "../../x") == "x"
    assert safe_name("..", "..") == "file"


@given(names)
def test_any_name_can_be_created_directly_in_its_folder(raw: str) -> None:
    name = safe_name(raw, ID)
    assert 0 < len(name.encode()) <= LONGEST_NAME
    with TemporaryDirectory() as folder:
        target = Path(folder, name)
        target.write_bytes(b"x")
        assert target.resolve().parent == Path(folder).resolve()
        assert [p.name for p in Path(folder).iterdir()] == [name]


@given(names)
def test_a_safe_name_stays_as_it_is(raw: str) -> None:
    once = safe_name(raw, ID)
    assert safe_name(once, ID) == once


def test_two_long_names_stay_two() -> None:
    assert safe_name("a" * 300 + "1.bam", ID) != safe_name("a" * 300 + "2.bam", ID)


@pytest.mark.parametrize(("one", "other"), [("A.BAM", "a.bam"), ("café", "cafe\u0301"), ("ﬁle", "FILE")])
def test_names_that_are_one_file_somewhere_have_equal_clash_keys(one: str, other: str) -> None:
    assert clash_key(one) == clash_key(other)


def test_different_names_have_different_clash_keys() -> None:
    assert clash_key("a.bam") != clash_key("b.bam")


@pytest.mark.parametrize(
    ("name", "unique"),
    [
        ("SA408210.aln.bam", "SA408210.33dd93ef.aln.bam"),
        ("SA408210.aln.bam.bai", "SA408210.33dd93ef.aln.bam.bai"),
        ("README", "README.33dd93ef"),
        ("a" * 196 + ".bam", "a" * 178 + "~fdd937b2.33dd93ef.bam"),
    ],
)
def test_the_id_stands_before_the_extensions(name: str, unique: str) -> None:
    assert with_id(name, ID) == unique


@given(names)
def test_a_name_with_an_id_is_safe_too(raw: str) -> None:
    unique = with_id(safe_name(raw, ID), ID)
    assert unique != safe_name(raw, ID)
    assert safe_name(unique, ID) == unique


def test_same_name_and_two_ids_give_two_names_however_long() -> None:
    long_extension = "a." + "b" * 190
    assert with_id(long_extension, ID) != with_id(long_extension, "47e6db95-92e2-5f31-9e86-793a696fb8e0")
