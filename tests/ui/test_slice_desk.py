"""The desk behind the slice dialog, against a whole practice site: what it weighs, saves, refuses and gives back."""

from __future__ import annotations

import hashlib
import shlex
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from score_gui.cli import main  # noqa: E402 - needs pysam
from score_gui.demo import PracticeData, PracticeSite, Role, make_practice_data  # noqa: E402 - needs pysam
from score_gui.model.manifest import Entry  # noqa: E402
from score_gui.model.problem import ProblemError  # noqa: E402
from score_gui.model.profile import Profile, SiteKind  # noqa: E402
from score_gui.model.secret import Secret  # noqa: E402
from score_gui.net.data import DataClient  # noqa: E402
from score_gui.net.settings import NetSettings  # noqa: E402
from score_gui.slicing.fetch import CancelledError  # noqa: E402
from score_gui.slicing.orders import OutputFormat  # noqa: E402
from score_gui.sources.base import Source  # noqa: E402
from score_gui.sources.open import open_source  # noqa: E402
from score_gui.ui.slice_desk import Desk  # noqa: E402
from score_gui.ui.slice_draft import Draft, SliceTarget, command_line  # noqa: E402
from score_gui.ui.slice_facts import FileFacts, LineState, Progress, Saved, SliceFile  # noqa: E402
from score_gui.ui.slice_file import Surroundings  # noqa: E402
from score_gui.ui.slice_regions import Chips  # noqa: E402

NET = NetSettings(connect_timeout=10, read_timeout=10)
PLACE = "chr2:20,001-60,000"
HLA = "HLA-A*01:01:01:01"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=1_000_000)


@pytest.fixture
def site(data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data) as running:
        yield running


@pytest.fixture
def source(site: PracticeSite) -> Iterator[Source]:
    profile = Profile("practice", "Practice", site.storage_url, site.metadata_url, SiteKind.PRACTICE)
    made = open_source(profile, lambda: Secret(site.token), NET)
    yield made
    made.close()


@pytest.fixture
def desk(source: Source, tmp_path: Path) -> Desk:
    def at_once(task: Callable[[], None]) -> None:
        task()

    cache = tmp_path / "cache"
    return Desk(Surroundings(cache, lambda _id: DataClient(NET), lambda _id: source, list, at_once))


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(tmp_path / "out")


@pytest.fixture
def opened(desk: Desk, data: PracticeData) -> Iterator[Callable[[SliceTarget], tuple[SliceFile, FileFacts]]]:
    files: list[SliceFile] = []

    def make(target: SliceTarget) -> tuple[SliceFile, FileFacts]:
        files.append(desk.file(target))
        return files[-1], files[-1].open()

    yield make
    for file in files:
        file.close()


def of(data: PracticeData, role: Role) -> SliceTarget:
    return SliceTarget(Entry(data.get(role).object_id), "practice", "Practice")


def with_text(draft: Draft, facts: FileFacts, text: str) -> Draft:
    chips, unplaced = facts.reader.read(text)
    return replace(draft, chips=Chips(chips), unplaced=draft.unplaced or unplaced)


def save(file: SliceFile, draft: Draft, progress: Progress | None = None) -> Saved:
    weighed = file.weigh(draft)
    assert weighed.problem is None
    return file.save(draft, weighed, progress or file.begin())


def names(path: Path, reference: Path | None = None) -> list[tuple[str, int]]:
    fasta = str(reference) if reference else None
    with pysam.AlignmentFile(str(path), reference_filename=fasta) as file:
        return [(read.query_name, read.flag) for read in file.fetch(until_eof=True)]


def overlapping(
    path: Path, contig: str, begin: int, end: int, reference: Path | None = None
) -> list[tuple[str, int]]:
    fasta = str(reference) if reference else None
    with pysam.AlignmentFile(str(path), reference_filename=fasta) as file:
        return [
            (read.query_name, read.flag)
            for read in file.fetch(until_eof=True)
            if read.reference_name == contig
            and read.reference_start < end
            and (read.reference_end or read.reference_start + 1) > begin
        ]


