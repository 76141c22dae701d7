"""Whether the site opens the files of a manifest: asked for a few of them, and told for no more than those.

Free of Qt. A site says of one file at a time whether it opens it, so a sample is asked, spread over projects and
repositories, where access usually differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from score_gui.model.language import tr, trn
from score_gui.model.problem import Problem
from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_rows import PreviewRows

SAMPLE = 6
"""Files that are asked for: each costs the site a question."""
_REFUSED = frozenset({"access-denied"})
_NO_TOKEN = frozenset({"token-refused", "token-needed"})


@dataclass(frozen=True, slots=True)
class Access:
    """What the site said, by row. `problem` is what kept it from saying anything."""

    opens: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    strange: tuple[int, ...] = ()
    """Rows that the site does not know, or not as something to be downloaded."""
    problem: Problem | None = None

    @classmethod
    def of(cls, rows: Sequence[int], answers: Sequence[Problem | None]) -> Access:
        """From the answers for the first of these rows; None is a file that opens."""
        opens, refused, strange = [], [], []
        for row, answer in zip(rows, answers, strict=False):
            if answer is None:
                opens.append(row)
            elif answer.code in _REFUSED:
                refused.append(row)
            elif is_about_file(answer):
                strange.append(row)
            else:
                return cls(tuple(opens), tuple(refused), tuple(strange), answer)
        return cls(tuple(opens), tuple(refused), tuple(strange))

    @property
    def asked(self) -> int:
        return len(self.opens) + len(self.refused) + len(self.strange)

    @property
    def is_without_token(self) -> bool:
        """The site wants a token, or another one."""
        return self.problem is not None and self.problem.code in _NO_TOKEN

    def sentence(self, ticked: int) -> str:
        """What is known, and of how many files it is known."""
        if self.problem is not None and not self.asked:
            return f"{tr('Not known.')} {tr(self.problem.title)}"
        if self.refused:
            return self._refused_words()
        if self.strange:
            return trn(
                "{strange} of {count} file asked for not known to the site",
                "{strange} of {count} files asked for not known to the site",
                self.asked,
                strange=len(self.strange),
            )
        if self.asked >= ticked:
            return tr("Opens for you") if ticked == 1 else tr("All {files:,} open for you", files=ticked)
        return trn(
            "{asked} of {count} file asked for, all open for you",
            "{asked} of {count} files asked for, all open for you",
            ticked,
            asked=self.asked,
        )

    def _refused_words(self) -> str:
        if self.asked == 1:
            return tr("1 of 1 file asked for is refused")
        return trn(
            "{count} of {asked:,} files asked for is refused",
            "{count} of {asked:,} files asked for are refused",
            len(self.refused),
            asked=self.asked,
        )


def is_about_file(problem: Problem) -> bool:
    """It concerns the one file, so that another one may well be asked for."""
    return problem.code in _REFUSED or problem.code in {
        "unknown-object",
        "not-published",
        "described-wrongly",
    }


def sample(preview: PreviewRows, ticked: bytes) -> list[int]:
    """A few of the ticked rows: one for each project and repository, and then from the whole length of the list."""
    rows = flags.places(ticked)
    if not rows:
        return []
    columns = [preview.columns[facet].codes for facet in (Facet.PROJECT, Facet.REPOSITORY)]
    first: dict[tuple[int, ...], int] = {}
    for row in rows:
        first.setdefault(tuple(codes[row] for codes in columns), row)
        if len(first) == SAMPLE:
            break
    spread = (rows[place * (len(rows) - 1) // (SAMPLE - 1)] for place in range(SAMPLE))
    return sorted(list(dict.fromkeys((*first.values(), *spread)))[:SAMPLE])
