"""Values that stand in both sentences and in each other's place: 30から45 that is "from 45 to 30", another winner of a 3-2.

Only what is certain is told: two values a sentence has once each, that the words around them set in the other order. Two
numbers belong to two labels (dates, names, words set against each other) where both sides have them in turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tmflow.check.values.comparison import Comparison
from tmflow.check.values.contrasts import CONTRASTS
from tmflow.check.values.date_answers import says_same
from tmflow.check.values.figures import Figures
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.names import iter_katakana_runs, iter_latin_words, name_likeness
from tmflow.text.statements import Statement
from tmflow.text.values import ValueKind

__all__ = ["Swap", "iter_recounted", "iter_swaps", "named_places"]

_AMOUNTS = frozenset({ValueKind.NUMBER, ValueKind.CURRENCY, ValueKind.PERCENT})
_LEAST_LABELS, _MOST_LABELS = 2, 4
_SURE_NAME = 0.75
_LEAST_KATAKANA = 3
_JAPANESE_FROM_TO = re.compile(r"[^、。,0-9０-９]{0,8}?(?:から|[〜～])(?:約|およそ|翌日?の?|翌年の?)?")
_JAPANESE_TO = re.compile(r"[^、。,0-9０-９]{0,8}?(?:に|へ|まで|の間|を)")
_ENGLISH_FROM_TO = re.compile(
    r"(?:\s?[A-Za-z.%]++(?:\s[A-Za-z.%]++){0,2}?)??\s(?:to|until|through)\s(?:about\s|around\s|some\s|the\s)?",
    re.IGNORECASE,
)
_ENGLISH_FROM = re.compile(r"\b(?:from|between)\s(?:about\s|around\s|some\s|the\s)?\Z", re.IGNORECASE)
_ENGLISH_TO_FROM = re.compile(
    r"(?:\s?[A-Za-z.%]++(?:\s[A-Za-z.%]++){0,4}?)??,?\s(?:up\s|down\s)?from\s(?:about\s|around\s|some\s|the\s)?",
    re.IGNORECASE,
)
_ENGLISH_TO = re.compile(r"\b(?:to|until)\s(?:about\s|around\s|some\s|the\s)?\Z", re.IGNORECASE)
_DOWN = re.compile(r"さかのぼ|遡|カウントダウン|逆算|\bback\sto\b|\bcountdown\b|\bcount\w*\sdown\b")
_EACH = re.compile(
    r"それぞれ|ずつ|いずれも|どちらも|とも(?:に|、)|同じ|同数|\beach\b|\bboth\b|\bsame\b|\bas\s(?:many|much)\b|\bapiece\b|\balike\b|\bequal",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Swap:
    """Two values of the source and the two of the translation that stand where they should; `why` for the message."""

    source: tuple[Statement, Statement]
    target: tuple[Statement, Statement]
    why: str


def iter_swaps(found: Comparison, *, glossary: Glossary) -> Iterator[Swap]:
    """Yield the values of a pair of sentences that stand in each other's place."""
    matched = _matched(found)
    swap = _of_from_to(found, matched) or _of_labels(found, matched, glossary)
    if swap is not None:
        yield swap


def _matched(found: Comparison) -> list[tuple[Statement, Statement]]:
    """Return the values that one statement on each side has and no other could."""
    mine = Counter(id(one) for one, _ in found.agreeing)
    theirs = Counter(id(two) for _, two in found.agreeing)
    return [(one, two) for one, two in found.agreeing if mine[id(one)] == theirs[id(two)] == 1]


def _of_from_to(found: Comparison, matched: Sequence[tuple[Statement, Statement]]) -> Swap | None:
    if _DOWN.search(found.source.text) or _DOWN.search(found.target.text):
        return None
    sources, targets = (list(_iter_from_to(figures)) for figures in (found.source, found.target))
    if len(sources) != 1 or len(targets) != 1:
        return None
    (one, two), (first, last) = sources[0], targets[0]
    pairs = {(id(mine), id(theirs)) for mine, theirs in matched}
    if (id(one), id(last)) in pairs and (id(two), id(first)) in pairs:
        return Swap(
            (one, two),
            (first, last),
            f"from {one.written} to {two.written} has become from {first.written} to {last.written}",
        )
    return None


