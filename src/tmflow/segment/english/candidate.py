"""One place where an English sentence may end, with what stands around it: all that a rule looks at."""

from __future__ import annotations

import re

from tmflow.segment.marks import EMOJI, FOOTNOTE, LAUGH, skip_blanks
from tmflow.segment.rules import Notes
from tmflow.segment.spans import Bracket, SpanMap
from tmflow.text import abbreviations as words

__all__ = [
    "CLOSERS",
    "BlockText",
    "Candidate",
    "is_ordinary",
]

CLOSERS = "\"'”’»)]}」』）"
"""What closes a quotation or brackets, and so may follow an ender."""

_BLANKS_AND_CLOSERS = re.compile(rf"[\s{re.escape(CLOSERS)}]*")
_EMPHASIS = r"[*_]{1,3}(?=[\s\"'”’)]|\Z)|</[A-Za-z][A-Za-z0-9]{0,9}>"
_REFERENCE = r"(?:\*{1,2}|※)[0-9]{1,2}(?=\s|\Z)"
_RAISED = "[¹²³⁰⁴-⁹†‡]+(?:,[¹²³⁰⁴-⁹†‡]+)*"
_GLUED_NUMBER = r"(?<=[a-z]{3}[.!?])[0-9]{1,3}(?:[,–-][0-9]{1,3})*(?=\s+[A-Z“\"]|\s*\Z)"
"""A raised number whose raising is lost, right after the ender of a word."""

_TAIL = re.compile(
    rf"(?:\ufe0f|{FOOTNOTE}|{_REFERENCE}|{_EMPHASIS}|{_RAISED}|{_GLUED_NUMBER}| ?(?:{EMOJI})++|[ \n]?(?:{LAUGH}|[:;=]-?[)DPp](?![A-Za-z])))+"
)
_FACES = "[\U0001f44b-\U0001f450\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a\u2639\u263a\u2764]"
"""Emoji of faces, hands and hearts: they say how something is meant and are no word."""
_ICONS_AS_WORD = re.compile(rf"\. (?!{_FACES})(?:{EMOJI})++ (?=[a-z])")
_LEADING_ICONS = re.compile(rf" (?!{_FACES})(?:{EMOJI})++ (?=\S)")
_OMISSION = r"\[(?:…|\.\.\.|\. \. \.)\]"
_LATE_TAIL = re.compile(rf"\s(?:{FOOTNOTE}|{_OMISSION}|{_REFERENCE}|[¹²³⁰⁴-⁹†‡]+)(?=\s+[^\sa-z]|\s*\Z|\[)")
"""A note or an omission after a blank; before lower case it would be the subject of the next sentence."""

_LATE_START = re.compile(r"\s[\[\d*※¹²³⁰⁴-⁹†‡]")
_AHEAD = re.compile(r"\s*([“„\"‘'(\[{«¿¡*_`:「『（]{0,6})([^\W\d_](?:[\w'’&-]|\.(?=\w)){0,40}|.?)", re.DOTALL)
"""The next word with the quotes, brackets and signs of markup that open before it."""

_BACK_TOKEN = re.compile(r"[^\s()\[\]{}\"“”«»<>—–/,:;*_…!?]*")
_MARKUP = '”"*_` \t\n'
"""Signs between a word and its ender: a quotation that closes first, emphasis, code."""

_WORD_REACH = 40
_CASE_REACH = 20
_OPENS_WITH_NOTE = re.compile(rf"\s*(?:{FOOTNOTE}|[*※]{{0,2}}[0-9])")
_LATE_NUMBER = re.compile(r"\s[0-9]{1,3}(?=\s+([A-Z][a-z]*)(?![\w’'])|\s*\Z)")
"""A raised number whose raising is lost: a word that opens sentences follows, which no numeral could count, or nothing."""

ADDRESS = ("http://", "https://", "www.")
"""How a web address begins."""

_LETTERS_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_VOWEL = re.compile(r"[aeiouy]|[^\x00-\x7f]")
"""No English word lacks one: "tsp" and "pkg" are abbreviations, listed or not."""

