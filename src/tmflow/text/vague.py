"""Vague numbers and what hedges a number: 数十 "dozens", 約 "about", 以上 "at least", 未満 "under"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tmflow.text.english_words import ONES

__all__ = ["Hedge", "VagueNumber", "has_hedge", "hedge_at", "iter_vague_numbers"]


class Hedge(StrEnum):
    """How a text limits a number."""

    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    PERHAPS = "perhaps"
    """By words that may do it and may not: "up to", まで, "over" before a span of time."""


@dataclass(frozen=True, slots=True)
class VagueNumber:
    """A number of which only the size is told: `magnitude` is a power of ten, [start, end) its range of the text."""

    magnitude: int
    start: int
    end: int


_JAPANESE = re.compile("(?<!十)(?:数|何|幾)(?P<scale>十万|百万|千万|十億|百億|千億|十兆|[十百千万億兆])(?!分の)")
_DIGIT_COUNTS = {
    "ja": re.compile(r"(?P<count>[1-9１-９一二三四五六七八九]|ひと|ふた)(?:桁|けた|ケタ)(?!違|目|多|少)"),
    "en": re.compile(
        r"\b(?P<count>single|double|triple|one|two|three|four|five|six|seven|eight|nine|[1-9])[\s-](?:digits?|figures?)\b",
        re.IGNORECASE,
    ),
}
"""A number told by how many digits it has: 2桁, "double-digit"."""
_DIGITS = {"ひと": 1, "ふた": 2, "single": 1, "double": 2, "triple": 3} | {
    name: number
    for names in (
        "123456789",
        "１２３４５６７８９",
        "一二三四五六七八九",
        tuple(ONES)[1:10],
    )
    for number, name in enumerate(names, 1)
}
_TEN_ODD = re.compile(
    "(?<![百千万億0-9０-９一二三四五六七八九])十数(?=[人名年日件回個本隻台頭枚軒戸歳社校羽匹冊か箇カヶ])"
)
"""Some more than ten, of the size of what is counted one by one."""
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
    yield from sorted(_iter_vague(text, language), key=lambda one: one.start)


def _iter_vague(text: str, language: str) -> Iterator[VagueNumber]:
    for found in _DIGIT_COUNTS[language].finditer(text):
        count = _DIGITS[found.group("count").lower()]
        yield VagueNumber(10 ** (count - 1), found.start(), found.end())
    if language == "ja":
        for found in _TEN_ODD.finditer(text):
            yield VagueNumber(1, found.start(), found.end())
        for found in _JAPANESE.finditer(text):
            power = sum(_JAPANESE_SCALES[sign] for sign in found.group("scale"))
            yield VagueNumber(10**power, found.start(), found.end())
        return
    for found in _ENGLISH.finditer(text):
        names = (name.lower() for name in found.groups() if name)
        yield VagueNumber(10 ** sum(_ENGLISH_SCALES[name] for name in names), found.start(), found.end())


_REACH = 44
"""How far a hedge is looked for before and after a number, in code points."""
_JAPANESE_BEFORE = re.compile(
    r"(?:(?P<about>約|およそ|おおよそ|ほぼ|ざっと|概ね|おおむね|凡そ|だいたい|ほとんど)|(?P<over>少なくとも|最低でも?|最低限)|(?P<under>多くとも|多くても|長くとも|長くても)"
    r"|(?P<perhaps_under>最大で?|最多で?|最長で?|最高で?|せいぜい)|(?P<perhaps>もうすぐ|間もなく|まもなく|わずか|推定|推計|平均|延べ|過去|この|たった|のべ))"
    r"(?:[一-鿿ァ-ヴー]{0,6}の?)?[、\s（(]*[$€£¥]?$"
)
_JAPANESE_AFTER = re.compile(
    r"(?:[^、。，．「」（）()0-9０-９をがはにでとたる]{0,6}?)(?:"
    r"(?P<about_under>近[くい]|足らず|弱(?=の|に|が|を|で|、|。|$|増|減))"
    r"|(?P<about_over>余り|余(?=の|に|が|を|で|[人名年歳日件本冊校社点隻台枚戸軒週か箇カヶケ])|あまり|(?<![0-9０-９])強(?=の|に|が|を|で|、|。|$|増|減))"
    r"|(?P<about>ほど|程度?|くらい|ぐらい|前後|内外|見当|ごろ|頃|そこそこ)"
    r"|(?P<over>以上|超(?!過)|を(?:大きく|大幅に|わずかに|はるかに)?(?:超|越|上回)|を突破|を下(?:ら|回ら)(?:な|ぬ|ず)|より(?:も)?多|に余る|をこ[えす])"
    r"|(?P<under>未満|以下|に(?:は|も)?(?:満た[なず]|届か[なず]|達し(?:な|て(?:い)?な|ておら)|達せず|及ば[なず]|至ら[なず])|を(?:大きく|大幅に|わずかに|少し|やや|若干)?(?:下回|割|切)|より(?:も)?少な)"
    r"|(?P<perhaps_under>以内)|(?P<perhaps_over>以降)|(?P<perhaps>まで|より|に(?:及|上|のぼ|達|迫|届)|規模|台|もの|も(?!の)|だけ|しか|間で|半ば|後半|前半))"
)
_ABOUT_EN = (
    r"about|around|some|roughly|approximately|approx\.?|circa|ca?\.|~"
    r"|in\sthe\s(?:region|neighbou?rhood)\sof|on\sthe\sorder\sof|toward"
)
_NEARLY_EN = r"nearly|almost|close\sto|virtually|practically|nearing|approaching|just\s(?:under|below|short\sof|shy\sof)|a\slittle\s(?:under|less\sthan)|slightly\s(?:under|below|less\sthan)"
_BARELY_EN = r"(?:just|a\slittle|slightly)\s(?:over|above|more\sthan)"
_OVER_EN = (
    r"(?:more|greater|higher|longer|larger|better|older|further|farther|heavier|taller|bigger)\sthan|over|(?<!\bthe\s)above|at\sleast|exceed(?:s|ed|ing)?|in\sexcess\sof|upwards?\sof"
    r"|(?:no\slonger|not|never|n[’']t)\s(?:falls?|drops?|dips?|go(?:es)?)\s(?:below|under)|no\s(?:fewer|less)\sthan|not\sless\sthan|(?<!\bthe\s)top(?:s|ped|ping)?|surpass(?:es|ed|ing)?|a\sminimum\sof|beyond|broke|breaks?"
)
_UNDER_EN = (
    r"(?:less|fewer|lower|smaller|shorter|younger|lighter|cheaper)\sthan|under|below|no\s(?:more|longer|later|larger|higher)\sthan|not\smore\sthan|at\smost"
    r"|a\smaximum\sof|short\sof|shy\sof|(?:(?:did|do|does|has|have|had)(?:\snot|n[’']t)(?:\seven)?|fail(?:s|ed|ing)?\sto|yet\sto|never)\s(?:reach|exceed|top|hit|surpass)(?:ed)?|not\s(?:even|quite)"
)
_PASSED_EN = r"pass(?:es|ed|ing)"
"""Of a number it means over, of a vote that it carried: "passed 16-5"."""
_UP_TO_EN = r"up\sto|within|(?:a\s)?maximum(?:\sof)?"
_PERHAPS_EN = (
    r"as\s(?:many|much|little|few|long|far|high|low)\sas|(?:nothing|little|barely|scarcely|hardly)\s(?:more|other|but)(?:\sthan)?|only|just|an?\sestimated|estimated|an?\saverage\sof|averaging|past|over\sthe|reach(?:es|ed|ing)?|minimum|limit"
    r"|(?:less|more)\sthan\sa"
)
_ACROSS_EN = (
    r"(?:spread|scatter\w*|stretch\w*|extend\w*|divided|split|held|shared|staggered|pass(?:es|ed|ing)?|cross(?:es|ed|ing)?|fl(?:y|ies|ew|own)|flying|jump\w*|leap\w*|climb\w*|carr(?:y|ies|ied)|runs?|ran|running|goes|went|go|going|look\w*|presid\w*"
    r"|victor(?:y|ies)|wins?|won|triumph\w*|lead|advantage|edge|prevail\w*)(?:\sout)?\sover|(?:through|across|along|past)\s[\w\s]{3,24}\sand\sover"
)
"""Where "over" says across or against and hedges nothing."""
_FILLER_EN = r"(?:\s|the\s[a-z]+\sof\s|the\s|an?\s|some\s|about\s|around\s|just\s|well\s|far\s|slightly\s|a\slittle\s|past\s|last\s|\$|US\$|€|£|¥|-)*"
_ENGLISH_BEFORE = re.compile(
    rf"(?:(?P<about_under>\b(?:{_NEARLY_EN}))|(?P<about_over>\b(?:{_BARELY_EN}))|(?P<perhaps_under>\b(?:{_UP_TO_EN}))|(?P<perhaps_over>\b(?:{_PASSED_EN}))|(?P<perhaps>\b(?:{_PERHAPS_EN}|{_ACROSS_EN}))|(?:(?P<over>\b(?:{_OVER_EN}))|(?P<under>\b(?:{_UNDER_EN}))|(?P<about>(?:\b|(?=~))(?:{_ABOUT_EN})))){_FILLER_EN}$",
    re.IGNORECASE,
)
_SPAN_OF_TIME = re.compile(
    r"[\s-](?:second|minute|hour|day|week|month|year|season|quarter|decade|period|game|match)", re.IGNORECASE
)
_ENGLISH_AFTER = re.compile(
    r"(?:[\s-]?[A-Za-z.%]+){0,3}?[\s,-]*(?:(?P<about>or[\s-]so|give\sor\stake|-?ish\b|or\sthereabouts)"
    r"|(?P<over>or[\s-](?:more|over|older|above|higher|longer|greater|better|later|heavier)|-?odd\b|-plus\b|(?<![\s,]\s)and\s(?:over|older|above|up|more)\b(?!\s\w))"
    r"|(?P<under>or[\s-](?:less|fewer|under|younger|below|lower|shorter|earlier)|and\s(?:under|younger|below))|(?P<perhaps_over>\+))",
    re.IGNORECASE,
)
_ANY = {
    "ja": re.compile(
        r"約|およそ|おおよそ|ほぼ|ざっと|おおむね|ほど|程度|くらい|ぐらい|前後|近[くい]|以上|超|余り|あまり|強|上回|未満|以下|足らず|下回|弱|推定|推計|少なくとも|最大|最低|ごろ|頃|満た|だいたい|ほとんど|越え|突破"
    ),
    "en": re.compile(
        rf"\b(?:{_ABOUT_EN}|{_NEARLY_EN}|{_UP_TO_EN}|{_PERHAPS_EN}|(?:more|less|fewer|greater)\sthan|over|under|above|below|at\s(?:least|most)|in\sexcess|short\sof|or\s(?:so|more|less|over|older|under|younger|above|below)|odd|plus|estimat\w+|approximate\w*|exceed\w*|minimum|maximum|crossed?|cross(?:es|ing)|mark)\b|~|\+",
        re.IGNORECASE,
    ),
}


def hedge_at(text: str, start: int, end: int, *, language: str) -> frozenset[Hedge]:
    """Return how a text hedges the number in the half-open range [start, end); empty if it does not.

    Words that may say two things (nearly, 近く: about or under) give both. `language` is "ja" or "en".

    >>> hedge_at("約30人が", 1, 3, language="ja") == hedge_at("some 30 people", 5, 7, language="en") == {Hedge.ABOUT}
    True
    """
    if language == "ja" and text.endswith("震度", 0, start):  # 震度5弱 is the lower half of 5
        return frozenset()
    before, after = (_JAPANESE_BEFORE, _JAPANESE_AFTER) if language == "ja" else (_ENGLISH_BEFORE, _ENGLISH_AFTER)
    found = {
        Hedge(part)
        for match in (before.search(text, max(0, start - _REACH), start), after.match(text, end, end + _REACH))
        if match
        for name, said in match.groupdict().items()
        if said
        for part in name.split("_")
    }
    if language == "en" and Hedge.OVER in found and _SPAN_OF_TIME.match(text, end):
        return frozenset({Hedge.PERHAPS, *found})
    return frozenset(found)


def has_hedge(text: str, *, language: str) -> bool:
    """Whether a text hedges anything, near a number or not.

    >>> has_hedge("30 people", language="en"), has_hedge("more people, around 30", language="en")
    (False, True)
    """
    return _ANY[language].search(text) is not None
