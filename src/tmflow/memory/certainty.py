"""Grounds on which nothing is adapted although every value has its place: what is said beside values would no longer hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from tmflow.memory.slots import Slot
from tmflow.model.language import Language

__all__ = ["is_doubtful"]

_RANGE = re.compile(r"\s*(?:[〜～~、・–-]|から|ないし|to|or|and|through)\s*")
_SHARED_SCALE = 50
"""Values of a range that lie so many times apart share a word of scale: the 1 of 1〜2兆円 is a trillion."""
_HANGS_ON_VALUES = {
    Language.EN: re.compile(
        r"\b(?:doubl\w+|tripl\w+|halv\w+|quadrupl\w+|quarter(?:s|ly)?|\w*ennial|bilateral|trilateral|anniversar\w+|eve|later|earlier"
        r"|decades?|girls?|boys?|bab(?:y|ies)|infants?|child(?:ren)?|teen\w*|elderly|minors?|(?:twen|thir|for|fif|six|seven|eigh|nine)ties"
        r"|favou?r|against|outnumber\w*|warmer|colder)\b",
        re.IGNORECASE,
    ),
    Language.JA: re.compile(
        "倍増|半減|四半期|隔[年週月日]|記念日|前夜|少年|少女|男児|女児|幼児|乳児|赤ちゃん|高齢者|十代"
    ),
}
"""What depends on a value in a way that cannot be computed: ratios, intervals, ages, occasions."""
_LABEL = re.compile(
    r"\b(?:flight|resolution|highway|next|last|this|previous|following) $",
    re.IGNORECASE,
)
_STEM = 4


def is_doubtful(
    before: Sequence[Slot],
    after: Sequence[Slot],
    target: Sequence[Slot],
    *,
    source_text: str,
    query: str,
    target_text: str,
    language: Language,
) -> bool:
    """Whether the target might say something untrue with the values of the query; `language` is the target's.

    So it is where the order of two values changes, values share a word of scale, or words hang on a value that changes.
    """
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old.key != new.key]
    texts = (source_text, before), (query, after), (target_text, target)
    return (
        _is_order_changed(before, after)
        or any(_has_shared_scale(text, slots) for text, slots in texts)
        or (_has_values(changed) and _HANGS_ON_VALUES[language].search(target_text) is not None)
        or any(_crosses_one(old, new) for old, new in changed)
        or any(
            _is_bound(target_text, slot) for slot in target if any(old.content == slot.content for old, _ in changed)
        )
        or any(_leaves_name(old, before, target_text, target) for old, _ in changed)
    )


def _has_values(changed: Sequence[tuple[Slot, Slot]]) -> bool:
    return any(old.kind not in {"url", "term"} for old, _ in changed)


def _is_order_changed(before: Sequence[Slot], after: Sequence[Slot]) -> bool:
    for (old, new), (other, later) in combinations(zip(before, after, strict=True), 2):
        if old.kind == other.kind and old.unit == other.unit and _comparable(old, new, other, later):
            is_less = old.content < other.content, new.content < later.content  # type: ignore[operator]  # of one type
            is_equal = old.content == other.content, new.content == later.content
            if is_less[0] != is_less[1] or is_equal[0] != is_equal[1]:
                return True
    return False


def _comparable(*slots: Slot) -> bool:
    is_date = {slot.kind for slot in slots} == {"date"} and len({str(slot.content).count("-") for slot in slots}) == 1
    return is_date or all(isinstance(slot.content, Fraction) for slot in slots)


def _has_shared_scale(text: str, slots: Sequence[Slot]) -> bool:
    for first, second in pairwise(slots):
        if _RANGE.fullmatch(text[first.end : second.start]) and _comparable(first, second) and first.kind != "date":
            small, large = sorted((abs(Fraction(first.content)), abs(Fraction(second.content))))
            if small == 0 or large / small >= _SHARED_SCALE:
                return True
    return False


def _crosses_one(old: Slot, new: Slot) -> bool:
    """Whether a count with a fraction passes one: its noun changes with it."""
    if old.kind not in {"number", "percent"} or not (
        isinstance(old.content, Fraction) and isinstance(new.content, Fraction)
    ):
        return False
    is_whole = old.content.denominator == new.content.denominator == 1
    return not is_whole and (old.content <= 1) != (new.content <= 1)


def _is_bound(text: str, slot: Slot) -> bool:
    """Whether a value of the target is a part of a name or a compound: Flight 981, next March, a hundred-year-old, 20s."""
    written, behind = text[slot.start : slot.end].lower(), text[slot.end : slot.end + 2]
    is_compound = written.startswith(("a ", "an ")) and behind.startswith("-")
    is_decade = behind[:1] == "s" and not behind[1:].isalpha() and slot.kind in {"number", "date"}
    return is_compound or is_decade or _LABEL.search(text, 0, slot.start) is not None


def _leaves_name(old: Slot, before: Sequence[Slot], target: str, slots: Sequence[Slot]) -> bool:
    """Whether beside a name that is replaced the target has another that goes with it: Japan and Japanese, or Tokyo."""
    if old.term is None:
        return False
    known = {slot.key for slot in before}
    stems = tuple(form[:_STEM].lower() for form in old.term.english if len(form) >= _STEM)
    is_stranger = any(slot.term is not None and slot.key not in known for slot in slots)
    return is_stranger or any(word.lower().startswith(stems) for word in _other_words(target, slots) if stems)


def _other_words(text: str, slots: Sequence[Slot]) -> Iterator[str]:
    position = 0
    for slot in [*slots, None]:
        yield from re.findall(r"[A-Z][a-z]+", text[position : slot.start if slot else len(text)])
        position = slot.end if slot else len(text)
