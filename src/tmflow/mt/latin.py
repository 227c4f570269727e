"""What became of Latin words that stand in Japanese text: public models lose characters round them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.protected import without_addresses

__all__ = ["latin_problem"]

_LEAST_LETTERS = 3
"""Shorter ones are mostly parts of Japanese words (Tシャツ, PC) that English says otherwise."""
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[A-Za-z][A-Za-z0-9]*(?:[-'.&][A-Za-z0-9]+)*")
_UNIT = re.compile(r"[0-9０-９]\s?$")
_WORD = re.compile("[A-Za-z]+")
_SMALL_WORDS = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"])
_SAID_OTHERWISE = {
    "SNS": "social",
    "NPO": "nonprofit",
    "NGO": "nongovernmental",
    "CEO": "chief",
    "PTA": "parent",
    "GNP": "gross",
}
"""Acronyms of Japanese, with a word that English has for them."""


def latin_problem(source: str, target: str, pair: LanguagePair) -> str | None:
    """Return the first Latin word of the Japanese side that the English one does not have, or None.

    An acronym may be spelled out in English. Units behind figures are not asked for.

    >>> latin_problem("iPhoneを買った。", "I bought a Phone.", LanguagePair(Language.JA, Language.EN))
    'iPhone is lost'
    """
    japanese, english = (source, target) if pair.source is Language.JA else (target, source)
    asked = {
        found.group().rstrip("0123456789")
        for found in _TOKEN.finditer(without_addresses(japanese))
        if not _UNIT.search(japanese, max(0, found.start() - 2), found.start())
    }
    said = _English.of(english)
    for token in sorted(asked, key=japanese.find):
        plain = _squeezed(token)
        if pair.source is Language.EN and len(token) > 1 and said.has_only_as_rest(plain):
            return f"{token} is not in the source"
        acronym = token.removesuffix("s")
        if len(token) < _LEAST_LETTERS or (acronym.isupper() and said.spells_out(acronym.lower())):
            continue
        if not any(one in said.squeezed for one in (plain, _SAID_OTHERWISE.get(token, plain))):
            return f"{token} is {'lost' if pair.source is Language.JA else 'not in the source'}"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _English:
    """An English text as Latin words are looked for in it."""

    squeezed: str
    initials: tuple[str, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _English:
        words = [word.lower() for word in _WORD.findall(text)]
        every = "".join(word[0] for word in words)
        main = "".join(word[0] for word in words if word not in _SMALL_WORDS)
        joined = frozenset(re.findall("[A-Za-z0-9]+", re.sub("[-'.]", "", text)))
        return cls(squeezed=_squeezed(text), initials=(every, main), words=joined)

    def spells_out(self, acronym: str) -> bool:
        """Whether words in a row begin with the letters of an acronym."""
        return any(acronym in initials for initials in self.initials)

    def has_only_as_rest(self, plain: str) -> bool:
        """Whether a word is only the rest of a name: Phone of iPhone, PS of GPS."""
        if any(word.lower().startswith(plain) for word in self.words):
            return False
        return any(word.lower().endswith(plain) and not word.islower() for word in self.words)


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
