"""Putting a glossary term in the place of another one."""

from __future__ import annotations

import re

from tmflow.memory.slots import Slot
from tmflow.model.glossary import Term, TermKind
from tmflow.model.language import Language
from tmflow.text.values import Spelling

__all__ = ["respell_term"]

_REACH = 16
_DETERMINER = re.compile(r"\b(?:the|this|that|its|their|our|your|my|his|her|each|every|a|an|old|new) $", re.IGNORECASE)
_THE = re.compile(r"\b[Tt]he $")
_ARTICLE = re.compile(r"\b([Aa])n? $")
_PERSON = re.compile(r"\b(?:he|she|him|his|hers?|Mr|Mrs|Ms|Miss|Sir|Madam)\b", re.IGNORECASE)
_JAPANESE_PERSON = re.compile("彼|女史|夫人|嬢")


def respell_term(text: str, slot: Slot, new: Term, *, language: Language) -> Spelling | None:
    """Return the preferred form of a term in the place of another; None where more would have to change with it.

    That is: a form other than the preferred one, a plural, an article that a name has and another has not, a person's
    sex, in English a common term without a determiner (it may be of no number, "brine", or in the plural).
    """
    old = slot.term
    if old is None or old.kind is not new.kind:
        return None
    written = text[slot.start : slot.end]
    before, after = old.forms(language)[0], new.forms(language)[0]
    if language is Language.JA:
        is_fit = written == before and not (new.kind is TermKind.NAME and _JAPANESE_PERSON.search(text))
        return Spelling(slot.start, slot.end, after) if is_fit else None
    if written.lower() != before.lower() or not _fits_english(text, slot, before, after, new.kind):
        return None
    spelled = after[0].upper() + after[1:] if written[0].isupper() else after
    return _with_article(text, slot, spelled)


def _fits_english(text: str, slot: Slot, before: str, after: str, kind: TermKind) -> bool:
    lead = max(0, slot.start - _REACH)
    is_possessive = text.startswith(("'", "’"), slot.end)
    if before.endswith("s") != after.endswith("s") or (is_possessive and after.endswith("s")):
        return False
    if kind is TermKind.NAME:
        has_article = (
            _THE.search(text, lead, slot.start) or before.lower().startswith("the ") or after.lower().startswith("the ")
        )
        return not has_article and not _PERSON.search(text)
    return _DETERMINER.search(text, lead, slot.start) is not None


def _with_article(text: str, slot: Slot, spelled: str) -> Spelling | None:
    """Return the spelling with "a" or "an" before it as its first letter wants, where one stands there; None if unclear."""
    found = _ARTICLE.search(text, max(0, slot.start - _REACH), slot.start)
    if found is None:
        return Spelling(slot.start, slot.end, spelled)
    if re.match("(?:[uh]|eu|one)", spelled, re.IGNORECASE) or spelled[:2].isupper():
        return None
    article = found.group(1) + ("n" if spelled[0].lower() in "aeio" else "")
    return Spelling(found.start(), slot.end, f"{article} {spelled}")