def path_of(data: PracticeData, role: Role) -> Path:
    path = data.get(role).path
    assert path is not None
    return path


def test_a_file_is_known_by_its_header_and_index(
    opened: Callable[..., tuple[SliceFile, FileFacts]], data: PracticeData
) -> None:
    _, facts = opened(of(data, Role.BAM))
    assert (facts.name, facts.size, facts.is_cram) == (
        data.get(Role.BAM).name,
        data.get(Role.BAM).size,
        False,
    )
    assert facts.index_name == data.get(Role.BAI).name
    assert list(facts.contigs)[:3] == ["chr1", "chr2", "chr17"]
    with pysam.AlignmentFile(
        str(path_of(data, Role.BAM)), index_filename=str(path_of(data, Role.BAI))
    ) as file:
        counted = {one.contig: one.mapped for one in file.get_index_statistics()}
        assert facts.unplaced == file.nocoordinate
    assert {bar.name: bar.value for bar in facts.bars} == counted
    assert facts.counts_reads


def test_the_cost_is_what_is_fetched(
    opened: Callable[..., tuple[SliceFile, FileFacts]], data: PracticeData, draft: Draft, site: PracticeSite
) -> None:
    file, facts = opened(of(data, Role.BAM))
    chosen = with_text(draft, facts, PLACE)
    weighed = file.weigh(chosen)
    before = site.bytes_served(data.get(Role.BAM).object_id)
    progress = file.begin()
    saved = file.save(chosen, weighed, progress)
    assert site.bytes_served(data.get(Role.BAM).object_id) - before == weighed.download == saved.received
    assert progress.planned == progress.fetched == weighed.download
    assert progress.reads == saved.reads
    assert weighed.reads is not None
    assert abs(weighed.reads - saved.reads) < 0.2 * saved.reads


def test_a_slice_holds_exactly_the_reads_of_its_regions(
    opened: Callable[..., tuple[SliceFile, FileFacts]], data: PracticeData, draft: Draft
) -> None:
    file, facts = opened(of(data, Role.BAM))
    saved = save(file, with_text(replace(draft, padding=100), facts, PLACE))
    assert names(saved.path) == overlapping(path_of(data, Role.BAM), "chr2", 19_900, 60_100)
    assert saved.md5 == hashlib.md5(saved.path.read_bytes(), usedforsecurity=False).hexdigest()
    assert (saved.size, saved.reads) == (saved.path.stat().st_size, len(names(saved.path)))
    assert saved.index == saved.path.with_name(f"{saved.path.name}.bai")
    (depth,) = saved.depths
    assert depth.reads == saved.reads
    assert 6 < depth.mean < 10


def test_a_cram_is_sliced_with_its_reference_only(
    opened: Callable[..., tuple[SliceFile, FileFacts]], data: PracticeData, draft: Draft, site: PracticeSite
) -> None:
    file, facts = opened(of(data, Role.CRAM))
    assert not facts.counts_reads
    assert sum(bar.value for bar in facts.bars) > 100_000
    chosen = with_text(draft, facts, f"{HLA}:1-2000")
    before = site.bytes_served(data.get(Role.CRAM).object_id)
    weighed = file.weigh(chosen)
    assert weighed.problem is not None
    assert weighed.problem.code == "slice-reference-needed"
    chosen = replace(chosen, reference=data.reference)
    assert file.weigh(chosen).reference_checked == 1
    assert site.bytes_served(data.get(Role.CRAM).object_id) == before
    saved = save(file, chosen)
    assert names(saved.path) == overlapping(path_of(data, Role.CRAM), HLA, 0, 2000, data.reference)
    assert saved.reads > 50


def test_another_reference_is_told_before_anything_is_fetched(
    opened: Callable[..., tuple[SliceFile, FileFacts]], data: PracticeData, draft: Draft, tmp_path: Path
) -> None:
    file, facts = opened(of(data, Role.CRAM))
    assert data.reference is not None
    other = tmp_path / "other.fa"
    other.write_text(data.reference.read_text().replace("ACGT", "ACCT"))
    weighed = file.weigh(replace(with_text(draft, facts, PLACE), reference=other))
    assert weighed.problem is not None
    assert "chr2 has MD5" in weighed.problem.cause


