"""Reads damaged lists for as long as one likes, in a process with little memory, each within a few seconds.

    python -m tests.manifests.fuzz [HOW_MANY] [SEED]

The same seed gives the same lists. Ends with 0 and a line of figures, or with the number of the list that was
read wrongly, took too long or wanted too much memory.
"""

from __future__ import annotations

import faulthandler
import gzip
import io
import json
import re
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from score_gui.files.names import safe_name
from score_gui.manifests import read_manifest
from score_gui.model.cloud_path import CloudPath
from score_gui.model.manifest import IMAGING_KINDS, Manifest

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VECTORS = [path.read_bytes() for path in sorted((Path(__file__).parent / "vectors").glob("[SLI]*"))]
LONGEST_CPU_SECONDS = 10
"""For one list of at most 2 MB, whatever is in it."""
HANGS_AFTER_SECONDS = 300
"""By the clock, on a computer however busy."""
MOST_MEMORY = 1 << 30
LARGEST = 2_000_000
NASTY = (
    b"\t", b"\n", b"\r", b",", b";", b'"', b"'", b"\0", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf",
    b"<", b"#!", b"#", b"{", b"[", b"|", b"\x1f\x8b", b"PK\x03\x04", b"ustar", b"..", b"/", b"undefined", b"--",
    b"object_id", b"1E+5", b"id", "\u202e".encode(), "\u2028".encode(), b"\xed\xa0\x80", b"cp s3://", b"<html>",
    b"=HYPERLINK(1)", b"9" * 400,
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-be", "utf-8-sig", "cp1252")


def check(manifest: Manifest) -> None:
    """What holds of every list that was read: it can be trusted, shown, and written down."""
    assert manifest.accepted is bool(manifest.entries)
    assert manifest.accepted or (manifest.reason and manifest.advice)
    assert len({entry.object_id for entry in manifest.entries}) == len(manifest.entries)
    for entry in manifest.entries:
        assert UUID.fullmatch(entry.object_id) or str(CloudPath.read(entry.object_id)) == entry.object_id
        assert (manifest.kind in IMAGING_KINDS) is not bool(UUID.fullmatch(entry.object_id))
        assert entry.index_object_id is None or UUID.fullmatch(entry.index_object_id)
        assert entry.size is None or entry.size >= 0
        assert entry.file_name is None or safe_name(entry.file_name, entry.object_id) == entry.file_name
    told = [manifest.advice, *(remark.message for remark in manifest.remarks)]
    assert all(text is None or text.isprintable() for text in told)
    json.dumps([str(manifest)]).encode()
    str(manifest).encode()


def mutate(data: bytes, random: Random) -> bytes:
    """A list with pieces of it cut out, repeated, swapped with another's, flipped, or made nasty."""
    for _ in range(random.randint(1, 8)):
        start, stop = sorted(random.choices(range(len(data) + 1), k=2))
        data = random.choice(DAMAGES)(data, start, stop, random)[:LARGEST]
    return data


def _cut(data: bytes, start: int, stop: int, _random: Random) -> bytes:
    return data[:start] + data[stop:]


def _repeat(data: bytes, start: int, stop: int, random: Random) -> bytes:
    piece = data[start:stop]
    times = min(random.choice((1, 2, 50, 3000)), LARGEST // max(1, len(piece)))
    return data[:stop] + piece * times + data[stop:]


def _insert(data: bytes, start: int, _stop: int, random: Random) -> bytes:
    return data[:start] + random.choice(NASTY) * random.choice((1, 1, 1, 10, 70_000)) + data[start:]


def _flip(data: bytes, start: int, _stop: int, random: Random) -> bytes:
    return (
        data[:start]
        + bytes(byte ^ 1 << random.randrange(8) for byte in data[start : start + 1])
        + data[start + 1 :]
    )


def _splice(data: bytes, start: int, _stop: int, random: Random) -> bytes:
    other = random.choice(VECTORS)
    return data[:start] + other[random.randrange(len(other)) :]


def _reencode(data: bytes, _start: int, _stop: int, random: Random) -> bytes:
    return data.decode("utf-8", "replace").encode(random.choice(ENCODINGS), "replace")


DAMAGES: tuple[Callable[[bytes, int, int, Random], bytes], ...] = (
    _cut, _repeat, _insert, _insert, _flip, _flip, _splice, _reencode,
)  # fmt: skip


def pack(data: bytes, random: Random) -> bytes:
    """Sometimes in an archive, which may be damaged in its turn."""
    how = random.randrange(6)
    if how == 0:
        data = gzip.compress(data, 1)
    elif how in {1, 2}:
        data = _archive(data, random, zip_it=how == 1)
    else:
        return data
    return mutate(data, random) if random.random() < 0.4 else data


def _archive(data: bytes, random: Random, *, zip_it: bool) -> bytes:
    out = io.BytesIO()
    members = {
        f"{number}{random.choice(('', '/../x', '.tsv'))}": part
        for number, part in enumerate((data, VECTORS[0]))
    }
    if zip_it:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in members.items():
                archive.writestr(name, part)
        return out.getvalue()
    with tarfile.open(fileobj=out, mode=random.choice(("w", "w:gz"))) as archive_:
        for name, part in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(part)
            archive_.addfile(info, io.BytesIO(part))
    return out.getvalue()


def _bound_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main(how_many: int, seed: int) -> None:
    """Read so many lists; an exception, a long reading or too little memory ends the process with a trace."""
    _bound_memory()
    read = accepted = 0
    longest, began = 0.0, time.monotonic()
    for number in range(how_many):
        random = Random(f"{seed} {number}")
        data = pack(mutate(random.choice(VECTORS), random), random)
        faulthandler.dump_traceback_later(HANGS_AFTER_SECONDS, exit=True)
        started = time.process_time()
        try:
            manifest = read_manifest(data)
            check(manifest)
            longest = max(longest, time.process_time() - started)
            assert longest < LONGEST_CPU_SECONDS
        except BaseException:
            print(f"list {number} of seed {seed}, {len(data)} bytes", file=sys.stderr)  # noqa: T201
            raise
        read, accepted = read + 1, accepted + manifest.accepted
    faulthandler.cancel_dump_traceback_later()
    seconds = time.monotonic() - began
    print(f"{read} lists read, {accepted} accepted, {seconds:.0f} s, the longest {longest:.1f} s of CPU")  # noqa: T201


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *["1000", "1"][len(sys.argv) - 1 :]]))
