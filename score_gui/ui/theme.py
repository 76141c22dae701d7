"""One place for colours, type and measures, so that no widget carries a hex value or a pixel count.

The theme follows the system's colour scheme while the program runs; whoever paints listens to `changed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from score_gui.ui.style import style_sheet
from score_gui.ui.tokens import TABLES, Scheme

REFERENCE_PIXELS = 13
"""The body font for which all measures are written; `Theme.px` scales them to the font of the system."""

_SMALLEST_BADGE_POINTS = 8.0


class Role(StrEnum):
    """Roles of type. The family is always the system's."""

    BODY = "body"
    STRONG = "strong"
    HEADING = "heading"
    TITLE = "title"
    SMALL = "small"
    SECTION = "section"
    BADGE = "badge"
    MONO = "mono"


class _Type(NamedTuple):
    points: float
    weight: QFont.Weight


_TYPES: Mapping[Role, _Type] = MappingProxyType(
    {
        Role.BODY: _Type(0, QFont.Weight.Normal),
        Role.STRONG: _Type(0, QFont.Weight.Medium),
        Role.HEADING: _Type(1.5, QFont.Weight.DemiBold),
        Role.TITLE: _Type(7, QFont.Weight.DemiBold),
        Role.SMALL: _Type(-1, QFont.Weight.Normal),
        Role.SECTION: _Type(-1, QFont.Weight.DemiBold),
        Role.BADGE: _Type(-1.5, QFont.Weight.Medium),
        Role.MONO: _Type(-0.5, QFont.Weight.Normal),
    }
)


