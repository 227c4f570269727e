"""Content to HTML: text cleaned and escaped, inline codes and bare URLs as real elements.

The native markup of an article never reaches the page: only what a code means does, and a link only where its
address passes `checked_url`. A code that has no partner is dropped, its text kept.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markupsafe import Markup

from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.language import Language
from tmflow.publish.annotate import Annotator
from tmflow.publish.cleaning import clean_text, iter_folds, without_controls
from tmflow.publish.gallery import Gallery, InlinePictures
from tmflow.publish.markup import element, join
from tmflow.publish.ruby import iter_reading, iter_ruby
from tmflow.publish.urls import checked_url, iter_urls
from tmflow.text.language_tags import is_right_to_left, told_language

__all__ = ["in_language", "render_contents"]

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_MARKDOWN_ADDRESS = re.compile(
    r"\]\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<bare>[^\s<>]*?))(?:\s+[\"'(].*)?\s*\)", re.DOTALL
)
_MARKDOWN_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

_ELEMENTS = {CodeKind.STRONG: "strong", CodeKind.EMPHASIS: "em", CodeKind.CODE: "code"}
_SPANNING = frozenset({*_ELEMENTS, CodeKind.LINK})
_KEPT_TAGS = frozenset({"cite", "del", "ins", "mark", "ruby", "s", "small", "sub", "sup"})
_LONE_TAGS = _KEPT_TAGS | {"bdi", "span"}
_QUOTES = {Language.JA: ("「」", "『』"), Language.EN: ("“”", "‘’")}
"""What a browser sets for a <q>, and for one in another, written out so that every output has it."""
_DEEPEST = 16
"""Elements open at once; codes nested deeper are dropped, so that hostile nesting stays cheap."""


@dataclass(frozen=True, slots=True)
class _Wrap:
    """An element around a stretch of content, which may run over several units."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


_CODE = _Wrap("code", {"translate": "no"})


@dataclass(slots=True)
class _Frame:
    wrap: _Wrap | None
    children: list[str | Markup] = field(default_factory=list)


_Mark = tuple[int, int]
"""Which code: index of the content, index among its pieces."""


def render_contents(
    contents: Sequence[Content],
    language: Language,
    *,
    annotator: Annotator | None = None,
    has_days: bool = False,
    pictures: InlinePictures | None = None,
) -> tuple[Markup, ...]:
    """Return the HTML of each content of one paragraph, in order.

    annotator: what is added to the text, nothing without one; has_days: whether days in it are times; pictures: of the page.

    A code opened in one content and closed in a later one is closed and opened again at each border, so that every
    result is whole by itself. Interior line breaks become a blank, or nothing between Japanese characters.
    """
    annotator, pictures = annotator or Annotator(language), pictures or InlinePictures(Gallery(), [language])
    pieces = [_pieces(content, language) for content in contents]
    opens, closes = _pair_codes(pieces, annotator)
    quotes = dict(_iter_quotes(pieces, language))
    active: list[tuple[_Mark, _Wrap]] = []
    results = []
    for number, content in enumerate(pieces):
        writer = _Writer([wrap for _, wrap in active], annotator, pictures, language, has_days=has_days)
        for index, piece in enumerate(content):
            mark = (number, index)
            if mark in quotes and mark not in closes:
                writer.write_text(quotes[mark])
            if mark in opens:
                if len(active) < _DEEPEST:
                    active.append((mark, opens[mark]))
                    writer.open(opens[mark])
            elif mark in closes:
                _close(writer, active, closes[mark])
                if mark in quotes:
                    writer.write_text(quotes[mark])
            elif isinstance(piece, str):
                writer.write_text(piece)
            else:
                writer.write_code(*piece)
        html_ = writer.finish()
        results.append(element("bdi", html_) if _BIDI.search(_text_of(content)) else html_)
    return tuple(results)


def _close(writer: _Writer, active: list[tuple[_Mark, _Wrap]], opened: _Mark) -> None:
    """Close what a code opened; what was opened in it goes on after it."""
    depth = next((place for place, (mark, _) in enumerate(active) if mark == opened), None)
    if depth is not None:
        writer.close_to(depth)
        del active[depth]
        for _, wrap in active[depth:]:
            writer.open(wrap)


_Piece = str | tuple[InlineCode, str]
"""Text, or a code with what it reads as after cleaning."""


def _text_of(pieces: Sequence[_Piece]) -> str:
    """Return what a reader reads of cleaned pieces."""
    return "".join(piece if isinstance(piece, str) else piece[1] for piece in pieces)


def _pieces(content: Content, language: Language) -> list[_Piece]:
    """Clean a content's text without losing its codes; an entity is text. A line of a verse keeps its indent."""
    text = content.text
    kept = list(text)
    indents = dict(_iter_indents(content))
    for start, end, replacement in iter_folds(text, language):
        kept[start:end] = [replacement, *[""] * (end - start - 1)]
        for place in range(start, end) if end < len(text) else ():
            kept[place] = indents.get(place, kept[place])
    pieces: list[_Piece] = []
    position = 0
    for part in content.parts:
        length = len(part if isinstance(part, str) else part.text)
        clean = without_controls("".join(kept[position : position + length]))
        position += length
        if isinstance(part, InlineCode) and part.kind is not CodeKind.ENTITY:
            pieces.append((part, clean))
        elif pieces and isinstance(pieces[-1], str):
            pieces[-1] += clean
        else:
            pieces.append(clean)
    return pieces


