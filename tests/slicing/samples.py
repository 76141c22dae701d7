"""Slices made by the whole way: a store in memory, a plan, the fetch, the reading process, the published file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_OID, uuid5

import pysam

from score_gui.model.manifest import Entry
from score_gui.slicing.fetch import Line
from score_gui.slicing.job import Ears, Wish, make_slice
from score_gui.slicing.job import Made as Slice
from score_gui.slicing.opening import Opened, open_remote
from score_gui.slicing.orders import OutputFormat
from score_gui.slicing.regions import RegionSet, parse_regions
from tests.fakes.memory_store import MemoryStore
from tests.slicing.files import Made
from tests.slicing.oracle import line_of


def nothing(_count: int) -> None:
    """Nobody listens."""


def object_id(path: Path) -> str:
    return str(uuid5(NAMESPACE_OID, str(path)))


@dataclass
class Bench:
    """A store, and a folder for work and output."""

    folder: Path
    store: MemoryStore = field(default_factory=MemoryStore)
    cancel: threading.Event = field(default_factory=threading.Event)
    count: int = 0

    def put(self, made: Made) -> Entry:
        """The file and its index as objects; returns the entry of the file."""
        index = self.store.put(object_id(made.index), made.index.read_bytes(), name=made.index.name)
        entry = self.store.put(
            object_id(made.path), made.path.read_bytes(), name=made.path.name, companion=index
        )
        return Entry(entry.object_id)

    @contextmanager
    def opened(self, entry: Entry, *, with_index: bool = True) -> Iterator[Opened]:
        line = Line(self.store.fetch, self.store.abort, self.cancel, jitter=lambda _low, _high: 0.0)
        with TemporaryDirectory(dir=self.folder) as work:
            opened = open_remote(self.store, entry, Path(work), line, with_index=with_index)
            try:
                yield opened
            finally:
                opened.file.close()

    def slice(self, entry: Entry, regions: RegionSet | str, **options: object) -> Slice:
        """A slice of an object."""
        with self.opened(entry) as opened:
            if isinstance(regions, str):
                regions = parse_regions([regions], opened.shape.header.contigs)
            return self.export(opened, regions, **options)

    def export(self, opened: Opened, regions: RegionSet, **options: object) -> Slice:
        self.count += 1
        form = options.pop("format", OutputFormat.BAM)
        assert isinstance(form, OutputFormat)
        output = self.folder / "out" / f"slice-{self.count}.{form}"
        wish = Wish(regions, output, form, **options)  # type: ignore[arg-type]  # fields by name
        return make_slice(opened, wish, Ears(nothing, nothing, self.cancel))

    @property
    def left_over(self) -> list[str]:
        """Names in the output folder that are no slices."""
        out = self.folder / "out"
        return [path.name for path in out.iterdir() if ".part" in path.name] if out.exists() else []


def texts(path: Path, reference: Path | None = None) -> list[str]:
    """The reads of a slice, tags left out."""
    name = str(reference) if reference else None
    with pysam.AlignmentFile(str(path), reference_filename=name, check_sq=False) as file:
        return [line_of(read)[0] for read in file.fetch(until_eof=True)]
