"""How what was masked stands in the target: its blanks, articles and capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from tmflow.model.content import InlineCode
from tmflow.model.terms import plural
from tmflow.mt.protected import Substitute, is_address
from tmflow.text.abbreviations import ends_abbreviation

__all__ = ["Kept", "spaced_in_english", "spaced_in_japanese"]

Kept: TypeAlias = str | InlineCode | Substitute
"""What a placeholder stands for: a text that stays as it is, a code, or what takes another form."""

_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")
_SENTENCE_START = re.compile(r"(?:^|[.!?][\"”’)]*\s)[\"“‘(]*$")
_ARTICLE = re.compile(r"\b([Aa])n? $")
_THE = re.compile(r"\b[Tt]he $")
_PLURAL = re.compile("e?s(?![A-Za-z])")
_PLURAL_OR_OWNER = re.compile(r"(?:'|’)?s(?![A-Za-z])|['’]")
_REACH = 6
"""How many parts before a term are looked at for the end of a sentence."""
_EIGHTS = re.compile(r"[$€£¥]?(?:8|1[18](?![0-9,.]))")
_UNCLEAR = re.compile(r"(?i:[uh]|eu|one)|[A-Z]{2}|[$€£¥]?1[18][0-9]{2}(?![0-9])")


def spaced_in_english(parts: Sequence[Kept]) -> list[str | InlineCode]:
    """Return the parts of an English answer with what they stand for.

    parts: runs of the answer at even indexes, what was kept at odd ones. Codes are left as they are.

    >>> term = Substitute(source="潮位計", target="tide gauge", is_term=True)
    >>> spaced_in_english(["", term, "broke. An", term, "."])
    ['', 'Tide gauge', ' broke. A ', 'tide gauge', '.']
    """
    spaced: list[str | InlineCode] = []
    for index, part in enumerate(parts):
        if isinstance(part, InlineCode):
            spaced.append(part)
        elif isinstance(part, Substitute):
            spaced.append(_in_its_place(part, spaced))
        else:
            spaced.append(part)
        if index % 2 and not isinstance(part, InlineCode):
            _space_before(spaced)
        elif index and index % 2 == 0 and isinstance(spaced[-2], str):
            spaced[-2:] = _joined(spaced[-2], str(spaced[-1]), parts[index - 1])
    return spaced


def _in_its_place(part: Substitute, before: list[str | InlineCode]) -> str:
    """Return the target's form, and change the article before it; a term that begins a sentence has a capital."""
    text = "".join(one if isinstance(one, str) else one.text for one in before[-_REACH:])
    is_abbreviated = ends_abbreviation(text.rstrip(), len(text.rstrip()))
    is_first = (
        not is_abbreviated
        and _SENTENCE_START.search(text) is not None
        and (len(before) <= _REACH or text.strip() != "")
    )
    spelled = part.target
    last = before[-1]
    if isinstance(last, str):
        if spelled.startswith("the ") and _THE.search(text):
            spelled = spelled.removeprefix("the ")
        lead = last if last.endswith(" ") or not last else f"{last} "
        if (article := _ARTICLE.search(lead)) and (fitting := _article_for(spelled)):
            last = f"{lead[: article.start(1)]}{article.group(1)}{fitting[1:]} "
        before[-1] = last
    return spelled[0].upper() + spelled[1:] if is_first else spelled


def _article_for(word: str) -> str | None:
    """Return "a" or "an" as a word or a figure sounds; None where that is not clear (an hour, a unit, an MP)."""
    if _UNCLEAR.match(word):
        return None
    return "an" if word[0] in "aeioAEIO" or _EIGHTS.match(word) else "a"


def _space_before(spaced: list[str | InlineCode]) -> None:
    """Put a blank between what was kept, the last part, and a letter or comma before it."""
    kept, run = spaced[-1], spaced[-2]
    if not isinstance(kept, str) or not isinstance(run, str):
        return
    before = run or next((one for one in spaced[-3:-2] if isinstance(one, str)), "")
    touches_word = before[-1:].isalnum() and (kept[:1].isalnum() or kept[:1] in "$€£")
    if touches_word or before.endswith((",", ";")) or (is_address(kept) and before.endswith((".", ":"))):
        spaced[-2] = f"{run} "


def _joined(kept: str, run: str, part: Kept) -> tuple[str, str]:
    """Return what was kept and what follows, with a blank before a letter and one full stop; a term takes the plural's s."""
    if not isinstance(part, Substitute):
        return kept, f" {run}" if is_address(kept) and run[:1].isalnum() else run
    if kept.endswith(".") and run.startswith("."):
        return kept, run[1:]
    if part.is_term and (ending := _PLURAL.match(run)):
        return plural(kept), run[ending.end() :]
    return kept, f" {run}" if run[:1].isalnum() and not _PLURAL_OR_OWNER.match(run) else run


def spaced_in_japanese(parts: Sequence[Kept]) -> list[str | InlineCode]:
    """Return the parts of a Japanese answer with what they stand for, without blanks between that and Japanese.

    parts: runs of the answer at even indexes, what was kept at odd ones.

    >>> spaced_in_japanese(["この ", Substitute(source="tide gauge", target="潮位計"), " は"])
    ['この', '潮位計', 'は']
    """
    spaced = [part.target if isinstance(part, Substitute) else part for part in parts]
    texts = [part if isinstance(part, str) else part.text for part in spaced]
    for index in range(0, len(spaced), 2):
        run = texts[index]
        before, after = (texts[index - 1] if index else ""), (texts[index + 1] if index + 1 < len(texts) else "")
        if index and (_WIDE.match(run.lstrip()) or _WIDE.match(before[-1:])):
            run = run.lstrip(" ")
        if index + 1 < len(texts) and (_WIDE.match(run.rstrip()[-1:]) or _WIDE.match(after[:1])):
            run = run.rstrip(" ")
        spaced[index] = run
    return spaced
