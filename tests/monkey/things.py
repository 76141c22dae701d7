"""What lies about for somebody who drops and types anything: lists, rubbish, folders, words; all of it our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from score_gui.manifests import save_manifest
from score_gui.model.manifest import Entry, Kind

WORDS = (
    "", "a", "file-3", "chr1:1-100", "TP53", "no such thing", "\u202egnp.exe", "<b>bold</b>", "..", "name\tname",
    "https://127.0.0.1:9", "http://example.org", "127.0.0.1:9", "-1", "99999999999999999999", "Ünï©ode \U0001d518",
    "a" * 300,
)  # fmt: skip


@dataclass(frozen=True)
class Things:
    """Made in `folder` by `make_things`. `token` is what the site takes now."""

    folder: Path
    ids: tuple[str, ...]
    token: str

    @property
    def lists(self) -> list[Path]:
        return sorted((self.folder / "lists").iterdir())

    @property
    def folders(self) -> list[Path]:
        return [self.folder / "home" / "downloads", self.folder / "elsewhere", self.folder / "far" / "away"]

    def a_folder(self, random: Random) -> Path:
        return random.choice(self.folders)

    def a_path(self, random: Random) -> Path:
        return random.choice(self.lists)

    def some_paths(self, random: Random) -> Sequence[Path]:
        good = [path for path in self.lists if path.name.startswith("good")]
        if random.random() < 0.6:
            return [random.choice(good)]
        return random.sample(
            [*self.lists, self.folder / "lists", self.folder / "not there"], random.randint(1, 3)
        )

    def some_text(self, random: Random) -> str:
        few = random.sample(self.ids, random.randint(1, len(self.ids)))
        return random.choice(["\n".join(few), random.choice(WORDS), "\n".join([*few, "not-an-id", few[0]])])

    def a_word(self, random: Random) -> str:
        inside = [str(self.folder / "elsewhere"), *self.ids[:2]]
        return random.choice([*WORDS, *inside])


def make_things(folder: Path, entries: Sequence[Entry], random: Random, token: str) -> Things:
    """Good lists, lists with faults, and what is no list at all."""
    lists = folder / "lists"
    lists.mkdir()
    ids = tuple(entry.object_id for entry in entries)
    (lists / "good-ids.txt").write_text("\n".join(ids) + "\n")
    save_manifest(lists / "good-all.tsv", entries, Kind.SCORE_ARGO)
    save_manifest(lists / "good-few.tsv", entries[::2], Kind.SCORE_25K)
    table = (lists / "good-all.tsv").read_text().splitlines()
    (lists / "cut.tsv").write_text("\n".join([*table[:3], table[3][:40], *table[4:]]))
    (lists / "rubbish.bin").write_bytes(random.randbytes(3000))
    (lists / "empty.txt").write_bytes(b"")
    (lists / "one-line.txt").write_text("x" * 200_000)
    (lists / "page.html").write_text("<html><body><img src='file:///etc/passwd'></body></html>")
    (lists / "list.json").write_text(json.dumps([{"object_id": ids[0]}, {"object_id": 5}, None]))
    (lists / "utf16.tsv").write_text("\n".join(table), "utf-16")
    for name in ("elsewhere", "far"):
        (folder / name).mkdir()
    return Things(folder, ids, token)
