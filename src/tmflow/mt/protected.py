"""What of a text must not be translated, and what stands for it in the target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.model.glossary import Glossary
from tmflow.model.language import LanguagePair
from tmflow.model.terms import iter_own_hits
from tmflow.text.numbers import iter_values
from tmflow.text.restating import restate
from tmflow.text.values import HALF_WIDTH

__all__ = [
    "NOTHING_MORE",
    "Protection",
    "Substitute",
    "is_address",
    "iter_addresses",
    "iter_phones",
    "without_addresses",
]

_URL = (
    r"(?:https?|ftp)://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+|(?<![A-Za-z0-9.@/])www\.[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]+"
)
_EMAIL = r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
_PLACEHOLDER = (
    r"%\([A-Za-z_]\w*\)[#0\- +]*\d*(?:\.\d+)?[A-Za-z]"  # %(name)s, printf-style formatting of the Python library
    r"|(?<![0-9０-９])%(?:\d+\$)?[sd](?![A-Za-z])"
    r"|\{\{[^{}\n]*\}\}|\$?\{[A-Za-z0-9_.:!]*\}"
)
_TAG = r"</?[A-Za-z][^<>\n]*>|&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);"
_FORM_LOOKALIKE = r"⟦\s*\d+\s*⟧|[⟦⟧]|[Xx]\d+[Xx]|#\d+#"
_ADDRESS = re.compile(f"{_URL}|{_EMAIL}")
_FIXED = re.compile(f"{_URL}|{_EMAIL}|{_PLACEHOLDER}|{_TAG}|{_FORM_LOOKALIKE}", re.ASCII)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z+-])(?:\+[1-9][0-9]{0,2}(?:[- ][0-9]{1,4}){2,4}"  # +81 3-5550-0123
    r"|0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}|\(?0[0-9]{1,4}\)\s?[0-9]{1,4}-[0-9]{3,4}"  # 03-5550-0123, (03) 5550-0123
    r"|1-[0-9]{3}-[0-9]{3}-[0-9]{4}|\([2-9][0-9]{2}\)\s?[0-9]{3}-[0-9]{4}|[2-9][0-9]{2}-[0-9]{3}-[0-9]{4})(?![0-9A-Za-z-])"
)
_NARROW = HALF_WIDTH | str.maketrans("（）＋−‐－ー", "()+----")
"""One character for one: numbers are printed with every sort of hyphen, and with the long-vowel mark for one."""
_DIGIT = re.compile("[0-9０-９]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """A run of the source that is masked and comes back in the target's own form: a term, a figure, a phone number."""

    source: str
    target: str
    is_term: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What is masked beside inline codes, addresses, phone numbers and placeholders, which always are.

    pair: the direction; None masks nothing more. glossary: the terms for whose preferred form the engine has no say; a
    form of several terms is left to it. has_figures: whether what is written with digits is masked as well, where
    `restate` is certain of its form in the target.
    """

    pair: LanguagePair | None = None
    glossary: Glossary | None = None
    has_figures: bool = False

    def cut(self, text: str) -> Iterator[tuple[str, str | Substitute | None]]:
        """Yield the runs of a text in order, each with what is kept of it: None where it is for the engine.

        >>> from tmflow.model.language import Language
        >>> pair = LanguagePair(Language.JA, Language.EN)
        >>> [kept.target for _, kept in Protection(pair=pair, has_figures=True).cut("費用は3億円だ。") if kept]
        ['300 million yen']
        """
        taken = bytearray(len(text))
        found: list[tuple[int, int, str | Substitute]] = []
        for candidates in (_iter_fixed(text), self._iter_terms(text), self._iter_figures(text)):
            for start, end, kept in candidates:
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.append((start, end, kept))
        position = 0
        for start, end, kept in sorted(found, key=lambda one: one[0]):
            yield text[position:start], None
            yield text[start:end], kept
            position = end
        yield text[position:], None

    def _iter_terms(self, text: str) -> Iterator[tuple[int, int, Substitute]]:
        if self.pair is None or self.glossary is None:
            return
        for hit in iter_own_hits(text, self.pair.source, self.glossary):
            preferred = {term.forms(self.pair.target)[0] for term in hit.terms}
            if len(preferred) == 1:
                start, end = hit.span.start, hit.span.end
                yield start, end, Substitute(source=text[start:end], target=preferred.pop(), is_term=True)

    def _iter_figures(self, text: str) -> Iterator[tuple[int, int, Substitute]]:
        if self.pair is None or not self.has_figures:
            return
        for value in iter_values(text, language=self.pair.source.value):
            written = text[value.start : value.end]
            if _DIGIT.search(written) and (spelled := restate(text, value, language=self.pair.target.value)):
                yield value.start, value.end, Substitute(source=written, target=spelled)


NOTHING_MORE = Protection()


def iter_addresses(text: str) -> Iterator[str]:
    """Yield the URLs and e-mail addresses of a text, without the punctuation that follows them.

    >>> list(iter_addresses("詳しくは https://example.org/a_b?c=1。(info@example.org)"))
    ['https://example.org/a_b?c=1', 'info@example.org']
    """
    for found in _ADDRESS.finditer(text):
        yield _trim_address(found.group())


def without_addresses(text: str) -> str:
    """Return a text with a blank in the place of each URL and e-mail address."""
    for address in iter_addresses(text):
        text = text.replace(address, " ")
    return text


def iter_phones(text: str) -> Iterator[str]:
    """Yield the phone numbers of a text in half width.

    >>> list(iter_phones("電話は０３－５５５０－０１２３、期間は2026-03-14から。"))
    ['03-5550-0123']
    """
    for found in _PHONE.finditer(text.translate(_NARROW)):
        yield found.group()


def is_address(kept: str) -> bool:
    """Whether what was kept is a URL or an e-mail address."""
    return _ADDRESS.match(kept) is not None


def _iter_fixed(text: str) -> Iterator[tuple[int, int, str | Substitute]]:
    """Yield what stays as it is; a phone number in half width."""
    for found in _FIXED.finditer(text):
        value = found.group()
        if _ADDRESS.match(value):
            value = _trim_address(value)
        yield found.start(), found.start() + len(value), value
    for found in _PHONE.finditer(text.translate(_NARROW)):
        written = text[found.start() : found.end()]
        kept = written if written == found.group() else Substitute(source=written, target=found.group())
        yield found.start(), found.end(), kept


def _trim_address(address: str) -> str:
    """Take off what belongs to the sentence: final punctuation, and a closing bracket that was opened before."""
    while True:
        shorter = address.rstrip(".,;:!?'*")
        for opening, closing in ("()", "[]"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
