"""The library face as a script uses it: twenty-odd lines, no project."""

from __future__ import annotations

from pathlib import Path

import pytest

import tmflow
from tests.workflow.projects import EN, JA, ROOT, SENTENCES, aligned, article
from tmflow.model.language import Language
from tmflow.mt.translator import EchoTranslator


def test_the_main_job_in_a_script_without_a_project(tmp_path: Path) -> None:
    source = tmflow.read_article(ROOT / "articles/ja/harbor-tides.txt")
    target = tmflow.read_article(ROOT / "articles/en/harbor-tides.txt")
    assert source.language is Language.JA
    beads = tmflow.align(source, target)
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
    with pytest.raises(tmflow.TmflowError, match="1 units are not ready"):
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
        "text": lambda: tmflow.align("".join(ja), " ".join(en)),
        "strings": lambda: tmflow.align(ja, en),
        "segments": lambda: tmflow.align(list(tmflow.segment("".join(ja))), list(tmflow.segment(" ".join(en)))),
    }[form]()
    assert [bead.kind for bead in beads] == ["1:1"] * (len(SENTENCES) - 1)


def test_alignment_of_two_texts_in_one_language_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="both ja"):
        tmflow.align("港は静かだ。", "風もない。")


def test_unlike_texts_are_refused() -> None:
    soup = [f"Add {number} spoons of pepper and stir until it boils over." for number in range(2, 9)]
    with pytest.raises(tmflow.TmflowError, match="do not look like"):
        tmflow.align(list(JA[1:]), soup)
    assert tmflow.align(list(JA[1:]), soup, require_translation=False)


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
