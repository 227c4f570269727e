"""Reading an HTML article: a tolerant walk over its tokens that knows, for each stretch of text, what block it is.

Blocks are exact spans of the file, which no tree builder can give; so the tree is only a stack of open elements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from tmflow.formats.blocks import Draft, finish_blocks, finish_insets, gather_metadata, refine
from tmflow.formats.dates import read_iso
from tmflow.formats.htmlelements import (
    BLOCK,
    CLOSED_BY_BLOCK,
    CLOSED_BY_SAME,
    ELEMENT_KINDS,
    KIND_OF_CLASS,
    SITE_ELEMENTS,
    SKIPPED,
    WHOLE,
)
from tmflow.formats.htmlnotes import NoteCalls
from tmflow.formats.htmltokens import VOID, HtmlToken, TokenKind, attributes_of, iter_html_tokens
from tmflow.formats.inline import parse_inline
from tmflow.formats.insets import code_text
from tmflow.formats.listcounts import ListCount, count_items
from tmflow.formats.nesting import Around, Nesting
from tmflow.formats.series import settle_series
from tmflow.formats.titlelines import classify_line
from tmflow.model.document import ArticleFormat, Block, BlockKind, ContainerKind, Inset, Metadata
from tmflow.model.language import Language
from tmflow.text.language_tags import language_tag
from tmflow.text.note_calls import NOTE_CALLS

__all__ = ["declared_language", "head_title_span", "iter_html_drafts", "read_html"]

_MAY_BE_NOTES = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.NOTE})
_TOLD = frozenset({"author", "translator", "description", "series", "part"})
"""Names of <meta> that say of an article what its text may not."""
_NEAR = 16
"""How many open elements are looked through for one that is to be ended."""
_ARTICLE = re.compile(r"<(?:article|main)(?=[\s>])", re.IGNORECASE)
_SENTENCE = re.compile(rf"[。.!?！？][」』）)”’\"]*{NOTE_CALLS}\s*$")
_BODY_CHARS = 40
_PUBLISHED = re.compile(r"publi|entry-date|posted", re.IGNORECASE)
_HEAD_TITLE = re.compile(r"<title(?:\s[^>]*)?>\s*([^<]*?)\s*</title", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the open elements make of a text: computed once for each element from its parent's."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    mark: str = ""
    list_level: int = 0
    ordered: bool = False
    in_article: bool = False
    skipped: bool = False
    language: Language | None = None
    foreign: str = ""
    around: Around = field(default_factory=Around)


def read_html(
    text: str, language: Language, patterns: Sequence[re.Pattern[str]]
) -> tuple[tuple[Block, ...], Metadata, tuple[Inset, ...]]:
    """Return the blocks of an HTML page, its metadata and its insets. Any text is accepted, in linear time."""
    walk = _Walk(text, count(1))
    drafts = walk.drafts(0, len(text))
    if not any(draft.kind is BlockKind.TITLE for draft in drafts):
        span = head_title_span(text)
        if span is not None:
            drafts.append(Draft(kind=BlockKind.TITLE, start=span[0], end=span[1]))
    told = walk.told
    blocks = list(finish_blocks(text, drafts, ArticleFormat.HTML, language))
    refined = refine(blocks, patterns, author=told.get("author", ""))
    found = gather_metadata(refined, language)
    published = next((iso for written in walk.times if (iso := read_iso(written))), found.published)
    series, part = settle_series(
        told.get("series", ""), told.get("part", ""), kicker=found.kicker or "", title=found.title or ""
    )
    byline = found.byline or told.get("author")
    metadata = replace(
        found,
        published=published,
        byline=byline,
        translator=found.translator or told.get("translator"),
        deck=found.deck or told.get("description"),
        series=series,
        part=part,
    )
    return refined, metadata, finish_insets(text, drafts, refined, ArticleFormat.HTML)


def iter_html_drafts(text: str, start: int, end: int, *, numbers: Iterator[int]) -> Iterator[Draft]:
    """Yield the drafts of a stretch of HTML in another text. numbers: for the containers in it."""
    yield from _Walk(text, numbers).drafts(start, end)


def head_title_span(text: str) -> tuple[int, int] | None:
    """Return where the text of the first <title> stands, None if there is none or it is empty.

    >>> head_title_span("<title> A </title>")
    (8, 9)
    """
    match = _HEAD_TITLE.search(text)
    return match.span(1) if match and match[1] else None


def declared_language(text: str) -> tuple[str, int, int] | None:
    """Return the value of the lang attribute of the <html> tag, and where it stands; None if it is not given.

    >>> declared_language('<html lang="ja">')
    ('ja', 12, 14)
    """
    tag = re.search(r"<html\b[^>]*>", text[:5000], re.IGNORECASE)
    value = re.search(r"\slang\s*=\s*[\"']?([A-Za-z-]+)", tag[0], re.IGNORECASE) if tag else None
    if tag is None or value is None:
        return None
    return value[1], tag.start() + value.start(1), tag.start() + value.end(1)


_ROOTS = frozenset({"html", "body"})
"""What a page as a whole says its language is: the caller knows better, such as by the folder it is in."""


class _Walk:
    """One pass over the tokens; a stack of the open block elements, each popped once."""

    def __init__(self, text: str, numbers: Iterator[int]) -> None:
        self._text = text
        self._nesting = Nesting(numbers)
        self._notes = NoteCalls(text, 0, 0)
        self._stack: list[tuple[str, _Context]] = []
        self._names: Counter[str] = Counter()
        self._counters: list[ListCount] = []
        self._run: list[HtmlToken] = []
        self._body_begun = False
        self._has_title = False
        self._code: HtmlToken | None = None
        self._has_article = _ARTICLE.search(text) is not None
        self.times: list[str] = []
        self.told: dict[str, str] = {}

    def drafts(self, start: int, end: int) -> list[Draft]:
        """Return the drafts of text[start:end] in order."""
        self._notes = NoteCalls(self._text, start, end)
        return self._nesting.settled(self._iter_drafts(start, end))

    def _iter_drafts(self, start: int, end: int) -> Iterator[Draft]:
        for token in iter_html_tokens(self._text, start, end):
            if token.kind in {TokenKind.START, TokenKind.END} and self._is_block(token.name):
                yield from self._flush()
                self._block_tag(token)
                if self._code and not self._names["pre"]:
                    yield self._code_draft(self._code, token.start)
            else:
                self._run.append(token)
        yield from self._flush()
        if self._code:
            yield self._code_draft(self._code, end)

    def _is_block(self, name: str) -> bool:
        """Whether a tag ends the text before it; a label does in a form, where it is no text of the article."""
        return name in BLOCK or (name == "label" and self._names["form"] > 0)

    def _code_draft(self, opening: HtmlToken, end: int) -> Draft:
        self._code = None
        code = code_text(self._text, opening, end)
        inside = self._context.around.inside
        return Draft(kind=BlockKind.PARAGRAPH, start=opening.start, end=end, inside=inside, code=code)

    @property
    def _context(self) -> _Context:
        return self._stack[-1][1] if self._stack else _Context()

    def _block_tag(self, token: HtmlToken) -> None:
        if token.kind is TokenKind.END:
            self._pop(token.name)
            return
        if token.name == "meta":
            self._meta(token)
        if token.name in VOID:
            return
        if self._stack and self._stack[-1][0] in CLOSED_BY_BLOCK:
            self._pop(self._stack[-1][0])
        self._end_same(token.name)
        if token.name in {"ul", "ol"}:
            attributes = attributes_of(self._text, token)
            items = count_items(self._text, token.end) if "reversed" in attributes else 0
            self._counters.append(ListCount(attributes, items=items))
        if token.name == "pre" and not self._context.skipped and self._context.kind is not BlockKind.BOILERPLATE:
            self._code = token
        self._stack.append((token.name, self._enter(token)))
        self._names[token.name] += 1

    def _pop(self, name: str) -> None:
        """Close the element and all that is open inside of it; an end tag without a start is passed over."""
        while self._names[name]:
            closed, _ = self._stack.pop()
            self._names[closed] -= 1
            if closed in {"ul", "ol"}:
                self._counters.pop()
            if closed == name:
                return

    def _end_same(self, name: str) -> None:
        """End the item, cell or row an element comes after, where its end tag is left out (HTML standard, section 13.1.2.4)."""
        ended, borders = CLOSED_BY_SAME.get(name, (frozenset(), frozenset()))
        for opened, _ in self._stack[: -_NEAR - 1 : -1] if ended else ():
            if opened in ended:
                self._pop(opened)
            if opened in ended or opened in borders:
                return

    def _meta(self, token: HtmlToken) -> None:
        attributes = attributes_of(self._text, token)
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        content = attributes.get("content", "").strip()
        if name in _TOLD and content:
            self.told.setdefault(name, content)
        elif name in {"date", "article:published_time", "dc.date", "pubdate"}:
            self.times.append(content)

    def _enter(self, token: HtmlToken) -> _Context:  # noqa: PLR0911 - one return a kind of element
        attributes = attributes_of(self._text, token)
        context, name = self._context, token.name
        note = self._notes.called(token, attributes)
        language, foreign = _spoken(name, attributes.get("lang") or attributes.get("xml:lang", ""), context)
        changes = replace(
            context,
            in_article=context.in_article or name in {"article", "main"},
            skipped=context.skipped or name in SKIPPED or "hidden" in attributes or _is_fixed(name, attributes),
            language=language,
            foreign=foreign,
            around=self._nesting.enter(name, attributes, context.around, note=note),
        )
        if context.kind is BlockKind.BOILERPLATE:
            return changes
        if note:
            return replace(changes, kind=BlockKind.NOTE, level=0, mark="")
        if name in {"ul", "ol"}:
            return replace(changes, list_level=context.list_level + 1, ordered=name == "ol")
        kind = self._class_kind(attributes, name)
        if name in SITE_ELEMENTS or (name == "footer" and not context.in_article):
            kind = BlockKind.BOILERPLATE
        if kind is not None:
            return replace(changes, kind=kind, level=0, mark="")
        if name[0] == "h" and name[1:].isdigit():
            return replace(changes, kind=BlockKind.HEADING, level=int(name[1:]), mark="")
        if name == "li":
            counted = self._counters[-1].next_mark(attributes.get("value", "")) if self._counters else ""
            mark = counted if context.ordered and counted else "-"
            return replace(changes, kind=BlockKind.LIST_ITEM, level=max(1, context.list_level), mark=mark)
        if name in ELEMENT_KINDS:
            return replace(changes, kind=ELEMENT_KINDS[name], level=0, mark="")
        return changes

    def _class_kind(self, attributes: dict[str, str], name: str) -> BlockKind | None:
        if name in WHOLE:
            return None
        words = f"{attributes.get('class', '')} {attributes.get('itemprop', '')}".lower().split()
        return next((KIND_OF_CLASS[word] for word in words if word in KIND_OF_CLASS), None)

    def _flush(self) -> Iterator[Draft]:
        tokens, self._run = self._run, []
        context = self._context
        if context.skipped or not tokens:
            return
        for run in _split_at_breaks(self._text, tokens):
            draft = self._draft(run, context)
            if draft is not None:
                yield draft

    def _draft(self, run: list[HtmlToken], context: _Context) -> Draft | None:
        texts = [token for token in run if not _is_blank(self._text, token)]
        if not any(token.kind is TokenKind.TEXT for token in texts):
            self._gather_times(run, context.kind, context)
            return self._image_draft(texts, context)
        tagged = [token for token in texts if token.kind is TokenKind.TEXT or token.name not in VOID]
        raw = self._text[tagged[0].start : tagged[-1].end]
        start = tagged[0].start + len(raw) - len(raw.lstrip())
        end = tagged[-1].end - len(raw) + len(raw.rstrip())
        name = self._notes.called_at_start(tagged) if context.kind in _MAY_BE_NOTES else ""
        kind = BlockKind.NOTE if name else self._kind(context, tagged, self._text[start:end])
        self._gather_times(run, kind, context)
        level, mark = (context.level, context.mark) if kind is context.kind else (0, "")
        if kind is BlockKind.TITLE:
            level = context.level
        if context.kind is BlockKind.LIST_ITEM and self._stack:
            self._stack[-1] = (self._stack[-1][0], replace(context, mark=""))
        inside = (self._nesting.note(name),) if name else context.around.inside
        return Draft(
            kind=kind,
            start=start,
            end=end,
            level=level,
            mark=mark,
            language=context.language,
            foreign=context.foreign,
            inside=inside,
        )

    def _gather_times(self, run: Sequence[HtmlToken], kind: BlockKind, context: _Context) -> None:
        """Keep the times that may be the article's: of those the text speaks of only one that says what it is."""
        is_of_text = kind.is_body and (self._body_begun or _is_held(context))
        for token in run:
            if token.name == "time" and token.kind is TokenKind.START:
                attributes = attributes_of(self._text, token)
                says = "pubdate" in attributes or _PUBLISHED.search(
                    f"{attributes.get('class', '')} {attributes.get('itemprop', '')}"
                )
                if says or not is_of_text:
                    self.times.append(attributes.get("datetime", "").split("\n")[0])

    def _image_draft(self, run: Sequence[HtmlToken], context: _Context) -> Draft | None:
        """Return a draft of images alone; those of the site round the article are none of it."""
        is_outside = self._has_article and not context.in_article
        if is_outside or not context.kind.is_body or not any(token.name == "img" for token in run):
            return None
        return Draft(
            kind=BlockKind.IMAGE,
            start=run[0].start,
            end=run[-1].end,
            language=context.language,
            foreign=context.foreign,
            inside=context.around.inside,
        )

    def _kind(self, context: _Context, run: Sequence[HtmlToken], native: str) -> BlockKind:
        if context.kind is BlockKind.HEADING and context.level == 1 and not self._has_title:
            self._has_title = True
            return BlockKind.TITLE
        if context.kind is BlockKind.TITLE:
            if self._has_title:
                return BlockKind.HEADING
            self._has_title = True
        if context.kind is not BlockKind.PARAGRAPH or self._body_begun or _is_held(context):
            return context.kind
        if run[0].name == run[-1].name == "time":
            return BlockKind.DATELINE
        text = parse_inline(native, ArticleFormat.HTML).text.strip()
        line = classify_line(text) if "\n" not in text else None
        if line is not None and line.kind is not BlockKind.KICKER:
            return line.kind
        if self._has_title and len(text) > _BODY_CHARS and _SENTENCE.search(text):
            self._body_begun = True
        return context.kind


