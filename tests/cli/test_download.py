"""`score-gui download`: everything that was asked for arrives, verified, and a second run fetches nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from score_gui.demo import Flavour, PracticeData, PracticeObject, PracticeSite, Role, Service

from .canary import Canary
from .terminal import Terminal

INDEX_ROLES = (Role.BAI, Role.CRAI, Role.TBI)
Demand = Callable[..., None]


def with_indices(data: PracticeData) -> list[PracticeObject]:
    """What a download of the practice manifest brings."""
    wanted = [*data.manifest_objects, *(data.get(role) for role in INDEX_ROLES)]
    return sorted(wanted, key=lambda held: held.object_id)


def md5_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


@pytest.mark.parametrize("flavour", Flavour)
@pytest.mark.parametrize("external", [True, False], ids=["external links", "links of parts"])
def test_the_whole_practice_manifest_arrives_from_every_kind_of_site(
    terminal: Terminal, canary: Canary, data: PracticeData, flavour: Flavour, external: bool
) -> None:
    with PracticeSite(data, flavour=flavour, external=external) as site:
        terminal.use(site)
        done = terminal.download("--manifest", data.manifest)
    assert (done.status, done.err) == (0, f"{data.manifest.name}: line 8: Same name as line 5\n")
    verified = {line["object_id"]: line for line in done.events("verified")}
    assert sorted(verified) == [held.object_id for held in with_indices(data)]
    for held in with_indices(data):
        line = verified[held.object_id]
        assert (line["size"], line["md5"], line["check"]) == (held.size, held.md5, "whole-md5")
        assert md5_of(Path(line["path"])) == held.md5
    assert len(terminal.files()) == len(verified)


def test_the_manifest_of_icgc_25k_is_as_good(here: Terminal, data: PracticeData) -> None:
    done = here.download("--manifest", data.manifest_25k)
    assert (done.status, done.summary["verified"]) == (0, len(with_indices(data)))


def test_a_second_run_finds_everything_here_and_receives_nothing(
    here: Terminal, site: PracticeSite, data: PracticeData
) -> None:
    first = here.download("--manifest", data.manifest)
    served = site.stats()["bytes_served"]
    second = here.download("--manifest", data.manifest)
    assert (first.status, second.status) == (0, 0)
    assert len(second.events("skipped")) == len(first.events("verified"))
    assert second.events("verified") == []
    assert second.summary["bytes_received"] == 0
    assert second.summary["skipped"] == second.summary["files"] == len(with_indices(data))
    assert site.stats()["bytes_served"] == served


def test_a_file_that_was_lost_since_is_fetched_again_alone(
    here: Terminal, data: PracticeData, large: PracticeObject, demand_original: Demand
) -> None:
    here.download("--manifest", data.manifest)
    (here.folder / large.name).unlink()
    again = here.download("--manifest", data.manifest)
    assert again.status == 0
    assert [line["object_id"] for line in again.events("verified")] == [large.object_id]
    assert again.summary["bytes_received"] == large.size
    demand_original(large)


def test_two_objects_of_one_name_both_arrive(here: Terminal, data: PracticeData) -> None:
    twins = [data.get(Role.TWIN_A), data.get(Role.TWIN_B)]
    done = here.download("--object-id", *(twin.object_id for twin in twins))
    paths = {line["object_id"]: Path(line["path"]) for line in done.events("verified")}
    assert done.status == 0
    assert len(set(paths.values())) == 2
    assert [md5_of(paths[twin.object_id]) for twin in twins] == [twin.md5 for twin in twins]


def test_the_layout_bundle_has_a_folder_for_each_analysis(here: Terminal, data: PracticeData) -> None:
    done = here.download("--manifest", data.manifest, "--output-layout", "bundle")
    assert done.status == 0
    assert here.files() == {f"{held.analysis.analysis_id}/{held.name}" for held in with_indices(data)}


def test_the_layout_portal_has_a_folder_for_each_project_and_donor(
    here: Terminal, data: PracticeData
) -> None:
    done = here.download("--manifest", data.manifest, "--output-layout", "portal")
    assert done.status == 0
    wanted = with_indices(data)
    folders = {f"{held.analysis.study_id}/{held.analysis.donor_id}" for held in wanted}
    assert {path.rpartition("/")[0] for path in here.files()} == folders
    assert len(here.files()) == len(wanted)


def test_the_layout_portal_asks_the_site_for_the_study_of_a_bare_id(
    here: Terminal, data: PracticeData
) -> None:
    held = data.get(Role.VCF)
    done = here.download("--object-id", held.object_id, "--output-layout", "portal", "--no-index")
    assert done.status == 0
    assert here.files() == {f"{held.analysis.study_id}/{held.name}"}


def test_the_layout_id_names_files_by_their_object_ids(here: Terminal, data: PracticeData) -> None:
    done = here.download("--manifest", data.manifest, "--output-layout", "id")
    assert done.status == 0
    assert here.files() == {held.object_id for held in with_indices(data)}


def test_index_files_can_be_left_out(here: Terminal, data: PracticeData) -> None:
    done = here.download("--manifest", data.manifest, "--no-index")
    assert done.status == 0
    got = {line["object_id"] for line in done.events("verified")}
    assert got == {held.object_id for held in data.manifest_objects}


def test_force_fetches_again_and_replaces(
    here: Terminal, large: PracticeObject, demand_original: Demand
) -> None:
    (here.folder / large.name).write_bytes(b"something else")
    done = here.download("--object-id", large.object_id, "--force")
    assert (done.status, done.summary["bytes_received"]) == (0, large.size)
    assert here.files() == {large.name}
    demand_original(large)


def test_without_force_a_file_of_somebody_else_stays(here: Terminal, large: PracticeObject) -> None:
    (here.folder / large.name).write_bytes(b"something else")
    done = here.download("--object-id", large.object_id)
    (line,) = done.events("verified")
    assert (here.folder / large.name).read_bytes() == b"something else"
    assert Path(line["path"]).name != large.name
    assert md5_of(Path(line["path"])) == large.md5


def test_without_validation_only_the_size_is_checked_and_that_is_said(
    here: Terminal, large: PracticeObject
) -> None:
    done = here.download("--object-id", large.object_id, "--no-validate")
    (line,) = done.events("verified")
    assert (done.status, line["check"], line["md5"]) == (0, "size-only", None)


def test_a_person_is_told_that_no_md5_was_compared(here: Terminal, large: PracticeObject) -> None:
    done = here.run("download", "--object-id", large.object_id, "--no-validate", "--output-dir", here.folder)
    assert done.status == 0
    assert f"complete, no MD5 to compare  {large.name}" in done.err
    assert "0 of 1 file verified, 1 complete without an MD5 to compare" in done.err


def test_a_bad_byte_is_repaired_and_the_verdict_is_true(
    here: Terminal, site: PracticeSite, large: PracticeObject, demand_original: Demand
) -> None:
    site.corrupt_once(large.object_id, 22_000_000)
    done = here.download("--object-id", large.object_id)
    assert done.status == 0
    demand_original(large)
    assert large.size < done.summary["bytes_received"] < 2 * large.size


@pytest.mark.parametrize("rate", ["0", "1G"])
def test_a_limit_may_be_set_for_one_run(
    here: Terminal, data: PracticeData, monkeypatch: pytest.MonkeyPatch, rate: str
) -> None:
    used: list[int | None] = []
    monkeypatch.setattr(
        "score_gui.transfer.rate.RateLimit.set_rate", lambda _limit, value: used.append(value)
    )
    assert here.download("--object-id", data.get(Role.BAM).object_id, "--limit-rate", rate).status == 0
    assert used == [{"0": None, "1G": 1_000_000_000}[rate]]


@pytest.mark.parametrize("connections", [1, 16])
def test_any_number_of_connections_will_do(
    here: Terminal, site: PracticeSite, data: PracticeData, connections: int
) -> None:
    done = here.download("--manifest", data.manifest, "--connections", connections)
    assert (done.status, done.summary["verified"]) == (0, len(with_indices(data)))
    assert site.record.most_bodies <= connections


def test_all_files_of_an_analysis_arrive(here: Terminal, data: PracticeData, large: PracticeObject) -> None:
    analysis = large.analysis
    done = here.download("--study-id", analysis.study_id, "--analysis-id", analysis.analysis_id)
    assert done.status == 0
    assert here.files() == {held.name for held in data.objects if held.analysis == analysis}


def test_several_manifests_make_one_run(here: Terminal, tmp_path: Path, data: PracticeData) -> None:
    lists = []
    for role in (Role.TWIN_A, Role.VCF, Role.EMPTY):
        lists.append(tmp_path / f"{role.value}.txt")
        lists[-1].write_text(f"{data.get(role).object_id}\n", "utf-8")
    done = here.download("--manifest", lists[0], "--manifest", *lists[1:], "--no-index")
    assert (done.status, done.summary["verified"]) == (0, 3)


def test_several_object_ids_make_one_run(here: Terminal, data: PracticeData) -> None:
    ids = [data.get(role).object_id for role in (Role.TWIN_A, Role.VCF, Role.EMPTY)]
    done = here.download("--object-id", ids[0], "--object-id", ids[1], ids[2].upper(), "--no-index")
    assert (done.status, done.summary["verified"]) == (0, 3)


def test_an_object_named_twice_is_one_file(here: Terminal, data: PracticeData) -> None:
    wanted = data.get(Role.TWIN_A).object_id
    done = here.download("--object-id", wanted, wanted.upper())
    assert (done.status, done.summary["files"]) == (0, 1)


def test_the_output_folder_is_made(here: Terminal, data: PracticeData) -> None:
    folder = here.folder / "new" / "one"
    done = here.download("--object-id", data.get(Role.TWIN_A).object_id, to=folder)
    assert (done.status, here.files(folder)) == (0, {"summary.tsv"})


def test_a_run_without_json_tells_a_person(here: Terminal, data: PracticeData) -> None:
    done = here.run("download", "--output-dir", here.folder, "--manifest", data.manifest)
    count = len(with_indices(data))
    assert (done.status, done.out) == (0, "")
    assert done.err.count("verified  ") == count
    assert f"{count} of {count} files verified; " in done.err
    again = here.run("download", "--output-dir", here.folder, "--manifest", data.manifest)
    assert again.err.count("already here  ") == count
    assert f"0 of {count} files verified, {count} already here; 0 bytes received" in again.err


def test_an_index_that_could_not_come_is_tried_again_by_the_next_run(
    here: Terminal, site: PracticeSite, data: PracticeData
) -> None:
    bam, bai = data.get(Role.BAM), data.get(Role.BAI)
    here.download("--object-id", bam.object_id, "--no-index")
    site.fail_next(1, 404, b"", service=Service.STORE)
    first = here.download("--object-id", bam.object_id)
    assert first.status == 1
    assert [line["object_id"] for line in first.events("failed")] == [bai.object_id]
    second = here.download("--object-id", bam.object_id)
    assert second.status == 0
    assert [line["object_id"] for line in second.events("verified")] == [bai.object_id]
