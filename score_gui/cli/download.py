"""`score-gui download`: the same engine and queue without a window. Run again to go on."""

from __future__ import annotations

import argparse
import os
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from score_gui.cli import imaging, network, profiles, receipts, site_lists
from score_gui.cli.lists import read_named
from score_gui.cli.places import check_folder, named_path
from score_gui.cli.report import JsonReport, Report, TextReport
from score_gui.cli.running import run_to_the_end
from score_gui.cli.speech import EndError, Exit, say
from score_gui.cli.surroundings import open_wiring
from score_gui.manifests import read_manifest
from score_gui.model.manifest import IMAGING_KINDS, Entry, Kind, Manifest
from score_gui.model.messages import Add
from score_gui.model.profile import Profile
from score_gui.model.settings import Settings
from score_gui.model.speed_mode import SpeedMode
from score_gui.model.text import count_text
from score_gui.model.transfer import Layout
from score_gui.wiring import Wiring

NAMES = ("download",)
_TWIN = "duplicate-"


def add_to(commands: Any) -> None:
    """Teach the parser `download`."""
    parser = commands.add_parser("download", help="fetch objects and verify them; run again to go on")
    parser.add_argument(
        "--output-dir",
        required=True,
        type=named_path,
        metavar="FOLDER",
        help="where the files go; made if need be",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--manifest", nargs="+", action="extend", metavar="FILE", help="files, or https addresses of such"
    )
    what.add_argument(
        "--object-id",
        nargs="+",
        action="extend",
        metavar="ID",
        help="objects by their UUIDs, or images by the addresses of their buckets",
    )
    what.add_argument("--analysis-id", metavar="ID", help="all files of an analysis; needs --study-id")
    parser.add_argument("--study-id", "--program-id", metavar="ID", help="the study of --analysis-id")
    profiles.add_to(parser)
    parser.add_argument(
        "--output-layout",
        choices=[layout.value for layout in Layout],
        help="files by their names, in a folder for each donor, project and donor (portal), analysis or series "
        "(bundle), or by their object IDs; bundle if not given for lists of the Imaging Data Commons, else filename",
    )
    parser.add_argument("--no-index", action="store_true", help="leave index files out")
    parser.add_argument("--force", action="store_true", help="fetch again and replace what is there")
    parser.add_argument("--no-validate", action="store_true", help="do not compare MD5s")
    parser.add_argument(
        "--connections",
        type=network.count_of_connections,
        metavar="N",
        help="connections at once, 8 if not given",
    )
    parser.add_argument(
        "--limit-rate",
        type=network.rate,
        metavar="RATE",
        help="bytes per second over all connections, such as 500k or 10M; 0 for no limit",
    )
    parser.add_argument(
        "--receipt",
        nargs="?",
        type=receipts.into,
        const=receipts.Where(),
        metavar="FOLDER",
        help="when all files of a list are here, write what arrived as a page, as JSON and for md5sum -c, "
        "beside the files or into FOLDER",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Queue what the options name and stay until it is done or somebody is needed."""
    if options.analysis_id is not None and options.study_id is None:
        raise EndError(Exit.USAGE, "--analysis-id needs the --study-id it belongs to.")
    for folder in (options.output_dir, options.receipt and options.receipt.folder):
        if folder is not None:
            check_folder(folder)
    with open_wiring() as wiring:
        manifests = [_read(named) for named in options.manifest or ()] or _of_addresses(options)
        commons = imaging.site_of(wiring, manifests, options.profile)
        if commons is not None:
            manifests = [imaging.unfolded(wiring, manifest) for manifest in manifests]
        profile = commons or profiles.choose(wiring, options.profile)
        profiles.tell_unsent_token(wiring, profile)
        wanted = manifests or [_without_manifest(options, wiring, profile)]
        report: Report = JsonReport() if options.json else TextReport()
        settings = _settings(options, wiring.settings)
        adds = [_add(options, profile, manifest) for manifest in wanted]
        done = run_to_the_end(wiring, settings, adds, report)
        told = Exit.DONE if options.receipt is None else receipts.save_all(wiring, done, options.receipt)
    return done.status() or _status_of_lists(manifests) or told


def _settings(options: argparse.Namespace, kept: Settings) -> Settings:
    """The kept settings, except for what the options say. Slow hours are for the window, where they can be seen."""
    slow = kept.speed_mode is SpeedMode.SLOW
    changed: dict[str, Any] = {"rate_limit": kept.limit_at(datetime.now(UTC).astimezone())} if slow else {}
    if options.connections is not None:
        changed["connections"] = options.connections
    if options.limit_rate is not None:
        changed["rate_limit"] = options.limit_rate or None
    return replace(kept, **changed)


def _status_of_lists(manifests: Sequence[Manifest]) -> Exit:
    """A line that could not be read may have named a file that somebody counts on; it was told at the start."""
    remarks = [remark for manifest in manifests for remark in manifest.remarks]
    lost = sum(remark.blocks and not remark.code.startswith(_TWIN) for remark in remarks)
    if not lost:
        return Exit.DONE
    say(f"{count_text(lost, 'remark')} above told of what could not be read from the list; the rest is here.")
    return Exit.SOME_FAILED


def _read(named: str) -> Manifest:
    """A manifest that can be used, its remarks told; anything else ends the run."""
    manifest = read_named(named, os.environ)
    if not manifest.accepted:
        advice = manifest.advice or manifest.reason or "It is not a manifest that score_gui knows."
        raise EndError(Exit.USAGE, f"{manifest.name}: {advice}")
    for remark in manifest.remarks:
        where = f"line {remark.line}: " if remark.line is not None else ""
        say(f"{manifest.name}: {where}{remark.message}")
    return manifest


def _of_addresses(options: argparse.Namespace) -> list[Manifest]:
    """The objects, if they are called by addresses of public buckets; those of a Score site are called by UUIDs."""
    named = list(options.object_id or ())
    if not any("://" in text for text in named):
        return []
    found = read_manifest("\n".join(named).encode(), "--object-id")
    if found.kind is not Kind.IDC_ADDRESSES or len(found.entries) < len(set(named)):
        raise EndError(Exit.USAGE, "These are not addresses of series or files of the Imaging Data Commons.")
    return [replace(found, name="")]


def _without_manifest(options: argparse.Namespace, wiring: Wiring, profile: Profile) -> Manifest:
    if options.object_id is not None:
        entries = tuple(Entry(_object_id(text)) for text in dict.fromkeys(options.object_id))
        return Manifest(Kind.ID_LIST, accepted=True, entries=entries)
    return site_lists.of_analysis(wiring, profile, options.study_id, options.analysis_id)


def _object_id(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise EndError(Exit.USAGE, f"'{text}' is not an object ID.") from None


def _layout(options: argparse.Namespace, manifest: Manifest) -> Layout:
    if options.output_layout is not None:
        return Layout(options.output_layout)
    # A series has hundreds of files whose names say nothing.
    return Layout.BUNDLE if manifest.kind in IMAGING_KINDS else Layout.FILENAME


def _add(options: argparse.Namespace, profile: Profile, manifest: Manifest) -> Add:
    return Add(
        entries=manifest.entries,
        profile_id=profile.id,
        folder=options.output_dir.absolute(),
        layout=_layout(options, manifest),
        manifest=manifest.name or None,
        with_index=not options.no_index,
        force=options.force,
        validate=not options.no_validate,
    )
