"""What of a text may be replaced when an entry is adapted: values, days of the week, addresses, glossary terms."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self, TypeAlias

from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language
from tmflow.text.addresses import iter_addresses
from tmflow.text.lone_dates import lone_dates
from tmflow.text.numbers import Value, ValueKind, iter_values
from tmflow.text.shape import MASK
from tmflow.text.values import NOON, date_parts
from tmflow.text.weekdays import iter_weekdays

__all__ = ["Slot", "SlotKey", "SlottedText", "amounts_of", "find_slots", "slot_kinds"]


SlotKey: TypeAlias = tuple[str, tuple[int, int] | str | int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A replaceable part and where it stands, [start, end).

    kind: as `Change` has it, or "weekday". content: what it says, the same for all spellings. manner: what a text says
    with it that has to fit in both (percent or points, 3位 or 3世紀); of a time "said" if it says its half of the day, "open" if
    it could be in either, "digital" if so but for hours and minutes alone (9:00), "24" if its hour tells, "unclear" for 午前12時; of money "country" (US$) or "foreign" (NZ$). is_name: whether it only names (No. 2, 2nd),
    so that it is no article or idiom (the first time). value, term: what it is, if it is one.
    """

    kind: str
    content: Fraction | str | int
    start: int
    end: int
    unit: str = ""
    manner: str = ""
    is_name: bool = False
    value: Value | None = None
    term: Term | None = None

    @property
    def key(self) -> SlotKey:
        """What two spellings of one content share."""
        content = self.content
        return self.kind, content.as_integer_ratio() if isinstance(content, Fraction) else content, self.unit

    @property
    def parts_said(self) -> tuple[bool, ...]:
        """Of a date, whether it says the year, the month and the day; () of a decade, and of anything else."""
        date = str(self.content)
        return () if self.kind != "date" or date.endswith("x") else tuple(part > 0 for part in date_parts(date))


@dataclass(frozen=True, slots=True, kw_only=True)
class SlottedText:
    """A text and its replaceable parts, in order.

    >>> SlottedText.read("It takes six years.", language=Language.EN).gaps == f"It takes {MASK} years."
    True
    """

    text: str
    language: Language
    slots: tuple[Slot, ...]

    @classmethod
    def read(cls, text: str, *, language: Language, glossary: Glossary | None = None, as_dates: bool = False) -> Self:
        """Find the slots of a text, see `find_slots`."""
        slots = find_slots(text, language=language, glossary=glossary, as_dates=as_dates)
        return cls(text=text, language=language, slots=tuple(slots))

    @property
    def gaps(self) -> str:
        """The text with a mask for each slot."""
        edges = [0, *(edge for slot in self.slots for edge in (slot.start, slot.end)), len(self.text)]
        return MASK.join(self.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))

    def written(self, slot: Slot) -> str:
        """Return how a slot is written."""
        return self.text[slot.start : slot.end]


_LABELS = ("No. ", "no. ", "Nos. ", "Number ", "number ", "#")
_ORDINAL_COUNT = re.compile("(第?)[^第番世位度回人年つ日期弾]*(.*)")

_HALF_OF_DAY = re.compile(r"[ap]\.?m|noon|mid|in\sthe|午|朝|昼|夕|夜", re.IGNORECASE)
_TWELVE = re.compile("(?:午[前後]|朝|夕方?)の?(?:12|十二|一二)時")
"""Noon for some and midnight for others."""
_COUNTRY = re.compile(r"U\.?S|米|人民", re.IGNORECASE)


def find_slots(
    text: str, *, language: Language, glossary: Glossary | None = None, as_dates: bool = False
) -> list[Slot]:
    """Return the replaceable parts of a text in order, without overlap: an address goes before a term, a term before a value.

    as_dates: whether a text that may be nothing but a date is read as one, see `lone_dates`.
    """
    found = [Slot(kind="url", content=text[start:end], start=start, end=end) for start, end in iter_addresses(text)]
    if glossary is not None:
        found += _free(_term_slots(text, language, glossary), found)
    dates = lone_dates(text, language=language) if as_dates else ()
    for values in (dates, iter_values(text, language=language)):
        found += _free((_value_slot(text, value, language) for value in values), found)
    days = iter_weekdays(text, language=language)
    found += _free((Slot(kind="weekday", content=day, start=start, end=end) for day, start, end in days), found)
    return sorted(found, key=lambda slot: slot.start)


