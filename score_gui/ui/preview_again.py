"""Makes the page of a preview anew in the look that holds now: with its rows, its ticks, its choices and its place."""

from __future__ import annotations

from dataclasses import replace

from score_gui.model.settings import Settings
from score_gui.ui.icons import Icons
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.theme import Theme


def made_again(
    former: PreviewPage, theme: Theme, icons: Icons, settings: Settings, outside: PreviewOutside
) -> PreviewPage:
    """A page in the place of `former`, which is of no more use. A page whose rows are not made yet begins anew."""
    before = former.options
    chosen = replace(
        settings,
        output_folder=before.folder,
        layout=before.layout_choice,
        with_index=before.with_index,
    )
    kept = former.kept
    page = PreviewPage(
        theme, icons, former.manifest, chosen, before.profiles, outside=outside, begins=kept is None
    )
    page.options.choose_layout(before.layout_choice)
    page.options.choose_profile(before.profile_id)
    page.options.choose_rule(before.rule)
    page.foot.set_starts(starts=former.foot.starts)
    page.header.search.setText(former.header.search_text)
    if kept is not None:
        kept.loaded.preview.forget_words()
        page.go_on(kept)
        kept.survey.look_at_folder()
    if former.content is not None and page.content is not None:
        page.content.model.look(former.content.model.wanted)
        page.content.say(former.content.said)
        if former.content.table.chosen is not None:
            page.content.table.choose(former.content.table.chosen)
    return page