def _iter_indents(content: Content) -> Iterator[tuple[int, str]]:
    """Yield the full-width blanks with which lines after hard line breaks begin, each with where it stands in the text."""
    position, is_start = 0, False
    for part in content.parts:
        text = part if isinstance(part, str) else part.text
        if isinstance(part, str) and is_start:
            lead = text[: len(text) - len(text.lstrip())]
            yield from ((position + offset, sign) for offset, sign in enumerate(lead) if sign == "\u3000")
        is_start = isinstance(part, InlineCode) and part.is_line_break
        position += len(text)


def _pair_codes(
    pieces: Sequence[Sequence[_Piece]], annotator: Annotator
) -> tuple[dict[_Mark, _Wrap], dict[_Mark, _Mark]]:
    """Pair opening with closing codes over all contents: opening -> element, closing -> opening.

    Neither ids nor roles are relied on: a unit that was stored alone has numbered its codes anew, and what opens in
    one unit and closes in the next stands alone in both.
    """
    waiting: dict[str, list[tuple[_Mark, InlineCode]]] = {}
    opens: dict[_Mark, _Wrap] = {}
    closes: dict[_Mark, _Mark] = {}
    for number, content in enumerate(pieces):
        for index, piece in enumerate(content):
            role = _role(piece)
            if isinstance(piece, str) or role is CodeRole.STANDALONE:
                continue
            code = piece[0]
            candidates = waiting.setdefault(_tag(code) or code.kind.value, [])
            if role is CodeRole.OPEN:
                candidates.append(((number, index), code))
            elif candidates:
                mark, opened = candidates.pop()
                wrap = _wrap(opened, code, annotator)
                if wrap is not None:
                    opens[mark] = wrap
                    closes[number, index] = mark
    return opens, closes


def _iter_quotes(pieces: Sequence[Sequence[_Piece]], language: Language) -> Iterator[tuple[_Mark, str]]:
    """Yield the quotation mark of each tag of a <q>: one sort and the other in turn, the deeper it stands in marks or tags."""
    outer, _ = _QUOTES[language]
    depth = typed = 0
    for number, content in enumerate(pieces):
        for index, piece in enumerate(content):
            if isinstance(piece, str):
                typed = max(typed + piece.count(outer[0]) - piece.count(outer[1]), 0)
            elif _tag(piece[0]) == "q":
                is_end = piece[0].native.startswith("</")
                depth = max(depth - 1, 0) if is_end else depth
                yield (number, index), _QUOTES[language][(depth + typed) % 2][is_end]
                depth += not is_end


def _role(piece: _Piece) -> CodeRole:
    """Return what a piece does in its paragraph: a lone tag opens or closes there, whatever it is in its own unit."""
    if isinstance(piece, str):
        return CodeRole.STANDALONE
    code = piece[0]
    if code.role is not CodeRole.STANDALONE or code.text:
        return code.role
    if code.native.startswith("</"):
        return CodeRole.CLOSE
    is_lone_tag = _tag(code) and (code.kind in _SPANNING or _tag(code) in _LONE_TAGS)
    return CodeRole.OPEN if is_lone_tag else CodeRole.STANDALONE


def _tag(code: InlineCode) -> str:
    match = _TAG.match(code.native)
    return match.group(1).lower() if match else "s" if code.native == "~~" else ""


def in_language(html_: Markup, tag: str) -> Markup:
    """Return what is in a language, as an element that says so. tag: of the language; "" for the language around it.

    >>> in_language(Markup("Bonjour"), "fr")
    Markup('<span lang="fr">Bonjour</span>')
    """
    return element("span", html_, attributes=_speaking(tag)) if tag and html_ else html_


def _speaking(tag: str) -> dict[str, str]:
    """Return the attributes of an element in a language, none for ""."""
    direction = {"dir": "rtl"} if is_right_to_left(tag) else {}
    return {"lang": tag, **direction} if tag else {}


def _wrap(opened: InlineCode, closed: InlineCode, annotator: Annotator) -> _Wrap | None:
    """Return the element that a pair of codes makes, None for none: what it is, and the language it says it is in."""
    wrap, spoken = _plain_wrap(opened, closed, annotator), _speaking(told_language(opened.native))
    if not spoken:
        return wrap
    return _Wrap(wrap.name, {**wrap.attributes, **spoken}) if wrap else _Wrap("span", spoken)


def _plain_wrap(opened: InlineCode, closed: InlineCode, annotator: Annotator) -> _Wrap | None:
    if opened.kind is CodeKind.LINK:
        address = _link_address(opened.native) or _link_address(closed.native)
        if address and (note := annotator.note(address)):
            return _Wrap("a", note)
        href = checked_url(address) if address else None
        return _Wrap("a", {"href": href}) if href else None
    if opened.kind is CodeKind.CODE:
        return _CODE
    name = _ELEMENTS.get(opened.kind)
    if name is None and _tag(opened) in _KEPT_TAGS:
        name = _tag(opened)
    return _Wrap(name) if name else None


