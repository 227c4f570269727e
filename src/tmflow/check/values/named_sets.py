"""What of the tables of sets a text surely names, and what it may name."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise

from tmflow.check.values.set_tables import WORD, EnglishForms, Member, any_names, english_forms, japanese_forms

__all__ = ["Mention", "NamedText", "iter_mentions"]

_ABBREVIATION = "~"
_KATAKANA = "ァ-ヺー"
_KANJI = "\u3005\u3400-\u4dbf\u4e00-\u9fff"
_BESIDE = "日米英仏独伊露ロ中韓台朝印豪加西蘭欧越"
_AFTER = "[一二両]?(?:政府|大統領|首相|外|国|軍|紙|議|連邦|上|下|司|州|の|、|・|人|側|系|製|産|兵|企|財|当|大|艦|機|空|海|最|メ)"
_GAP = re.compile(r"[\s,-]+|['’]|(?<=\b[SMLsml]t)\.\s")
"""What may stand between the words of a name; a full stop ends a sentence but for that of St. Louis, Mt. Fuji, Lt. Gov."""
_SENTENCE_START = re.compile(
    r"(?:^|(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Gov|Sen|Gen|Rep))(?<!\b[A-Z])[.!?:;]|[\"“”‘「])[\s\"“‘(]{0,3}$"
)


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


@dataclass(frozen=True, kw_only=True)
class NamedText:
    """A text in a language ("ja" or "en") and what it names, each read when it is first asked for; so it has no slots."""

    text: str
    language: str
    _known: dict[tuple[str, ...], bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """What it surely names, from its start."""
        return tuple(iter_mentions(self.text, self.language))

    @cached_property
    def members(self) -> frozenset[Member]:
        """The members it surely names."""
        return frozenset(member for mention in self.mentions for member in mention.members)

    def may_have(self, member: Member) -> bool:
        """Whether it names a member, or may; a name that is but a part of another member's does not count.

        >>> korea = NamedText(text="韓国", language="ja").mentions[0].members[0]
        >>> [NamedText(text=text, language="en").may_have(korea) for text in ("in Seoul", "in North Korea")]
        [True, False]
        """
        return self._holds((*member.sure[self.language], *member.may[self.language]), member.kind)

    def may_have_any(self, kind: str) -> bool:
        """Whether it has a word that may stand for any member of a set: 同国, "the ministry"."""
        return self._holds(any_names(kind, self.language), kind)

    def _holds(self, forms: tuple[str, ...], kind: str) -> bool:
        if forms not in self._known:
            places = self._english_places(forms) if self.language == "en" else self._japanese_places(forms)
            self._known[forms] = any(self._is_whole(start, end, kind) for start, end in places)
        return self._known[forms]

    def _is_whole(self, start: int, end: int, kind: str) -> bool:
        """Whether a range is in no mention of a set, nor overlaps one, but it may be all of one and more."""
        starts, ends = self._mentions_by_kind.get(kind, ((), ()))
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        return first == last or (start <= starts[first] and ends[last - 1] <= end)

    @cached_property
    def _mentions_by_kind(self) -> dict[str, tuple[list[int], list[int]]]:
        """Where the mentions of each set start and end, in order."""
        places: dict[str, tuple[list[int], list[int]]] = {}
        for mention in self.mentions:
            for kind in {member.kind for member in mention.members}:
                starts, ends = places.setdefault(kind, ([], []))
                starts.append(mention.start)
                ends.append(mention.end)
        return places

    @cached_property
    def _words(self) -> tuple[_Word, ...]:
        return tuple(_iter_words(self.text))

    @cached_property
    def _places_of_words(self) -> dict[str, list[int]]:
        """By each word in small letters, with its s and without, which ones it is."""
        places: dict[str, list[int]] = {}
        for number, word in enumerate(self._words):
            for said in {word.text.lower(), _singular(word)}:
                places.setdefault(said, []).append(number)
        return places

    def _english_places(self, forms: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        for form in forms:
            first, *rest = form_words = [said.lower() for said in WORD.findall(form)]
            for number in self._places_of_words.get(first, ()):
                there = self._words[number : number + len(form_words)]
                said = [word.text.lower() for word in there]
                if said == form_words or [*said[:-1], _singular(there[-1])] == [first, *rest]:
                    yield there[0].start, there[-1].end

    @cached_property
    def _half_width(self) -> str:
        return _half_width(self.text)

    def _japanese_places(self, forms: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        for form in forms:
            is_short = form.startswith(_ABBREVIATION)
            pattern = _abbreviation(form) if is_short else _literal(form)
            yield from (found.span() for found in pattern.finditer(self._half_width))


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
    forms, plain, start = japanese_forms(), _half_width(text), 0
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
    forms, words, place = english_forms(), [*_iter_words(text)], 0
    while place < len(words):
        found = next(_forms_at(forms, words, place, text), None)
        if found is None:
            place += 1
            continue
        length, members = found
        yield Mention(members, words[place].start, words[place + length - 1].end)
        place += length


def _forms_at(
    forms: EnglishForms, words: list[_Word], place: int, text: str
) -> Iterator[tuple[int, tuple[Member, ...]]]:
    """Yield the names that begin with a word, as how many words they are and whom they name."""
    for head in dict.fromkeys((words[place].text.lower(), _singular(words[place]))):
        for form, members in forms.get(head, ()):
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
    is_small = word.is_first and form[0].islower()
    return form in {
        said[0].lower() + said[1:] if is_small else said for said in (word.text, word.text.removesuffix("s") or "s")
    }


def _iter_words(text: str) -> Iterator[_Word]:
    for found in WORD.finditer(text):
        start = found.start()
        is_first = text[start].isupper() and _SENTENCE_START.search(text, max(0, start - 4), start) is not None
        yield _Word(found.group(), found.start(), found.end(), is_first)


def _half_width(text: str) -> str:
    """Return a text with Latin letters and digits of full width as plain ones, length for length."""
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", character) if "！" <= character <= "～" else character for character in text
    )
