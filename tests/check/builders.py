"""Bitexts, articles and subjects for the tests of the check wing, from plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tmflow.check.subject import Subject
from tmflow.model.bitext import Bitext, Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import ArticleFormat, Block, BlockKind, Document, FileEncoding, Span
from tmflow.model.glossary import Glossary, Term, TermKind
from tmflow.model.language import Language, LanguagePair

_MARKUP = re.compile(r"\*(?P<emphasis>[^*]+)\*|`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<to>[^)]+)\)")
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*", re.UNICODE)
_KANA = re.compile(r"[\u3041-\u30ff]")


def content(text: str) -> Content:
    """Content of a text with *emphasis*, `code` and [links](address)."""
    parts: list[str | InlineCode] = []
    position = 0
    for number, match in enumerate(_MARKUP.finditer(text), 1):
        parts.append(text[position : match.start()])
        parts.extend(_codes(str(number), match))
        position = match.end()
    return Content.of(*parts, text[position:])


def _codes(number: str, match: re.Match[str]) -> list[str | InlineCode]:
    if match["code"]:
        native = match.group()
        return [
            InlineCode(id=number, kind=CodeKind.CODE, role=CodeRole.STANDALONE, native=native, text=match["code"]),
        ]
    kind = CodeKind.LINK if match["link"] else CodeKind.EMPHASIS
    before, after = ("[", f"]({match['to']})") if match["link"] else ("*", "*")
    return [
        InlineCode(id=number, kind=kind, role=CodeRole.OPEN, native=before),
        match["link"] or match["emphasis"],
        InlineCode(id=number, kind=kind, role=CodeRole.CLOSE, native=after),
    ]


def document(text: str, language: Language, *, codec: str = "utf-8") -> Document:
    """An article whose paragraphs are separated by blank lines; one in the other language is marked as such."""
    blocks = []
    for match in _PARAGRAPH.finditer(text):
        native = match.group().rstrip()
        is_other = bool(_KANA.search(native)) != (language is Language.JA) and native.startswith("§")
        span = Span(match.start(), match.start() + len(native))
        own = language.other if is_other else language
        blocks.append(Block(kind=BlockKind.PARAGRAPH, span=span, content=content(native), language=own))
    return Document(
        language=language,
        format=ArticleFormat.MARKDOWN,
        text=text,
        blocks=tuple(blocks),
        encoding=FileEncoding(codec=codec),
    )


def place(value: Sequence[int] | None, kind: str) -> Place | None:
    """A place from block, line and column."""
    if value is None:
        return None
    block, line, column = value
    return Place(block=block, kind=BlockKind(kind), line=line, column=column)


def unit(number: int, row: Mapping[str, Any]) -> TranslationUnit:
    """A unit from a row of a case table; what a row leaves out follows from the rest."""
    source, target = row.get("source"), row.get("target")
    side = Side(row.get("side", "both" if source else "target"))
    kind = row.get("kind", "paragraph")
    previous = row.get("previous")
    origin = row.get("origin")
    default_place = (number, 2 * number + 1, 1)
    return TranslationUnit(
        id=f"u{number}",
        source=content(source or ""),
        target=None if target is None else content(target),
        state=State(row.get("state", "initial" if target is None else "translated")),
        side=side,
        draft=row.get("draft", False),
        notes=tuple(row.get("notes", ())),
        origin=Origin(kind=OriginKind(origin), similarity=row.get("similarity"), tool=row.get("tool"))
        if origin
        else None,
        previous_source=None if previous is None else content(previous),
        source_place=None if source is None else place(row.get("at", default_place), kind),
        target_place=None if target is None else place(row.get("target_at", default_place), kind),
    )


def bitext(rows: Iterable[Mapping[str, Any]], *, pair: str = "ja>en", slug: str = "harbor") -> Bitext:
    """A bitext from rows of a case table."""
    source, target = pair.split(">")
    units = tuple(unit(number, row) for number, row in enumerate(rows))
    return Bitext(slug=slug, pair=LanguagePair(Language(source), Language(target)), units=units)


def subject(case: Mapping[str, Any]) -> Subject:
    """A subject from the input of a case."""
    made = bitext(case.get("units", ()), pair=case.get("pair", "ja>en"), slug=case.get("slug", "harbor"))
    pair = made.pair
    source, target = case.get("source_article"), case.get("target_article")
    missing = case.get("missing")
    return Subject(
        bitext=made,
        source_path=f"articles/{pair.source.value}/harbor.txt",
        target_path=None if missing == pair.target.value else f"articles/{pair.target.value}/harbor.txt",
        source_document=None if source is None else document(source, pair.source),
        target_document=None if target is None else document(target, pair.target, codec=case.get("encoding", "utf-8")),
        missing_side=None if missing is None else Language(missing),
        in_progress=case.get("in_progress", False),
        segments={f"u{number}": tuple(shape) for number, shape in case.get("segments", {}).items()},
        glossary=Glossary(terms=tuple(map(term, case.get("glossary", ())))),
    )


def term(row: Mapping[str, str]) -> Term:
    """A term from a row of a case table."""
    forbidden = (row["forbidden"],) if "forbidden" in row else ()
    kind = TermKind(row.get("kind", "term"))
    return Term(japanese=(row["ja"],), english=(row["en"],), kind=kind, forbidden_english=forbidden)