class _StartTag(HTMLParser):
    """Reads the `href` of one start tag as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and self.href is None:
            self.href = dict(reversed(attrs)).get("href")


def _link_address(native: str) -> str | None:
    """Return the address in a code's native markup, HTML or Markdown, unchecked; None if it has none.

    >>> _link_address('<a class="x" href="https://example.org/?a&amp;b">'), _link_address('](https://example.org "t")')
    ('https://example.org/?a&b', 'https://example.org')
    """
    if native.startswith("<"):
        parser = _StartTag()
        parser.feed(native)
        parser.close()
        return parser.href
    match = _MARKDOWN_ADDRESS.fullmatch(native)
    if match is None:
        return None
    address = match["pointed"] if match["pointed"] is not None else match["bare"]
    return html.unescape(_MARKDOWN_ESCAPE.sub(r"\1", address))


class _Writer:
    """Builds the markup of one content with a stack of open elements; what is empty at its end is left out."""

    def __init__(
        self,
        wraps: Sequence[_Wrap],
        annotator: Annotator,
        pictures: InlinePictures,
        language: Language,
        *,
        has_days: bool,
    ) -> None:
        self._annotator, self._has_days = annotator, has_days
        self._pictures, self._language = pictures, language
        self._frames = [_Frame(None)]
        for wrap in wraps:
            self.open(wrap)

    def open(self, wrap: _Wrap) -> None:
        is_nested_link = wrap.name == "a" and self._is_inside("a")
        self._frames.append(_Frame(None if is_nested_link else wrap))

    def close_to(self, depth: int) -> None:
        """Close elements until only `depth` are open."""
        while len(self._frames) > depth + 1:
            frame = self._frames.pop()
            children = self._frames[-1].children
            if frame.wrap is None:
                children.extend(frame.children)
            elif frame.wrap.name == "ruby":
                children.extend(iter_ruby(frame.children, frame.wrap.attributes))
            elif frame.children:
                children.append(element(frame.wrap.name, *frame.children, attributes=frame.wrap.attributes))

    def write_text(self, text: str) -> None:
        children = self._frames[-1].children
        if self._is_inside("a", "code", "ruby"):
            children.append(text)
            return
        for part in _iter_linked(text):
            children.extend(
                [part] if isinstance(part, Markup) else self._annotator.iter_text(part, has_days=self._has_days)
            )

    def write_code(self, code: InlineCode, text: str) -> None:
        if code.kind is CodeKind.RUBY and self._is_inside("ruby"):
            self._write_reading(code)
        elif code.kind is CodeKind.FOOTNOTE:
            label = text or code.native.strip("[^]")
            shown = label if self._is_inside("a") else self._annotator.call(code.native, label)
            self._frames[-1].children.append(element("sup", shown))
        elif code.kind is CodeKind.IMAGE:
            is_in_link = self._is_inside("a")
            self._frames[-1].children += self._pictures.iter_shown(code.native, self._language, is_in_link=is_in_link)
        else:
            parts = list(_iter_standalone(code, text, is_in_link=self._is_inside("a")))
            tag = told_language(code.native) if text.strip() else ""
            self._frames[-1].children.extend([in_language(join(parts), tag)] if tag else parts)

    def _write_reading(self, code: InlineCode) -> None:
        """Write how what stands before it in the ruby is read; in brackets where it stands elsewhere."""
        reading = clean_text(html.unescape(_ANY_TAG.sub("", code.native))) if _tag(code) == "rt" else ""
        frame = self._frames[-1]
        if frame.wrap is not None and frame.wrap.name == "ruby" and any(frame.children):
            frame.children.extend(iter_reading(reading))
        elif reading:
            frame.children.append(f"({reading})")

    def finish(self) -> Markup:
        self.close_to(0)
        return join(self._frames[0].children)

    def _is_inside(self, *names: str) -> bool:
        return any(frame.wrap is not None and frame.wrap.name in names for frame in self._frames)


def _iter_linked(text: str) -> Iterator[str | Markup]:
    position = 0
    for span in iter_urls(text):
        url = text[span.start : span.end]
        yield text[position : span.start]
        yield element("a", url, attributes={"href": checked_url(url) or ""})
        position = span.end
    yield text[position:]


def _iter_standalone(code: InlineCode, text: str, *, is_in_link: bool) -> Iterator[str | Markup]:
    if code.kind is CodeKind.BREAK:
        yield element("wbr" if _tag(code) == "wbr" else "br")
    elif not text:
        return
    elif code.kind is CodeKind.LINK and not is_in_link:
        href = checked_url(_link_address(code.native) or text)
        yield element("a", text, attributes={"href": href}) if href else text
    elif code.kind in _ELEMENTS:
        yield element(_ELEMENTS[code.kind], text, attributes=_CODE.attributes if code.kind is CodeKind.CODE else None)
    else:
        yield text
