"""Saving what an engine drafts while it is at work: soon, without the time of a run growing with the square of an article."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from tmflow.model.bitext import Bitext, TranslationUnit
from tmflow.workflow.candidates import keep_candidates, read_kept
from tmflow.workflow.ingest import load_article
from tmflow.workflow.machine import MachineStep
from tmflow.workflow.project import Project

__all__ = ["StepKeeper", "StepSaver", "StepTaker"]

_CHEAP_S = 0.05
"""A save that takes no more (some 200 units) is never put off."""
_SHARE = 10
"""Any other waits until so many times as long has gone by as the last one took: saving is a tenth of a run at most."""


class StepKeeper(Protocol):
    """Where the steps of a run go."""

    def take(self, step: MachineStep) -> bool:
        """Take a step; whether all that was taken so far is safe."""

    def finish(self) -> Bitext:
        """Make all that was taken safe, and return the bitext with it."""


class StepTaker:
    """Keeps steps in memory, for a text of which nothing is saved."""

    def __init__(self, bitext: Bitext) -> None:
        self._bitext = bitext
        self._now: dict[str, TranslationUnit] = {}

    def take(self, step: MachineStep) -> bool:
        """Take a step; all is as safe as it will be."""
        self._now |= {before.id: after for before, after in step.units}
        return True

    def finish(self) -> Bitext:
        """Return the bitext with all steps."""
        units = tuple(self._now.get(unit.id, unit) for unit in self._bitext.units)
        return replace(self._bitext, units=units)


class StepSaver:
    """Saves steps in the article's bitext: each at once, unless that took long the last time, and not long ago.

    A save reads the article and its bitext again, so it takes as long as the article is. Whatever ends a run but kill -9
    and a power cut, `finish` can be called; those lose what was put off, and none of the engine's answers.
    bitext: as the run has left it; clock: what tells the time, process_s: how long the process has worked, both in seconds.
    """

    def __init__(
        self,
        project: Project,
        bitext: Bitext,
        *,
        clock: Callable[[], float] = time.monotonic,
        process_s: Callable[[], float] = time.process_time,
    ) -> None:
        self._project, self._bitext = project, bitext
        self._clock, self._process_s = clock, process_s
        self._waiting: list[MachineStep] = []
        self._last_s, self._last_at = 0.0, clock()

    def take(self, step: MachineStep) -> bool:
        """Take a step, and save it with all that wait if it is time. Raises StorageError, MemoryLockedError."""
        self._waiting.append(step)
        is_due = self._last_s <= _CHEAP_S or self._clock() - self._last_at >= _SHARE * self._last_s
        if is_due or step.done == step.total:
            self.finish()
        return not self._waiting

    def finish(self) -> Bitext:
        """Save what waits, and return the bitext as it is saved. Raises as `take` does."""
        if self._waiting:
            began = self._process_s()
            with self._project.writing():
                self._bitext = _save(self._project, self._bitext, self._waiting)
            self._waiting = []
            self._last_s, self._last_at = self._process_s() - began, self._clock()
        return self._bitext


def _save(project: Project, known: Bitext, steps: Sequence[MachineStep]) -> Bitext:
    """Save what steps changed where the unit is still as it was; what others have written meanwhile stays.

    known: the bitext as this run left it, whose candidates go with the units that nobody has touched.
    The candidates are saved first: from them a run that is ended between the two takes the repairs.
    """
    article = load_article(project, known.slug)
    asked = [pair for step in steps for pair in step.units]
    changed = {before.id: (before, after) for before, after in asked if after is not before}
    mine = {unit.id: unit for unit in known.units}

    def merged(unit: TranslationUnit) -> TranslationUnit:
        before, after = changed.get(unit.id, (None, None))
        if before is not None and after is not None and _is_as_it_was(unit, before):
            return after
        own = mine.get(unit.id)
        return replace(unit, candidates=own.candidates) if own and _is_as_it_was(unit, own) else unit

    saved = replace(article.bound.bitext, units=tuple(map(merged, article.bound.bitext.units)))
    kept = read_kept(project, known.slug, pair=article.pair)
    keep_candidates(project, saved, kept=kept, asked=[before.id for before, _ in asked])
    article.save(saved, is_recut=True)
    return saved


def _is_as_it_was(unit: TranslationUnit, before: TranslationUnit) -> bool:
    if unit.is_untranslated or before.is_untranslated:
        return unit.is_untranslated and before.is_untranslated
    return (unit.target, unit.state, unit.draft) == (before.target, before.state, before.draft)
