"""Starting the engine: it has the queue, or whoever starts it hears why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.model.messages import Changed, Stopped
from score_gui.transfer.ledger import Ledger, LedgerInUseError, LedgerUnreadableError
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench
from tests.transfer.records import record


@pytest.fixture
def new_bench(tmp_path: Path) -> Bench:
    """Not started yet."""
    made = Bench(tmp_path, MemoryStore())
    ledger = Ledger(made.ledger)
    ledger.write([record(1)])
    ledger.close()
    return made


def test_the_first_event_is_the_queue(new_bench: Bench) -> None:
    new_bench.start()
    new_bench.until(lambda: new_bench.rows)
    assert isinstance(new_bench.events[0], Changed)
    assert [row.id for row in new_bench.events[0].transfers] == [1]
    assert new_bench.engine.stop()
    assert isinstance(new_bench.events[-1], Stopped)


def test_a_queue_that_another_program_has_is_told(new_bench: Bench) -> None:
    other = Ledger(new_bench.ledger)
    with pytest.raises(LedgerInUseError):
        new_bench.start()
    other.close()
    new_bench.restart()
    assert new_bench.engine.stop()


def test_a_queue_that_is_no_queue_is_told(new_bench: Bench) -> None:
    new_bench.ledger.write_bytes(b"my notes" * 1000)
    with pytest.raises(LedgerUnreadableError):
        new_bench.start()


def test_a_damaged_queue_is_told(new_bench: Bench) -> None:
    damaged = new_bench.ledger.read_bytes()[:4096] + b"\xff" * (new_bench.ledger.stat().st_size - 4096)
    new_bench.ledger.write_bytes(damaged)
    with pytest.raises(LedgerUnreadableError, match=r"ledger\.db: it is damaged"):
        new_bench.start()
    assert new_bench.ledger.read_bytes() == damaged


def test_a_folder_in_place_of_the_queue_is_told(new_bench: Bench) -> None:
    new_bench.ledger.unlink()
    new_bench.ledger.mkdir()
    with pytest.raises(OSError, match=r"ledger\.db"):
        new_bench.start()
