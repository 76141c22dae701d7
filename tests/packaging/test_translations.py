"""The catalogues of messages: complete, sound, compiled; and the script that keeps them so finds what is wrong."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from score_gui.files.resources import resource_path
from score_gui.model.language import available

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(
    path.parts[-3] for path in resource_path("translations").glob("*/LC_MESSAGES/score_gui.po")
)


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load()


@pytest.fixture(scope="module")
def template() -> Any:
    return script.collect()


def test_german_is_among_the_languages() -> None:
    assert "de" in LANGUAGES
    assert ("de", "Deutsch") in [(item.code, item.name) for item in available(resource_path("translations"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_message_of_the_code_and_no_other_translated_soundly(
    language: str, template: Any
) -> None:
    catalogue = script.read(script.FOLDER / language / script.PLACE)
    assert list(script.complaints(template, catalogue)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_catalogue_are_what_the_script_writes(language: str, template: Any) -> None:
    path = script.FOLDER / language / script.PLACE
    renewed = script.merge(template, script.read(path))
    assert path.read_bytes() == script.as_po(renewed), "run packaging/translations.py"
    assert path.with_suffix(".mo").read_bytes() == script.as_mo(renewed), "run packaging/translations.py"


# --- what the script finds --------------------------------------------------------------------------------------


def one(message: Any, string: Any, **more: Any) -> list[str]:
    """What is said of a catalogue with one message of one code."""
    template, catalogue = Catalog(), Catalog(locale="de")
    template.add(message)
    catalogue.add(message, string, **more)
    return [line.partition(": ")[0] for line in script.complaints(template, catalogue)]


@pytest.mark.parametrize(
    ("message", "string", "found"),
    [
        ("Keep {name}?", "{name} behalten?", []),
        ("Keep {name}?", "", ["not translated"]),
        ("Keep {name}?", "{nahme} behalten?", ["other places in braces"]),
        ("Keep {name}?", "Behalten?", ["other places in braces"]),
        ("{tries:,} tries", "{tries} Versuche", ["other places in braces"]),
        ("Keep {name}?", "{name} behalten", ["another end"]),
        ("It goes on.", "Es geht weiter", ["another end"]),
        ("Save list…", "Liste speichern", ["another end"]),
        ("Save list…", "Liste speichern...", ["another end"]),
        ("Jan", "Jan.", []),
        ("&Save", "Speichern", ["a mnemonic on one side only"]),
        ("Save", "&Speichern", ["a mnemonic on one side only"]),
        ("Drag && drop", "Ziehen && Ablegen", []),
        (("{count} file", "{count} files"), ("{count} Datei", "{count} Dateien"), []),
        (("{count} file", "{count} files"), ("{count} Datei", ""), ["not translated"]),
        (("One file", "{count} files"), ("Eine Datei", "{count} Dateien"), []),
        (("{count} file", "{count} files"), ("Datei", "{count} Dateien"), ["other places in braces"]),
    ],
)
def test_a_translation_holds_what_its_message_does(message: Any, string: Any, found: list[str]) -> None:
    assert one(message, string) == found


def test_a_guess_is_no_translation() -> None:
    assert one("Keep it", "Behalten", flags=["fuzzy"]) == ["fuzzy"]


def test_new_and_gone_messages_are_told_and_the_gone_ones_dropped() -> None:
    template, old = Catalog(), Catalog(locale="de")
    template.add("new")
    template.add("kept", context="here")
    old.add("kept", "bleibt", context="here")
    old.add("gone", "weg")
    assert list(script.complaints(template, old)) == [
        "not in the catalogue: 'new'",
        "no longer in the code: 'gone'",
    ]
    merged = script.merge(template, old)
    assert {message.id: message.string for message in merged if message.id and message.string} == {
        "kept": "bleibt"
    }
    assert merged.get("new") is not None


def test_a_message_is_found_in_all_its_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "score_gui"
    room.mkdir()
    (room / "words.py").write_text(
        'tr("plain", name=1)\n'
        'tr("in two "\n   "lines")\n'
        'trc("state", "Open")\nmark("later")\nmarkc("deed", "Open")\n'
        'trn("{count} file", "{count} files", n)\n'
        'phrase("made now")\nphrases("{count} part", "{count} parts", len(x))\n'
        'log.info("no message")\n# Translators: a hint\ntr("hinted")\ntr(constant)\n',
        "utf-8",
    )
    monkeypatch.setattr(script, "ROOT", tmp_path)
    found = {
        (message.context, message.id): message.auto_comments for message in script.collect() if message.id
    }
    assert set(found) == {
        (None, "plain"),
        (None, "in two lines"),
        ("state", "Open"),
        (None, "later"),
        ("deed", "Open"),
        (None, ("{count} file", "{count} files")),
        (None, "made now"),
        (None, ("{count} part", "{count} parts")),
        (None, "hinted"),
    }
    assert found[None, "hinted"] == ["a hint"]


def test_of_a_merge_that_conflicts_both_sides_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "FOLDER", tmp_path / "translations")
    path = tmp_path / "translations" / "de" / script.PLACE

    def git(*words: str, check: bool = True) -> None:
        identity = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *words], cwd=tmp_path, check=check, capture_output=True)

    def commit(**messages: str) -> None:
        catalogue = Catalog(locale="de")
        for message, string in messages.items():
            catalogue.add(message, string)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(script.as_po(catalogue))
        git("add", ".")
        git("commit", "-m", "a change")

    git("init", "-b", "main")
    commit(Both="beide", Later="")
    git("switch", "-c", "side")
    commit(Both="beide", Later="danach", Mine="meines")
    git("switch", "main")
    commit(Both="beide", Later="später", Theirs="ihres")
    git("switch", "side")
    git("rebase", "main", check=False)
    assert "<<<<<<< " in path.read_text("utf-8")
    found = {message.id: message.string for message in script.read(path) if message.id}
    assert found == {"Both": "beide", "Later": "danach", "Mine": "meines", "Theirs": "ihres"}


# --- what the script reads --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('tr("Open {name}", name=name)', [("Open {name}", None)]),
        ("f\" {tr('Open')}\"", [("Open", None)]),
        ('trn("{count} file", "{count} files", 2)', [(("{count} file", "{count} files"), None)]),
        ('trc("state", "Open")', [("Open", "state")]),
        ('language.look_up(mark("One" " and two"))', [("One and two", None)]),
        ("tr(constant)", []),
        ('tr("")', []),
    ],
)
def test_messages_are_found_wherever_they_stand(code: str, found: list[Any]) -> None:
    assert [(message, context) for message, context, _ in script.messages_in(code)] == found
