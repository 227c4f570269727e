"""Scores and votes: 9対3 is 9 to 3, in that order, and who won 3-2 in one language won it in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.rule import Fault
from tmflow.check.subject import Subject
from tmflow.check.values.positions import named_places
from tmflow.model.bitext import Side
from tmflow.model.document import Span
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.values import HALF_WIDTH

__all__ = ["find_wrong_scores"]

_SCORE = {
    Language.JA: re.compile(
        r"(?<![0-9.:])(?P<one>[0-9]{1,3})\s?(?:対|[-－–ー−])\s?(?P<two>[0-9]{1,3})(?![0-9.:年月日時分])"
    ),
    Language.EN: re.compile(
        r"(?<![0-9.:$-])(?P<one>[0-9]{1,3})(?:\s?[-–—]\s?|\sto\s)(?P<two>[0-9]{1,3})(?![0-9:%-]|\.[0-9]|\s?(?:percent|a\.m|p\.m|years?|days?|minutes?)\b)"
    ),
}
_IS_SCORE = re.compile(r"対|勝|敗|負|破|下し|スコア|引き分|可決|否決|賛成")
_VOTES = re.compile(
    "賛成(?:が|は|票|多数の)?\\s?(?P<one>[0-9]{1,4})(?:票|人)?[、,・]?\\s?反対(?:が|は|票)?\\s?(?P<two>[0-9]{1,4})"
)
"""A vote told by what each number is; in English those in favor come first, unless it was lost."""
_LOST_VOTE = re.compile(
    r"否決|\b(?:reject\w*|defeat\w*|fail\w*|voted\sdown|turned\sdown|against|oppos\w*|no\svotes?)\b", re.IGNORECASE
)
_WON = {
    Language.JA: re.compile(r"下し|破[っり]|勝[っちつ利]|倒し|退け|制し|快勝|辛勝|圧勝|逆転勝"),
    Language.EN: re.compile(
        r"\b(?:beat(?!en)|beats|defeat(?:s|ed)|edge[sd]|overcame|overcomes|down(?:s|ed)|win|wins|won|winning|victory|triumph\w*|thrash\w*|rout(?:s|ed))\b"
    ),
}
_LOST = {
    Language.JA: re.compile(r"敗れ|敗北|負け|屈し|敗退|惜敗|大敗|完敗|落とし"),
    Language.EN: re.compile(
        r"\b(?:los[et]s?|losing|loss|fell|falls|defeat(?!s|ed)|(?:was|were|been|being|got)\s(?:beaten|defeated|edged|downed|thrashed|routed))\b"
    ),
}
_PASSIVE = re.compile(r"\b(?:beaten|defeated|edged|downed|thrashed|routed)\sby\b")
_NOT = re.compile(r"\b(?:not|never|n[’']t|if|would|could|despite)\b|なかっ|ない|なら|れば|ものの", re.IGNORECASE)
_TOPIC = re.compile(r"[ァ-ヺー・一-鿿A-Za-z]+?(?:高|大|中|チーム|クラブ|学園|選手)?[はが]")


def find_wrong_scores(subject: Subject) -> Iterator[Fault]:
    """Yield the scores that are turned round where nobody lost, and the games that another side won."""
    source_language, target_language = subject.language(Side.SOURCE), subject.language(Side.TARGET)
    for unit, source, target in subject.iter_both():
        texts = {source_language: source.translate(HALF_WIDTH), target_language: target.translate(HALF_WIDTH)}
        votes = _VOTES.search(texts[Language.JA])
        scores = {language: list(_SCORE[language].finditer(text)) for language, text in texts.items()}
        if votes:
            scores[Language.JA] = [] if any(map(_LOST_VOTE.search, texts.values())) else [votes]
        if any(len(found) != 1 for found in scores.values()) or not _IS_SCORE.search(texts[Language.JA]):
            continue
        here, there = scores[source_language][0], scores[target_language][0]
        mine, theirs = _points(here), _points(there)
        message = ""
        if (
            mine == theirs[::-1]
            and mine != theirs
            and not any(_LOST[language].search(texts[language]) for language in texts)
        ):
            message = f"{here.group()} has become {there.group()}"
        elif sorted(mine) == sorted(theirs) and _has_other_winner(texts, subject.glossary):
            message = f"another side has won {there.group()} in the translation"
        if message:
            yield Fault(
                message=message,
                unit=unit,
                source_span=Span(*here.span()),
                target_span=Span(*there.span()),
                expected=here.group(),
                found=there.group(),
            )


def _points(score: re.Match[str]) -> tuple[int, int]:
    return int(score["one"]), int(score["two"])


def _has_other_winner(texts: dict[Language, str], glossary: Glossary) -> bool:
    """Whether both sentences tell which of two names won, and not the same."""
    japanese, english = texts[Language.JA], texts[Language.EN]
    names = named_places(japanese, english, glossary)
    if len(names) != 2 or _NOT.search(japanese) or _NOT.search(english):  # noqa: PLR2004 - two sides play
        return False
    winners = (
        _japanese_winner(japanese, [here for here, _ in names]),
        _english_winner(english, [there for _, there in names]),
    )
    return None not in winners and winners[0] != winners[1]


def _japanese_winner(text: str, places: list[int]) -> int | None:
    """Return the index of the name that won: the one with は or が, or the other one if that lost."""
    topics = [index for index, at in enumerate(places) if _TOPIC.match(text, at)]
    won, lost = bool(_WON[Language.JA].search(text)), bool(_LOST[Language.JA].search(text))
    if len(topics) != 1 or won == lost:
        return None
    return topics[0] if won else 1 - topics[0]


def _english_winner(text: str, places: list[int]) -> int | None:
    """Return the index of the name that won: the first one, or the other one if that lost."""
    first = 0 if places[0] < places[1] else 1
    between = text[min(places) : max(places)]
    passive = _PASSIVE.search(between) is not None
    won, lost = (
        bool(_WON[Language.EN].search(between)) and not passive,
        passive or bool(_LOST[Language.EN].search(between)),
    )
    if won == lost:
        return None
    return first if won else 1 - first
