"""Where the files that travel with the program lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder under `resources/`, such as `resource_path("icons", "check.svg")`."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_resources"
    return (inside if inside.is_dir() else package.parent / "resources").joinpath(*parts)