_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)\Z")
_ORDINARY_LETTERS = 3
_CAPITALISED_LETTERS = 4


class BlockText:
    """A block of English with its spans, and what the project wants.

    never_final: abbreviations after which no sentence ends. lists_notes: whether it opens with "[1]" or a number, so that
    a later "[2]" belongs to an item and is no footnote mark. icons_lead: whether an emoji is the first word of a sentence
    ("The crew left. 👩 came as well."), so that others between an ender and a word may be.
    """

    __slots__ = ("icons_lead", "lists_notes", "never_final", "notes", "spans", "text")

    def __init__(self, text: str, spans: SpanMap, *, never_final: frozenset[str], notes: Notes) -> None:
        self.text, self.spans, self.never_final, self.notes = text, spans, never_final, notes
        self.icons_lead = not text.isascii() and _ICONS_AS_WORD.search(text) is not None
        self.lists_notes = _OPENS_WITH_NOTE.match(text) is not None

    def word_before(self, position: int, sentence: int) -> tuple[int, str]:
        """Return start and text of the word before the position, blanks between them skipped.

        It lies in the sentence that began at `sentence` and is no longer than the reach; the end of an address is no word.
        """
        lowest = max(sentence, position - _WORD_REACH)
        piece = self.text[lowest:position].rstrip()
        if piece[-1:] in _MARKUP:
            piece = piece.rstrip(_MARKUP)
        match = _BACK_TOKEN.match(piece[::-1])
        length = match.end() if match else 0
        word = (piece[len(piece) - length :] if length else "").lstrip("'’‘.-")
        start = lowest + len(piece) - len(word)
        is_token = word != "" and (self.text[start - 1 : start] == "/" or self.spans.is_atomic(start))
        return start, "" if is_token else word


