"""Years, months, weeks and days told from the date of the article: 一昨年 is not "last year", "next month" not 来年."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.values.figures import Figures
from tmflow.text.values import ValueKind

__all__ = ["iter_other_spans"]

Range = tuple[int, int]

_SPANS = (
    (("year", -2), "一昨年|おととし|(?<![0-9０-９十百])[2２二]年前", r"(?:the\s)?year\sbefore\slast|two\syears\sago"),
    (("year", -1), "(?<!一)昨年|去年|(?<![0-9０-９十百])[1１一]年前|昨[春夏秋冬]", r"last\s(?:year|spring|summer|autumn|fall|winter)|a\syear\sago"),
    (("year", 0), "今年|本年|ことし|今[春夏秋冬](?!季)", r"this\s(?:year|spring|summer|autumn|fall|winter)"),
    (("year", 1), "(?<!再)来年|来[春夏秋冬]", r"next\s(?:year|spring|summer|autumn|fall|winter)"),
    (("year", 2), "再来年", r"(?:the\s)?year\safter\snext|in\stwo\syears"),
    (("month", -2), "先々月", r"(?:the\s)?month\sbefore\slast|two\smonths\sago"),
    (("month", -1), "先月(?!号)", r"last\smonth(?![’'])|a\smonth\sago"),
    (("month", 0), "今月(?!号)", r"this\smonth(?![’'])"),
    (("month", 1), "(?<!再)来月(?!号)", r"next\smonth(?![’'])"),
    (("month", 2), "再来月", r"(?:the\s)?month\safter\snext|in\stwo\smonths"),
    (("week", -2), "先々週", r"(?:the\s)?week\sbefore\slast|two\sweeks\sago"),
    (("week", -1), "先週(?!末)", r"last\sweek(?!end)|a\sweek\sago"),
    (("week", 0), "今週(?!末)", r"this\sweek(?!end)"),
    (("week", 1), "(?<!再)来週(?!末)", r"next\sweek(?!end)"),
    (("week", 2), "再来週(?!末)", r"(?:the\s)?week\safter\snext|in\stwo\sweeks"),
    (("day", -2), "おととい|一昨日", r"(?:the\s)?day\sbefore\syesterday"),
    (("day", -1), "(?<!一)昨日|きのう", r"(?<!before\s)yesterday"),
    (("day", 0), "今日(?!的)|きょう|本日", r"today(?![’'])"),
    (("day", 1), "(?<!説)(?<!証)明日|あした|あす(?=[のはにも、])", r"(?<!after\s)tomorrow"),
    (("day", 2), "あさって|明後日", r"(?:the\s)?day\safter\stomorrow"),
)  # fmt: skip
_PATTERNS = tuple(
    (span, {"ja": re.compile(japanese), "en": re.compile(rf"\b(?:{english})\b", re.IGNORECASE)})
    for span, japanese, english in _SPANS
)


def iter_other_spans(source: Figures, target: Figures) -> Iterator[tuple[Range, Range]]:
    """Yield the words for a span that each text has one of, for another span each; none where a date is told beside them.

    >>> list(iter_other_spans(Figures("一昨年の夏", "ja"), Figures("in the summer of last year", "en")))
    [((0, 3), (17, 26))]
    """
    mine, theirs = (
        [
            (span, found.span())
            for span, patterns in _PATTERNS
            for found in patterns[figures.language].finditer(figures.text)
        ]
        for figures in (source, target)
    )
    if len(mine) != 1 or len(theirs) != 1:
        return
    ((unit, shift), here), ((other_unit, other_shift), there) = mine[0], theirs[0]
    is_other = shift != other_shift if unit == other_unit else not _has_dates(source) and not _has_dates(target)
    if is_other and (unit == other_unit or (shift and shift == other_shift)):
        yield here, there


def _has_dates(figures: Figures) -> bool:
    return bool(figures.weekdays or figures.months) or any(
        one.value.kind is ValueKind.DATE for one in figures.statements
    )
