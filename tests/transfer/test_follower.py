"""Hashing what is on the disk: as far as there are bytes, in any number of steps, and from the disk itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_gui.model.byterange import ByteRange
from score_gui.model.specification import Part
from score_gui.transfer.follower import BLOCK, Follower, ShortFileError, bad_parts, md5_of, md5_of_file
from score_gui.transfer.part_file import PartFile
from tests.fakes.memory_store import md5
from tests.transfer.conftest import make_bytes

SIZE = 2 * BLOCK + 17
DATA = make_bytes(SIZE)


def never() -> bool:
    return False


@pytest.fixture
def part(tmp_path: Path) -> Iterator[PartFile]:
    made = PartFile(tmp_path / "x.part")
    made.write_at(memoryview(DATA), 0)
    yield made
    made.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(limits=st.lists(st.integers(0, SIZE), max_size=6))
def test_any_number_of_steps_gives_the_same_hash(part: PartFile, limits: list[int]) -> None:
    follower = Follower()
    for limit in sorted(limits):
        follower.follow(part, lambda limit=limit: limit, never)  # type: ignore[misc]
        assert follower.position == limit
        assert follower.hexdigest() == md5(DATA[:limit])


def test_it_runs_after_a_limit_that_moves_away(part: PartFile) -> None:
    limits = iter([10, BLOCK, BLOCK + 5])
    follower = Follower()
    follower.follow(part, lambda: next(limits, SIZE), never)
    assert follower.hexdigest() == md5(DATA)


def heard(follower: Follower, part: PartFile, limits: list[int]) -> list[bool]:
    """What writers hear while the file grows by these steps."""
    said: list[bool] = []
    steps = iter(limits)
    follower.follow(part, lambda: next(steps, limits[-1]), never, said.append)
    return said


def test_writers_wait_while_it_is_far_behind(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("score_gui.transfer.follower.FAR_BEHIND", BLOCK)
    said = heard(Follower(), part, [BLOCK, SIZE, SIZE])
    assert said == [False, True, False, False], "the last is always that nobody waits"


def test_what_was_there_before_makes_nobody_wait(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("score_gui.transfer.follower.FAR_BEHIND", 0)
    assert not any(heard(Follower(), part, [SIZE]))
    assert any(heard(Follower(), part, [BLOCK + 5, SIZE]))


def test_nobody_waits_for_a_hash_that_met_trouble(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("score_gui.transfer.follower.FAR_BEHIND", 0)
    said: list[bool] = []
    limits = iter([1, 3, SIZE + 100])
    with pytest.raises(ShortFileError):
        Follower().follow(part, lambda: next(limits, SIZE + 100), never, said.append)
    assert said[-1] is False


def test_a_stop_ends_it_between_two_blocks(part: PartFile) -> None:
    follower = Follower()
    follower.follow(part, lambda: SIZE, lambda: follower.position >= BLOCK)
    assert follower.position == BLOCK
    assert follower.hexdigest() == md5(DATA[:BLOCK])


def test_it_never_runs_backwards(part: PartFile) -> None:
    follower = Follower()
    follower.follow(part, lambda: 100, never)
    follower.follow(part, lambda: 50, never)
    assert follower.position == 100


def test_a_file_that_somebody_cut_is_told(part: PartFile) -> None:
    with pytest.raises(ShortFileError, match="ends early"):
        Follower().follow(part, lambda: SIZE + 1, never)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    cuts=st.lists(st.integers(0, SIZE), max_size=6, unique=True),
    known=st.lists(st.sampled_from(["right", "wrong", "none"]), min_size=7, max_size=7),
    limits=st.lists(st.integers(0, SIZE), max_size=4),
)
def test_parts_are_hashed_one_by_one_in_any_number_of_steps(
    part: PartFile, cuts: list[int], known: list[str], limits: list[int]
) -> None:
    ends = sorted({*cuts, SIZE} - {0})
    ranges = [ByteRange(start, stop) for start, stop in zip([0, *ends], ends, strict=False)]
    parts = tuple(
        Part(number, item, "0" * 32 if how == "wrong" else md5(DATA[item.start : item.stop]))
        for number, (item, how) in enumerate(zip(ranges, known, strict=False), 1)
        if how != "none"
    )
    follower = Follower(parts)
    for limit in [*sorted(limits), SIZE]:
        follower.follow(part, lambda limit=limit: limit, never)  # type: ignore[misc]
        wrong = [one for one in parts if known[one.number - 1] == "wrong" and one.range.stop <= limit]
        assert list(follower.bad) == wrong
    assert not parts or follower.position == SIZE


# --- one range, one file ---


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(ends=st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)))
def test_the_md5_of_a_range(part: PartFile, ends: tuple[int, int]) -> None:
    wanted = ByteRange(min(ends), max(ends))
    assert md5_of(part, wanted, never) == md5(DATA[wanted.start : wanted.stop])


def test_a_stopped_look_has_no_result(part: PartFile) -> None:
    assert md5_of(part, ByteRange(0, SIZE), lambda: True) is None
    assert bad_parts(part, (Part(1, ByteRange(0, 5), "0" * 32),), lambda: True) is None
    assert md5_of_file(part.path, SIZE, lambda: True) is None


def test_a_file_is_hashed_as_far_as_asked(part: PartFile) -> None:
    assert md5_of_file(part.path, SIZE, never) == md5(DATA)
    assert md5_of_file(part.path, 5, never) == md5(DATA[:5])
    with pytest.raises(ShortFileError):
        md5_of_file(part.path, SIZE + 1, never)


def test_just_the_parts_that_differ_are_bad_and_unknown_ones_are_not_judged(part: PartFile) -> None:
    ranges = [ByteRange(0, 100), ByteRange(100, BLOCK), ByteRange(BLOCK, SIZE)]
    good, unknown, wrong = (
        Part(1, ranges[0], md5(DATA[:100])),
        Part(2, ranges[1], None),
        Part(3, ranges[2], "0" * 32),
    )
    assert bad_parts(part, (good, unknown, wrong), never) == (wrong,)


def test_a_part_beyond_the_end_of_the_file_is_told(part: PartFile) -> None:
    with pytest.raises(ShortFileError):
        bad_parts(part, (Part(1, ByteRange(0, SIZE + 1), "0" * 32),), never)
