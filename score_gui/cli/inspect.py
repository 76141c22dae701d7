"""`score-gui inspect`: what a manifest holds and what is wrong with it, by line; or what a site holds."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from typing import Any

from score_gui.cli import imaging, profiles, site_lists
from score_gui.cli.lists import read_named
from score_gui.cli.speech import EndError, Exit, give, give_json, say, visible
from score_gui.manifests import describe_kind
from score_gui.model.manifest import Entry, Manifest, Remark
from score_gui.model.text import bytes_text, count_text
from score_gui.wiring import Wiring

NAMES = ("inspect",)


def add_to(commands: Any) -> None:
    """Teach the parser `inspect`."""
    parser = commands.add_parser(
        "inspect",
        help="tell what a manifest holds and what is wrong with it, or what a site holds",
        description="Tell what a manifest holds and what is wrong with it, by line. Without a manifest, list the "
        "published files of a study, or of one analysis, of a site.",
    )
    parser.add_argument("manifest", nargs="?", metavar="FILE", help="a file, or the https address of one")
    parser.add_argument(
        "--study-id", "--program-id", metavar="ID", help="in place of FILE: a study of the site"
    )
    parser.add_argument("--analysis-id", metavar="ID", help="only this analysis of --study-id")
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help="the site; with FILE it is asked for the names, sizes and MD5s that the file does not tell",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Status 0 if the manifest can be used, 2 if not."""
    manifest = _from_site(options) if options.manifest is None else _from_file(options)
    if options.json:
        give_json(_as_json(manifest))
    elif manifest.accepted:
        _tell(manifest, manifest.name)
    if not manifest.accepted:
        say(f"{manifest.name}: {manifest.advice or manifest.reason}")
    return Exit.DONE if manifest.accepted else Exit.USAGE


def _from_file(options: argparse.Namespace) -> Manifest:
    if options.study_id is not None or options.analysis_id is not None:
        raise EndError(Exit.USAGE, "Name either a manifest, or a --study-id.")
    manifest = read_named(options.manifest, os.environ)
    if options.profile is None or not manifest.accepted:
        return manifest
    with Wiring(os.environ) as wiring:
        return site_lists.completed(wiring, profiles.choose(wiring, options.profile), manifest)


def _from_site(options: argparse.Namespace) -> Manifest:
    if options.study_id is None:
        raise EndError(Exit.USAGE, "Name a manifest, or a --study-id of a site.")
    with Wiring(os.environ) as wiring:
        profile = profiles.choose(wiring, options.profile)
        if options.analysis_id is None:
            return site_lists.of_study(wiring, profile, options.study_id)
        return site_lists.of_analysis(wiring, profile, options.study_id, options.analysis_id)


def _as_json(manifest: Manifest) -> dict[str, object]:
    return {
        "kind": manifest.kind.value,
        "accepted": manifest.accepted,
        "entries": [_entry_json(entry) for entry in manifest.entries],
        **imaging.places_json(manifest),
        "remarks": [_remark_json(remark) for remark in manifest.remarks],
        "reason": manifest.reason,
    }


def _entry_json(entry: Entry) -> dict[str, object]:
    always = {"object_id", "file_name", "size", "md5", "index_object_id", "repos"}
    fields = asdict(entry)
    return {name: value for name, value in fields.items() if name in always or value not in (None, ())}


def _remark_json(remark: Remark) -> dict[str, object]:
    return {"line": remark.line, "code": remark.code, "message": remark.message}


def _tell(manifest: Manifest, name: str) -> None:
    size = sum(entry.size or 0 for entry in manifest.entries)
    unknown = sum(entry.size is None for entry in manifest.entries)
    known = f", {bytes_text(size)}" + (f" and {count_text(unknown, 'unknown size')}" if unknown else "")
    give(
        visible(f"{name}: {describe_kind(manifest.kind)}, {count_text(len(manifest.entries), 'file')}{known}")
    )
    for entry in manifest.entries:
        shown = "" if entry.size is None else bytes_text(entry.size)
        give(visible(f"  {entry.object_id}  {shown:>10}  {entry.file_name or ''}"))
    for remark in manifest.remarks:
        where = f"line {remark.line}: " if remark.line is not None else ""
        say(f"  {where}{remark.message}")
