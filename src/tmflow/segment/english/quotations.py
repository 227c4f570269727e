"""English rules for quotations and brackets: which closer ends the sentence that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.segment.english.candidate import Candidate
from tmflow.segment.marks import skip_blanks
from tmflow.segment.rules import Judgement, Notes
from tmflow.segment.spans import Bracket, SpanMap
from tmflow.text import abbreviations as words

__all__ = [
    "NOTE",
    "brackets",
    "inside_brackets",
    "notes",
    "quotation",
    "with_english_quotations",
]

_NOTE = re.compile(r"(?:(?:Translator|Editor|Author)[’']?s? (?:[Nn]ote|NOTE)|[Nn]ote|NOTE|N\.B\.|TN|T/N|Ed\.)\s*[:—–-]")
_REPORTED = re.compile(rf"(?:[A-Z][\w.’'-]*,? ){{1,3}}(?:{words.REPORTING_VERBS})\b")
_ENDED = re.compile(r"[.!?][\"”’')\]]*\Z")
_ASKS = re.compile(r"When (?:did|do|does|is|are|was|were|will|would|can|could|should|has|have|had)\b")
_CLAUSE_CHARS = 120
_FEW_WORDS = 3
_TITLE_CHARS = 80
_LONG_LETTERS = 4

_MARK = re.compile(
    r"[‘’'„“”](?:"
    r"(?P<opener>(?<=[‘'])(?<![^\s(\[“\"—–-].)(?=[A-Za-z“\"…]))"
    r"|(?P<closer>(?<=[’'])(?:(?<=[.,!?…—–].)(?![A-Za-z0-9])|(?<=[A-Za-z0-9)].)(?=[,.;:!?)\]])"
    r"|(?<=[A-RT-Za-rt-z0-9)].)(?=\s|\Z)))"
    r"|(?P<low>(?<=„))|(?P<high>(?<=[“”])))",
    re.DOTALL,
)
"""British quotation marks, and low ones. Inside of a word, or after its last "s", the single sign is an apostrophe."""

_STRAIGHT_CHARS = 600
"""A pair further apart than a long paragraph is two strays."""


def with_english_quotations(text: str, spans: SpanMap) -> SpanMap:
    """Return the spans with the quotations in ‘…’, '…' and „…“ that no other pair holds or crosses.

    >>> with_english_quotations("‘We came. We saw,’ he said.", SpanMap((), {}, ())).outermost[0][:2]
    (0, 18)
    """
    if text.isascii() and "'" not in text:
        return spans
    found = [pair for pair in _iter_quotations(text) if not (spans.around(pair.start) or spans.around(pair.end - 1))]
    if not found:
        return spans
    outermost: list[Bracket] = []
    for pair in sorted((*spans.outermost, *found)):
        if not outermost or pair.start >= outermost[-1].end:
            outermost.append(pair)
    return SpanMap(spans.atoms, spans.pairs | {pair.start: pair for pair in found}, tuple(outermost))


def _iter_quotations(text: str) -> Iterator[Bracket]:
    opener, low = -1, -1
    for match in _MARK.finditer(text):
        position, kind = match.start(), match.lastgroup
        if kind == "opener":
            opener = position
        elif kind == "low":
            low = position
        elif kind == "high":
            if low >= 0:
                yield Bracket(low, position + 1, is_quotation=True)
            low = -1
        elif opener >= 0 and (text[opener] == "'") == (text[position] == "'"):
            if text[opener] == "‘" or position - opener <= _STRAIGHT_CHARS:
                yield Bracket(opener, position + 1, is_quotation=True)
            opener = -1


def inside_brackets(candidate: Candidate) -> Judgement | None:
    """Go on inside a quotation or brackets."""
    return ("en.inside-brackets", False) if candidate.is_inside else None


def notes(candidate: Candidate) -> Judgement | None:
    """Keep a translator's or editor's note in brackets with the sentence before it, or give it its own segment."""
    text = candidate.text
    if candidate.next >= len(text) or text[candidate.next] not in "([" or not _NOTE.match(text, candidate.next + 1):
        return None
    if candidate.block.notes is Notes.JOIN:
        note = candidate.block.spans.pairs.get(candidate.next)
        if note is None:
            return None
        candidate.look(note.end)
    return "en.note", True


def brackets(candidate: Candidate) -> Judgement | None:
    """Decide for an ender at the end of brackets."""
    text, start, end = candidate.text, candidate.start, candidate.end
    if start and text[start - 1] in "([" and text[end : end + 1] in {")", "]"}:
        return "en.mark-in-brackets", False
    bracket = candidate.bracket
    if bracket is None or bracket.is_quotation or bracket.start <= candidate.sentence:
        return None
    if _ENDED.search(text[max(0, bracket.start - 8) : bracket.start].rstrip()):
        return None
    if (
        candidate.starts_small
        or candidate.run[-1] in "!?"
        or candidate.is_never_final
        or candidate.may_end
        or len(text[bracket.start + 1 : start].split()) < _FEW_WORDS
    ):
        return "en.brackets.inside-sentence", False
    return None


def quotation(candidate: Candidate) -> Judgement | None:
    """Decide for an ender at the end of a quotation: before "Cole asked" the sentence goes on, before "When" not."""
    if not candidate.is_quotation:
        return None
    if candidate.starts_small or _is_in_opening_clause(candidate):
        return "en.quotation.continues", False
    if candidate.run[-1] not in "!?" or (candidate.opens_sentence and not candidate.pronoun_follows):
        return None
    if _REPORTED.match(candidate.text, candidate.next):
        return "en.quotation.reported", False
    if _is_title(candidate) and not candidate.pronoun_follows:
        return "en.quotation.title", False
    return None


def _is_in_opening_clause(candidate: Candidate) -> bool:
    """Whether the quotation stands in a clause that another must follow: "If someone shouts “Fire!” I run"."""
    start = skip_blanks(candidate.text, candidate.sentence)
    bracket = candidate.bracket
    if bracket is None or not start < bracket.start < start + _CLAUSE_CHARS:
        return False
    clause = candidate.text[start : bracket.start]
    first = clause.split(maxsplit=1)[0]
    return first in words.SUBORDINATORS and "," not in clause and _ASKS.match(clause) is None


def _is_title(candidate: Candidate) -> bool:
    """Whether the quotation names a work, in capitals as titles are: its mark is part of the name."""
    bracket = candidate.bracket
    if bracket is None or candidate.start - bracket.start > _TITLE_CHARS:
        return False
    inner = candidate.text[bracket.start + 1 : candidate.start].split()
    is_capitalised = all(word[:1].isupper() or len(word) < _LONG_LETTERS for word in inner)
    return len(inner) > 1 and is_capitalised and inner[-1][:1].isupper() and not inner[-1].isupper()


# Source of the pattern above, for the export of the rules in the words of SRX.
NOTE = _NOTE.pattern
