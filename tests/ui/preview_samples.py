"""Manifests for the tests and pictures of the preview."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from score_gui.access.life import TokenEnd
from score_gui.model.language import phrase
from score_gui.model.manifest import Entry, Kind, Manifest, Remark
from score_gui.model.problem import Problem
from score_gui.model.profile import Profile
from score_gui.model.transfer import Layout
from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_facts import FolderFacts
from score_gui.ui.preview_here import Here
from score_gui.ui.preview_progress import Answers
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.profiles_desk import ProfileLine, TokenState

T = TypeVar("T")

GB = 1_000_000_000
HOSTILE = '<img src="file:///etc/passwd"><b>SA1</b>.bam'


def object_id(number: int) -> str:
    return str(uuid.UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128))


def entry(number: int, name: str | None = None, **more: object) -> Entry:
    told: dict[str, object] = {
        "file_name": name or f"SA{408000 + number}.aln.cram",
        "size": 40 * GB,
        "md5": f"{number:032x}",
        "repos": ("collaboratory",),
        "program_id": "LIRI-JP",
        "donor": f"DO{32800 + number}",
        "line": number,
    }
    return Entry(object_id(number), **(told | more))  # type: ignore[arg-type]


def manifest(
    *entries: Entry, remarks: tuple[Remark, ...] = (), name: str = "argo_liver_2026-11.tsv"
) -> Manifest:
    blocked = sum(remark.blocks for remark in remarks)
    return Manifest(Kind.SCORE_ARGO, True, name, entries, remarks, lines=len(entries) + blocked)


def liver(count: int = 208) -> Manifest:
    """A manifest of the everyday kind: three types, three programs, four lines that cannot be read."""
    last = count + 4
    broken = {
        57: phrase("Object ID is cut off"),
        last - 9: phrase("Line ends after column {found} of {width}", found=9, width=11),
        last - 8: phrase("Empty object ID"),
    }
    entries = [_liver_entry(line) for line in range(1, last + 1) if line not in broken and line != last]
    twin = min(104, last - 12)
    at = next(place for place, each in enumerate(entries) if each.line == twin)
    first = entries[at - 6]
    entries[at] = entry(twin, first.file_name, size=28_800_000_000, donor="DO32930")
    remarks = [
        Remark("line", message, line, blocks=True, about=_glimpse(line)) for line, message in broken.items()
    ]
    remarks.append(
        Remark(
            "duplicate-object",
            phrase("Same as {line}", line=phrase("line {line}", line=12)),
            last,
            blocks=True,
            other_line=12,
        )
    )
    remarks.append(
        Remark(
            "same-file-name",
            phrase("Same name as {line}", line=phrase("line {line}", line=first.line)),
            twin,
            other_line=first.line,
        )
    )
    return manifest(
        *entries,
        remarks=(*remarks, Remark("md5-missing", phrase("No MD5; the server is asked"), 13)),
    )


def _glimpse(line: int) -> Entry:
    """What can be read of a broken line; of those near the end less and less."""
    whole = replace(_liver_entry(line), object_id="")
    return whole if line < 60 else Entry("", file_name=whole.file_name if line % 2 else None)


def _liver_entry(line: int) -> Entry:
    program = ("LIRI-JP", "LIRI-JP", "LICA-FR", "OCCAMS-GB")[line % 4]
    repository = "rdpc-toronto" if line % 7 == 0 else "collaboratory"
    if line % 9 == 6:
        return entry(line, f"SA{408000 + line}.somatic.vcf.gz", size=186_000_000, program_id=program)
    ending = "bam" if line % 5 == 0 else "cram"
    size = (30 + line % 13) * GB + line * 10_000_000
    return entry(line, f"SA{408000 + line}.aln.{ending}", size=size, program_id=program, repos=(repository,))


def run_at_once(work: Callable[[], T], on_done: Callable[[T], None]) -> None:
    """A runner for tests that need no thread."""
    on_done(work())


def profile(profile_id: str) -> Profile:
    address = f"https://{profile_id}.example.org"
    return Profile(profile_id, profile_id.upper(), address, address)


class FakePreviewDesk:
    """Answers with the facts it was given and remembers what it was asked."""

    def __init__(
        self, folder: FolderFacts | None = None, tokens: dict[str, TokenState] | None = None
    ) -> None:
        self.ends: TokenEnd | None = None
        self.measured: float | None = None
        self.answers: dict[str, Problem] = {}
        self.asked_for: list[str] = []
        roomy = FolderFacts("/mnt/lab2", free=7200 * GB, file_system="ext4", longest_path=4096)
        self.folder = folder or roomy
        self.tokens = tokens or {}
        self.asked: list[Path] = []
        self.here: frozenset[int] = frozenset()
        self.verified: frozenset[int] = frozenset()
        self.taken: frozenset[int] = frozenset()
        self.coming: frozenset[int] = frozenset()
        self.completed: list[str] = []
        self.site: Callable[[Sequence[Entry]], Answers] | None = None

    def folder_facts(self, folder: Path) -> FolderFacts:
        self.asked.append(folder)
        return self.folder

    def token(self, profile_id: str) -> ProfileLine | None:
        return ProfileLine(profile(profile_id), self.tokens.get(profile_id, TokenState.KEPT), self.ends)

    def rows_here(self, preview: PreviewRows, layout: Layout, folder: Path) -> Here:
        count = len(preview)
        return Here(*(flags.of(count, rows) for rows in (self.here, self.verified, self.taken, self.coming)))

    def complete(
        self, profile_id: str, entries: Sequence[Entry], stopped: Callable[[], bool]
    ) -> Answers | None:
        self.completed += [each.object_id for each in entries]
        return None if self.site is None else self.site(entries)

    def speed(self) -> float | None:
        return self.measured

    def access(self, profile_id: str, entries: Sequence[Entry]) -> Sequence[Problem | None]:
        """As the site of the test says of each object; it opens all others."""
        self.asked_for += [each.object_id for each in entries]
        return [self.answers.get(each.object_id) for each in entries]
