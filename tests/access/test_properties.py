"""Java properties files are read as Java reads them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.access.properties import PropertiesError, Property, read_properties


def pairs(data: bytes) -> list[tuple[str, str]]:
    return [(one.key, one.value) for one in read_properties(data)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # As the documentation of java.util.Properties has them.
        ("Truth = Beauty", [("Truth", "Beauty")]),
        (" Truth:Beauty", [("Truth", "Beauty")]),
        ("Truth                    :Beauty", [("Truth", "Beauty")]),
        ("fruits  apple, \\\n   pear, \\\n  kiwi", [("fruits", "apple, pear, kiwi")]),
        ("cheeses", [("cheeses", "")]),
        # Separators: the first one only, blanks around it, none behind the value.
        ("a=b=c", [("a", "b=c")]),
        ("a==b", [("a", "=b")]),
        ("a : = b", [("a", "= b")]),
        ("a\tb", [("a", "b")]),
        ("a=b  ", [("a", "b  ")]),
        ("=b", [("", "b")]),
        ("a\\ b\\=c\\:d = e", [("a b=c:d", "e")]),
        # Comments.
        ("# a=b\n! c=d\n  # e=f\ng=h # i", [("g", "h # i")]),
        ("# never goes on \\\na=b", [("a", "b")]),
        # Continuation: an odd number of backslashes; a blank line ends it, as does the end of the file.
        ("a=b\\\\\nc=d", [("a", "b\\"), ("c", "d")]),
        ("a=b\\\\\\\nc", [("a", "b\\c")]),
        ("a=b\\\n\nc=d", [("a", "b"), ("c", "d")]),
        ("a=b\\", [("a", "b")]),
        ("a=\\\n# b", [("a", "# b")]),
        ("\\\n# a=b\nc=d", [("c", "d")]),
        ("a\\\n=b", [("a", "b")]),
        # Ends of lines.
        ("a=b\r\nc=d\re=f\n", [("a", "b"), ("c", "d"), ("e", "f")]),
        ("a=b\\\r\n  c", [("a", "bc")]),
        ("", []),
        (" \t\f\n\r\n", []),
        # Escapes.
        (r"a=\t\n\r\f\q\"\\", [("a", '\t\n\r\fq"\\')]),
        (r"a=\u00e9\u0041", [("a", "\N{LATIN SMALL LETTER E WITH ACUTE}A")]),
        (r"a=\uD83D\uDE00", [("a", "\N{GRINNING FACE}")]),
        (r"a=\uD83D!", [("a", "\N{REPLACEMENT CHARACTER}!")]),
        (r"a=\\u0041", [("a", r"\u0041")]),
        # Nothing is expanded, quotes belong to the value, percent signs are nothing special.
        ("accessToken=abc%def", [("accessToken", "abc%def")]),
        ('a="b"', [("a", '"b"')]),
        ("a=${env:HOME}", [("a", "${env:HOME}")]),
        # A key may stand twice.
        ("a=b\na=c", [("a", "b"), ("a", "c")]),
    ],
)  # fmt: skip
def test_a_text_is_read_as_java_reads_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text.encode()) == expected


def test_bytes_are_latin_1_unless_an_editor_says_otherwise() -> None:
    umlaut = "\N{LATIN SMALL LETTER U WITH DIAERESIS}"
    assert pairs(b"a=\xfc") == [("a", umlaut)]
    assert pairs(b"\xef\xbb\xbfa=" + umlaut.encode()) == [("a", umlaut)]
    assert pairs(b"\xef\xbb\xbfa=\xfc") == [("a", umlaut)]


@pytest.mark.parametrize("text", [r"a=\u12", r"a=\u12G4", "a=\\u", r"\uXXXX=b"])
def test_a_broken_escape_is_named_by_its_line(text: str) -> None:
    with pytest.raises(PropertiesError, match=r"^Line 2 "):
        read_properties(f"x=y\n{text}".encode())


def test_each_setting_knows_its_first_line() -> None:
    found = read_properties(b"# c\n\na=b\\\n c\nd=e")
    assert [(one.line, one.key) for one in found] == [(3, "a"), (5, "d")]


def test_a_value_is_not_shown() -> None:
    assert "canary" not in repr(read_properties(b"accessToken=canary"))


def stored(text: str, *, is_key: bool) -> str:
    """As `java.util.Properties.store` writes it."""
    told = ""
    for place, sign in enumerate(text):
        if sign in "\\=:#!" or (sign == " " and (is_key or place == 0)):
            told += f"\\{sign}"
        elif sign in "\t\n\r\f":
            told += "\\" + {"\t": "t", "\n": "n", "\r": "r", "\f": "f"}[sign]
        elif " " <= sign <= "~":
            told += sign
        else:
            units = sign.encode("utf-16-be")
            told += "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    return told


SIGNS = st.characters(exclude_categories=["Cs"])


@given(st.dictionaries(st.text(SIGNS), st.text(SIGNS)), st.sampled_from(["\n", "\r", "\r\n"]))
def test_what_java_stores_is_read_back(settings: dict[str, str], end: str) -> None:
    lines = [f"{stored(key, is_key=True)}={stored(value, is_key=False)}" for key, value in settings.items()]
    assert dict(pairs(end.join(["#Sat Nov 21", *lines, ""]).encode("ascii"))) == settings


@given(st.binary(max_size=200) | st.text("\\=:#! \n\ru0a", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found: tuple[Property, ...] = ()
    with suppress(PropertiesError):
        found = read_properties(data)
    assert [one.line for one in found] == sorted({one.line for one in found})
