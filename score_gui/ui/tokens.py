"""The colours of the window as data: one table per scheme, the same names in each.

Ratios that matter (WCAG 2.x: text 4.5, marks and outlines 3.0) are computed from these values by the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Scheme(StrEnum):
    """Which table holds. `CONTRAST` is chosen by a person; a system's contrast theme brings its own."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "chrome": "#F5F6F8",
        "surface": "#FFFFFF",
        "surface-2": "#FAFBFC",
        "line": "#E3E6EA",
        "line-strong": "#C9CFD6",
        "outline": "#7A828C",
        "text": "#1A1E24",
        "text-2": "#4F5863",
        "text-3": "#5F6873",
        "text-off": "#8F98A2",
        "accent": "#1D62C6",
        "on-accent": "#FFFFFF",
        "select": "#E2ECFB",
        "select-off": "#E9ECF0",
        "hover": "#F0F2F5",
        "state-work": "#1D62C6",
        "state-good": "#0B7556",
        "state-wait": "#8A5600",
        "state-need": "#B3143C",
        "state-rest": "#59626D",
        "bar-disk": "#2F71D3",
        "bar-flight": "#A9C8F3",
        "bar-checked": "#0E8A66",
        "bar-still": "#78828E",
        "bar-again": "#B87503",
        "bar-again-rest": "#EBD6A6",
        "bar-track": "#E2E6EB",
        "bar-track-on": "#CCD4DE",
        "tint-wait": "#FFF7E3",
        "tint-wait-line": "#E8D29A",
        "tint-need": "#FDEFF2",
        "tint-need-line": "#EFC2CD",
        "tint-info": "#EEF4FD",
        "tint-info-line": "#C3D8F5",
        "tint-good": "#EAF6F1",
        "tint-good-line": "#B5DCCB",
    }
)

DARK: Mapping[str, str] = MappingProxyType(
    {
        "chrome": "#1F2226",
        "surface": "#17191C",
        "surface-2": "#1B1E21",
        "line": "#2D3137",
        "line-strong": "#454B53",
        "outline": "#767E88",
        "text": "#E7E9EC",
        "text-2": "#B2B9C2",
        "text-3": "#979FA9",
        "text-off": "#5E656E",
        "accent": "#78AEFF",
        "on-accent": "#0C1420",
        "select": "#22344E",
        "select-off": "#2A2E34",
        "hover": "#24282D",
        "state-work": "#78AEFF",
        "state-good": "#53C99F",
        "state-wait": "#E8B155",
        "state-need": "#FF8F7A",
        "state-rest": "#A5ADB7",
        "bar-disk": "#5B98F2",
        "bar-flight": "#2F4D78",
        "bar-checked": "#45C497",
        "bar-still": "#7E8792",
        "bar-again": "#D99A2B",
        "bar-again-rest": "#5A4A21",
        "bar-track": "#31363D",
        "bar-track-on": "#454B53",
        "tint-wait": "#2E2716",
        "tint-wait-line": "#5A4A21",
        "tint-need": "#33201C",
        "tint-need-line": "#643429",
        "tint-info": "#1C2838",
        "tint-info-line": "#2F4A70",
        "tint-good": "#17291F",
        "tint-good-line": "#2A5643",
    }
)

CONTRAST: Mapping[str, str] = MappingProxyType(
    {
        "chrome": "#000000",
        "surface": "#000000",
        "surface-2": "#000000",
        "line": "#FFFFFF",
        "line-strong": "#FFFFFF",
        "outline": "#FFFFFF",
        "text": "#FFFFFF",
        "text-2": "#FFFFFF",
        "text-3": "#FFFFFF",
        "text-off": "#A6A6A6",
        "accent": "#1AEBFF",
        "on-accent": "#000000",
        "select": "#0B2E33",
        "select-off": "#262626",
        "hover": "#1F1F1F",
        "state-work": "#1AEBFF",
        "state-good": "#6DF09B",
        "state-wait": "#FFD84D",
        "state-need": "#FF9C8F",
        "state-rest": "#FFFFFF",
        "bar-disk": "#1AEBFF",
        "bar-flight": "#595959",
        "bar-checked": "#6DF09B",
        "bar-still": "#B5B5B5",
        "bar-again": "#FFD84D",
        "bar-again-rest": "#595959",
        "bar-track": "#262626",
        "bar-track-on": "#3A3A3A",
        "tint-wait": "#000000",
        "tint-wait-line": "#FFFFFF",
        "tint-need": "#000000",
        "tint-need-line": "#FFFFFF",
        "tint-info": "#000000",
        "tint-info-line": "#FFFFFF",
        "tint-good": "#000000",
        "tint-good-line": "#FFFFFF",
    }
)

TABLES: Mapping[Scheme, Mapping[str, str]] = MappingProxyType(
    {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.CONTRAST: CONTRAST}
)
