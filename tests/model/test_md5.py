"""MD5s are read with their known accidents; what cannot be read is none, never a wrong one."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.md5 import MD5_OF_NOTHING, read_md5

DIGESTS = st.binary(max_size=20).map(lambda data: hashlib.md5(data, usedforsecurity=False))


def test_the_md5_of_nothing() -> None:
    assert hashlib.md5(b"", usedforsecurity=False).hexdigest() == MD5_OF_NOTHING


@given(DIGESTS)
def test_every_known_form_is_read(digest: hashlib._Hash) -> None:
    plain = digest.hexdigest()
    content_md5 = base64.b64encode(digest.digest()).decode()
    decoded_once_too_often = base64.b64decode(plain).hex()
    for form in (plain, plain.upper(), f'"{plain}"', f" {plain}\n", content_md5, decoded_once_too_often):
        assert read_md5(form) == plain


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        5,
        b"d41d8cd98f00b204e9800998ecf8427e",
        "",
        "null",
        "d41d8cd98f00b204e9800998ecf8427",
        "d41d8cd98f00b204e9800998ecf8427g",
        "d41d8cd98f00b204e9800998ecf8427e-3",
        "d41d8cd98f00b204 9800998ecf8427e",
        "!" * 24,
        base64.b64encode(b"fifteen bytes.").decode(),
        "A" * 23 + "é",
        "ff" * 24,
        "zz" * 24,
        "٣" * 32,
    ],
)
def test_what_holds_no_md5_gives_none(value: object) -> None:
    assert read_md5(value) is None


@given(st.text())
def test_any_text_gives_an_md5_or_none(text: str) -> None:
    read = read_md5(text)
    assert read is None or (len(read) == 32 and set(read) <= set("0123456789abcdef"))
