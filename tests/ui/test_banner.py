from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from score_gui.model.transfer import Status
from score_gui.ui.banner import Banner
from score_gui.ui.banner_words import banner_for
from score_gui.ui.icons import Icons
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.theme import Theme
from tests.ui.rows import transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SITES = {"argo": "ICGC ARGO", "lab": "Lab"}
AT = time.mktime((2026, 11, 21, 14, 31, 0, 0, 0, -1))


def totals(*statuses: Status, profile: str = "argo", kept: int = 0) -> QueueRows:
    rows = QueueRows()
    rows.load([transfer(n, status, profile_id=profile, kept=kept) for n, status in enumerate(statuses, 1)])
    return rows


def said(rows: QueueRows) -> str:
    words = banner_for(rows.totals, SITES, {Status.WAITING_NETWORK: AT})
    return "" if words is None else f"{words.bold} {words.plain} [{words.button}]"


@pytest.mark.parametrize(
    ("statuses", "text"),
    [
        ((Status.DOWNLOADING, Status.PAUSED, Status.WAITING_SERVER), ""),
        (
            (Status.WAITING_NETWORK,) * 3,
            "No network since 14:31. 3 files wait and go on by themselves. [Try now]",
        ),
        ((Status.WAITING_NETWORK,), "No network since 14:31. 1 file waits and goes on by itself. [Try now]"),
        ((Status.WAITING_SPACE,), "A disk is full. 1 file waits and goes on when there is room. [Try now]"),
    ],
)
def test_what_holds_the_queue_up_is_said(statuses: tuple[Status, ...], text: str) -> None:
    assert said(totals(*statuses)) == text


def test_a_token_is_more_urgent_than_the_network() -> None:
    rows = totals(Status.WAITING_NETWORK, Status.WAITING_TOKEN, Status.WAITING_TOKEN, kept=500)
    assert said(rows) == (
        "ICGC ARGO needs a new token. 2 files wait for it. 1 kB are kept; nothing is lost. [Add new token]"
    )


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme, icons: Icons) -> Banner:
    made = Banner(theme, icons)
    qtbot.addWidget(made)
    return made


def test_a_closed_banner_stays_closed_until_its_facts_change(banner: Banner) -> None:
    first = banner_for(totals(Status.WAITING_TOKEN).totals, SITES, {})
    banner.set_words(first)
    assert banner.status is Status.WAITING_TOKEN
    banner._on_closed()
    more = banner_for(totals(Status.WAITING_TOKEN, Status.WAITING_TOKEN).totals, SITES, {})
    banner.set_words(more)
    assert banner.status is None
    banner.set_words(banner_for(totals(Status.WAITING_TOKEN, profile="lab").totals, SITES, {}))
    assert banner.status is Status.WAITING_TOKEN


def test_a_banner_comes_back_when_the_trouble_does(banner: Banner) -> None:
    words = banner_for(totals(Status.WAITING_TOKEN).totals, SITES, {})
    banner.set_words(words)
    banner._on_closed()
    banner.set_words(None)
    banner.set_words(words)
    assert banner.status is Status.WAITING_TOKEN
