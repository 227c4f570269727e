"""The mark that calls a note behind a sentence (※1, *1, [1], （注1）, ¹), which hides the stop from who asks for it."""

from __future__ import annotations

__all__ = ["NOTE_CALLS"]

_SIGN = r"(?:※|[*＊]{1,2}|[原訳]?注|[Nn]ote )"
_CALL = (
    rf"(?:{_SIGN}[0-9０-９]{{1,2}}|[\[［(（〔]{_SIGN}?[0-9０-９]{{1,3}}[\]］)）〕]|[¹²³⁰⁴-⁹†‡]{{1,3}}|[*＊※](?![*＊※]))"
)

NOTE_CALLS = rf"(?:[ \u3000]?{_CALL}){{0,4}}"
"""Up to four calls, or none, each behind a blank or none; regular-expression source.

>>> import re
>>> [bool(re.search(rf"[。.]{NOTE_CALLS}$", text)) for text in ("潮は高い。※1", "The tide is high. *1", "High [1]")]
[True, True, False]
"""
