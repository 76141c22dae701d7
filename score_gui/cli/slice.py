"""`score-gui slice`: the reads of some regions of a BAM or CRAM, without the whole file."""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from score_gui.cli import profiles
from score_gui.cli.places import check_folder, named_path
from score_gui.cli.slice_report import SliceReport
from score_gui.cli.speech import EndError, Exit, give, say, visible
from score_gui.cli.surroundings import open_wiring
from score_gui.files.names import safe_name
from score_gui.manifests import read_path
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.net.data import DataClient
from score_gui.slicing import troubles
from score_gui.slicing.batch import run_batch
from score_gui.slicing.bed import read_bed
from score_gui.slicing.fetch import Line
from score_gui.slicing.job import Ears, Made, Wish, check_output, estimate, make_slice
from score_gui.slicing.opening import Opened, open_local, open_remote
from score_gui.slicing.orders import OutputFormat
from score_gui.slicing.regions import Contigs, RegionError, RegionSet, normalise, parse_regions
from score_gui.slicing.workplace import workplace
from score_gui.sources.base import Source
from score_gui.transfer.rate import RateLimit
from score_gui.wiring import Wiring

NAMES = ("slice",)
STANDARD_OUTPUT = Path("-")
_SLICEABLE = (".bam", ".cram")
_COPY = 1 << 20


