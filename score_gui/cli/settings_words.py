"""Settings as the command line shows them, in one line each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx

from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.settings import Settings
from score_gui.model.text import speed_text
from score_gui.net.origin import Origin
from score_gui.net.routes import Route
from score_gui.net.tls import authorities


def setting_lines(settings: Settings) -> Iterator[str]:
    """What a person chose about the way to the servers; no secret is among it."""
    yield f"files at once: {settings.files_at_once}, over {settings.connections} connections"
    yield f"rate limit: {rate_text(settings.rate_limit)}"
    yield f"proxy: {proxy_text(settings.proxy)}"
    yield f"CA file: {settings.ca_file or 'none'}"
    if settings.ca_file is not None:
        yield from authority_lines(settings.ca_file)


def authority_lines(ca_file: Path) -> Iterator[str]:
    """Whom a file makes trusted, with the fingerprints to compare; or why it does not."""
    try:
        for one in authorities(ca_file):
            pairs = ":".join(one.fingerprint[at : at + 2] for at in range(0, len(one.fingerprint), 2))
            yield f"CA: {one.name or 'without a name'}, SHA-256 {pairs}"
    except ProblemError as error:
        yield f"CA: {error.problem.cause}"


def rate_text(limit: int | None) -> str:
    """Bytes per second as people read them."""
    return "none" if limit is None else speed_text(limit)


def proxy_text(choice: ProxyChoice) -> str:
    """Where the way leads; never a password, which a choice does not hold."""
    if choice.use is ProxyUse.EXPLICIT:
        but = f", but not for {', '.join(choice.exceptions)}" if choice.exceptions else ""
        return f"{choice.address}{but}"
    return "as the system says" if choice.use is ProxyUse.SYSTEM else "none"


def route_lines(route: Route, profile: Profile) -> Iterator[str]:
    """Over which proxies the servers of a profile are reached, or why they cannot be; nothing for the direct way."""
    for url in dict.fromkeys((profile.storage_url, profile.metadata_url)):
        origin = Origin.of(httpx.URL(url))
        try:
            proxy = route.proxy_for(origin)
        except ProblemError as error:
            yield f"way to {origin.host}: {error.problem.cause}"
            continue
        if proxy is not None:
            yield f"way to {origin.host}: over the proxy {proxy.shown}"
