"""How far a site has told what a list does not: names, sizes, MD5s. Free of Qt, so that each sentence has a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from score_gui.model.language import tr, trn
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Answers:
    """What a site told of some entries, by their places among them; `unknown` are those that it does not have.

    `problem` is what kept it from going on, `no_sizes` what kept it from telling sizes.
    """

    told: Mapping[int, Entry] = field(default_factory=dict)
    unknown: frozenset[int] = frozenset()
    problem: Problem | None = None
    no_sizes: Problem | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the asking has come; `lacking` files still lack a size, the site has none for the `strange` places."""

    asked: int = 0
    of: int = 0
    lacking: int = 0
    strange: tuple[int, ...] = ()
    rest: int = 0
    problem: Problem | None = None
    no_sizes: Problem | None = None
    is_stopped: bool = False

    @property
    def is_over(self) -> bool:
        return self.is_stopped or self.problem is not None or self.asked >= self.of

    @property
    def can_go_on(self) -> bool:
        """It ended before the site was asked about everything, or told everything."""
        return self.is_over and (self.is_stopped or self.problem is not None or self.no_sizes is not None)

    def sentence(self, site: str) -> str:
        """What is to be told of it; empty where the site told everything."""
        if not self.is_over:
            return tr(
                "Asking {site} for what the list does not tell: {asked:,} of {files:,}",
                site=site,
                asked=self.asked,
                files=self.of,
            )
        return " ".join(filter(None, (self._end(), self._unknown(site), self._lacking(site), self._rest())))

    def _end(self) -> str:
        if self.problem is not None:
            return tr(
                "{trouble}: {asked:,} of {files:,} asked for.",
                trouble=tr(self.problem.title),
                asked=self.asked,
                files=self.of,
            )
        if self.is_stopped:
            return tr("Stopped after {asked:,} of {files:,} files.", asked=self.asked, files=self.of)
        return ""

    def _unknown(self, site: str) -> str:
        if not self.strange:
            return ""
        return trn(
            "{site} does not know {count} file.",
            "{site} does not know {count} files.",
            len(self.strange),
            site=site,
        )

    def _lacking(self, site: str) -> str:
        if not self.lacking or self.problem is not None or self.is_stopped:
            return ""
        if self.no_sizes is not None:
            return trn(
                "{site} tells the size of {count} file only with a token.",
                "{site} tells the sizes of {count} files only with a token.",
                self.lacking,
                site=site,
            )
        return trn(
            "{site} does not tell the size of {count} file.",
            "{site} does not tell the sizes of {count} files.",
            self.lacking,
            site=site,
        )

    def _rest(self) -> str:
        if not self.rest:
            return ""
        return trn(
            "{count} more file is told of when it is fetched.",
            "{count} more files are told of when they are fetched.",
            self.rest,
        )
