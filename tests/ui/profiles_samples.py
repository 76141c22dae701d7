"""A desk for the tests and pictures of the profiles dialog: it remembers what it was asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from score_gui.access.imports import Import
from score_gui.access.life import TokenEnd
from score_gui.access.probe import Probe, Verdict
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.ui.profiles_desk import ProfileLine, TokenState


class FakeProfileDesk:
    """Keeps everything in memory. `problem`, once set, is raised by the next change."""

    def __init__(
        self,
        profiles: Mapping[Profile, TokenState] | None = None,
        where: str | None = "Windows Credential Manager",
        ends: Mapping[str, TokenEnd] | None = None,
    ) -> None:
        known = ends or {}
        self._lines = [ProfileLine(*item, known.get(item[0].id)) for item in (profiles or {}).items()]
        self.is_locked = False
        self.ends: dict[str, date | None] = {}
        self.imports: dict[Path, Import] = {}
        self._where = where
        self.tokens: dict[str, Secret] = {}
        self.passwords: dict[str, Secret] = {}
        self.tested: list[tuple[Profile, Secret | None]] = []
        self.answer = Probe(Verdict.ACCEPTED, "Lab Overture accepts this token.")
        self.problem: Problem | None = None

    def list(self) -> tuple[ProfileLine, ...]:
        return tuple(self._lines)

    def save(self, profile: Profile) -> None:
        self._stumble()
        former = next((line for line in self._lines if line.profile.id == profile.id), None)
        if former is None:
            self._lines.append(ProfileLine(profile, TokenState.NONE))
        else:
            self._lines[self._lines.index(former)] = ProfileLine(profile, former.token)

    def remove(self, profile_id: str) -> None:
        self._stumble()
        self._lines = [line for line in self._lines if line.profile.id != profile_id]

    def keep_token(
        self, profile_id: str, token: Secret, ends: date | None = None, *, until_quit: bool = False
    ) -> TokenState:
        self._stumble()
        self.tokens[profile_id], self.ends[profile_id] = token, ends
        kept = self._where is not None and not self.is_locked and not until_quit
        state = TokenState.KEPT if kept else TokenState.UNTIL_QUIT
        self._set(profile_id, state)
        return state

    def forget_token(self, profile_id: str) -> None:
        self._stumble()
        self._set(profile_id, TokenState.NONE)

    def read_file(self, path: Path) -> Import:
        self._stumble()
        return self.imports[path]

    def take_over(self, found: Import) -> TokenState | None:
        self.save(found.profile)
        return None if found.token is None else self.keep_token(found.profile.id, found.token)

    def test_token(self, profile: Profile, token: Secret | None) -> Probe:
        self.tested.append((profile, token))
        return self.answer

    def keep_password(self, account: str, password: Secret) -> str:
        self._stumble()
        self.passwords[account] = password
        return f"Kept in {self._where}."

    def where(self) -> str | None:
        return self._where

    def _set(self, profile_id: str, state: TokenState) -> None:
        self._lines = [
            ProfileLine(line.profile, state, line.end) if line.profile.id == profile_id else line
            for line in self._lines
        ]

    def _stumble(self) -> None:
        problem, self.problem = self.problem, None
        if problem is not None:
            raise ProblemError(problem)
