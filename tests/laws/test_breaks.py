"""Laws of hard line breaks: they come back where they stood, from the bitext and from a file that was sent away."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.formats import po
from tmflow.formats.article import parse_article
from tmflow.formats.export import ExportOptions
from tmflow.formats.skeleton import Skeleton
from tmflow.formats.units import write_bitext
from tmflow.model.bitext import Bitext, State, TranslationUnit
from tmflow.model.document import ArticleFormat, Document
from tmflow.model.language import Language, LanguagePair
from tmflow.publish.page import render_article
from tmflow.workflow.bind import number_units
from tmflow.workflow.export import target_text
from tmflow.workflow.passages import read_passages
from tmflow.workflow.returned_article import write_returned_articles
from tmflow.workflow.settings import Settings

LANGUAGES = (Language.JA, Language.EN)
JA_EN = LanguagePair(*LANGUAGES)
WORDS = {
    Language.JA: (("潮が満ちて", "船が出る。"), ("港は静かだが", "灯台は光る。"), ("図書館は", "９時に開く。")),
    Language.EN: (
        ("The tide rises and", "the boat leaves."),
        ("The harbor is quiet but", "the lighthouse shines."),
        ("The library", "opens at nine."),
    ),
}
SHAPES = (
    ("", "", ""),
    ("> ", "> ", ""),
    ("- ", "  ", ""),
    ("12. ", "    ", ""),
    ("> - ", ">   ", ""),
    ("", "", "\n==="),
)
"""What stands before the first line of a block, before each further one, and after the last."""
BREAKS = st.sampled_from(["  \n", "\\\n", "<br>", "<br/>", "   \n", "<br><br>"])
BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(SHAPES),
        st.lists(st.tuples(st.integers(0, 2), st.none() | BREAKS, st.none() | BREAKS), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=5,
)
Blocks = Sequence[tuple[tuple[str, str, str], Sequence[tuple[int, str | None, str | None]]]]


def markdown(blocks: Blocks, language: Language) -> str:
    """An article in a language: each block its sentences, each with what breaks it and what stands before it."""
    blank = " " if language is Language.EN else ""
    written = []
    for (first, margin, last), sentences in blocks:
        text = ""
        for number, within, before in sentences:
            text += (before or blank) if text else ""
            text += (within or blank).join(WORDS[language][number])
        written.append(first + text.replace("\n", "\n" + margin) + last)
    return "\n\n".join(written) + "\n"


def html(blocks: Blocks, language: Language) -> str:
    """The same in HTML, where each break is a tag and each block a paragraph."""
    text = markdown([(("<p>", "", "</p>"), sentences) for _, sentences in blocks], language)
    return re.sub(r"(?: +|\\)\n(?!\n|$)", "<br>", text)


def pair(texts: Sequence[str], format: ArticleFormat) -> tuple[Document, Bitext]:
    """An aligned pair of articles with as many passages on either side."""
    documents = [
        parse_article(text, format=format, language=language) for text, language in zip(texts, LANGUAGES, strict=True)
    ]
    units = [
        TranslationUnit(
            id=f"u{number}",
            source=mine.content,
            target=theirs.content,
            state=State.REVIEWED,
            source_place=mine.place,
            target_place=theirs.place,
        )
        for number, (mine, theirs) in enumerate(zip(*map(read_passages, documents), strict=True))
    ]
    return documents[0], Bitext(slug="harbor", pair=JA_EN, units=number_units(units))


@given(blocks=BLOCKS)
@settings(max_examples=150, deadline=None)
def test_an_untouched_pair_gives_back_the_target_article(blocks: Blocks) -> None:
    for format, write in ((ArticleFormat.MARKDOWN, markdown), (ArticleFormat.HTML, html)):  # noqa: A001 - what the library calls it
        target = write(blocks, Language.EN)
        source, bitext = pair((write(blocks, Language.JA), target), format)
        assert target_text(source, bitext) == target
        untold = replace(bitext, units=tuple(replace(unit, target_place=None) for unit in bitext.units))
        assert target_text(source, untold) == target


@given(blocks=BLOCKS)
@settings(max_examples=40, deadline=None)
def test_a_returned_file_gives_back_the_target_article(blocks: Blocks) -> None:
    text, target = (markdown(blocks, language) for language in LANGUAGES)
    source, bitext = pair((text, target), ArticleFormat.MARKDOWN)
    options = ExportOptions(
        source_format=source.format,
        target_format=source.format,
        skeleton=Skeleton(format=source.format, content=text.encode()),
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in ("xliff12", "xliff2"):
            path, output = Path(folder, f"{name}.xlf"), Path(folder, f"{name}.md")
            write_bitext(bitext, path, name=name, options=options)
            write_returned_articles(path, settings=Settings(), output=output)
            assert output.read_bytes().decode() == target, name


@given(blocks=BLOCKS)
@settings(max_examples=40, deadline=None)
def test_a_bitext_file_keeps_them(blocks: Blocks) -> None:
    _, bitext = pair([markdown(blocks, language) for language in LANGUAGES], ArticleFormat.MARKDOWN)
    options = ExportOptions(source_format=ArticleFormat.MARKDOWN, target_format=ArticleFormat.MARKDOWN)
    assert po.parse_po(po.serialize_po(bitext, options), path=Path("harbor.po")).bitext == bitext


@given(blocks=BLOCKS)
@settings(max_examples=40, deadline=None)
def test_the_page_shows_them(blocks: Blocks) -> None:
    texts = [markdown(blocks, language) for language in LANGUAGES]
    breaks = [
        one
        for _, sentences in blocks
        for at, (_, *both) in enumerate(sentences)
        for one in both[: 2 if at else 1]
        if one
    ]
    page = render_article(pair(texts, ArticleFormat.MARKDOWN)[1])
    assert page.count("<br>") == 2 * sum(max(1, one.count("<br")) for one in breaks)
