"""Adapting an entry whose source differs from a text in nothing but values, addresses and terms.

What differs is found by value in the entry's target and written there in the notation of the target. Where that is not
certain nothing is adapted: a fuzzy match that a person looks at is better than a wrong figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tmflow.memory.certainty import is_doubtful
from tmflow.memory.claims import find_claims, is_about
from tmflow.memory.hints import hinted_amounts, is_code, is_scale_kept, unread_digits
from tmflow.memory.measures import may_follow
from tmflow.memory.respelling import respell_term
from tmflow.memory.slots import Slot, SlotKey, amounts_of, find_slots, masked
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.model.match import Change
from tmflow.model.span import Span
from tmflow.text.normalize import match_key
from tmflow.text.notation import respell
from tmflow.text.shape import MASK
from tmflow.text.values import Spelling, build_date, date_parts
from tmflow.text.weekdays import respell_weekday

__all__ = ["Adaptation", "adapt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """The target of an entry as it fits another text. No changes: the texts say the same in other spellings."""

    target: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Difference:
    """A slot of the source and the one that stands in its place in the query; is_new: it says or spells something else."""

    before: Slot
    after: Slot
    is_new: bool

    @property
    def is_real(self) -> bool:
        return self.before.key != self.after.key


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
    for terms in (None, glossary) if glossary is not None else (None,):
        differences = _differences(query, source, language=source_language, glossary=terms)
        if differences is not None:
            return _adapt(query, source, target, differences, language=source_language.other, glossary=terms)
    return None


_ARTICLE = re.compile(rf"\b([Aa])n? (?={MASK})")


def _differences(query: str, source: str, *, language: Language, glossary: Glossary | None) -> list[_Difference] | None:
    """Pair the slots of two texts; None if the texts differ in anything else."""
    before = find_slots(source, language=language, glossary=glossary)
    after = find_slots(query, language=language, glossary=glossary)
    if len(before) != len(after) or not all(map(_is_alike, before, after)):
        return None
    rests = [match_key(masked(text, slots)) for text, slots in ((source, before), (query, after))]
    if language is Language.EN:
        rests = [_ARTICLE.sub(r"\1 ", rest) for rest in rests]
    if rests[0] != rests[1]:
        return None
    return [
        _Difference(old, new, match_key(source[old.start : old.end]) != match_key(query[new.start : new.end]))
        for old, new in zip(before, after, strict=True)
    ]


def _is_alike(before: Slot, after: Slot) -> bool:
    """Whether one slot may take the place of another: values of one kind, dates of the same parts."""
    if before.kind != after.kind:
        return False
    if before.kind == "clock":
        return after.manner != "open" if before.manner != "open" else after.manner != "said"
    if before.kind != "currency" and before.manner != after.manner:
        return False
    if before.kind == "date":
        return _parts_said(before) == _parts_said(after)
    return before.term is None or after.term is None or before.term.kind is after.term.kind


def _parts_said(slot: Slot) -> tuple[bool, ...]:
    date = str(slot.content)
    return () if date.endswith("x") else tuple(part > 0 for part in date_parts(date))


def _adapt(
    query: str,
    source: str,
    target: str,
    differences: Sequence[_Difference],
    *,
    language: Language,
    glossary: Glossary | None,
) -> Adaptation | None:
    real = [difference for difference in differences if difference.is_real]
    if not any(difference.is_new for difference in differences):
        return Adaptation(target=target, changes=())
    slots = find_slots(target, language=language, glossary=glossary)
    before, after = [one.before for one in differences], [one.after for one in differences]
    is_coded = any(is_code(source, one.before) or is_code(query, one.after) for one in real)
    is_other = is_coded or not is_scale_kept(source, target)
    if is_other or is_doubtful(
        before, after, slots, source_text=source, query=query, target_text=target, language=language
    ):
        return None
    placed = _place(differences, slots)
    if placed is None or not _is_all_read(source, target, differences, slots, language=language):
        return None
    if not all(
        may_follow(source, one.before, one.after, target, slots[index], language=language)
        for index, one in placed.items()
    ):
        return None
    spellings: list[tuple[Spelling, _Difference]] = []
    expected = []
    for index, slot in enumerate(slots):
        difference = placed.get(index)
        if difference is None or not difference.is_real:
            expected.append(slot.key)
            continue
        content = _content_at(slot, difference.after)
        spelling = None if content is None else _spell(target, slot, content, difference, language)
        if content is None or spelling is None:
            return None
        spellings.append((spelling, difference))
        unit = difference.after.unit if slot.unit else ""
        expected.append(replace(slot, content=content, unit=unit).key)
    adapted, changes = _replace(target, spellings, query=query, source=source)
    found = [slot.key for slot in find_slots(adapted, language=language, glossary=glossary)]
    return Adaptation(target=adapted, changes=changes) if found == expected else None


def _place(differences: Sequence[_Difference], slots: Sequence[Slot]) -> Mapping[int, _Difference] | None:
    """Tell which slots of the target say what changes; None unless each is found, and every slot is accounted for."""
    groups: dict[SlotKey, list[_Difference]] = defaultdict(list)
    for difference in differences:
        groups[difference.before.key].append(difference)
    free: dict[SlotKey, list[int]] = defaultdict(list)
    for index, slot in enumerate(slots):
        free[slot.key].append(index)
    placed: dict[int, _Difference] = {}
    left = []
    for key, group in groups.items():
        found = free.get(key, [])
        if not found or (len(found) != len(group) and any(one.is_new for one in group)):
            left.append(group)
            continue
        del free[key]
        if not _settle(group, found, placed):
            return None
    unread = [index for found in free.values() for index in found]
    if (left or unread) and not _place_equivalents(left, unread, slots, placed):
        return None
    return placed


def _settle(group: Sequence[_Difference], found: Iterable[int], placed: dict[int, _Difference]) -> bool:
    """Note where a value of the source, once or several times there, stands in the target; False if it changes in two ways."""
    new = [one for one in group if one.is_new]
    if not new:
        return True
    placed |= dict.fromkeys(found, new[0])
    return len({(one.before.manner, one.after.key, one.after.manner) for one in group}) == 1


def _place_equivalents(
    left: Sequence[Sequence[_Difference]], unread: list[int], slots: Sequence[Slot], placed: dict[int, _Difference]
) -> bool:
    """Place what the other language says in another way; False if a change finds no place, or a value of the target no reason."""
    homeless: list[_Difference] = []
    is_crossed = is_one_lost = False
    for group in left:
        found = [index for index in unread if _is_equivalent(group[0].before, slots[index])]
        is_changed = any(one.is_new for one in group)
        is_rivaled = any(
            _is_equivalent(other[0].before, slots[found[0]]) for other in left if other is not group and found
        )
        has_room = all(_has_room(one, slots[index]) for one in group for index in found)
        if not found or (is_changed and (is_rivaled or not has_room or len(found) != len(group))):
            homeless += [one for one in group if one.is_new]
            is_one_lost = True
            continue
        is_crossed = is_crossed or (is_changed and slots[found[0]].kind != group[0].before.kind)
        unread = [index for index in unread if index not in found]
        if not _settle(group, found, placed):
            return False
    is_value_changed = any(one.before.kind != "url" for one in placed.values())
    is_all_read = all(slots[index].kind == "term" for index in unread) or not is_value_changed
    if is_crossed and is_one_lost:  # another value of the source may be the one that the target says
        return False
    return is_all_read and all(_may_be_left_out(one, placed, slots) for one in homeless)


_IDIOMATIC = (1, 2)
"""Numbers that one language says without the other: the first year of 最初の1年, a second time."""


def _is_equivalent(source: Slot, target: Slot) -> bool:
    """Whether a slot says the same as another kind of slot in the other language: 25日 and the 25th, 第3 and No. 3."""
    if "date" == source.kind == target.kind:
        return _covers(source, target)
    if {source.kind, target.kind} <= {"number", "ordinal", "date"} and source.kind != target.kind:
        amount = _plain_amount(source)
        is_idiom = amount in _IDIOMATIC and not (source.is_name or target.is_name)
        return amount is not None and not is_idiom and amount == _plain_amount(target)
    return False


def _covers(source: Slot, target: Slot) -> bool:
    """Whether the target gives some parts of the source's date, and no others."""
    if "x" in f"{source.content}{target.content}":
        return False
    pairs = zip(date_parts(str(source.content)), date_parts(str(target.content)), strict=True)
    return all(there in {0, here} for here, there in pairs)


