"""The values a text states: numbers, percentages, money, dates, times of day and ordinals, by value in both languages.

1億2000万ドル and "$120 million" give the same `Value.key`, so do 令和7年 and 2025, 午後3時半 and "3:30 p.m.", 3割 and "30 percent".
What is only perhaps a value (十分 "enough", 一方 "meanwhile", the pronoun "one") gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.text.english_numbers import iter_english_values
from tmflow.text.japanese_numbers import iter_japanese_values
from tmflow.text.values import HALF_WIDTH, Value, ValueKind

__all__ = ["Value", "ValueKind", "iter_values"]


def iter_values(text: str, *, language: str) -> Iterator[Value]:
    """Yield the values of a text in order, without overlap. `language` is "ja" or "en". Linear in the text.

    Raises ValueError for another language.

    >>> [str(value.value) + value.unit for value in iter_values("１億2000万ドル、3割、12月2日、午後3時半", language="ja")]
    ['120000000USD', '30', '--12-02', '15:30']
    >>> [str(value.value) + value.unit for value in iter_values("$120 million, 30 percent, Dec. 2, 3:30 p.m.", language="en")]
    ['120000000USD', '30', '--12-02', '15:30']
    """
    if language == "ja":
        return iter_japanese_values(_MIDDLE_DOT.sub(".", text.translate(HALF_WIDTH)))
    if language == "en":
        return iter_english_values(text.translate(HALF_WIDTH))
    raise ValueError(f'"{language}" is not "ja" or "en"')


_MIDDLE_DOT = re.compile(
    r"(?<=[0-9])・(?=[0-9]{1,4}(?:[倍%度割万億兆]|パーセント|ポイント|キロ|メートル|センチ|トン|[㍍㌢㌔㍉㌧]))"
)
"""The decimal point of newspapers (2・5倍); elsewhere the dot parts two numbers (1・2年生, 9・11)."""
