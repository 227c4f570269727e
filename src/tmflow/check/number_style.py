"""Rules on how an article writes figures: digits grouped or not, yen before or after, percent in words or as a sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tmflow.check.finding import Severity
from tmflow.check.prose import iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.language import Language

__all__ = ["RULES"]


class _Choice(NamedTuple):
    """Ways of writing one thing in a language, each with its name; an article keeps to one."""

    language: Language
    ways: tuple[tuple[str, re.Pattern[str]], ...]


_BEFORE, _AFTER = r"(?<![\w.,/-])", r"(?![\w/-]|[.,]\d)"
_CHOICES = (
    _Choice(
        Language.EN,
        (
            ("grouped digits", re.compile(rf"{_BEFORE}\d{{1,3}}(?:,\d{{3}})+{_AFTER}")),
            ("digits without a comma", re.compile(rf"{_BEFORE}[1-9]\d{{4,8}}{_AFTER}")),
        ),
    ),
    _Choice(
        Language.EN,
        (
            ("yen after the figure", re.compile(r"[\d,.]*\d(?: (?:thousand|million|billion|trillion))? yen\b")),
            ("¥ before the figure", re.compile(r"[¥￥]\s?\d[\d,.]*")),
            ("JPY", re.compile(r"\bJPY\s?\d[\d,.]*|\d[\d,.]*\s?JPY\b")),
        ),
    ),
    _Choice(
        Language.EN,
        (
            ("percent", re.compile(r"\d percent\b")),
            ("per cent", re.compile(r"\d per cent\b")),
            ("%", re.compile(r"\d ?%")),
        ),
    ),
    _Choice(
        Language.JA,
        (
            ("grouped digits", re.compile(rf"{_BEFORE}\d{{1,3}}(?:,\d{{3}})+(?![\d,])")),
            ("digits without a comma", re.compile(r"(?<![0-9０-９A-Za-z.,/-])[1-9]\d{4,8}(?![0-9A-Za-z.,/-])")),
        ),
    ),
    _Choice(
        Language.JA,
        (
            ("%", re.compile(r"[0-9０-９][%％]")),
            ("パーセント", re.compile(r"[0-9０-９]パーセント")),
        ),
    ),
)


def _find_mixed(subject: Subject) -> Iterator[Fault]:
    for choice in _CHOICES:
        prose = list(iter_prose(subject, choice.language))
        uses = {name: [(one, found) for one in prose for found in way.finditer(one.text)] for name, way in choice.ways}
        usual = max(uses, key=lambda name: len(uses[name]))
        for name, places in uses.items():
            for one, found in places if name != usual else ():
                yield one.fault(f"{found.group()}: {name} here, {usual} elsewhere in the article", *found.span())


RULES = (
    Rule(
        id="num.style",
        severity=Severity.INFO,
        summary="Figures are written in one way throughout an article: 12,000 or 12000, 300 yen or ¥300, 5 percent or 5%.",
        why="It is the first thing an editor puts right.",
        good=Example(ja="費用は3,000円、前年は2,500円。", en="It costs 3,000 yen, up from 2,500 yen."),
        bad=Example(ja="費用は3,000円、前年は2,500円。", en="It costs 3,000 yen, up from ¥2,500."),
        find=_find_mixed,
        scope=Scope.ARTICLE,
    ),
)
