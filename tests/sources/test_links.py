"""A pre-signed URL tells how long it is good and what it signs; where it may point depends on the site."""

from __future__ import annotations

import httpx
import pytest

from score_gui.model.secret import Secret
from score_gui.net.origin import Origin
from score_gui.sources.links import UnsafeLinkError, lifetime, read_link, signs_range

REMOTE = Origin.of(httpx.URL("https://score.example.org"))
LOCAL = Origin.of(httpx.URL("http://127.0.0.1:8087"))
LOCAL_TLS = Origin.of(httpx.URL("https://localhost:8087"))
NOW = 1_795_240_800.0  # 2026-11-21 06:00:00 UTC
AMZ = "X-Amz-Date=20261121T060000Z&X-Amz-Expires=3600"

# Query, the server's clock, seconds left.
LIVES = [
    (AMZ, NOW, 3600.0),
    (AMZ, NOW + 600, 3000.0),
    (AMZ, None, 3600.0),
    (AMZ, NOW + 99_999, 3600.0),
    (AMZ, NOW - 99_999, 3600.0),
    ("X-Amz-Expires=60", NOW, 60.0),
    ("X-Amz-Date=nonsense&X-Amz-Expires=60", NOW, 60.0),
    ("x-goog-date=20261121T060000Z&x-goog-expires=900", NOW, 900.0),
    (f"AWSAccessKeyId=A&Expires={NOW + 120:.0f}&Signature=s", NOW, 120.0),
    (f"Expires={NOW + 120:.0f}", None, None),
    (f"Expires={NOW - 120:.0f}", NOW, None),
    ("Expires=soon", NOW, None),
    ("sig=x&se=2026-11-21T07%3A00%3A00Z&sr=b", NOW, 3600.0),
    ("sig=x&se=2026-11-22", NOW, 64_800.0),
    ("sig=x&se=x", NOW, None),
    ("X-Amz-Expires=-5", NOW, None),
    ("X-Amz-Expires=99999999999999999999", NOW, None),
    ("", NOW, None),
]


@pytest.mark.parametrize(("query", "clock", "seconds"), LIVES)
def test_life_is_measured_on_the_servers_clock(
    query: str, clock: float | None, seconds: float | None
) -> None:
    assert lifetime(Secret(f"https://store.example.org/o?{query}"), clock) == seconds


@pytest.mark.parametrize(
    ("query", "signs"),
    [("X-Amz-SignedHeaders=host%3Brange", True), ("X-Amz-SignedHeaders=host", False), ("sig=x", False)],
)
def test_only_version_4_signs_ranges(query: str, signs: bool) -> None:
    assert signs_range(Secret(f"https://store.example.org/o?{query}")) is signs


# Where the site is, where the link points, whether it is taken.
TARGETS = [
    (REMOTE, "https://store.example.org/o", True),
    (REMOTE, "https://10.1.2.3:9000/o", True),
    (REMOTE, "http://store.example.org/o", False),
    (REMOTE, "https://127.0.0.1/o", False),
    (REMOTE, "https://localhost/o", False),
    (REMOTE, "https://[::1]/o", False),
    (REMOTE, "https://169.254.169.254/latest", False),
    (REMOTE, "https://0.0.0.0/o", False),
    (LOCAL, "http://127.0.0.1:9000/o", True),
    (LOCAL, "http://store.local/o", True),
    (LOCAL, "https://store.example.org/o", True),
    (LOCAL_TLS, "http://127.0.0.1:9000/o", False),
    (LOCAL_TLS, "https://127.0.0.1:9000/o", True),
]


@pytest.mark.parametrize(("storage", "link", "taken"), TARGETS)
def test_where_a_link_may_point(storage: Origin, link: str, taken: bool) -> None:
    try:
        read = read_link(link, storage)
    except UnsafeLinkError:
        assert not taken
    else:
        assert taken
        assert read.reveal() == link
