"""Consulting the memory of a project: parts of a text, and what answers to a word on the other side."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, aligned
from tmflow.align.lexicon import Lexicon
from tmflow.model.language import Language
from tmflow.model.match import MatchKind
from tmflow.workflow.consult import look_up, search_memory
from tmflow.workflow.counterparts import find_counterparts
from tmflow.workflow.project import open_project

LEXICON = Lexicon.build([("潮位計", "tide gauge"), ("湊町", "Minato Town")])


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("灯台", "The lighthouse burned; two lighthouses stood.", ["lighthouse", "lighthouses"]),
        ("潮位計", "Tide gauges fail.", ["Tide", "gauges"]),
        ("NATO", "A Nato summit.", ["Nato"]),
        ("lighthouse", "白い灯台が立つ。", ["灯台"]),
        ("Minato Town", "湊町の図書館。", ["湊町"]),
        ("tide gauge", "古い潮位計を直す。", ["潮位計"]),
        ("の", "The harbor of the town.", []),
        ("灯台", "No word of it.", []),
    ],
)
def test_what_answers_to_a_word(word: str, other: str, expected: list[str]) -> None:
    language = Language.EN if word[0].isascii() and not other.isascii() else Language.JA
    found = find_counterparts(word, other, language=language, lexicon=LEXICON)
    assert [other[span.start : span.end] for span in found] == expected


def test_a_search_highlights_both_sides_by_the_glossary_of_the_project(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    (tmp_path / "memories/glossary.yaml").write_text("- {ja: 灯台, en: lighthouse}\n", encoding="utf-8")
    hits = search_memory(open_project(project.root), "灯台", language=None, limit=9)
    (hit,) = (hit for hit in hits if hit.entry.source == JA[2])
    assert {hit.entry.source[span.start : span.end] for span in hit.spans} == {"灯台"}
    assert [hit.entry.target[span.start : span.end] for span in hit.other_spans] == ["lighthouse"]


def test_parts_are_looked_for_unless_the_very_text_is_there(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    part = look_up(project, f"風が止み、港の人々は家に帰り、{JA[2]}")
    assert [(match.kind, match.target) for match in part.fragments][:1] == [(MatchKind.FRAGMENT, EN[2])]
    assert look_up(project, JA[2]).fragments == ()
