"""Leverage: how much of an article, or of a job of many, each kind of match covers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tmflow.memory.memory import TranslationMemory
from tmflow.memory.quote import Band, Count, Tally, match_band, percent_band
from tmflow.model.bitext import Origin, OriginKind, Side, TranslationUnit
from tmflow.model.language import Language
from tmflow.model.match import Leverage, MatchKind
from tmflow.text.normalize import match_key
from tmflow.text.volume import count_characters, count_words

if TYPE_CHECKING:
    from tmflow.memory.earlier import EarlierKeys

__all__ = ["JobMeter", "is_to_translate", "measure_leverage"]

_IDENTICAL = 100
_BEFORE_REPETITIONS = frozenset({Band.CONTEXT_BOTH, Band.CONTEXT_ONE, Band.EXACT})


def measure_leverage(units: Sequence[TranslationUnit]) -> tuple[Leverage, ...]:
    """Return units and source characters (code points of the text) of each kind that occurs, the best kind first.

    A kind of None, last, is what is still untranslated. Left out is what no match was asked for: text on one side only
    that is complete as it stands, and units that people or the aligner paired.

    >>> from tmflow.model.content import Content
    >>> measure_leverage([TranslationUnit(id="1", source=Content.of("港"))])
    (Leverage(kind=None, units=1, characters=1),)
    """
    counts: dict[MatchKind | None, tuple[int, int]] = {}
    for unit in units:
        if unit.side is Side.TARGET or not (unit.is_untranslated or _is_matched(unit)):
            continue
        kind = None if unit.is_untranslated else _kind_of(unit.origin)
        seen_units, seen_characters = counts.get(kind, (0, 0))
        counts[kind] = seen_units + 1, seen_characters + len(unit.source.text)
    return tuple(
        Leverage(kind=kind, units=counts[kind][0], characters=counts[kind][1])
        for kind in (*MatchKind, None)
        if kind in counts
    )


def _is_matched(unit: TranslationUnit) -> bool:
    return unit.origin is not None and unit.origin.kind in {OriginKind.MEMORY, OriginKind.MT}


def _kind_of(origin: Origin | None) -> MatchKind | None:
    if origin is None:
        return None
    if origin.match is not None:
        return origin.match
    if origin.kind is OriginKind.MT:
        return MatchKind.MT
    return MatchKind.EXACT if origin.similarity == _IDENTICAL else MatchKind.FUZZY


def is_to_translate(unit: TranslationUnit) -> bool:
    """Whether a unit is work of a quote: untranslated, a draft of the memory or of MT, or stale.

    Not what somebody has confirmed, what the aligner paired, and text on one side only that is complete as it stands.

    >>> from tmflow.model.content import Content
    >>> is_to_translate(TranslationUnit(id="1", source=Content.of("港")))
    True
    """
    if unit.side is Side.TARGET:
        return False
    return unit.is_untranslated or unit.is_stale or (unit.draft and _is_matched(unit))


class JobMeter:
    """Gives each segment of a job, read file by file, its band; it remembers the match keys of all it has measured.

    threshold: the least similarity of a match, percent 1..100. internal_fuzzy: whether likeness to an earlier segment of the
    job counts where it is greater than that of the best match. punctuation: whether it counts in Japanese.

    >>> from tmflow.memory.transient import TransientStore
    >>> from tmflow.model.content import Content
    >>> units = [TranslationUnit(id=str(number), source=Content.of("港は静かだ。")) for number in range(3)]
    >>> tally = JobMeter(TranslationMemory(TransientStore()), Language.JA, threshold=70).measure(units)
    >>> {band.value: count.segments for band, count in tally.counts.items()}
    {'new': 1, 'repetition': 2}
    """

    def __init__(
        self,
        memory: TranslationMemory,
        language: Language,
        *,
        threshold: int,
        internal_fuzzy: bool = False,
        punctuation: bool = True,
    ) -> None:
        self._memory, self._language, self._threshold = memory, language, threshold
        self._volume = count_words if language is Language.EN else partial(count_characters, punctuation=punctuation)
        self._other_files: set[str] = set()
        self._earlier: EarlierKeys | None = None
        if internal_fuzzy:
            from tmflow.memory.earlier import EarlierKeys

            self._earlier = EarlierKeys()

    def measure(self, units: Sequence[TranslationUnit]) -> Tally:
        """Return what is to translate of the next file of the job, its units given in order, all of them.

        Raises MemoryStoreError if the memory cannot be read.
        """
        natives = ["", *(unit.source.native for unit in units), ""]
        counts: dict[Band, Count] = {}
        here: set[str] = set()
        for number, unit in enumerate(units):
            if is_to_translate(unit):
                key = match_key(unit.source.native)
                band = self._band(*natives[number : number + 3], key=key, here=here)
                counted = Count(segments=1, volume=self._volume(unit.source.text))
                counts[band] = counts.get(band, Count()) + counted
                here.add(key)
                if self._earlier:
                    self._earlier.add(key)
        self._other_files |= here
        return Tally(language=self._language, counts=counts)

    def _band(self, previous: str, text: str, following: str, *, key: str, here: set[str]) -> Band:
        """Return the band of a text with this match key, in a file whose earlier match keys are `here`."""
        matches = self._memory.lookup(
            text,
            source=self._language,
            threshold=self._threshold,
            limit=1,
            previous=previous,
            following=following,
            beyond_exact=False,
        )
        match = matches[0] if matches else None
        band = match_band(match)
        if band in _BEFORE_REPETITIONS:
            return band
        if key in here:
            return Band.REPETITION
        if key in self._other_files:
            return Band.CROSS_FILE_REPETITION
        if self._earlier is None:
            return band
        least = max(self._threshold, match.similarity + 1 if match else 0)
        internal = self._earlier.best_similarity(key, threshold=least)
        return percent_band(internal, internal=True) if internal else band
