"""The engine does the whole job, and loses nothing on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from score_gui.model import problems, server_problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.manifest import Entry
from score_gui.model.messages import Configure, Pause, Remove, Resume, Retry, TokenChanged
from score_gui.model.transfer import Check, Layout, Status
from tests.fakes.memory_store import MemoryStore, md5
from tests.transfer.conftest import Bench, make_bytes, object_id

MB = 1 << 20


def one_connection(bench: Bench) -> None:
    """Of several that share a link for a few requests, one may find it used up more often than it is asked anew."""
    bench.engine.post(Configure(replace(bench.settings, connections=1)))


def test_a_file_arrives_verified_under_its_name(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(5 * MB + 123))
    bench.add(entry)
    row = bench.until_status(entry, Status.VERIFIED)
    assert bench.target(entry) == bench.place(entry)
    assert bench.target(entry).read_bytes() == data
    assert (row.check, row.md5_seen, row.kept) == (Check.WHOLE, md5(data), len(data))
    assert store.served[entry.object_id] == len(data)
    assert [path.name for path in bench.out.iterdir()] == [entry.file_name]


@pytest.mark.parametrize(("validate", "tell_part_md5"), [(True, True), (False, True), (True, False)])
def test_the_md5s_of_parts_vouch_for_bytes_only_where_they_are_compared(
    bench: Bench, store: MemoryStore, validate: bool, tell_part_md5: bool
) -> None:
    entry = store.put(object_id(1), make_bytes(3 * MB), tell_part_md5=tell_part_md5)
    bench.add(entry, validate=validate)
    bench.until_done(entry)
    assert bool(store.unvouched[entry.object_id]) is not (validate and tell_part_md5)


def test_an_empty_object_is_an_empty_verified_file(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), b"")
    bench.add(entry)
    bench.until_status(entry, Status.VERIFIED)
    assert bench.target(entry).read_bytes() == b""


def test_a_pause_in_the_middle_of_a_part_fetches_nothing_twice(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(3 * MB))
    store.hold_at(entry.object_id, 1_500_000)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.until_status(entry, Status.PAUSED)
    bench.until(lambda: bench.row(entry).kept == 1_500_000)
    store.release(entry.object_id)
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)
    assert store.asked[entry.object_id][-1].start == 1_500_000


def test_a_pause_with_exact_tickets_goes_on_inside_the_part(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(3 * MB), exact=True)
    store.hold_at(entry.object_id, 1_500_000)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.until(lambda: bench.row(entry).kept == 1_500_000)
    store.release(entry.object_id)
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)


def test_a_restart_goes_on_where_it_was(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(3 * MB))
    store.hold_at(entry.object_id, 2_000_000)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    bench.restart()
    store.release(entry.object_id)
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)


def test_a_lost_connection_goes_on_at_the_same_byte(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(3 * MB))
    lost = server_problems.connection_lost("store.example")
    store.objects[entry.object_id].range_problems = [(700_001, lost), (2_000_000, lost)]
    bench.add(entry)
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)
    assert RangeSet.of(store.asked[entry.object_id]).covers(ByteRange(0, len(data)))


def test_a_link_that_ends_is_renewed_and_no_byte_is_lost(bench: Bench, store: MemoryStore) -> None:
    one_connection(bench)
    entry = store.put(object_id(1), data := make_bytes(100 * MB), ticket_life=2)
    bench.add(entry)
    row = bench.until_status(entry, Status.VERIFIED)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)
    assert row.renewals >= 1
    bench.until(lambda: "link-renewed" in bench.codes(entry))


def test_a_wrong_byte_costs_one_part_and_not_the_file(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(5 * MB), flips=[2 * MB + 17])
    bench.add(entry)
    bench.until_status(entry, Status.VERIFIED)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data) + MB
    assert "repair" in bench.codes(entry)


def test_without_part_md5s_a_wrong_file_is_fetched_once_more(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(2 * MB), flips=[17], tell_part_md5=False)
    bench.add(entry)
    bench.until_status(entry, Status.VERIFIED)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == 2 * len(data)


def test_a_source_that_always_sends_wrong_bytes_needs_a_person(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB), flips=[5] * 50)
    bench.add(entry)
    bench.until_status(entry, Status.NEEDS_YOU)
    assert bench.problem_code(entry) == "checksum"
    assert not bench.target(entry).exists()


def test_part_md5s_alone_verify_a_file(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(3 * MB), tell_md5=False, flips=[MB + 1])
    bench.add(Entry(entry.object_id, file_name="x.bam"))
    row = bench.until_status(entry, Status.VERIFIED)
    assert row.check is Check.PARTS
    assert bench.target(entry).read_bytes() == data


def test_without_any_md5_a_file_is_complete_but_not_verified(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB), tell_md5=False, tell_part_md5=False)
    bench.add(Entry(entry.object_id, file_name="x.bam"))
    row = bench.until_status(entry, Status.COMPLETE)
    assert row.check is Check.SIZE


def test_two_objects_of_one_name_both_arrive(bench: Bench, store: MemoryStore) -> None:
    one = store.put(object_id(1), make_bytes(MB, 1), name="twin.vcf.gz")
    two = store.put(object_id(2), make_bytes(MB, 2), name="twin.vcf.gz")
    bench.add(one, two)
    bench.until_done(one, two)
    names = {path.name: md5(path.read_bytes()) for path in bench.out.iterdir()}
    assert names == {"twin.vcf.gz": one.md5, f"twin.{two.object_id[:8]}.vcf.gz": two.md5}


def test_a_file_that_is_already_here_is_compared_and_not_fetched(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(MB))
    bench.out.mkdir(parents=True)
    bench.place(entry).write_bytes(data)
    bench.add(entry)
    row = bench.until_status(entry, Status.SKIPPED)
    assert row.check is Check.WHOLE
    assert store.served[entry.object_id] == 0


def test_a_strangers_file_of_the_same_name_stays(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(MB))
    bench.out.mkdir(parents=True)
    bench.place(entry).write_bytes(bytes(MB))
    bench.add(entry)
    bench.until_status(entry, Status.VERIFIED)
    assert bench.place(entry).read_bytes() == bytes(MB)
    assert bench.target(entry).name == f"{entry.object_id[:8]}.{entry.object_id[:8]}.bam"
    assert bench.target(entry).read_bytes() == data


def test_force_replaces_what_is_there(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(MB))
    bench.out.mkdir(parents=True)
    bench.place(entry).write_bytes(b"old")
    bench.add(entry, force=True)
    bench.until_status(entry, Status.VERIFIED)
    assert bench.place(entry).read_bytes() == data


def test_a_strangers_part_file_is_not_touched(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB))
    bench.out.mkdir(parents=True)
    stranger = bench.out / f"{entry.file_name}.part"
    stranger.write_bytes(b"mine")
    bench.add(entry)
    bench.until_status(entry, Status.VERIFIED)
    assert stranger.read_bytes() == b"mine"


def test_adding_again_checks_and_does_not_double(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB))
    bench.add(entry)
    bench.until_status(entry, Status.VERIFIED)
    bench.add(entry)
    bench.until_status(entry, Status.SKIPPED)
    assert len(bench.rows) == 1
    assert store.served[entry.object_id] == MB


def test_an_index_file_travels_with_its_file(bench: Bench, store: MemoryStore) -> None:
    index = store.put(object_id(2), make_bytes(1000), name="a.bam.bai")
    entry = store.put(object_id(1), make_bytes(MB), name="a.bam", companion=index)
    bench.add(entry)
    bench.until_done(entry, index)
    assert bench.row(index).companion_of == bench.row(entry).id
    assert {path.name for path in bench.out.iterdir()} == {"a.bam", "a.bam.bai"}


def test_no_index_file_when_none_is_wanted(bench: Bench, store: MemoryStore) -> None:
    index = store.put(object_id(2), make_bytes(1000), name="a.bam.bai")
    entry = store.put(object_id(1), make_bytes(MB), name="a.bam", companion=index)
    bench.add(entry, with_index=False)
    bench.until_done(entry)
    bench.until_idle()
    assert len(bench.rows) == 1


def test_the_bundle_layout_asks_for_the_analysis(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(10), name="a.vcf")
    bench.add(entry, layout=Layout.BUNDLE)
    bench.until_status(entry, Status.VERIFIED)
    assert bench.target(entry) == bench.out / "an-1" / "a.vcf"


def test_the_id_layout_uses_the_object_id(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(10), name="a.vcf")
    bench.add(entry, layout=Layout.ID)
    bench.until_status(entry, Status.VERIFIED)
    assert bench.target(entry) == bench.out / entry.object_id


def test_an_unknown_object_needs_a_person_and_the_others_arrive(bench: Bench, store: MemoryStore) -> None:
    good = store.put(object_id(1), make_bytes(MB))
    unknown = Entry(object_id(9), file_name="gone.bam")
    bench.add(unknown, good)
    bench.until_done(good)
    bench.until_status(unknown, Status.NEEDS_YOU)
    assert bench.problem_code(unknown) == "unknown-object"


def test_a_token_that_ended_is_waited_for_and_all_go_on_with_a_new_one(
    bench: Bench, store: MemoryStore
) -> None:
    entries = [store.put(object_id(n), make_bytes(MB, n)) for n in range(1, 4)]
    for entry in entries:
        store.objects[entry.object_id].describe_problems = [problems.token_refused("Memory")]
    bench.add(*entries)
    for entry in entries:
        bench.until_status(entry, Status.WAITING_TOKEN)
    bench.until_idle()
    bench.engine.post(TokenChanged("p"))
    bench.until_done(*entries)


def test_a_busy_server_is_asked_again_when_it_said(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB))
    store.objects[entry.object_id].describe_problems = [server_problems.server_busy("h", 503, 0.05)]
    bench.add(entry)
    bench.until_status(entry, Status.VERIFIED)
    assert Status.WAITING_SERVER in bench.told(entry)


def test_a_range_that_never_comes_is_given_up_and_retried_on_request(
    bench: Bench, store: MemoryStore
) -> None:
    entry = store.put(object_id(1), data := make_bytes(MB))
    wrong = server_problems.wrong_range("store.example")
    store.objects[entry.object_id].range_problems = [(500, wrong)] * 10
    bench.add(entry)
    row = bench.until_status(entry, Status.NEEDS_YOU)
    assert bench.problem_code(entry) == "gave-up.wrong-range"
    bench.engine.post(Retry((row.id,)))
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)


def test_removing_keeps_finished_files_and_unfinished_data(bench: Bench, store: MemoryStore) -> None:
    done = store.put(object_id(1), make_bytes(MB))
    half = store.put(object_id(2), data := make_bytes(3 * MB, 2))
    bench.add(done)
    bench.until_done(done)
    store.hold_at(half.object_id, 2 * MB)
    bench.add(half)
    store.wait_at_gate(half.object_id)
    bench.engine.post(Remove((bench.row(done).id, bench.row(half).id)))
    bench.until(lambda: not bench.rows)
    assert bench.place(done).exists()
    store.release(half.object_id)
    bench.add(half)
    bench.until_done(half)
    assert bench.place(half).read_bytes() == data
    assert store.served[half.object_id] == len(data)


def test_removing_with_the_data_deletes_only_the_unfinished_file(bench: Bench, store: MemoryStore) -> None:
    half = store.put(object_id(2), make_bytes(3 * MB, 2))
    store.hold_at(half.object_id, 2 * MB)
    bench.add(half)
    store.wait_at_gate(half.object_id)
    bench.engine.post(Remove((bench.row(half).id,), delete_unfinished=True))
    bench.until(lambda: not bench.rows)
    bench.restart()
    assert list(bench.out.iterdir()) == []


def test_never_more_files_and_connections_than_allowed(bench: Bench, store: MemoryStore) -> None:
    entries = [store.put(object_id(n), make_bytes(MB, n)) for n in range(20)]
    bench.add(*entries)
    bench.until_done(*entries)
    assert store.most_at_once <= bench.settings.connections


def test_no_space_is_waited_for(bench: Bench, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = store.put(object_id(1), make_bytes(MB))
    monkeypatch.setattr("score_gui.transfer.settling.free_bytes", lambda _folder: 0)
    bench.add(entry)
    row = bench.until_status(entry, Status.WAITING_SPACE)
    assert row.problem is not None
    assert row.problem.code == "no-space"
    bench.until_idle()
    monkeypatch.undo()
    bench.engine.post(Resume((row.id,)))
    bench.until_done(entry)


def test_rows_are_still_there_after_a_restart(bench: Bench, store: MemoryStore) -> None:
    entries = [store.put(object_id(n), make_bytes(1000, n)) for n in range(5)]
    bench.add(*entries, start=False, manifest="m.tsv")
    bench.until(lambda: len(bench.rows) == 5)
    before = dict(bench.rows)
    bench.restart()
    bench.until(lambda: len(bench.rows) == 5)
    assert bench.rows == before


def test_after_a_restart_a_row_is_asked_for_as_its_manifest_told_it(bench: Bench, store: MemoryStore) -> None:
    entry = replace(
        store.put(object_id(1), make_bytes(1000), analysis_id="AN-of-the-site"), analysis_id="AN-told"
    )
    bench.add(entry, start=False, layout=Layout.BUNDLE)
    bench.until(lambda: bench.row(entry))
    bench.restart()
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.target(entry).parent == bench.out / "AN-told"


def test_files_are_for_the_owner_only(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(10))
    bench.add(entry)
    bench.until_status(entry, Status.VERIFIED)
    assert bench.target(entry).stat().st_mode & 0o077 == 0
    assert bench.ledger.stat().st_mode & 0o077 == 0
