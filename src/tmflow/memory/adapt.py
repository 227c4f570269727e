"""Adapting an entry whose source differs from a text in nothing but values, addresses and terms.

What differs is found by value in the entry's target and written there in the notation of the target. Where that is not
certain nothing is adapted: a fuzzy match that a person looks at is better than a wrong figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from tmflow.memory.certainty import is_certain
from tmflow.memory.measures import may_follow
from tmflow.memory.placing import Difference, place_differences, plain_amount
from tmflow.memory.respelling import respell_term
from tmflow.memory.slots import Slot, SlotKey, SlottedText, find_slots
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.model.match import Change
from tmflow.model.span import Span
from tmflow.text.lone_dates import lone_dates
from tmflow.text.normalize import match_key
from tmflow.text.notation import respell
from tmflow.text.shape import MASK
from tmflow.text.values import ISO_DATE, Spelling, build_date, date_parts
from tmflow.text.weekdays import respell_weekday

__all__ = ["Adaptation", "adapt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """The target of an entry as it fits another text. No changes: the texts say the same in other spellings."""

    target: str
    changes: tuple[Change, ...]


def adapt(
    query: str, source: str, target: str, *, source_language: Language, glossary: Glossary | None = None
) -> Adaptation | None:
    """Return the target of an entry with the values, addresses and terms of the query; None where that is not certain.

    source, target: the sides of the entry; query: the text asked for, in the language of the source. All else of source
    and query must have one match key. Each changed value must stand in the target as often as in the source, and nothing
    else there may hang on it: a converted sum, "both", a noun that would become a plural. The result is read again, and
    must say what the query says. A value that is only spelled in another way must be found in the target, too, with no
    half of the day, country or unit that the query does not have.

    >>> found = adapt("工期は6年だ。", "工期は5年だ。", "It will take five years.", source_language=Language.JA)
    >>> found.target, found.changes[0].target_span
    ('It will take six years.', Span(start=13, end=16))
    >>> adapt("船は1隻だ。", "船は2隻だ。", "There are two ships.", source_language=Language.JA)
    """
    as_dates = _are_dates(query, source, target, source_language)
    for terms in (None, glossary) if glossary is not None else (None,):
        read = partial(SlottedText.read, glossary=terms, as_dates=as_dates)
        before, after = (read(text, language=source_language) for text in (source, query))
        differences = _differences(before, after)
        if differences is not None:
            return _adapt(before, after, target, differences, read=read)
    return None


def _are_dates(query: str, source: str, target: str, language: Language) -> bool:
    """Whether some of the texts are dates only because all of them may be nothing else."""
    sides = ((query, language), (source, language), (target, language.other))
    return any(lone_dates(text, language=of) for text, of in sides) and all(
        any(slot.kind == "date" for slot in find_slots(text, language=of, as_dates=True)) for text, of in sides
    )


_ARTICLE = re.compile(rf"\b([Aa])n? (?={MASK})")


def _differences(before: SlottedText, after: SlottedText) -> list[Difference] | None:
    """Pair the slots of two texts; None if the texts differ in anything else."""
    if len(before.slots) != len(after.slots) or not all(map(_is_alike, before.slots, after.slots)):
        return None
    rests = [match_key(text.gaps) for text in (before, after)]
    if before.language is Language.EN:
        rests = [_ARTICLE.sub(r"\1 ", rest) for rest in rests]
    if rests[0] != rests[1]:
        return None
    return [
        Difference(old, new, match_key(before.written(old)) != match_key(after.written(new)))
        for old, new in zip(before.slots, after.slots, strict=True)
    ]


_CLOCKS_UNLIKE = {"24": {"open"}, "digital": {"said"}, "open": {"said"}}
"""What cannot take the place of times of some manners: 9時 that of 17時, but 9:00 that of 17:30; it has no half of the day."""


def _is_alike(before: Slot, after: Slot) -> bool:
    """Whether one slot may take the place of another: values of one kind, dates of the same parts."""
    if before.kind != after.kind:
        return False
    if before.kind == "clock":
        return after.manner not in _CLOCKS_UNLIKE.get(before.manner, {"open", "digital"})
    if before.kind != "currency" and before.manner != after.manner:
        return False
    if before.kind == "date":
        return before.parts_said == after.parts_said
    return before.term is None or after.term is None or before.term.kind is after.term.kind


def _adapt(
    before: SlottedText,
    after: SlottedText,
    target_text: str,
    differences: list[Difference],
    *,
    read: Callable[..., SlottedText],
) -> Adaptation | None:
    if not any(one.is_new for one in differences):
        return Adaptation(target=target_text, changes=())
    target = read(target_text, language=before.language.other)
    placed = place_differences(differences, target.slots)
    if placed is None or not is_certain(before, after, target, differences):
        return None
    rewritings = []
    for index, difference in sorted(placed.items()):
        slot = target.slots[index]
        if not _may_follow(before, difference, target, slot):
            return None
        if difference.is_real:
            rewriting = _rewrite(before, after, target, slot, difference)
            if rewriting is None:
                return None
            rewritings.append(rewriting)
    adapted = _replace(target.text, rewritings, before=before, after=after)
    keys = {one.slot: one.key for one in rewritings}
    expected = [keys.get(slot, slot.key) for slot in target.slots]
    reread = read(adapted.target, language=target.language)
    return adapted if [slot.key for slot in reread.slots] == expected else None


def _may_follow(before: SlottedText, difference: Difference, target: SlottedText, slot: Slot) -> bool:
    """Whether a slot of the target may say what the query has in the place of one of the source."""
    return may_follow(before.text, difference.before, difference.after, target.text, slot, language=target.language)


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """How a slot of the target is spelled anew, the key it then has, and why."""

    slot: Slot
    spelling: Spelling
    key: SlotKey
    difference: Difference


def _rewrite(
    before: SlottedText, after: SlottedText, target: SlottedText, slot: Slot, difference: Difference
) -> _Rewriting | None:
    """Write what the query has in a slot of the target; None if it cannot be said there."""
    content = _content_at(slot, difference.after)
    spelling = None if content is None else _spell(target, slot, content, difference)
    if spelling and difference.before.value and target.written(slot) == before.written(difference.before):
        spelling = _as_asked(spelling, after.written(difference.after))
    if content is None or spelling is None:
        return None
    unit = difference.after.unit if slot.unit else ""
    return _Rewriting(slot, spelling, replace(slot, content=content, unit=unit).key, difference)


def _as_asked(spelling: Spelling, written: str) -> Spelling:
    """Return a date in digits as the query writes it, for both languages write it so: 2026/10/03."""
    found = ISO_DATE.fullmatch(spelling.text), ISO_DATE.fullmatch(written)
    return replace(spelling, text=written) if all(found) and spelling.text[4] == written[4] else spelling


def _content_at(slot: Slot, after: Slot) -> Fraction | str | int | None:
    """Return what a slot of the target has to say where the query has another slot; None if it cannot say it."""
    if slot.kind == after.kind == "date" and not str(slot.content).endswith("x"):
        parts = [
            new if old else 0
            for old, new in zip(date_parts(str(slot.content)), date_parts(str(after.content)), strict=True)
        ]
        date = build_date(*parts, start=0, end=0)
        return date.value if date else None
    if slot.kind == after.kind:
        return after.content
    amount = plain_amount(after)
    if slot.kind != "date" or amount is None:
        return amount
    is_day = slot.parts_said == (False, False, True)
    date = build_date(*((0, 0, int(amount)) if is_day else (int(amount), 0, 0)), start=0, end=0)
    return date.value if date else None


def _spell(target: SlottedText, slot: Slot, content: Fraction | str | int, difference: Difference) -> Spelling | None:
    if slot.kind == "url":
        return Spelling(slot.start, slot.end, str(content))
    if slot.kind == "weekday":
        written = respell_weekday(target.written(slot), int(content), language=target.language)
        return Spelling(slot.start, slot.end, written)
    if slot.term is not None and difference.after.term is not None:
        return respell_term(target.text, slot, difference.after.term, language=target.language)
    if slot.value is None or isinstance(content, int):
        return None
    return respell(target.text, slot.value, content, unit=difference.after.unit, language=target.language)


def _replace(target: str, rewritings: Iterable[_Rewriting], *, before: SlottedText, after: SlottedText) -> Adaptation:
    parts: list[str] = []
    changes: list[Change] = []
    position = length = 0
    for one in rewritings:
        spelling, kind = one.spelling, one.difference.before.kind
        parts += [target[position : spelling.start], spelling.text]
        length += spelling.start - position + len(spelling.text)
        position = spelling.end
        changes.append(
            Change(
                kind="date" if kind == "weekday" else kind,
                source_before=before.written(one.difference.before),
                source_after=after.written(one.difference.after),
                target_before=target[spelling.start : spelling.end],
                target_after=spelling.text,
                target_span=Span(length - len(spelling.text), length),
            )
        )
    return Adaptation(target="".join([*parts, target[position:]]), changes=tuple(changes))
