"""Rules on people's names in katakana and in Latin letters: カルデロン is no Calder, and John Gray no John Grant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.check.translations import Translation, iter_by_language
from tmflow.check.values.named_sets import iter_mentions
from tmflow.model.document import Span
from tmflow.text.japanese_titles import TITLES
from tmflow.text.name_kanji import has_reading, is_like_a_name, may_read
from tmflow.text.names import TextRun, iter_katakana_runs, iter_latin_words, name_likeness, without_possessive
from tmflow.text.transliteration import FAR, NEAR, begins_alike, is_short_for, misfit

__all__ = ["RULES"]

_KANA = "ァ-ヺー"
_MORE_TITLES = "容疑者|被告|医師|弁護士|判事|神父|牧師|准教授|研究員|次官|党首|投手|捕手|捜査官|警部|大尉|少佐|中佐|大佐|将軍|提督|卿|編集長|局長|所長|上院|下院"
_TITLED = re.compile(rf"(?<![{_KANA}・＝=])(?P<name>[{_KANA}]{{3,}})(?P<title>{TITLES}|{_MORE_TITLES})")
_FULL = re.compile(rf"(?<![{_KANA}・＝=])[{_KANA}]{{2,}}(?:[・＝=][{_KANA}]{{2,}}){{1,2}}(?![{_KANA}・＝=二])")
_PART = re.compile(rf"[{_KANA}]+")
_IN_KANJI = re.compile(r"(?P<name>[\u4e00-\u9fff々]{1,5})(?<![同両])(?:氏|さん|様)")
_SAME_TITLES = {
    "監督": "director", "館長": "director", "教授": "professor", "船長": "captain", "市長": "mayor", "町長": "mayor", "村長": "mayor",
    "知事": "governor", "大統領": "president", "議長": "chairman", "議員": "senator", "博士": "dr",
}  # fmt: skip
_FAMILIAR = {
    "james": "ジム ジミー", "john": "ジャック ジョニー", "catherine": "ケイト キャシー キティ", "katherine": "ケイト キャシー キティ", "margaret": "メグ マギー",
    "charles": "チャック", "theodore": "テッド", "henry": "ハンク ハリー", "sarah": "サリー", "mary": "モリー", "gerald": "ジェリー",
}  # fmt: skip
"""First names with the familiar ones that begin with the same sound and are not short for them."""
_POLITE = ("氏", "さん", "様", "君", "ちゃん")
_AND = " and "
_ADDRESS = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.?\s$")
_TITLE = re.compile(
    r"\b(?:Dr|Prof|Sen|Rep|Gov|Capt|Gen|Col|Lt|Sgt)\.?\s$|\b(?:Professor|President|Captain|Director|Mayor|Governor|Judge|Justice|Senator|Council(?:l?or|man|woman)|Minister|Chair(?:man|woman)?"
    r"|Coach|Manager|Sir|Lady|Lord|Father|Sister|Officer|Detective|Inspector|Secretary|Chancellor|Ambassador|King|Queen|Prince|Princess|Pope)\s$"
)
_LONGEST_TITLE = 20
_SAYS = re.compile(r"\s(?:says?|said|told|added|adds|wrote|writes|explained|recalled)\b|,\s(?:an?|the|who|\d\d)\b")
_CAPITALIZED = re.compile(r"(?!(?:Bros|Jr|Sr|St)$)(?![A-Z]+$)[A-ZÀ-Þ][^\W\d_]*(?:['’][^\W\d_]+)?")
_LIKELY = 0.6
"""Likeness from which a word may stand for a name wherever it is."""
_LEAST_LETTERS = 3
_FOND = ("inho", "inha", "ito", "ita")
"""How a given name ends that people are fond of: ラファエル may be Rafinha."""
_MOST_COMPARED = 4_000
"""Pairs of a name and a word that are compared in a sentence and those beside it; a list of so many people is no sentence."""


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """A translation, its names in katakana and the words of its English with a capital."""

    translation: Translation

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """The katakana around it, run by run, and each with the one after it."""
        runs = [run.text for run in iter_katakana_runs(self.translation.near_japanese)]
        return tuple(dict.fromkeys((*runs, *(first + second for first, second in pairwise(runs)))))

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The words of the English around it, and each with the one before it: デクラーク is de Klerk."""
        runs = [run.text for run in iter_latin_words(self.translation.near_english)]
        words = (part for run in runs for part in (run, without_possessive(run), *without_possessive(run).split("-")))
        joined = (first + without_possessive(second) for first, second in pairwise(runs) if second[:1].isupper())
        return tuple(dict.fromkeys((*(word for word in words if not word.islower()), *joined)))

    @cached_property
    def names(self) -> tuple[TextRun, ...]:
        """The words of the English that begin with a capital."""
        words = (
            TextRun(without_possessive(run.text), run.start, run.start + len(without_possessive(run.text)))
            for run in iter_latin_words(self.translation.english)
        )
        return tuple(word for word in words if _CAPITALIZED.fullmatch(word.text))

    @cached_property
    def _names_at(self) -> dict[int, TextRun]:
        return {place: name for name in self.names for place in (name.start, name.end)}

    def at(self, place: int) -> TextRun | None:
        """Return the one of them that begins or ends at a place, if one does."""
        return self._names_at.get(place)

    @cached_property
    def polite(self) -> frozenset[str]:
        """The names in katakana with a polite title."""
        titled = _TITLED.finditer(self.translation.japanese)
        return frozenset(found["name"] for found in titled if found["title"] in _POLITE)

    @cached_property
    def name_pairs(self) -> tuple[tuple[TextRun, TextRun], ...]:
        """Two such words with a blank between them, each two once, where they stand first."""
        beside = (two for two in pairwise(self.names) if self.translation.english[two[0].end : two[1].start] == " ")
        return tuple({(one.text, two.text): (one, two) for one, two in reversed([*beside])}.values())[::-1]

    @property
    def is_list(self) -> bool:
        """Whether it has too many names to be one sentence."""
        return len(self.heard) * len(self.written) > _MOST_COMPARED

    def is_written(self, name: str) -> bool:
        """Whether the English spells a name in katakana, or may."""
        return any(misfit(name, word) < FAR for word in self.written)

    def is_heard(self, word: str, *, but: str = "") -> bool:
        """Whether the Japanese has a word in katakana, or may. but: a run that stands for another word."""
        return any(misfit(name, word) < FAR for name in self.heard if name != but)

    def is_read(self, name: str) -> bool:
        """Whether the English has a word that a name in kanji may be read as."""
        return any(may_read(name, word) for word in self.written)

    def is_meant(self, word: str) -> bool:
        """Whether the Japanese has kanji that may be read as a word."""
        return is_like_a_name(word) and has_reading(self.translation.near_japanese, word)

    def fault(self, name: str, start: int, word: TextRun) -> Fault:
        """Return the fault of a word that stands for a name that sounds otherwise."""
        return self.translation.fault(
            f"{name} does not sound like {word.text}",
            japanese=Span(start, start + len(name)),
            english=Span(word.start, word.end),
            expected=name,
            found=word.text,
        )