def _iter_from_to(figures: Figures) -> Iterator[tuple[Statement, Statement]]:
    """Yield the two ends of what goes from one value to another, in that order."""
    text = figures.text
    for one, two in pairwise(figures.statements):
        start, end = one.value.end, two.value.start
        if start > end:
            continue
        if figures.language == "ja":
            if _JAPANESE_FROM_TO.fullmatch(text, start, end) and _JAPANESE_TO.match(text, two.value.end):
                yield one, two
        elif _ENGLISH_FROM_TO.fullmatch(text, start, end) and _ENGLISH_FROM.search(text[: one.value.start]):
            yield one, two
        elif _ENGLISH_TO_FROM.fullmatch(text, start, end) and _ENGLISH_TO.search(text[: one.value.start]):
            yield two, one


def _of_labels(found: Comparison, matched: Sequence[tuple[Statement, Statement]], glossary: Glossary) -> Swap | None:
    numbers = [pair for pair in matched if all(one.value.kind in _AMOUNTS and not one.is_code for one in pair)]
    others = [
        one
        for figures in (found.source, found.target)
        for one in figures.statements
        if one.is_firm and one.value.kind in _AMOUNTS and not any(one in pair for pair in numbers)
    ]
    if not _LEAST_LABELS <= len(numbers) <= _MOST_LABELS or others:
        return None
    swaps = [
        _swapped(numbers, labels)
        for labels in (_dates(matched), _names(found, glossary), *_iter_words(found))
        if len(labels) == len(numbers) and _are_in_turn(found, numbers, labels)
    ]
    return swaps[0] if swaps and all(swaps) else None


_Label = tuple[int, int]
"""Where a label stands in the source, and in the translation."""


def _dates(matched: Sequence[tuple[Statement, Statement]]) -> list[_Label]:
    kinds = {ValueKind.DATE, ValueKind.CLOCK}
    return [
        (one.value.start, two.value.start)
        for one, two in matched
        if one.value.kind in kinds and two.value.kind in kinds
    ]


def _names(found: Comparison, glossary: Glossary) -> list[_Label]:
    japanese, english = _texts(found)
    names = named_places(japanese, english, glossary)
    return names if found.source.language == "ja" else [(there, here) for here, there in names]


def _texts(found: Comparison) -> tuple[str, str]:
    """Return the Japanese text and the English one."""
    texts = found.source.text, found.target.text
    return texts if found.source.language == "ja" else texts[::-1]


def named_places(japanese: str, english: str, glossary: Glossary) -> list[tuple[int, int]]:
    """Return where the names stand that two texts have once each: of the glossary, in Latin letters, by the sound of katakana.

    >>> named_places("ミラノがトリノに勝った。", "Milano beat Torino.", Glossary())
    [(0, 0), (4, 12)]
    """
    pairs = {*_iter_glossary_names(japanese, english, glossary), *_iter_sounding_names(japanese, english)}
    counts = [Counter(pair[side] for pair in pairs) for side in (0, 1)]
    return sorted(pair for pair in pairs if all(counts[side][pair[side]] == 1 for side in (0, 1)))


def _iter_glossary_names(japanese: str, english: str, glossary: Glossary) -> Iterator[_Label]:
    hits = {hit.terms[0].japanese[0]: hit.span.start for hit in glossary.find(japanese, Language.JA)}
    for hit in glossary.find(english, Language.EN):
        start = hits.get(hit.terms[0].japanese[0])
        if start is not None:
            yield start, hit.span.start


def _iter_sounding_names(japanese: str, english: str) -> Iterator[_Label]:
    words = [word for word in iter_latin_words(english) if word.text[0].isupper()]
    for run in iter_katakana_runs(japanese):
        if japanese.startswith("・", run.end):  # the first name of two
            continue
        alike = [
            word
            for word in words
            if len(run.text) >= _LEAST_KATAKANA and name_likeness(run.text, word.text) >= _SURE_NAME
        ]
        if len(alike) == 1:
            yield run.start, alike[0].start
    for latin in iter_latin_words(japanese):
        same = [word for word in words if word.text == latin.text]
        if len(same) == 1 and japanese.count(latin.text) == 1:
            yield latin.start, same[0].start


