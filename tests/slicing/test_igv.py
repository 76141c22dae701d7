"""What is said to IGV, and what happens when nobody or somebody else listens on its port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from score_gui.model.problem import ProblemError
from score_gui.slicing import igv
from score_gui.slicing.igv import open_in_igv
from score_gui.slicing.regions import Region


class FakeIgv:
    """Answers every line with `answer`; None closes the line, an empty answer says nothing."""

    def __init__(self, answer: bytes | None) -> None:
        self.heard: list[str] = []
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        line, _ = self._listener.accept()
        with line, line.makefile("rb") as lines:
            for heard in lines:
                self.heard.append(heard.decode().rstrip("\n"))
                if self._answer is None:
                    return
                if not self._answer:
                    self._over.wait()
                line.sendall(self._answer)


@contextmanager
def igv_at_home(answer: bytes | None = b"OK\n") -> Iterator[FakeIgv]:
    fake = FakeIgv(answer)
    try:
        yield fake
    finally:
        fake.close()


def test_a_file_is_loaded_and_the_region_shown(tmp_path: Path) -> None:
    path = tmp_path / "with blank.bam"
    with igv_at_home() as fake:
        open_in_igv(path, Region("chr17", 7_661_778, 7_687_538), port=fake.port)
    assert fake.heard == [f'load "{path}"', "goto chr17:7661779-7687538"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"ERROR Could not load\n", "igv-refused"),
        (b"HTTP/1.1 400 Bad Request\r\n", "igv-refused"),
        (None, "igv-silent"),
    ],
)
def test_anything_but_ok_is_told(answer: bytes | None, code: str, tmp_path: Path) -> None:
    with igv_at_home(answer) as fake, pytest.raises(ProblemError) as caught:
        open_in_igv(tmp_path / "a.bam", port=fake.port)
    assert caught.value.problem.code == code


def test_somebody_who_says_nothing_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(igv, "LOADING", 0.05)
    with igv_at_home(b"") as fake:
        with pytest.raises(ProblemError) as caught:
            open_in_igv(tmp_path / "a.bam", port=fake.port)
        assert caught.value.problem.code == "igv-silent"


def test_nobody_at_home_is_told_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ProblemError) as caught:
        open_in_igv(tmp_path / "a.bam", port=port)
    assert caught.value.problem.code == "igv-silent"
    assert str(port) in caught.value.problem.cause


@pytest.mark.parametrize("name", ['a".bam', "a\nexit.bam"])
def test_a_name_cannot_smuggle_in_a_command(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        open_in_igv(tmp_path / name, port=1)
    assert caught.value.problem.code == "igv-refused"