def _has_room(difference: _Difference, target: Slot) -> bool:
    """Whether the parts of a date that change are all in the target's."""
    if not "date" == difference.before.kind == target.kind:
        return True
    before, after, there = (date_parts(str(slot.content)) for slot in (difference.before, difference.after, target))
    return all(part or old == new for old, new, part in zip(before, after, there, strict=True))


def _plain_amount(slot: Slot) -> Fraction | None:
    """Return the number of a slot that is one number: a date of a day or a year alone, too."""
    if isinstance(slot.content, Fraction):
        return slot.content
    amounts = amounts_of(slot)
    is_month = _parts_said(slot) == (False, True, False)
    return next(iter(amounts)) if len(amounts) == 1 and not is_month else None


def _may_be_left_out(difference: _Difference, placed: Mapping[int, _Difference], slots: Sequence[Slot]) -> bool:
    """Whether the target may do without: the day of the week beside a date, where the target names no days."""
    has_date = any(slots[index].kind == "date" for index in placed)
    return difference.before.kind == "weekday" and has_date and all(slot.kind != "weekday" for slot in slots)


def _is_all_read(
    source: str, target: str, differences: Sequence[_Difference], slots: Sequence[Slot], *, language: Language
) -> bool:
    """Whether no changed value hides in what was not read, and the target says nothing of them that the source does not."""
    here = masked(source, [difference.before for difference in differences])
    there = masked(target, slots)
    claims = find_claims(there, language=language)
    if claims:
        claims -= find_claims(here, language=language.other, is_wide=True)
    if any(is_about(claims, difference.before.kind) for difference in differences if difference.is_new):
        return False
    real = [difference for difference in differences if difference.is_real]
    if not real:
        return True
    digits = unread_digits(there)
    hinted_here = hinted_amounts(here, language=language.other)
    hinted_there = hinted_amounts(there, language=language)
    stated = hinted_here.union(*(amounts_of(difference.before) for difference in differences))
    if not digits <= unread_digits(here) or not hinted_there - _LOOSE_HINTS <= stated:
        return False
    unread = hinted_here | hinted_there | {Fraction(one) for one in digits}
    if any(not unread.isdisjoint(amounts_of(difference.before)) for difference in real):
        return False
    is_other_money = any(difference.before.unit != difference.after.unit for difference in real)
    return not (is_other_money and _CURRENCY_WORD.search(there))


