"""Characters that look right and are another: decomposed kana, radicals for kanji, variants, what the file cannot hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tmflow.check.finding import Fix
from tmflow.check.rule import Fault
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span
from tmflow.text.encoding import codec_display_name

__all__ = ["iter_forms", "lacking"]

_DECOMPOSED = re.compile("[\u3041-\u30ffA-Za-z][\u0300-\u036f\u3099\u309a]+")
_RADICAL = re.compile("[\u2f00-\u2fd5]+")
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff0-9#*"
_VARIANT = re.compile(f"(?<![{_EMOJI}])[\ufe0e\ufe0f]|[\ufe00-\ufe0d]|[\U000e0100-\U000e01ef]")


def iter_forms(subject: Subject) -> Iterator[Fault]:
    """Yield the characters of the units that stand for others, and those that the encoding of their file lacks."""
    for side in (Side.SOURCE, Side.TARGET):
        document = subject.document(side)
        codec = "utf-8" if document is None else document.encoding.codec
        for unit, content in subject.iter_contents(side):
            text = content.text
            for found in _DECOMPOSED.finditer(text):
                composed = unicodedata.normalize("NFC", found.group())
                if composed != found.group():
                    yield _fault(
                        unit,
                        side,
                        found.span(),
                        f"{composed} is written as {len(found.group())} characters",
                        fix=composed,
                    )
            for found in _RADICAL.finditer(text):
                kanji = unicodedata.normalize("NFKC", found.group())
                yield _fault(unit, side, found.span(), f"a radical for the kanji {kanji}", fix=kanji)
            for found in _VARIANT.finditer(text):
                is_ideographic = found.group() > "\uffff"
                name = "a variant of the kanji before it, which" if is_ideographic else "a variation selector, which"
                message = f"U+{ord(found.group()):04X} {name} searches do not find"
                yield _fault(unit, side, found.span(), message, fix=None if is_ideographic else "")
            for character in sorted(lacking(text, codec)):
                at = text.index(character)
                message = (
                    f"U+{ord(character):04X} is not in {codec_display_name(codec)}, in which the article is written"
                )
                yield _fault(unit, side, (at, at + 1), message, fix=None)


def lacking(text: str, codec: str) -> frozenset[str]:
    r"""Return the characters of a text that an encoding lacks; the damaged ones, which none has, left out.

    >>> sorted(lacking("港 • 朝", "cp932")), sorted(lacking("港 • 朝", "utf-8"))
    (['•'], [])
    """
    try:
        text.encode(codec, "surrogatepass") if codec.startswith("utf") else text.encode(codec)
    except UnicodeEncodeError:
        return frozenset(character for character in text if not _is_in(character, codec) and character != "\ufffd")
    return frozenset()


def _is_in(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _fault(unit: TranslationUnit, side: Side, at: tuple[int, int], message: str, *, fix: str | None) -> Fault:
    span = Span(*at)
    return Fault(
        message=message,
        unit=unit,
        anchor=side,
        source_span=span if side is Side.SOURCE else None,
        target_span=span if side is Side.TARGET else None,
        found=None,
        fix=None if fix is None else Fix(side=side, span=span, text=fix),
    )
