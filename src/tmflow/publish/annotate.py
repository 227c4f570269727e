"""What a page adds to an article's own text: links from notes' marks to the notes, readings above words, dates as times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup

from tmflow.model.language import Language
from tmflow.publish.markup import element
from tmflow.publish.ruby import iter_reading, iter_ruby
from tmflow.text.numbers import ValueKind, iter_values

__all__ = ["Annotator", "iter_times", "iter_upright", "note_key"]

_FOOTNOTE = re.compile(r"(\[\^.+\]):")
_LEADING = re.compile(
    r"\s*([※*＊†‡][0-9０-９]{0,3}|[(（\[［]?(?:原注|訳注|注)[0-9０-９]{1,3}[\])）］]?|[\[［][0-9０-９]{1,3}[\]］])"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ALONE = "0-9A-Za-z.,:/%+-"
_UPRIGHT = re.compile(rf"(?<![{_ALONE}])(?:([0-9]{{1,2}})|[0-9]{{3,4}}|[A-Z]{{1,4}})(?![{_ALONE}])")
"""Figures and capitals a vertical line sets upright: one or two figures in the room of one character, others one by one."""


def note_key(mark: str, text: str) -> str:
    """Return how a sentence calls a note: its label in Markdown, else its mark or what its text begins with, "" if it has none.

    >>> note_key("[^1]:", "一尋は1.8メートル。"), note_key("※2：", "古い単位。"), note_key("", "（注）単位。")
    ('[^1]', '※2', '')
    """
    if footnote := _FOOTNOTE.fullmatch(mark.strip()):
        return footnote[1]
    leading = _LEADING.match(mark) or _LEADING.match(text)
    return leading[1] if leading else ""


class Annotator:
    """Annotates the text of one language of one article, in order: a reading is given where its word first stands."""

    def __init__(
        self,
        language: Language,
        *,
        notes: Mapping[str, str] = MappingProxyType({}),
        readings: Mapping[str, str] = MappingProxyType({}),
        moments: Sequence[str] = (),
        is_vertical: bool = False,
    ) -> None:
        """Make one. notes: how a note is called -> the link to it; readings: word -> its kana; moments: what is known of days.

        is_vertical: whether figures are made ready to stand upright in vertical lines.
        """
        self._language, self._notes, self._readings, self._moments = language, notes, readings, moments
        self._is_vertical = is_vertical
        self._read: set[str] = set()
        words = sorted((word for word in (*notes, *readings) if word), key=len, reverse=True)
        self._pattern = re.compile("|".join(f"{re.escape(word)}(?![0-9０-９])" for word in words)) if words else None

    def iter_text(self, text: str, *, has_days: bool) -> Iterator[str | Markup]:
        """Yield a text with its marks of notes as links and the first of each word under its reading.

        has_days: whether it tells when something was written, so that its days are to be times.
        """
        parts = iter_times(text, self._language, known=self._moments) if has_days else self._iter_called(text)
        for part in parts:
            yield from [part] if isinstance(part, Markup) or not self._is_vertical else iter_upright(part)

    def _iter_called(self, text: str) -> Iterator[str | Markup]:
        position = 0
        for match in self._pattern.finditer(text) if self._pattern else ():
            word = match[0]
            if word in self._read:
                continue
            yield text[position : match.start()]
            yield from [self.call(word, word)] if word in self._notes else self._iter_read(word)
            position = match.end()
        yield text[position:]

    def call(self, key: str, shown: str) -> str | Markup:
        """Return what calls a note, linked to it if there is one."""
        attributes = self.note(key)
        return element("a", shown, attributes=attributes) if attributes else shown

    def note(self, key: str) -> Mapping[str, str]:
        """Return the attributes of a link to a note, none if there is no such note."""
        href = self._notes.get(key)
        return {"href": href, "role": "doc-noteref"} if href else {}

    def _iter_read(self, word: str) -> Iterator[str | Markup]:
        """Yield a word under its reading, which it has once."""
        self._read.add(word)
        yield from iter_ruby([word, *iter_reading(self._readings[word])])


def iter_upright(text: str) -> Iterator[str | Markup]:
    """Yield a text with what stands upright in a vertical line as spans. Reference: JLReq, section 2.3.2.

    >>> [str(part) for part in iter_upright("2026年に12隻、6:30発")]
    ['', '<span class="upright">2026</span>', '年に', '<span class="tcy">12</span>', '隻、6:30発']
    """
    position = 0
    for found in _UPRIGHT.finditer(text):
        yield text[position : found.start()]
        yield element("span", found[0], attributes={"class": "tcy" if found[1] else "upright"})
        position = found.end()
    yield text[position:]


def iter_times(text: str, language: Language, *, known: Iterable[str]) -> Iterator[str | Markup]:
    """Yield a text with its days as `time` elements. known: ISO 8601 moments, for the hour and the zone of a day.

    >>> [str(part) for part in iter_times("March 14, 2026, 09:05 GMT", Language.EN, known=["2026-03-14T09:05:00+00:00"])]
    ['', '<time datetime="2026-03-14T09:05:00+00:00">March 14, 2026</time>', ', 09:05 GMT']
    """
    moments = {moment[:10]: moment for moment in known}
    position = 0
    for value in iter_values(text, language=language.value):
        day = str(value.value)
        if value.kind is ValueKind.DATE and _DAY.fullmatch(day):
            yield text[position : value.start]
            moment = moments.get(day, day)
            yield element("time", text[value.start : value.end], attributes={"datetime": moment})
            position = value.end
    yield text[position:]
