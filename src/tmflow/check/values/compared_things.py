"""Which of two things has more of something: 紅茶よりコーヒーのほうが人気だ is no "tea is more popular than coffee"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tmflow.text.names import iter_katakana_runs, iter_latin_words, name_likeness
from tmflow.text.tokens import iter_english_tokens
from tmflow.text.vocabulary import built_in_words, phrase_stems

__all__ = ["TurnedComparison", "turned_comparison"]

Range = tuple[int, int]
_THING = "[一-鿿々ァ-ヴーA-Za-z・]{1,12}"
_COMPARES = re.compile("より|を(?:大きく|大幅に|わずかに)?(?:上回|超え|しの|追い越)|倍")
_JAPANESE = (
    re.compile(rf"(?P<less>{_THING})より(?:も|は)?、?(?:[^、。「」]{{0,8}}の)?(?P<more>{_THING})の?(?:ほう|方)が"),
    re.compile(rf"(?P<less>{_THING})の?(?:ほう|方)?より(?:も)?、?(?P<more>{_THING})[がは](?=[^、。]{{0,8}}[いくかだ])"),
    re.compile(rf"(?P<more>{_THING})の?(?:ほう|方)?[はが]、?(?P<less>{_THING})(?:の?(?:ほう|方))?より(?:も)?(?!、)"),
    re.compile(
        rf"(?P<more>{_THING})[はが](?P<less>{_THING})を(?:大きく|大幅に|わずかに)?(?:上回|超え|しの[いぐ]|追い越)"
    ),
    re.compile(rf"(?P<more>{_THING})の[^、。]{{1,8}}は(?P<less>{_THING})の約?[0-9０-９.]+倍"),
)
_ENGLISH = re.compile(
    r"(?P<before>[^.;,()]{2,80}?)\s(?:(?:exceed|surpass|outpac|outstrip|outnumber|overtak|overtook)\w*"
    r"|(?:twice|double|triple|[a-z0-9.]+\stimes)\s(?:as\s\w+\sas|(?:that|those|the\s\w+)\s(?:of|in))"
    r"|(?:more\s\w+|(?!(?:rather|other|whether|either|under|number|later|sooner|earlier)\b)[a-z]+er|better|more)(?P<between>\s(?:[a-z]+\s){0,4}?)than)\s(?P<after>[^.;,()]{2,60})"
)
_LESS = re.compile("少な|低[いくか]|小さ|短|安[いくか]|弱|悪|遅|軽|浅|狭|な[いかく]|ません|以上|以外")
_LESS_EN = re.compile(
    r"\b(?:less|fewer|lower|smaller|shorter|cheaper|weaker|worse|slower|lighter|not|never|no|rather|more\sthan\s(?:one|two|half|a\b|[0-9]))\b|n[’']t\b",
    re.IGNORECASE,
)
_SURE_NAME = 0.7
_LEAST_NAME = 3


@dataclass(frozen=True, slots=True)
class TurnedComparison:
    """Where the Japanese compares two things, and where the English does it the other way round."""

    japanese: Range
    english: Range


def turned_comparison(japanese: str, english: str) -> TurnedComparison | None:
    """Return the one comparison of two texts, if what is more in the one is less in the other.

    >>> turned_comparison("紅茶よりコーヒーのほうが人気だ。", "Tea is more popular than coffee.")
    TurnedComparison(japanese=(0, 12), english=(0, 31))
    >>> turned_comparison("紅茶よりコーヒーのほうが人気だ。", "Coffee is more popular than tea.")
    """
    if not _COMPARES.search(japanese):
        return None
    mine = next((found for pattern in _JAPANESE if (found := pattern.search(japanese))), None)
    theirs = list(_ENGLISH.finditer(english))
    if mine is None or len(theirs) != 1 or japanese.count("より") > 1:
        return None
    if _LESS.search(japanese) or _LESS_EN.search(english):
        return None
    before, after = f"{theirs[0]['before']} {theirs[0]['between'] or ''}", theirs[0]["after"]
    more, less = mine["more"], mine["less"]
    is_turned = _says(less, before) and _says(more, after)
    if not is_turned or _says(more, before) or _says(less, after):
        return None
    return TurnedComparison(mine.span(), theirs[0].span())


def _says(thing: str, english: str) -> bool:
    """Whether words of English translate a thing, or sound like it."""
    words = built_in_words()
    translations = next((found for start in range(len(thing)) if (found := words.translations(thing[start:]))), ())
    stems = {stem for phrase in translations for stem in phrase_stems(phrase)}
    if stems & set(iter_english_tokens(english)):
        return True
    return any(
        name_likeness(run.text, word.text) >= _SURE_NAME
        for run in iter_katakana_runs(thing)
        if len(run.text) >= _LEAST_NAME
        for word in iter_latin_words(english)
    )
