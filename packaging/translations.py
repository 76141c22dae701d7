"""Bring the catalogues of messages up to date: collect, merge, compile, and tell what is still to translate.

Run: python packaging/translations.py [LANGUAGE...]. It reads every message in the code (`tr`, `trn`, `mark` and
`phrase` of score_gui.model.language), keeps what is translated of it in resources/translations/LANGUAGE/LC_MESSAGES/
score_gui.po, drops what is gone, and compiles the .mo beside it. A language that is named and not there begins empty.
The exit status is 1 while anything is left to translate or wrong.

In the middle of a merge that conflicts it takes what is translated on either side of the .po; a .mo is written anew.
"""

from __future__ import annotations

import argparse
import ast
import io
import string
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
PLACE = Path("LC_MESSAGES", "score_gui.po")
ALONE = frozenset({"tr", "mark", "phrase"})
IN_CONTEXT = frozenset({"trc", "markc"})
BY_NUMBER = frozenset({"trn", "phrases", "say_many"})
COMMENT = "Translators:"
ENDS = ("...", "…", ".", ":", "?", "!", ",", ";", " ")
"""What a translation ends in if its message does."""
START = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands for the dates in the head of a catalogue: real ones would differ with every run, and git knows them."""


def collect() -> Catalog:
    """All messages of the code, without a translation."""
    found = Catalog()
    for path in sorted((ROOT / "score_gui").rglob("*.py")):
        text = path.read_text("utf-8")
        place = path.relative_to(ROOT).as_posix()
        for message, context, line in messages_in(text):
            found.add(
                message,
                locations=[(place, 0)],
                auto_comments=_comment_above(text.splitlines(), line),
                context=context,
            )
    return found


def messages_in(code: str) -> Iterator[tuple[str | tuple[str, str], str | None, int]]:
    """Each message with its context and its line. The syntax tree knows them within f-strings too."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [
                str(one.value) for one in node.args[:2] if isinstance(one, ast.Constant) and _is_text(one)
            ]
            if name in ALONE and node.args and _is_text(node.args[0]):
                yield texts[0], None, node.lineno
            elif name in IN_CONTEXT and len(texts) == 2:
                yield texts[1], texts[0], node.lineno
            elif name in BY_NUMBER and len(texts) == 2:
                yield (texts[0], texts[1]), None, node.lineno


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def _comment_above(lines: Sequence[str], line: int) -> list[str]:
    """What the code tells the translators of the message in a line, counted from 1."""
    above: list[str] = []
    for text in reversed(lines[: line - 1]):
        if not text.lstrip().startswith("#"):
            break
        above.insert(0, text.lstrip("# "))
    starts = [place for place, text in enumerate(above) if text.startswith(COMMENT)]
    return [text.removeprefix(COMMENT).strip() for text in above[starts[-1] :]] if starts else []


def read(path: Path) -> Catalog:
    """A catalogue as it lies on the disk, or as both sides of a merge have it."""
    language = path.relative_to(FOLDER).parts[0]
    if not path.exists():
        return Catalog(locale=language, header_comment="# Messages of score_gui.\n")
    text = path.read_text("utf-8")
    if "<<<<<<< " not in text:
        return pofile.read_po(io.StringIO(text), locale=language)
    theirs, ours = (pofile.read_po(io.StringIO(_side(path, number)), locale=language) for number in (2, 3))
    for message in theirs:
        had = ours.get(message.id, message.context)
        if had is None or not _is_translated(had):
            ours[message.id] = message
    return ours


def _side(path: Path, number: int) -> str:
    """The file as one side of a merge has it, by git's number for the side."""
    command = ["git", "-C", str(ROOT), "show", f":{number}:{path.relative_to(ROOT).as_posix()}"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def merge(template: Catalog, old: Catalog) -> Catalog:
    """The messages of the code with the translations there are."""
    new = Catalog(
        locale=old.locale,
        header_comment=old.header_comment,
        project="score_gui",
        version="1",
        language_team="score_gui",
        last_translator="score_gui",
        msgid_bugs_address="none",
        creation_date=START,
        revision_date=START,
        fuzzy=False,
    )
    for message in template:
        if message.id:
            had = old.get(message.id, message.context)
            new.add(
                message.id,
                had.string if had and had.pluralizable == message.pluralizable else None,
                locations=sorted(set(message.locations)),
                auto_comments=message.auto_comments,
                user_comments=had.user_comments if had else (),
                flags=(had.flags if had else set()) - {"python-format"},
                context=message.context,
            )
    return new


def as_po(catalogue: Catalog) -> bytes:
    """A catalogue as text, sorted, so that two people's changes seldom meet."""
    file = io.BytesIO()
    pofile.write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    file = io.BytesIO()
    mofile.write_mo(file, catalogue)
    return file.getvalue()


def complaints(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What is missing, left over or wrong in a catalogue, a line each."""
    known = {(message.id, message.context) for message in template if message.id}
    there = {(message.id, message.context) for message in catalogue if message.id}
    yield from (f"not in the catalogue: {message!r}" for message, _ in sorted(known - there, key=str))
    yield from (f"no longer in the code: {message!r}" for message, _ in sorted(there - known, key=str))
    for message in catalogue:
        if message.id:
            yield from (f"{fault}: {message.id!r} -> {message.string!r}" for fault in _faults(message))


def _faults(message: Message) -> Iterator[str]:
    originals, said = _forms(message.id), _forms(message.string)
    if not _is_translated(message):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy"
    for form in said:
        if places(form) not in [places(original) for original in originals]:
            yield "other places in braces"
        if " " in originals[-1] and end(form) != end(
            originals[-1]
        ):  # a word alone may become an abbreviation
            yield "another end"
        if ("&" in form.replace("&&", "")) != ("&" in originals[-1].replace("&&", "")):
            yield "a mnemonic on one side only"


def _forms(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)


def places(text: str) -> list[tuple[str, str]]:
    """The named places of a message with their formats, in the order of their names."""
    return sorted(
        (name, wish or "") for _, name, wish, _ in string.Formatter().parse(text) if name is not None
    )


def end(text: str) -> str:
    """What the sentence ends in, if that is anything special."""
    return next((item for item in ENDS if text.endswith(item)), "")


def main() -> int:
    """Renew every catalogue and tell what a translator has to look at."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("language", nargs="*", help="begin this language too")
    begun = [FOLDER / language / PLACE for language in parser.parse_args().language]
    template = collect()
    left = 0
    for path in sorted({*FOLDER.glob(f"*/{PLACE.as_posix()}"), *begun}):
        catalogue = merge(template, read(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))
        faults = list(complaints(template, catalogue))
        print(*faults, sep="\n")
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {len(faults)} to look at")
        left += len(faults)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