def _term_slots(text: str, language: Language, glossary: Glossary) -> Iterator[Slot]:
    """Yield the terms of a text; a form that several terms have says none of them."""
    for hit in glossary.find(text, language):
        if len(hit.terms) == 1:
            term = hit.terms[0]
            yield Slot(kind="term", content=term.japanese[0], start=hit.span.start, end=hit.span.end, term=term)


def _free(slots: Iterable[Slot], taken: Sequence[Slot]) -> list[Slot]:
    """Return the slots that overlap none of the others, which do not overlap among themselves."""
    ends = sorted(slot.end for slot in taken)
    starts = sorted(slot.start for slot in taken)
    # One is free where just those end by its start that begin before its end.
    return [slot for slot in slots if bisect_right(ends, slot.start) == bisect_left(starts, slot.end)]


def _value_slot(text: str, value: Value, language: Language) -> Slot:
    manner = ""
    written = text[value.start : value.end]
    if value.kind is ValueKind.PERCENT:
        manner = "point" if "point" in written or "ポイント" in written else ""
    elif value.kind is ValueKind.CLOCK:
        manner = _clock_manner(written, str(value.value))
    elif value.kind is ValueKind.CURRENCY:
        before = text[max(0, value.start - 1) : value.start]
        is_cut = before.isascii() and before.isalpha() and not written[0].isdigit()
        manner = "foreign" if is_cut else "country" if _COUNTRY.search(written) else ""
    elif value.kind is ValueKind.ORDINAL and language is Language.JA:
        count = _ORDINAL_COUNT.fullmatch(written)
        manner = "".join(count.groups()) if count else written
    is_name = False
    if language is Language.EN and value.kind in {ValueKind.NUMBER, ValueKind.ORDINAL} and written[0].isdigit():
        is_name = value.kind is ValueKind.ORDINAL or text.endswith(_LABELS, 0, value.start)
    return Slot(
        kind=value.kind.value,
        content=value.value,
        start=value.start,
        end=value.end,
        unit=value.unit,
        manner=manner,
        is_name=is_name,
        value=value,
    )


def _clock_manner(written: str, time: str) -> str:
    written = unicodedata.normalize("NFKC", written)
    if _TWELVE.match(written):
        return "unclear"
    if _HALF_OF_DAY.search(written):
        return "said"
    if not 1 <= int(time[:2]) <= NOON or written.startswith("0"):
        return "24"
    return "digital" if ":" in written else "open"


def slot_kinds(text: str, *, language: Language) -> str:
    """Return the kinds of a text's slots in order, of dates with the parts they say: what may be exchanged has one kind.

    >>> slot_kinds("2026年10月3日", language=Language.JA) == slot_kinds("令和7年1月12日", language=Language.JA)
    True
    >>> slot_kinds("October 3", language=Language.EN), slot_kinds("30%", language=Language.EN)
    ('date-011', 'percent')
    """
    # Japanese 10/3 is found as two numbers, which it may also be.
    slots = find_slots(text, language=language, as_dates=language is Language.EN)
    parts = ("".join(str(int(is_said)) for is_said in slot.parts_said) for slot in slots)
    return " ".join(f"{slot.kind}-{said}" if said else slot.kind for slot, said in zip(slots, parts, strict=True))


def amounts_of(slot: Slot) -> frozenset[Fraction]:
    """Return the numbers a slot states: of a date its parts."""
    if isinstance(slot.content, Fraction):
        return frozenset({slot.content})
    if slot.parts_said:
        return frozenset(Fraction(part) for part in date_parts(str(slot.content)) if part)
    return frozenset()
