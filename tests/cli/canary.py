"""Looks for secrets where none may be: the tokens of a site and the signatures of every link it made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from score_gui.demo.azure_links import AzureLinks
from score_gui.demo.s3_links import S3Links
from score_gui.demo.tokens import Tokens


class Canary:
    """Knows the secrets of one test."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Remember the tokens and the signature of every link that a practice site of this process makes."""
        for kind in (S3Links, AzureLinks):
            monkeypatch.setattr(kind, "make", self._noting_links(kind.make))
        monkeypatch.setattr(Tokens, "__init__", self._noting_tokens(Tokens.__init__))

    def _noting_links(self, make: Callable[..., str]) -> Callable[..., str]:
        def noted(*arguments: object, **options: object) -> str:
            link = make(*arguments, **options)
            given = parse_qs(urlsplit(link).query)
            for signature in given.get("X-Amz-Signature", []) + given.get("sig", []):
                self.secrets |= {signature, quote(signature, safe="")}
            return link

        return noted

    def _noting_tokens(self, make: Callable[[Tokens], None]) -> Callable[[Tokens], None]:
        def noted(tokens: Tokens) -> None:
            make(tokens)
            self.secrets |= {tokens.token, tokens.unscoped_token}

        return noted

    def in_text(self, text: str) -> bool:
        return any(secret in text for secret in self.secrets)

    def in_files(self, *folders: Path) -> list[Path]:
        """The files at any depth that hold a secret."""
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return [path for path in files if self._is_in(path.read_bytes())]

    def _is_in(self, data: bytes) -> bool:
        return any(secret.encode() in data for secret in self.secrets)
