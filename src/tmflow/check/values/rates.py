"""Rates by what they are told for, a span of time or a person: 1時間に300トン is no "300 tons a day"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tmflow.check.values.comparison import Comparison
from tmflow.check.values.figures import Figures
from tmflow.text.values import HALF_WIDTH

__all__ = ["OtherRate", "other_rate"]

_NUMBER = "(?=約?[0-9数])"
_EACH = "(?:当たり|あたり|につき|平均)"
_ONE = "(?<![0-9月])[1一]"
_JAPANESE = {
    "hour": (rf"毎時|{_ONE}時間(?:に?{_NUMBER}|{_EACH})", "時|[分秒]速"),
    "day": (rf"毎日|日量|日額|{_ONE}日(?:に?{_NUMBER}|{_EACH})", "日|デイリー|泊|晩"),
    "week": (rf"毎週|(?<![0-9先今来翌同前毎])週に?{_NUMBER}|{_ONE}週間に?{_NUMBER}", "週"),
    "month": (
        rf"毎月|月額|月間|{_ONE}[かカヵヶケ箇]月(?:に?{_NUMBER}|{_EACH})|(?<![0-9先今来翌同前毎数一二三四五六七八九十一-鿿])月に?(?=約?[0-9]+(?:[0-9,.万千億]*)(?:円|ドル|ユーロ|ポンド|回|本|冊|人|件))",
        "月|マンスリー",
    ),
    "person": (rf"{_ONE}人{_EACH}", "人|名|者"),
    "household": (rf"{_ONE}(?:世帯|戸|家族){_EACH}", "世帯|戸|家"),
    "year": (
        rf"毎年|年額|年[1一]回|(?<![0-9一二三四五六七八九十百数何半])年間{_NUMBER}|{_ONE}年(?:間)?(?:に?{_NUMBER}|{_EACH})",
        "年(?!金|齢|寄|賀|配)|通年",
    ),
}
_ENGLISH = {
    "hour": (r"(?:an|per|each|every)\shour|hourly", r"hours?|hourly|minutes?|[ak]ph|mph|km/h"),
    "day": (r"(?:a|per|each|every)\sday|daily", r"days?|daily|nights?|nightly|mornings?|today|everyday"),
    "week": (r"(?:a|per|each|every)\sweek|weekly", r"weeks?|weekly|\w+days?"),
    "month": (r"(?:a|per|each|every)\smonth|monthly", r"months?|monthly"),
    "person": (r"per\s(?:person|capita|head)", r"persons?|people|capita|heads?|each|apiece|everyone|individuals?"),
    "household": (r"per\s(?:household|family|home)", r"households?|famil(?:y|ies)|homes?|houses?"),
    "year": (r"(?:a|per|each|every)\syear|yearly|annual(?:ly)?", r"years?|yearly|annual\w*|annum"),
}
_SPANS = tuple(
    (
        span,
        {"ja": re.compile(_JAPANESE[span][0]), "en": re.compile(rf"\b(?:{_ENGLISH[span][0]})\b", re.IGNORECASE)},
        {"ja": re.compile(_JAPANESE[span][1]), "en": re.compile(rf"\b(?:{_ENGLISH[span][1]})\b", re.IGNORECASE)},
    )
    for span in _JAPANESE
)
"""By the span: in each language what surely tells a rate, and what may."""
_NO_RATE_BEFORE = re.compile(
    r"\b(?:for|in|within|half|after|of|over|than|once|about|almost|nearly|take|takes|took|last|lasts|lasted|spend|spent|such|what|on|by|until)\s$",
    re.IGNORECASE,
)
_NO_RATE_BEHIND = re.compile(
    r"\s(?:later|ago|away|earlier|early|before|after|from|of|long|or\sso|to|when|that|which|off|out|and\sa\shalf)\b",
    re.IGNORECASE,
)

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OtherRate:
    """The words for a span in the source, and for another one in the target."""

    source: Range
    target: Range


def other_rate(found: Comparison) -> OtherRate | None:
    """Return the one rate that each text tells, if they are for other spans of time and the numbers agree.

    >>> from tmflow.check.values.comparison import compare_figures
    >>> texts = Figures("1時間に300トンを処理する。", "ja"), Figures("It processes 300 tons a day.", "en")
    >>> other_rate(compare_figures(*texts))
    OtherRate(source=(0, 4), target=(22, 27))
    """
    mine, theirs = _rates(found.source), _rates(found.target)
    if len(mine) != 1 or len(theirs) != 1 or not found.agreeing:
        return None
    (span, here), (other, there) = mine[0], theirs[0]
    if span == other or _may_tell(other, found.source) or _may_tell(span, found.target):
        return None
    return OtherRate(here, there)


def _rates(figures: Figures) -> list[tuple[str, Range]]:
    text = figures.text.translate(HALF_WIDTH)
    return [
        (span, said.span())
        for span, sure, _ in _SPANS
        for said in sure[figures.language].finditer(text)
        if figures.language == "ja"
        or not (_NO_RATE_BEFORE.search(text, 0, said.start()) or _NO_RATE_BEHIND.match(text, said.end()))
    ]


def _may_tell(span: str, figures: Figures) -> bool:
    return any(name == span and may[figures.language].search(figures.text) for name, _, may in _SPANS)
