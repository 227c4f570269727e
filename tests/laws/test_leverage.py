"""Laws of leverage: bands and files add up to the total, whatever is measured with whatever memory."""

from __future__ import annotations

from functools import reduce
from operator import add

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.memory import earlier
from tmflow.memory.leverage import JobMeter
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.quote import Band, Count, Tally, Tariff
from tmflow.memory.transient import TransientStore
from tmflow.model.bitext import TranslationUnit
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key
from tmflow.text.volume import count_characters

# Few letters, so that texts are often alike or equal; width and blanks, so that keys differ from texts.
TEXT = st.text(alphabet="あいう 港ガａa1。", min_size=1, max_size=14).filter(lambda text: bool(text.strip()))
FILES = st.lists(st.lists(TEXT, max_size=8), max_size=4)
THRESHOLD = st.sampled_from([1, 50, 70, 85, 100])
COUNT = st.builds(Count, segments=st.integers(0, 99), volume=st.integers(0, 9999))
TALLY = st.builds(Tally, language=st.just(Language.JA), counts=st.dictionaries(st.sampled_from(Band), COUNT))
TARIFF = st.builds(Tariff, weights=st.dictionaries(st.sampled_from(Band), st.integers(0, 100)))


def measure(known: list[str], files: list[list[str]], *, threshold: int, internal: bool) -> list[Tally]:
    pair = LanguagePair(Language.JA, Language.EN)
    with TranslationMemory(TransientStore()) as memory:
        memory.learn([MemoryEntry(source=text, target="x", pair=pair) for text in known], document="a.po")
        meter = JobMeter(memory, Language.JA, threshold=threshold, internal_fuzzy=internal)
        return [
            meter.measure([TranslationUnit(id=str(at), source=Content.of(text)) for at, text in enumerate(file)])
            for file in files
        ]


@given(known=st.lists(TEXT, max_size=8), files=FILES, threshold=THRESHOLD, internal=st.booleans())
def test_each_segment_is_in_one_band(known: list[str], files: list[list[str]], threshold: int, internal: bool) -> None:  # noqa: FBT001 - drawn
    tallies = measure(known, files, threshold=threshold, internal=internal)
    for tally, file in zip(tallies, files, strict=True):
        assert tally.total == Count(segments=len(file), volume=sum(map(count_characters, file)))
    whole = reduce(add, tallies, Tally(language=Language.JA))
    assert whole.total == reduce(add, (tally.total for tally in tallies), Count())
    assert whole.total == reduce(add, (whole[band] for band in Band), Count())


@given(known=st.lists(TEXT, max_size=8), files=FILES, threshold=THRESHOLD, internal=st.booleans())
def test_identical_is_what_the_memory_holds_and_repeated_what_came_before(
    known: list[str],
    files: list[list[str]],
    threshold: int,
    internal: bool,  # noqa: FBT001 - drawn
) -> None:
    for tally, file in zip(measure(known, files, threshold=threshold, internal=internal), files, strict=True):
        identical = tally[Band.CONTEXT_BOTH] + tally[Band.CONTEXT_ONE] + tally[Band.EXACT]
        assert identical.segments == sum(text in known for text in file)
        seen: set[str] = set()
        repeated = 0
        for text in file:
            repeated += match_key(text) in seen and text not in known
            seen.add(match_key(text))
        assert tally[Band.REPETITION].segments == repeated


@given(known=st.lists(TEXT, max_size=8), files=FILES, threshold=THRESHOLD)
def test_internal_likeness_takes_from_the_bands_below_only(
    known: list[str], files: list[list[str]], threshold: int
) -> None:
    pairs = zip(
        measure(known, files, threshold=threshold, internal=False),
        measure(known, files, threshold=threshold, internal=True),
        strict=True,
    )
    for without, including in pairs:
        assert all(including[band].segments <= without[band].segments for band in Band if "internal" not in band)
        for band in (Band.CONTEXT_BOTH, Band.EXACT, Band.REPETITION, Band.CROSS_FILE_REPETITION):
            assert including[band] == without[band]


@settings(deadline=None)  # numpy is loaded on the way
@given(keys=st.lists(TEXT, max_size=20), key=TEXT, threshold=st.integers(1, 100))
def test_the_most_similar_earlier_key_is_never_missed(keys: list[str], key: str, threshold: int) -> None:
    """Whether keys are compared one by one or most of them stand in an index, which is made anew again and again."""
    for young in (earlier._YOUNG_KEYS, 2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(earlier, "_YOUNG_KEYS", young)
            known = earlier.EarlierKeys()
            for number, one in enumerate([*keys, key]):
                best = max((similarity_percent(other, one) for other in keys[:number]), default=0)
                assert known.best_similarity(one, threshold=threshold) == (best if best >= threshold else 0)
                known.add(one)


@given(first=TALLY, second=TALLY, tariff=TARIFF)
def test_weighted_volumes_add_up(first: Tally, second: Tally, tariff: Tariff) -> None:
    assert tariff.weighted(first + second) == tariff.weighted(first) + tariff.weighted(second)
    assert tariff.weighted(first) == sum(tariff.weighted(first, band) for band in Band)
    assert 0 <= tariff.weighted(first) <= first.total.volume
