"""Sets of things of one kind, each with its names in both languages, and which of them a text surely names or may name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

__all__ = ["Member", "Mention", "any_may_be_in", "iter_mentions", "may_be_in"]

_FOLDER = Path(__file__).parent / "sets"
_ANY, _NOTHING = "*", "-"
"""In place of a member: words that may stand for any of its set. In place of a set: names that hold one and mean none."""
_ABBREVIATION = "~"
_KATAKANA = "ァ-ヺー"
_KANJI = "\u3005\u3400-\u4dbf\u4e00-\u9fff"
_BESIDE = "日米英仏独伊露ロ中韓台朝印豪加西蘭欧越"
_AFTER = "[一二両]?(?:政府|大統領|首相|外|国|軍|紙|議|連邦|上|下|司|州|の|、|・|人|側|系|製|産|兵|企|財|当|大|艦|機|空|海|最|メ)"
_WORD = re.compile(r"(?:[A-Z]\.)+[A-Z]?|[^\W\d_ぁ-ヿ々〇㐀-鿿]+[0-9]?(?:['’](?!s\b)[^\W\d_]+)*(?:\.(?=\s[A-Z]))?")
_GAP = re.compile(r"[\s,-]+")
_SENTENCE_START = re.compile(
    r"(?:^|(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Gov|Sen|Gen|Rep))(?<!\b[A-Z])[.!?:;]|[\"“”‘「])[\s\"“‘(]{0,3}$"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A thing of a set. sure, may: by language ("ja", "en") the names that surely mean it, and those that may."""

    table: str
    kind: str
    sure: dict[str, tuple[str, ...]]
    may: dict[str, tuple[str, ...]]

    def __hash__(self) -> int:
        return hash((self.kind, self.sure["ja"]))

    def name(self, language: str) -> str:
        """Return its first name in a language."""
        return next(iter(self.sure[language]), "")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text, in the half-open range [start, end), names members of sets; none where it is a name that means none."""

    members: tuple[Member, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    is_first: bool
    """Whether it begins a sentence, so that its capital says nothing."""


def iter_mentions(text: str, language: str) -> Iterator[Mention]:
    """Yield what a text surely names, from its start, the longest name at each place. `language` is "ja" or "en".

    >>> [(text[one.start : one.end], one.members[0].name("en")) for text in ["東京都と京都"] for one in iter_mentions(text, "ja")]
    [('東京都', 'Tokyo'), ('京都', 'Kyoto')]
    """
    found = _japanese_mentions(text) if language == "ja" else _english_mentions(text)
    yield from (mention for mention in found if mention.members)


def may_be_in(member: Member, text: str, language: str) -> bool:
    """Whether a text names a member, or may; a name that is but a part of another member's does not count.

    >>> korea = next(iter_mentions("韓国", "ja")).members[0]
    >>> may_be_in(korea, "in Seoul", "en"), may_be_in(korea, "in North Korea", "en")
    (True, False)
    """
    return _holds((*member.sure[language], *member.may[language]), member.kind, text, language)


def any_may_be_in(kind: str, text: str, language: str) -> bool:
    """Whether a text has a word that may stand for any member of a set: 同国, "the ministry"."""
    return _holds(_anyone()[kind][language], kind, text, language)


def _holds(forms: tuple[str, ...], kind: str, text: str, language: str) -> bool:
    mentions = [one for one in iter_mentions(text, language) if any(member.kind == kind for member in one.members)]
    for start, end in _iter_places(forms, text, language):
        if all(end <= one.start or one.end <= start or (start <= one.start and one.end <= end) for one in mentions):
            return True
    return False


def _iter_places(forms: tuple[str, ...], text: str, language: str) -> Iterator[tuple[int, int]]:
    if language == "en":
        wanted = {tuple(form.lower().split()) for form in map(_plain_words, forms)}
        words = [*_iter_words(text)]
        for first in range(len(words)):
            for last in range(first, min(len(words), first + max(map(len, wanted), default=0))):
                said = [word.text.lower() for word in words[first : last + 1]]
                if tuple(said) in wanted or (*said[:-1], said[-1].removesuffix("s")) in wanted:
                    yield words[first].start, words[last].end
        return
    plain = _half_width(text)
    for form in forms:
        is_short = form.startswith(_ABBREVIATION)
        yield from (found.span() for found in (_abbreviation(form) if is_short else _literal(form)).finditer(plain))


@cache
def _literal(form: str) -> re.Pattern[str]:
    is_short = re.fullmatch(f"[{_KATAKANA}]{{1,2}}", form)
    return re.compile(f"(?<![{_KATAKANA}]){form}(?![{_KATAKANA}])" if is_short else re.escape(form))


@cache
def _abbreviation(form: str) -> re.Pattern[str]:
    """Return the pattern of a country's one character where it is said for the country: 訪米, 日米, 米紙."""
    character = form.removeprefix(_ABBREVIATION)
    return re.compile(
        f"(?<=[{_BESIDE}訪対在駐親反渡全])(?<!{character}){character}|{character}(?=[{_BESIDE}]|{_AFTER})"
    )


def _japanese_mentions(text: str) -> Iterator[Mention]:
    forms, plain, start = _japanese_forms(), _half_width(text), 0
    while start < len(plain):
        for form, members in forms.get(plain[start], ()):
            if plain.startswith(form, start) and _stands_alone(form, plain, start):
                yield Mention(members, start, start + len(form))
                start += len(form) - 1
                break
        start += 1


