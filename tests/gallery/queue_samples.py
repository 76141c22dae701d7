"""A realistic queue for pictures and tests: twelve files in nine states, the rest waiting or verified."""

from __future__ import annotations

import math
import time
from pathlib import Path

from score_gui.model import disk_problems, problems, server_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.language import phrase
from score_gui.model.messages import (
    Changed,
    Noted,
    PartsSeen,
    PartState,
    PartView,
    Sample,
    Span,
    SpanKind,
    Ticked,
)
from score_gui.model.name_problems import name_taken
from score_gui.model.text import Size
from score_gui.model.transfer import Check, Layout, Status, Transfer, TransferId
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.speed_history import Rest, SpeedHistory, Stretch
from score_gui.ui.speed_page import Flow

GB = 1_000_000_000
FOLDER = Path("/mnt/lab2/genomes/argo")
ASKED = 11
"""The file that waits for an answer."""

PROFILES = (
    ProfileRow("argo", "ICGC ARGO", TokenState.KEPT, 28),
    ProfileRow("lab", "Lab Overture", TokenState.KEPT, 0),
    ProfileRow("idc", "IDC", TokenState.NOT_NEEDED),
)

_NO_SPACE = disk_problems.no_space(Path("E:"), 0, 9 * GB)


def transfer(number: int, name: str, size: float, status: Status, **more: object) -> Transfer:
    """A transfer as the engine would tell it; `size` in GB."""
    suffix = name.rsplit(".", 1)[-1].upper()
    values: dict[str, object] = {
        "id": TransferId(number),
        "object_id": f"33dd93ef-aab8-561c-8cc0-2fe14bd{number:05d}",
        "name": name,
        "folder": FOLDER,
        "layout": Layout.FILENAME,
        "profile_id": "argo",
        "status": status,
        "order": number,
        "size": int(size * GB),
        "md5": "9c1f0a7be2d84c53b6e7f1094ad35e20",
        "manifest": "argo_nov.tsv",
        "file_type": suffix,
        "donor": f"DO328{number:02d}",
    }
    return Transfer(**{**values, **more})  # type: ignore[arg-type]


def _index(main: Transfer, number: int) -> Transfer:
    name = f"{main.name}.{'crai' if main.name.endswith('cram') else 'bai'}"
    return transfer(number, name, 0.0011, Status.VERIFIED, companion_of=main.id, placed=name, file_type=None)


def queue() -> list[Transfer]:
    """All transfers of the picture: 212 files and the index files of those shown first."""
    at = time.time() - 3600
    files = [
        transfer(1, "SA408043.aln.cram", 41.2, Status.DOWNLOADING, donor="DO32839", renewals=3),
        transfer(2, "SA408044.aln.cram", 39.8, Status.DOWNLOADING, donor="DO32840"),
        transfer(3, "SA408046.aln.bam", 112.4, Status.DOWNLOADING, donor="DO32842"),
        transfer(4, "SA408041.aln.cram", 38.6, Status.VERIFYING, donor="DO32838", kept=int(38.6 * GB)),
        transfer(
            5,
            "SA409112.rna.bam",
            6.8,
            Status.WAITING_TOKEN,
            donor="DO33107",
            kept=int(2.3 * GB),
            profile_id="lab",
            manifest="lab_rnaseq.tsv",
            problem=problems.token_refused("Lab Overture"),
        ),
        transfer(
            6,
            "SA408051.aln.cram",
            43.7,
            Status.WAITING_SPACE,
            donor="DO32847",
            kept=int(26.7 * GB),
            problem=_NO_SPACE,
        ),
        transfer(
            7,
            "LUNG1-118_CT_thorax",
            0.268,
            Status.WAITING_NETWORK,
            donor="R01-118",
            kept=121_000_000,
            file_type="DICOM",
            manifest="idc_lung_ct.s5cmd",
            profile_id="idc",
            problem=server_problems.no_network("s3.example.org"),
        ),
        transfer(8, "SA408049.aln.cram", 44.0, Status.PAUSED, donor="DO32845", kept=int(5.3 * GB)),
        transfer(
            9,
            "SA408052.aln.cram",
            40.9,
            Status.NEEDS_YOU,
            donor="DO32848",
            problem=problems.no_access("ICGC ARGO", "7f41c0de-52aa-5d0e-8c1b-90b6d1a2c3e4"),
        ),
        transfer(10, "SA408053.aln.cram", 42.3, Status.WAITING, donor="DO32849"),
        transfer(11, "SA408054.aln.cram", 37.9, Status.WAITING, donor="DO32851"),
        transfer(
            12,
            "SA408036.aln.cram",
            40.1,
            Status.VERIFIED,
            donor="DO32833",
            kept=int(40.1 * GB),
            check=Check.WHOLE,
            finished=at,
            placed="SA408036.aln.cram",
        ),
        transfer(
            13,
            "SA408037.somatic.vcf.gz",
            0.0864,
            Status.COMPLETE,
            kept=86_400_000,
            check=Check.SIZE,
            file_type="VCF",
        ),
    ]
    indexed = [item for item in files if item.file_type in {"CRAM", "BAM"}]
    companions = [_index(main, 1000 + main.id) for main in indexed]
    return [*files, *_others(at), *companions]


