"""Loops: the words that an engine says again and again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tmflow.model.language import Language, LanguagePair
from tmflow.text.scripts import is_kanji

__all__ = ["repetition_problem"]

_LONGEST_PERIOD = 32
_LOOP_UNITS = 6
"""A period is a loop when it fills this many units in at least three turns ("very, very, very" is not, はははは is not)."""
_TURNS = 3
_LONG_PERIOD = {Language.EN: 5, Language.JA: 10}
"""Of this many words or characters two turns are enough: nobody writes half a sentence twice in a row."""


def repetition_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return what a target repeats in a row more often than its source does, or None.

    >>> repetition_problem("港が開いた。", "The the the harbor opened", LanguagePair(Language.JA, Language.EN))
    '"the" 3 times in a row'
    """
    loop = _worst_loop(_units(target, pair.target), _LONG_PERIOD[pair.target])
    if loop is None:
        return None
    there = _worst_loop(_units(source, pair.source), _LONG_PERIOD[pair.source])
    if there is not None and there[1] >= loop[1]:
        return None
    period, times = loop
    joint = " " if pair.target is Language.EN else ""
    return f'"{joint.join(period)}" {"twice" if times < _TURNS else f"{times} times"} in a row'


def _units(text: str, language: Language) -> list[str]:
    """Cut a text into what a loop repeats: English words, Japanese characters."""
    if language is Language.EN:
        return [word.lower() for word in re.findall(r"\w+(?:['’]\w+)?", text)]
    return [character for character in text if character.isalnum()]


def _worst_loop(units: Sequence[str], long_period: int) -> tuple[tuple[str, ...], int] | None:
    """Return the period that repeats most often in a row and how often, or None if there is no loop.

    One word or kanji three times in a row is a loop whatever its length ("the the the"); はは is none yet.

    >>> _worst_loop("the port of the port of the port of it".split(), 5)
    (('the', 'port', 'of'), 3)
    """
    best: tuple[tuple[str, ...], int] | None = None
    for period in range(1, min(_LONGEST_PERIOD, len(units) // 2) + 1):
        run = 0
        for at in range(period, len(units)):
            run = run + 1 if units[at] == units[at - period] else 0
            times = run // period + 1
            is_short_loop = times >= _TURNS and (
                times * period >= _LOOP_UNITS or len(units[at]) > 1 or is_kanji(units[at])
            )
            is_loop = is_short_loop or (times > 1 and period >= long_period)
            if is_loop and (best is None or times > best[1]):
                best = tuple(units[at - period + 1 : at + 1]), times
    return best
