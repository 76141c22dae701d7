"""A desk for the tests and pictures of the profiles dialog: it remembers what it was asked to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from score_gui.access.imports import Import
from score_gui.access.keys import IssuedKey
from score_gui.access.life import TokenEnd
from score_gui.access.probe import Probe, Verdict
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.ui.profiles_desk import KeyList, ProfileLine, TokenState


class FakeProfileDesk:
    """Keeps everything in memory. `problem`, once set, is raised by the next change."""

    def __init__(
        self,
        profiles: Mapping[Profile, TokenState] | None = None,
        where: str | None = "Windows Credential Manager",
        ends: Mapping[str, TokenEnd] | None = None,
        lines: Sequence[ProfileLine] = (),
    ) -> None:
        known = ends or {}
        self._lines = [ProfileLine(*item, known.get(item[0].id)) for item in (profiles or {}).items()]
        self._lines += lines
        self.is_locked = False
        self.ends: dict[str, date | None] = {}
        self.imports: dict[Path, Import] = {}
        self._where = where
        self.tokens: dict[str, Secret] = {}
        self.passwords: dict[str, Secret] = {}
        self.tested: list[tuple[Profile, Secret | None]] = []
        self.tested_files: list[str | None] = []
        self.issued: list[IssuedKey] = []
        self.scopes = ("score.READ", "PROGRAMDATA-LAB.READ")
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

    def test_token(self, profile: Profile, token: Secret | None, object_id: str | None = None) -> Probe:
        self.tested.append((profile, token))
        self.tested_files.append(object_id)
        return self.answer

    def keep_password(self, account: str, password: Secret) -> str:
        self._stumble()
        self.passwords[account] = password
        return f"Kept in {self._where}."

    def test_all(self) -> tuple[tuple[str, Probe], ...]:
        kept = [line.profile for line in self._lines if line.token is not TokenState.NONE]
        return tuple((profile.name, self.test_token(profile, None)) for profile in kept)

    def keys(self, profile: Profile, login: Secret | None) -> KeyList:
        self._stumble()
        return KeyList(tuple(self.issued), self.scopes, "login.lab.example.org")

    def issue_key(
        self, profile: Profile, login: Secret | None, scopes: tuple[str, ...], description: str
    ) -> TokenState:
        self._stumble()
        self.issued.append(IssuedKey(description, scopes, datetime.now(UTC), None, False, Secret("made-key")))
        return self.keep_token(profile.id, Secret("made-key"))

    def revoke_key(self, profile: Profile, login: Secret | None, key: Secret) -> None:
        self._stumble()
        self.issued = [replace(one, is_revoked=one.is_revoked or one.secret == key) for one in self.issued]

    def where(self) -> str | None:
        return self._where

    def _set(self, profile_id: str, state: TokenState) -> None:
        self._lines = [
            replace(line, token=state) if line.profile.id == profile_id else line for line in self._lines
        ]

    def _stumble(self) -> None:
        problem, self.problem = self.problem, None
        if problem is not None:
            raise ProblemError(problem)
