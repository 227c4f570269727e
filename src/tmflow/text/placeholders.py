"""What a program fills in: {name}, {0}, %s, %(name)s, ${name}, {{name}}, and their place in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Placeholder", "iter_placeholders"]

_SIZE = r"(?:hh?|ll?|[qjzt])?"
_SHAPES = re.compile(
    r"(?P<double>\{\{\{?\s{0,9}[#/^&>]?\s{0,9}[A-Za-z_$][\w.$|:\s-]{0,60}?\}\}\}?)"  # {{name}} of Mustache, Handlebars, Jinja
    r"|(?P<server><%=?[^%<>]{1,60}%>)"  # <%= name %> of ERB, EJS
    r"|(?P<dollar>[$#%]\{[A-Za-z_][\w.]*\})"  # ${name}, #{name}, %{name}
    r"|\{(?P<icu>[A-Za-z_]\w*|\d+)\s*,\s*(?:plural|select|selectordinal|number|date|time)\b"  # ICU MessageFormat
    r"|(?P<brace>\{(?:[A-Za-z_]\w*(?:\.\w+|\[\w+\])*|\d*)(?:![rsa])?(?::[^{}\s]{1,12})?\})"  # {name}, {0}, {}, {0:.2f}
    r"|(?P<named>%\(\w+\)[-+#0 ]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa])"  # %(name)s of Python
    rf"|(?P<indexed>%\d{{1,2}}\$[-+#0]*\d*(?:\.\d+)?{_SIZE}[diouxXeEfFgGcsp@])"  # %1$s of POSIX
    rf"|(?<![\d%])(?P<printf>%[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?{_SIZE}[diouxXeEfFgGcsp@])(?![\w%])"  # %s, %05.2f
    r"|(?<![\w%])(?P<qt>%L?\d{1,2}|%n)(?![\w%])"  # %1 of Qt
    r"|(?<![\d%])(?P<percents>%[A-Za-z_][A-Za-z0-9_.]{1,30}%)"  # %name% of Symfony and Windows
    r"|(?<![\w$])(?P<shell>\$[A-Za-z_][A-Za-z0-9_]+)"  # $name of a shell
    r"|(?<!\w)(?P<dunder>__[A-Z][A-Z0-9_]*?__)(?!\w)",  # __NAME__
    re.ASCII,
)
_MARKS = frozenset("{%$_")
_CURRENCY = re.compile(r"\$[A-Z]{1,3}")
_TEX = re.compile(r"\\[A-Za-z]+\*?$")
_BRANCH = re.compile(r"(?:zero|one|two|few|many|other|male|female|=\d+)\s*$")
_LONGEST_COMMAND = 24


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder. `text`: how it is written, less blanks inside; [start, end): its range, in code points.

    is_positional: whether the program fills it by its place among its like (%s, {}), not by a name or number. is_branching:
    whether it opens the branches of an ICU message, which may repeat the others.
    """

    text: str
    start: int
    end: int
    is_positional: bool = False
    is_branching: bool = False


def iter_placeholders(text: str) -> Iterator[Placeholder]:
    r"""Yield the placeholders of a text, in order. A percentage (5%), a price ($5) and TeX (\emph{word}) have none.

    >>> [one.text for one in iter_placeholders("{user_name}さん、残り%d件（%(total)s件中）、{{ count }}円、5%")]
    ['{user_name}', '%d', '%(total)s', '{{count}}']
    >>> [one.text for one in iter_placeholders("{count, plural, one {# file} other {# files}}")]
    ['{count}']
    """
    if _MARKS.isdisjoint(text):
        return
    has_branches = False
    for found in _SHAPES.finditer(text):
        kind, start = found.lastgroup, found.start()
        before = text[max(0, start - _LONGEST_COMMAND) : start]
        if kind == "icu":
            has_branches = True
            yield Placeholder(f"{{{found['icu']}}}", start, found.end(), is_branching=True)
        elif not _is_other(found, before) and not (kind == "brace" and has_branches and _BRANCH.search(before)):
            written = re.sub(r"\s", "", found.group()) if kind in {"double", "server"} else found.group()
            yield Placeholder(written, start, found.end(), is_positional=kind == "printf" or written == "{}")


def _is_other(found: re.Match[str], before: str) -> bool:
    """Whether what looks like a placeholder is a currency ($US) or the argument of a TeX command."""
    if found.lastgroup == "shell":
        return _CURRENCY.fullmatch(found.group()) is not None
    return found.lastgroup == "brace" and _TEX.search(before) is not None
