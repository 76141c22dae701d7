"""Reads the command lists of the Imaging Data Commons, which s5cmd runs: `cp s3://bucket/series/* ./`, line by line.

Nothing of such a list is run. A line says which series or file is wanted, and where it goes is chosen here.
"""

from __future__ import annotations

import re
import shlex

from score_gui.manifests.cloud_addresses import NotOursError, cloud_of_endpoint, read_address
from score_gui.manifests.collector import Collector
from score_gui.manifests.decode import Text
from score_gui.manifests.limits import MAX_LINE
from score_gui.manifests.series import SeriesList
from score_gui.model.language import tr
from score_gui.model.manifest import Kind

_VERBS = frozenset({"cp", "sync"})
_OTHER_VERBS = frozenset({"rm", "mv", "run", "ls", "du", "cat", "pipe", "mb", "rb", "select", "head"})
_ENDPOINT = "--endpoint-url"
_WITH_VALUE = frozenset(
    {
        *("-c", "--concurrency", "-p", "--part-size", "--exclude", "--include", "--version-id", _ENDPOINT),
        *("--destination-region", "--source-region", "--log", "--numworkers", "-r", "--retry-count"),
        *("--profile", "--credentials-file"),
    }
)
_ADDRESS = re.compile(r"^[\"']?(?:s3|gs)://|^https://", re.IGNORECASE)
_COMMAND = re.compile(r"\b(?:cp|sync)\s.*?(?:s3|gs)://", re.IGNORECASE)


class _IgnoredError(ValueError):
    """The line asks for nothing that could be fetched. The text is for people."""


def read_commands(source: Text, collector: Collector) -> Kind:
    """Read all lines into `collector`; tells whether they are commands or bare addresses."""
    found = SeriesList(collector)
    lines = addresses = 0
    for number, whole in collector.watch.lines(source):
        line = whole.strip()
        if line.startswith("#"):
            found.hint(cloud_of_endpoint(line))
        elif line:
            _read_line(number, line[: MAX_LINE + 1], found)
            lines += 1
            addresses += _ADDRESS.match(line) is not None
    found.finish()
    return Kind.IDC_ADDRESSES if lines and addresses == lines else Kind.IDC_S5CMD


def _read_line(number: int, line: str, found: SeriesList) -> None:
    try:
        words = _words(line)
        address = words[0] if len(words) == 1 and _ADDRESS.match(words[0]) else _wanted(words, number, found)
        found.add(read_address(address), number)
    except (_IgnoredError, NotOursError) as why:
        # A single word is the name of a column, as a database puts it above its answer: nobody misses a file for it.
        found.ignore(number, str(why), blocks=" " in line or "/" in line)


def _words(line: str) -> list[str]:
    if len(line) > MAX_LINE:
        raise _IgnoredError(tr("Line is longer than {limit} kB", limit=MAX_LINE // 1000))
    if len(line) > 1 and line[0] == line[-1] == '"' and _COMMAND.search(line):
        line = line[1:-1].replace('""', '"')
    try:
        return shlex.split(line)
    except ValueError:
        raise _IgnoredError(tr("A quotation mark has no other half")) from None


def _wanted(words: list[str], number: int, found: SeriesList) -> str:
    """The source that a command names."""
    operands = _operands(words, found)
    verb, *places = operands or [""]
    if verb.lower() in _OTHER_VERBS:
        raise _IgnoredError(
            tr("Only cp and sync are read, and nothing is run: {verb} is left out", verb=verb.lower())
        )
    if verb.lower() not in _VERBS or not places:
        raise _IgnoredError(tr("This is no command to copy a series"))
    if not _ADDRESS.match(places[0]):
        raise _IgnoredError(tr("This would copy from a computer to a bucket"))
    if len(places) > 1 and _leads_outside(places[1]):
        message = tr("The folder that the line names lies outside the output folder and is not used")
        found.remark(f"destination-outside-folder-ignored:{number}", message, number)
    return places[0]


def _operands(words: list[str], found: SeriesList) -> list[str]:
    operands: list[str] = []
    rest = iter(words[1:] if words and words[0].lower() in {"s5cmd", "s5cmd.exe"} else words)
    for word in rest:
        if word in _WITH_VALUE:
            value = next(rest, "")
            if word == _ENDPOINT:
                found.hint(cloud_of_endpoint(value))
        elif word.startswith(f"{_ENDPOINT}="):
            found.hint(cloud_of_endpoint(word))
        elif not word.startswith("-"):
            operands.append(word)
    return operands


def _leads_outside(folder: str) -> bool:
    parts = re.split(r"[/\\]+", folder)
    return ".." in parts or folder.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", folder) is not None