class Candidate:
    """One run of enders [start, end) in a block, in the sentence that began at `sentence`.

    tail: past closers, footnotes and emoji; next: the first character after the blanks that follow; opener, token: the
    quotes and the word there; word: the token before the run; bracket: the outermost pair around the run;
    is_inside: whether that pair goes on after it.
    """

    __slots__ = (
        "block",
        "bracket",
        "end",
        "is_inside",
        "next",
        "opener",
        "run",
        "sentence",
        "start",
        "tail",
        "text",
        "token",
        "word",
        "word_start",
    )

    def __init__(self, block: BlockText, run: tuple[int, int], sentence: int) -> None:
        self.block, self.text, self.sentence = block, block.text, sentence
        self.start, self.end = run
        self.run = self.text[self.start : self.end]
        self.word_start, self.word = block.word_before(self.start, sentence)
        self.bracket: Bracket | None = block.spans.around(self.start)
        self.is_inside = False
        tail = self._tail()
        if self.bracket is not None and tail < self.bracket.end:
            closers = _BLANKS_AND_CLOSERS.match(self.text, tail)
            self.is_inside = closers is None or closers.end() < self.bracket.end - 1
            tail = self.bracket.end
        self.look(tail)

    def look(self, tail: int) -> None:
        """Set what follows, seen from `tail`."""
        self.tail = tail
        match = _AHEAD.match(self.text, tail)
        if match is not None:  # always: the pattern matches the empty string too
            self.next = match.start(1)
            self.opener, self.token = match.groups()

    @property
    def before(self) -> str:
        """The word before the word."""
        return self.block.word_before(self.word_start, self.sentence)[1]

    @property
    def short_form(self) -> str:
        """The word as the tables of abbreviations spell it: a text in capitals has "GEN." for "Gen."."""
        word = self.word
        return word.capitalize() if len(word) > 1 and word.isupper() and word.isalpha() else word

    @property
    def is_never_final(self) -> bool:
        """Whether the word is an abbreviation after which no sentence ends."""
        never_final = self.block.never_final
        return self.short_form in never_final or self.word.rpartition("-")[2] in never_final

    @property
    def may_end(self) -> bool:
        """Whether the word is an abbreviation that may end a sentence: "Inc", "p.m", or letters with dots."""
        return self.short_form in words.MAY_END or _LETTERS_DOTTED.match(self.word) is not None

    @property
    def counts(self) -> bool:
        """Whether the word is an abbreviation that a number follows: "No", "Fig", "sub-cl"."""
        return self.short_form in words.BEFORE_NUMBERS or self.word.rpartition("-")[2] in words.BEFORE_NUMBERS

    @property
    def is_quotation(self) -> bool:
        """Whether a quotation, or a title in emphasis, ends with the run."""
        if self.bracket is not None:
            return self.bracket.is_quotation
        return self.text[self.end : self.end + 1] in {"'", "’", "”", '"', "*", "_"}

    @property
    def starts_small(self) -> bool:
        """Whether a word in lower case follows; an address has no case."""
        return self.token[:1].islower() and not self.text.startswith(ADDRESS, self.next + len(self.opener))

    @property
    def is_in_capitals(self) -> bool:
        """Whether all is written in capitals here, which then tell nothing."""
        around = slice(max(self.sentence, self.start - _CASE_REACH), self.next + len(self.token))
        return len(self.token) > 1 and self.token.isupper() and self.text[around].isupper()

    @property
    def pronoun_follows(self) -> bool:
        """Whether the pronoun I follows, whose capital tells nothing."""
        return _stem(self.token) == "I"

    @property
    def opens_sentence(self) -> bool:
        """Whether the next word is one that opens sentences, and not the initial of a name ("A. Cole", "I. Marsh").

        In a text in capitals that is certain for a subject only: "9 A.M. ON MONDAY".
        """
        token = self.token
        if len(token) == 1 and self.text.startswith(".", self.next + len(self.opener) + 1):
            return False
        if self.is_in_capitals:
            return _stem(token.capitalize()) in words.SUBJECTS
        return _stem(token) in words.STARTERS

    @property
    def is_written_small(self) -> bool:
        """Whether the sentence itself began in lower case, as in hasty mail: so may the next."""
        return self.text[skip_blanks(self.text, self.sentence)].islower()

    def _tail(self) -> int:
        text, tail = self.text, self.end
        while True:
            while tail < len(text) and text[tail] in CLOSERS and tail not in self.block.spans.pairs:
                tail += 1
            if self.block.icons_lead and _LEADING_ICONS.match(text, tail):
                return tail
            match = _TAIL.match(text, tail)
            if match is None and _LATE_START.match(text, tail) and not self.block.lists_notes:
                match = _LATE_TAIL.match(text, tail) or self._late_number(tail)
            if match is None or match.end() == tail:
                return tail
            tail = match.end()

    def _late_number(self, tail: int) -> re.Match[str] | None:
        if self.counts or self.is_never_final or self.may_end:
            return None
        match = _LATE_NUMBER.match(self.text, tail)
        return match if match is not None and (match.group(1) is None or match.group(1) in words.STARTERS) else None


def is_ordinary(word: str) -> bool:
    """Whether a word can be nothing but a word: no abbreviation, no number, no single letter.

    >>> [is_ordinary(word) for word in ("boat", "it", "tsp", "Inc")]
    [True, True, False, False]
    """
    letters = word.replace("-", "").replace("'", "").replace("’", "")
    if not letters.isalpha() or letters in words.MAY_END:
        return _ORDINAL.match(word) is not None
    if letters.islower():
        return (
            letters in words.SHORT_WORDS
            or letters in words.SOUNDS
            or (len(letters) >= _ORDINARY_LETTERS and bool(_VOWEL.search(letters)))
        )
    return len(letters) >= _CAPITALISED_LETTERS


def _stem(token: str) -> str:
    """Return a word without what is contracted to it: "They" of "They'll", "Is" of "Isn't"."""
    stem, apostrophe, rest = token.replace("’", "'").partition("'")
    return stem.removesuffix("n") if apostrophe and rest == "t" and stem != "Can" else stem
