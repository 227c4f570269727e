"""Correcting the alignment of a small project, and looking at what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.workflow.projects import EN, JA, aligned, make_project, reopened, units_of
from tmflow.formats.po import read_po_file, write_po
from tmflow.model.bitext import Origin, OriginKind, Side, State, TranslationUnit
from tmflow.workflow.align import Alignment, align_project
from tmflow.workflow.authorship import alignment_tool
from tmflow.workflow.correct import Correction, correct, read_units
from tmflow.workflow.ingest import load_article
from tmflow.workflow.operations import Merge, Move, Operation, Unlink
from tmflow.workflow.pairing import Pairing
from tmflow.workflow.project import Project

TODAY = date(2026, 11, 26)
BELL = ("鐘は鳴らない。", "The bell is silent.")

KNOCKS = (
    ("空き家の戸", "The door of the empty house"),
    ("遼は戸を2回たたいた。", "Ryo knocked on the door twice."),
    ("返事はなかった。", "There was no answer."),
    ("彼は15分待ち、もう一度たたいた。", "He waited for 15 minutes and knocked again."),
    ("返事はなかった。", "There was no answer."),
    ("隣の犬が3匹ほえた。", "The neighbour's three dogs barked."),
    ("返事はなかった。", "There was no answer."),
    ("遼は1987年の鍵を取り出した。", "Ryo took out the key from 1987."),
)
"""An article in which a sentence and its translation stand three times."""


def knocks(root: Path) -> Project:
    """A project with that article, aligned, as "knock"."""
    project = make_project(root, ja={"knock": [ja for ja, _ in KNOCKS]}, en={"knock": [en for _, en in KNOCKS]})
    align_again(project)
    return project


def fix(project: Project, operation: Operation, slug: str = "mist") -> Correction:
    return correct(reopened(project), slug, operation, reviewer="AK", when=TODAY)


def align_again(project: Project) -> Alignment:
    (alignment,) = align_project(reopened(project))
    assert alignment.error is None
    return alignment


def add_a_sentence(project: Project, slug: str = "mist") -> None:
    """Let both articles grow, so that what is not anchored is aligned anew."""
    for language, sentence in zip(("ja", "en"), BELL, strict=True):
        path = project.root / "articles" / language / f"{slug}.txt"
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{sentence}\n", encoding="utf-8")


def shown(units: Sequence[TranslationUnit]) -> list[tuple[str, str | None]]:
    return [(unit.source.text, unit.target.text if unit.target else None) for unit in units]


def pairs(project: Project, slug: str = "mist") -> list[tuple[str, str | None]]:
    return shown(units_of(project, slug))


def assert_partition(project: Project, pairing: Pairing) -> None:
    """Each passage of both articles is in exactly one unit, and a unit says what its passages say."""
    found = load_article(reopened(project), pairing.slug)
    for held, passages in (
        ([index for one in pairing.units for index in one.bead.source], found.source_passages),
        ([index for one in pairing.units for index in one.bead.target], found.target_passages),
    ):
        assert sorted(held) == list(range(len(passages)))
    assert not any(one.is_otherwise for one in pairing.units)


def as_the_aligner_left_it(project: Project, slug: str = "mist") -> None:
    """Make every pair a doubtful one of the aligner's, whatever a person has made of it."""
    path = project.bitext_path(slug)
    file = read_po_file(path)
    units = tuple(
        replace(
            unit,
            state=State.TRANSLATED,
            draft=True,
            origin=Origin(kind=OriginKind.ALIGNED, tool=alignment_tool(unit.target), similarity=40),
        )
        if unit.target
        else unit
        for unit in file.bitext.units
    )
    write_po(replace(file.bitext, units=units), path, file.options)


def leave_one_sided(project: Project, ja: str, en: str, slug: str = "mist") -> None:
    """Align, and let a sentence and its translation be drafts with one side each, as if the aligner had not paired them."""
    align_again(project)
    if dict(pairs(project, slug)).get(ja) is not None:
        number = next(one.number for one in read_units(reopened(project), slug).units if one.unit.source.text == ja)
        fix(project, Unlink(units=(str(number),)), slug)
    path = project.bitext_path(slug)
    file = read_po_file(path)
    aligned_text = Origin(kind=OriginKind.ALIGNED, similarity=50)
    units = tuple(
        replace(unit, draft=True, origin=None)
        if unit.source.text == ja
        else replace(unit, state=State.TRANSLATED, draft=True, origin=aligned_text)
        if unit.side is Side.TARGET and unit.target and unit.target.text == en
        else unit
        for unit in file.bitext.units
    )
    write_po(replace(file.bitext, units=units), path, file.options)


def with_a_wrong_boundary(root: Path, *, are_drafts: bool = True) -> Project:
    """A project whose sentence EN[3] stands in the unit of JA[2], instead of that of JA[3] and JA[4]."""
    project = aligned(root)
    fix(project, Merge(units=("4", "5")))
    fix(project, Move(unit="4", side="target", is_down=False))
    if are_drafts:
        as_the_aligner_left_it(project)
    assert pairs(project)[2:4] == [(JA[2], f"{EN[2]} {EN[3]}"), (JA[3] + JA[4], EN[4])]
    return project
