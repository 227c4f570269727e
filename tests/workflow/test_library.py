"""The library face as a script uses it: twenty-odd lines, no project."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import tmflow
from tests.workflow.projects import EN, JA, ROOT, SENTENCES, aligned, article
from tmflow.model.language import Language
from tmflow.mt.translator import EchoTranslator
from tmflow.segment.rules import Quotations
from tmflow.text.newline import Newline
from tmflow.workflow.settings import Settings
from tmflow.workflow.texts import read_stream


def test_the_main_job_in_a_script_without_a_project(tmp_path: Path) -> None:
    source = tmflow.read_article(ROOT / "articles/ja/harbor-tides.txt")
    target = tmflow.read_article(ROOT / "articles/en/harbor-tides.txt")
    assert source.language is Language.JA
    beads = tmflow.align(source, target, dictionary="none")
    assert sum(bead.kind == "1:1" for bead in beads) > len(beads) / 2

    project = aligned(tmp_path)
    with tmflow.Memory.open(project.bitext_path("mist")) as memory:
        draft = tmflow.translate(
            article((*JA[:3], "鐘は鳴らない。")), to="en", memory=memory, fallback=EchoTranslator()
        )
    assert [unit.target.text for unit in draft.units[:3] if unit.target] == list(EN[:3])
    assert [unit.origin.kind.value for unit in draft.units if unit.origin] == ["memory", "memory", "memory", "mt"]

    findings = tmflow.check(draft, only={"state.*"})
    assert [finding.rule for finding in findings.at_least("warning")] == ["state.mt-unreviewed"]
    with pytest.raises(tmflow.TmflowError, match="1 unit not ready"):
        tmflow.publish(draft, tmp_path / "page.html")
    page = tmflow.publish(draft, tmp_path / "page.html", allow_drafts=True)
    assert all(text in page.read_text(encoding="utf-8") for text in (JA[2], EN[2]))


def test_segments_partition_a_text_up_to_its_white_space() -> None:
    text = "  港は静かだ。風もない。 船が出る。\n"
    parts = list(tmflow.segment(text))
    assert [(part.start, part.end, part.text) for part in parts] == [
        (2, 8, "港は静かだ。"),
        (8, 13, "風もない。"),
        (14, 19, "船が出る。"),
    ]
    assert all(part.rule for part in parts)
    whole = list(tmflow.segment(text, whitespace=True))
    assert "".join(part.text for part in whole) == text
    assert [part for part in whole if part.kind != "white-space"] == parts


@pytest.mark.parametrize("form", ["text", "strings", "segments"])
def test_alignment_takes_texts_lists_and_segments(form: str) -> None:
    ja, en = list(JA[1:]), list(EN[1:])
    beads = {
        "text": lambda: tmflow.align("".join(ja), " ".join(en), dictionary="none"),
        "strings": lambda: tmflow.align(ja, en, dictionary="none"),
        "segments": lambda: tmflow.align(
            list(tmflow.segment("".join(ja))), list(tmflow.segment(" ".join(en))), dictionary="none"
        ),
    }[form]()
    assert [bead.kind for bead in beads] == ["1:1"] * (len(SENTENCES) - 1)


def test_alignment_of_two_texts_in_one_language_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="both ja"):
        tmflow.align("港は静かだ。", "風もない。")


def test_unlike_texts_are_refused() -> None:
    soup = [f"Add {number} spoons of pepper and stir until it boils over." for number in range(2, 9)]
    with pytest.raises(tmflow.TmflowError, match="do not look like"):
        tmflow.align(list(JA[1:]), soup, dictionary="none")
    assert tmflow.align(list(JA[1:]), soup, dictionary="none", require_translation=False)


def test_a_project_is_opened_from_any_folder_in_it(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    assert tmflow.open_project(tmp_path / "articles").articles == project.articles
    with pytest.raises(tmflow.TmflowError, match="tmflow init"):
        tmflow.open_project(tmp_path.parent)


@pytest.mark.parametrize("content", [b"", b"\0\1\2\xff\xfe\xfd" * 9])
def test_what_is_no_article_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(tmflow.TmflowError, match=r"x\.txt"):
        tmflow.read_article(path)


def test_options_take_their_values_as_strings() -> None:
    text = "「潮が満ちた。船が出る。」と港長は言った。"
    options = tmflow.SegmentOptions(quotations="split")  # type: ignore[arg-type]
    assert options == tmflow.SegmentOptions(quotations=Quotations.SPLIT)
    assert len(list(tmflow.segment(text, options=options))) == 2
    with pytest.raises(ValueError, match="cut"):
        tmflow.SegmentOptions(quotations="cut")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [b"x", None, Path("x.txt")])
def test_what_is_no_text_is_a_wrong_call(text: Any) -> None:
    with pytest.raises(TypeError, match=r"give a str, or a Document"):
        tmflow.segment(text)


def test_an_article_is_read_as_its_newlines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "pier.txt"
    path.write_text("The pier\n\nThe boat leaves the\nquay at noon.\n", encoding="utf-8")
    assert [len(tmflow.read_article(path, newline=newline).blocks) for newline in ("line", "paragraph")] == [3, 2]


def test_standard_input_is_read_with_the_settings_of_the_project() -> None:
    settings = Settings(segment=tmflow.SegmentOptions(newline=Newline.LINE), boilerplate=("Subscribe .*",))
    text = b"The pier\n\nThe boat leaves the\nquay at noon.\n\nSubscribe to our letter.\n"
    blocks = read_stream(BytesIO(text), language=None, settings=settings).blocks
    assert [block.kind.value for block in blocks] == ["title", "paragraph", "paragraph", "boilerplate"]
