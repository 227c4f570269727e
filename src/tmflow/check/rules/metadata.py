"""Rules on what a page tells machines: its language, its address, its title, and when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.rules.credit_lines import original_side
from tmflow.check.rules.date_lines import other_days
from tmflow.check.subject import Subject, place_of
from tmflow.model.bitext import Side
from tmflow.model.document import ArticleFormat, BlockKind, Document
from tmflow.model.language import Language
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_HEAD_CHARS = 20_000
"""The head of a page, or its front matter, is shorter."""
_LANGUAGE = re.compile(
    r"<html\b[^>]*?\slang\s*=\s*[\"']?(?P<html>[A-Za-z-]+)|^lang(?:uage)?:\s*[\"']?(?P<key>[A-Za-z-]+)", re.MULTILINE
)
_CANONICAL = re.compile(
    r"<link\b(?=[^>]*\brel\s*=\s*[\"']?canonical)[^>]*?\bhref\s*=\s*[\"']?(?P<html>[^\"'\s>]+)|^canonical(?:_url)?:\s*[\"']?(?P<key>[^\"'\s]+)",
    re.IGNORECASE | re.MULTILINE,
)
_SLUG = re.compile(r"^slug:[ \t]*[\"']?([^\"'\s]+)", re.MULTILINE)
"""The last part of an address; the head of a page in HTML has none."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"T[0-9]{2}:[0-9]{2}")
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:?[0-9]{2})$")
_SAID_ZONE = re.compile(
    r"JST|GMT|UTC|日本時間|現地時間|\b(?:Japan|local)\stime\b|[A-Z]{2,4}T\b|Z$|[+-][0-9]{2}:[0-9]{2}$", re.IGNORECASE
)


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.is_swapped:
        return
    for side in (Side.SOURCE, Side.TARGET):
        document = subject.document(side)
        if document is not None:
            for problem in (*_of_language(subject, side, document), *_of_date(document)):
                yield _fault(subject, side, problem)
    if subject.source_document is not None and subject.target_document is not None:
        yield from _of_both(subject, subject.source_document, subject.target_document)


def _fault(subject: Subject, side: Side, problem: str) -> Fault:
    return Fault(message=problem, anchor=side, source=subject.whole(Side.SOURCE), target=subject.whole(Side.TARGET))


def _of_language(subject: Subject, side: Side, document: Document) -> Iterator[str]:
    said = _first(_LANGUAGE, document)
    expected = subject.language(side).value
    if said and said.lower().split("-")[0] != expected:
        yield f'the page says that its language is "{said}", not "{expected}"'


def _of_date(document: Document) -> Iterator[str]:
    said = document.metadata.published or ""
    if not said or not _DATE.match(said):
        return
    try:
        datetime.fromisoformat(said)
    except ValueError:
        yield f"there is no such date of publication: {excerpt(said)}"
        return
    if _TIME.search(said) and not _ZONE.search(said) and not any(map(_SAID_ZONE.search, document.metadata.dates)):
        yield f"the time of publication has no zone: {excerpt(said)}"


def _of_both(subject: Subject, source: Document, target: Document) -> Iterator[Fault]:
    canonical = _first(_CANONICAL, source), _first(_CANONICAL, target)
    if canonical[0] and canonical[0] == canonical[1]:
        yield _fault(
            subject, Side.TARGET, f"both pages say that their address is {canonical[0]}; search engines will drop one"
        )
    for name, kind in (("title", BlockKind.TITLE), ("deck", BlockKind.DECK)):
        is_explicit = ArticleFormat.PLAIN not in {source.format, target.format} and _is_in_one_language(target)
        is_lost = getattr(source.metadata, name) and not getattr(target.metadata, name)
        if is_explicit and is_lost and not _is_untranslated(subject, kind):
            yield _fault(subject, Side.TARGET, f"the {name} of the source is not in the translation")
    slugs = _slug(source), _slug(target)
    if slugs[0] and not slugs[1] and target.format is ArticleFormat.MARKDOWN:
        yield _fault(subject, Side.TARGET, f'the source has the slug "{slugs[0]}", the translation has none')
    for side, slug in zip((Side.SOURCE, Side.TARGET), slugs, strict=True):
        if subject.language(side) is Language.EN and not slug.isascii():
            yield _fault(subject, side, f'the slug of the English page is not in English: "{slug}"')
    original, _ = original_side(subject)
    yield from other_days(subject, original)


def _is_in_one_language(document: Document) -> bool:
    """Whether any block is in the language of the page; where none is, the page says another language than its own."""
    return any(block.language is document.language for block in document.blocks)


def _is_untranslated(subject: Subject, kind: BlockKind) -> bool:
    return any(
        unit.is_untranslated and (place := place_of(unit, Side.SOURCE)) is not None and place.kind is kind
        for unit in subject.bitext.units
    )


def _slug(document: Document) -> str:
    found = _SLUG.search(_head(document)) if document.format is ArticleFormat.MARKDOWN else None
    return found[1] if found else ""


def _first(pattern: re.Pattern[str], document: Document) -> str:
    """Return what the head of a page says, "" if nothing."""
    group = "key" if document.format is ArticleFormat.MARKDOWN else "html"
    return next((found[group] for found in pattern.finditer(_head(document)) if found[group]), "")


def _head(document: Document) -> str:
    """Return the front matter in Markdown, the head in HTML, nothing in plain text."""
    head = document.text[:_HEAD_CHARS]
    if document.format is ArticleFormat.MARKDOWN:
        return head[: head.find("\n---", 3)] if head.startswith("---") else ""
    is_html = document.format is ArticleFormat.HTML
    return re.split(r"<body\b", head, maxsplit=1, flags=re.IGNORECASE)[0] if is_html else ""


RULES = (
    Rule(
        id="pub.meta",
        severity=Severity.ERROR,
        summary="A page names its own language and its own canonical address, has a title, a deck and a slug if the source has, and a"
        " time of publication that tells its zone; both articles are of one day, unless a translation says that it is one, and came"
        " out later.",
        why="Browsers, feeds and search engines believe it: a translation whose canonical link is the original's is not found,"
        " and a time without a zone is nine hours wrong for half of the readers.",
        good=Example(ja='<html lang="ja">', en='<html lang="en">'),
        bad=Example(ja='<html lang="ja">', en='<html lang="ja">'),
        find=_find,
        scope=Scope.ARTICLE,
    ),
)
