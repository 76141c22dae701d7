"""JSON that Python would read in silence, though it is wrong or dangerous, is refused."""

from __future__ import annotations

from typing import Any

import pytest

from score_gui.net.strict_json import read_json


@pytest.mark.parametrize(
    ("text", "value"),
    [(b'{"a": [1, -2.5e3, true, null, "\\u00e9"]}', {"a": [1, -2500.0, True, None, "é"]}), (b' "x"\n', "x")],
)
def test_json_is_read(text: bytes, value: Any) -> None:
    assert read_json(text) == value


WRONG = [
    b"",
    b"{",
    b"<html>",
    b"{'a': 1}",
    b"[1,]",
    b"NaN",
    b'{"size": Infinity}',
    b"[-Infinity]",
    b'{"a": 1, "a": 1}',
    b'[{"x": {"a": 1, "b": 2, "a": 3}}]',
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b'"\xe9"',
    b"9" * 5000,
    b"[" * 100_000,
    b'{"a":' * 100_000,
]


@pytest.mark.fault("F57", "keys that come twice, at any depth")
@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_all_else_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_json(text)
