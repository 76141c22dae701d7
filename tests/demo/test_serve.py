"""The practice site as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from score_gui.demo import PracticeData

from .client import md5

RUN = """
import sys
from pathlib import Path
from score_gui.demo import serve
made = serve.make_practice_data
serve.make_practice_data = lambda folder: made(folder, large_size=45_000_001)
sys.exit(serve.run_demo_site(None, 3600.0, Path(sys.argv[1]), sys.stdout))
"""


@pytest.fixture
def process(data: PracticeData) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", RUN, str(data.folder.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


def introduction(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr.read() if process.stderr else ""
    told: dict[str, str] = json.loads(line)
    return told


def test_tells_in_one_line_how_to_use_it(process: subprocess.Popen[str], data: PracticeData) -> None:
    told = introduction(process)
    assert set(told) == {"storage_url", "metadata_url", "token", "manifest", "manifest_25k", "reference"}
    rows = [line.split("\t") for line in Path(told["manifest"]).read_text("utf-8").splitlines()[1:]]
    assert Path(told["manifest_25k"]).is_file()
    assert told["reference"] == (None if data.reference is None else str(data.reference))
    headers = {"Authorization": f"Bearer {told['token']}"}
    with httpx.Client(trust_env=False, headers=headers, timeout=60) as http:
        assert http.get(told["metadata_url"] + "/isAlive").json() is True
        for row in rows:
            answer = http.get(
                f"{told['storage_url']}/download/{row[2]}",
                params={"offset": 0, "length": -1, "external": "true"},
            ).json()
            url = answer["parts"][0]["url"]
            assert "X-Amz-Expires=3600&" in url
            body = httpx.get(url, trust_env=False, timeout=60).content
            assert (len(body), md5(body)) == (int(row[5]), row[6])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without telling it")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_ends_cleanly_on_a_signal(
    process: subprocess.Popen[str], number: signal.Signals, status: int
) -> None:
    told = introduction(process)
    # A connection that is kept alive must not hold it up.
    with httpx.Client(trust_env=False, timeout=60) as http:
        http.get(told["metadata_url"] + "/isAlive")
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (status, "", "")