_LOOSE_HINTS = frozenset({Fraction(1), Fraction(100)})
"""What a translation may well say of its own: "one of them", "century"."""
_CURRENCY_WORD = re.compile(r"dollar|euro|pound|yen|yuan|ruble|[$€£¥]|ドル|ユーロ|ポンド|円", re.IGNORECASE)


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
    amount = _plain_amount(after)
    if slot.kind != "date" or amount is None:
        return amount
    is_day = _parts_said(slot) == (False, False, True)
    date = build_date(*((0, 0, int(amount)) if is_day else (int(amount), 0, 0)), start=0, end=0)
    return date.value if date else None


def _spell(
    target: str, slot: Slot, content: Fraction | str | int, difference: _Difference, language: Language
) -> Spelling | None:
    if slot.kind == "url":
        return Spelling(slot.start, slot.end, str(content))
    if slot.kind == "weekday":
        written = respell_weekday(target[slot.start : slot.end], int(content), language=language)
        return Spelling(slot.start, slot.end, written)
    if slot.term is not None and difference.after.term is not None:
        return respell_term(target, slot, difference.after.term, language=language)
    if slot.value is None or isinstance(content, int):
        return None
    return respell(target, slot.value, content, unit=difference.after.unit, language=language)


def _replace(
    target: str, spellings: Iterable[tuple[Spelling, _Difference]], *, query: str, source: str
) -> tuple[str, tuple[Change, ...]]:
    parts: list[str] = []
    changes: list[Change] = []
    position = length = 0
    for spelling, difference in spellings:
        before, after = difference.before, difference.after
        parts += [target[position : spelling.start], spelling.text]
        length += spelling.start - position + len(spelling.text)
        position = spelling.end
        changes.append(
            Change(
                kind="date" if before.kind == "weekday" else before.kind,
                source_before=source[before.start : before.end],
                source_after=query[after.start : after.end],
                target_before=target[spelling.start : spelling.end],
                target_after=spelling.text,
                target_span=Span(length - len(spelling.text), length),
            )
        )
    return "".join([*parts, target[position:]]), tuple(changes)
