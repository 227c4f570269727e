"""A returned target as the article can hold it: without a tool's layout, and with no markup that a translator only typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from tmflow.formats.codes import exchange_form
from tmflow.formats.inline import escape_inline
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.text.image_markup import read_image
from tmflow.text.scripts import has_japanese
from tmflow.text.unwrapping import unwrap

__all__ = ["changed_markup", "composed", "escaped", "is_same_but_for_layout", "without_layout"]

_BLANKS: Final = " \t\r\n"
"""What a pretty-printer inserts; U+3000 is not among it."""
_POINTING: Final = frozenset({CodeKind.LINK, CodeKind.IMAGE, CodeKind.CODE})
_TITLE: Final = re.compile(
    r"""(?<!\s)\s+(?:title\s*=\s*(?:"[^"]*"|'[^']*')|(?:"[^"]*"|'[^']*'|\([^()]*\))(?=\s*\)\Z))""", re.IGNORECASE
)
"""The title of a link: an attribute of HTML, or what stands before the closing bracket of Markdown (CommonMark 6.3)."""
_OPENERS: Final = tuple("([{“‘")
_CLOSERS: Final = tuple(".,;:!?)]}”’%")


def is_same_but_for_layout(target: Content, known: Content, *, is_native: bool = False) -> bool:
    r"""Whether a target is one that is known, as a tool or a pretty-printer wrote it.

    It may lack what does not come through (`exchange_form`), and one with line breaks may have other white space.
    is_native: whether its codes come as their markup, which may have been edited, and not by their ids alone.

    >>> is_same_but_for_layout(Content.of("The bell\n    rings."), Content.of("The bell rings."))
    True
    """
    has_layout = _has_line_breaks(target)
    if is_native and _natives(target) != _natives(known):
        return False
    return _compared(target, has_layout=has_layout) == _compared(known, has_layout=has_layout)


def _natives(content: Content) -> list[str]:
    return ["".join(exchange_form(code.native).split()) for code in content.codes if not code.is_line_break]


def changed_markup(target: Content, known: Content) -> str:
    """Return what is to be looked at in a target that came with other markup than the known one, "" if nothing is.

    That is where a link goes, which image is shown, and what stands in code; a title is a text like any.

    >>> from tmflow.formats.inline import parse_inline
    >>> old, new = (parse_inline(f"[a]({address})", ArticleFormat.MARKDOWN) for address in ("a.md 'A'", "b.md"))
    >>> changed_markup(new, old), changed_markup(old, old)
    ("its markup is taken as it came: ](b.md), where ](a.md 'A') was", '')
    """
    before = {(code.id, code.role): code for code in known.codes}
    for code in target.codes:
        old = before.get((code.id, code.role))
        if old is not None and code.kind in _POINTING and _pointed_at(code) != _pointed_at(old):
            return f"its markup is taken as it came: {code.native}, where {old.native} was"
    return ""


def _pointed_at(code: InlineCode) -> str:
    image = read_image(code.native) if code.kind is CodeKind.IMAGE else None
    return image.address or image.label if image else _TITLE.sub("", code.native)


def _has_line_breaks(content: Content) -> bool:
    return any(isinstance(part, str) and "\n" in part for part in content.parts)


def _compared(content: Content, *, has_layout: bool) -> list[object]:
    """Return what is compared of a target; has_layout: leave its white space out."""
    texts = (exchange_form(part) if isinstance(part, str) else part for part in content.parts)
    parts = (
        (part.id, part.role) if isinstance(part, InlineCode) else "".join(part.split()) if has_layout else part
        for part in texts
    )
    return [part for part in parts if part]


def composed(content: Content) -> Content:
    r"""Return a text that came back decomposed as it is written, composed (NFC); any other as it is.

    Only one that is decomposed throughout: a character that NFC would replace by another is not in it.

    >>> composed(Content.of("か\u3099")).text, composed(Content.of("か\u3099、\ufa19")).text == "か\u3099、\ufa19"
    ('が', True)
    """
    if content.text.isascii() or not unicodedata.is_normalized("NFD", content.text):
        return content
    return Content.of(
        *(unicodedata.normalize("NFC", part) if isinstance(part, str) else part for part in content.parts)
    )


def without_layout(target: Content, *, source: Content, language: Language) -> Content:
    r"""Return a target without what its source has no like of: line breaks with their indents, and blanks at its ends.

    Where a source has line breaks, those of the target stay, but no empty lines: they would end the paragraph.

    >>> without_layout(Content.of("The bell\n\n    rings. "), source=Content.of("鐘が鳴る。"), language=Language.EN).text
    'The bell rings.'
    """
    if _has_line_breaks(source):
        parts = [_with_close_lines(part) if isinstance(part, str) else part for part in target.parts]
    else:
        parts = list(_iter_unwrapped(target, language))
    if parts and isinstance(parts[0], str) and not source.text[:1].isspace():
        parts[0] = parts[0].lstrip(_BLANKS)
    if parts and isinstance(parts[-1], str) and not source.text[-1:].isspace():
        parts[-1] = parts[-1].rstrip(_BLANKS)
    return Content.of(*parts)


def _with_close_lines(text: str) -> str:
    first, *others = text.split("\n")
    kept = [line.strip(_BLANKS) for line in others[:-1] if line.strip(_BLANKS)]
    return "\n".join([first, *kept, *(line.lstrip(_BLANKS) for line in others[-1:])])


def _iter_unwrapped(target: Content, language: Language) -> Iterator[str | InlineCode]:
    """Yield the parts with each line break and the blanks round it as the blank it stands for, or as nothing."""
    parts, has_blanks = target.parts, language is Language.EN
    for index, part in enumerate(parts):
        if isinstance(part, InlineCode) or "\n" not in part:
            yield part
            continue
        body = part.strip(_BLANKS)
        left, right = part.partition(body)[::2] if body else (part, "")
        before = _beyond(parts[index - 1 :: -1] if index else (), CodeRole.OPEN)[-1:]
        after = _beyond(parts[index + 1 :], CodeRole.CLOSE)[:1]
        yield _joint(left, before, body[:1] or after, has_blanks=has_blanks)
        yield unwrap(body, has_blanks=has_blanks).text
        yield _joint(right, body[-1:], after, has_blanks=has_blanks)


def _beyond(parts: tuple[str | InlineCode, ...], within: CodeRole) -> str:
    """Return the text beyond the code that begins `parts`, "" if no blank may stand before that code."""
    if not parts or isinstance(parts[0], str) or parts[0].role is within or parts[0].kind is CodeKind.BREAK:
        return ""
    return next(filter(None, (part if isinstance(part, str) else part.text for part in parts)), "")


def _joint(blanks: str, before: str, after: str, *, has_blanks: bool) -> str:
    """Return what a run of blanks at the edge of a text stands for."""
    if "\n" not in blanks:
        return blanks
    if not before or not after or before in _OPENERS or after in _CLOSERS:
        return ""
    return " " if has_blanks or not has_japanese(before + after) else ""


def escaped(target: Content, *, known: Content | None, markup: ArticleFormat) -> Content:
    """Return a target as its article's markup writes it; what stands in the known target already stays as it stands there.

    >>> escaped(Content.of("a < b"), known=None, markup=ArticleFormat.HTML).native
    'a &lt; b'
    """
    natives = {part for part in known.parts if isinstance(part, str)} if known else set()
    return Content.of(
        *(
            part if isinstance(part, InlineCode) or part in natives else escape_inline(part, markup)
            for part in target.parts
        )
    )