def test_the_name_is_one_that_is_free(
    opened: Callable[..., tuple[SliceFile, FileFacts]], data: PracticeData, draft: Draft
) -> None:
    file, facts = opened(of(data, Role.BAM))
    chosen = with_text(draft, facts, PLACE)
    first = save(file, chosen)
    second = file.weigh(chosen).output
    assert first.path != second
    assert second.name.endswith("-2.bam")
    taken = file.weigh(replace(chosen, output=first.path)).problem
    assert taken is not None
    assert taken.code == "slice-output-exists"


@pytest.mark.parametrize("form", list(OutputFormat))
def test_every_format_is_checked_and_has_its_index(
    form: OutputFormat, opened: Callable[..., tuple[SliceFile, FileFacts]], data: PracticeData, draft: Draft
) -> None:
    file, facts = opened(of(data, Role.BAM))
    saved = save(file, with_text(replace(draft, format=form, unplaced=True, pruned=True), facts, "chrM"))
    assert saved.path.suffix == f".{form.value}"
    assert len(names(saved.path)) == saved.reads > 500
    assert (saved.index is None) == (form is OutputFormat.SAM)


def test_a_file_of_this_computer_is_sliced_where_it_is(
    opened: Callable[..., tuple[SliceFile, FileFacts]], data: PracticeData, draft: Draft, tmp_path: Path
) -> None:
    here = tmp_path / "here.bam"
    shutil.copy(path_of(data, Role.BAM), here)
    shutil.copy(path_of(data, Role.BAI), tmp_path / "here.bam.bai")
    file, facts = opened(SliceTarget(path=here))
    assert (facts.name, facts.index_name) == ("here.bam", "here.bam.bai")
    saved = save(file, with_text(draft, facts, PLACE))
    assert saved.received == 0
    assert names(saved.path) == overlapping(here, "chr2", 20_000, 60_000)