def _find(subject: Subject) -> Iterator[Fault]:
    for one in iter_by_language(subject):
        sentence = _Sentence(translation=one)
        if sentence.is_list:
            continue
        told: set[str] = set()
        for fault in (*_in_full_names(sentence), *_with_titles(sentence)):
            name = fault.expected or ""
            if name not in told and name not in subject.known_japanese:
                told.add(name)
                yield fault


def _in_full_names(sentence: _Sentence) -> Iterator[Fault]:
    """Yield the part of a full name that is another one, where the other part is right: ジョン・グレイ and John Grant."""
    full_names = {found.group(): found for found in reversed([*_FULL.finditer(sentence.translation.japanese)])}
    for found in reversed(full_names.values()):
        parts = [TextRun(part.group(), part.start(), part.end()) for part in _PART.finditer(found.group())]
        first, last = parts[0], parts[-1]
        for one, two in sentence.name_pairs:
            pairs = ((first, one), (last, two))
            for (right, as_written), (wrong, word) in (pairs, pairs[::-1]):
                if misfit(right.text, as_written.text) > NEAR or sentence.is_heard(word.text, but=right.text):
                    continue
                if _is_another(wrong.text, word.text, sentence, is_given=wrong is first):
                    yield sentence.fault(wrong.text, found.start() + wrong.start, word)


