"""Rules on which language stands where: swapped articles, text left in the other language, source copied over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tmflow.check.finding import Location, Severity
from tmflow.check.masking import DOUBLE_QUOTED, iter_told_foreign, prose_of
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.rules.quoted import iter_quoted, looks_like_clause
from tmflow.check.subject import Subject, content_of
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import BlockKind, Span
from tmflow.model.language import Language
from tmflow.text.normalize import match_key
from tmflow.text.scripts import has_japanese, is_kana, is_kanji, japanese_share
from tmflow.text.terminal import excerpt
from tmflow.text.tokens import STOP_WORDS

__all__ = ["RULES"]

_JAPANESE_RUN = re.compile(
    r"[\u3001-\u301c\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]"
    r"(?:[\s\u3001-\u301c\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]*"
    r"[\u3001-\u301c\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff])?"
)
"""Kana, kanji, 、。「」 and their kind, full-width Latin and half-width katakana, with blanks between them."""
_MARK_ONLY = re.compile("[。．！？，、；：]")
"""A mark alone is what `en.stop` finds and mends."""
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_OF_WORDS = re.compile(
    r"\b(?:words?|characters?|kanji|kana|hiragana|katakana|Japanese|Chinese|written|writes?|reads?|means?|meaning|called|spelled"
    r"|phrase|term|name|named|titled?|sign|signs|glyphs?)\b",
    re.IGNORECASE,
)
_READING_BEFORE = re.compile(r"\b(?:[kgsztdnhbpmyrwjf]{0,4}[aiueoāīūēō])+n?[,:]?\s*$", re.IGNORECASE)
"""How a Japanese word is read, in front of it: komorebi 木漏れ日."""
_MAX_TITLE_CHARS = 40
_WORK_TITLE = re.compile(r"『[^『』]{1,60}』|《[^《》]{1,60}》|〈[^〈〉]{1,60}〉")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_ENGLISH_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_PARTICLES = frozenset(
    {"and", "de", "del", "der", "des", "di", "du", "el", "for", "la", "le", "of", "on", "the", "van", "von"}
)
_CODE = re.compile(":[a-z]+:|`[^`]+`")
_LEAST_SENTENCE = 4
_VERBS = frozenset(
    {"are", "can", "could", "has", "have", "is", "may", "must", "should", "was", "were", "will", "would"}
)
_PRONOUNS = frozenset({"he", "i", "it", "me", "she", "they", "us", "we", "you"})
_ENDED = re.compile(r"[.!?][\"”’)\s]*\Z")
_ALL_QUOTED = re.compile(rf"\s*(?:{DOUBLE_QUOTED.pattern}|「[^「」]*」)\s*")
"""A motto or a verse, which an author gives as it is."""
_NAMES_ONLY = frozenset(
    {
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.CREDIT,
        BlockKind.SOURCE,
        BlockKind.MARKER,
        BlockKind.BOILERPLATE,
    }
)


def _find_swapped(subject: Subject) -> Iterator[Fault]:
    wrong = [side for side in (Side.SOURCE, Side.TARGET) if subject.is_in_wrong_language(side)]
    if len(wrong) > 1:
        yield Fault(
            message=f"the {subject.language(Side.SOURCE).display_name} and the"
            f" {subject.language(Side.TARGET).display_name} article stand in each other's place",
            source=Location(path=subject.source_path),
            target=Location(path=subject.target_path) if subject.target_path else None,
        )
        return
    for side in wrong:
        share = round(100 * japanese_share(subject.body(side)))
        expected, path = subject.language(side), subject.path(side)
        place = Location(path=path) if path else None
        yield Fault(
            message=f"this should be {expected.display_name} and is {expected.other.display_name}"
            f" ({share} % kana and kanji)",
            anchor=side,
            source=place if side is Side.SOURCE else None,
            target=place if side is Side.TARGET else None,
            expected=expected.value,
            found=expected.other.value,
        )


def _find_japanese_in_english(subject: Subject) -> Iterator[Fault]:
    side = Side.TARGET if subject.language(Side.TARGET) is Language.EN else Side.SOURCE
    if subject.is_in_wrong_language(side):
        return
    for unit, english in subject.iter_contents(side):
        if not subject.is_in_own_language(unit, side) or _is_copy(unit):
            continue
        japanese = content_of(unit, Side.SOURCE if side is Side.TARGET else Side.TARGET)
        other = "" if japanese is None else japanese.text
        left = list(_iter_left_over(english, source_text=other))
        if side is Side.SOURCE:
            left = [span for span in left if _is_overwritten(english.text, span, other)]
        if left:
            runs = [english.text[span.start : span.end] for span in left]
            others = f" and {len(runs) - 1} more" if len(runs) > 1 else ""
            yield Fault(
                message=f"Japanese left in the English: {excerpt(runs[0])}{others}",
                unit=unit,
                anchor=side,
                source_span=left[0] if side is Side.SOURCE else None,
                target_span=left[0] if side is Side.TARGET else None,
                found=runs[0],
            )


def _is_overwritten(text: str, span: Span, japanese: str) -> bool:
    """Whether Japanese in what an author wrote in English was never meant: full-width figures, or a word of the other side.

    An author may speak of Japanese words, and gives how they are read.
    """
    run = text[span.start : span.end]
    if _FULL_WIDTH.fullmatch(run):
        return True
    is_word = run in japanese and any(is_kana(character) or is_kanji(character) for character in run.replace("・", ""))
    return is_word and _OF_WORDS.search(text) is None and _READING_BEFORE.search(text[: span.start]) is None


def _iter_left_over(target: Content, *, source_text: str) -> Iterator[Span]:
    """Yield the runs of Japanese that are neither a quoted title nor a word given in brackets, nor said to be Japanese."""
    text = prose_of(target)
    quoted = [span for span in iter_quoted(target, text) if _may_stay(text, span, source_text=source_text)]
    quoted += iter_told_foreign(target, Language.EN)
    for match in _JAPANESE_RUN.finditer(text):
        if not _MARK_ONLY.fullmatch(match.group()) and not any(
            span.start <= match.start() and match.end() <= span.end for span in quoted
        ):
            yield Span(match.start(), match.end())


def _may_stay(text: str, span: Span, *, source_text: str) -> bool:
    """Whether Japanese inside quotation marks or brackets is a title or a word, not a sentence left behind."""
    inner = text[span.start : span.end].strip().rstrip(".,")
    if not _LATIN_WORD.search(text[: span.start] + " " + text[span.end :]):
        return False
    titles = {match.group()[1:-1] for match in _WORK_TITLE.finditer(source_text)}
    return inner.strip("『』《》〈〉") in titles or (len(inner) <= _MAX_TITLE_CHARS and not looks_like_clause(inner))


def _is_copy(unit: TranslationUnit) -> bool:
    return unit.target is not None and match_key(unit.target.text) == match_key(unit.source.text)


def _find_identical(subject: Subject) -> Iterator[Fault]:
    for unit, target in subject.iter_translations():
        if not _is_copy(unit) or not all(subject.is_in_own_language(unit, side) for side in (Side.SOURCE, Side.TARGET)):
            continue
        if _wants_translation(unit, subject.language(Side.SOURCE)):
            yield Fault(
                message=f"the translation repeats the source: {excerpt(target.text)}", unit=unit, found=target.text
            )


def _wants_translation(unit: TranslationUnit, language: Language) -> bool:
    """Whether a text cannot be the same in both languages, as a name, an address, a figure or a code can."""
    content = content_of(unit, Side.SOURCE)
    if content is not None and language is Language.EN and has_japanese(content.text):
        return looks_like_clause(content.text) and _ALL_QUOTED.fullmatch(content.text) is None
    prose = _CODE.sub(" ", prose_of(content)) if content is not None else ""
    if language is Language.JA and has_japanese(prose):
        return True
    if unit.source_place is not None and unit.source_place.kind in _NAMES_ONLY:
        return False
    words = _ENGLISH_WORD.findall(prose)
    ordinary = [word for word in words if word.islower() and len(word) > 2 and word not in _PARTICLES]  # noqa: PLR2004 - "km", "vs"
    if language is Language.JA:
        return len(ordinary) > 1 and _is_sentence(prose, words)
    return len(words) > 1 and (bool(ordinary) or _is_headline(words))


def _is_headline(words: Sequence[str]) -> bool:
    """Whether words with capitals say something, as a headline does; a name or a title has no verb and no pronoun."""
    return len(words) >= _LEAST_SENTENCE and any(word.lower() in _VERBS or word.lower() in _PRONOUNS for word in words)


def _is_sentence(prose: str, words: Sequence[str]) -> bool:
    """Whether English in a Japanese article is a sentence left there, not the title of a book, or a motto."""
    if len(words) < _LEAST_SENTENCE or not any(word.lower() in STOP_WORDS for word in words):
        return False
    is_sentence = _ENDED.search(prose) is not None or (len(words) > _LEAST_SENTENCE and not _VERBS.isdisjoint(words))
    return is_sentence and _ALL_QUOTED.fullmatch(prose) is None


RULES = (
    Rule(
        id="state.identical",
        severity=Severity.ERROR,
        summary="The translation is not the source over again. Names, addresses, figures and codes may be.",
        why="A sentence that was copied and forgotten counts as translated everywhere else.",
        good=Example(ja="港の歴史", en="A history of the harbour"),
        bad=Example(ja="港の歴史", en="港の歴史"),
        find=_find_identical,
    ),
    Rule(
        id="dir.swapped",
        severity=Severity.ERROR,
        summary="The Japanese article is in Japanese and the English one in English.",
        why="Two files saved under each other's name would teach the memory everything the wrong way round.",
        good=Example(ja="articles/ja/harbor.txt in Japanese", en="articles/en/harbor.txt in English"),
        bad=Example(ja="articles/ja/harbor.txt in English", en="articles/en/harbor.txt in Japanese"),
        find=_find_swapped,
    ),
    Rule(
        id="leftover.ja-in-en",
        severity=Severity.ERROR,
        summary="No kana, kanji, Japanese punctuation or full-width letters are left in an English translation.",
        why="It is what overwriting leaves behind. Japanese titles and words in quotation marks or brackets may stay.",
        good=Example(ja="「木漏れ日」には訳語がない。", en="There is no word for komorebi (木漏れ日)."),
        bad=Example(ja="港は静かだ。", en="The harbour is 静か。"),
        find=_find_japanese_in_english,
    ),
)
