"""Two files want one name: a person is asked, the row waits, and nothing is overwritten without the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, AnswerName, Changed, Recheck, Relocate, Remove, Retry
from score_gui.model.transfer import NameRule, Status, Transfer
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id

SIZE = 1 << 20
STRANGER = b"a thesis"


def put(store: MemoryStore, number: int, name: str) -> Entry:
    return store.put(object_id(number), make_bytes(SIZE, number), name=name)


def data_of(number: int) -> bytes:
    return make_bytes(SIZE, number)


@pytest.fixture
def in_the_way(bench: Bench) -> Path:
    bench.out.mkdir()
    path = bench.out / "a.bam"
    path.write_bytes(STRANGER)
    return path


def answer(bench: Bench, entry: Entry, rule: NameRule, *, whole_manifest: bool = False) -> None:
    bench.engine.post(AnswerName((bench.row(entry).id,), rule, whole_manifest))


def is_asked(bench: Bench, entry: Entry, code: str = "name-taken") -> bool:
    return bench.row(entry).status is Status.NEEDS_YOU and bench.problem_code(entry) == code


def files(bench: Bench) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in bench.out.iterdir()}


def test_a_file_that_is_not_ours_makes_the_row_wait_and_costs_no_byte(
    bench: Bench, store: MemoryStore, in_the_way: Path
) -> None:
    entry, other = put(store, 1, "a.bam"), put(store, 2, "b.bam")
    bench.add(entry, other, names=NameRule.ASK)
    bench.until_done(other)
    bench.until(lambda: is_asked(bench, entry))
    assert in_the_way.read_bytes() == STRANGER
    assert store.served[entry.object_id] == 0


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (NameRule.KEEP_BOTH, {"a.bam": STRANGER, f"a.{object_id(1)[:8]}.bam": data_of(1)}),
        (NameRule.REPLACE, {"a.bam": data_of(1)}),
    ],
)
@pytest.mark.parametrize("restarts", [False, True], ids=["at once", "after a restart"])
def test_the_answer_is_followed(
    bench: Bench,
    store: MemoryStore,
    in_the_way: Path,
    rule: NameRule,
    expected: dict[str, bytes],
    restarts: bool,
) -> None:
    entry = put(store, 1, "a.bam")
    bench.add(entry, names=NameRule.ASK)
    bench.until(lambda: is_asked(bench, entry))
    if restarts:
        bench.restart()
        assert is_asked(bench, entry), "the question outlives the program"
    answer(bench, entry, rule)
    bench.until_done(entry)
    assert files(bench) == expected


def test_what_is_left_out_goes_off_the_list_and_leaves_nothing(
    bench: Bench, store: MemoryStore, in_the_way: Path
) -> None:
    entry = put(store, 1, "a.bam")
    bench.add(entry, names=NameRule.ASK)
    bench.until(lambda: is_asked(bench, entry))
    answer(bench, entry, NameRule.LEAVE_OUT)
    bench.until(lambda: not bench.rows)
    assert files(bench) == {"a.bam": STRANGER}


def test_the_very_file_is_no_question(bench: Bench, store: MemoryStore, in_the_way: Path) -> None:
    entry = put(store, 1, "a.bam")
    in_the_way.write_bytes(data_of(1))
    bench.add(entry, names=NameRule.ASK)
    bench.until_status(entry, Status.SKIPPED)


def test_a_person_who_moved_the_file_away_may_just_try_again(
    bench: Bench, store: MemoryStore, in_the_way: Path
) -> None:
    entry = put(store, 1, "a.bam")
    bench.add(entry, names=NameRule.ASK)
    bench.until(lambda: is_asked(bench, entry))
    in_the_way.unlink()
    bench.engine.post(Retry((bench.row(entry).id,)))
    bench.until_done(entry)
    assert files(bench) == {"a.bam": data_of(1)}


def test_another_folder_is_an_answer_too(bench: Bench, store: MemoryStore, in_the_way: Path) -> None:
    entry = put(store, 1, "a.bam")
    bench.add(entry, names=NameRule.ASK)
    bench.until(lambda: is_asked(bench, entry))
    bench.engine.post(Relocate((bench.row(entry).id,), bench.out / "new"))
    bench.until_done(entry)
    assert (bench.out / "new" / "a.bam").read_bytes() == data_of(1)
    assert in_the_way.read_bytes() == STRANGER


def test_of_two_objects_of_one_name_the_second_asks_at_once(bench: Bench, store: MemoryStore) -> None:
    one, two = put(store, 1, "a.bam"), put(store, 2, "A.BAM")
    store.hold_at(one.object_id, 0)
    bench.add(one, two, names=NameRule.ASK)
    bench.until(lambda: is_asked(bench, two, "name-shared"))
    assert not bench.row(one).status.is_done, "nobody has to wait for the first"
    store.release(one.object_id)
    bench.until_done(one)


@pytest.mark.parametrize("rule", [NameRule.KEEP_BOTH, NameRule.REPLACE])
def test_a_file_of_the_queue_is_never_replaced_by_another(
    bench: Bench, store: MemoryStore, rule: NameRule
) -> None:
    one, two = put(store, 1, "a.bam"), put(store, 2, "a.bam")
    bench.add(one, two, names=NameRule.ASK)
    bench.until(lambda: is_asked(bench, two, "name-shared"))
    answer(bench, two, rule)
    bench.until_done(one, two)
    assert files(bench) == {"a.bam": data_of(1), f"a.{object_id(2)[:8]}.bam": data_of(2)}


def test_twins_whose_name_only_the_site_knows_ask_when_it_has_told(bench: Bench, store: MemoryStore) -> None:
    one, two = put(store, 1, "a.bam"), put(store, 2, "a.bam")
    bench.add(Entry(one.object_id), Entry(two.object_id), names=NameRule.ASK)
    bench.until(lambda: {bench.row(one).status, bench.row(two).status} == {Status.VERIFIED, Status.NEEDS_YOU})


def test_what_is_not_to_start_yet_does_not_ask_yet(bench: Bench, store: MemoryStore) -> None:
    one, two = put(store, 1, "a.bam"), put(store, 2, "a.bam")
    bench.add(one, two, names=NameRule.ASK, start=False)
    bench.until(lambda: bench.row(two).status is Status.PAUSED)


def test_one_answer_may_hold_for_the_whole_manifest_and_for_what_comes(
    bench: Bench, store: MemoryStore, in_the_way: Path
) -> None:
    entries = [put(store, number, f"{letter}.bam") for number, letter in enumerate("abc", 1)]
    late, foreign = put(store, 8, "late.bam"), put(store, 9, "c.bam")
    for name in ("b.bam", "c.bam", "late.bam"):
        (bench.out / name).write_bytes(STRANGER)
    store.hold_at(late.object_id, 0)
    bench.add(*entries, late, names=NameRule.ASK, manifest="liver.tsv")
    bench.add(foreign, names=NameRule.ASK, manifest="lung.tsv")
    bench.until(lambda: all(is_asked(bench, entry) for entry in entries[:2]))
    answer(bench, entries[0], NameRule.KEEP_BOTH, whole_manifest=True)
    store.release(late.object_id)
    bench.until_done(*entries, late)
    bench.until(lambda: bench.row(foreign).status is Status.NEEDS_YOU)
    kept = {name: data for name, data in files(bench).items() if data == STRANGER}
    assert set(kept) == {"a.bam", "b.bam", "c.bam", "late.bam"}


def test_leaving_out_holds_for_what_comes_as_well(bench: Bench, store: MemoryStore, in_the_way: Path) -> None:
    entry = put(store, 1, "a.bam")
    good = put(store, 2, "b.bam")
    bench.add(entry, good, names=NameRule.LEAVE_OUT)
    bench.until_done(good)
    bench.until(lambda: len(bench.rows) == 1)
    assert files(bench) == {"a.bam": STRANGER, "b.bam": data_of(2)}


@pytest.mark.parametrize("starts", [True, False], ids=["that asks for it", "that is paused"])
@pytest.mark.parametrize("restarts", [False, True], ids=["at once", "after a restart"])
def test_a_finished_file_that_is_added_again_has_its_name_back_from_one(
    bench: Bench, store: MemoryStore, starts: bool, restarts: bool
) -> None:
    one, two = put(store, 1, "a.bam"), put(store, 2, "a.bam")
    bench.add(one)
    bench.until_done(one)
    bench.engine.post(Remove((bench.row(one).id,)))
    bench.until(lambda: not bench.rows)
    bench.add(two, names=NameRule.ASK, start=starts)
    bench.until(lambda: bench.row(two).status is (Status.NEEDS_YOU if starts else Status.PAUSED))
    bench.add(one, start=not restarts)
    if restarts:
        bench.until_status(one, Status.PAUSED)
        bench.restart()
        bench.add(one)
    bench.until_status(one, Status.SKIPPED)
    assert bench.target(one) == bench.out / "a.bam"
    assert store.served[one.object_id] == SIZE
    bench.add(two, names=NameRule.REPLACE)
    bench.until_done(two)
    assert files(bench) == {"a.bam": data_of(1), f"a.{object_id(2)[:8]}.bam": data_of(2)}


def by_profile(bench: Bench, profile_id: str) -> Transfer:
    return next(row for row in list(bench.rows.values()) if row.profile_id == profile_id)


def statuses(bench: Bench, profile_id: str, since: int) -> list[Status]:
    told = (event.transfers for event in bench.events[since:] if isinstance(event, Changed))
    return [row.status for rows in told for row in rows if row.profile_id == profile_id]


@pytest.mark.parametrize("restarts", [False, True], ids=["at once", "after a restart"])
def test_a_finished_file_that_is_wanted_through_another_profile_is_here_already(
    bench: Bench, store: MemoryStore, restarts: bool
) -> None:
    entry = put(store, 1, "a.bam")
    bench.add(entry)
    bench.until_done(entry)
    if restarts:
        bench.restart()
    bench.engine.post(Add((entry,), "another", bench.out))
    bench.until(lambda: len(bench.rows) == 2 and by_profile(bench, "another").status.is_done)
    assert by_profile(bench, "another").status is Status.SKIPPED
    assert by_profile(bench, "another").target == by_profile(bench, "p").target == bench.out / "a.bam"
    assert files(bench) == {"a.bam": data_of(1)}
    assert store.served[entry.object_id] == SIZE
    since = len(bench.events)
    bench.engine.post(Recheck((by_profile(bench, "p").id,)))
    bench.until(lambda: statuses(bench, "p", since)[-1:] == [Status.VERIFIED] != statuses(bench, "p", since))
    assert files(bench) == {"a.bam": data_of(1)}


def test_a_finished_file_keeps_its_place_when_the_row_that_found_it_here_leaves(
    bench: Bench, store: MemoryStore
) -> None:
    entry, other = put(store, 1, "a.bam"), put(store, 2, "a.bam")
    bench.add(entry)
    bench.until_done(entry)
    bench.engine.post(Add((entry,), "another", bench.out))
    bench.until(lambda: len(bench.rows) == 2 and by_profile(bench, "another").status.is_done)
    bench.engine.post(Remove((by_profile(bench, "another").id,)))
    bench.until(lambda: len(bench.rows) == 1)
    bench.add(other, names=NameRule.REPLACE)
    bench.until_done(other)
    assert files(bench) == {"a.bam": data_of(1), f"a.{object_id(2)[:8]}.bam": data_of(2)}


def test_what_another_site_has_under_the_same_id_comes_beside_the_file_that_is_here(
    bench: Bench, store: MemoryStore
) -> None:
    entry = put(store, 1, "a.bam")
    bench.add(entry)
    bench.until_done(entry)
    store.put(object_id(1), data_of(9), name="a.bam")
    other = replace(entry, md5=None, size=None)
    bench.engine.post(Add((other,), "another", bench.out))
    bench.until(lambda: len(bench.rows) == 2 and by_profile(bench, "another").status.is_done)
    assert by_profile(bench, "another").status is Status.VERIFIED
    assert files(bench) == {"a.bam": data_of(1), f"a.{object_id(1)[:8]}.bam": data_of(9)}


@pytest.mark.parametrize("rule", [NameRule.KEEP_BOTH, NameRule.REPLACE, NameRule.LEAVE_OUT])
def test_a_file_that_comes_while_ours_is_fetched_is_asked_about_and_costs_no_byte_again(
    bench: Bench, store: MemoryStore, rule: NameRule
) -> None:
    entry = put(store, 1, "a.bam")
    store.hold_at(entry.object_id, SIZE // 2)
    bench.add(entry, names=NameRule.ASK)
    store.wait_at_gate(entry.object_id)
    (bench.out / "a.bam").write_bytes(STRANGER)
    store.release(entry.object_id)
    bench.until(lambda: is_asked(bench, entry) and bench.row(entry).kept == SIZE)
    assert (bench.out / "a.bam").read_bytes() == STRANGER
    answer(bench, entry, rule)
    bench.until(lambda: not bench.rows or bench.row(entry).status.is_done)
    if rule is NameRule.REPLACE:
        assert files(bench) == {"a.bam": data_of(1)}
    elif rule is NameRule.KEEP_BOTH:
        assert files(bench) == {"a.bam": STRANGER, f"a.{object_id(1)[:8]}.bam": data_of(1)}
    assert store.served[entry.object_id] == SIZE


def test_an_index_file_asks_for_itself_and_its_file_arrives(
    bench: Bench, store: MemoryStore, in_the_way: Path
) -> None:
    (bench.out / "x.bam.bai").write_bytes(STRANGER)
    index = store.put(object_id(2), make_bytes(1000, 2), name="x.bam.bai")
    entry = store.put(object_id(1), data_of(1), name="x.bam", companion=index)
    bench.add(entry, names=NameRule.ASK)
    bench.until_done(entry)
    bench.until(lambda: is_asked(bench, index))
    answer(bench, entry, NameRule.REPLACE)
    bench.until_done(index)
    assert (bench.out / "x.bam.bai").read_bytes() == make_bytes(1000, 2)


def test_an_answer_to_no_question_changes_nothing_on_the_disk(bench: Bench, store: MemoryStore) -> None:
    entry = put(store, 1, "a.bam")
    bench.add(entry)
    bench.until_done(entry)
    answer(bench, entry, NameRule.LEAVE_OUT, whole_manifest=True)
    answer(bench, entry, NameRule.REPLACE)
    bench.add(put(store, 2, "b.bam"))
    bench.until(lambda: len(bench.rows) == 2 and all(row.status.is_done for row in bench.rows.values()))
    assert files(bench) == {"a.bam": data_of(1), "b.bam": data_of(2)}
