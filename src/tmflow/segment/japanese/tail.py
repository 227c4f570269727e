"""What stands after the ender of a Japanese sentence and still belongs to it: closers, symbols, footnote marks, notes."""

from __future__ import annotations

import re

from tmflow.segment.japanese.faces import FACE, FACE_ARM
from tmflow.segment.japanese.words import ends_clause, is_particle_end, takes_up_noun
from tmflow.segment.marks import EMOJI, FOOTNOTE, LAUGH, skip_blanks
from tmflow.segment.spans import Bracket, SpanMap

__all__ = [
    "CLOSERS",
    "ICON",
    "LAUGH_WORD",
    "NOTE",
    "QUOTE_CLOSERS",
    "STOPS",
    "Tail",
]

STOPS = "。｡．.！!？?‼⁉⁇⁈"
QUOTE_CLOSERS = "」』”〟\"'’｣"
CLOSERS = QUOTE_CLOSERS + "）)】》〉〕］]｝}"

ICON = rf"(?![♀♂\u2776-\u2793])(?:{EMOJI})\ufe0f?"
"""An emoji or a symbol such as ♪ and ☆. The signs of the sexes are words of a Japanese sentence, circled numbers count
items. Regular-expression source."""

LAUGH_WORD = r"(?:笑++(?![いうえおっわみらくん顔声話点止劇納覧])(?:(?![一-鿿])|(?<=[！？!?]笑))|[wｗ]++(?![A-Za-zＡ-Ｚａ-ｚ0-9]))"
"""Laughter without brackets; regular-expression source."""

_FOOTNOTE = rf"(?:{FOOTNOTE}|〔[0-9０-９]{{1,3}}〕)"
_REFERENCE = r"(?:※|注|[*＊]{1,2})[0-9０-９]{1,2}(?![0-9０-９.．年月日時分人名円個])"
_TAIL = re.compile(
    rf"(?:\ufe0f|{_FOOTNOTE}(?:[,、]{_FOOTNOTE})*+|{_REFERENCE}|[¹²³⁰⁴-⁹†‡]+|(?:(?!\.[A-Za-z])[{STOPS}])+|…+(?=[\s」』）)]|\Z)|{FACE_ARM}?(?:{FACE})|(?:{ICON})++彡?"
    rf"|{LAUGH}|{LAUGH_WORD}|[{re.escape(CLOSERS)}]++){{1,8}}"
)
_OPENING_FOOTNOTE = re.compile(_FOOTNOTE)
_FOOTNOTE_END = re.compile(rf"{_FOOTNOTE}\Z")
_DETACHED = re.compile(
    rf"[ \u3000]++(?:{_REFERENCE}\Z|{_FOOTNOTE}"
    rf"|(?:{FACE_ARM}?(?:{FACE})|{LAUGH}|(?![📌📍👉📞🔗])[\U0001f300-\U0001faff♪♡❤✨]\ufe0f?|{LAUGH_WORD})++(?=\s|\Z))"
)
_ICON = re.compile(ICON)
_LAST_ICONS = re.compile(rf"(?:{ICON})++\Z")
_ICON_BEFORE_STOP = re.compile(rf"(?:{ICON})[。｡]")
_ICONS_AFTER_STOP = re.compile(rf"(?<=[。｡！？])(?:{ICON})++")
_LEAD = ">＞ \u3000"
_SUSPECT = re.compile(rf"[☎☏☐-☒☚-☟⚠✂✆✉✎✏✐✑✒✓✔✗✘❖➔-➾📌📍👉📞🔗✅]|(?<=。)★(?!\s)|{_REFERENCE}|[\"”]")
"""What may open the next sentence: icons that point, a mark of reference repeated before its note, a quote that looks
alike on both sides. A star decorates an end in place of 。; after it the black one marks an item."""

_EITHER_QUOTES = '"”'
_DIGITS = "0123456789０１２３４５６７８９"

_CASE_PARTICLE = re.compile(r"を|[にはがとでも](?=[一-鿿々ァ-ヶ、])")

_NOTE = re.compile(r"[（(\[［〔【][*＊※]?(?:[訳編筆原引]者?注|[注註](?![意目文力])|補足|※)[0-9０-９]*[:：、，\s]?")
_NOTE_WORD = re.compile(r"[（(\[［](?:[注註※]|備考|補足)[)）\]］]")
_NOTE_OPENERS = "（(［[〔【"
_REMARK_CHARS = 60
"""Longer words in brackets after a sentence are no credit, source or stage direction but a sentence of their own."""

_LABEL = re.compile(
    r"(?:[0-9０-９]{1,3}|[A-Za-zＡ-Ｚａ-ｚア-ン]|[ivxIVX]{2,4}|[一二三四五六七八九十]{1,3}"
    r"|[株有財社独学医宗福同仮旧新元故]|公財|公社|一財|一社|国研|地独|特非|例[0-9０-９]?|注意|問|答|質問|回答|理由|結論|追記|余談)[)）\]］〕]"
)
"""What stands in brackets before something: the number of an item, the legal form of a company, a heading word."""