def _iter_words(found: Comparison) -> Iterator[list[_Label]]:
    """Yield, group by group, the words set against each other that stand once on each side."""
    japanese, english = _texts(found)
    for group in CONTRASTS:
        labels: list[_Label] = []
        for here, there in group:
            mine, theirs = list(here.finditer(japanese)), list(there.finditer(english))
            if len(mine) == len(theirs) == 1:
                labels.append((mine[0].start(), theirs[0].start()))
        counts = [Counter(label[side] for label in labels) for side in (0, 1)]
        labels = [label for label in labels if all(counts[side][label[side]] == 1 for side in (0, 1))]
        yield labels if found.source.language == "ja" else [(there, here) for here, there in labels]


def _are_in_turn(found: Comparison, numbers: Sequence[tuple[Statement, Statement]], labels: Sequence[_Label]) -> bool:
    """Whether labels and numbers take turns on both sides, or one kind comes first as a whole, so that rank tells who has what."""
    for side in (0, 1):
        if _has_nouns_behind((found.source, found.target)[side].text, numbers, labels, side):
            return False
        places = [(pair[side].value.start, "n") for pair in numbers] + [(label[side], "l") for label in labels]
        order = "".join(kind for _, kind in sorted(places))
        if order not in {"ln" * len(labels), "nl" * len(labels)}:
            return False
    return True


def _has_nouns_behind(
    text: str, numbers: Sequence[tuple[Statement, Statement]], labels: Sequence[_Label], side: int
) -> bool:
    """Whether labels come first and yet one is what a number counts: "a factory with 30 employees has 70 percent"."""
    is_label_first = min(label[side] for label in labels) < min(pair[side].value.start for pair in numbers)
    ends = {pair[side].value.end for pair in numbers}
    return is_label_first and any(label[side] - 1 in ends and text[label[side] - 1] in " -" for label in labels)


def _swapped(numbers: Sequence[tuple[Statement, Statement]], labels: Sequence[_Label]) -> Swap | None:
    """Return the first two numbers whose labels say that they changed places."""
    by_source = sorted(range(len(labels)), key=lambda index: labels[index][0])
    by_target = sorted(range(len(labels)), key=lambda index: labels[index][1])
    mine = sorted(numbers, key=lambda pair: pair[0].value.start)
    theirs = sorted(numbers, key=lambda pair: pair[1].value.start)
    expected = [mine[by_source.index(label)] for label in by_target]
    wrong = [(want, have) for want, have in zip(expected, theirs, strict=True) if want is not have]
    if len(wrong) != _LEAST_LABELS:
        return None
    (first, second), _ = wrong
    return Swap(
        (first[0], second[0]),
        (first[1], second[1]),
        f"{first[0].written} and {second[0].written} stand in each other's place",
    )


def iter_recounted(found: Comparison) -> Iterator[tuple[Statement, Statement]]:
    """Yield a value that the source has once more than the translation, with the one that the translation has once more."""
    if _EACH.search(found.source.text) or _EACH.search(found.target.text):
        return
    counts = [_counts(figures) for figures in (found.source, found.target)]
    fewer = [value for value, count in counts[0].items() if count > counts[1][value] > 0]
    more = [value for value, count in counts[1].items() if count > counts[0][value] > 0]
    if len(fewer) != 1 or len(more) != 1 or counts[0].total() != counts[1].total():
        return
    lost = next(one for one in _plain(found.source) if one.value.value == fewer[0])
    extra = [one for one in _plain(found.target) if one.value.value == more[0]][-1]
    if not says_same(lost, extra):
        yield lost, extra


def _plain(figures: Figures) -> list[Statement]:
    return [
        one
        for one in figures.statements
        if one.is_firm and one.value.kind in _AMOUNTS and any(map(str.isdecimal, one.written)) and not one.is_code
    ]


def _counts(figures: Figures) -> Counter[object]:
    return Counter(one.value.value for one in _plain(figures))