def asked() -> Changed:
    """A file that waits because another one on the disk has its name."""
    name = "SA408054.aln.cram"
    problem = name_taken(FOLDER / name)
    return Changed((transfer(ASKED, name, 37.9, Status.NEEDS_YOU, donor="DO32851", problem=problem),))


def _others(at: float) -> list[Transfer]:
    """The long tail that only counts and manifests show."""
    others = []
    for number in range(14, 213):
        verified = number <= 60
        status = Status.VERIFIED if verified else Status.WAITING
        lab, idc = 61 <= number <= 95, number > 187
        size = 0.4 if idc else (7.0 if lab else 9.9)
        manifest = "lab_rnaseq.tsv" if lab else ("idc_lung_ct.s5cmd" if idc else "argo_nov.tsv")
        kept = int(size * GB) if verified else 0
        done: dict[str, object] = {"check": Check.WHOLE, "finished": at} if verified else {}
        name = f"SA40{number + 8000}.aln.cram"
        others.append(transfer(number, name, size, status, manifest=manifest, kept=kept, **done))
    return others


def _span(start: float, stop: float, kind: SpanKind, filled: float | None = None) -> Span:
    span = ByteRange(int(start * GB), int(stop * GB))
    return Span(span, kind, int(filled * GB) if filled is not None else span.stop)


_COMB = ((18, 0.95), (19, 0.90), (20, 0.82), (21, 0.74), (22, 0.61))


def tick() -> Ticked:
    """The samples of the files at work."""
    again = _span(11, 12, SpanKind.AGAIN, 11.38)
    comb = tuple(_span(s, s + 1, SpanKind.ARRIVING, s + share) for s, share in _COMB)
    first = (_span(0, 11, SpanKind.DISK), again, _span(12, 18, SpanKind.DISK), *comb)
    at_work = tuple(_span(s, s + 1, SpanKind.ARRIVING, s + 0.6) for s in (6.4, 7.4, 8.4, 9.4))
    second = (_span(0, 6.4, SpanKind.DISK), *at_work)
    third = (
        _span(0, 87.0, SpanKind.DISK),
        _span(87.0, 88.0, SpanKind.ARRIVING, 87.5),
        _span(88.0, 89.0, SpanKind.ARRIVING, 88.3),
    )
    samples = (
        Sample(TransferId(1), int(21.4 * GB), 11 * GB, 48e6, 7 * 60, 6, first),
        Sample(TransferId(2), int(8.4 * GB), 5 * GB, 31e6, 17 * 60, 4, second),
        Sample(TransferId(3), int(87.8 * GB), 80 * GB, 12e6, 34 * 60, 2, third),
        Sample(TransferId(4), int(38.6 * GB), int(24.4 * GB), 0.0, 20),
    )
    return Ticked(samples, 91e6, 10**12)


def parts() -> PartsSeen:
    """The parts of the first file, as in the picture."""
    made = []
    shares = {number + 1: share for number, share in _COMB}
    for number in range(1, 43):
        span = ByteRange((number - 1) * GB, min(number * GB, int(41.2 * GB)))
        state, arrived, tries = PartState.TO_COME, 0, 1
        if number <= 11:
            state, arrived = PartState.CHECKED, span.length
        elif number == 12:
            state, arrived, tries = PartState.AGAIN, int(0.38 * GB), 2
        elif number <= 18:
            state, arrived = PartState.DISK, span.length
        elif number in shares:
            state, arrived = PartState.ARRIVING, int(shares[number] * GB)
        made.append(PartView(number, span, state, arrived, tries, 8e6 - number * 1e4))
    return PartsSeen(TransferId(1), tuple(made), 51 * 60)


def notes() -> list[Noted]:
    """What happened to the first file."""
    now, lost = time.time(), server_problems.no_network("s3.example.org")
    told = (
        (60, "repair", phrase("{count} part of {of} differed, {size} again.", count=1, of=42, size=Size(GB))),
        (300, "link-renewed", phrase("Link renewed, 0 bytes lost.")),
        (540, lost.code, phrase("{title}. {cause}", title=lost.title, cause=lost.cause)),
        (93_000, "started", phrase("Download begun.")),
    )
    return [Noted(TransferId(1), now - ago, code, text) for ago, code, text in told]


def flow() -> tuple[tuple[Stretch, ...], float, Flow]:
    """An hour with a pause and an outage."""
    now = time.time()
    history, received = SpeedHistory(), 0
    for second in range(-3600, 1, 5):
        at = now + second
        if -2700 < second < -2130:
            history.rested(at, Rest.PAUSED)
        elif -430 < second < -150:
            history.rested(at, Rest.NETWORK)
        else:
            fresh = (
                min((second + 2130) % 3600, 200 if second < -150 else second + 150) if second > -2130 else 200
            )
            received += int(5e6 * (45 + 0.2 * fresh + 4 * math.sin(second / 170)))
            history.moved(at, received)
    return history.stretches(), now, Flow(91e6, 12)
