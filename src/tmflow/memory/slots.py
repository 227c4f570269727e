"""What of a text may be replaced when an entry is adapted: values, days of the week, addresses, glossary terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language
from tmflow.text.addresses import iter_addresses
from tmflow.text.numbers import Value, ValueKind, iter_values
from tmflow.text.shape import MASK
from tmflow.text.values import date_parts
from tmflow.text.weekdays import iter_weekdays

__all__ = ["Slot", "amounts_of", "find_slots", "hinted_amounts", "iter_gaps", "masked", "unread_digits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A replaceable part and where it stands, [start, end).

    kind: as `Change` has it, or "weekday". content: what it says, the same for all spellings. manner: what a text says
    with it that has to be the same in both (percent or points, 3位 or 3世紀). value, term: what it is, if it is one.
    """

    kind: str
    content: Fraction | str | int
    start: int
    end: int
    unit: str = ""
    manner: str = ""
    value: Value | None = None
    term: Term | None = None

    @property
    def key(self) -> tuple[str, Fraction | str | int, str]:
        """What two spellings of one content share."""
        return self.kind, self.content, self.unit


_ORDINAL_COUNT = re.compile("(第?)[^第番世位度回人年つ日期弾]*(.*)")


def find_slots(text: str, *, language: Language, glossary: Glossary | None = None) -> list[Slot]:
    """Return the replaceable parts of a text in order, without overlap: an address goes before a term, a term before a value."""
    found = [Slot(kind="url", content=text[start:end], start=start, end=end) for start, end in iter_addresses(text)]
    if glossary is not None:
        hits = glossary.find(text, language)
        found += _free(
            (
                Slot(kind="term", content=hit.term.japanese[0], start=hit.span.start, end=hit.span.end, term=hit.term)
                for hit in hits
            ),
            found,
        )
    found += _free((_value_slot(text, value, language) for value in iter_values(text, language=language)), found)
    days = iter_weekdays(text, language=language)
    found += _free((Slot(kind="weekday", content=day, start=start, end=end) for day, start, end in days), found)
    return sorted(found, key=lambda slot: slot.start)


def _free(slots: Iterable[Slot], taken: Sequence[Slot]) -> list[Slot]:
    """Return the slots that overlap none of the others."""
    if not taken:
        return list(slots)
    return [slot for slot in slots if all(slot.end <= one.start or one.end <= slot.start for one in taken)]


def _value_slot(text: str, value: Value, language: Language) -> Slot:
    manner = ""
    written = text[value.start : value.end]
    if value.kind is ValueKind.PERCENT:
        manner = "point" if "point" in written or "ポイント" in written else ""
    elif value.kind is ValueKind.ORDINAL and language is Language.JA:
        count = _ORDINAL_COUNT.fullmatch(written)
        manner = "".join(count.groups()) if count else written
    return Slot(
        kind=value.kind.value,
        content=value.value,
        start=value.start,
        end=value.end,
        unit=value.unit,
        manner=manner,
        value=value,
    )


def iter_gaps(text: str, slots: Iterable[Slot]) -> Iterator[str]:
    """Yield what stands before, between and after the slots."""
    position = 0
    for slot in slots:
        yield text[position : slot.start]
        position = slot.end
    yield text[position:]


def masked(text: str, slots: Iterable[Slot]) -> str:
    """Return the text with a mask for each slot."""
    return MASK.join(iter_gaps(text, slots))


_WORD_AMOUNTS = {
    "one": 1, "once": 1, "single": 1, "sole": 1, "both": 2, "either": 2, "neither": 2, "pair": 2, "couple": 2, "twin": 2,
    "twins": 2, "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "duo": 2, "trio": 3, "triple": 3,
    "tripled": 3, "triples": 3, "thrice": 3, "threefold": 3, "twofold": 2, "quadruple": 4, "quadrupled": 4, "quartet": 4,
    "fortnight": 14, "decade": 10, "decades": 10, "century": 100, "centuries": 100, "dozen": 12,
}  # fmt: skip
_HALVES = (Fraction(1, 2), Fraction(50), Fraction(30), Fraction(6))
"""What "half" may say: a share, percent, minutes, months."""
_SIGN_AMOUNTS = {"両": 2, "双": 2, "倍": 2, "十": 10, "百": 100} | {
    sign: number for number, sign in enumerate("一二三四五六七八九", 1)
}
_WORD = re.compile("[A-Za-z]+")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def unread_digits(gaps: str) -> frozenset[str]:
    """Return the digits between the slots: those of codes and names."""
    return frozenset(_DIGITS.findall(unicodedata.normalize("NFKC", gaps)))


def hinted_amounts(gaps: str, *, language: Language) -> frozenset[Fraction]:
    """Return the amounts that the text between the slots may hint at: "both", "half", 両, 三 of 三角."""
    found: set[Fraction] = set()
    if language is Language.EN:
        words = set(_WORD.findall(gaps.lower()))
        found.update(Fraction(_WORD_AMOUNTS[word]) for word in words & _WORD_AMOUNTS.keys())
        is_halved = not words.isdisjoint({"half", "halves", "halved"})
    else:
        found.update(Fraction(_SIGN_AMOUNTS[sign]) for sign in set(gaps) & _SIGN_AMOUNTS.keys())
        is_halved = "半" in gaps
    return frozenset(found | set(_HALVES) if is_halved else found)


def amounts_of(slot: Slot) -> frozenset[Fraction]:
    """Return the numbers a slot states: of a date its parts."""
    if isinstance(slot.content, Fraction):
        return frozenset({slot.content})
    if slot.kind == "date" and isinstance(slot.content, str) and not slot.content.endswith("x"):
        return frozenset(Fraction(part) for part in date_parts(slot.content) if part)
    return frozenset()
