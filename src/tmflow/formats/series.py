"""Which series an article belongs to, and its place in it, where a line says so by itself."""

from __future__ import annotations

import re
import unicodedata

from tmflow.text.japanese_numbers import iter_japanese_values

__all__ = ["part_number", "read_numbered", "read_series", "settle_series"]

_NUMERAL = "[0-9〇一二三四五六七八九十百]+"
_PART = re.compile(
    rf"(?<![ ,、:\-–—―|/])[ ,、:\-–—―|/]*[(\[【]?(?:第({_NUMERAL})(?:回|話|部|章|弾)|(?:Part|Episode|Chapter) ?([0-9]+)|(?<=\()([0-9]{{1,3}}))[)\]】]?$",
    re.IGNORECASE,
)
"""In a line normalized to NFKC, which has half-width brackets, blanks and colons."""
_HIGHEST = 9999


def read_series(line: str) -> tuple[str, int | None]:
    """Return the series a line names and the part it tells, "" and None for what it does not.

    Only a line that ends in its part is split: 第N回 (話, 部, 章, 弾), Part N (Episode, Chapter) or a number in brackets.
    A line without a part may be anything, and is returned whole for the caller to know what it is.

    >>> read_series("港めぐり　第十二回"), read_series("Around the harbor, Part 3"), read_series("地域")
    (('港めぐり', 12), ('Around the harbor', 3), ('地域', None))
    """
    plain = unicodedata.normalize("NFKC", line).strip()
    found = _PART.search(plain)
    if found is None:
        return line.strip(), None
    tail = next(group for group in found.groups() if group)
    return plain[: found.start()].strip(" 「」『』“”\"'"), part_number(tail)


def read_numbered(line: str) -> tuple[str, int | None]:
    """Return what `read_series` does, but nothing of a line that does not tell both: only then it surely names a series.

    >>> read_numbered("港めぐり（3）"), read_numbered("地域"), read_numbered("第3回")
    (('港めぐり', 3), ('', None), ('', None))
    """
    name, part = read_series(line)
    return (name, part) if name and part is not None else ("", None)


def settle_series(name: str, part: str, *, kicker: str, title: str) -> tuple[str | None, int | None]:
    """Return the series and the part that what is known of an article makes, None for what nothing tells.

    name, part: as its metadata has them, "" for none. The kicker says which series it is where they do not, and the title
    which part.

    >>> settle_series("", "", kicker="港めぐり 第3回", title="灯台"), settle_series("港めぐり", "四", kicker="", title="灯台")
    (('港めぐり', 3), ('港めぐり', 4))
    """
    series, told = read_series(name)
    if not series:
        series, told = read_numbered(kicker)
    if series and told is None:
        told = read_series(title)[1]
    number = part_number(part)
    return series or None, told if number is None else number


def part_number(text: str) -> int | None:
    """Return a part written in digits or Chinese numerals, None for anything else or out of 0..9999.

    >>> part_number("３"), part_number("第二回"), part_number("last")
    (3, 2, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("第")
    numeral = re.match(_NUMERAL, plain)
    values = list(iter_japanese_values(f"第{numeral[0]}回")) if numeral else []
    number = int(values[0].value) if len(values) == 1 else None
    return number if number is not None and 0 <= number <= _HIGHEST else None