class Tail:
    """The tails of the sentences of one block.

    mark: the list mark before the block. A sign that opens the block opens its other items too: "☆花を見る。☆歌を聞く。".
    """

    __slots__ = ("_icons_lead", "_labels_lead", "_sign", "_spans", "_text")

    def __init__(self, text: str, spans: SpanMap, *, mark: str) -> None:
        self._text, self._spans = text, spans
        self._sign = _opening_sign(text, mark)
        self._icons_lead: bool | None = None
        first = spans.pairs.get(0)
        self._labels_lead = first is not None and not first.is_quotation and text[first.end - 2] not in STOPS

    def end(self, position: int) -> int:
        """Return where the tail of a sentence ends that has its ender just before the position."""
        text = self._text
        if position >= len(text):
            return position
        match = _TAIL.match(text, position)
        end = self._cut(position, match.end()) if match else position
        detached = _DETACHED.match(text, end)
        if detached is not None and (self._sign is None or not self._sign.search(text, end, detached.end())):
            return detached.end()
        return end

    def _cut(self, position: int, end: int) -> int:
        """Return the end of a tail without what opens the next sentence."""
        text, cut = self._text, end
        for match in _SUSPECT.finditer(text, position, end):
            sign, at = match.group(), match.start()
            if sign in _EITHER_QUOTES:
                if at in self._spans.pairs:
                    return at
            elif cut == end and (sign[-1] not in _DIGITS or text.find(sign, 0, at) >= 0):
                cut = at
        lead = self._sign.search(text, position, cut) if self._sign is not None else None
        if lead is not None:
            cut = lead.start()
        cut = self._before_icons(position, cut)
        footnote = _FOOTNOTE_END.search(text, position, cut) if _CASE_PARTICLE.match(text, cut) else None
        if footnote is not None:
            cut = footnote.start()
        return cut if cut < end and skip_blanks(text, end) < len(text) else end

    def _before_icons(self, position: int, cut: int) -> int:
        """Return the cut, or where icons before it begin that are a word of the next sentence: 「…。👩も来た。」.

        Where a block has such a word, or puts its icons before the stop, all icons between stop and text open a sentence.
        """
        text = self._text
        icons = _LAST_ICONS.search(text, position, cut)
        if icons is None or cut >= len(text) or text[cut].isspace():
            return cut
        if self._icons_lead is None:
            self._icons_lead = _ICON_BEFORE_STOP.search(text) is not None or any(
                takes_up_noun(text, run.end()) for run in _ICONS_AFTER_STOP.finditer(text)
            )
        return icons.start() if self._icons_lead else cut

    def note(self, position: int, tail: int) -> Bracket | None:
        """Return the note in brackets at the position that belongs to the sentence before it.

        tail: where that sentence ends without its blanks. A note whose form shows that it opens the next sentence is none,
        nor is a sentence in brackets.
        """
        text = self._text
        pair = self._spans.pairs.get(position)
        if pair is None or text[position] not in _NOTE_OPENERS:
            return None
        is_tight = pair.end < len(text) and not text[pair.end].isspace()
        if is_tight and self._leads(pair):
            return None
        if self.says_note(position):
            return pair
        last = pair.end - 1
        is_sentence = (
            text[last - 1] in STOPS or ends_clause(text, pair.start + 1, last) or pair.end - position > _REMARK_CHARS
        )
        opens_next = (is_tight and (position > tail or self._labels_lead)) or _LABEL.match(text, position + 1)
        return None if is_sentence or opens_next else pair

    def says_note(self, position: int) -> bool:
        """Whether the brackets at the position call themselves a note: （訳注：…）, [*注：…]."""
        return _NOTE.match(self._text, position) is not None

    def _leads(self, pair: Bracket) -> bool:
        """Whether words in brackets belong to what follows them with no blank between: an insertion, a word with a particle."""
        text = self._text
        return (
            is_particle_end(text, pair.start, pair.end - 1)
            or _CASE_PARTICLE.match(text, pair.end) is not None
            or _NOTE_WORD.match(text, pair.start) is not None
        )


def _opening_sign(text: str, mark: str) -> re.Pattern[str] | None:
    """Return what the sign looks like that opens each item of the block, None if its items have none."""
    if _OPENING_FOOTNOTE.match(text):
        return _OPENING_FOOTNOTE
    first = _ICON.match(mark or text.lstrip(_LEAD))
    if first is None:
        return None
    pattern = re.compile(re.escape(first.group())) if first.group() < "\U0001f000" else _ICON
    return None if pattern.search(text, max(1, len(text.rstrip()) - 2)) else pattern


# Source of the pattern above, for the export of the rules in the words of SRX.
NOTE = _NOTE.pattern