def _is_another(name: str, word: str, sentence: _Sentence, *, is_given: bool) -> bool:
    """Whether a word that stands in the place of a name is another one. is_given: it is a first name, and may be shortened."""
    if misfit(name, word) < FAR or not _is_of_a_length(name, word) or sentence.is_written(name):
        return False
    if any(True for _ in iter_mentions(name, "ja")):
        return False  # a country, which English may say by an adjective
    is_familiar = is_short_for(name, word) or name in _FAMILIAR.get(word.lower(), "").split()
    if is_given and word.endswith(_FOND):
        return False
    return not is_given or (begins_alike(name, word) and not is_familiar)


def _is_of_a_length(name: str, word: str) -> bool:
    """Whether a name may be as long as a word: it has fewer kana than letters, unless it is two names."""
    return max(_LEAST_LETTERS, len(name.replace("ー", ""))) <= len(word)


def _with_titles(sentence: _Sentence) -> Iterator[Fault]:
    """Yield the one name with a title that is written nowhere, with the one name of the English that is heard nowhere."""
    japanese = sentence.translation.japanese
    lost = {
        found["name"]: found
        for found in _TITLED.finditer(japanese)
        if not any(True for _ in iter_mentions(found["name"], "ja")) and not sentence.is_written(found["name"])
    }
    if len(lost) != 1 or any(not sentence.is_read(found["name"]) for found in _IN_KANJI.finditer(japanese)):
        return
    name, found = next(iter(lost.items()))
    words = [word for word in sentence.names if _may_stand_for(name, found["title"], word, sentence)]
    strangers = [word for word in words if _is_of_a_length(name, word.text) and not sentence.is_heard(word.text)]
    if len({word.text for word in strangers}) == 1 and not sentence.is_meant(strangers[0].text):
        yield sentence.fault(name, found.start("name"), strangers[0])


def _may_stand_for(name: str, title: str, word: TextRun, sentence: _Sentence) -> bool:
    """Whether a word is written where a person's name is, with the same title or beside another name; or is like the name."""
    english, likeness = sentence.translation.english, name_likeness(name, word.text)
    polite, titled = (
        pattern.search(english, max(0, word.start - _LONGEST_TITLE), word.start) for pattern in (_ADDRESS, _TITLE)
    )
    if english[word.end : word.end + 1] == " " and sentence.at(word.end + 1):
        return likeness >= _LIKELY  # a first name
    if titled and _SAME_TITLES.get(title, "-") in titled.group().lower():
        return True
    if title in _POLITE and (polite or _is_beside_a_name(word, sentence)):
        return True
    is_person = polite or titled or _SAYS.match(english, word.end)
    return likeness >= _LIKELY or (begins_alike(name, word.text) and is_person is not None)


def _is_beside_a_name(word: TextRun, sentence: _Sentence) -> bool:
    """Whether a word is joined by "and" with a name that the Japanese has with a polite title, too."""
    english = sentence.translation.english
    before = sentence.at(word.start - len(_AND)) if english.endswith(_AND, 0, word.start) else None
    after = sentence.at(word.end + len(_AND)) if english.startswith(_AND, word.end) else None
    return any(misfit(name, other.text) <= NEAR for other in (before, after) if other for name in sentence.polite)


RULES = (
    Rule(
        id="name.sound",
        severity=Severity.WARNING,
        summary="A person's name in katakana sounds like its Latin spelling: カルデロン is Calderon, not Calder, and グレイ not Grant.",
        why="It is another person. It is told only of a full name of which the other part is right, and of the one name with a"
        " title that is written nowhere, where the English has one that is heard nowhere; the glossary's names are left to name.glossary.",
        good=Example(ja="カルデロン館長が来た。", en="Director Calderon came."),
        bad=Example(ja="カルデロン館長が来た。", en="Director Calder came."),
        find=_find,
        scope=Scope.UNIT,
    ),
)