def _stands_alone(form: str, text: str, start: int) -> bool:
    """Whether a name is no part of a longer word: of katakana or Latin letters, or of kanji if it is but one."""
    before, after = text[start - 1 : start], text[start + len(form) : start + len(form) + 1]
    for kind in (f"[{_KATAKANA}]", "[A-Za-z0-9]"):
        if re.match(kind, form[0]) and re.match(kind, before):
            return False
        if re.match(kind, form[-1]) and re.match(kind, after):
            return False
    return len(form) > 1 or not (re.match(f"[{_KANJI}]", before) or re.match(f"[{_KANJI}]", after))


def _english_mentions(text: str) -> Iterator[Mention]:
    forms, words, place = _english_forms(), [*_iter_words(text)], 0
    while place < len(words):
        found = next(_forms_at(forms, words, place, text), None)
        if found is None:
            place += 1
            continue
        length, members = found
        yield Mention(members, words[place].start, words[place + length - 1].end)
        place += length


_Forms = dict[str, tuple[tuple[tuple[str, ...], tuple[Member, ...]], ...]]


def _forms_at(forms: _Forms, words: list[_Word], place: int, text: str) -> Iterator[tuple[int, tuple[Member, ...]]]:
    """Yield the names that begin with a word, as how many words they are and whom they name."""
    for form, members in forms.get(words[place].text.lower(), ()) or forms.get(_singular(words[place]), ()):
        there = words[place : place + len(form)]
        is_any_case = len(form) > 1 and " ".join(form).islower()
        if (
            len(there) == len(form)
            and all(_is_written(*two, is_any_case=is_any_case) for two in zip(there, form, strict=True))
            and _are_joined(there, text)
        ):
            yield len(form), members


def _are_joined(words: list[_Word], text: str) -> bool:
    return all(_GAP.fullmatch(text, one.end, other.start) for one, other in pairwise(words))


def _singular(word: _Word) -> str:
    return word.text.lower().removesuffix("s")


def _is_written(word: _Word, form: str, *, is_any_case: bool) -> bool:
    """Whether a word is that of a name: a capital stays one, and a small letter is one unless it begins a sentence."""
    if is_any_case:
        return form in (word.text.lower(), _singular(word))
    said = word.text if word.text == form or not word.text.endswith("s") else word.text.removesuffix("s")
    return said == form or (word.is_first and form[0].islower() and said[0].lower() + said[1:] == form)


def _iter_words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        start = found.start()
        is_first = text[start].isupper() and _SENTENCE_START.search(text, max(0, start - 4), start) is not None
        yield _Word(found.group(), found.start(), found.end(), is_first)


def _plain_words(form: str) -> str:
    return " ".join(_WORD.findall(form))


def _half_width(text: str) -> str:
    """Return a text with Latin letters and digits of full width as plain ones, length for length."""
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", character) if "！" <= character <= "～" else character for character in text
    )


@cache
def _rows() -> tuple[tuple[str, tuple[str, str], tuple[tuple[str, ...], ...]], ...]:
    rows = []
    for path in sorted(_FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, *cells = [*line.split("\t"), "", "", "", ""][:5]
                is_special = kind == _NOTHING or cells[0] == _ANY
                rows.append(
                    (
                        path.stem,
                        (kind, cells[0] if is_special else ""),
                        tuple(tuple(filter(None, cell.split("|"))) for cell in cells),
                    )
                )
    return tuple(rows)


@cache
def _members() -> tuple[Member, ...]:
    return tuple(
        Member(table, kind, {"ja": japanese, "en": english}, {"ja": may_japanese, "en": may_english})
        for table, (kind, special), (japanese, english, may_japanese, may_english) in _rows()
        if not special
    )


@cache
def _anyone() -> dict[str, dict[str, tuple[str, ...]]]:
    words: dict[str, dict[str, tuple[str, ...]]] = defaultdict(lambda: {"ja": (), "en": ()})
    for _, (kind, special), (_, _, japanese, english) in _rows():
        if special == _ANY:
            words[kind] = {"ja": japanese, "en": english}
    return words


def _named(language: str) -> dict[str, tuple[Member, ...]]:
    """Return each name of a language with the members it names; those that mean none come with none."""
    named: dict[str, list[Member]] = defaultdict(list)
    for member in _members():
        for form in member.sure[language]:
            named[form].append(member)
    for _, (kind, _), cells in _rows():
        if kind == _NOTHING:
            for form in cells[0 if language == "ja" else 1]:
                named.setdefault(form, [])
    return {form: tuple(members) for form, members in named.items()}


@cache
def _japanese_forms() -> dict[str, tuple[tuple[str, tuple[Member, ...]], ...]]:
    heads: dict[str, list[tuple[str, tuple[Member, ...]]]] = defaultdict(list)
    for form, members in _named("ja").items():
        heads[form[0]].append((form, members))
    return {head: tuple(sorted(forms, key=lambda form: -len(form[0]))) for head, forms in heads.items()}


@cache
def _english_forms() -> _Forms:
    heads: dict[str, list[tuple[tuple[str, ...], tuple[Member, ...]]]] = defaultdict(list)
    for form, members in _named("en").items():
        words = tuple(_WORD.findall(form))
        heads[words[0].lower()].append((words, members))
    return {head: tuple(sorted(forms, key=lambda form: -len(form[0]))) for head, forms in heads.items()}
