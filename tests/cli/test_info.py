"""`score-gui info`: what somebody who helps would ask first, and never a secret."""

from __future__ import annotations

import platform

import pytest

from score_gui import __version__
from score_gui.demo import PracticeSite

from .terminal import Terminal


def test_info_tells_versions_folders_keyring_and_profiles(here: Terminal, site: PracticeSite) -> None:
    done = here.run("info")
    assert (done.status, done.err) == (0, "")
    assert f"score_gui {__version__}" in done.out
    assert f"Python {platform.python_version()}" in done.out
    for name in ("config", "state", "log", "downloads"):
        assert str(here.home / name) in done.out
    assert "keyring: none; tokens are kept until the program ends" in done.out
    assert "profile ICGC ARGO: https://" in done.out
    assert f"profile of the environment: {site.storage_url}" in done.out


def test_every_file_that_the_program_keeps_is_below_its_home(here: Terminal) -> None:
    here.run("info")
    kept = {path.name for path in here.home.iterdir()}
    assert kept == {"config", "state", "cache", "log"}
    assert {path.name for path in here.home.parent.iterdir()} <= {"score-gui", "run"}


@pytest.mark.parametrize("words", [("info",), ("profile", "list")], ids=" ".join)
def test_profiles_that_cannot_be_read_are_named_and_left_alone(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    terminal.run("info")
    path = terminal.home / "config" / "profiles.json"
    path.write_text("not json", "utf-8")
    done = terminal.run(*words)
    assert done.status == 1
    assert str(path) in done.err
    assert path.read_text("utf-8") == "not json"


def test_an_address_with_a_password_is_refused_and_not_repeated(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORAGE_URL", "https://me:hunter2@score.example.org")
    monkeypatch.setenv("METADATA_URL", "https://song.example.org")
    done = terminal.run("info")
    assert (done.status, done.out) == (2, "")
    assert "hunter2" not in done.err


def test_info_tells_the_settings(terminal: Terminal) -> None:
    terminal.run("info")
    (terminal.home / "config" / "settings.json").write_text(
        '{"rate_limit": 2000000, "connections": 4, "ca_file": "/etc/house.pem",'
        ' "proxy": {"use": "explicit", "address": "http://me@proxy.example.org:3128", "except": ["localhost"]}}',
        "utf-8",
    )
    done = terminal.run("info")
    assert "files at once: 3, over 4 connections" in done.out
    assert "rate limit: 2 MB/s" in done.out
    assert "proxy: http://me@proxy.example.org:3128, but not for localhost" in done.out
    assert "CA file: /etc/house.pem" in done.out or "CA file: none" in done.out  # no such place on Windows


def test_damaged_settings_are_said_once_and_set_aside(terminal: Terminal) -> None:
    terminal.run("info")
    path = terminal.home / "config" / "settings.json"
    path.write_text("not json", "utf-8")
    done = terminal.run("profile", "list")
    assert done.status == 0
    assert "Settings were damaged" in done.err
    assert path.with_name("settings.damaged.json").read_text("utf-8") == "not json"
    assert terminal.run("profile", "list").err == ""


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://me:hunter2@proxy.example.org:3128", "over the proxy proxy.example.org:3128"),
        ("http://[hunter2", "The proxy setting is not usable: HTTPS_PROXY is no address"),
    ],
)
def test_info_tells_the_way_and_no_password(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    done = terminal.run("info")
    assert done.status == 0
    assert f"way to api.platform.icgc-argo.org: {told}" in done.out
    assert "hunter2" not in done.out + done.err
