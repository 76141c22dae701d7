"""Reads Java properties files, in which score-client keeps its configuration, exactly as Java does.

The format looks like INI and is not: no reader of the standard library takes its continuation lines, its three
separators and its escapes. Nothing is expanded (`${...}` stays as it is) and quotes belong to the value.
The rules are those of `java.util.Properties.load`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from score_gui.model.language import tr

_BLANKS = " \t\f"
_LINES = re.compile(r"\r\n|\r|\n")
_KEY = re.compile(r"(?:[^\\=: \t\f]|\\.)*", re.DOTALL)
_SEPARATOR = re.compile(r"[ \t\f]*[=:]?[ \t\f]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


class PropertiesError(ValueError):
    """A text that Java would refuse too; the message is a sentence for people that names the line."""


@dataclass(frozen=True, slots=True)
class Property:
    """One setting. `line` counts from 1; the value may be a secret and is never shown."""

    line: int
    key: str
    value: str = field(repr=False)


def read_properties(data: bytes) -> tuple[Property, ...]:
    """All settings of a file in their order; a key may stand twice, and then the last one counts.

    Latin-1 as Java has it, or UTF-8 where an editor left its byte order mark. Raises PropertiesError.
    """
    return tuple(_property(number, line) for number, line in _logical_lines(_decoded(data)))


def _decoded(data: bytes) -> str:
    if not data.startswith(codecs.BOM_UTF8):
        return data.decode("latin-1")
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments, their continuations joined, each with the number of its first line."""
    whole, first = "", 0
    for number, natural in enumerate(_LINES.split(text), start=1):
        line = natural.lstrip(_BLANKS)
        # Java begins anew after a continuation that has brought nothing yet: a comment there is a comment.
        if not whole and (not line or line[0] in "#!"):
            continue
        first = first if whole else number
        if _continues(line):
            whole += line[:-1]
            continue
        yield first, whole + line
        whole = ""
    if whole:
        yield first, whole


def _continues(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _property(number: int, line: str) -> Property:
    key = _KEY.match(line)
    end = key.end() if key else 0
    separator = _SEPARATOR.match(line, end)
    start = separator.end() if separator else end
    return Property(number, _unescaped(number, line[:end]), _unescaped(number, line[start:]))


def _unescaped(number: int, text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        code, other = found.groups()
        if code is not None:
            return chr(int(code, 16))
        if other == "u":
            raise PropertiesError(
                tr("Line {line} holds \\u without the four digits that belong to it.", line=number)
            )
        return _SIGNS.get(other, other)

    plain = _ESCAPE.sub(sign, text)
    # Java writes signs beyond the basic plane as two escapes, which are one sign here; a lone half is none.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
