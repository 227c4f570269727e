"""What a machine proposed, and the figures of its editing, through the tools that edit PO files."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import polib
import pytest

from tests.formats.interchange_samples import EDITED, OPTIONS, PAIR, markdown, unit
from tests.formats.test_po import gettext_tool
from tmflow.errors import FormatError
from tmflow.formats.po import parse_po, read_po, serialize_po, write_po
from tmflow.model.bitext import Bitext, Origin, OriginKind, State, TranslationUnit
from tmflow.model.match import MatchKind
from tmflow.model.post_edit import PostEdit, Proposal

SOURCE = "灯台は1908年に建てられた。"
PROPOSED = "The light-house - was **built** 100 % in 1908, and it stood a long while at the end of the pier of stone."
ORIGIN = Origin(kind=OriginKind.MT, tool="argos ja>en 1.9", match=MatchKind.MT)
PROPOSAL = Proposal(target=markdown(PROPOSED), kind=MatchKind.MT, tool="argos ja>en 1.9")
DRAFT = unit(SOURCE, PROPOSED, draft=True, origin=ORIGIN, proposal=PROPOSAL)


def text_of(*units: TranslationUnit, revised: str = "") -> str:
    text = serialize_po(Bitext(slug="harbor", pair=PAIR, units=units), OPTIONS)
    return text.replace('"PO-Revision-Date: \\n"', f'"PO-Revision-Date: {revised}\\n"')


def only(text: str) -> TranslationUnit:
    (found,) = parse_po(text, path=Path("harbor.po")).bitext.units
    return found


def run(tool: str, *words: str | Path) -> None:
    subprocess.run([gettext_tool(tool), *map(str, words)], capture_output=True, check=True)


def test_the_comment_is_in_short_lines_that_can_be_read() -> None:
    lines = [line for line in text_of(DRAFT).splitlines() if line.startswith("# tmflow-draft:")]
    assert len(lines) == 3
    assert all(len(line) <= 72 for line in lines)
    assert lines[0] == "# tmflow-draft: The%20light-house%20-%20was%20**built**%20100%20%25"


def test_japanese_takes_twice_the_place() -> None:
    proposal = Proposal(target=markdown("潮位計の針は静かに動く。" * 5), kind=MatchKind.MT)
    text = text_of(replace(DRAFT, proposal=proposal))
    assert [len(line) for line in text.splitlines() if line.startswith("# tmflow-draft:")] == [42, 42, 24]
    assert only(text).proposal == proposal


@pytest.mark.parametrize("edited", [PROPOSED, "The lighthouse was built in 1908."])
def test_an_editor_that_takes_the_fuzzy_flag_away_leaves_figures(edited: str) -> None:
    text = text_of(replace(DRAFT, target=markdown(edited)), revised="2026-11-27 09:30+0900")
    found = only(text.replace("#, fuzzy\n", ""))
    assert found.post_edit == PROPOSAL.edited_to(markdown(edited), when=date(2026, 11, 27))
    assert (found.proposal, found.is_confirmed) == (None, True)
    again = text_of(found)
    assert "tmflow-draft" not in again
    assert only(again) == found


def test_a_file_nobody_dated_gives_figures_without_a_day() -> None:
    for revised in ("", "YEAR-MO-DA HO:MI+ZONE"):
        found = only(text_of(DRAFT, revised=revised).replace("#, fuzzy\n", ""))
        assert found.post_edit == PROPOSAL.edited_to(markdown(PROPOSED))


def test_what_is_edited_and_still_fuzzy_keeps_the_proposal() -> None:
    found = only(text_of(DRAFT).replace('msgstr "The light-house - was', 'msgstr "The lighthouse was'))
    assert (found.proposal, found.draft, found.post_edit) == (PROPOSAL, True, None)


def test_an_emptied_unit_has_no_history() -> None:
    for history in (DRAFT, unit(SOURCE, PROPOSED, state=State.REVIEWED, post_edit=EDITED)):
        found = only(re.sub('msgstr ".+"$', 'msgstr ""', text_of(history), flags=re.MULTILINE))
        assert (found.target, found.proposal, found.post_edit) == (None, None, None)


def test_figures_outlive_a_fuzzy_flag_that_comes_back() -> None:
    text = text_of(unit(SOURCE, PROPOSED, state=State.REVIEWED, post_edit=EDITED))
    found = only(text.replace("msgid", "#, fuzzy\nmsgid").replace('#, fuzzy\nmsgid ""', 'msgid ""'))
    assert (found.draft, found.post_edit) == (True, EDITED)
    assert only(text_of(found).replace("#, fuzzy\n", "")).post_edit == EDITED


def test_a_draft_confirmed_again_has_the_figures_of_the_last_time() -> None:
    text = text_of(replace(DRAFT, post_edit=EDITED))
    assert only(text) == replace(DRAFT, post_edit=EDITED)
    assert only(text.replace("#, fuzzy\n", "")).post_edit == PROPOSAL.edited_to(markdown(PROPOSED))


def test_without_its_lines_a_draft_is_one_nobody_measures() -> None:
    """So are the drafts of a file that was written before there were any."""
    text = "\n".join(line for line in text_of(DRAFT).splitlines() if not line.startswith("# tmflow-draft:"))
    assert only(text) == replace(DRAFT, proposal=None)
    found = only(text.replace("#, fuzzy\n", ""))
    assert (found.post_edit, found.is_confirmed, found.origin) == (None, True, ORIGIN)


@pytest.mark.parametrize(
    "figures",
    ["mt/1:2:3/4:5///", "mt/9:2:3/0:5///argos", "no-kind/1:2:3/4:5///", "mt/1:2:3/4:5//2026-13-01/", "mt/1:2", ""],
)
def test_damaged_figures_are_named_with_their_line(figures: str) -> None:
    text = text_of(unit(SOURCE, PROPOSED)).replace("state=translated", f"state=translated edit={figures}")
    if figures == "mt/1:2:3/4:5///":
        expected = PostEdit(kind=MatchKind.MT, proposed_chars=2, chars=3, char_edits=1, words=5, word_edits=4)
        assert only(text).post_edit == expected
        return
    with pytest.raises(FormatError, match=r"^harbor\.po:\d+: tmflow comment: "):
        only(text)


def test_msgattrib_confirms(tmp_path: Path) -> None:
    before, after = tmp_path / "harbor.po", tmp_path / "after.po"
    write_po(Bitext(slug="harbor", pair=PAIR, units=(DRAFT,)), before, OPTIONS)
    run("msgattrib", "--clear-fuzzy", "--width=40", "-o", after, before)
    (found,) = read_po(after).units
    assert found.post_edit == PROPOSAL.edited_to(markdown(PROPOSED))


def test_msgmerge_keeps_the_history(tmp_path: Path) -> None:
    before, template, after = (tmp_path / name for name in ("harbor.po", "new.pot", "after.po"))
    figures = unit("港は静かだ。", "The port is quiet.", state=State.REVIEWED, post_edit=EDITED)
    write_po(Bitext(slug="harbor", pair=PAIR, units=(DRAFT, figures)), before, OPTIONS)
    entries = "\n\n".join(f'msgid "{text}"\nmsgstr ""' for text in (SOURCE, "港は静かだ。", "鐘が鳴る。"))
    template.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{entries}\n', encoding="utf-8"
    )
    run("msgmerge", "--previous", "--width=40", "-o", after, before, template)
    assert [(found.proposal, found.post_edit) for found in read_po(after).units] == [
        (PROPOSAL, None),
        (None, EDITED),
        (None, None),
    ]


def test_a_long_name_of_an_engine_goes_on_in_the_next_line() -> None:
    name = "libretranslate at http://translate.library.example:5000, pivot ja-zh-en"
    origin = replace(ORIGIN, tool=name)
    draft = replace(DRAFT, origin=origin, proposal=replace(PROPOSAL, tool=name), post_edit=replace(EDITED, tool=name))
    text = text_of(draft)
    assert all(len(line) <= 78 for line in text.splitlines() if line.startswith("# "))
    assert [text.count(key) for key in ("origin+=", "proposed+=", "edit+=")] == [1, 1, 2]
    assert only(text) == draft
    assert only(str(polib.pofile(text))) == draft
