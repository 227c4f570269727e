"""Rules on English capitals: at the beginning of a sentence, and in headings all in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from tmflow.check.finding import Severity
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.text.abbreviations import MAY_END, PREPOSITIONS, STARTERS, ends_abbreviation
from tmflow.text.tokens import STOP_WORDS

__all__ = ["RULES"]

_FIRST = re.compile(r"[“\"‘'(]*(?P<word>[a-z]{2,})(?=[ ,]|['’](?:s|re|ve|ll|d|t)\b)")
_AFTER_STOP = re.compile(r"(?<=[a-z]{2})[.!?][”\"’)]* +(?P<word>[a-z]{2,})(?=,? [a-z])")
_PRONOUN = re.compile(
    r"(?<![\w’'.&/-])i(?=['’](?:m|ve|ll|d)\b| (?:am|was|have|had|think|thought|did|will|would|could|can)\b)"
)
_ENDS = re.compile(r"[.!?][\"'”’)\]]*\s*$")
_MOST_LOW_SHARE = 0.2
"""Of an article's sentences; one with more that begin small is written so."""
_LEAST_LOW = 2
_LEAST_LETTERS = 4
_HEADING_WORD = re.compile(r"[A-Za-z][A-Za-z’']*")
_SHORT = (
    PREPOSITIONS
    | {"into", "onto", "over", "under", "upon", "after", "before", "between", "through", "about", "against"}
    | {"than", "that", "when", "while", "their", "your", "this"}
)
"""Words that no way of writing headings is told from."""


def _find_capitals(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.EN))
    sentences = [one for one in prose if one.kind is BlockKind.PARAGRAPH]
    low = list(_iter_low(sentences))
    if len(low) <= max(_LEAST_LOW, _MOST_LOW_SHARE * len(sentences)):
        for one, start, end in low:
            word = one.text[start:end]
            yield one.fault(f"a sentence begins with {word}", start, end, fix=word[0].upper() + word[1:])
    for one in sentences:
        for found in _PRONOUN.finditer(one.text):
            yield one.fault("i for I", *found.span(), fix="I")
    yield from _find_mixed_headings(prose)


def _iter_low(prose: Sequence[Prose]) -> Iterator[tuple[Prose, int, int]]:
    """Yield the first words of sentences in small letters. A name that has none (tmflow, nginx) is no word of English.

    A word that is not one of the commonest is taken for one if it stands so inside of a sentence, too.
    """
    before: Prose | None = None
    inside = {word for one in prose for word in re.findall(r"(?<=[a-z,] )[a-z]{2,}\b", one.text)}
    for one in prose:
        found = _FIRST.match(one.text)
        is_sentence = (before is None or _ends(before.text)) and _ends(one.text)
        if found and is_sentence and _is_word(found["word"], one, inside):
            yield one, *found.span("word")
        for later in _AFTER_STOP.finditer(one.text):
            is_over = one.text[later.start()] != "." or not _is_abbreviation(one.text, later.start())
            if (
                (later["word"] in STOP_WORDS or later["word"].capitalize() in STARTERS)
                and is_over
                and not _is_quotation_end(one.text, later)
            ):
                yield one, *later.span("word")
        before = one


def _ends(text: str) -> bool:
    return _ENDS.search(text) is not None and not ends_abbreviation(text.rstrip(), len(text.rstrip()))


def _is_word(word: str, one: Prose, inside: set[str]) -> bool:
    return word in STOP_WORDS or (word in inside and word not in one.other)


def _is_abbreviation(text: str, dot: int) -> bool:
    return ends_abbreviation(text, dot + 1) or re.split(r"[^A-Za-z.]", text[:dot])[-1] in MAY_END


def _is_quotation_end(text: str, found: re.Match[str]) -> bool:
    """Whether the mark ends a quotation that the sentence goes on after: "Is it open?" she asked."""
    return any(mark in text[found.start() : found.start("word")] for mark in '”"’)') or text[found.start()] in "!?"


class _Style(Enum):
    TITLE = "each word"
    SENTENCE = "the first word"


def _find_mixed_headings(prose: Sequence[Prose]) -> Iterator[Fault]:
    """Yield the headings in the rarer of the two ways, where the others tell which is usual."""
    common = {
        word for one in prose if one.kind is BlockKind.PARAGRAPH for word in re.findall(r"\b[a-z]{4,}\b", one.text)
    }
    styled = [(one, style) for one in prose if one.kind is BlockKind.HEADING and (style := _style_of(one.text, common))]
    for style, usual in ((_Style.TITLE, _Style.SENTENCE), (_Style.SENTENCE, _Style.TITLE)):
        odd = [one for one, told in styled if told is style]
        if odd and len(styled) - len(odd) >= 2 * len(odd):
            for one in odd:
                message = f"a capital at {style.value} of this heading, at {usual.value} of the others"
                yield one.fault(message, 0, len(one.text))


def _style_of(heading: str, common: set[str]) -> _Style | None:
    """Tell how a heading is written, None if its words do not tell: a capital may be a name's.

    common: words that stand in small letters in the article, so that a capital is the style's.
    """
    words = [word for word in _HEADING_WORD.findall(heading)[1:] if len(word) >= _LEAST_LETTERS]
    told = [word for word in words if word.lower() not in _SHORT and word.lower() not in STOP_WORDS]
    if any(word.islower() for word in told):
        return _Style.SENTENCE if not any(word.lower() in common and word[0].isupper() for word in told) else None
    return _Style.TITLE if any(word.lower() in common and not word.isupper() for word in told) else None


RULES = (
    Rule(
        id="en.caps",
        severity=Severity.WARNING,
        summary="A sentence begins with a capital, and the headings of an article have them all in one way.",
        why="A small letter at the beginning is what moving half a sentence leaves behind.",
        good=Example(ja="港は静かだ。", en="The harbor is quiet."),
        bad=Example(ja="港は静かだ。", en="the harbor is quiet."),
        find=_find_capitals,
        scope=Scope.ARTICLE,
    ),
)