def add_to(commands: Any) -> None:
    """Teach the parser `slice`."""
    parser = commands.add_parser("slice", help="export the reads of some regions of a BAM or CRAM")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--object-id", metavar="ID", help="the object, by its UUID")
    what.add_argument("--manifest", type=named_path, metavar="FILE", help="each BAM and CRAM of a manifest")
    what.add_argument(
        "--input-file", type=named_path, metavar="FILE", help="a file that is here, its index beside it"
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--region", nargs="+", metavar="R", help="chr1:1,000-2,000, chr1, or * for unplaced reads"
    )
    where.add_argument("--bed", type=named_path, metavar="FILE", help="regions of a BED file, plain or gzip")
    where.add_argument(
        "--header-only", action="store_true", help="no reads; on standard output without --output"
    )
    goal = parser.add_mutually_exclusive_group()
    goal.add_argument(
        "--output", type=named_path, metavar="FILE", help="the file to make; - is standard output"
    )
    goal.add_argument(
        "--output-dir", type=named_path, metavar="FOLDER", help="named after the file, with .slice"
    )
    parser.add_argument("--contained", action="store_true", help="only reads that lie wholly inside")
    parser.add_argument(
        "--format", type=OutputFormat, choices=list(OutputFormat), help="as the name of --output ends, or bam"
    )
    parser.add_argument(
        "--prune-read-groups", action="store_true", help="leave @RG lines out that no read of the slice names"
    )
    parser.add_argument("--write-index", action="store_true", help="also a .bai, .csi or .crai")
    parser.add_argument("--reference", type=named_path, metavar="FASTA", help="a CRAM's reference genome")
    parser.add_argument(
        "--skip-bad-lines", action="store_true", help="leave out BED lines that cannot be used"
    )
    parser.add_argument("--estimate", action="store_true", help="tell what it would fetch, and do not")
    profiles.add_to(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """One file, or each of a manifest; what goes wrong with one does not stop the others."""
    _check(options)
    wiring = open_wiring()
    try:
        return _run_all(options, wiring)
    except KeyboardInterrupt:
        say("Interrupted. Slices that were finished are kept, and no part of another.")
        return Exit.INTERRUPTED
    finally:
        wiring.close()


def _check(options: argparse.Namespace) -> None:
    prints_header = options.header_only and options.output is None and options.output_dir is None
    if options.manifest is not None and (options.output is not None or prints_header):
        raise EndError(Exit.USAGE, "A manifest needs an --output-dir.")
    if not (options.estimate or prints_header or options.output or options.output_dir):
        raise EndError(Exit.USAGE, "Name an --output or an --output-dir.")
    if options.output == STANDARD_OUTPUT and not options.estimate:
        _check_standard_output(options)
    _check_places(options)
    if not (options.estimate or prints_header) and importlib.util.find_spec("pysam") is None:
        raise ProblemError(troubles.no_reader())


def _check_places(options: argparse.Namespace) -> None:
    for folder in (options.output and options.output.parent, options.output_dir):
        if folder is not None:
            check_folder(folder)
    for path in (options.input_file, options.bed, options.reference, options.manifest):
        if path is not None and not path.is_file():
            raise EndError(Exit.USAGE, f"There is no file {visible(str(path))}.")


def _check_standard_output(options: argparse.Namespace) -> None:
    if options.json or options.write_index:
        raise EndError(Exit.USAGE, "A slice on standard output leaves no room for --json or --write-index.")
    if sys.stdout.isatty() and options.format is not OutputFormat.SAM:
        raise EndError(Exit.USAGE, "A terminal cannot show a BAM or CRAM. Send it on, or take --format sam.")


def _run_all(options: argparse.Namespace, wiring: Wiring) -> int:
    report = SliceReport(as_json=options.json, sends_on=options.output == STANDARD_OUTPUT)
    targets: list[Entry | Path] = [options.input_file] if options.input_file else list(_entries(options))
    profile = None if options.input_file else profiles.choose(wiring, options.profile)
    if profile is not None:
        profiles.tell_unsent_token(wiring, profile)

    def make(target: Entry | Path) -> Made | None:
        with _opened(options, wiring, profile, target) as opened:
            return _slice(options, opened, target, report)

    run_batch(targets, make, threading.Event(), report.over)
    if options.manifest is not None:
        report.summary()
    return report.status


def _entries(options: argparse.Namespace) -> Iterator[Entry]:
    if options.object_id is not None:
        try:
            yield Entry(str(uuid.UUID(options.object_id)))
        except ValueError:
            raise EndError(Exit.USAGE, f"'{visible(options.object_id)}' is not an object ID.") from None
        return
    manifest = read_path(options.manifest)
    if not manifest.accepted:
        advice = manifest.advice or manifest.reason or "It is not a manifest that score_gui knows."
        raise EndError(Exit.USAGE, f"{visible(options.manifest.name)}: {visible(advice)}")
    found = [e for e in manifest.entries if e.file_name is None or e.file_name.lower().endswith(_SLICEABLE)]
    if not found:
        raise EndError(Exit.USAGE, f"{visible(options.manifest.name)} names no BAM and no CRAM.")
    yield from found


@contextmanager
def _opened(
    options: argparse.Namespace, wiring: Wiring, profile: Profile | None, target: Entry | Path
) -> Iterator[Opened]:
    """The header and the index of a file, and a folder of its own in the cache that goes when it is over."""
    source = None if profile is None else wiring.source(profile.id)
    with (
        workplace(wiring.folders.cache) as work,
        closing(DataClient(wiring.net_for(profile))) as data,
        closing(_open(options, _line(wiring, profile, data), source, target, work)) as opened,
    ):
        yield opened


def _line(wiring: Wiring, profile: Profile | None, data: DataClient) -> Line:
    """With what the settings and the site allow."""
    settings = wiring.settings
    allowed = (settings.connections, None if profile is None else profile.connections)
    limit = RateLimit(rate=settings.limit_at(datetime.now().astimezone()))
    return Line(data.fetch, data.abort, connections=min(count for count in allowed if count), limit=limit)


def _open(
    options: argparse.Namespace, line: Line, source: Source | None, target: Entry | Path, work: Path
) -> Opened:
    with_index = not options.header_only
    if isinstance(target, Path):
        return open_local(target, work, with_index=with_index)
    if source is None:
        raise ValueError("an entry needs its source")
    return open_remote(source, target, work, line, with_index=with_index)


def _slice(
    options: argparse.Namespace, opened: Opened, target: Entry | Path, report: SliceReport
) -> Made | None:
    regions = _regions(options, opened.shape.header.contigs, report)
    told = estimate(opened, regions)
    if options.estimate:
        report.estimated(opened.name, target, regions, told)
        return None
    if options.header_only and options.output is None and options.output_dir is None:
        give(opened.shape.header.text.rstrip("\n"))
        return None
    wish = _wish(options, regions, _output(options, opened, target, report))
    check_output(wish)
    report.begins(opened.name, target, regions, told)
    ears = Ears(lambda count: report.fetched(count, told.download), report.read)
    made = make_slice(opened, wish, ears)
    if options.output == STANDARD_OUTPUT:
        _send_on(made.path)
    return made


def _send_on(path: Path) -> None:
    """The finished slice, whole and checked: a reader in the pipe never sees the beginning of one that breaks off."""
    sys.stdout.flush()
    with path.open("rb") as file:
        shutil.copyfileobj(file, sys.stdout.buffer, _COPY)
    sys.stdout.buffer.flush()


def _regions(options: argparse.Namespace, contigs: Contigs, report: SliceReport) -> RegionSet:
    if options.header_only:
        return RegionSet()
    try:
        if options.region is not None:
            return parse_regions(options.region, contigs)
        bed = read_bed(options.bed.read_bytes(), contigs)
    except RegionError as error:
        raise ProblemError(troubles.region_unclear(str(error))) from None
    report.skipped = len(bed.remarks)
    lines = [f"line {remark.line}: {visible(remark.message)}" for remark in bed.remarks[:20]]
    if bed.remarks and not options.skip_bad_lines:
        raise ProblemError(troubles.bed_unclear("; ".join(lines), len(bed.remarks)))
    if not bed.regions:
        raise ProblemError(troubles.region_unclear("The BED file holds no region of this file."))
    for line in lines:
        say(f"Left out: {line}.")
    return normalise(bed.regions, contigs)


def _output(options: argparse.Namespace, opened: Opened, target: Entry | Path, report: SliceReport) -> Path:
    """Where the slice goes; two files of a manifest that are called alike do not meet."""
    form = options.format or _form_of(options.output)
    if options.output == STANDARD_OUTPUT:
        return opened.work / f"slice.{form}"
    if options.output is not None:
        return Path(options.output).absolute()
    identity = target.stem if isinstance(target, Path) else target.object_id
    stem = safe_name(opened.name, identity)
    for ending in _SLICEABLE:
        stem = stem.removesuffix(ending)
    folder = Path(options.output_dir).absolute()
    output = folder / f"{stem}.slice.{form}"
    return folder / f"{stem}.{identity}.slice.{form}" if output in report.paths else output


def _wish(options: argparse.Namespace, regions: RegionSet, output: Path) -> Wish:
    return Wish(
        regions,
        output,
        options.format or _form_of(options.output),
        contained=options.contained,
        write_index=options.write_index,
        reference=options.reference,
        prune=options.prune_read_groups,
    )


def _form_of(output: Path | None) -> OutputFormat:
    ending = "" if output is None else output.suffix.lower().removeprefix(".")
    return OutputFormat(ending) if ending in list(OutputFormat) else OutputFormat.BAM
