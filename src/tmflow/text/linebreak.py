"""What the words on both sides of a newline say: a sentence ended, a word torn, a phrase left open, a headline, a label.

The rules are those of grammar and of typesetting, not of widths; `linegroup` weighs them with the widths of the lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tmflow.text import abbreviations
from tmflow.text.note_calls import NOTE_CALLS

__all__ = [
    "BLANKS",
    "Line",
    "ends_politely",
    "ends_sentence",
    "ends_with_address",
    "first_unit",
    "has_inner_end",
    "is_headline",
    "is_label",
    "is_open",
    "is_softly_open",
    "is_torn_word",
    "leaves_bracket_open",
    "may_tear_word",
]

BLANKS = " \t\u3000\u00a0\u2000-\u200b\u202f\u205f\ufeff\u2028\x0b\x0c\x1c-\x1f"
"""White space inside a line, for a character class. U+2028 and the vertical tab are soft breaks of word processors."""

_TAIL_CHARS = 12
_HEAD_CHARS = 12
_UNIT_CHARS = 130

_CLOSERS = "」』）)】”’\"'\\]"
_ENDER = re.compile(rf"[。．.！!？?…‼⁉⁈♪｡][{_CLOSERS}]*{NOTE_CALLS}$")
_WIDE_ENDER = re.compile(rf"[。．！？｡][{_CLOSERS}]*{NOTE_CALLS}$")
_SHORT_WORD = re.compile(r"(?<![A-Za-z.])([A-Za-z]+(?:\.[A-Za-z]+)*)\.$")
_MAY_ABBREVIATE = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]{0,4}|(?:[A-Za-z]\.)+[A-Za-z]|al)\.$")
"""A short word with a capital, or letters with points: the sentence rules say whether it ends; the layout leaves it open."""

_CONTINUED = re.compile(r"[」』”）)！？!?][」』”）)]*$")
_CLOSING = re.compile(r"[。、，！？!?…」』”）)\]】]")
_CONTINUES = re.compile(r"[とのにがをはもで]|って|など|だ")
"""What follows a closed quotation, ！ or ？ inside of a sentence; for words that only begin so the sentence rules decide."""

_INNER_END = re.compile(
    rf"[。！？｡.!?](?:(?<=[。！？｡])(?![{_CLOSERS}。！？!?…♪\s]|$)"
    rf"|(?<=[a-z0-9)][a-z0-9)][.!?])(?<![Mm]r.)(?<!Mrs.)(?<!Ms.)(?<!Dr.)(?<!St.)[{_CLOSERS}]*\s+[“\"‘(]?[A-Z])"
)
_POLITE_END = re.compile(r"(?:です|ます|ました|ません|でした|でしょう|ましょう|ください|下さい)[かねよな]{0,2}$")
_CONNECTIVE = re.compile(
    r"[、。，．！？!?」』）…・ー]|が(?!ん)|け(?:れ)?ど|の[でにはがをよか]|から(?!だ)|し、|と(?:[、のいはき聞思言話考書]|も)|って|[ねよわか][。、！？…らどと]|ら"
)
_TORN_START = re.compile(
    r"[ゃゅょぁぃぅぇぉャュョァィゥェォッヮヵ々、。，．」』）】〕]|っ(?!て)|ん(?![ー〜～、…])|ー(?![ \u3000])"
    r"|ます[。、がかね]|ました|ませ[んぬ]|です[。、がかね]|でし[たょ]|られ|れ[るたてば]|った"
)
"""No Japanese word or phrase begins so: small kana, ん, closing marks (also JIS X 4051), endings of verbs and copulas.
を is not among them: it also follows a list ("- A / - B / を選ぶ")."""

_BOUND_PREFIX = re.compile(r"[弊御各諸毎]$")
"""Prefixes of Sino-Japanese words; none ends a phrase."""

_BARE_FIGURE = re.compile(r"[\u3041-\u3096][0-9０-９]{1,3}$")
"""A figure after a particle or verb wants its counter: nothing ends here."""

_ADDRESS_TAIL = re.compile(r"[!-~]+\Z")
_DIGIT = re.compile(r"[0-9０-９]")
_HYPHEN_END = re.compile(r"[a-z]-$")
_SAME_WORD = re.compile(r"[ァ-ヺー]{2}|[0-9０-９]{2}|.を")
_OPEN_END = re.compile(
    r"[、，,をがは–—-]$|(?:(?<!つい)(?<!向け)(?<!求め)(?<!っ)て|によ|につい|とい|であ|され)$"
    r"|\b(?:the|a|an|of|from|into|than|and|or|but|whose|its|their|my|your|our)$"
)
_CLAUSE_END = re.compile(r"[をがので]$|[^と]は$")
_PREPOSITION_END = re.compile(r"\b(?:to|in|on|at|by|for|with|as|is|are|was|were|that|which|who|this|these|his|her)$")
_SENTENCE_START = re.compile(
    r"(?:The|A|An|This|That|These|Those|I|You|He|She|It|We|They|My|Your|His|Her|Its|Our|Their|There|Here|But|And|Or|So|If|When|"
    r"While|As|What|Who|Why|How|Where|Not|No|Yes|Now|Then|In|On|At|For|From|With|To|Also|Just|Please)\b"
)
"""A closed-class word with a capital opens a sentence; after a preposition another capital is a name."""

_SOFT_END = re.compile(r"[にでともへやのかし]$")
_LABEL = re.compile(
    r"(?:By|BY) [A-Z]|\[[0-9]{1,2}:[0-9]{2}|(?:Photo|Photograph|Picture|Translat(?:ed|ion|or)|Published|Updated|Posted|Source|Text|Words|Credit)s?\b(?= by |:| ©)"
    r"|(?:文|写真|訳|翻訳|撮影|取材|文責|出典)[=＝:：/／]"
)
_FIELD = re.compile(r"[^\s、。：:「（]{1,6}：")
_PAIRS = (("“", "”"), ("(", ")"), ("（", "）"), ("「", "」"), ("『", "』"))

_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_SMALL_WORD = re.compile(
    r"(?:a|an|and|as|at|but|by|for|from|in|into|nor|of|off|on|onto|or|out|over|per|so|than|the|to|up|via|vs|with|yet)\Z"
)
"""Articles, conjunctions and prepositions: title case leaves them small (Chicago Manual of Style 8.159)."""

_HEADLINE_WORDS = 3

_FIRST_UNIT = re.compile(
    r"[「『（【〈《〔“‘]*+(?:[!-~\u00a1-\u02af\u2010-\u2026]++|.)?[、。，．・：；？！ー」』）】〕〉》”’々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥]*+"
)


@dataclass(slots=True)
class Line:
    """A line that is not blank: `line_start` its first code point, [start, end) its text without blanks at the sides."""

    text: str
    line_start: int
    start: int
    end: int

    @property
    def indent(self) -> int:
        """Blanks before the text, in code points; an ideographic space counts two."""
        if self.start == self.line_start:
            return 0
        return self.start - self.line_start + self.text.count("\u3000", self.line_start, self.start)

    @property
    def is_indented_wide(self) -> bool:
        """Whether it opens with an ideographic space, as a Japanese paragraph does."""
        return self.text.startswith("\u3000", self.line_start)

    @property
    def tail(self) -> str:
        """The last characters of its text."""
        return self.text[max(self.start, self.end - _TAIL_CHARS) : self.end]

    @property
    def head(self) -> str:
        """The first characters of its text."""
        return self.text[self.start : min(self.end, self.start + _HEAD_CHARS)]

    @property
    def starts_small(self) -> bool:
        """Whether it begins with a lower-case letter."""
        return self.text[self.start].islower()


def first_unit(line: Line) -> str:
    """Return what cannot be parted from the start of a line: a Latin word, or one character, with the marks kept with it.

    Reference: line-start and line-end prohibition, JIS X 4051.
    """
    match = _FIRST_UNIT.match(line.text, line.start, min(line.end, line.start + _UNIT_CHARS))
    return match.group() if match else ""


def ends_sentence(before: Line, after: Line | None = None) -> bool:
    """Whether an ender closes the line, and nothing on either side explains it: an abbreviation, an address, what follows.

    after: the next line; None to ask for the last one of a paragraph.
    """
    tail = before.tail
    if _ENDER.search(tail) is None or _short_word(tail) in abbreviations.NEVER_FINAL:
        return False
    if after is None:
        return True
    if _MAY_ABBREVIATE.search(tail) is not None or _ends_in_address(before):
        return False
    wants_number = _short_word(tail) in abbreviations.BEFORE_NUMBERS and _DIGIT.match(after.head) is not None
    is_continued = _CLOSING.match(after.head) is not None or (
        _CONTINUED.search(tail) is not None and _CONTINUES.match(after.head) is not None
    )
    is_small = after.starts_small and _WIDE_ENDER.search(tail) is None
    return not (wants_number or is_continued or is_small)


def _short_word(tail: str) -> str:
    """Return the word before the final point, as the tables of abbreviations have it; "" if there is none."""
    match = _SHORT_WORD.search(tail)
    return match.group(1) if match else ""


def _ends_in_address(line: Line) -> bool:
    scheme = line.text.rfind("://", line.start, line.end)
    return scheme >= 0 and _ADDRESS_TAIL.match(line.text, scheme, line.end) is not None


def has_inner_end(line: Line) -> bool:
    """Whether a sentence ends inside of the line and another begins: so only running prose looks."""
    return _INNER_END.search(line.text, line.start, line.end) is not None


def ends_politely(before: Line, after: Line) -> bool:
    """Whether です, ます or their like close the line and no connective follows: a sentence without its 。."""
    return _POLITE_END.search(before.tail) is not None and _CONNECTIVE.match(after.head) is None


def ends_with_address(before: Line, after: Line) -> bool:
    """Whether an address closes the line and a capitalised closed-class word opens the next: a sentence without its point."""
    return _ends_in_address(before) and _SENTENCE_START.match(after.head) is not None


def is_torn_word(before: Line, after: Line) -> bool:
    """Whether a word or an abbreviation and its name are parted by the newline, whatever the width of the lines."""
    tail, head = before.tail, after.head
    return (
        _TORN_START.match(head) is not None
        or _BOUND_PREFIX.search(tail) is not None
        or _short_word(tail) in abbreviations.NEVER_FINAL
        or (
            _DIGIT.match(head) is not None
            and (_BARE_FIGURE.search(tail) is not None or _short_word(tail) in abbreviations.BEFORE_NUMBERS)
        )
        or (after.starts_small and _HYPHEN_END.search(tail) is not None)
    )


def may_tear_word(before: Line, after: Line) -> bool:
    """Whether the newline stands between letters of one script that make one word, or after a comma: a wrap, if widths agree."""
    tail = before.tail
    return (
        after.starts_small
        or tail.endswith(("、", ",", "，"))
        or _SAME_WORD.match(tail[-1] + after.head[0]) is not None
        or is_torn_word(before, after)
    )


def is_open(before: Line, after: Line) -> bool:
    """Whether the line ends in a comma, a particle or a function word, or leaves a bracket or quotation open."""
    tail = before.tail
    if _OPEN_END.search(tail) is not None:
        return True
    if _PREPOSITION_END.search(tail) is not None and _SENTENCE_START.match(after.head) is None:
        return True
    return leaves_bracket_open(before)


def ends_inside_clause(before: Line, after: Line) -> bool:
    """Whether a Japanese line ends in a comma, or in a particle whose sentence the next line ends, however short they are."""
    tail = before.tail
    return tail.endswith("、") or (_CLAUSE_END.search(tail) is not None and _WIDE_ENDER.search(after.tail) is not None)


def leaves_bracket_open(line: Line) -> bool:
    """Whether the line opens a bracket or quotation and does not close it."""
    text = line.text[line.start : line.end]
    return any(text.rfind(opener) > text.rfind(closer) for opener, closer in _PAIRS)


def is_softly_open(before: Line) -> bool:
    """Whether the line ends in a Japanese particle that may also close a title or a verse."""
    return _SOFT_END.search(before.tail) is not None


def is_label(line: Line) -> bool:
    """Whether the line is a byline, a credit or a turn of a chat with its time, which no sentence runs into."""
    return _LABEL.match(line.text, line.start, line.end) is not None


def is_field(line: Line) -> bool:
    """Whether the line opens like a row of a form: a short name and a full-width colon."""
    return _FIELD.match(line.text, line.start, line.end) is not None


def is_headline(line: Line) -> bool:
    """Whether an English line is set in title case, every word but the small ones with a capital, and no point inside."""
    if line.text.find(". ", line.start, line.end) >= 0:
        return False
    words: list[str] = _WORD.findall(line.text, line.start, line.end)
    capitals = sum(word[0].isupper() for word in words)
    small = sum(_SMALL_WORD.match(word) is not None for word in words)
    return capitals >= _HEADLINE_WORDS and words[0][0].isupper() and capitals + small == len(words)
