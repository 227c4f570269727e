"""Telling which parts of an entry's target say what differs between its source and a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tmflow.memory.slots import Slot, SlotKey, amounts_of
from tmflow.text.values import date_parts

__all__ = ["Difference", "place_differences", "plain_amount"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A slot of the source and the one that stands in its place in the query; is_new: it says or spells something else."""

    before: Slot
    after: Slot
    is_new: bool

    @property
    def is_real(self) -> bool:
        """Whether it says something else."""
        return self.before.key != self.after.key


def place_differences(differences: Sequence[Difference], slots: Sequence[Slot]) -> Mapping[int, Difference] | None:
    """Tell which slots of the target say what changes; None unless each is found, and every slot is accounted for."""
    groups: dict[SlotKey, list[Difference]] = defaultdict(list)
    for difference in differences:
        groups[difference.before.key].append(difference)
    free: dict[SlotKey, list[int]] = defaultdict(list)
    for index, slot in enumerate(slots):
        free[slot.key].append(index)
    placed: dict[int, Difference] = {}
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


def _settle(group: Sequence[Difference], found: Iterable[int], placed: dict[int, Difference]) -> bool:
    """Note where a value of the source, once or several times there, stands in the target; False if it changes in two ways."""
    new = [one for one in group if one.is_new]
    if not new:
        return True
    placed |= dict.fromkeys(found, new[0])
    return len({(one.before.manner, one.after.key, one.after.manner) for one in group}) == 1


def _place_equivalents(
    left: Sequence[Sequence[Difference]], unread: list[int], slots: Sequence[Slot], placed: dict[int, Difference]
) -> bool:
    """Place what the other language says in another way; False if a change finds no place, or a value of the target no reason."""
    homeless: list[Difference] = []
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
        amount = plain_amount(source)
        is_idiom = amount in _IDIOMATIC and not (source.is_name or target.is_name)
        return amount is not None and not is_idiom and amount == plain_amount(target)
    return False


def _covers(source: Slot, target: Slot) -> bool:
    """Whether the target gives some parts of the source's date, and no others."""
    if "x" in f"{source.content}{target.content}":
        return False
    pairs = zip(date_parts(str(source.content)), date_parts(str(target.content)), strict=True)
    return all(there in {0, here} for here, there in pairs)


def _has_room(difference: Difference, target: Slot) -> bool:
    """Whether the parts of a date that change are all in the target's."""
    if not "date" == difference.before.kind == target.kind:
        return True
    before, after, there = (date_parts(str(slot.content)) for slot in (difference.before, difference.after, target))
    return all(part or old == new for old, new, part in zip(before, after, there, strict=True))


def plain_amount(slot: Slot) -> Fraction | None:
    """Return the number of a slot that is one number: a date of a day or a year alone, too."""
    if isinstance(slot.content, Fraction):
        return slot.content
    amounts = amounts_of(slot)
    is_month = slot.parts_said == (False, True, False)
    return next(iter(amounts)) if len(amounts) == 1 and not is_month else None


def _may_be_left_out(difference: Difference, placed: Mapping[int, Difference], slots: Sequence[Slot]) -> bool:
    """Whether the target may do without: the day of the week beside a date, where the target names no days."""
    has_date = any(slots[index].kind == "date" for index in placed)
    return difference.before.kind == "weekday" and has_date and all(slot.kind != "weekday" for slot in slots)
