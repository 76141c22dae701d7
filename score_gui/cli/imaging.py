"""Lists of the Imaging Data Commons on the command line: whose they are, and which files their series hold."""

from __future__ import annotations

from collections.abc import Sequence

from score_gui.access.profiles import IMAGING
from score_gui.cli.speech import EndError, Exit, problem_text, say
from score_gui.model.cloud_path import CloudPath
from score_gui.model.manifest import IMAGING_KINDS, Manifest
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.wiring import Wiring

_PROVIDERS = {"s3": "aws", "gs": "gcs"}


def site_of(wiring: Wiring, manifests: Sequence[Manifest], wanted: str | None) -> Profile | None:
    """The commons, if these are lists of it; None if they are lists of another site. Raises EndError."""
    images = [manifest.kind in IMAGING_KINDS for manifest in manifests]
    if not any(images):
        return None
    if not all(images):
        raise EndError(
            Exit.USAGE, "Lists of the Imaging Data Commons and of other sites go one after the other."
        )
    if wanted is not None:
        raise EndError(Exit.USAGE, "The Imaging Data Commons is public: leave --profile out for its lists.")
    return wiring.profile(IMAGING.id)


def unfolded(wiring: Wiring, manifest: Manifest) -> Manifest:
    """The manifest with the files of its series. Raises EndError where the buckets do not tell them."""
    name = manifest.name or "--object-id"
    say(f"{name}: asking the buckets for the files of {len(manifest.entries):,} series")
    try:
        found = wiring.unfold(manifest, lambda _share: None)
    except ProblemError as error:
        raise EndError(Exit.SOME_FAILED, problem_text(error.problem)) from None
    for remark in found.remarks[len(manifest.remarks) :]:
        say(f"{name}: line {remark.line}: {remark.message}")
    return found


def places_json(manifest: Manifest) -> dict[str, list[dict[str, str]]]:
    """Where the series and files of a list lie, for scripts; empty for lists of other sites."""
    if manifest.kind not in IMAGING_KINDS:
        return {}
    paths = [CloudPath.read(entry.object_id) for entry in manifest.entries]
    return {
        "series": [_place(path, "prefix") for path in paths if path.is_series],
        "files": [_place(path, "key") for path in paths if not path.is_series],
    }


def _place(path: CloudPath, key: str) -> dict[str, str]:
    return {"provider": _PROVIDERS[path.cloud], "bucket": path.bucket, key: path.key}