def _is_blank(text: str, token: HtmlToken) -> bool:
    """Whether nothing of a token is worth a place at the edge of a block: white space, comments, scripts."""
    if token.kind is TokenKind.TEXT:
        return not text[token.start : token.end].strip()
    return token.kind in {TokenKind.COMMENT, TokenKind.RAW}


def _is_held(context: _Context) -> bool:
    """Whether a text stands in a list, a quotation or the like; a table may only lay out the page, a figure head it."""
    open_to_head = {ContainerKind.TABLE, ContainerKind.CELL, ContainerKind.FIGURE}
    return any(step.kind not in open_to_head for step in context.around.inside)


def _is_fixed(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a block is to stay as it is in every language (HTML standard, section 3.2.6.3)."""
    return name not in WHOLE and attributes.get("translate", "").lower() == "no"


def _spoken(name: str, told: str, context: _Context) -> tuple[Language | None, str]:
    """Return the language of an element, of the two or by the tag of another. told: what it says; context: what it stands in."""
    if not told or name in _ROOTS:
        return context.language, context.foreign
    try:
        return Language.parse(told), ""
    except ValueError:
        foreign = "" if name in WHOLE else language_tag(told)
        return (None, foreign) if foreign else (context.language, context.foreign)


def _split_at_breaks(text: str, tokens: list[HtmlToken]) -> Iterator[list[HtmlToken]]:
    """Yield the parts between two and more <br> in a row, which old pages use for paragraphs."""
    part: list[HtmlToken] = []
    breaks = 0
    for token in tokens:
        if token.name == "br":
            breaks += 1
        elif not _is_blank(text, token):
            if breaks > 1 and part:
                yield part
                part = []
            breaks = 0
        part.append(token)
    if part:
        yield part
