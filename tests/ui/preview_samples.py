"""Manifests for the tests and pictures of the preview."""

from __future__ import annotations

import uuid

from score_gui.model.manifest import Entry, Kind, Manifest, Remark

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
    entries = [_liver_entry(line) for line in range(2, count + 2)]
    twin = min(90, count - 1)
    entries[twin] = entry(twin + 2, entries[twin - 2].file_name, size=28_800_000_000, donor="DO32930")
    remarks = (
        Remark("bad-object-id", "Object ID is cut off", 57 + count, blocks=True),
        Remark("short-line", "Line ends after column 9 of 11", count + 80, blocks=True),
        Remark("no-object-id", "Empty object ID", count + 81, blocks=True),
        Remark("duplicate-object", "Same as line 12", count + 82, blocks=True),
        Remark("md5-missing", "No MD5; size is checked", 131),
    )
    return manifest(*entries, remarks=remarks)


def _liver_entry(line: int) -> Entry:
    program = ("LIRI-JP", "LIRI-JP", "LICA-FR", "OCCAMS-GB")[line % 4]
    repository = "rdpc-toronto" if line % 7 == 0 else "collaboratory"
    if line % 9 == 6:
        return entry(line, f"SA{408000 + line}.somatic.vcf.gz", size=186_000_000, program_id=program)
    ending = "bam" if line % 5 == 0 else "cram"
    size = (30 + line % 13) * GB + line * 10_000_000
    return entry(line, f"SA{408000 + line}.aln.{ending}", size=size, program_id=program, repos=(repository,))
