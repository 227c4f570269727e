"""Rules on times of day: the clock and the zone it is told in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.values.comparison import Comparison
from tmflow.check.values.figures import Figures
from tmflow.check.values.value_faults import find_by_kind, span_of
from tmflow.model.bitext import TranslationUnit
from tmflow.model.document import Span
from tmflow.text.values import ValueKind

__all__ = ["RULES"]

_LOCAL = "local time"
_ZONES = {
    "Japan time": (
        r"日本時間|JST|(?<![東西])日本の時間",
        r"\bJST\b|\bJapan(?:ese)?(?:\s[Ss]tandard)?\s[Tt]ime\b|\bTokyo\stime\b|\b[Ii]n\sJapan\b",
    ),
    _LOCAL: ("現地時間|現地の時間|当地時間", r"\blocal(?:\s\w+)?\stime\b|\blocally\b"),
    "GMT": ("グリニッジ標準時|協定世界時|世界標準時|GMT|UTC", r"\bGMT\b|\bUTC\b|\bGreenwich\b|\bUniversal\sTime\b"),
    "Eastern time": ("東部(?:標準|夏)?時間|ニューヨーク時間", r"\bE[SD]?T\b|\bEastern\b|\bNew\sYork\stime\b"),
    "Central time": (
        "(?<!欧州)中部(?:標準|夏)?時間",
        r"\bC[SD]T\b|\bCT\b|\bCentral\s(?:(?:Standard|Daylight)\s)?[Tt]ime\b",
    ),
    "Pacific time": ("太平洋(?:標準|夏)?時間|西海岸時間", r"\bP[SD]?T\b|\bPacific\b"),
    "Central European time": (
        "中央?(?:欧州|ヨーロッパ)(?:標準|夏)?時間|パリ時間",
        r"\bCES?T\b|\bCentral\sEuropean\b|\bParis\stime\b",
    ),
    "British time": ("英国時間|ロンドン時間|英国夏時間", r"\bBST\b|\bBritish\b|\bLondon\stime\b|\bUK\stime\b"),
    "Moscow time": ("モスクワ時間", r"\bMSK\b|\bMoscow\stime\b"),
    "Beijing time": ("北京時間|中国時間", r"\bBeijing\stime\b|\bChina\s(?:Standard\s)?[Tt]ime\b"),
    "Seoul time": ("韓国時間|ソウル時間", r"\bKST\b|\bKorean?\s(?:Standard\s)?[Tt]ime\b|\bSeoul\stime\b"),
}
_PATTERNS = {
    language: {zone: re.compile(patterns[index]) for zone, patterns in _ZONES.items()}
    for index, language in enumerate(("ja", "en"))
}
_DIFFERENCE = re.compile(
    r"時差は?(?:約)?\s?([0-9０-９]{1,2})\s?時間|(?:difference|gap)\sof\s([0-9]{1,2})\shours|([0-9]{1,2})[\s-]hour\s(?:time\s)?(?:difference|gap)"
)
_DAY_MINUTES = 24 * 60


def _find_times(subject: Subject) -> Iterator[Fault]:
    return find_by_kind(subject, ValueKind.CLOCK)


def _find_zones(subject: Subject) -> Iterator[Fault]:
    for unit, found in subject.comparisons:
        yield from _faults_of_zones(unit, found)
        yield from _faults_of_difference(unit, found.source, found.target)


def _faults_of_zones(unit: TranslationUnit, found: Comparison) -> Iterator[Fault]:
    source, target = _zones(found.source), _zones(found.target)
    if not _has_clock(found.source) or not _has_clock(found.target):
        return
    lost, added = _without(source, target), _without(target, source)
    if not lost or (_LOCAL in lost and any(zone != "Japan time" for zone in added)):
        return
    zone, span = next(iter(lost.items()))
    instead = next(iter(added.items()), None)
    yield Fault(
        message=f"{zone} is not said in the translation" if instead is None else f"{zone} has become {instead[0]}",
        unit=unit,
        source_span=span,
        target_span=instead[1] if instead else None,
        expected=zone,
        found=instead[0] if instead else None,
    )


def _zones(figures: Figures) -> dict[str, Span]:
    """Return the zones a text names, each with where it stands first."""
    found = ((zone, pattern.search(figures.text)) for zone, pattern in _PATTERNS[figures.language].items())
    return {zone: Span(*match.span()) for zone, match in found if match}


def _without(zones: dict[str, Span], others: dict[str, Span]) -> dict[str, Span]:
    return {zone: span for zone, span in zones.items() if zone not in others}


def _has_clock(figures: Figures) -> bool:
    return any(reading.kind is ValueKind.CLOCK for one in figures.statements for reading in one.readings)


def _faults_of_difference(unit: TranslationUnit, source: Figures, target: Figures) -> Iterator[Fault]:
    """Yield two times of the translation that do not lie as far apart as it says the zones do."""
    told = _DIFFERENCE.search(target.text) or _DIFFERENCE.search(source.text)
    if told is None:
        return
    hours = int(next(filter(None, told.groups())))
    clocks = [statement for statement in target.statements if statement.value.kind is ValueKind.CLOCK]
    for one, two in pairwise(clocks[:2]):
        first, second = (_minutes(str(clock.value.value)) for clock in (one, two))
        if hours * 60 not in {(first - second) % _DAY_MINUTES, (second - first) % _DAY_MINUTES}:
            yield Fault(
                message=f"{one.written} and {two.written} do not lie {hours} hours apart",
                unit=unit,
                target_span=span_of(two.value),
                expected=f"{hours} hours",
                found=f"{one.value.value} and {two.value.value}",
            )


def _minutes(clock: str) -> int:
    hour, minute = map(int, clock.split(":"))
    return hour * 60 + minute


RULES = (
    Rule(
        id="time.value",
        severity=Severity.ERROR,
        summary="Times of day stay the same: 午後3時半 is 3:30 p.m., 19時31分 7:31 p.m.; a duration (1時間15分) is no time of day.",
        why="Twelve hours are lost between 午後 and a.m., and nothing else in the sentence shows it.",
        good=Example(ja="午後3時半に始まる。", en="It begins at 3:30 p.m."),
        bad=Example(ja="午後3時半に始まる。", en="It begins at 3:30 a.m."),
        find=_find_times,
    ),
    Rule(
        id="time.zone",
        severity=Severity.WARNING,
        summary="The zone of a time is kept: 日本時間 is Japan time, 現地時間 local time; two times lie apart as far as their zones do.",
        why="A time without its zone is hours off for half of the readers.",
        good=Example(ja="日本時間午前9時に始まる。", en="It begins at 9 a.m. Japan time."),
        bad=Example(ja="日本時間午前9時に始まる。", en="It begins at 9 a.m. local time."),
        find=_find_zones,
    ),
)
