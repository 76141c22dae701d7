"""Icons in the colours of the theme: one SVG per name, one pixmap per name, token, size and device ratio.

The drawings are Lucide's, kept under resources/icons; they are drawn in `currentColor`, which is
replaced here.
"""

from __future__ import annotations

import weakref
from typing import Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from score_gui.files.resources import resource_path
from score_gui.ui.theme import Theme

_STROKE = b'stroke-width="1.75"'
_STROKE_OF_FILES = b'stroke-width="2"'

_Key = tuple[str, str, int, float]


class TakesIcon(Protocol):
    """Anything with an icon: an action, a button, a tab's owner."""

    def setIcon(self, icon: QIcon, /) -> None: ...


class Icons(QObject):
    """Draws the icons and keeps what was drawn until the theme changes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[_Key, QPixmap] = {}
        self._bound: list[tuple[weakref.ref[TakesIcon], str, str]] = []
        theme.changed.connect(self._on_theme_changed)

    def pixmap(self, name: str, color: str = "text-2", size: int = 16, ratio: float | None = None) -> QPixmap:
        """The icon `size` units wide. `ratio` is the device's pixel ratio, by default that of
        the densest screen.

        Raises FileNotFoundError for a name that is not vendored, KeyError for an unknown token.
        """
        pixels = self._theme.px(size)
        scale = self._theme.device_ratio if ratio is None else ratio
        key = (name, color, pixels, scale)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, self._theme.color(color).name(), pixels, scale)
        return self._pixmaps[key]

    def icon(self, name: str, color: str = "text", size: int = 16) -> QIcon:
        """An icon whose disabled face is in `text-off`."""
        icon = QIcon()
        for mode, shade in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, "text-off")):
            icon.addPixmap(self.pixmap(name, shade, size), mode)
        return icon

    def bind(self, target: TakesIcon, name: str, color: str = "text") -> None:
        """Give `target` the icon now and again whenever the theme changes, as long as it lives."""
        target.setIcon(self.icon(name, color))
        self._bound = [item for item in self._bound if item[0]() not in (None, target)]
        self._bound.append((weakref.ref(target), name, color))

    def _draw(self, name: str, paint: str, pixels: int, ratio: float) -> QPixmap:
        source = self._source(name).replace(b"currentColor", paint.encode())
        side = round(pixels * ratio)
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _source(self, name: str) -> bytes:
        if name not in self._sources:
            raw = resource_path("icons", f"{name}.svg").read_bytes()
            self._sources[name] = raw.replace(_STROKE_OF_FILES, _STROKE)
        return self._sources[name]

    def _on_theme_changed(self) -> None:
        self._pixmaps.clear()
        # The Python side of a widget may outlive the widget.
        self._bound = [item for item in self._bound if _is_alive(item[0]())]
        for reference, name, color in self._bound:
            target = reference()
            if target is not None:
                target.setIcon(self.icon(name, color))


def _is_alive(target: TakesIcon | None) -> bool:
    return target is not None and (not isinstance(target, QObject) or shiboken6.isValid(target))
