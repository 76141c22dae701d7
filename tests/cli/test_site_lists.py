"""What a site itself tells: studies and analyses without a manifest, and what a bare list lacks."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from score_gui.demo import Flavour, PracticeData, PracticeSite, Role, Service
from tests.fakes.json_site import JsonSite, Params, said

from .terminal import Terminal


def test_the_published_files_of_a_study_are_listed(here: Terminal, data: PracticeData) -> None:
    done = here.run("inspect", "--study-id", "PRAC-CA", "--json")
    assert done.status == 0
    told = json.loads(done.out)
    assert told["kind"] == "site-selection"
    by_id = {held.object_id: held for held in data.objects}
    indexes = {held.index_object_id for held in data.objects} | {
        held.object_id for held in data.objects if held.file_type in {"BAI", "CRAI", "TBI"}
    }
    wanted = {held.object_id for held in data.objects if held.analysis.study_id == "PRAC-CA"} - indexes
    assert {entry["object_id"] for entry in told["entries"]} == wanted
    for entry in told["entries"]:
        held = by_id[entry["object_id"]]
        assert (entry["file_name"], entry["size"], entry["md5"]) == (held.name, held.size, held.md5)


def test_drafts_are_not_listed(here: Terminal, data: PracticeData) -> None:
    told = json.loads(here.run("inspect", "--study-id", "PRAC-XX", "--json").out)
    assert [entry["object_id"] for entry in told["entries"]] == [data.get(Role.MISSING).object_id]


def test_one_analysis_is_listed_for_people(here: Terminal, data: PracticeData) -> None:
    held = data.get(Role.VCF)
    words = ("--study-id", "PRAC-CA", "--analysis-id", held.analysis.analysis_id)
    head, *rows = here.run("inspect", *words).out.splitlines()
    assert head.startswith(f"{held.analysis.analysis_id}: Chosen at the site, 2 files, ")
    assert any(held.name in row for row in rows)


def test_the_site_tells_what_a_bare_list_lacks(
    here: Terminal, site: PracticeSite, data: PracticeData, tmp_path: Path
) -> None:
    vcf, unknown = data.get(Role.VCF), str(uuid.uuid4())
    listed = tmp_path / "ids.txt"
    listed.write_text(f"{vcf.object_id}\n{unknown}\n", "utf-8")
    urls = ("--storage-url", site.storage_url, "--metadata-url", site.metadata_url)
    assert here.run("profile", "add", "Lab", *urls).status == 0
    told = json.loads(here.run("inspect", listed, "--profile", "Lab", "--json").out)
    first, second = told["entries"]
    assert (first["file_name"], first["size"], first["md5"]) == (vcf.name, vcf.size, vcf.md5)
    assert (second["object_id"], second["file_name"]) == (unknown, None)
    assert json.loads(here.run("inspect", listed, "--json").out)["entries"][0]["file_name"] is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Name a manifest, or a --study-id of a site."),
        (("--analysis-id", "a"), "Name a manifest, or a --study-id of a site."),
        (("x.tsv", "--study-id", "PRAC-CA"), "Name either a manifest, or a --study-id."),
    ],
)
def test_what_makes_no_sense_is_bad_usage(here: Terminal, words: tuple[str, ...], told: str) -> None:
    done = here.run("inspect", *words)
    assert (done.status, done.out, done.err) == (2, "", f"{told}\n")


@pytest.mark.parametrize("study", ["NONE-CA", "../PRAC-CA", ".."])
def test_an_unknown_study_is_a_sentence(here: Terminal, study: str) -> None:
    done = here.run("inspect", "--study-id", study)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1


def test_a_site_in_trouble_is_a_sentence(here: Terminal, site: PracticeSite) -> None:
    site.fail_next(1, 500, service=Service.SONG)
    done = here.run("inspect", "--study-id", "PRAC-CA")
    assert (done.status, done.out) == (1, "")


def test_the_files_of_a_draft_are_refused(here: Terminal, data: PracticeData) -> None:
    analysis = data.get(Role.UNPUBLISHED).analysis
    words = ("--study-id", analysis.study_id, "--analysis-id", analysis.analysis_id)
    done = here.download(*words)
    assert (done.status, done.out) == (1, "")
    assert "UNPUBLISHED" in done.err


def test_an_analysis_of_the_gateway_of_argo_arrives_although_it_has_no_studies(
    terminal: Terminal, data: PracticeData
) -> None:
    held = data.get(Role.VCF)
    with PracticeSite(data, flavour=Flavour.ARGO) as argo:
        terminal.use(argo)
        added = terminal.run("profile", "add", "Gateway", "--preset", "icgc-argo")
        assert added.status == 0
        profiles = terminal.home / "config" / "profiles.json"
        kept = json.loads(profiles.read_text("utf-8"))
        for row in kept["profiles"]:
            row["storage_url"] = row["metadata_url"] = argo.storage_url
        profiles.write_text(json.dumps(kept), "utf-8")
        words = ("--profile", "Gateway", "--study-id", "PRAC-CA", "--analysis-id", held.analysis.analysis_id)
        done = terminal.download(*words)
        assert done.status == 0
        assert held.name in terminal.files()
        refused = terminal.run("inspect", "--profile", "Gateway", "--study-id", "PRAC-CA")
        assert (refused.status, refused.err) == (2, "Gateway tells no studies; name an --analysis-id too.\n")


def test_a_study_of_many_pages_is_told_to_its_end(here: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def page(params: Params, _: str | None) -> bytes:
        first = int(params["offset"])
        numbers = range(first, min(250, first + int(params["limit"])))
        rows = [{"analysisId": f"an{n}", "files": [{"objectId": f"id{n}"}]} for n in numbers]
        return said({"analyses": rows, "totalAnalyses": 250})

    with JsonSite({"/studies/LONG-CA/analysis/paginated": page}) as song:
        monkeypatch.setenv("METADATA_URL", song.origin)
        done = here.run("inspect", "--study-id", "LONG-CA", "--json")
    assert len(json.loads(done.out)["entries"]) == 250
    assert done.err.splitlines() == ["100 analyses so far", "200 analyses so far"]
