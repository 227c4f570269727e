"""Text as a page may hold it: without control characters, its white space folded as its language has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.model.language import Language

__all__ = ["clean_code", "clean_text", "iter_folds", "joint", "plain_text", "without_controls"]

_GONE = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
"""Control characters, half surrogates and non-characters: no page may hold them (HTML, section 13.2.3.5)."""

_DROPPED = re.compile(f"[{_GONE}]")
_RUN = re.compile(rf"[\s{_GONE}]+")
_BLANKS = re.compile(r"[^\S\u3000]+")
_LINE_END = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_WIDE = re.compile(r"[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")


def without_controls(text: str) -> str:
    r"""Return text without what no page may hold.

    >>> without_controls("a\x00 b")
    'a b'
    """
    return _DROPPED.sub("", text)


def clean_text(text: str) -> str:
    r"""Return text as a page may hold it where no element can isolate it: blanks single but full-width ones kept, none at the ends.

    Control characters are left out, and those that turn the direction of what follows (UAX 9, section 2).

    >>> clean_text(" a\x00b\n c\u202e ")
    'ab c'
    """
    return _BLANKS.sub(" ", _TURNS.sub("", _DROPPED.sub("", text))).strip()


def clean_code(text: str) -> str:
    r"""Return code as a page may hold it: line by line, without control characters but tabs.

    >>> clean_code("a\r\n\tb\x00")
    'a\n\tb'
    """
    return _DROPPED.sub("", _LINE_END.sub("\n", text.replace("\r\n", "\n")))


def plain_text(text: str, language: Language) -> str:
    r"""Return text as one line, its line breaks joined as its language has it.

    >>> plain_text("港の\n夜明け", Language.JA), plain_text("Dawn at\nthe harbor", Language.EN)
    ('港の夜明け', 'Dawn at the harbor')
    """
    kept, position = [], 0
    for start, end, replacement in iter_folds(text, language):
        kept += [text[position:start], replacement]
        position = end
    return clean_text("".join(kept) + text[position:])


def iter_folds(text: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """Yield the runs of white space to be replaced, and by what: the edges by nothing, line breaks by a joint."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if start == 0 or end == len(text):
            yield start, end, ""
        elif _LINE_END.search(run.group()):
            yield start, end, joint(text[start - 1], text[end], language)


def joint(before: str, after: str, language: Language) -> str:
    """Return what joins two sentences, or two lines of one: a blank, but nothing beside a full-width character in Japanese.

    >>> joint("港。", "船。", Language.JA), joint("A.", "B.", Language.EN)
    ('', ' ')
    """
    if not before or not after:
        return ""
    is_wide = _WIDE.match(before[-1]) or _WIDE.match(after[0])
    return "" if language is Language.JA and is_wide else " "