class Theme(QObject):
    """Colours by token, fonts by role, lengths by the size of the system's font.

    Without `scheme` it follows the system; `text_size` is in percent of the system's font. `apply` dresses the
    whole application and must be called once, after the application's font is set.

    Signals:
        changed: colours are others now; icons and palettes must be made anew.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        scheme: Scheme | None = None,
        text_size: int = 100,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._chosen = scheme
        self._system_palette = QPalette(app.palette())
        self._system_font = QFont(app.font())
        self._text_size = text_size
        self._measure()
        self._colors: dict[str, QColor] = {}
        self._read_colors()
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def scheme(self) -> Scheme:
        if self._chosen is not None:
            return self._chosen
        if _system_wants_contrast():
            return Scheme.CONTRAST
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return Scheme.DARK if dark else Scheme.LIGHT

    @property
    def text_size(self) -> int:
        """In percent of the system's font."""
        return self._text_size

    @property
    def em(self) -> float:
        """How many device-independent pixels one unit of the measures has; 1.0 with a font of 13 px."""
        return self._pixels / REFERENCE_PIXELS

    @property
    def device_ratio(self) -> float:
        """Device pixels per device-independent pixel on the densest screen."""
        return self._app.devicePixelRatio()

    def px(self, units: float) -> int:
        """`units` of a 13 px font as whole pixels; a hairline never vanishes."""
        return max(1, round(units * self.em)) if units > 0 else 0

    def color(self, token: str) -> QColor:
        """The colour of a token of `tokens.LIGHT`; KeyError for any other name."""
        return QColor(self._colors[token])

    def font(self, role: Role = Role.BODY) -> QFont:
        return QFont(self._fonts[role])

    def choose(self, scheme: Scheme | None) -> None:
        """Hold to one scheme, or follow the system again with None."""
        self._chosen = scheme
        self._on_system_changed()

    def apply(self) -> None:
        """Give the application its style, palette, font and style sheet."""
        self._app.setStyle("Fusion")
        self._app.setFont(self.font())
        self._dress()

    def set_text_size(self, percent: int) -> None:
        """Take another size. Fonts and measures that a widget took before stay: it has to be made anew."""
        self._text_size = percent
        self._measure()
        self._app.setFont(self.font())
        self._dress()
        self.changed.emit()

    def _measure(self) -> None:
        self._base_font = QFont(self._system_font)
        self._base_font.setPointSizeF(_points_of(self._base_font) * self._text_size / 100)
        self._points = _points_of(self._base_font)
        self._pixels = max(1, QFontInfo(self._base_font).pixelSize())
        self._fonts = {role: self._build_font(role) for role in Role}

    def _dress(self) -> None:
        sheet = style_sheet({k: v.name() for k, v in self._colors.items()}, self.em)
        # Either call polishes every widget there is, so neither is made without need.
        if self._app.palette() != self.palette():
            self._app.setPalette(self.palette())
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)

    def palette(self) -> QPalette:
        """The palette for Qt's own drawing, made of the tokens; the system's where it asks for contrast."""
        if self._uses_system_colors():
            return QPalette(self._system_palette)
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self._colors[token])
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self._colors["text-off"])
        palette.setColor(
            QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, self._colors["line-strong"]
        )
        return palette

    def _uses_system_colors(self) -> bool:
        return self._chosen is None and self.scheme is Scheme.CONTRAST

    def _read_colors(self) -> None:
        if self._uses_system_colors():
            self._colors = contrast_colors(self._system_palette)
        else:
            self._colors = {token: QColor(value) for token, value in TABLES[self.scheme].items()}

    def _on_system_changed(self) -> None:
        self._read_colors()
        self._dress()
        self.changed.emit()

    def _build_font(self, role: Role) -> QFont:
        wanted = _TYPES[role]
        font = QFont(self._base_font)
        if role is Role.MONO:
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        points = self._points + wanted.points
        font.setPointSizeF(max(points, _SMALLEST_BADGE_POINTS) if role is Role.BADGE else points)
        font.setWeight(_weight_of(font.family(), wanted.weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font


_PALETTE: Mapping[QPalette.ColorRole, str] = MappingProxyType(
    {
        QPalette.ColorRole.Window: "chrome",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "surface-2",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.PlaceholderText: "text-3",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "on-accent",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on-accent",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Midlight: "hover",
        QPalette.ColorRole.Mid: "line-strong",
        QPalette.ColorRole.Dark: "line-strong",
        QPalette.ColorRole.Shadow: "line-strong",
    }
)

_CONTRAST_ROLES: Mapping[QPalette.ColorRole, tuple[str, ...]] = MappingProxyType(
    {
        QPalette.ColorRole.Highlight: ("accent", "state-work", "bar-disk"),
        QPalette.ColorRole.HighlightedText: ("on-accent",),
        QPalette.ColorRole.Link: ("state-good", "bar-checked"),
        QPalette.ColorRole.PlaceholderText: ("text-off", "bar-flight", "bar-again-rest"),
        QPalette.ColorRole.Base: (
            "chrome",
            "surface",
            "surface-2",
            "select",
            "select-off",
            "hover",
            "bar-track",
            "bar-track-on",
            "tint-wait",
            "tint-need",
            "tint-info",
            "tint-good",
        ),
    }
)


def contrast_colors(palette: QPalette) -> dict[str, QColor]:
    """The tokens where the system shows a contrast theme: its own roles, and its text colour for the rest."""
    colors = dict.fromkeys(TABLES[Scheme.CONTRAST], palette.color(QPalette.ColorRole.Text))
    for role, tokens in _CONTRAST_ROLES.items():
        for token in tokens:
            colors[token] = palette.color(role)
    return colors


def _system_wants_contrast() -> bool:
    """Whether the system reports a contrast theme; Qt tells from 6.10 on."""
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return bool(hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


def _points_of(font: QFont) -> float:
    """The size in points of a font that may have been set in pixels."""
    return font.pointSizeF() if font.pointSizeF() > 0 else QFontInfo(font).pointSizeF()


def _weight_of(family: str, wanted: QFont.Weight) -> QFont.Weight:
    """Medium where the family has it, else the next heavier one that reads as emphasis."""
    if wanted is not QFont.Weight.Medium:
        return wanted
    weights = {QFontDatabase.weight(family, style) for style in QFontDatabase.styles(family)}
    return wanted if QFont.Weight.Medium.value in weights or not weights else QFont.Weight.DemiBold
