"""Whatever a site answers, the token and the links that were planted are found nowhere afterwards."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import pytest

from tests.faults.hostile_site import Asked

from .drive import drive
from .echoes import draw
from .watched import Secrets, home, run

HOW_MANY = int(os.environ.get("SCORE_GUI_FAULTS", "40"))
UNTIL_SEEN = """
import os, time
began = time.monotonic()
while not os.path.exists({!r}) and time.monotonic() - began < 30:
    time.sleep(0.01)
"""
"""What a process does that waits to be seen."""
posix_only = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no such signals between processes"
)


@posix_only
@pytest.mark.timeout(0)
def test_no_fault_makes_the_program_spill_a_secret(tmp_path: Path) -> None:
    """`SCORE_GUI_FAULTS` says how many faults are to be met, `SCORE_GUI_SEED` which."""
    told = drive(HOW_MANY, int(os.environ.get("SCORE_GUI_SEED", "1")), tmp_path)
    assert told.sightings == [], told
    assert told.faults.total() >= HOW_MANY
    assert told.processes >= told.runs.total() or not Path("/proc/self/stat").exists()


@posix_only
@pytest.mark.parametrize(
    ("spill", "where"),
    [
        ("print(token)", []),
        ("open('spilt', 'w').write(token)", ["home/spilt"]),
        ("open(token, 'w')", ["the name of a file in home"]),
        ("open('wide', 'wb').write(token.encode('utf-16'))", ["home/wide"]),
        (
            "import subprocess; subprocess.run([sys.executable, '-c', wait, token], env={})",
            ["the arguments of a process"],
        ),
        (
            "import subprocess; subprocess.run([sys.executable, '-c', wait])",
            ["the environment of a process that nobody put it into"],
        ),
    ],
)
def test_a_program_that_spills_it_is_caught(
    tmp_path: Path, spill: str, where: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "7d5c9a52-3b0e-4a52-9d5e-2f0c9a527d5c"
    (tmp_path / "score_gui").mkdir()
    was_seen = tmp_path / "was seen"
    wait = UNTIL_SEEN.format(str(was_seen))
    program = f"import os, sys\ntoken, wait = os.environ['ACCESSTOKEN'], {wait!r}\n{spill}\n"
    (tmp_path / "score_gui" / "__main__.py").write_text(program, "utf-8")
    around = home(tmp_path, {"ACCESSTOKEN": token}) | {"PYTHONPATH": str(tmp_path)}
    secrets = Secrets([token])

    def tell_it() -> bool:
        """Let a process that was seen go on, and end none."""
        if secrets.sightings:
            was_seen.touch()
        return False

    ended = run((), around, secrets, told_environment=True, enough=tell_it)
    assert ended.status == 0, ended.err.decode()
    secrets.look(ended.out, "standard output")
    secrets.look_into([tmp_path / "home"])
    seen = {sighting.partition(":")[0] for sighting in secrets.sightings}
    assert seen == {*where} or (where == [] and seen == {"standard output"})


def test_many_kinds_of_fault_repeat_the_secret_of_the_request() -> None:
    random = Random(1)
    head = "GET /download/x?offset=0 HTTP/1.1\r\nAuthorization: Bearer planted-token\r\n\r\n"
    asked = Asked(1, head, "x", {"offset": "0"}, None, None)
    drawn = [draw(random, "http://127.0.0.1:1") for _ in range(300)]
    spoken = [
        b"".join(s for s in steps if isinstance(s, bytes))
        for d in drawn
        if (steps := d.fault(asked)) is not None
    ]
    assert len({each.name for each in drawn}) >= 10
    assert sum(b"planted-token" in said for said in spoken) > 100