@pytest.mark.parametrize("padding", [0, 250])
@pytest.mark.parametrize("text", [PLACE, f"{HLA}:100-2000 chrM *", None])
def test_the_command_that_is_copied_makes_the_same_slice(
    text: str | None,
    padding: int,
    opened: Callable[..., tuple[SliceFile, FileFacts]],
    data: PracticeData,
    draft: Draft,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = tmp_path / "it's here.bam"
    shutil.copy(path_of(data, Role.BAM), here)
    shutil.copy(path_of(data, Role.BAI), f"{here}.bai")
    bed = tmp_path / "my regions.bed"
    bed.write_text("chr2\t500\t9000\nchr2\t9\t9\n")
    target = SliceTarget(path=here)
    file, facts = opened(target)
    if text is None:
        chip = file.read_bed(bed)
        assert chip.trouble is not None
        chosen = replace(draft, chips=Chips(chip.trouble.repairs[-1].chips))
    else:
        chosen = with_text(draft, facts, text)
    chosen = replace(chosen, padding=padding, contained=True, pruned=True)
    saved = save(file, chosen)
    made = saved.path.read_bytes()
    words = command_line(target, chosen, saved.regions, saved.path)
    for path in (saved.path, saved.index):
        assert path is not None
        path.unlink()
    monkeypatch.setenv("SCORE_GUI_HOME", str(tmp_path / "home"))
    assert main(shlex.split(words)[1:]) == 0
    assert saved.path.read_bytes() == made


def test_a_file_without_an_index_says_so_and_leaves_nothing(
    desk: Desk, data: PracticeData, tmp_path: Path
) -> None:
    here = tmp_path / "here.bam"
    shutil.copy(path_of(data, Role.BAM), here)
    file = desk.file(SliceTarget(path=here))
    with pytest.raises(ProblemError) as caught:
        file.open()
    assert caught.value.problem.code == "slice-no-index"
    assert list((tmp_path / "cache" / "slices").iterdir()) == []
    file.close()


def test_where_pysam_is_missing_nothing_is_opened(
    desk: Desk, data: PracticeData, site: PracticeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pysam", None)
    file = desk.file(of(data, Role.BAM))
    with pytest.raises(ProblemError) as caught:
        file.open()
    assert caught.value.problem.code == "slice-no-reader"
    assert site.bytes_served(data.get(Role.BAI).object_id) == 0
    file.close()


def test_a_missing_file_is_a_problem_and_no_crash(desk: Desk, tmp_path: Path) -> None:
    file = desk.file(SliceTarget(path=tmp_path / "gone.bam"))
    with pytest.raises(ProblemError):
        file.open()
    file.close()


def test_cancelling_leaves_nothing_and_the_next_slice_is_whole(
    opened: Callable[..., tuple[SliceFile, FileFacts]],
    data: PracticeData,
    draft: Draft,
    site: PracticeSite,
) -> None:
    file, facts = opened(of(data, Role.BAM))
    chosen = with_text(draft, facts, "chr1 chr2")
    weighed = file.weigh(chosen)
    progress = file.begin()
    site.hold(after=1000)
    outcome: list[BaseException] = []

    def work() -> None:
        try:
            file.save(chosen, weighed, progress)
        except CancelledError as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert site.wait_held()
    file.cancel()
    thread.join(30)
    assert not thread.is_alive()
    assert len(outcome) == 1
    assert not draft.folder.exists() or list(draft.folder.iterdir()) == []
    site.release()
    assert save(file, chosen).reads > 10_000


def test_a_closed_file_gives_its_folder_back_and_does_no_more(
    desk: Desk, data: PracticeData, draft: Draft, tmp_path: Path
) -> None:
    file = desk.file(of(data, Role.BAM))
    facts = file.open()
    assert len(list((tmp_path / "cache" / "slices").iterdir())) == 1
    file.close()
    assert list((tmp_path / "cache" / "slices").iterdir()) == []
    with pytest.raises(CancelledError):
        file.weigh(with_text(draft, facts, PLACE))


def test_a_batch_goes_on_past_a_file_that_cannot_be_sliced(
    desk: Desk, data: PracticeData, draft: Draft
) -> None:
    assert data.reference is not None
    targets = [of(data, Role.BAM), of(data, Role.VCF), of(data, Role.CRAM)]
    first = desk.file(targets[0])
    facts = first.open()
    first.close()
    batch = desk.batch(
        targets, replace(with_text(draft, facts, PLACE), reference=data.reference), facts.contigs
    )
    batch.run()
    assert [line.state for line in batch.lines] == [LineState.DONE, LineState.STOPPED, LineState.DONE]
    bam, vcf, cram = batch.lines
    assert vcf.problem is not None
    assert bam.saved is not None
    assert cram.saved is not None
    assert names(bam.saved.path) == overlapping(path_of(data, Role.BAM), "chr2", 20_000, 60_000)
    assert names(cram.saved.path) == overlapping(
        path_of(data, Role.CRAM), "chr2", 20_000, 60_000, data.reference
    )


def test_a_batch_takes_no_file_of_another_assembly(desk: Desk, data: PracticeData, draft: Draft) -> None:
    target = of(data, Role.BAM)
    file = desk.file(target)
    facts = file.open()
    file.close()
    lengths = {**facts.contigs, "chr2": 242_193_529}
    batch = desk.batch([target], with_text(draft, facts, PLACE), lengths)
    batch.run()
    (line,) = batch.lines
    assert line.problem is not None
    assert "It is another assembly." in line.problem.cause
    assert not draft.folder.exists()


def test_a_cancelled_batch_leaves_out_what_is_not_begun(desk: Desk, data: PracticeData, draft: Draft) -> None:
    batch = desk.batch([of(data, Role.BAM)] * 2, draft, {})
    batch.cancel()
    batch.run()
    assert [line.state for line in batch.lines] == [LineState.LEFT, LineState.LEFT]
