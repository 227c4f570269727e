"""Forms of a text under which two spellings count as the same. The text itself is never changed in a file."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["fold_spaces", "match_key"]

_SPACE_BESIDE_JAPANESE = (
    r"(?<=[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]) | (?=[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60])"
)
_PUNCTUATION = str.maketrans(dict(zip("“”‘’–—―‐‑〜，．･", "\"\"''-----~、。・", strict=True)) | {"…": "..."})
_VARIANT = f"[{''.join(map(chr, _PUNCTUATION))}]"
_UNEVEN = rf"[{''.join(map(chr, _PUNCTUATION))}\s]"
"""What the key of a text that is in NFKC changes or may drop; hardly any Japanese sentence has one."""
_WITHIN_FIGURE = r"(?<=[0-9０-９])[，．](?=[0-9０-９])"
"""The comma and the point of full-width figures, which NFKC makes those of the others."""

_compiled = cache(re.compile)
"""Compiles an expression when it is first needed: what is in ASCII needs none."""


def fold_spaces(text: str) -> str:
    """Return the text with each run of white space as one blank, none at the ends.

    >>> fold_spaces(" a  b ")
    'a b'
    """
    if "  " not in text and text.isprintable():  # of white space only the blank is printable
        return text.strip(" ")
    return " ".join(text.split())


def match_key(text: str) -> str:
    """Return the form under which a memory compares texts: NFKC width, one kind of quote and dash, folded spaces.

    Case is kept. Blanks next to Japanese characters are dropped, because writers differ in them.

    >>> match_key("総額は１２０万 円だ。") == match_key("総額は120万円だ。")
    True
    """
    if text.isascii():
        return fold_spaces(text)
    if not _compiled(_UNEVEN).search(text) and unicodedata.is_normalized("NFKC", text):
        return text
    plain = unicodedata.normalize("NFKC", _fold_punctuation(_compiled(_WITHIN_FIGURE).sub(_narrow, text)))
    folded = fold_spaces(_fold_punctuation(plain))
    return unicodedata.normalize("NFKC", _compiled(_SPACE_BESIDE_JAPANESE).sub("", folded)) if " " in folded else folded


def _fold_punctuation(text: str) -> str:
    return text.translate(_PUNCTUATION) if _compiled(_VARIANT).search(text) else text


def _narrow(found: re.Match[str]) -> str:
    return "," if found.group() == "，" else "."
