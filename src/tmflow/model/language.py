"""The two languages of a bitext and the pair they form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Language", "LanguagePair"]

_SLIPS = {"jp": "ja", "jpn": "ja", "jap": "ja", "eng": "en", "uk": "en", "us": "en"}


class Language(StrEnum):
    """A language tmflow works in, by its shortest BCP 47 subtag."""

    JA = "ja"
    EN = "en"

    @classmethod
    def parse(cls, code: str) -> Language:
        """Return the language of a BCP 47 tag, by its primary subtag and whatever its case.

        Raises ValueError for any other language, with the likely slip named; TypeError for what is no tag.

        >>> Language.parse("en-US")
        <Language.EN: 'en'>
        >>> Language.parse("jp")
        Traceback (most recent call last):
        ValueError: "jp" is not a language tmflow knows (ja?)
        """
        if not isinstance(code, str):
            raise TypeError(f'a language is {type(code).__name__}: give "ja" or "en"')
        primary = code.replace("_", "-").split("-", 1)[0].lower()
        try:
            return cls(primary)
        except ValueError:
            hint = _SLIPS.get(primary, "ja or en")
            raise ValueError(f'"{code}" is not a language tmflow knows ({hint}?)') from None

    @property
    def other(self) -> Language:
        """The other language of the pair."""
        return Language.EN if self is Language.JA else Language.JA

    @property
    def display_name(self) -> str:
        """The English name, for messages."""
        return "Japanese" if self is Language.JA else "English"


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """The direction of a translation."""

    source: Language
    target: Language

    def __post_init__(self) -> None:
        if self.source is self.target:
            raise ValueError(f"source and target are both {self.source.value}")

    def __str__(self) -> str:
        return f"{self.source.value}>{self.target.value}"

    @property
    def reversed(self) -> LanguagePair:
        """The opposite direction.

        >>> str(LanguagePair(Language.JA, Language.EN).reversed)
        'en>ja'
        """
        return LanguagePair(self.target, self.source)
