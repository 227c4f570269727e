"""Vague numbers and what hedges a number: 数十 "dozens", 約 "about", 以上 "at least", 未満 "under"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Hedge", "VagueNumber", "hedge_at", "iter_vague_numbers"]


class Hedge(StrEnum):
    """How a text limits a number."""

    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class VagueNumber:
    """A number of which only the size is told: `magnitude` is a power of ten, [start, end) its range of the text."""

    magnitude: int
    start: int
    end: int


_JAPANESE = re.compile("(?<!十)(?:数|何|幾)(?P<scale>十万|百万|千万|十億|百億|千億|十兆|[十百千万億兆])(?!分の)")
_JAPANESE_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "億": 8, "兆": 12}
_ENGLISH = re.compile(
    r"\b(?:(?P<lead>tens|dozens|scores|hundreds|thousands)(?:\sor\shundreds)?\sof\s(?P<of>thousands|millions|billions|trillions)"
    r"|(?:(?:several|a\sfew|some|many|multiple)\s(?P<one>dozen|hundred|thousand|million|billion|trillion)"
    r"|(?P<plural>dozens|scores|tens|hundreds|thousands|millions|billions|trillions))"
    r"(?:\s(?P<scale>thousand|million|billion|trillion))?)\b",
    re.IGNORECASE,
)
_ENGLISH_SCALES = {
    "tens": 1, "dozen": 1, "dozens": 1, "scores": 1, "hundred": 2, "hundreds": 2, "thousand": 3, "thousands": 3,
    "million": 6, "millions": 6, "billion": 9, "billions": 9, "trillion": 12, "trillions": 12,
}  # fmt: skip


def iter_vague_numbers(text: str, *, language: str) -> Iterator[VagueNumber]:
    """Yield the vague numbers of a text in order. `language` is "ja" or "en".

    >>> [one.magnitude for one in iter_vague_numbers("数十人、数百万円", language="ja")]
    [10, 1000000]
    >>> [one.magnitude for one in iter_vague_numbers("dozens; several hundred; tens of thousands", language="en")]
    [10, 100, 10000]
    """
    if language == "ja":
        for found in _JAPANESE.finditer(text):
            power = sum(_JAPANESE_SCALES[sign] for sign in found.group("scale"))
            yield VagueNumber(10**power, found.start(), found.end())
        return
    for found in _ENGLISH.finditer(text):
        names = (name.lower() for name in found.groups() if name)
        yield VagueNumber(10 ** sum(_ENGLISH_SCALES[name] for name in names), found.start(), found.end())


_REACH = 24
"""How far a hedge is looked for before and after a number, in code points."""
_ABOUT_JA = "約|およそ|おおよそ|ほぼ|ざっと|推定|推計|概ね|おおむね|凡そ"
_JAPANESE_BEFORE = re.compile(
    rf"(?:(?P<about>{_ABOUT_JA})|(?P<over>少なくとも|最低でも?|最低限)|(?P<under>最大で?|最多で?|最長で?|せいぜい|多くとも|多くても|わずか))"
    r"(?:[一-鿿]{1,2}の)?[、\s]*$"
)
_JAPANESE_NOUN = r"[^、。，．「」（）()0-9０-９]{0,6}?"
_JAPANESE_AFTER = re.compile(
    rf"(?P<span>(?:[^、。，．「」（）()0-9０-９をがはにでと]{{0,4}}?)(?:"
    r"(?P<about>ほど|程度?|くらい|ぐらい|前後|内外|見当|規模|弱(?=の|に|が|を|で|、|。|$)|近[くい])"
    r"|(?P<over>以上|超(?!過)|余り|余(?=の|に|が|を|で|人|名)|あまり|強(?=の|に|が|を|で|、|。|$)|を(?:大きく|大幅に|わずかに|はるかに)?(?:超|越|上回)|を突破|より(?:も)?多|台)"
    r"|(?P<under>未満|以下|以内|足らず|を(?:大きく|わずかに)?(?:下回|割)|弱|より(?:も)?少な|に満たない|まで)))"
)
_ABOUT_EN = (
    r"about|around|some|roughly|approximately|approx\.?|nearly|almost|close\sto|circa|ca?\.|an?\sestimated|estimated|~|just|virtually"
    r"|in\sthe\s(?:region|neighbou?rhood)\sof|on\sthe\sorder\sof|as\smany\sas|as\smuch\sas|an?\saverage\sof|nearing|approaching|practically"
)
_OVER_EN = (
    r"(?:more|greater|higher|longer|larger|better|older|further|farther|heavier|taller|bigger)\sthan|over|above|at\sleast|exceed(?:s|ed|ing)?|in\sexcess\sof|upwards?\sof|beyond"
    r"|no\s(?:fewer|less)\sthan|not\sless\sthan|top(?:s|ped|ping)|surpass(?:es|ed|ing)?|a\sminimum\sof|past|as\slittle\sas"
)
_UNDER_EN = (
    r"(?:less|fewer|lower|smaller|shorter|younger|lighter|cheaper)\sthan|under|below|no\s(?:more|longer|later|larger|higher)\sthan|not\smore\sthan|up\sto|at\smost"
    r"|a\smaximum\sof|within|short\sof|shy\sof|only"
)
_FILLER_EN = r"(?:\s|the\s|an?\s|some\s|about\s|around\s|just\s|well\s|far\s|slightly\s|a\slittle\s|\$|US\$|€|£|¥|-)*"
_ENGLISH_BEFORE = re.compile(
    rf"(?:(?<=\bnot\s)|\b)(?:(?P<over>{_OVER_EN})|(?P<under>{_UNDER_EN})|(?P<about>{_ABOUT_EN})){_FILLER_EN}$", re.IGNORECASE
)
_ENGLISH_AFTER = re.compile(
    r"(?:[\s-]?[A-Za-z.%]+){0,3}?[\s,-]*(?:(?P<about>or\sso|give\sor\stake|-?ish\b|or\sthereabouts|on\saverage)"
    r"|(?P<over>or\s(?:more|over|older|above|higher|longer|greater|better|later)|-?odd\b|-?plus\b|\+|and\s(?:over|older|above|up|more))"
    r"|(?P<under>or\s(?:less|fewer|under|younger|below|lower|shorter|earlier)|and\s(?:under|younger|below)))",
    re.IGNORECASE,
)


def hedge_at(text: str, start: int, end: int, *, language: str) -> frozenset[Hedge]:
    """Return how a text hedges the number in the half-open range [start, end); empty if it does not.

    Words that may say two things (nearly, 近く: about or under) give both. `language` is "ja" or "en".

    >>> hedge_at("約30人が", 1, 3, language="ja") == hedge_at("some 30 people", 5, 7, language="en") == {Hedge.ABOUT}
    True
    """
    before, after = (
        (_JAPANESE_BEFORE, _JAPANESE_AFTER) if language == "ja" else (_ENGLISH_BEFORE, _ENGLISH_AFTER)
    )
    found = {
        Hedge(name)
        for match in (before.search(text[max(0, start - _REACH) : start]), after.match(text, end, end + _REACH))
        if match
        for name in ("about", "over", "under")
        if match.group(name)
    }
    return frozenset(found)
