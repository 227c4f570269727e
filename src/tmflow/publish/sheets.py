"""Style sheets and scripts as pages carry them: without what only their writers read, and without the rules a page has no use for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Sheet", "minify_css", "minify_script"]

_COMMENT_OR_STRING = re.compile(r"/\*.*?\*/|(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')", re.DOTALL)
_BLANK = re.compile(r"\s+")
_TIGHT = re.compile(r" ?([{};,>]) ?|(:) ")
_LEADING_ZERO = re.compile(r"(?<![\w.#%)-])(-?)0(\.\d)")
_QUOTED_NAME = re.compile(r"=\"([a-z]+)\"\]")
_HEAD_COMMENT = re.compile(r"^\s*/\*.*?\*/\n", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_SCRIPT_STRING = re.compile(r"(\"(?:\\.|[^\"\\])*\"|`(?:\\.|[^`\\])*`)")
_SCRIPT_TIGHT = re.compile(r" ?([{}()\[\],;:?=<>&|*]|(?<![+-])(?<![+-] )[+-](?! ?[+-])) ?")
_BORDER = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[{}]|;")
_BRACKETED = re.compile(r"\([^()]*\)")
_PSEUDO = re.compile(r"::?[\w-]+")
_ATTRIBUTE = re.compile(r"\[([\w-]+)[^\]]*\]")
_NAMED = re.compile(r"[.#]?-?[a-zA-Z][\w-]*")
_START_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s+[a-z][a-z:-]*(?:=\"[^\"]*\")?)*)\s*>")
_GIVEN = re.compile(r"([a-z][a-z:-]*)(?:=\"([^\"]*)\")?")
_BY_SCRIPT = frozenset({".lit"})
"""What the script of a page adds to it."""


def minify_css(css: str) -> str:
    """Return a style sheet without comments, needless white space, zeros and quotes; what is in strings stays.

    >>> minify_css('a[lang="ja"] { margin: 0.5em; content: "0.5 ;  }" } /* d */')
    'a[lang=ja]{margin:.5em;content:"0.5 ;  }"}'
    """
    bare = _COMMENT_OR_STRING.sub(lambda found: found[1] or "", css)
    pieces = _COMMENT_OR_STRING.split(_QUOTED_NAME.sub(r"=\1]", bare))
    pieces[::2] = [
        _LEADING_ZERO.sub(r"\1\2", _TIGHT.sub(r"\1\2", _BLANK.sub(" ", piece))).replace(";}", "}")
        for piece in pieces[::2]
    ]
    return "".join(pieces).strip()


def minify_script(script: str) -> str:
    r"""Return a script on one line without the comment at its head and blanks beside signs; what is in strings stays.

    Its lines may end only where a token ends, and it may hold no other comment and no regular expression. One line, for
    the Nu HTML checker takes the digest of a script of several lines to be another.

    >>> minify_script('/* a */\nif (b == "c = d") {\n  e = 1 - f - -g;\n}\n')
    'if(b=="c = d"){e=1-f - -g;}'
    """
    pieces = _SCRIPT_STRING.split(_INDENT.sub("", _HEAD_COMMENT.sub("", script)))
    pieces[::2] = [_SCRIPT_TIGHT.sub(r"\1", piece) for piece in pieces[::2]]
    return "".join(pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One rule. around: the condition it stands in, "" for none; wanted: what one of its selectors must all find in a page."""

    text: str
    around: str = ""
    wanted: tuple[frozenset[str], ...] = (frozenset(),)


class Sheet:
    """A minified style sheet and what each of its rules needs a page to have."""

    def __init__(self, css: str) -> None:
        """Make one. css: minified."""
        self.css = css
        self._rules = tuple(_iter_rules(css))

    def for_page(self, html: str) -> str:
        """Return the rules that can apply to something in a page: with the elements, classes and attributes they name.

        A rule is kept in doubt: what stands in brackets, as in `:is()`, is not looked into.

        >>> Sheet("p{a:b}.x p,li{c:d}@media print{ul,p{e:f}li{g:h}}").for_page("<p></p>")
        'p{a:b}@media print{ul,p{e:f}}'
        """
        names = _BY_SCRIPT | frozenset(_iter_names(html))
        parts, around = [], ""
        for rule in self._rules:
            if not any(wanted <= names for wanted in rule.wanted):
                continue
            if rule.around != around:
                parts += ["}" if around else "", f"{rule.around}{{" if rule.around else ""]
                around = rule.around
            parts.append(rule.text)
        return "".join([*parts, "}" if around else ""])


def _iter_names(html: str) -> Iterator[str]:
    for tag, given in _START_TAG.findall(html):
        yield tag
        for name, value in _GIVEN.findall(given):
            yield f"[{name}]"
            if name == "class":
                yield from (f".{one}" for one in value.split())


def _iter_rules(css: str, around: str = "") -> Iterator[_Rule]:
    for head, body, text in _iter_blocks(css):
        if head.startswith(("@media", "@supports")) and not around:
            yield from _iter_rules(body, head)
        elif not head or head.startswith("@") or "\\" in head:
            yield _Rule(text=text, around=around)
        else:
            yield _Rule(text=text, around=around, wanted=tuple(_iter_wanted(head)))


def _iter_blocks(css: str) -> Iterator[tuple[str, str, str]]:
    """Yield head, body and whole text of each block, and of each statement without one."""
    start = open_at = depth = 0
    for border in _BORDER.finditer(css):
        sign = border[0]
        if sign == "{":
            open_at = open_at if depth else border.start()
            depth += 1
        elif sign == "}":
            depth -= 1
        if depth == 0 and sign in {"}", ";"}:
            head, body = (css[start:open_at], css[open_at + 1 : border.start()]) if sign == "}" else ("", "")
            yield head, body, css[start : border.end()]
            start = border.end()
    if rest := css[start:]:
        yield "", "", rest


def _iter_wanted(head: str) -> Iterator[frozenset[str]]:
    bare = _COMMENT_OR_STRING.sub("", head)
    while (less := _BRACKETED.sub("", bare)) != bare:
        bare = less
    for selector in bare.split(","):
        attributes = {f"[{name}]" for name in _ATTRIBUTE.findall(selector)}
        simple = _NAMED.findall(_PSEUDO.sub("", _ATTRIBUTE.sub("", selector)))
        yield frozenset(attributes | {name for name in simple if not name.startswith("#")})
