"""Which way a number goes by the words at it: 1800人増え, "declined by 1,800"; 3割下回る, "30 percent above"; 15分遅れ, "15 minutes early".

The number says which words belong together, so that sentences of any length can be laid side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.check.values.comparison import Comparison
from tmflow.check.values.figures import Figures
from tmflow.text.statements import Statement
from tmflow.text.values import ValueKind

__all__ = ["OtherWay", "iter_other_ways"]

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A word at a number of the source, and the one at the same number of the translation that says the contrary."""

    source: Range
    target: Range


_AXES = (
    (
        ("増(?!税|刷|築|援)|伸び|上昇|上が[っりる]|上げ|上回|高[いくかまめ]|値上|割高|高騰|プラス|多(?:[いか]|く(?!の))|拡大|(?<=[%％ト割ル円度])高(?![校等速])|延び|超過", "減(?!税|量|災)|落ち込|下落|下が[っりる]|下げ|下回|低[いくか下]|値下|割安|安[いくか]|マイナス|少な|縮小|縮ん|縮ま|(?<=[%％ト割ル円])安|急落"),
        (r"increas\w*|ris(?:e|es|en|ing)|rose|gr[eo]w\w*|climb\w*|jump\w*|soar\w*|surg\w*|gain\w*|up|above|higher|more|greater|larger|longer|rais\w*|hik\w*|add(?:s|ed|ing)?|exceed\w*|strengthen\w*|apprecia\w*|firmed|top(?:s|ped|ping)|surpass\w*|expand\w*|swell\w*|swollen",
         r"decreas\w*|f[ae]ll(?:s|en|ing)?|declin\w*|drop\w*|dip\w*|plung\w*|plummet\w*|slump\w*|shr[aiu]nk\w*|down|below|lower\w*|less|fewer|smaller|shorter|cheaper|cut(?:s|ting)?|reduc\w*|los[ets]\w*|loss|short|shed\w*|slash\w*|slid\w*|lag\w*|weaken\w*|deprecia\w*|trim\w*|discount\w*|off|under"),
    ),
    (
        ("早[いくかまめ]|前倒し|先んじ|繰り上げ", "遅[いくかれま]|遅らせ|遅延|繰り下げ|延期"),
        (r"earlier|early|ahead|sooner|before", r"later|late|behind|delay\w*|after|overdue|postpon\w*|push\w*"),
    ),
)  # fmt: skip
"""By what is compared: in Japanese more and less, in English more and less."""
_PATTERNS = tuple(
    {
        "ja": tuple(re.compile(part) for part in japanese),
        "en": tuple(re.compile(rf"\b(?:{part})\b", re.IGNORECASE) for part in english),
    }
    for japanese, english in _AXES
)
_UNIT = {"ja": re.compile("[^、。，．「」（）()0-9０-９]{0,18}"), "en": re.compile(r"[^,.;:()\"“”0-9]{0,44}")}
"""What follows a number, up to the next one or the end of the clause."""
_BEFORE = re.compile(r"[^,.;:()\"“”0-9]{0,40}\Z")
_BORDER = re.compile(
    r"\b(?:and|but|while|when|as|which|who|that|after|before|since|because|to|from|with|of|in|at|on|into|during|for|compared|if|although|though)\b",
    re.IGNORECASE,
)
"""Where other words begin, which belong to something else."""
_HEDGED = re.compile(
    r"\b(?:(?:no\s|nothing\s|little\s|slightly\s)?(?:more|less|fewer|greater|higher|lower|larger)\sthan|(?:just|slightly|well)\s(?:over|under|above|below|short\sof|shy\sof)|over|under|up\sto|down\sto|short\sof|at\s(?:least|most)|as\s(?:much|many|little|few|high|low)\sas)\s(?:an?\s|about\s|the\s|\$|€|£|¥)*\Z",
    re.IGNORECASE,
)
_OR_MORE = re.compile(
    r"\s?(?:\w+\s){0,2}?or\s(?:more|less|fewer|higher|lower|so|longer|shorter|above|below|under|over|later|earlier)\b|\s?(?:and|or)\s(?:over|under|above|below)\b"
)
_DENIED = {
    "ja": re.compile(
        "な[いかくけ]|[^一-鿿]ず|ません|ぬ[。、]|抑え|食い止|とどま|止ま|可能性|確率|公算|回復|取り戻|幅|歯止め|続け"
    ),
    "en": re.compile(
        r"\b(?:not|never|no|nor|neither|without|fail\w*|instead|rather|limit\w*|halt\w*|stop\w*|revers\w*|recover\w*|paus\w*|brak\w*)\b|n[’']t\b",
        re.IGNORECASE,
    ),
}


def iter_other_ways(found: Comparison) -> Iterator[OtherWay]:
    """Yield the numbers both texts have that go up in the one and down in the other, or early and late.

    >>> from tmflow.check.values.comparison import compare_figures
    >>> def ways(japanese, english):
    ...     return len(list(iter_other_ways(compare_figures(Figures(japanese, "ja"), Figures(english, "en")))))
    >>> ways("会員は1800人増え、橋を渡った。", "Membership declined by 1,800."), ways("会員は1800人増えた。", "Membership grew by 1,800.")
    (1, 0)
    """
    counts = [[id(pair[side]) for pair in found.agreeing] for side in (0, 1)]
    for source, target in found.agreeing:
        is_alone = counts[0].count(id(source)) == counts[1].count(id(target)) == 1
        if not is_alone or not _is_amount(source) or not _is_amount(target):
            continue
        for axis in _PATTERNS:
            mine, theirs = _way(found.source, source, axis), _way(found.target, target, axis)
            if mine is not None and theirs is not None and mine[0] != theirs[0]:
                yield OtherWay(mine[1], theirs[1])
                return


def _is_amount(statement: Statement) -> bool:
    kinds = {ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.CURRENCY}
    return statement.value.kind in kinds and not statement.is_code


def _way(
    figures: Figures, statement: Statement, axis: dict[str, tuple[re.Pattern[str], ...]]
) -> tuple[int, Range] | None:
    """Return which way a number goes, 0 or 1, and the word that says so; None if no word does, or two disagree."""
    text, language = figures.text, figures.language
    ranges = [_UNIT[language].match(text, statement.value.end)]
    if language == "en":
        ranges.append(_BEFORE.search(text, 0, statement.value.start))
    told = [
        (way, found)
        for part in ranges
        if part is not None
        for way, pattern in enumerate(axis[language])
        for found in pattern.finditer(text, *_narrowed(text, part.span(), statement, language))
    ]
    clause = text[min(part.start() for part in ranges if part) : max(part.end() for part in ranges if part) + 4]
    if len({way for way, _ in told}) != 1 or _DENIED[language].search(clause):
        return None
    return told[0][0], told[0][1].span()


def _narrowed(text: str, span: Range, statement: Statement, language: str) -> Range:
    """Return the part of a range that is about the number: without its hedge, and up to where other words begin."""
    start, end = span
    if language == "ja":
        return start, end
    if start >= statement.value.end:
        if hedge := _OR_MORE.match(text, start):
            start = min(hedge.end(), end)
        border = _BORDER.search(text, start, end)
        return start, border.start() if border else end
    if hedge := _HEDGED.search(text, start, end):
        end = hedge.start()
    borders = list(_BORDER.finditer(text, start, end))
    return (borders[-1].end() if borders else start), end
