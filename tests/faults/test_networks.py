"""Faults of the network itself, in network namespaces where this computer lets one make them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.slow_cable import has_tun

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0


def _missing(*tools: str) -> str | None:
    """Why no network can be made here."""
    if sys.platform != "linux":
        return "network namespaces are Linux's"
    if os.geteuid() != 0:
        return "needs root"
    absent = [tool for tool in ("unshare", "ip", *tools) if shutil.which(tool) is None]
    return f"needs {absent[0]}" if absent else None


def _tried(command: str) -> bool:
    words = ["unshare", "--net", "sh", "-c", f"ip link set lo up && {command}"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def run(case: str, folder: Path) -> None:
    """One case of `far` in a network of its own."""
    words = ["unshare", "--net", sys.executable, "-m", "tests.faults.far", case, str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stdout == "right\n"
    assert "canary" not in done.stderr


@pytest.fixture
def network() -> None:
    if reason := _missing():
        pytest.skip(reason)
    if not _tried("ip link add near type veth peer name far"):
        pytest.skip("the kernel makes no veth")


@pytest.mark.fault("F50", "a dead number of the new internet before a good one of the old")
def test_dead_v6(network: None, tmp_path: Path) -> None:
    run("dead_v6", tmp_path)


@pytest.mark.fault("F50", "a dead number of the old internet before a good one of the new")
def test_dead_v4(network: None, tmp_path: Path) -> None:
    run("dead_v4", tmp_path)


@pytest.mark.fault("F50", "no old internet at all")
def test_v6_only(network: None, tmp_path: Path) -> None:
    run("v6_only", tmp_path)


@pytest.mark.fault("F51", "this computer gets another number in the middle")
def test_new_address(network: None, tmp_path: Path) -> None:
    run("new_address", tmp_path)


@pytest.mark.fault("F51", "the cable is out for a while")
def test_no_cable(network: None, tmp_path: Path) -> None:
    run("no_cable", tmp_path)


@pytest.mark.fault("F52", "one packet in ten is lost, each way")
def test_loss(network: None, tmp_path: Path) -> None:
    if not _tried("iptables -A INPUT -m statistic --mode random --probability 0.1 -j DROP"):
        pytest.skip("iptables has no statistic")
    run("loss", tmp_path)


@pytest.mark.fault("F52", "every packet takes a second, and some overtake others")
def test_delay(network: None, tmp_path: Path) -> None:
    if not has_tun():
        pytest.skip("the kernel has no tun")
    run("delay", tmp_path)
