"""Full names in katakana and in Latin letters that translate each other, found by their sound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.model.language import Language
from tmflow.text.names import name_likeness, without_possessive

__all__ = ["iter_full_names", "likeness_of_full"]

_KATAKANA = re.compile("(?<![ァ-ヺー])[ァ-ヺー]{2,}(?:[・＝=][ァ-ヺー]{2,})+")
_LATIN = re.compile(r"\b[A-Z][a-z\u00c0-\u024f]+(?:[ -][A-Z][A-Za-z\u00c0-\u024f’']+)+")
_LEAST_LIKENESS = 0.7


def iter_full_names(source: str, target: str, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the full names of a source that its translation has, as katakana and Latin spelling. language: the source's.

    >>> list(iter_full_names("ポーリーン・アークライト博士が来た。", "Pauline Arkwright came.", Language.JA))
    [('ポーリーン・アークライト', 'Pauline Arkwright')]
    """
    japanese, english = (source, target) if language is Language.JA else (target, source)
    latin = [without_possessive(name) for name in _LATIN.findall(english)]
    for katakana in dict.fromkeys(_KATAKANA.findall(japanese)):
        best = max(latin, key=lambda name: likeness_of_full(katakana, name), default=None)
        if best is not None and likeness_of_full(katakana, best) >= _LEAST_LIKENESS:
            yield katakana, best


def likeness_of_full(katakana: str, latin: str) -> float:
    """Return how likely two full names are one, 0.0 to 1.0: the likeness of the parts that are least alike.

    >>> likeness_of_full("ポーリーン・アークライト", "Pauline Wright") < 0.7 < likeness_of_full("ポーリーン・アークライト", "Pauline Arkwright")
    True
    """
    first, second = re.split("[・＝=]", katakana), re.split("[ -]", latin)
    if len(first) != len(second):
        return 0.0
    return min(name_likeness(mine, theirs) for mine, theirs in zip(first, second, strict=True))
