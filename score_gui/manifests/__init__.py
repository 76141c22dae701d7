"""Turns whatever a person drops on the window into a `Manifest`: entries, and remarks by line.

One entry point for all formats; the content decides, never the name. Nothing here touches the network.
"""

from score_gui.manifests.kinds import describe_kind
from score_gui.manifests.reader import read_manifest, read_path
from score_gui.manifests.watch import ReadingStoppedError, Watch
from score_gui.manifests.writer import save_manifest, shape_of, write_manifest

__all__ = [
    "ReadingStoppedError",
    "Watch",
    "describe_kind",
    "read_manifest",
    "read_path",
    "save_manifest",
    "shape_of",
    "write_manifest",
]
