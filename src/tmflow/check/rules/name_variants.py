"""Rules on names: one person or place does not go by two near spellings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from tmflow.check.finding import Severity
from tmflow.check.gist import Gist, Said
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Across, Example, Fault, Rule, Scope
from tmflow.check.rules.name_twice import iter_twice
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.document import BlockKind
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.distance import count_edits
from tmflow.text.japanese_titles import OFFICES
from tmflow.text.names import (
    iter_katakana_runs,
    iter_latin_words,
    katakana_sound,
    latin_sounds,
    name_likeness,
    without_possessive,
)
from tmflow.text.tokens import STOP_WORDS

__all__ = ["RULES"]

_LEAST_LENGTH = {Language.JA: 4, Language.EN: 5}
"""Shorter names are near each other by chance."""
_ENGLISH_TITLE = "President|Envoy|Minister|Secretary|Senator|Mayor|Governor|Professor|General|Ambassador|Director"
_NAMES = {
    Language.JA: re.compile(
        rf"(?<![ァ-ヺー])(?:(?P<given>[ァ-ヺ][ァ-ヺー]+)[・＝=])?(?P<name>[ァ-ヺ][ァ-ヺー]{{2,}})(?P<after>{OFFICES})?(?P<polite>氏|さん|夫妻|夫人)?"
    ),
    Language.EN: re.compile(
        rf"(?:\b(?P<before>{_ENGLISH_TITLE})\s|(?P<polite>\b(?:Mr|Mrs|Ms|Dr)\.?\s))?"
        rf"(?:\b(?!(?:{_ENGLISH_TITLE})\b)(?P<given>[A-Z][a-z]+)\s)?\b(?!(?:{_ENGLISH_TITLE})\b)(?P<name>[A-Z][a-z]{{2,}})\b"
    ),
}
_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION, BlockKind.CAPTION, BlockKind.NOTE})
"""Not headings, where English writes all words with a capital."""
_SAME_SOUND = 0.7
_SURE_SOUND = 0.8
_ROMANIZED = re.compile(
    r"(?:(?:[kgsztdnhbpmyrwjf]|ch|sh|ts|[kgnhbpmr]y|(?:kk|ss|tt|pp|tc)h?)?[aiueo]|n(?![aiueoy])|m(?=[bpm]))+h?",
    re.IGNORECASE,
)
_LEAST_ROMANIZED = 6
_KANJI_RUN = re.compile("[\u3005\u4e00-\u9fff]+")
_MOST_EDITS = 2
_LONG_NAME = 8


@dataclass(slots=True)
class _Spelling:
    """A spelling of a name in an article: where it stands and what says whose it is.

    partners: the other parts of the full names it is in. titles: what the article calls its bearer. given: whether it was
    ever the first part.
    """

    text: str
    language: Language
    places: list[tuple[Prose, int, int]] = field(default_factory=list)
    partners: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    is_given: bool = False
    is_person: bool = False

    def others(self, small: set[str]) -> set[str]:
        """Return the names of the other side that sound most like this one. small: words there that are no names.

        A word at the beginning has a capital anyhow, and names of two consonants are like each other by chance.
        """
        found = set[str]()
        for text in dict.fromkeys(one.other for one, _, _ in self.places):
            if self.language is Language.JA:
                latin = [
                    run for run in iter_latin_words(text) if run.text[0].isupper() and not _is_word(run.text, small)
                ]
                likeness = {run.text: name_likeness(self.text, run.text) for run in latin}
                for run in latin:
                    if not run.start and not (self.is_person and likeness[run.text] >= _SURE_SOUND):
                        del likeness[run.text]
            else:
                likeness = {run.text: name_likeness(run.text, self.text) for run in iter_katakana_runs(text)}
                likeness = {
                    kana: value for kana, value in likeness.items() if len(katakana_sound(kana).skeleton) > _MOST_EDITS
                }
            best = max(likeness, key=lambda word: likeness[word], default="")
            found |= {without_possessive(best)} if likeness.get(best, 0.0) >= _SAME_SOUND else set()
        return found


def _find_variants(subject: Subject) -> Iterator[Fault]:
    known = {
        word for term in subject.glossary.terms for form in (*term.japanese, *term.english) for word in _words(form)
    }
    told = set[str | None]()
    for language in Language:
        prose = [one for one in iter_prose(subject, language) if one.kind in _BODY]
        spellings = _collect(prose, language)
        small = _small_words(one.other for one in prose)
        for first, second in combinations(spellings, 2):
            if {first.text, second.text} <= known or not (
                _is_near(first, second, small) and _is_one(first, second, small)
            ):
                continue
            rare, usual = (first, second) if len(first.places) < len(second.places) else (second, first)
            one, start, end = rare.places[0]
            message = f"{rare.text} is {usual.text} elsewhere in the article"
            yield one.fault(message, start, end, expected=usual.text)
            told |= {rare.text, usual.text}
    yield from (fault for fault in iter_twice(subject) if not {fault.found, fault.expected} & (told | known))


def _words(form: str) -> list[str]:
    return re.findall(r"\w+", form.replace("・", " "))


def _collect(prose: Sequence[Prose], language: Language) -> list[_Spelling]:
    """Return the names of a text, in order of their first use. A word that also stands in small letters is none."""
    spellings: dict[str, _Spelling] = {}
    small = _small_words(one.text for one in prose)
    for one in prose:
        for found in _NAMES[language].finditer(one.text):
            parts = [name for name in ("given", "name") if found[name] and not _is_word(found[name], small)]
            for name in parts:
                spelling = spellings.setdefault(found[name], _Spelling(found[name], language))
                spelling.places.append((one, *found.span(name)))
                spelling.partners |= {found[other] for other in parts if other != name}
                spelling.is_given = spelling.is_given or name == "given"
                title = found.groupdict().get("before") or found.groupdict().get("after")
                spelling.titles |= {title} if title else set()
                spelling.is_person = spelling.is_person or bool(title or found["polite"] or len(parts) > 1)
    return [spelling for spelling in spellings.values() if len(spelling.text) >= _LEAST_LENGTH[language]]


def _small_words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\b[a-z]{3,}\b", text)}


def _is_word(text: str, small: set[str]) -> bool:
    return text.lower() in small or text.lower() in STOP_WORDS


def _is_near(first: _Spelling, second: _Spelling, small: set[str]) -> bool:
    """Whether two spellings differ in one letter, or in two but not in sound, in title or, if they are of people, in what translates them.

    A longer form (Russia, Russian) is another word.
    """
    short, long = sorted((first.text, second.text), key=len)
    if long.startswith(short) and long[len(short) :] not in {short[-1], "h", "ー"}:
        return False
    edits = count_edits(short, long)
    is_swap = edits == _MOST_EDITS and sorted(short) == sorted(long)
    has_title = bool(first.titles & second.titles) and len(short) > 2 * _MOST_EDITS
    if edits == 1 or is_swap or (edits <= _MOST_EDITS and (has_title or _sounds_alike(first, second))):
        return True
    if edits > _MOST_EDITS or not (first.is_person and second.is_person) or len(short) <= 2 * _MOST_EDITS:
        return False
    return bool(first.others(small) & second.others(small))


def _sounds_alike(first: _Spelling, second: _Spelling) -> bool:
    if first.language is Language.JA:
        mine, theirs = katakana_sound(first.text), katakana_sound(second.text)
        return len(mine.skeleton) > _MOST_EDITS and mine.skeleton == theirs.skeleton
    sounds = ({form.full for form in latin_sounds(one.text)} for one in (first, second))
    return bool(set.intersection(*sounds))


def _is_one(first: _Spelling, second: _Spelling, small: set[str]) -> bool:
    """Whether two near spellings are of one bearer: the other side, the rest of the name or the title tells.

    Two people of one family have near names, too (Sadaoki and Sadatoki Senagawa), so a common rest is not enough by itself.
    """
    if first.partners and second.partners and not first.partners & second.partners:
        return False
    mine, theirs = first.others(small), second.others(small)
    if mine and theirs:
        return bool(mine & theirs)
    if _is_repeated(first, second):
        return True
    if not (first.is_person and second.is_person):
        return False
    is_surname = not (first.is_given or second.is_given)
    has_same_rest = bool(first.partners & second.partners) and is_surname and first.language is Language.JA
    has_same_title = bool(first.titles & second.titles)
    return has_same_rest or has_same_title or _sounds_alike(first, second) or _is_long_slip(first, second)


def _is_repeated(first: _Spelling, second: _Spelling) -> bool:
    """Whether two Japanese names in Latin letters stand in one sentence for a word in kanji that its Japanese has twice."""
    if first.language is Language.JA or not (_ROMANIZED.fullmatch(first.text) and _ROMANIZED.fullmatch(second.text)):
        return False
    if first.text[0] != second.text[0] or min(len(first.text), len(second.text)) < _LEAST_ROMANIZED:
        return False
    if any(_ROMANIZED.fullmatch(partner) for partner in first.partners & second.partners):
        return False  # what is there twice is the family name of two
    for text in {one.other for one, _, _ in first.places} & {one.other for one, _, _ in second.places}:
        heads = Counter(run[:2] for run in _KANJI_RUN.findall(text) if len(run) > 1)
        if heads and max(heads.values()) > 1:
            return True
    return False


def _is_long_slip(first: _Spelling, second: _Spelling) -> bool:
    """Whether two long English names differ in a vowel: Matsumoto and Matsumato, but Yamada and Yamade are two."""
    if first.language is Language.JA or min(len(first.text), len(second.text)) < _LONG_NAME:
        return False
    return bool(set.intersection(*({form.skeleton for form in latin_sounds(one.text)} for one in (first, second))))


def _find_across(gists: Sequence[Gist], _: Glossary) -> Iterator[Across]:
    """Yield the full names that another article spells in another way, the other language telling that they are one."""
    for mine, theirs, side in ((0, 1, Language.EN), (1, 0, Language.JA)):
        uses: dict[str, dict[str, list[tuple[Gist, Said]]]] = defaultdict(lambda: defaultdict(list))
        for gist in gists:
            for said in gist.said:
                for names in said.names:
                    uses[names[mine]][names[theirs]].append((gist, said))
        for name, spellings in uses.items():
            usual = max(spellings, key=lambda text: len({gist.slug for gist, _ in spellings[text]}))
            slugs = {gist.slug for gist, _ in spellings[usual]}
            for text, places in spellings.items():
                odd = [(gist, said) for gist, said in places if gist.slug not in slugs and text != usual]
                for gist, said in odd[:1]:
                    anchor = Side.SOURCE if gist.source_language is side else Side.TARGET
                    message = f"{name} is {usual} in {min(slugs)}"
                    yield Across(message=message, said=said, anchor=anchor, expected=usual, found=text)


RULES = (
    Rule(
        id="name.variant",
        severity=Severity.WARNING,
        summary="A name has one spelling: not ベルナー and ベルネー, not Berner and Bernar, in an article or from one to the next.",
        why="Readers and search engines take two spellings for two people. Near names are taken for one only if the other language,"
        " the rest of the name or the title says so.",
        good=Example(ja="ベルナー館長が来た。ベルナー氏は話した。", en="Director Berner came. Mr. Berner spoke."),
        bad=Example(ja="ベルナー館長が来た。ベルネー氏は話した。", en="Director Berner came. Mr. Berner spoke."),
        find=_find_variants,
        find_across=_find_across,
        scope=Scope.PROJECT,
    ),
)
