"""Aligning what stands round an article (title, deck, byline, credits): by kind and by what is shared, not by order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tmflow.align.evidence import Evidence
from tmflow.align.features import Profile
from tmflow.model.document import BlockKind
from tmflow.text.distance import similarity_percent
from tmflow.text.names import TextRun, iter_latin_words, kana_to_romaji
from tmflow.text.scripts import guess_language, has_japanese

__all__ = ["HEADLINE_KINDS", "pair_metadata"]

HEADLINE_KINDS = frozenset({BlockKind.TITLE, BlockKind.DECK, BlockKind.KICKER})
"""Kinds that every version of an article has in its own words, so that the kind alone pairs them."""

_TRANSLATES = re.compile(r"翻訳|訳[:：]|(?<!注)訳$|[Tt]ranslat")
_HIRAGANA = re.compile(r"[ぁ-ゖ]{2,}")
_CREDIT_WORDS = re.compile(r"より|による|から|について|です|ます|した")
_HEADLINE_FLOOR = -8.0
_HEADLINE_WORTH = 4.0
_ALIKE_PERCENT = 80
"""From here on two headlines in Latin letters are one: a name, a quotation, code."""


def pair_metadata(
    japanese: Sequence[Profile],
    english: Sequence[Profile],
    evidence: Evidence,
    *,
    rows: Sequence[int],
    columns: Sequence[int],
) -> tuple[tuple[int, int, float], ...]:
    """Return the pairs (position in `japanese`, position in `english`, worth), each segment in one at most.

    rows, columns: where each profile stands in the evidence. A headline in the other language (an original's title that a
    translation repeats) is no translation of itself and stays alone, unless it is all there is and reads much the same.
    """
    candidates = sorted(
        _iter_candidates(japanese, english, evidence, rows, columns), key=lambda pair: (-pair[2], pair[0], pair[1])
    )
    used_rows: set[int] = set()
    used_columns: set[int] = set()
    pairs = []
    for row, column, worth in candidates:
        if row not in used_rows and column not in used_columns:
            used_rows.add(row)
            used_columns.add(column)
            pairs.append((row, column, worth))
    return tuple(sorted(pairs))


def _iter_candidates(
    japanese: Sequence[Profile],
    english: Sequence[Profile],
    evidence: Evidence,
    rows: Sequence[int],
    columns: Sequence[int],
) -> Iterator[tuple[int, int, float]]:
    if not columns:
        return
    places = _image_numbers(japanese), _image_numbers(english)
    has_own = {source.kind for source in japanese if guess_language(source.text) == "ja"}
    for position, source in enumerate(japanese):
        is_latin = source.kind in HEADLINE_KINDS and guess_language(source.text) == "en"
        if is_latin and source.kind in has_own:
            continue
        for other, target in enumerate(english):
            if source.kind is not target.kind or guess_language(target.text) == "ja":
                continue
            if is_latin and not has_japanese(source.text) and not _is_alike(source.text, target.text):
                continue
            answered = evidence.found((rows[position],), (columns[other],)).values()
            found = sum(gain + loss for gain, loss in answered)
            missing = float(evidence.base_rows[rows[position]] + evidence.base_columns[columns[other]])
            missing -= sum(loss for _, loss in answered)
            worth = _worth(source, target, found, found + missing)
            worth -= abs(places[0][position] - places[1][other]) if source.kind is BlockKind.IMAGE else 0.0
            if worth > 0:
                yield position, other, worth - abs(position - other) / 100


def _image_numbers(profiles: Sequence[Profile]) -> list[int]:
    """Return how many images stand before each profile: the third of one version is likely the third of the other."""
    return list(accumulate((profile.kind is BlockKind.IMAGE for profile in profiles), initial=0))


def _is_alike(text: str, other: str) -> bool:
    return similarity_percent(text, other) >= _ALIKE_PERCENT


def _worth(source: Profile, target: Profile, found: float, net: float) -> float:
    """Return how much speaks for a pair of one kind; 0 or less is no pair."""
    if source.text == target.text:
        return 2 * _HEADLINE_WORTH + len(source.text)
    if source.kind in HEADLINE_KINDS:
        return _HEADLINE_WORTH + max(net, _HEADLINE_FLOOR / 2)
    if source.kind is BlockKind.IMAGE:
        return _HEADLINE_WORTH + max(net, _HEADLINE_FLOOR / 4)
    if source.kind is BlockKind.BYLINE:
        if bool(_TRANSLATES.search(source.text)) != bool(_TRANSLATES.search(target.text)):
            return 0.0
        return 1.0 + max(net, 0.0) if found > 0 or not _is_contradicted(source, target) else 0.0
    return net if found > 0 else 0.0


def _is_contradicted(source: Profile, target: Profile) -> bool:
    """Whether a name the Japanese line spells in kana is not heard in the English one."""
    heard = "".join(run.text.lower() for run in iter_latin_words(target.text))
    spelled = [kana_to_romaji(found.group()) for found in _HIRAGANA.finditer(_CREDIT_WORDS.sub("", source.text))]
    runs: list[TextRun | str] = [*spelled, *source.katakana]
    return bool(runs) and not any(isinstance(run, str) and run and run in heard for run in runs)
