"""The language of the window: what is looked up, what is filled in, what stays English."""

from __future__ import annotations

import copy
import pickle
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from score_gui.model import language
from score_gui.model.language import (
    ENGLISH,
    Language,
    Phrase,
    available,
    chosen,
    fitting,
    mark,
    markc,
    phrase,
    phrases,
    tr,
    trc,
    trn,
)
from score_gui.model.text import Size

HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
GERMAN = {
    "English": "Deutsch",
    "1,234.5": "1.234,5",
    "Paused": "Angehalten",
    "state\4Open": "Offen",
    "Keep {name}?": "{name} behalten?",
    "It stayed so for {tries:,} tries.": "So blieb es {tries:,} Versuche lang.",
    "{cause} It ends.": "{cause} Es endet.",
    "Over {limit} is too much.": "Mehr als {limit} ist zu viel.",
    "{count} file\0{count} files": "{count} Datei\0{count} Dateien",
    "{count} file of {owner}\0{count} files of {owner}": "{count} Datei von {owner}\0{count} Dateien von {owner}",
}


def compiled(messages: Mapping[str, str]) -> bytes:
    """A catalogue in the form of GNU gettext: little endian, sorted, without a hash table."""
    pairs = sorted((key.encode(), value.encode()) for key, value in {"": HEADER, **messages}.items())
    start = 28 + 16 * len(pairs)
    index: list[list[tuple[int, int]]] = [[], []]
    data = b""
    for side in (0, 1):
        for pair in pairs:
            index[side].append((len(pair[side]), start + len(data)))
            data += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + b"".join(struct.pack("<2I", *entry) for entries in index for entry in entries) + data


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    place = tmp_path / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "score_gui.mo").write_bytes(compiled(GERMAN))
    return tmp_path


@pytest.fixture
def german(catalogues: Path) -> Language:
    language.choose(available(catalogues)[-1])
    return chosen()


def test_english_is_what_stands_in_the_code() -> None:
    assert chosen() is ENGLISH
    assert tr("Keep {name}?", name="a.bam") == "Keep a.bam?"
    assert [trn("{count} file", "{count} files", n) for n in (0, 1, 1204)] == [
        "0 files",
        "1 file",
        "1,204 files",
    ]
    assert tr("It stayed so for {tries:,} tries.", tries=4321) == "It stayed so for 4,321 tries."
    assert mark("Paused") == "Paused"


def test_a_language_stands_in_its_place(german: Language) -> None:
    assert tr("Paused") == "Angehalten"
    assert tr("Keep {name}?", name="a.bam") == "a.bam behalten?"
    assert [trn("{count} file", "{count} files", n) for n in (0, 1, 1204)] == [
        "0 Dateien",
        "1 Datei",
        "1.204 Dateien",
    ]
    assert trn("{count} file of {owner}", "{count} files of {owner}", 1, owner="you") == "1 Datei von you"


def test_one_word_in_two_contexts_is_two_messages(german: Language) -> None:
    assert trc("state", "Open") == "Offen"
    assert tr("Open") == "Open"
    assert markc("state", "Open") == "Open"


def test_what_is_not_translated_stays_english(german: Language) -> None:
    assert tr("Resume {name}", name="x") == "Resume x"
    assert trn("{count} part", "{count} parts", 2) == "2 parts"


def test_numbers_are_written_as_the_language_does(german: Language) -> None:
    assert (german.number(1_234_567), german.decimal(1234.56, 1)) == ("1.234.567", "1.234,6")
    assert (ENGLISH.number(1_234_567), ENGLISH.decimal(1234.56, 1)) == ("1,234,567", "1,234.6")
    assert tr("It stayed so for {tries:,} tries.", tries=4321) == "So blieb es 4.321 Versuche lang."


def test_braces_and_signs_in_a_value_are_left_alone(german: Language) -> None:
    assert tr("Keep {name}?", name="{0}%s{name}") == "{0}%s{name} behalten?"
    assert tr("a {plain} text without values") == "a {plain} text without values"


# --- made now, shown later --------------------------------------------------------------------------------------


def late() -> Phrase:
    cause = phrase("It stayed so for {tries:,} tries.", tries=4321)
    return phrase("{cause} It ends.", cause=cause)


def test_a_phrase_is_its_english_text_whatever_is_spoken(german: Language) -> None:
    assert late() == "It stayed so for 4,321 tries. It ends."
    assert f"{late()}" == "It stayed so for 4,321 tries. It ends."
    assert phrases("{count} file", "{count} files", 1204) == "1,204 files"
    assert phrase("Over {limit} is too much.", limit=Size(1_500_000_000)) == "Over 1.5 GB is too much."


def test_a_phrase_is_said_in_the_language_of_the_moment_it_is_shown(german: Language) -> None:
    assert tr(late()) == "So blieb es 4.321 Versuche lang. Es endet."
    assert tr(phrases("{count} file", "{count} files", 1204)) == "1.204 Dateien"
    assert (
        tr(phrase("Over {limit} is too much.", limit=Size(1_500_000_000))) == "Mehr als 1,5 GB ist zu viel."
    )
    language.choose(ENGLISH)
    assert tr(late()) == "It stayed so for 4,321 tries. It ends."


@pytest.mark.parametrize("through", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])  # noqa: S301
def test_a_phrase_survives_being_copied_and_pickled(
    german: Language, through: Callable[[Phrase], Phrase]
) -> None:
    assert tr(through(late())) == tr(late())
    again = through(phrases("{count} file", "{count} files", 3))
    assert (again, tr(again)) == ("3 files", "3 Dateien")


# --- which there are --------------------------------------------------------------------------------------------


def test_english_is_always_there_and_a_catalogue_tells_its_own_name(catalogues: Path, tmp_path: Path) -> None:
    assert [(item.code, item.name) for item in available(catalogues)] == [
        ("en", "English"),
        ("de", "Deutsch"),
    ]
    assert available(tmp_path / "nothing here") == (ENGLISH,)


@pytest.mark.parametrize("damage", [b"", b"no catalogue", compiled(GERMAN)[:40]])
def test_a_damaged_catalogue_is_left_out_and_told_in_the_log(
    catalogues: Path, expect_log: Callable[[str], None], damage: bytes
) -> None:
    (catalogues / "de" / "LC_MESSAGES" / "score_gui.mo").write_bytes(damage)
    expect_log(r"score_gui\.model\.language: the catalogue .*score_gui\.mo cannot be read: .*")
    assert available(catalogues) == (ENGLISH,)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["de-AT", "en-GB"], "de"),
        (["de_DE.UTF-8"], "de"),
        (["fr-FR", "de"], "de"),
        (["en-GB", "de-DE"], "en"),
        (["fr-FR"], "en"),
        ([], "en"),
        (["C"], "en"),
    ],
)
def test_the_first_wish_of_the_system_that_can_be_met(catalogues: Path, wanted: list[str], code: str) -> None:
    assert fitting(wanted, available(catalogues)).code == code
