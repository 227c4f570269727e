"""What the pairing of documents sees of one: its length and the things a translation of it would show too."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tmflow.align.lexicon import Lexicon
from tmflow.model.language import Language
from tmflow.text.names import iter_katakana_runs, iter_latin_words
from tmflow.text.numbers import Value, ValueKind, iter_values
from tmflow.text.tokens import iter_codes, iter_english_tokens

__all__ = ["DocumentProfile", "Feature", "FeatureKind", "profile_document"]


class FeatureKind(StrEnum):
    """What sort of thing a document shows.

    A Japanese feature and its English counterpart are of one kind, but for KATAKANA, which is found again as a STRING that
    sounds like it, and TERM (a word of the lexicon), which is found again as a STEM.
    """

    VALUE = "value"
    STRING = "string"
    KATAKANA = "katakana"
    TERM = "term"
    STEM = "stem"
    TITLE = "title"
    FILE_NAME = "file-name"


Feature = tuple[FeatureKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProfile:
    """A document as the pairing sees it.

    name: what tells it from the others of its side; it decides between documents that are alike in everything else.
    length_chars: code points without white space. features: each with how often it stands there, sorted.
    """

    name: str
    language: Language
    length_chars: int
    features: tuple[tuple[Feature, int], ...]


_SITE = re.compile(r"^(?:https?://)?(?:www\.)?")
_CAPITALIZED = re.compile(r"(?<![\w-])([A-Z][a-z]+) (?=([A-Z][a-z]+)(?!\w))")
_SPACES = re.compile(r"\s+")
_NAME_DATE = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})[-_./年]?(0[1-9]|1[0-2])[-_./月]?(0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_NAME_PART = re.compile(r"[0-9]+|[^\W\d_]+")
_LANGUAGE_TAGS = frozenset({"ja", "jp", "jpn", "en", "eng", "us", "gb", "uk"})
_SHORTEST_STRING = 2
_SHORTEST_PART = 2


def profile_document(
    blocks: Iterable[str],
    *,
    name: str,
    language: Language,
    lexicon: Lexicon,
    titles: Iterable[str] = (),
    file_name: str = "",
) -> DocumentProfile:
    """Return the profile of a document.

    blocks: the texts of its blocks, the title included. titles: its own and that of the document it says it
    translates. file_name: its path below the folder of its side, without the ending.

    >>> profile = profile_document(["潮の話", "25日"], name="a", language=Language.JA, lexicon=Lexicon.build())
    >>> [(kind.value, key) for (kind, key), _ in profile.features if kind is FeatureKind.VALUE]
    [('value', '25')]
    """
    texts = [_SPACES.sub(" ", unicodedata.normalize("NFKC", block)) for block in blocks]
    counts: Counter[Feature] = Counter()
    iter_words = _iter_japanese if language is Language.JA else _iter_english
    for text in texts:
        counts.update(
            (FeatureKind.VALUE, key) for value in iter_values(text, language=language.value) for key in _keys(value)
        )
        counts.update((FeatureKind.STRING, code) for code in _iter_codes(text))
        counts.update(iter_words(text, lexicon))
    counts.update((FeatureKind.FILE_NAME, part) for part in set(_iter_name_parts(file_name)))
    counts.update((FeatureKind.TITLE, key) for key in sorted({_title_key(title) for title in titles}) if key)
    return DocumentProfile(
        name=name,
        language=language,
        length_chars=max(1, sum(len(text) - text.count(" ") for text in texts)),
        features=tuple(sorted(counts.items())),
    )


def _keys(value: Value) -> Iterator[str]:
    """Yield what a value is found by: a translation may turn a percentage into a number or leave out the year."""
    if isinstance(value.value, Fraction):
        yield str(value.value)
    elif value.kind is ValueKind.CLOCK or "x" in value.value:
        yield value.value
    else:
        year, *rest = value.value.split("-") if value.value[0] != "-" else ("", *value.value[2:].split("-"))
        if year:
            yield str(int(year))
        match [part for part in rest if part], len(rest):
            case [month, day], _:
                yield f"{month}-{day}"
            case [month], 1:
                yield f"month {month}"
            case [day], _:
                yield str(int(day))


def _iter_codes(text: str) -> Iterator[str]:
    for code in iter_codes(text):
        yield _SITE.sub("", code).rstrip("/.,")


def _iter_japanese(text: str, lexicon: Lexicon) -> Iterator[Feature]:
    for run in iter_latin_words(text):
        if len(run.text) >= _SHORTEST_STRING:
            yield FeatureKind.STRING, run.text.lower()
    terms = set(lexicon.iter_terms(text))
    for term in terms:
        yield FeatureKind.TERM, term
    for run in iter_katakana_runs(text):
        if len(run.text) >= _SHORTEST_STRING and run.text not in terms:
            yield FeatureKind.KATAKANA, run.text


def _iter_english(text: str, lexicon: Lexicon) -> Iterator[Feature]:
    del lexicon
    for run in iter_latin_words(text):
        if len(run.text) >= _SHORTEST_STRING:
            yield FeatureKind.STRING, run.text.lower().removesuffix("'s").removesuffix("’s")
    for pair in _CAPITALIZED.finditer(text):
        yield FeatureKind.STRING, f"{pair[1]} {pair[2]}".lower()
    for stem in iter_english_tokens(text):
        yield FeatureKind.STEM, stem


def _iter_name_parts(file_name: str) -> Iterator[str]:
    """Yield the dates, numbers and words of a file's name."""
    name = unicodedata.normalize("NFKC", file_name).casefold()
    for date in _NAME_DATE.finditer(name):
        yield "-".join(date.groups())
    for part in _NAME_PART.findall(_NAME_DATE.sub(" ", name)):
        if part.isdecimal():
            yield part.lstrip("0") or "0"
        elif len(part) >= _SHORTEST_PART and part not in _LANGUAGE_TAGS:
            yield part


def _title_key(title: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold()))
