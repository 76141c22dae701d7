"""In the whole program: bare ids are filled by their site, and a taken name is asked about and answered."""

from __future__ import annotations

from pathlib import Path

from score_gui.demo import PracticeSite, Role
from score_gui.model.transfer import Layout, NameRule, Status
from score_gui.ui.preview_page import PreviewPage
from tests.app.conftest import Person

STRANGER = b"a thesis"


def opened(person: Person) -> PreviewPage:
    person.until(
        lambda: person.app.previews.page is not None and person.app.previews.page.content is not None
    )
    page = person.app.previews.page
    assert page is not None
    return page


def ids_in(folder: Path, *ids: str) -> Path:
    path = folder / "ids.txt"
    path.write_text("\n".join(ids) + "\n", encoding="utf-8")
    return path


def test_bare_ids_get_their_names_and_sizes_before_they_are_fetched(
    person: Person, site: PracticeSite, tmp_path: Path
) -> None:
    vcf, large = site.data.get(Role.VCF), site.data.get(Role.LARGE)
    person.drop(ids_in(tmp_path, vcf.object_id, large.object_id))
    page = opened(person)
    assert page.content is not None
    content = page.content
    person.until(lambda: [row.name for row in content.model.preview] == [vcf.name, large.name])
    assert [row.size for row in content.model.preview] == [vcf.size, large.size]
    page.options.choose_layout(Layout.PORTAL)
    person.until(
        lambda: page.options.path_box.path is not None and vcf.name in page.options.path_box.path.text
    )
    person.press_download()
    person.until(lambda: len(person.rows) == 2 and all(row.status is Status.VERIFIED for row in person.rows))
    assert person.target(vcf.name).parts[-3:-1] == (vcf.analysis.study_id, vcf.analysis.donor_id)


def test_a_taken_name_is_asked_about_without_a_pop_up_and_answered_in_the_overview(
    person: Person, site: PracticeSite, tmp_path: Path
) -> None:
    vcf = site.data.get(Role.VCF)
    person.drop(ids_in(tmp_path, vcf.object_id))
    page = opened(person)
    in_the_way = page.options.folder / vcf.name
    in_the_way.parent.mkdir(parents=True, exist_ok=True)
    in_the_way.write_bytes(STRANGER)
    page.options.choose_rule(NameRule.ASK)
    person.press_download()
    person.until(lambda: person.rows and person.rows[0].status is Status.NEEDS_YOU)
    person.select(vcf.name)
    person.until_button("Keep both").click()
    person.until(lambda: person.rows[0].status is Status.VERIFIED)
    assert in_the_way.read_bytes() == STRANGER
    assert person.rows[0].target is not None
    assert person.rows[0].target.name != vcf.name
    assert person.rows[0].target.stat().st_size == vcf.size
