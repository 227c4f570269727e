"""What the words beside values say of them: a direction, a rest, a season. A new value need not fit what they say."""

from __future__ import annotations

import re

from tmflow.model.language import Language
from tmflow.text.shape import MASK

__all__ = ["find_claims", "is_about"]

_CLAIMS = {
    "direction": (
        (
            "rose rise rises rising risen grew grow grows growing grown increase increases increased increasing climbed climbs"
            " jumped jumps soared soars surged gained gains fell falls falling fallen dropped drops declined declines decreased"
            " decreases shrank shrunk slumped reduced swelled swollen widened narrowed improved worsened"
            " / up down above below higher lower more less growth reduction drop cut lost over"
        ),
        (
            "増え 増加 増し 減っ 減り 減少 減ら 上が 上昇 上回 下が 下落 下回 伸び 縮 低下 高ま 膨らん 落ち 急増 急減 拡大 / 増 減 上 下 伸 高 低 落"
            " 膨 昇 降 拡 急 割り 超 値 広 狭 改善 悪化"
        ),
    ),
    "rest": ("other others rest remaining remainder / remained left", "残り ほかの 他の / 残 ほか 他 別 もう"),
    "majority": ("majority minority / most mostly many", "過半 多数 少数 大半 / 多 少 ほとんど"),
    "result": ("won wins beat beats loses defeated / win lose lost defeat", "勝 敗 / 負 破 下"),
    "season": (
        "spring summer autumn winter weekend weekends weekday weekdays holiday holidays christmas birthday / fall eve",
        "春 夏 秋 冬 週末 平日 祝日 休日 正月 元日 元旦 クリスマス 誕生 / 祝 休 イブ 前夜",
    ),
    "relative": (
        "today tonight tomorrow yesterday ago",
        "今日 今月 今年 今週 来月 来年 来週 来春 先月 先週 先日 昨 翌 同日 同月 同年 前日 前月 前年 去年 明日 明後日 当日 / 来",
    ),
    "part of day": (
        "morning mornings afternoon afternoons evening evenings night nights tonight dawn dusk",
        "朝 昼 夕 夜 晩 未明 明け方",
    ),
}
"""For each claim the words that make it in English and in Japanese; behind the stroke those that only perhaps do."""
_NUMERIC = frozenset({"direction", "rest", "majority", "result"})
_ABOUT = {
    **dict.fromkeys(("number", "percent", "currency", "ordinal"), _NUMERIC),
    **dict.fromkeys(("date", "weekday"), frozenset({"season", "relative"})),
    "clock": frozenset({"part of day"}),
}
"""The claims that may be about a kind of value."""


def _index(column: int, *, is_wide: bool) -> dict[str, str]:
    """Return the claim of each word of a language, with the words that perhaps make one or without."""
    lists = {claim: words[column].split("/") for claim, words in _CLAIMS.items()}
    return {word: claim for claim, parts in lists.items() for word in " ".join(parts if is_wide else parts[:1]).split()}


_WORDS = {
    (language, is_wide): _index(column, is_wide=is_wide)
    for column, language in enumerate((Language.EN, Language.JA))
    for is_wide in (False, True)
}
_WORD = re.compile("[a-z]+")
_RELATIVE = re.compile(
    r"\b(?:this|next|last|same|following|previous) (?:day|week|month|year|spring|summer|autumn|fall|winter|[a-z]+day)\b"
)
_NO_SEASON = re.compile(r"\b(?:spring tides?|(?:hot|thermal|mineral) springs?|spring (?:water|onions?))\b")
_DIRECTED = re.compile(rf"\b(?:up|down) (?:by )?{MASK}")


def find_claims(text: str, *, language: Language, is_wide: bool = False) -> frozenset[str]:
    """Return what a text, its values masked, claims of them; is_wide: or perhaps claims.

    >>> sorted(find_claims("It rose to # this spring.", language=Language.EN))
    ['direction', 'relative', 'season']
    """
    words = _WORDS[language, is_wide]
    if language is Language.JA:
        return frozenset(claim for sign, claim in words.items() if sign in text)
    lower = _NO_SEASON.sub(" ", text.lower())
    found = frozenset(words[word] for word in words.keys() & _WORD.findall(lower))
    if _DIRECTED.search(lower):
        found |= {"direction"}
    return found | {"relative"} if _RELATIVE.search(lower) else found


def is_about(claims: frozenset[str], kind: str) -> bool:
    """Whether any of the claims may be about values of a kind.

    >>> is_about(frozenset({"season"}), "date"), is_about(frozenset({"season"}), "number")
    (True, False)
    """
    return not claims.isdisjoint(_ABOUT.get(kind, ()))
