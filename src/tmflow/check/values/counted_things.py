"""Two numbers that changed places by what they count: 毛布600枚と簡易ベッド150台 and "150 blankets and 600 folding beds"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tmflow.check.values.comparison import Comparison
from tmflow.check.values.figures import Figures
from tmflow.text.statements import Statement
from tmflow.text.tokens import iter_english_tokens
from tmflow.text.values import ValueKind
from tmflow.text.vocabulary import built_in_words, phrase_stems

__all__ = ["iter_counted_otherwise"]

_THING = re.compile(
    r"(?<![0-9０-９一-鿿々ァ-ヴー])(?P<thing>[一-鿿々ァ-ヴー]{1,10}?)(?:が|は|を|の|約|およそ|計|:|：)?$"
)
_BEHIND = re.compile(r"(?:[一-鿿々ァ-ヴ]{1,2})?の(?P<thing>[一-鿿々]{1,6}|[ァ-ヴー]{2,10})")
_REACH = 12
_COUNTED = re.compile(r"[\s-](?P<thing>(?:[a-z]+[\s-]){0,2}[a-z]+)", re.IGNORECASE)
_TWO = 2
_COUNTERS = tuple(
    (re.compile(counter), re.compile(rf"[\s-](?:[a-z]+\s){{0,2}}?(?:{words})\b", re.IGNORECASE))
    for counter, words in (
        ("種(?:類)?", "species|kinds|types|varieties|sorts|breeds"),
        ("[かカヵヶケ箇]国", "countries|nations"),
        ("世帯|戸", "households|homes|houses|families"),
        ("社", "companies|firms"),
        ("校", "schools"),
        ("冊", "books|volumes|copies"),
        ("人|名", "people|persons|residents|visitors|passengers|workers|students|members|participants"),
        ("隻", "ships|boats|vessels"),
        ("台", "cars|vehicles|buses|machines"),
        ("匹|頭|羽", "animals|birds|fish|heads?|cattle|individuals"),
    )
)
"""What the counters of Japanese say is counted."""


def iter_counted_otherwise(found: Comparison) -> Iterator[tuple[Sequence[Statement], Sequence[Statement]]]:
    """Yield two numbers of the source and of the target that count each other's things, known by the vocabulary."""
    japanese, english = (found.source, found.target) if found.source.language == "ja" else (found.target, found.source)
    pairs = [pair if found.source is japanese else pair[::-1] for pair in found.agreeing if all(map(_is_plain, pair))]
    times = Counter(id(statement) for pair in pairs for statement in pair)
    alone = [pair for pair in pairs if times[id(pair[0])] == times[id(pair[1])] == 1]
    if len(alone) != _TWO:
        return
    if _is_counter_crossed(japanese, english, alone):
        mine, theirs = [one for one, _ in alone], [two for _, two in alone]
        yield (mine, theirs) if found.source is japanese else (theirs, mine)
        return
    things = [_thing_before(japanese, one) or _thing_behind(japanese, one) for one, _ in alone]
    words = [_words_after(english, two) for _, two in alone]
    stems = [_stems(thing) for thing in things]
    if not all(stems) or not all(words) or stems[0] & stems[1]:
        return
    is_crossed = stems[0] & words[1] and stems[1] & words[0]
    if is_crossed and not stems[0] & words[0] and not stems[1] & words[1]:
        mine, theirs = [one for one, _ in alone], [two for _, two in alone]
        yield (mine, theirs) if found.source is japanese else (theirs, mine)


def _is_counter_crossed(japanese: Figures, english: Figures, pairs: Sequence[tuple[Statement, Statement]]) -> bool:
    """Whether a number of countries, species or the like is in English the number of something else, and the other is theirs."""
    for (one, mine), (other, theirs) in (pairs, pairs[::-1]):
        for counter, words in _COUNTERS:
            is_counted = counter.match(japanese.text, one.value.end) and not counter.match(
                japanese.text, other.value.end
            )
            if is_counted and words.match(english.text, theirs.value.end):
                return words.match(english.text, mine.value.end) is None
    return False


def _is_plain(statement: Statement) -> bool:
    return statement.value.kind is ValueKind.NUMBER and not statement.is_code


def _thing_before(figures: Figures, statement: Statement) -> str:
    said = _THING.search(figures.text, max(0, statement.value.start - _REACH), statement.value.start)
    return said["thing"] if said else ""


def _thing_behind(figures: Figures, statement: Statement) -> str:
    said = _BEHIND.match(figures.text, statement.value.end)
    return said["thing"] if said else ""


def _words_after(figures: Figures, statement: Statement) -> frozenset[str]:
    said = _COUNTED.match(figures.text, statement.value.end)
    return frozenset(iter_english_tokens(said["thing"])) if said else frozenset()


def _stems(thing: str) -> frozenset[str]:
    """Return the stems that translate a thing, or the longest end of its name that the vocabulary has: 簡易ベッド, ベッド."""
    words = built_in_words()
    for start in range(len(thing)):
        if phrases := words.translations(thing[start:]):
            return frozenset(stem for phrase in phrases for stem in phrase_stems(phrase))
    return frozenset()
