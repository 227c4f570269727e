"""Rules on length: a translation much shorter or longer than the article's others, and sentences put together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.sentence_beads import misfit, misfit_without
from tmflow.check.subject import Subject
from tmflow.check.values.untold import Words, strongest_untold
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.language import Language
from tmflow.text.clauses import sentence_ranges
from tmflow.text.counts import counted
from tmflow.text.scripts import has_japanese
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_LEAST_UNITS = 8
"""Fewer do not tell what is usual in an article."""
_LEAST_CHARS = 12
"""A heading or an exclamation of fewer Japanese letters is as long as it happens to be."""
_USUAL = math.log(2.2)
"""English letters for a Japanese one, as a logarithm: the median of 8,000 published pairs (news, manuals, talks)."""
_LEAST_FACTOR = math.log(1.95)
_LEAST_FACTOR_ALONE = math.log(2.4)
_SPREADS = 3.0
_TO_DEVIATION = 1.4826
"""From the median distance to the median to a standard deviation, for a normal distribution."""
_LEAST_SENTENCE_CHARS = {Language.JA: 6, Language.EN: 12}
"""Fewer letters are an exclamation or a greeting, which the other language may leave out, but which counts where it is there."""
_AFTER_SPEECH = ("」", "」。", "』", "”", '"', "’", ")", "）")
_ENGLISH_LINKS = re.compile(
    r"[,;:—–]|--|\s-\s|\b(?:and|but|or|so|who|whose|which|that|when|while|where|because|since|as|after|before|although|though"
    r"|if|until|with|what|how|then|yet|whether)\b",
    re.IGNORECASE,
)
_ENGLISH_BORDERS = re.compile(
    r";|[:—–](?=\s{0,3}(?:\S{1,40}\s{1,3}){2}\S)| - |,(?=[”’\"'])(?:[^.!?]{0,60}?),\s(?=[“‘\"'])|, (?:so|and|but|which|then|because|it|they|he|she|we|I) ",
)
"""Where Japanese begins a new sentence and English goes on: ;, a colon before a clause, a speech split by who said it."""
_LEAST_BORDERED = 1.05
_LEAST_MISFIT, _LEAST_GAIN, _MOST_WITHOUT = 0.4, 0.2, 0.6
"""Of sentence lengths: how badly they fit as they are, how much better without one, and how well then."""
_MOST_SENTENCES = 6
_JAPANESE_LINKS = re.compile("[、，—…]|ながら|ため|ので|から|けど|のに|つつ|とき|際")
"""What one sentence is joined with that says what two do."""
_TOO_SHORT = (1.8, 1.55, 1.4, 1.3, 1.2, 1.15)
_TOO_LONG = (3.0, 3.2, 3.3, 3.6)
"""English letters for a Japanese one, by the number of links: under the former one English sentence does not say what two
Japanese ones do, over the latter one Japanese sentence does not say what two English ones do. Where `_USUAL` is usual, 1 in
1,000 published pairs of news is outside, and 7 to 9 in 10 of those that lack a sentence."""
_LEAST_SCORE_OF_SENTENCES = 1.8
_LEAST_EVIDENCE = 1.2
"""That a sentence whose words are not told is missing: 1 in 1,000 published pairs of news has more, and 17 in 20 with the next sentence put in."""
_FOR_LINK = 0.2
"""How much more of it a sentence needs for each word that joins: "and", "which", a comma."""
_CLAUSE_ENDS = {
    Language.JA: re.compile("(?<=[、。])"),
    Language.EN: re.compile(
        r"(?<=[,;:.])\s|\s(?=(?:and|but|while|who|which|because|although|though|when|after|before|until|where|so)\s)|\s?[—–]\s?"
    ),
}
_LEAST_CLAUSE_CHARS = {Language.JA: 7, Language.EN: 18}
_LEAST_LONGER = 0.45
"""How much longer than usual a side is, as a logarithm, that has a clause more."""
_CLAUSE_EVIDENCE, _FOR_LENGTH = 5.0, 4.0
"""How much evidence a clause needs, and how much less for its side's being longer: 2 in 1,000 published pairs of news have
it, and 2 in 5 of those that lack a clause."""
_SAID_OTHERWISE = re.compile(
    r"[「」“”\"()（）\[\]]|\bfirst\stime\b|ぶり|\bnote\b|\b(?:said|says|added|adds|told|recalled|explained)\b|(?:と|を)(?:語|話し|述べ|説明し|振り返)"
)
"""What the other language says in another place or in a word: quotations, brackets, who says it, "for the first time in years" as ぶり."""
_MOST_PIECES = 8
_LEAST_SCORE = 3.3
"""How many standard deviations, the variance growing with the length (Gale & Church 1993); 1 pair in 1,000 of published
translations is beyond this and the factor."""


@dataclass(frozen=True, slots=True)
class _Lengths:
    """A pair, the texts of both languages, and how many letters and digits they have."""

    unit: TranslationUnit
    japanese_text: str
    english_text: str

    @property
    def japanese(self) -> int:
        """The letters and digits of the Japanese."""
        return _count(self.japanese_text)

    @property
    def english(self) -> int:
        """The letters and digits of the English."""
        return _count(self.english_text)

    @property
    def ratio(self) -> float:
        """The logarithm of English letters for a Japanese one."""
        return math.log(self.english / self.japanese)


@dataclass(frozen=True, slots=True)
class _Habit:
    """What is usual in an article, as a logarithm, and how far from it a pair has to be."""

    usual: float
    factor: float

    def score(self, one: _Lengths) -> float:
        """How many standard deviations a pair is from it, either way."""
        letters = math.exp(self.usual)
        deviation = math.sqrt(max(one.japanese, one.english / letters))
        return abs(one.english / letters - one.japanese) / deviation


def _find_ratios(subject: Subject) -> Iterator[Fault]:
    is_japanese = subject.language(Side.SOURCE) is Language.JA
    all_lengths = _all_lengths(subject)
    habit = _habit(all_lengths)
    for one in all_lengths:
        deviation = one.ratio - habit.usual
        is_far = abs(deviation) > habit.factor and habit.score(one) > _LEAST_SCORE
        if is_far and _lacking(one, habit) is None:
            is_short = (deviation < 0) is is_japanese
            text = one.unit.target.text if one.unit.target is not None else ""
            yield Fault(
                message=f"the translation is much {'shorter' if is_short else 'longer'} than usual: {excerpt(text)}",
                unit=one.unit,
                expected=f"about {math.exp(habit.usual):.1f} English letters for a Japanese one",
                found=f"{math.exp(one.ratio):.1f}",
            )


def _all_lengths(subject: Subject) -> list[_Lengths]:
    """Return the translations long enough to tell anything by their length."""
    is_japanese = subject.language(Side.SOURCE) is Language.JA
    all_lengths = []
    for unit, source, target in subject.iter_both():
        japanese, english = (source, target) if is_japanese else (target, source)
        if not has_japanese(japanese) or has_japanese(english) or subject.is_swapped:
            continue
        one = _Lengths(unit, japanese, english)
        if one.japanese and one.english and max(one.japanese, one.english / math.exp(_USUAL)) >= _LEAST_CHARS:
            all_lengths.append(one)
    return all_lengths


def _count(text: str) -> int:
    return sum(map(str.isalnum, text))


def _habit(all_lengths: Sequence[_Lengths]) -> _Habit:
    ratios = [one.ratio for one in all_lengths]
    if len(ratios) < _LEAST_UNITS:
        return _Habit(_USUAL, _LEAST_FACTOR_ALONE)
    usual = median(ratios)
    spread = _TO_DEVIATION * median(abs(ratio - usual) for ratio in ratios)
    return _Habit(usual, max(_LEAST_FACTOR, _SPREADS * spread))


def _find_missing(subject: Subject) -> Iterator[Fault]:
    all_lengths = _all_lengths(subject)
    habit = _habit(all_lengths)
    is_japanese = subject.language(Side.SOURCE) is Language.JA
    for one in all_lengths:
        lacking = _lacking(one, habit)
        if lacking is None:
            yield from _of_clauses(subject, one, habit)
            continue
        texts = (one.japanese_text, one.english_text) if is_japanese else (one.english_text, one.japanese_text)
        here, there = (counted(_count_sentences(text), "sentence") for text in texts)
        is_target = (lacking is Language.EN) is is_japanese
        yield Fault(
            message=f"{here} in the source, {there} in the translation,"
            f" and the {'translation' if is_target else 'source'} is too short to say it all",
            unit=one.unit,
            expected=here,
            found=there,
        )


def _of_clauses(subject: Subject, one: _Lengths, habit: _Habit) -> Iterator[Fault]:
    lost = _lost_clause(one, habit)
    if lost is not None:
        lacking, clause = lost
        is_target = lacking is subject.language(Side.TARGET)
        here, there = ("source", "translation") if is_target else ("translation", "source")
        yield Fault(
            message=f'nothing in the {there} says what is in the {here}: "{excerpt(clause)}"',
            unit=one.unit,
            expected=clause if is_target else None,
            found=None if is_target else clause,
        )


def _lacking(one: _Lengths, habit: _Habit) -> Language | None:
    """Return the language that has fewer sentences and too few letters for what the other says, None if none has."""
    ratio = math.exp(one.ratio - habit.usual + _USUAL)
    lengths = {Language.JA: _sentence_lengths(one.japanese_text), Language.EN: _sentence_lengths(one.english_text)}
    full = {
        language: max(sum(length >= _LEAST_SENTENCE_CHARS[language] for length in own), 1)
        for language, own in lengths.items()
    }
    if full[Language.JA] > len(lengths[Language.EN]):
        joined = len(lengths[Language.EN]) + len(_ENGLISH_BORDERS.findall(one.english_text))
        bound = _by_links(_TOO_SHORT, _ENGLISH_LINKS, one.english_text)
        bound = _LEAST_BORDERED if joined >= full[Language.JA] else bound
        is_short, lacking = ratio < bound, Language.EN
    elif full[Language.EN] > len(lengths[Language.JA]):
        is_short, lacking = ratio > _by_links(_TOO_LONG, _JAPANESE_LINKS, one.japanese_text), Language.JA
        joined = 0
    else:
        return None
    is_far = is_short and habit.score(one) >= _LEAST_SCORE_OF_SENTENCES
    is_gap = joined < full[Language.JA] and _is_gap(lengths, habit)
    is_lost = (is_far or is_gap) and _has_unanswered(one, lacking)
    return lacking if is_lost or _is_untold(one, habit, lacking) else None


def _has_unanswered(one: _Lengths, lacking: Language) -> bool:
    """Whether a sentence has twice as many words that the other side does not answer as it answers."""
    words = Words(japanese=one.japanese_text, english=one.english_text)
    count, text = (
        (words.count_english, one.english_text) if lacking is Language.JA else (words.count_japanese, one.japanese_text)
    )
    return any(misses > 0 and misses >= 2 * hits for hits, misses in map(count, _sentences(text)[:_MOST_PIECES]))


def _is_untold(one: _Lengths, habit: _Habit, lacking: Language) -> bool:
    """Whether a sentence has words that the other side has not, and is what makes this side too long for it."""
    text = one.english_text if lacking is Language.JA else one.japanese_text
    links = len(_ENGLISH_LINKS.findall(one.english_text)) if lacking is Language.EN else 0
    least = _LEAST_EVIDENCE + _FOR_LINK * max(0, links - 1)
    return _untold(one, habit, _sentences(text), lacking)[0] > least


def _untold(one: _Lengths, habit: _Habit, pieces: Sequence[str], lacking: Language) -> tuple[float, str]:
    return strongest_untold(
        pieces[:_MOST_PIECES],
        japanese=one.japanese_text,
        english=one.english_text,
        is_english=lacking is Language.JA,
        usual=habit.usual,
    )


def _lost_clause(one: _Lengths, habit: _Habit) -> tuple[Language, str] | None:
    """Return a clause of the side that is rather long that nothing on the other side tells, and the language that lacks it."""
    deviation = one.ratio - habit.usual
    lacking = Language.JA if deviation > 0 else Language.EN
    if abs(deviation) < _LEAST_LONGER:
        return None
    text = one.english_text if lacking is Language.JA else one.japanese_text
    least = _LEAST_CLAUSE_CHARS[lacking.other]
    clauses = [clause for clause in _CLAUSE_ENDS[lacking.other].split(text) if clause and clause.strip()]
    evidence, clause = _untold(one, habit, clauses, lacking)
    is_told = evidence <= _CLAUSE_EVIDENCE - _FOR_LENGTH * abs(deviation)
    return None if is_told or _count(clause) < least or _SAID_OTHERWISE.search(clause) else (lacking, clause.strip())


def _is_gap(lengths: Mapping[Language, Sequence[int]], habit: _Habit) -> bool:
    """Whether one side of several sentences has more, and they fit much better where those are left out."""
    japanese, english = lengths[Language.JA], [letters / math.exp(habit.usual) for letters in lengths[Language.EN]]
    fewest, most = sorted((len(japanese), len(english)))
    if not 1 < fewest < most <= _MOST_SENTENCES:
        return False
    here, without = misfit(japanese, english), misfit_without(japanese, english)
    return here > _LEAST_MISFIT and here - without > _LEAST_GAIN and without < _MOST_WITHOUT


def _by_links(bounds: Sequence[float], links: re.Pattern[str], text: str) -> float:
    return bounds[min(len(bounds) - 1, sum(1 for _ in links.finditer(text)))]


def _count_sentences(text: str) -> int:
    return max(len(_sentence_lengths(text)), 1)


def _sentence_lengths(text: str) -> list[int]:
    """Return how many letters the sentences of a text have; a quotation and who said it are one."""
    return list(map(_count, _sentences(text)))


def _sentences(text: str) -> list[str]:
    sentences: list[str] = []
    before = ""
    for start, end in sentence_ranges(text):
        sentence = text[start:end]
        is_said = before.endswith(_AFTER_SPEECH) and (has_japanese(text) or sentence[0].islower())
        sentences[-1 if is_said else len(sentences) :] = [f"{sentences[-1]} {sentence}" if is_said else sentence]
        before = sentence
    return sentences


def _find_sentences(subject: Subject) -> Iterator[Fault]:
    for unit, source, target in subject.iter_both():
        counts = len(sentence_ranges(source)), len(sentence_ranges(target))
        if counts[0] != counts[1]:
            here, there = (counted(count, "sentence") for count in counts)
            yield Fault(
                message=f"{here} in the source, {there} in the translation", unit=unit, expected=here, found=there
            )


RULES = (
    Rule(
        id="len.ratio",
        severity=Severity.WARNING,
        summary="A translation is about as long as the article's others make one expect.",
        why="One half as long has lost a clause, one twice as long has got another sentence's text. The usual length is the"
        " article's own; in one of fewer than eight sentences it is that of published translations.",
        good=Example(
            ja="市は来年度から図書館の開館時間を延ばし、休館日を減らす方針を決めた。",
            en="The city has decided to extend the library's opening hours and cut the number of closing days from next year.",
        ),
        bad=Example(
            ja="市は来年度から図書館の開館時間を延ばし、休館日を減らす方針を決めた。",
            en="The city has decided.",
        ),
        find=_find_ratios,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="len.missing",
        severity=Severity.WARNING,
        summary="No whole sentence is missing on one side: the side with fewer sentences is long enough to say the same.",
        why="Good translators join and split sentences, but two of them do not fit into half the length. What is usual is the"
        " article's own, as for len.ratio.",
        good=Example(
            ja="船は港に着いた。乗客は静かに降りた。",
            en="The boat reached the harbor and its passengers quietly got off.",
        ),
        bad=Example(
            ja="船は昼すぎに港に着いた。乗客は静かに降りて町へ向かった。", en="The boat reached port after noon."
        ),
        find=_find_missing,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="len.sentences",
        severity=Severity.INFO,
        summary="A sentence is translated by one sentence.",
        why="Many good translations join and split sentences; some publications do not want it, and lost sentences show here.",
        good=Example(ja="潮が引く。船は待つ。", en="The tide goes out. The boats wait."),
        bad=Example(ja="潮が引く。船は待つ。", en="The boats wait for the tide."),
        find=_find_sentences,
    ),
)
