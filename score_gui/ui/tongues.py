"""The languages of the window: which there are, which one a person chose, and Qt's own words in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from score_gui.model import language
from score_gui.model.language import Language

SYSTEM = ""
"""The choice that follows the system."""


@dataclass(frozen=True, slots=True)
class _Tongue:
    """A language, and the catalogue of what Qt says by itself: buttons of its boxes, menus of its text fields."""

    language: Language
    of_qt: QTranslator


class Tongues:
    """Made in the beginning, when files may be read; `offered` begins with English, `wanted` are the system's codes."""

    def __init__(self, offered: Sequence[Language], wanted: Iterable[str], parent: QObject) -> None:
        self._tongues = {one.code: _Tongue(one, _of_qt(one, parent)) for one in offered}
        self._fitting = language.fitting(wanted, offered).code
        self._spoken: _Tongue | None = None

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Code and own name of each language."""
        return tuple((code, one.language.name) for code, one in self._tongues.items())

    def speaks(self, choice: str) -> bool:
        """What is chosen is spoken already."""
        return self._spoken is self._tongue(choice)

    def speak(self, choice: str) -> None:
        """Go on in the language of this code, or the system's; one that is not there is the system's too."""
        former, self._spoken = self._spoken, self._tongue(choice)
        if former is not None:
            QCoreApplication.removeTranslator(former.of_qt)
        QCoreApplication.installTranslator(self._spoken.of_qt)
        language.choose(self._spoken.language)
        QLocale.setDefault(QLocale(self._spoken.language.code))

    def _tongue(self, choice: str) -> _Tongue:
        return self._tongues.get(choice) or self._tongues[self._fitting]


def system_languages() -> list[str]:
    """The languages that the system's person reads, the best first."""
    return QLocale.system().uiLanguages()


def _of_qt(one: Language, parent: QObject) -> QTranslator:
    """Empty where Qt has none: it then says what it says in English."""
    made = QTranslator(parent)
    made.load(f"qtbase_{one.code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return made
