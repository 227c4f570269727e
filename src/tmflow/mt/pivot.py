"""Translation through a third language where no package translates a direction itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from tmflow.model.language import LanguagePair
from tmflow.mt.argos import ArgosModel, ArgosTranslator
from tmflow.mt.decoding import DEFAULT_DECODING, DecodingSettings
from tmflow.mt.packages import InstalledPackage, find_packages, packages_directory
from tmflow.mt.translator import Hypothesis, Translator

__all__ = ["PivotTranslator", "find_path", "open_argos"]

_CARRIED = 2
"""Hypotheses of one leg that are translated on: the second mends some slips of the first, more cost time only."""
_WINDOW = 128
"""Sources that go through all legs before the first is yielded."""


def find_path(pair: LanguagePair, packages: Iterable[InstalledPackage]) -> tuple[InstalledPackage, ...]:
    """Return the fewest packages that lead from the source to the target, () if none do.

    packages: newest first of each direction, as `find_packages` gives them. Of paths of one length the first in the order
    of the language codes is taken. One package means that the direction needs no pivot.
    """
    by_source: dict[str, dict[str, InstalledPackage]] = {}
    for package in packages:
        by_source.setdefault(package.source, {}).setdefault(package.target, package)
    paths: dict[str, tuple[InstalledPackage, ...]] = {pair.source.value: ()}
    ends = [pair.source.value]
    while ends and pair.target.value not in paths:
        following = []
        for end in ends:
            for target, package in sorted(by_source.get(end, {}).items()):
                if target not in paths:
                    paths[target] = (*paths[end], package)
                    following.append(target)
        ends = following
    return paths.get(pair.target.value, ())


class PivotTranslator:
    """Translates one direction through the packages of a path, each text by each of them in turn.

    Its name and fingerprint tell all of them. A hypothesis is as sure as all legs together: the product of their scores.
    legs: the loaded packages, of which each goes on from the target language of the one before.
    Raises ValueError if they do not join, or do not lead from the pair's source to its target.
    """

    def __init__(self, pair: LanguagePair, legs: Sequence[ArgosModel]) -> None:
        stations = [pair.source.value, *(leg.package.target for leg in legs)]
        if not legs or [leg.package.source for leg in legs] != stations[:-1] or stations[-1] != pair.target.value:
            raise ValueError(f"the packages do not lead from {pair.source.value} to {pair.target.value}")
        self.pair = pair
        self.legs = tuple(legs)

    @property
    def name(self) -> str:
        """What stands in the origin of its translations: "argos ja>zh 1.0 + zh>en 1.2"."""
        return " + ".join(
            [self.legs[0].package.name, *(leg.package.name.removeprefix("argos ") for leg in self.legs[1:])]
        )

    @property
    def fingerprint(self) -> str:
        """What a cached answer depends on: all packages and their settings."""
        return " + ".join([f"pivot {_CARRIED}", *(leg.fingerprint for leg in self.legs)])

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[tuple[Hypothesis, ...]]:
        """Yield the hypotheses for each source, best first, in order. Raises as `ArgosTranslator.translate` does."""
        if pair != self.pair:
            raise ValueError(f"this translator was built for {self.pair}, not {pair}")
        for leg in self.legs:
            leg.answers(())
        return self._iter_answers(sources)

    def _iter_answers(self, sources: Sequence[str]) -> Iterator[tuple[Hypothesis, ...]]:
        first, *others = self.legs
        for start in range(0, len(sources), _WINDOW):
            answers = list(first.answers(sources[start : start + _WINDOW]))
            for leg in others:
                answers = _carried_on(answers, leg)
            yield from answers


def _carried_on(answers: Sequence[tuple[Hypothesis, ...]], leg: ArgosModel) -> list[tuple[Hypothesis, ...]]:
    """Translate the best hypotheses of each answer; of those that are empty or truncated nothing comes out."""
    carried = [[one for one in answer if one.text and not one.is_truncated][:_CARRIED] for answer in answers]
    onward = leg.answers([one.text for some in carried for one in some])
    result = []
    for answer, some in zip(answers, carried, strict=True):
        found: dict[str, Hypothesis] = {}
        for before, after in zip(some, islice(onward, len(some)), strict=True):
            for one in after:
                joint = _joined(before, one)
                if one.text not in found or (joint.score or 0) > (found[one.text].score or 0):
                    found[one.text] = joint
        best = sorted(found.values(), key=lambda one: -(one.score or 0))[: leg.settings.hypotheses]
        result.append(tuple(best) or (Hypothesis(text="", is_truncated=any(one.is_truncated for one in answer)),))
    return result


def _joined(before: Hypothesis, after: Hypothesis) -> Hypothesis:
    score = None if before.score is None or after.score is None else before.score * after.score // 100
    return Hypothesis(text=after.text, score=score, is_truncated=after.is_truncated)


def open_argos(
    pair: LanguagePair,
    *,
    directory: Path | None = None,
    settings: DecodingSettings = DEFAULT_DECODING,
    threads: int = 0,
    device: str = "cpu",
) -> Translator:
    """Load the package for a pair, or those of the shortest way through other languages.

    The options are those of `ArgosTranslator`. Raises TranslatorUnavailable if neither is installed, and as it does.
    """
    folder = packages_directory() if directory is None else directory
    path = find_path(pair, find_packages(folder))
    if len(path) <= 1:
        return ArgosTranslator(pair, directory=folder, settings=settings, threads=threads, device=device)
    return PivotTranslator(pair, [ArgosModel(one, settings=settings, threads=threads, device=device) for one in path])
