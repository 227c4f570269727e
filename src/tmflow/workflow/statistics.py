"""Statistics: how much is translated, where it came from, and how much of a machine's drafts people changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from tmflow.errors import TmflowError
from tmflow.formats.po import read_po
from tmflow.model.bitext import OriginKind, Side, TranslationUnit
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MatchKind
from tmflow.model.post_edit import EditClass
from tmflow.text.volume import count_characters, count_words
from tmflow.workflow.bind import is_orphan
from tmflow.workflow.project import Project

__all__ = ["EditFigures", "EditStatistics", "Grouping", "StatisticsRow", "measure_edits"]

_UNDATED = "undated"
_HOUR_SECONDS = 3600
_BY_MEMORY = frozenset(
    {
        MatchKind.CONTEXT,
        MatchKind.EXACT,
        MatchKind.NORMALIZED,
        MatchKind.ADAPTED,
        MatchKind.FUZZY,
        MatchKind.FRAGMENT,
    }
)
"""The kinds of match in which no word is an engine's."""


class Grouping(StrEnum):
    """What statistics are told apart by. MONTH: of the confirmation."""

    ENGINE = "engine"
    ARTICLE = "article"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFigures:
    """Sums over units; rates are of the sums, so a long unit weighs more than a short one.

    units: confirmed, with both sides. ja_characters, en_words: of both sides. human, aligned, memory, mt: how many units
    came from there; what a person edited came from the machine. waiting: a machine's drafts that are no part of `units`
    yet. accepted, edited, rewritten: drafts of a machine that were confirmed, with chars, char_edits, words and
    word_edits as `PostEdit` has them. timed, timed_words, seconds: of the drafts whose time is known.
    """

    units: int = 0
    ja_characters: int = 0
    en_words: int = 0
    human: int = 0
    aligned: int = 0
    memory: int = 0
    mt: int = 0
    waiting: int = 0
    accepted: int = 0
    edited: int = 0
    rewritten: int = 0
    char_edits: int = 0
    chars: int = 0
    word_edits: int = 0
    words: int = 0
    timed: int = 0
    timed_words: int = 0
    seconds: int = 0

    def __add__(self, other: EditFigures) -> EditFigures:
        return EditFigures(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    @property
    def drafts(self) -> int:
        """The confirmed drafts whose editing was measured."""
        return self.accepted + self.edited + self.rewritten

    @property
    def edit_rate_percent(self) -> float | None:
        """Characters edited of the characters confirmed; it may exceed 100. None if there are none.

        >>> EditFigures(char_edits=5, chars=40).edit_rate_percent
        12.5
        """
        return 100 * self.char_edits / self.chars if self.chars else None

    @property
    def hter_percent(self) -> float | None:
        """Words edited and blocks moved of the words confirmed (HTER, Snover et al. 2006); None if there are none."""
        return 100 * self.word_edits / self.words if self.words else None

    @property
    def seconds_per_draft(self) -> float | None:
        """The mean time of the drafts whose time is known."""
        return self.seconds / self.timed if self.timed else None

    @property
    def words_per_hour(self) -> float | None:
        """Words confirmed in an hour, characters of Japanese; None if no time is known."""
        return _HOUR_SECONDS * self.timed_words / self.seconds if self.seconds else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsRow:
    """The figures of an engine, an article or a month in one direction; of all of them where `group` is ""."""

    group: str
    pair: LanguagePair
    figures: EditFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class EditStatistics:
    """Statistics of a project. problems: what kept a bitext from being counted; the others were."""

    by: Grouping
    rows: tuple[StatisticsRow, ...]
    problems: tuple[TmflowError, ...] = ()

    @property
    def totals(self) -> tuple[StatisticsRow, ...]:
        """All groups of each direction together."""
        totals: dict[LanguagePair, EditFigures] = {}
        for row in self.rows:
            totals[row.pair] = totals.get(row.pair, EditFigures()) + row.figures
        return tuple(StatisticsRow(group="", pair=pair, figures=figures) for pair, figures in totals.items())


def measure_edits(project: Project, slugs: tuple[str, ...] = (), *, by: Grouping = Grouping.ENGINE) -> EditStatistics:
    """Return the statistics of articles, from the history their bitexts keep. Nothing is written.

    slugs: () means every article that has a bitext. Raises ConfigError for an unknown one.
    """
    groups: dict[tuple[str, LanguagePair], EditFigures] = {}
    problems: list[TmflowError] = []
    for slug in project.select(slugs):
        path = project.bitext_path(slug)
        if not path.is_file():
            continue
        try:
            bitext = read_po(path)
        except TmflowError as error:
            problems.append(error)
            continue
        for unit in bitext.units:
            is_waiting = unit.proposal is not None and not is_orphan(unit)
            if unit.side is Side.BOTH and (unit.is_confirmed or is_waiting):
                key = _group(unit, slug, by), bitext.pair
                groups[key] = groups.get(key, EditFigures()) + _figures(unit, bitext.pair)
    ordered = sorted(groups.items(), key=lambda item: (item[0][0] == _UNDATED, item[0][0], str(item[0][1])))
    rows = (StatisticsRow(group=group, pair=pair, figures=figures) for (group, pair), figures in ordered)
    return EditStatistics(by=by, rows=tuple(rows), problems=tuple(problems))


def _group(unit: TranslationUnit, slug: str, by: Grouping) -> str:
    if by is Grouping.ARTICLE:
        return slug
    if by is Grouping.ENGINE:
        return _engine(unit)
    when: date | None = next(_iter_days(unit), None)
    return when.isoformat()[:7] if when else _UNDATED


def _iter_days(unit: TranslationUnit) -> Iterator[date]:
    for known in (unit.post_edit, unit.origin):
        if known is not None and known.when is not None:
            yield known.when


def _engine(unit: TranslationUnit) -> str:
    """Return what made a unit's first words: an engine by its name, a kind of match, or who else."""
    made, origin = unit.proposal or unit.post_edit, unit.origin
    if made is None:
        is_engine = origin is not None and origin.kind is OriginKind.MT and origin.match in {None, MatchKind.MT}
        return (origin.tool if origin and is_engine else None) or _came_from(unit).value
    if made.kind is MatchKind.MT:
        return made.tool or OriginKind.MT.value
    return f"{_maker(made.kind).value}, {made.kind.value}"


def _maker(kind: MatchKind) -> OriginKind:
    return OriginKind.MEMORY if kind in _BY_MEMORY else OriginKind.MT


def _came_from(unit: TranslationUnit) -> OriginKind:
    if unit.post_edit is not None:
        return _maker(unit.post_edit.kind)
    return unit.origin.kind if unit.origin else OriginKind.HUMAN


def _figures(unit: TranslationUnit, pair: LanguagePair) -> EditFigures:
    if unit.target is None or not unit.is_confirmed:
        return EditFigures(waiting=1)
    texts = {pair.source: unit.source.text, pair.target: unit.target.text}
    volume = EditFigures(
        units=1,
        ja_characters=count_characters(texts[Language.JA]),
        en_words=count_words(texts[Language.EN]),
        **{_came_from(unit).value: 1},
    )
    edit = unit.post_edit
    if edit is None:
        return volume
    is_timed = edit.seconds is not None
    return volume + EditFigures(
        accepted=int(edit.edit_class is EditClass.ACCEPTED),
        edited=int(edit.edit_class is EditClass.EDITED),
        rewritten=int(edit.edit_class is EditClass.REWRITTEN),
        char_edits=edit.char_edits,
        chars=edit.chars,
        word_edits=edit.word_edits,
        words=edit.words,
        timed=int(is_timed),
        timed_words=edit.words if is_timed else 0,
        seconds=edit.seconds or 0,
    )
