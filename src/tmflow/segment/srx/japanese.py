"""The Japanese rules as rules of SRX, made of the tables and patterns the Japanese cutter uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.model.segmentation import BreakRule
from tmflow.segment.japanese.tail import CLOSERS, ICON, LAUGH_WORD, NOTE, QUOTE_CLOSERS, STOPS
from tmflow.segment.japanese.words import (
    ENDS_SENTENCE,
    ENDS_SURELY,
    GOES_ON_AFTER_BLANK,
    TAKES_UP_FORM,
    TAKES_UP_MARK,
    TAKES_UP_QUOTATION,
    TITLE_HEAD,
)
from tmflow.segment.marks import LAUGH
from tmflow.segment.rules import Notes, Quotations, SegmentOptions
from tmflow.segment.srx.pieces import (
    BLANKS,
    EXTRAS,
    SOME_BLANKS,
    break_at,
    keep,
    one_of,
    portable,
    up_to,
    within,
    within_straight_quotes,
)
from tmflow.text import abbreviations as words

__all__ = ["japanese_rules"]

_STOP = f"[{STOPS}]"
_MARK = f"[{STOPS.translate(dict.fromkeys(map(ord, '。｡．.')))}]"
_FULL_STOP = "[。｡．.]"
_ELLIPSIS = "(?:[…‥]|[・･]{2})"
_CLOSER = f"[{re.escape(CLOSERS)}]"
_QUOTE_CLOSER = f"[{re.escape(QUOTE_CLOSERS)}]"
_ICON = portable(ICON).replace("*", "{0,6}")
_MORE = rf"{_CLOSER}|{EXTRAS}|{_ICON}|[{STOPS}…‥]"
_TAIL = up_to(3, _MORE)
_SYMBOL = rf"(?:{_ICON}|{LAUGH}|{portable(LAUGH_WORD)})"
_SOFT = rf"(?:{_ELLIPSIS}|[・･]|{_SYMBOL})"
_NEW = rf"(?!{_MORE}|[\s\u3000\ufe0e\ufe0f\u200d])"
"""What follows is no longer part of the sentence."""

_URL = r"(?:https?|ftp)://[!#-;=?-~]{1,300}"
_LATIN = "[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]"
_BRACKETS = ("（(【《〈〔［[｛{", "）)】》〉〕］]｝}")
_QUOTES = ("「『“〝｢", "」』”〟｣")
"""Openers with their closers."""


def japanese_rules(options: SegmentOptions) -> Iterator[BreakRule]:
    """Yield the rules in the order in which they are to be asked."""
    yield keep("\u200d")
    yield from _brackets(options)
    yield from _tokens(options)
    yield from _notes(options)
    yield from _continuations()
    yield from _soft_ends()
    yield break_at(rf"{_STOP}{_TAIL}{BLANKS}", rf"{_NEW}[\s\S]")


def _brackets(options: SegmentOptions) -> Iterator[BreakRule]:
    """Nothing ends inside of brackets; those inside of a sentence end nothing either."""
    ender = f"(?:{_STOP}|{_SOFT})"
    openers, closers = _BRACKETS
    if options.quotations is Quotations.KEEP:
        openers, closers = openers + _QUOTES[0], closers + _QUOTES[1]
        yield within_straight_quotes(ender)
    for opener, closer in zip(openers, closers, strict=True):
        yield within(opener, closer, ender)
    for opener, closer in zip(*_BRACKETS, strict=True):
        inner = f"[^{re.escape(opener + closer)}]{{0,200}}"
        before = rf"[^\s{re.escape(STOPS + CLOSERS)}…‥\u3000]{re.escape(opener)}{inner}"
        yield keep(rf"{before}{_STOP}{re.escape(closer)}{BLANKS}", rf"(?!{_STOP})")


def _tokens(options: SegmentOptions) -> Iterator[BreakRule]:
    """A point, or a mark, inside of a number, an address or a name ends nothing, nor does one after an abbreviation."""
    yield keep(_URL, r"[!#-'*-;=?-~]")
    yield break_at(rf"(?<={_URL})\.{BLANKS}", rf"(?!{_LATIN}){_NEW}[\s\S]")
    yield keep(rf"{_LATIN}[.．]", rf"(?!\z|[\s\u3000]|{_CLOSER})")
    yield keep("第[.．]", _LATIN)
    yield keep(r"^[0-9０-９]{1,3}[.．]" + BLANKS)
    yield keep(rf"{_LATIN}[!！]", rf"[ァ-ヶー]|{_LATIN}")
    own = {word.removesuffix(".") for word in options.abbreviations}
    yield keep(rf"(?<!{_LATIN})(?:{one_of(words.NEVER_FINAL | own)}|[A-Za-z])\.{SOME_BLANKS}")
    yield keep(rf"(?<!{_LATIN}){one_of(words.BEFORE_NUMBERS)}\.{SOME_BLANKS}", "[0-9]")
    yield keep(rf"(?<!{_LATIN}){one_of(words.MAY_END)}\.{SOME_BLANKS}", r"(?!\p{Lu})")


def _notes(options: SegmentOptions) -> Iterator[BreakRule]:
    """A note in brackets stays with the sentence before it, and ends it."""
    end = rf"{_STOP}{_TAIL}{BLANKS}"
    note = rf"{NOTE}[^（）()\[\]［］]{{0,300}}[）)\]］]"
    if options.notes is Notes.JOIN:
        yield keep(end, NOTE)
    yield break_at(rf"{end}{note}{BLANKS}", rf"{_NEW}[\s\S]")


def _continuations() -> Iterator[BreakRule]:
    """A particle, or a comma, takes up the quotation or the mark before it."""
    quotation = rf"{_STOP}{_TAIL}{_QUOTE_CLOSER}{_TAIL}{BLANKS}"
    row = rf"(?:[「『][^「」『』]{{0,200}}{_STOP}[」』]{BLANKS}){{1,8}}"
    speaker = rf"[（(][^（）()\[\]{STOPS}]{{1,120}}[）)]"
    yield keep(quotation, f"(?:{TAKES_UP_QUOTATION})|{TITLE_HEAD}")
    yield keep(quotation, f"{row}(?:{TAKES_UP_QUOTATION})")
    yield keep(quotation, speaker)
    yield keep(rf"{quotation}{speaker}{BLANKS}", TAKES_UP_QUOTATION)
    yield break_at(rf"{quotation}{speaker}{BLANKS}", rf"{_NEW}[\s\S]")
    yield keep(rf"{_FULL_STOP}{_TAIL}{BLANKS}", "[、，]")
    yield keep(_MARK, TAKES_UP_MARK)
    yield keep(rf"{_MARK}{SOME_BLANKS}", GOES_ON_AFTER_BLANK)


def _soft_ends() -> Iterator[BreakRule]:
    """An ellipsis, a symbol or an emoji ends a sentence only after a form that may end one, if no particle takes it up."""
    rest = rf"{up_to(5, _SOFT)}{up_to(2, f'{_CLOSER}|{EXTRAS}')}{BLANKS}"
    goes_on = rf"(?!{TAKES_UP_FORM}){_NEW}[\s\S]"
    yield break_at(rf"{_ends(ENDS_SURELY)}{_ELLIPSIS}{rest}", goes_on)
    yield break_at(rf"{_ends(ENDS_SENTENCE)}{_SYMBOL}{rest}", goes_on)


def _ends(form: str) -> str:
    """Return the pattern of a form for use inside of another: what follows it need not be the end of the text."""
    return form.removesuffix(r"\Z")
