"""What a person answers when two files want one name: the question before anything is replaced, and the command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from score_gui.model.language import tr, trn
from score_gui.model.messages import AnswerName
from score_gui.model.transfer import NameRule, Status, Transfer
from score_gui.ui.deeds import Deed, is_about_the_name
from score_gui.ui.question import Question
from score_gui.ui.queue_rows import Row
from score_gui.ui.words import shown

RULES: Mapping[Deed, NameRule] = MappingProxyType(
    {
        Deed.KEEP_BOTH: NameRule.KEEP_BOTH,
        Deed.REPLACE: NameRule.REPLACE,
        Deed.LEAVE_OUT: NameRule.LEAVE_OUT,
    }
)


def answer(rows: Iterable[Row], deed: Deed, *, whole_manifest: bool) -> AnswerName | None:
    """The command for an answer to all of `rows` that ask."""
    ids = tuple(one.id for one in _asking(rows))
    return AnswerName(ids, RULES[deed], whole_manifest) if ids else None


def replace_question(rows: Iterable[Row], *, whole_manifest: bool) -> Question:
    """Asked before files are replaced that this program did not make."""
    asked = _asking(rows)
    loses = tr("What is in it now is lost.")
    if whole_manifest and asked:
        text = tr(
            "Replace every file that has the name of one in {manifest}?",
            manifest=shown(asked[0].manifest or ""),
        )
        loses = tr("What is in those files now is lost, and in those that are met later.")
    elif len(asked) == 1:
        text = tr("Replace {name}?", name=shown(asked[0].title))
    else:
        text = trn("Replace {count} file?", "Replace {count} files?", len(asked))
        loses = tr("What is in them now is lost.")
    return Question(text, loses, tr("Replace"), is_dangerous=True)


def _asking(rows: Iterable[Row]) -> list[Transfer]:
    files = (one for row in rows for one in (row.transfer, *row.companions))
    return [one for one in files if one.status is Status.NEEDS_YOU and is_about_the_name(one)]
