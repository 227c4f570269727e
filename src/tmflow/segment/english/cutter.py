"""The English rules: which dot, question mark or exclamation mark ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from tmflow.segment.english.breaks import iter_breaks
from tmflow.segment.english.candidate import BlockText, Candidate, is_ordinary
from tmflow.segment.english.dots import abbreviation, initial, item_letter, number_mark
from tmflow.segment.english.quotations import brackets, inside_brackets, notes, quotation, with_english_quotations
from tmflow.segment.marks import NAMES_WITH_MARK
from tmflow.segment.rules import Judgement, Quotations, SegmentOptions, Verdict
from tmflow.segment.spans import SpanMap
from tmflow.text import abbreviations as words

__all__ = ["EnglishCutter"]

_CANDIDATE = re.compile(r"[.!?…‽‼⁉。！？]+")
_CAMEL = re.compile(r"[a-z]{1,3}[A-Z]")
_SPACED_DOTS = re.compile(r"(?:\. ){2,}\.|\.(?: \.){2,}")
_GLUED = re.compile(
    r"(?!(?:Js|Ts|Net|Com|Org|Io|Py|Pdf|Txt|Jpg|Png)\b)(?:[A-Z][a-z]+(?:[\s,'’]|[.!?](?=\s|\Z))|[A-Z][a-z]+\Z|I\s|A\s|[“\"‘(][A-Z][a-z]*\s)"
)
_GLUED_SMALL = re.compile(r"[a-z]{3,}[\s,'’]")
_TURN = re.compile(r"[—–]\s*([A-Z][a-z]*)(?![\w’'])")
_OPEN_END = re.compile(r"\b(?:a|an|the|is|are|was|were|of|to|for|in|on|at|by|with|from|and|or|called|named)\s?\Z")
_APPOSITION = re.compile(r"\b(?:[Tt]he|[Aa]n?|his|her|their) (?:[a-z-]+ ){1,2}\Z")
_DETERMINED = re.compile(r"\b(?:[Tt]he|[Aa]n?|this|[Tt]his|his|her|their|our|my|your) (?:[A-Z][\w’'-]* ){0,2}\Z")
_NOUN_REACH = 40
_ELLIPSIS_DOTS = 3
_HESITATION_WORDS = 2
_HESITATION_CHARS = 40
_JAPANESE = "\u3040"

_INSIDE_TOKEN = ("en.inside-token", False)
"""The verdict on what is no mark of a sentence but part of an address, a number, a file name, code."""

Rule = Callable[[Candidate], Judgement | None]
"""Says of a candidate: the name of the rule and whether the sentence ends there; None if it does not know."""


class EnglishCutter:
    """Cuts English blocks by the rules below, asked in order; the first that knows decides."""

    def __init__(self, options: SegmentOptions) -> None:
        self._options = options
        self._never_final = words.NEVER_FINAL | {word.removesuffix(".") for word in options.abbreviations}

    def iter_verdicts(self, text: str, spans: SpanMap, *, mark: str = "") -> Iterator[Verdict]:
        """Yield the verdicts on a block, in order; see `Cutter`."""
        if self._options.quotations is Quotations.KEEP:
            spans = with_english_quotations(text, spans)
        block = BlockText(text, spans, never_final=self._never_final, notes=self._options.notes)
        breaks = iter_breaks(text, spans, mark)
        place, broken_by = next(breaks, (len(text), ""))
        sentence, end_of_text = 0, (len(text), len(text))
        for start, end in chain((match.span() for match in _CANDIDATE.finditer(text)), (end_of_text,)):
            while place <= start and broken_by:
                if place > sentence and spans.around(place) is None:
                    sentence = place
                    yield Verdict(place, broken_by, is_boundary=True)
                place, broken_by = next(breaks, (len(text), ""))
            if start < sentence or start == end:
                continue
            if spans.is_atomic(start):
                yield Verdict(end, *_INSIDE_TOKEN)
                continue
            if end == len(text) and spans.around(start) is None:  # so most blocks end; only `at_end` would be asked
                sentence = end
                yield Verdict(end, "en.ender", is_boundary=True)
                continue
            candidate = Candidate(block, (start, end), sentence)
            name, is_boundary = _judge(candidate)
            if is_boundary:
                sentence = candidate.next
            yield Verdict(candidate.next if is_boundary else end, name, is_boundary)


def _judge(candidate: Candidate) -> Judgement:
    for rule in RULES:
        verdict = rule(candidate)
        if verdict is not None:
            return verdict
    return "en.ender", True


def at_end(candidate: Candidate) -> Judgement | None:
    """Decide for an ender that closes the block."""
    return ("en.ender", True) if candidate.next >= len(candidate.text) else None


def glued(candidate: Candidate) -> Judgement | None:
    """Decide where no blank follows: inside a token nothing is cut, but "day.The" is two sentences."""
    text, tail, word = candidate.text, candidate.tail, candidate.word
    if candidate.next > tail:
        return None
    is_plain = is_ordinary(word) or text.endswith(")", 0, candidate.start)
    if text[tail] >= _JAPANESE and text[tail] not in "、，":
        return ("en.before-japanese", True) if is_plain or "." not in candidate.run else _INSIDE_TOKEN
    if candidate.is_never_final:
        return _INSIDE_TOKEN
    is_mark = candidate.run[-1] in "!?"
    is_small = not word[:1].isupper() or candidate.word_start <= candidate.sentence
    if _GLUED.match(text, tail) and (is_mark or (is_plain and (is_small or len(candidate.run) > 1))):
        return "en.missing-blank", True
    if is_mark and word.islower() and is_plain and _GLUED_SMALL.match(text, tail):
        return "en.missing-blank", True
    return _INSIDE_TOKEN


def punctuation(candidate: Candidate) -> Judgement | None:
    """Go on where a comma or the like follows, the next cell of a table, or a dash that opens no turn of speech, or after a colon with a stray mark."""
    text, following = candidate.text, candidate.text[candidate.next]
    if text.startswith("\t", candidate.tail) and not is_ordinary(candidate.word):
        return "en.table-cell", False
    if following in "—–" and not candidate.may_end and not candidate.is_never_final:
        turn = _TURN.match(text, candidate.next)
        if turn is not None and turn.group(1) in words.STARTERS:
            return "en.turn", True
    is_role = following == ":" and candidate.next > candidate.tail and candidate.token[:1].isalpha()
    if (following in ",;:)]}—–/|" and not is_role) or (following == "-" and candidate.bracket is not None):
        return "en.punctuation-follows", False
    if len(candidate.run) == 1 and text[max(0, candidate.start - 1)] in ":,":
        return "en.punctuation-before", False
    return None


def ellipsis(candidate: Candidate) -> Judgement | None:
    """Decide for ".." and "…": an ellipsis ends a sentence only before a capital.

    The pronoun I says nothing: before it a word or two are a hesitation.
    """
    run, text, token = candidate.run, candidate.text, candidate.token
    is_spaced = run == "." and _SPACED_DOTS.search(text, max(0, candidate.start - 4), candidate.end + 4) is not None
    if "!" in run or "?" in run or not (is_spaced or "…" in run or len(run) > 1):
        return None
    if is_spaced:
        dots = text[max(0, candidate.start - 6) : candidate.end].count(".")
        goes_on = text.startswith(" .", candidate.end) or dots <= _ELLIPSIS_DOTS
        return "en.ellipsis", token[:1].isupper() and not goes_on
    if candidate.pronoun_follows:
        so_far = text[candidate.sentence : candidate.start]
        is_hesitation = len(so_far) < _HESITATION_CHARS and len(so_far.split()) <= _HESITATION_WORDS
        return "en.ellipsis.hesitation", not is_hesitation
    if not candidate.opens_sentence and _OPEN_END.search(
        text, max(candidate.sentence, candidate.start - 10), candidate.start
    ):
        return "en.ellipsis.open", False
    return "en.ellipsis", not candidate.starts_small and token[:1].isalpha()


def marks(candidate: Candidate) -> Judgement | None:
    """Decide for runs with a question or exclamation mark."""
    if candidate.run[-1] not in "!?‽‼⁉！？。":
        return None
    word, token = candidate.word, candidate.token
    if candidate.starts_small and word.lower() in words.INTERJECTIONS:
        return "en.interjection", False
    if candidate.run in {"!", "?"} and _is_name(candidate):
        return "en.name-with-mark", False
    if candidate.text.startswith((". ", ".. ", "... ", "… "), candidate.next):
        return "en.ellipsis-follows", False
    return "en.mark", token != ""


def lower_case(candidate: Candidate) -> Judgement | None:
    """Decide where a lower-case word follows: a new sentence only after an ordinary word, or a name like iPhone."""
    if not candidate.starts_small:
        return None
    token = candidate.token
    if token in {"no", "nos"} and candidate.text.startswith(". ", candidate.next + len(token)):
        return "en.abbreviation.number-follows", False
    if _CAMEL.match(token):
        return "en.lower-case-name", True
    if token.capitalize() in words.SUBJECTS and (
        candidate.word[-1:].isdigit() or candidate.text.endswith(")", 0, candidate.start)
    ):
        return "en.lower-case-subject", True
    return "en.lower-case", is_ordinary(candidate.word)


def _is_name(candidate: Candidate) -> bool:
    """Whether "!" belongs to a name: Yahoo! before a noun, or a name whose verb or phrase follows in lower case.

    "The band Wham! split up" has a noun before it that says what it is; "Thanks Tom! see you" is a call.
    """
    word, token = candidate.word, candidate.token
    if word in NAMES_WITH_MARK:
        return not candidate.opens_sentence
    if not (candidate.starts_small and word[:1].isupper() and not word.isupper()) or candidate.is_written_small:
        return False
    before = candidate.text[max(candidate.sentence, candidate.word_start - _NOUN_REACH) : candidate.word_start]
    if _DETERMINED.search(before) is not None:
        return True
    has_predicate = candidate.run == "!" and (
        token in words.FINITE_VERBS or token.endswith("ed") or (before != "" and token in words.PREPOSITIONS)
    )
    return has_predicate or (candidate.run == "!" and _APPOSITION.search(before) is not None)


RULES: tuple[Rule, ...] = (
    inside_brackets,
    at_end,
    glued,
    notes,
    punctuation,
    brackets,
    quotation,
    ellipsis,
    marks,
    number_mark,
    abbreviation,
    item_letter,
    initial,
    lower_case,
)
