"""The terms of a publication: what each is called in both languages, and what it must not be called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tmflow.errors import ModelError
from tmflow.model.language import Language
from tmflow.model.span import Span

__all__ = ["Glossary", "PartOfSpeech", "Term", "TermHit", "TermKind", "sorting_key"]

_WORD_CHARACTER = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")
_KATAKANA = re.compile("[ァ-ヺー]")
_KANJI = re.compile("[々〇㐀-鿿]")


class TermKind(StrEnum):
    """A common term, or the name of a person, a place or a body."""

    TERM = "term"
    NAME = "name"


class PartOfSpeech(StrEnum):
    """What kind of word a term is, in the spelling of TBX-Basic (ISO 30042:2019)."""

    NOUN = "noun"
    VERB = "verb"
    ADJECTIVE = "adjective"
    ADVERB = "adverb"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term with its forms in both languages, the preferred one first.

    forbidden_japanese, forbidden_english: what must not be written for it. note: for the translator.
    readings: how its Japanese forms are read, in kana and in their order; there may be fewer. subject: the field it belongs
    to. definition_japanese, definition_english: what it means, in that language.
    context_japanese, context_english: sentences that show it in use. All of these may be empty.
    Raises ModelError for a form, a context or a reading that is missing or blank.
    """

    japanese: tuple[str, ...]
    english: tuple[str, ...]
    kind: TermKind = TermKind.TERM
    forbidden_japanese: tuple[str, ...] = ()
    forbidden_english: tuple[str, ...] = ()
    note: str = ""
    part_of_speech: PartOfSpeech | None = None
    subject: str = ""
    readings: tuple[str, ...] = ()
    definition_japanese: str = ""
    definition_english: str = ""
    context_japanese: tuple[str, ...] = ()
    context_english: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        texts = (*self.japanese, *self.english, *self.forbidden_japanese, *self.forbidden_english)
        if not self.japanese or not self.english or not all(text.strip() for text in texts):
            raise ModelError(f"term {self.japanese or self.english}: a form is missing or blank")
        if not all(text.strip() for text in (*self.context_japanese, *self.context_english)):
            raise ModelError(f"term {self.japanese[0]}: a context is blank")
        if len(self.readings) > len(self.japanese) or not all(reading.strip() for reading in self.readings):
            raise ModelError(f"term {self.japanese[0]}: a reading is blank, or there are more than Japanese forms")

    def forms(self, language: Language) -> tuple[str, ...]:
        """Its forms in a language, the preferred one first."""
        return self.japanese if language is Language.JA else self.english

    def forbidden(self, language: Language) -> tuple[str, ...]:
        """What it must not be called in a language."""
        return self.forbidden_japanese if language is Language.JA else self.forbidden_english

    def definition(self, language: Language) -> str:
        """What it means, said in a language; "" if that is not said."""
        return self.definition_japanese if language is Language.JA else self.definition_english

    def contexts(self, language: Language) -> tuple[str, ...]:
        """Sentences of a language that show it in use."""
        return self.context_japanese if language is Language.JA else self.context_english


def sorting_key(term: Term) -> tuple[str, tuple[str, ...]]:
    """Return what puts terms in one order on every machine: their first Japanese form in Unicode's order, width and case folded.

    >>> port, pier = (Term(japanese=(form,), english=("-",)) for form in ("港", "ピア"))
    >>> sorting_key(pier) < sorting_key(port)
    True
    """
    return unicodedata.normalize("NFKC", term.japanese[0]).casefold(), term.japanese


@dataclass(frozen=True, slots=True, kw_only=True)
class TermHit:
    """A form in a text: where it stands, which form it is, and the terms that have it: mostly one, in the file's order."""

    terms: tuple[Term, ...]
    form: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """The terms of a publication in the order of the file.

    >>> gauge = Term(japanese=("潮位計",), english=("tide gauge", "tidal gauge"))
    >>> glossary = Glossary(terms=(gauge,))
    >>> [(hit.form, hit.span.start) for hit in glossary.find("Tide gauges and a tidal gauge.", Language.EN)]
    [('tidal gauge', 18)]
    """

    terms: tuple[Term, ...] = ()
    _forms: Mapping[Language, _Forms] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        forms = {language: _Forms.of(self.terms, language) for language in Language}
        object.__setattr__(self, "_forms", forms)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each Japanese form with each English form, as the aligner takes them."""
        for term in self.terms:
            yield from ((japanese, english) for japanese in term.japanese for english in term.english)

    def readings(self) -> Iterator[tuple[str, str]]:
        """Yield the Japanese forms whose reading is known, with it.

        >>> town = Term(japanese=("潮入町", "潮入"), english=("Shioiri",), readings=("しおいりちょう",))
        >>> list(Glossary(terms=(town,)).readings())
        [('潮入町', 'しおいりちょう')]
        """
        return (pair for term in self.terms for pair in zip(term.japanese, term.readings, strict=False))

    def find(self, text: str, language: Language) -> tuple[TermHit, ...]:
        """Return the terms in a text in order, without overlap, the longest form at each place.

        A form counts as a whole word: Latin beside no letter, katakana in no longer run of it, kanji alone beside no
        other. The first letter may be a capital. Time is linear in the text, whatever the number of terms.
        """
        return tuple(self._forms[language].iter_hits(text))


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms of one language, and how long those are that begin with a character, longest first."""

    terms: Mapping[str, tuple[Term, ...]]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, terms: tuple[Term, ...], language: Language) -> _Forms:
        by_form: dict[str, tuple[Term, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for term in terms:
            for form in term.forms(language):
                by_form[form] = (*by_form.get(form, ()), term)
                for first in {form[0], form[0].upper()}:
                    lengths.setdefault(first, set()).add(len(form))
        return cls(by_form, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})

    def iter_hits(self, text: str) -> Iterator[TermHit]:
        position = 0
        while position < len(text):
            hit = self._hit_at(text, position)
            if hit:
                yield hit
            position = hit.span.end if hit else position + 1

    def _hit_at(self, text: str, start: int) -> TermHit | None:
        for length in self.lengths.get(text[start], ()):
            written = text[start : start + length]
            if len(written) < length:
                continue
            for form in (written, written[0].lower() + written[1:]):
                terms = self.terms.get(form)
                if terms and _stands_alone(text, start, start + length):
                    return TermHit(terms=terms, form=form, span=Span(start, start + length))
        return None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the range is no mere part of a word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    for script in (_WORD_CHARACTER, _KATAKANA):
        is_joined_before = script.match(text[start]) and script.match(before)
        is_joined_after = script.match(text[end - 1]) and script.match(after)
        if is_joined_before or is_joined_after:
            return False
    is_one_kanji = end - start == 1 and _KANJI.match(text[start])
    return not (is_one_kanji and (_KANJI.match(before) or _KANJI.match(after)))
