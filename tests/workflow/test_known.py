"""What the aligner takes from a project's memory: which pairs, in which order, and what a damaged file does."""

from __future__ import annotations

from pathlib import Path

import pytest

import tmflow.formats.po as po_format
from tests.workflow.projects import JA, SENTENCES, aligned, edit, make_project, reopened, targets_of
from tmflow.errors import AlignmentError
from tmflow.formats.po import read_po, write_po
from tmflow.model.bitext import Bitext, Origin, OriginKind, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.align import align_project
from tmflow.workflow.ingest import load_article
from tmflow.workflow.known import KnownPairs
from tmflow.workflow.project import Project

JA_EN = LanguagePair(Language.JA, Language.EN)
TERMS = {
    "鼯鼠": "squirrel",
    "蟷螂": "mantis",
    "鴛鴦": "duck",
    "馴鹿": "reindeer",
    "翡翠": "kingfisher",
    "瑪瑙": "agate",
}
TERMS_JA = tuple(f"{word}がいる。" for word in TERMS)
TERMS_EN = tuple(f"We met one {word}." for number, word in enumerate(TERMS.values()) if number != 1)
TMX = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header srclang="{source}" creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"
 adminlang="en" datatype="plaintext"/><body>
{units}</body></tmx>
"""
TU = (
    '<tu{more}><tuv xml:lang="{source}"><seg>{left}</seg></tuv><tuv xml:lang="{target}"><seg>{right}</seg></tuv></tu>\n'
)


def write_memory(project: Project, name: str, pairs: dict[str, str], *, draft: bool = False) -> Path:
    """Write a bitext of confirmed units, or of drafts."""
    units = tuple(
        TranslationUnit(
            id=str(number),
            source=Content.of(source),
            target=Content.of(target),
            state=State.TRANSLATED,
            draft=draft,
            origin=Origin(kind=OriginKind.HUMAN),
        )
        for number, (source, target) in enumerate(pairs.items())
    )
    path = project.bitext_path(name)
    write_po(Bitext(slug=name, pair=JA_EN, units=units), path)
    return path


def moor(root: Path) -> Project:
    """A project with one article whose words no vocabulary has."""
    return make_project(
        root, ja={"moor": ["", *TERMS_JA]}, en={"moor": ["", *TERMS_EN]}, settings="align: {dictionary: none}"
    )


def near(project: Project, *, most: int = 2000) -> list[tuple[str, str]]:
    return KnownPairs(project).near(load_article(project, "moor"), most=most)


def test_the_units_of_other_articles_are_words_for_this_one(tmp_path: Path) -> None:
    project = moor(tmp_path)
    (alone,) = align_project(project)
    assert isinstance(alone.error, AlignmentError)
    write_memory(project, "animals", TERMS)
    (alignment,) = align_project(reopened(project), ("moor",))
    assert alignment.error is None
    found = targets_of(project, "moor")
    assert [found[ja] for ja in TERMS_JA] == [TERMS_EN[0], None, *TERMS_EN[1:]]


def test_a_tmx_from_elsewhere_is_read_too_in_either_direction(tmp_path: Path) -> None:
    project = moor(tmp_path)
    units = "".join(
        TU.format(more="", source="en", target="ja", left=english, right=japanese)
        for japanese, english in TERMS.items()
    )
    (tmp_path / "memories/old.tmx").write_text(TMX.format(source="en", units=units), encoding="utf-8")
    assert near(project) == list(TERMS.items())
    (alignment,) = align_project(project)
    assert alignment.error is None


def test_the_terms_of_the_glossary_are_words_for_every_article(tmp_path: Path) -> None:
    project = moor(tmp_path)
    (alone,) = align_project(project)
    assert isinstance(alone.error, AlignmentError)
    terms = "".join(f"- {{ja: {japanese}, en: {english}}}\n" for japanese, english in TERMS.items())
    project.glossary_path.write_text(terms, encoding="utf-8")
    assert near(reopened(project), most=0) == list(TERMS.items())
    (alignment,) = align_project(reopened(project))
    assert alignment.error is None
    found = targets_of(project, "moor")
    assert [found[ja] for ja in TERMS_JA] == [TERMS_EN[0], None, *TERMS_EN[1:]]


def test_a_glossary_that_cannot_be_read_is_told_and_not_used(tmp_path: Path) -> None:
    project = moor(tmp_path)
    write_memory(project, "animals", TERMS)
    project.glossary_path.write_text("- {ja: 鼯鼠}", encoding="utf-8")
    notes: list[str] = []
    (alignment,) = align_project(project, ("moor",), on_note=notes.append)
    assert alignment.error is None
    assert notes == [f"{project.glossary_path}:1:3: the term has no en: add its form. What it knows was not used"]


def test_drafts_and_the_work_of_machines_are_left_out(tmp_path: Path) -> None:
    project = moor(tmp_path)
    write_memory(project, "drafts", TERMS, draft=True)
    units = TU.format(more=' creationid="MT!"', source="ja", target="en", left="鼯鼠", right="squirrel")
    units += TU.format(more="", source="ja", target="en", left="翡翠", right="kingfisher")
    (tmp_path / "memories/old.tmx").write_text(TMX.format(source="ja", units=units), encoding="utf-8")
    assert near(project) == [("翡翠", "kingfisher")]


def test_its_own_units_come_first_and_equal_ones_once(tmp_path: Path) -> None:
    project = moor(tmp_path)
    write_memory(project, "animals", {"鼯鼠": "squirrel", "瑪瑙": "agate"})
    write_memory(project, "moor", {"瑪瑙": "agate"})
    assert near(project) == [("瑪瑙", "agate"), ("鼯鼠", "squirrel")]


def test_of_too_many_the_nearest_are_taken(tmp_path: Path) -> None:
    project = moor(tmp_path)
    far = {f"外国{number}": f"abroad {number}" for number in range(20)}
    write_memory(project, "animals", {**far, "鼯鼠が外国で見られた年": "the year", "鼯鼠": "squirrel", "瑪瑙": "agate"})
    assert near(project, most=3) == [("瑪瑙", "agate"), ("鼯鼠", "squirrel"), ("鼯鼠が外国で見られた年", "the year")]
    assert len(near(project, most=23)) == 23


def test_the_memory_is_read_once_a_run_and_not_before_it_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = aligned(tmp_path)
    read: list[str] = []

    def count(path: Path) -> Bitext:
        read.append(path.name)
        return read_po(path)

    monkeypatch.setattr(po_format, "read_po", count)
    list(align_project(reopened(project)))
    assert not read
    for slug in ("one", "two"):
        for language, texts in zip(("ja", "en"), zip(*SENTENCES, strict=True), strict=True):
            (tmp_path / f"articles/{language}/{slug}.txt").write_text("\n\n".join(texts), encoding="utf-8")
    assert [alignment.error for alignment in align_project(reopened(project))] == [None] * 3
    assert read == ["mist.po"]


def test_a_memory_file_that_cannot_be_read_is_told_once_and_the_others_are_used(tmp_path: Path) -> None:
    project = moor(tmp_path)
    write_memory(project, "animals", TERMS)
    (tmp_path / "memories/broken.po").write_text('msgid "', encoding="utf-8")
    (tmp_path / "memories/broken.tmx").write_text("<tmx", encoding="utf-8")
    notes: list[str] = []
    (alignment,) = align_project(project, ("moor",), on_note=notes.append)
    assert alignment.error is None
    assert [note.partition("memories/")[2].partition(":")[0] for note in notes] == ["broken.po", "broken.tmx"]


def test_a_broken_bitext_of_the_run_is_told_in_its_own_place(tmp_path: Path) -> None:
    project = aligned(tmp_path, also_ja={"moor": ["", *TERMS_JA]})
    (tmp_path / "articles/en/moor.txt").write_text("\n\n".join(TERMS_EN), encoding="utf-8")
    edit(project.bitext_path("mist"), f'msgid "{JA[0]}"', 'msgid "')
    notes: list[str] = []
    found = {one.slug: one.error for one in align_project(reopened(project), on_note=notes.append)}
    assert "mist.po" in str(found["mist"])
    assert not notes
