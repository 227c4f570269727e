"""Grounds on which nothing is adapted although every value has its place: what is said beside values would no longer hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from tmflow.memory.claims import find_claims, is_about
from tmflow.memory.hints import hinted_amounts, is_code, is_scale_kept, unread_digits
from tmflow.memory.placing import Difference
from tmflow.memory.slots import Slot, SlottedText, amounts_of
from tmflow.model.language import Language

__all__ = ["is_certain"]

_RANGE = re.compile(r"\s*(?:[〜～~、・–-]|から|ないし|to|or|and|through)\s*")
_SHARED_SCALE = 50
"""Values of a range that lie so many times apart share a word of scale: the 1 of 1〜2兆円 is a trillion."""
_HANGS_ON_VALUES = {
    Language.EN: re.compile(
        r"\b(?:doubl\w+|tripl\w+|halv\w+|quadrupl\w+|quarter(?:s|ly)?|\w*ennial|bilateral|trilateral|anniversar\w+|eve|later|earlier"
        r"|decades?|(?:twen|thir|for|fif|six|seven|eigh|nine)ties|favou?r|against|outnumber\w*|warmer|colder)\b",
        re.IGNORECASE,
    ),
    Language.JA: re.compile("倍増|半減|四半期|隔[年週月日]|記念日|前夜"),
}
"""What depends on a value in a way that cannot be computed: ratios, intervals, occasions."""
_HANGS_ON_AGES = {
    Language.EN: re.compile(
        r"\b(?:girls?|boys?|bab(?:y|ies)|infants?|child(?:ren)?|teen\w*|elderly|minors?)\b", re.IGNORECASE
    ),
    Language.JA: re.compile("少年|少女|男児|女児|幼児|乳児|赤ちゃん|高齢者|十代"),
}
"""What people are called by their age, which no sum of money is."""
_LABEL = re.compile(
    r"\b(?:flight|resolution|highway|next|last|this|previous|following) $",
    re.IGNORECASE,
)
_NOUN = re.compile(r"[\s-]?[A-Za-z]")
_STEM = 4
_LOOSE_HINTS = frozenset({Fraction(1), Fraction(100)})
"""What a translation may well say of its own: "one of them", "century"."""
_CURRENCY_WORD = re.compile(r"dollar|euro|pound|yen|yuan|ruble|[$€£¥]|ドル|ユーロ|ポンド|円", re.IGNORECASE)


def is_certain(before: SlottedText, after: SlottedText, target: SlottedText, differences: Sequence[Difference]) -> bool:
    """Whether the target of an entry says nothing untrue once the values of a text, `after`, stand in it.

    before: the source of the entry; differences: its slots with those of the text. It does where figures are more than
    their value, the order of two changes, values share a word of scale, or words hang on a value that changes.
    """
    changed = [one for one in differences if one.is_real]
    is_coded = any(is_code(before.text, one.before) or is_code(after.text, one.after) for one in changed)
    return not (
        is_coded
        or not is_scale_kept(before.text, target.text)
        or _is_order_changed(differences)
        or any(map(_has_shared_scale, (before, after, target)))
        or any(_is_hung_upon(one, before, target) for one in changed)
        or _is_claimed(before, target, differences)
        or _is_hinted(before, target, changed)
    )


def _is_hung_upon(one: Difference, before: SlottedText, target: SlottedText) -> bool:
    """Whether something in the target goes with what changes there."""
    kind = one.before.kind
    return (
        (kind not in {"url", "term"} and _HANGS_ON_VALUES[target.language].search(target.text) is not None)
        or (kind not in {"url", "term", "currency"} and _HANGS_ON_AGES[target.language].search(target.text) is not None)
        or any(
            _is_bound(target, slot) or (_crosses_one(one) and (kind == "percent" or _NOUN.match(target.text, slot.end)))
            for slot in target.slots
            if slot.content == one.before.content
        )
        or _leaves_name(one.before, before, target)
    )


def _is_claimed(before: SlottedText, target: SlottedText, differences: Sequence[Difference]) -> bool:
    """Whether the target says something of what changes that the source does not."""
    claims = find_claims(target.gaps, language=target.language)
    if claims:
        claims -= find_claims(before.gaps, language=before.language, is_wide=True)
    return any(is_about(claims, one.before.kind) for one in differences if one.is_new)


def _is_hinted(before: SlottedText, target: SlottedText, changed: Sequence[Difference]) -> bool:
    """Whether a value that changes may stand in what was not read as one."""
    if not changed:
        return False
    digits = unread_digits(target.gaps)
    here = hinted_amounts(before.gaps, language=before.language)
    there = hinted_amounts(target.gaps, language=target.language)
    stated = here.union(*map(amounts_of, before.slots))
    if not digits <= unread_digits(before.gaps) or not there - _LOOSE_HINTS <= stated:
        return True
    unread = here | there | {Fraction(one) for one in digits}
    if any(not unread.isdisjoint(amounts_of(one.before)) for one in changed):
        return True
    is_other_money = any(one.before.unit != one.after.unit for one in changed)
    return is_other_money and _CURRENCY_WORD.search(target.gaps) is not None


def _is_order_changed(differences: Sequence[Difference]) -> bool:
    for (old, new), (other, later) in combinations([(one.before, one.after) for one in differences], 2):
        if old.kind == other.kind and old.unit == other.unit and _comparable(old, new, other, later):
            is_less = old.content < other.content, new.content < later.content  # type: ignore[operator]  # of one type
            is_equal = old.content == other.content, new.content == later.content
            if is_less[0] != is_less[1] or is_equal[0] != is_equal[1]:
                return True
    return False


def _comparable(*slots: Slot) -> bool:
    is_date = {slot.kind for slot in slots} == {"date"} and len({str(slot.content).count("-") for slot in slots}) == 1
    return is_date or all(isinstance(slot.content, Fraction) for slot in slots)


def _has_shared_scale(text: SlottedText) -> bool:
    for first, second in pairwise(text.slots):
        if (
            _RANGE.fullmatch(text.text[first.end : second.start])
            and _comparable(first, second)
            and first.kind != "date"
        ):
            small, large = sorted((abs(Fraction(first.content)), abs(Fraction(second.content))))
            if small == 0 or large / small >= _SHARED_SCALE:
                return True
    return False


def _crosses_one(one: Difference) -> bool:
    """Whether a count with a fraction passes one: a noun behind it changes with it."""
    old, new = one.before, one.after
    if (old.kind, old.manner) not in {("number", ""), ("percent", "point")} or not (
        isinstance(old.content, Fraction) and isinstance(new.content, Fraction)
    ):
        return False
    is_whole = old.content.denominator == new.content.denominator == 1
    return not is_whole and (old.content <= 1) != (new.content <= 1)


def _is_bound(target: SlottedText, slot: Slot) -> bool:
    """Whether a value of the target is a part of a name or a compound: Flight 981, next March, a hundred-year-old, 20s."""
    written, behind = target.written(slot).lower(), target.text[slot.end : slot.end + 2]
    if slot.kind == "term":
        return False
    is_compound = written.startswith(("a ", "an ")) and behind.startswith("-")
    is_decade = behind[:1] == "s" and not behind[1:].isalpha() and slot.kind in {"number", "date"}
    return is_compound or is_decade or _LABEL.search(target.text, 0, slot.start) is not None


def _leaves_name(old: Slot, before: SlottedText, target: SlottedText) -> bool:
    """Whether beside a name that is replaced the target has another that goes with it: Japan and Japanese, or Tokyo."""
    if old.term is None:
        return False
    known = {slot.key for slot in before.slots}
    stems = tuple(form[:_STEM].lower() for form in old.term.english if len(form) >= _STEM)
    is_stranger = any(slot.term is not None and slot.key not in known for slot in target.slots)
    words = re.findall(r"[A-Z][a-z]+", target.gaps) if stems else ()
    return is_stranger or any(word.lower().startswith(stems) for word in words)
