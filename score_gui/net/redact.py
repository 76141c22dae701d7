"""The last fence before a log: takes tokens, signatures and passwords out of texts that were not meant to be seen.

Secrets travel as `Secret`; this is for what other libraries write, and for exceptions nobody expected.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable

from score_gui.model.secret import Secret

_STARS = "***"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"""(?i)\b((?:proxy-)?authorization|x-(?:score|icgc|auth)-token|(?:set-)?cookie)(['"]?\s*[:=,]\s*b?['"]?)"""
            r"""[^\r\n'"]+"""
        ),
        rf"\1\2{_STARS}",
    ),
    (re.compile(r"""(?i)\b(bearer|basic)\s+(?!\*)[^\s'",;]+"""), rf"\1 {_STARS}"),
    (
        re.compile(
            r"""(?ix) (?: (?<![a-z0-9-]) | (?<=%3f) | (?<=%26) )
            (x-(?:amz|goog)-(?:signature|credential|security-token) | awsaccesskeyid | googleaccessid | signature
            | sig | access_?token | refresh_?token | api_?key | token | password) (=|%3d) [^&\s'"<>)\]]+"""
        ),
        rf"\1\2{_STARS}",
    ),
    (re.compile(r"(?<=://)[^/\s@'\"]+@"), f"{_STARS}@"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?"), _STARS),
)
_CHATTY = ("httpx", "httpcore", "hpack", "h11", "keyring")


def redact(text: str, secrets: Iterable[Secret] = ()) -> str:
    """`text` without anything that looks like a credential, and without each of `secrets`, whatever it looks like."""
    for secret in secrets:
        if secret:
            text = text.replace(secret.reveal(), _STARS)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


class RedactingFilter(logging.Filter):
    """Lets every record pass, cleaned: its message with its arguments, and its traceback.

    `secrets` gives the tokens of the moment, which may look like anything.
    """

    def __init__(self, secrets: Callable[[], Iterable[Secret]] = tuple) -> None:
        super().__init__()
        self._secrets = secrets
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        secrets = tuple(self._secrets())
        record.msg, record.args = redact(record.getMessage(), secrets), ()
        if record.exc_info:
            record.exc_text = self._formatter.formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = redact(record.exc_text, secrets)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, secrets)
        return True


def install(secrets: Callable[[], Iterable[Secret]] = tuple) -> None:
    """Clean what goes to the root logger's handlers; call it after they are set. Silence the chatty libraries.

    httpx writes whole URLs at INFO and hpack every header at DEBUG.
    """
    last = [logging.lastResort] if logging.lastResort is not None else []
    for handler in [*logging.getLogger().handlers, *last]:
        if not any(isinstance(one, RedactingFilter) for one in handler.filters):
            handler.addFilter(RedactingFilter(secrets))
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
