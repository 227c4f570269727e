"""The English rules as rules of SRX, made of the tables and patterns the English cutter uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.model.segmentation import BreakRule
from tmflow.segment.english.candidate import CLOSERS
from tmflow.segment.english.quotations import NOTE
from tmflow.segment.marks import FOOTNOTE, LAUGH
from tmflow.segment.rules import Notes, Quotations, SegmentOptions
from tmflow.segment.srx.pieces import (
    BLANKS,
    EMOJI_UNIT,
    SOME_BLANKS,
    WORD,
    break_at,
    keep,
    one_of,
    up_to,
    within,
    within_straight_quotes,
)
from tmflow.text import abbreviations as words

__all__ = ["english_rules"]

_ENDERS = "[.!?…‽。！？]"
_RUN = f"{_ENDERS}{{1,20}}"
_CLOSER = f"[{re.escape(CLOSERS)}]"
_SIGN = rf"{EMOJI_UNIT}|{LAUGH}|[:;=]-?[)DPp](?![A-Za-z])"
_TAIL = up_to(3, rf"{_CLOSER}|{FOOTNOTE}|[¹²³⁰⁴-⁹†‡]| ?(?:{_SIGN})")
_OPENER = r"[“\"‘'(\[{«¿¡]{0,3}"
_CAPITAL = rf"{_OPENER}\p{{Lu}}"
_SMALL = rf"{_OPENER}\p{{Ll}}"
_STARTER = rf"{_OPENER}{one_of(words.STARTERS)}(?![\p{{L}}\p{{N}}.-])"
_NOT_A_OR_I = rf"{_OPENER}{one_of(words.STARTERS - {'A', 'I'})}(?![\p{{L}}\p{{N}}.-])"
_VOWELLESS = rf"(?!(?i:{one_of(words.SOUNDS)})(?!\p{{L}}))[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz]{{2,8}}"
_LETTER = r"[A-Za-z]\."
_DOTTED = rf"{_LETTER}{up_to(4, _LETTER)}[A-Za-z]"
_MAY_END = rf"{WORD}(?:{one_of(words.MAY_END)}|{_DOTTED}|{_VOWELLESS})\."
_PARTS = up_to(3, r"\.[0-9]{1,2}")
_SENTENCE_START = rf"(?:^{BLANKS}|[.!?]{SOME_BLANKS})"


def english_rules(options: SegmentOptions) -> Iterator[BreakRule]:
    """Yield the rules in the order in which they are to be asked."""
    yield from _brackets(options)
    yield from _notes(options)
    yield from _quotations()
    yield keep(rf"[\s.]\.{BLANKS}", r"\.")
    yield keep(rf"\. \. \.{BLANKS}", r"(?!\.)")
    yield keep(rf"(?:…|\.\.|\. \.){_TAIL}{BLANKS}", rf"(?!{_CAPITAL})")
    yield keep(rf"(?<!\p{{L}})(?i:{one_of(words.INTERJECTIONS)})!{_TAIL}{SOME_BLANKS}", _SMALL)
    yield from _numbers()
    yield from _abbreviations(options)
    yield from _initials()
    yield from _small_starts()
    yield break_at(
        r"(?:(?<![\p{L}\p{N}.])\p{Ll}{3,30}\)?\.|\p{Ll}\)?[!?])",
        r"[A-Z][a-z]+[\s,'’!?]|[IA]\s|[“\"‘(][A-Z][a-z]*\s",
    )
    yield break_at(rf"{_RUN}{_TAIL}", r"[\u3041-\u30ff\u3400-\u9fff「『]")
    yield break_at(rf"{_RUN}{_TAIL}{SOME_BLANKS}", rf"(?!{_SIGN})[^\s]")


def _brackets(options: SegmentOptions) -> Iterator[BreakRule]:
    """Nothing ends inside of brackets, nor where a comma or the like follows them."""
    openers, closers = "([{（", ")]}）"
    if options.quotations is Quotations.KEEP:
        openers, closers = openers + "“«「『", closers + "”»」』"
        yield within_straight_quotes(_ENDERS)
    for opener, closer in zip(openers, closers, strict=True):
        yield within(opener, closer, _ENDERS)
    yield keep(rf"{_RUN}{_TAIL}{BLANKS}", r"[,;:)\]}—–/]")
    yield keep(rf"[(\[]{_RUN}[)\]]{_TAIL}{BLANKS}")
    yield keep(rf"[^\s.!?\"”’)\]]{BLANKS}\([^()]{{0,200}}[!?]\){SOME_BLANKS}")


def _notes(options: SegmentOptions) -> Iterator[BreakRule]:
    """A translator's or editor's note stays with the sentence before it, and ends it."""
    if options.notes is Notes.JOIN:
        yield keep(rf"{_RUN}{_TAIL}{SOME_BLANKS}", rf"[(\[]{NOTE}")
        yield break_at(rf"{_RUN}{_TAIL}{SOME_BLANKS}[(\[]{NOTE}[^()\[\]]{{0,300}}[)\]]{SOME_BLANKS}")


def _quotations() -> Iterator[BreakRule]:
    """A quotation or bracket that lower case or a verb of saying follows is part of a longer sentence."""
    yield keep(rf"{_RUN}{_CLOSER}{_TAIL}{SOME_BLANKS}", r"\p{Ll}")
    opens_clause = one_of(words.STARTERS - words.SUBJECTS)
    yield keep(
        rf"[!?][\"”’']{_TAIL}{SOME_BLANKS}",
        rf"(?!{opens_clause}[^\p{{L}}])(?:[A-Z][\p{{L}}\p{{N}}.’'-]*,? ){{1,3}}(?:{words.REPORTING_VERBS})[^\p{{L}}]",
    )


def _numbers() -> Iterator[BreakRule]:
    """The number of an item goes before its text."""
    yield keep(rf"(?:{_SENTENCE_START}|:{SOME_BLANKS})(?:[0-9]{{1,2}}{_PARTS}|[IVXLC]{{2,6}})\.{SOME_BLANKS}")
    yield keep(
        rf"{_SENTENCE_START}{one_of(words.LABELS)} (?:[0-9][\p{{L}}\p{{N}}.]{{0,9}}|[IVXLC]{{1,6}})\.{SOME_BLANKS}"
    )


def _abbreviations(options: SegmentOptions) -> Iterator[BreakRule]:
    """Abbreviations by their classes; see `abbreviations`."""
    own = {word.removesuffix(".") for word in options.abbreviations}
    capitals = {word.upper() for word in words.NEVER_FINAL if len(word) > 1}
    yield keep(rf"{WORD}{one_of(words.NEVER_FINAL | capitals | own)}\.{_TAIL}{BLANKS}")
    counted = rf"{WORD}{one_of(words.BEFORE_NUMBERS)}\.{_TAIL}{BLANKS}"
    yield keep(counted, r"[0-9#(]|[IVXLC]{2,}(?![\p{L}\p{N}])|I(?![\p{L}\p{N} ])")
    yield keep(rf"{WORD}{one_of(words.BEFORE_NAMES_TOO)}\.{_TAIL}{BLANKS}", rf"(?!{_STARTER})")
    yield keep(rf"{WORD}{one_of(words.BEFORE_NUMBERS - {'No', 'no'})}\.{_TAIL}{BLANKS}", _SMALL)
    yield break_at(rf"\p{{Lu}}[\p{{L}}’'-]{{0,30}} St\.{_TAIL}{SOME_BLANKS}", _STARTER)
    yield keep(rf"{WORD}St\.{_TAIL}{SOME_BLANKS}")
    yield break_at(rf"{_MAY_END}{_TAIL}{SOME_BLANKS}", rf"{_STARTER}|[“\"‘]\p{{Lu}}")
    clock = one_of(words.CLOCK)
    yield keep(rf"{WORD}{clock}\.{_TAIL}{SOME_BLANKS}", rf"{one_of(words.CLOCK_FOLLOWERS)}(?!\p{{L}})")
    time = rf"(?:{one_of(words.TIME_WORDS)},?|[0-9][0-9:.]{{0,5}})"
    yield keep(
        rf"{_SENTENCE_START}{one_of(words.TIME_WORDS)},? {up_to(3, f'{time} ')}{time} {clock}\.{_TAIL}{SOME_BLANKS}"
    )
    no_names = words.CLOSING | {word for word in words.MAY_END if word.islower()} - words.BEFORE_NAMES
    yield break_at(rf"{WORD}{one_of(no_names)}\.{_TAIL}{SOME_BLANKS}", _CAPITAL)
    yield keep(rf"{_MAY_END}{_TAIL}{SOME_BLANKS}")


def _initials() -> Iterator[BreakRule]:
    """A single capital is an initial unless it names a thing, is the pronoun, or a word follows that opens sentences."""
    yield keep(rf"^{BLANKS}[A-Za-z]\.{SOME_BLANKS}")
    yield keep(rf"[.!?]{SOME_BLANKS}[b-z]\.{SOME_BLANKS}")
    yield break_at(rf"{WORD}{one_of(words.LETTERED)} [A-Z]\.{_TAIL}{SOME_BLANKS}", _CAPITAL)
    yield break_at(rf"\p{{Ll}} I\.{_TAIL}{SOME_BLANKS}", rf"{_CAPITAL}(?!\.)")
    yield break_at(rf"\p{{Ll}} [A-Z]\.{_TAIL}{SOME_BLANKS}", _STARTER)
    yield break_at(rf"{WORD}[A-Z]\.{_TAIL}{SOME_BLANKS}", _NOT_A_OR_I)
    yield keep(rf"{WORD}[A-Z]\.{_TAIL}{SOME_BLANKS}")


def _small_starts() -> Iterator[BreakRule]:
    """A sentence in lower case follows only an ordinary word, or opens with a name such as iPhone."""
    yield break_at(rf"{_RUN}{_TAIL}{SOME_BLANKS}", r"[a-z]{1,3}[A-Z]")
    ordinary = r"(?<![\p{L}\p{N}.’'])(?:(?=\p{Ll}{0,30}[aeiouy])\p{Ll}{3,30}|\p{L}{4,30})"
    yield break_at(rf"{ordinary}\.{_TAIL}{SOME_BLANKS}", _SMALL)
    yield keep(rf"\.{_TAIL}{SOME_BLANKS}", _SMALL)
