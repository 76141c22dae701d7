"""The language of the window: English texts are the keys, catalogues of gettext hold what stands in their place.

What language the program speaks is true of the whole process, as a locale is: every widget, every sentence asks for
it, and two at once have no use. Handing it through every constructor would say nothing and be forgotten somewhere,
so the process keeps it in this one place. Only the window chooses a language; the command line never does, and so
stays English. A text without a translation stays English too.

A text is looked up when it is shown. What is made long before (a problem of the engine, a line of the ledger) is a
`Phrase`: English for logs, scripts and the disk, but it remembers how to be said in another language.

    tr("Keep {name}?", name=name)                                one sentence, with named places
    trn("{count} file", "{count} files", 3)                      by number; `count` is grouped as the language does
    trc("state", "Open")                                         one English word that is two in other languages
    mark("Paused")                                               a constant made at import: later `tr(constant)`
    markc("state", "Open")                                       the same: later `trc("state", constant)`
    phrase("{host} answered {status}.", host=h, status=s)        made now, shown later: later `tr(problem.cause)`
    phrases("{count} part is new.", "{count} parts are new.", n) the same by number

Messages are written out where they stand, for packaging/translations.py finds them there by these names.
A whole number may ask to be grouped: `{tries:,}`.
"""

from __future__ import annotations

import gettext
import logging
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

DOMAIN = "score_gui"


class Spoken:
    """A value in a sentence that is said differently in each language."""

    __slots__ = ()

    def said_in(self, language: Language) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language by its code (`de`, `pt_BR`); `name` is what it calls itself."""

    code: str
    catalogue: gettext.NullTranslations = field(repr=False)

    @property
    def name(self) -> str:
        # Translators: the name of your own language, in that language.
        return self.look_up(mark("English"))

    def look_up(self, text: str, context: str = "") -> str:
        return self.catalogue.pgettext(context, text) if context else self.catalogue.gettext(text)

    def say(self, text: str, context: str, values: Mapping[str, object]) -> str:
        return self._filled(self.look_up(text, context), values)

    def say_many(self, one: str, many: str, count: int, values: Mapping[str, object]) -> str:
        text = self.catalogue.ngettext(one, many, count)
        return self._filled(text, {**values, "count": self.number(count)})

    def number(self, value: int) -> str:
        """`1,204` in English, `1.204` in German."""
        return self._with_marks(f"{value:,}")

    def decimal(self, value: float, places: int) -> str:
        """A number with so many places behind the point, grouped before it."""
        return self._with_marks(f"{value:,.{places}f}")

    def _with_marks(self, english: str) -> str:
        # Translators: how a number is written; change nothing but the comma and the point.
        model = self.look_up(mark("1,234.5"))
        return english.translate({ord(","): model[1], ord("."): model[-2]})

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        return text.format(**{name: self._ready(value) for name, value in values.items()}) if values else text

    def _ready(self, value: object) -> object:
        if isinstance(value, Spoken):
            return value.said_in(self)
        return _Figure(value, self) if type(value) is int else value


@dataclass(frozen=True, slots=True)
class _Figure:
    """A whole number in a sentence: grouped as the language does, where the sentence asks for that."""

    value: int
    language: Language

    def __format__(self, wish: str) -> str:
        return self.language.number(self.value) if wish == "," else format(self.value, wish)


ENGLISH = Language("en", gettext.NullTranslations())


class _Process:
    """What the process speaks. Read by every thread, put by the window's alone."""

    language = ENGLISH


class Phrase(str, Spoken):
    """An English text that can be said in another language later: put it through `tr` where it is shown.

    To everybody else it is its English text. Joining it to something makes it a mere text again.
    """

    __slots__ = ("many", "number", "template", "values")

    template: str
    many: str
    number: int
    values: Mapping[str, Any]

    @classmethod
    def of(cls, template: str, many: str, number: int, values: Mapping[str, Any]) -> Phrase:
        """`many` is empty where no number decides."""
        english = (
            ENGLISH.say_many(template, many, number, values) if many else ENGLISH.say(template, "", values)
        )
        made = cls(english)
        made.template, made.many, made.number, made.values = template, many, number, values
        return made

    def said_in(self, language: Language) -> str:
        if self.many:
            return language.say_many(self.template, self.many, self.number, self.values)
        return language.say(self.template, "", self.values)

    def __reduce__(self) -> tuple[Any, ...]:
        return Phrase.of, (self.template, self.many, self.number, self.values)


def tr(text: str, /, **values: object) -> str:
    """`text` in the language of the process, with its named places filled; a Phrase brings its own values."""
    if isinstance(text, Phrase):
        return text.said_in(_Process.language)
    return _Process.language.say(text, "", values)


def trc(context: str, text: str, /, **values: object) -> str:
    """`tr` for an English word that has other meanings elsewhere; `context` is for translators only."""
    return _Process.language.say(text, context, values)


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """`one` or `many`, whichever the language wants for `count`; the place `{count}` is filled with it, grouped."""
    return _Process.language.say_many(one, many, count, values)


def mark(text: str, /) -> str:
    """The same text: says that it is a message, which goes through `tr` where it is shown."""
    return text


def markc(context: str, text: str, /) -> str:  # noqa: ARG001 - for those who extract
    """The same text: says that it is a message, which goes through `trc` where it is shown."""
    return text


def phrase(text: str, /, **values: Any) -> Phrase:
    """English now, any language later; the values are texts, numbers, or `Spoken` themselves."""
    return Phrase.of(text, "", 0, values)


def phrases(one: str, many: str, count: int, /, **values: Any) -> Phrase:
    """English now, any language later, by number as `trn`."""
    return Phrase.of(one, many, count, values)


def choose(language: Language) -> None:
    """From now on the process speaks it: what is built or asked for next is in it, what is shown stays as it is."""
    _Process.language = language


def chosen() -> Language:
    """What the process speaks now."""
    return _Process.language


def available(folder: Path) -> tuple[Language, ...]:
    """English, then by their codes those with a catalogue `CODE/LC_MESSAGES/score_gui.mo` in `folder`. Reads files."""
    found = []
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        try:
            with path.open("rb") as file:
                found.append(Language(path.parts[-3], gettext.GNUTranslations(file)))
        except (OSError, ValueError, struct.error) as error:
            log.warning("the catalogue %s cannot be read: %s", path, error)
    return (ENGLISH, *found)


def fitting(wanted: Iterable[str], offered: Iterable[Language]) -> Language:
    """The first of `wanted` (`de-AT`, `pt_BR`, as systems tell them) that is offered, else English."""
    by_code = {_plain(language.code): language for language in offered}
    for code in map(_plain, wanted):
        found = by_code.get(code) or by_code.get(code.partition("-")[0])
        if found is not None:
            return found
    return ENGLISH


def _plain(code: str) -> str:
    return code.partition(".")[0].replace("_", "-").lower()
