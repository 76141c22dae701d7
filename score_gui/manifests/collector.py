"""Gathers entries and remarks while a list is read; merges what is named twice and bounds the remarks."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from score_gui.files.names import clash_key
from score_gui.manifests.limits import MAX_REMARKS
from score_gui.manifests.seen import SeenIds
from score_gui.manifests.values import shown
from score_gui.manifests.watch import Watch
from score_gui.model.entries import EntryList, Fields
from score_gui.model.entry_columns import Block
from score_gui.model.language import tr, trn
from score_gui.model.manifest import Entry, Kind, Manifest, Remark

SAME_FILE_NAME = "same-file-name"
_NAMELESS = 0
_SHARES = 64
"""Numbers are sorted in so many shares: sorting lets no other thread in."""

_Value = TypeVar("_Value", int, str)


class Collector:
    """What was found so far. `lines` counts the lines that ought to be entries."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.entries = EntryList()
        self.remarks: list[Remark] = []
        self.lines = 0
        self._unlisted = 0
        self._seen = SeenIds(self.entries)
        self._name_hashes = array("q")

    def add(self, entry: Fields) -> None:
        """Take an entry in, or merge it with the one that names the same object."""
        place = self._seen.note(entry.object_id)
        if place == len(self.entries):
            self.entries.append(entry)
            name = entry.file_name
            self._name_hashes.append(hash(_quick_clash_key(name)) if name else _NAMELESS)
        else:
            self._merge(place, entry)

    def add_block(self, block: Block, ids: Sequence[str], names: Sequence[str]) -> bool:
        """Take entries in, with their names, which are plain ASCII, if they have some.

        False, with nothing done, if one of the objects was named before or is named twice here.
        """
        if not self._seen.add_new(ids):
            return False
        self.entries.extend(block)
        self._name_hashes.extend(map(hash, map(str.lower, names)) if names else (_NAMELESS,) * len(ids))
        return True

    def remark(
        self,
        code: str,
        message: str,
        line: int | None = None,
        *,
        blocks: bool = False,
        other_line: int | None = None,
        about: Entry | None = None,
    ) -> None:
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.append(Remark(code, message, line, blocks, other_line, about))
        else:
            self._unlisted += 1

    def finish(self, kind: Kind, name: str) -> Manifest:
        """The manifest as read so far; refused if it has no entries."""
        self._tell_same_names()
        if self._unlisted:
            message = trn(
                "{count} more remark is not listed.", "{count} more remarks are not listed.", self._unlisted
            )
            self.remarks.append(Remark("remarks-cut", message))
        if self.entries:
            return Manifest(kind, True, name, self.entries, tuple(self.remarks), lines=self.lines)
        return self._nothing_usable(kind, name)

    def _nothing_usable(self, kind: Kind, name: str) -> Manifest:
        reason, advice = "empty-manifest", tr("This list names no files. Save it again from the portal.")
        if any(remark.blocks for remark in self.remarks):
            reason = "no-usable-line"
            advice = tr("No line of this list can be read as a file. The remarks say why, line by line.")
        return Manifest(
            kind, False, name, (), tuple(self.remarks), reason=reason, advice=advice, lines=self.lines
        )

    def _merge(self, place: int, twin: Fields) -> None:
        known = self.entries[place]
        repos = known.repos + tuple(repo for repo in twin.repos if repo not in known.repos)
        size, size_differs = _agreed(known.size, twin.size)
        md5, md5_differs = _agreed(known.md5, twin.md5)
        self.entries.replace(place, replace(known, repos=repos, size=size, md5=md5))
        if size_differs or md5_differs:
            message = tr(
                "Same object as {line}, with another size or MD5; the server decides", line=_line(known)
            )
            self.remark("duplicate-object-differs", message, twin.line, blocks=True, other_line=known.line)
        elif repos != known.repos:
            others = shown(", ".join(repos[len(known.repos) :]))
            message = tr("Also in repository {names}", names=others)
            self.remark("several-repositories", message, known.line)
        else:
            message = tr("Same as {line}", line=_line(known))
            self.remark("duplicate-object", message, twin.line, blocks=True, other_line=known.line)

    def _tell_same_names(self) -> None:
        first: dict[str, Entry] = {}
        for place in self._places_of_equal_hash():
            entry = self.entries[place]
            twin = first.setdefault(_quick_clash_key(entry.file_name or ""), entry)
            if twin is not entry:
                message = tr("Same name as {line}", line=_line(twin))
                self.remark(SAME_FILE_NAME, message, entry.line, other_line=twin.line)

    def _places_of_equal_hash(self) -> list[int]:
        """Where names stand that may be told twice; few, so that a million names are not kept at once."""
        twice = repeated(self._name_hashes) - {_NAMELESS}
        return [place for place, each in enumerate(self._name_hashes) if each in twice] if twice else []


def repeated(hashes: Iterable[int]) -> set[int]:
    """The numbers that stand there more than once. In shares, for no step may keep a window waiting."""
    shares = [array("q") for _ in range(_SHARES)]
    for each in hashes:
        shares[each % _SHARES].append(each)
    pairs = (pair for share in shares for pair in pairwise(sorted(share)))
    return {one for one, following in pairs if one == following}


def _agreed(one: _Value | None, other: _Value | None) -> tuple[_Value | None, bool]:
    """What two lines say of one object, and whether they contradict each other."""
    if one is not None and other is not None and one != other:
        return None, True
    return (one if one is not None else other), False


def _line(entry: Entry) -> str:
    return tr("line {line}", line=entry.line) if entry.line is not None else tr("another file")


def _quick_clash_key(name: str) -> str:
    return name.lower() if name.isascii() else clash_key(name)
