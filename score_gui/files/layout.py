"""Where a file goes below the output folder (score-client's layouts), and the check that it stays there."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from score_gui.files.names import safe_name
from score_gui.model.transfer import Layout


def relative_path(
    layout: Layout,
    object_id: str,
    name: str | None,
    analysis_id: str | None = None,
    donor: str | None = None,
    collection: str | None = None,
) -> PurePath:
    """The place of an object below the output folder, see `components`."""
    return PurePath(*components(layout, object_id, name, analysis_id, donor, collection))


def components(
    layout: Layout,
    object_id: str,
    name: str | None,
    analysis_id: str | None = None,
    donor: str | None = None,
    collection: str | None = None,
) -> tuple[str, ...]:
    """The folders of an object below the output folder and its name, each made safe. For a million of them, no paths.

    filename: `{name}`; donor: `{donor}/{name}`; portal: `{collection}/{donor}/{name}`, as its portal files it;
    of both, what nobody knows is left out. bundle: `{analysis_id}/{name}`, with the object id where no analysis is
    known; id: `{object_id}`.
    """
    own_name = safe_name(name, object_id)
    match layout:
        case Layout.FILENAME:
            return (own_name,)
        case Layout.DONOR:
            return (*(safe_name(one, object_id) for one in (donor,) if one), own_name)
        case Layout.PORTAL:
            return (*(safe_name(one, object_id) for one in (collection, donor) if one), own_name)
        case Layout.BUNDLE:
            return safe_name(analysis_id, object_id), own_name
        case Layout.ID:
            return (safe_name(object_id, own_name),)


def inside(folder: Path, path: Path) -> bool:
    """Whether `path`, all links followed, lies below `folder`, not at it. Neither need exist."""
    try:
        real_folder, real_path = _real(folder), _real(path)
    except (OSError, ValueError):
        return False
    return real_path != real_folder and real_path.is_relative_to(real_folder)


def _real(path: Path) -> Path:
    return Path(os.path.normcase(os.path.realpath(path)))
