"""Style sheets and scripts as pages carry them: without what only their writers read, and without the rules a page has no use for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from string import ascii_letters

from lxml import etree
from tinycss2 import parse_component_value_list, parse_rule_list, parse_stylesheet, serialize
from tinycss2.ast import Node

__all__ = ["Sheet", "iter_refused", "minify_css", "minify_script"]

_TIGHT = frozenset("{},;>")
_JOINING = frozenset({"+", "~"})
"""What joins selectors, white space beside it or not; in a sum it needs some."""
_LEADING_ZERO = re.compile(r"(?<![0-9])0(?=\.)")
_BARE_VALUE = re.compile(r"[a-z]+")
_HEAD_COMMENT = re.compile(r"^\s*/\*.*?\*/\n", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_SCRIPT_STRING = re.compile(r"(\"(?:\\.|[^\"\\])*\"|`(?:\\.|[^`\\])*`)")
_SCRIPT_TIGHT = re.compile(r" ?([{}()\[\],;:?=<>&|*!]|(?<![+-])(?<![+-] )[+-](?! ?[+-])) ?")
_SCRIPT_NAME = re.compile(r"\b(?:const|let)[ \[]+(\w+)")
_SCRIPT_WORD = re.compile(r"(?<![\w.])[a-zA-Z]\w*\b(?!:)")
_SCRIPT_INSERTED = re.compile(r"(?<=\$\{)[^}]*")
_NEEDLESS_END = re.compile(r"[;,](?=})")
_ELSEWHERE = re.compile(r"(?:https?|wss?|ftp|file):|[/\\]{2,}[^/\\]", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"[\x00-\x20]+")
"""What readers of addresses pass over (URL Standard, section 4.4), and more."""
_DEEPEST = 50
_CHOICES = frozenset({"is", "where", "has"})
_SELECTING = _CHOICES | {"not"}
_BY_SCRIPT = frozenset({".lit"})
"""What the script of a page adds to it."""


def iter_refused(css: str) -> Iterator[tuple[int, str]]:
    r"""Yield line, from 1, and what is wrong there of a sheet that comes from outside.

    It may hold nothing that asks another host, whatever the property and however it is written, and no "<", which could end
    its element; nor may it be broken, or nested so deep that reading it is work. Reference: CSS Syntax Module Level 3.

    >>> list(iter_refused("p { color: #123 }\nq { background: \\75rl(//example.org/a.png) }"))
    [(2, '"url(//example.org/a.png)": a page asks no other host for anything, and holds no markup in its style. Take it out')]
    """
    waiting = [(node, 0) for node in reversed(parse_component_value_list(css, skip_comments=True))]
    while waiting:
        node, depth = waiting.pop()
        if node.type == "error":
            yield node.source_line, f"no style sheet: {node.message}. Correct it"
        elif depth > _DEEPEST:
            yield node.source_line, f"blocks and brackets nested more than {_DEEPEST} deep. Write it flat"
            return
        elif _is_refused(node):
            yield (
                node.source_line,
                f'"{node.serialize()}": a page asks no other host for anything, and holds no markup in its style. Take it out',
            )
        waiting += [(inner, depth + 1) for inner in reversed(_inside(node))]


def _is_refused(node: Node) -> bool:
    value = str(getattr(node, "value", ""))
    if node.type in {"string", "url"} and _ELSEWHERE.match(_NO_ADDRESS.sub("", value)):
        return True
    return "<" in value or (node.type == "at-keyword" and node.lower_value == "import")


def _inside(node: Node) -> list[Node]:
    """Return what stands in a block or in the brackets of a function."""
    inside: list[Node] = getattr(node, "arguments", None) or getattr(node, "content", None) or []
    return inside


def minify_css(css: str) -> str:
    """Return a style sheet without comments, needless white space, zeros and quotes; what is in strings stays.

    >>> minify_css('a[lang="ja"] { margin: 0.5em; content: "0.5 ;  }" } /* d */')
    'a[lang=ja]{margin:.5em;content:"0.5 ;  }"}'
    """
    return str(serialize(_tightened(parse_component_value_list(css, skip_comments=True))))


def _tightened(nodes: Iterable[Node], tight: frozenset[str] = _TIGHT | _JOINING) -> list[Node]:
    kept: list[Node] = []
    for node in nodes:
        if node.type == "whitespace":
            if kept and kept[-1].type != "whitespace" and not _is_tight(kept[-1], tight) and kept[-1] != ":":
                node.value = " "
                kept.append(node)
            continue
        if kept and kept[-1].type == "whitespace" and _is_tight(node, tight):
            kept.pop()
        kept.append(_shortened(node))
    while kept and (kept[-1].type == "whitespace"):
        kept.pop()
    return kept


def _is_tight(node: Node, tight: frozenset[str]) -> bool:
    """Whether white space beside it means nothing."""
    return node.type == "{} block" or (node.type == "literal" and node.value in tight)


def _shortened(node: Node) -> Node:
    if node.type in {"number", "percentage", "dimension"}:
        node.representation = _LEADING_ZERO.sub("", node.representation, count=1)
    elif node.type == "function":
        node.arguments = _tightened(node.arguments, _TIGHT | _JOINING if node.lower_name in _SELECTING else _TIGHT)
    elif inside := _inside(node):
        node.content = _tightened(inside, _TIGHT if node.type == "() block" else _TIGHT | _JOINING)
        if node.type == "{} block" and node.content and node.content[-1] == ";":
            node.content.pop()
        for value in node.content if node.type == "[] block" else ():
            if value.type == "string" and _BARE_VALUE.fullmatch(value.value):
                value.representation = value.value
    return node


def minify_script(script: str) -> str:
    r"""Return a script on one line, without the comment at its head and blanks beside signs, its own names one letter long.

    What is in strings stays. Its names may not be keys of objects, nor stand before the colon of a choice. Its lines may end only where a token ends, and it may hold no other comment and no regular expression. One line, for
    the Nu HTML checker takes the digest of a script of several lines to be another. No loop in it may be empty ("for (;;);").

    >>> minify_script('/* a */\nconst light = f => f.light;\nif (b == "light = d") {\n  e = 1 - light(f) - -g;\n}\n')
    'let a=f=>f.light;if(b=="light = d"){e=1-a(f)- -g}'
    """
    pieces = _SCRIPT_STRING.split(_INDENT.sub("", _HEAD_COMMENT.sub("", script)))
    names = _short_names("".join(pieces[::2]))
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            tight = _NEEDLESS_END.sub("", _SCRIPT_TIGHT.sub(r"\1", piece))
            pieces[number] = _renamed(tight, names | {"const": "let"})
        elif piece[0] == "`":
            pieces[number] = _SCRIPT_INSERTED.sub(lambda inserted: _renamed(inserted[0], names), piece)
    return "".join(pieces)


def _short_names(code: str) -> dict[str, str]:
    """Return a letter for each name that a script gives to something, none that it has a use for already."""
    free = [letter for letter in ascii_letters if not re.search(rf"\b{letter}\b", code)]
    return dict(zip(dict.fromkeys(_SCRIPT_NAME.findall(code)), free, strict=False))


def _renamed(code: str, names: Mapping[str, str]) -> str:
    return _SCRIPT_WORD.sub(lambda word: names.get(word[0], word[0]), code)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Selector:
    """What a selector needs a page to have: all these names, and one selector of each choice. text: as it is written."""

    text: str = ""
    names: frozenset[str] = frozenset()
    choices: tuple[tuple[_Selector, ...], ...] = ()

    def fits(self, names: frozenset[str]) -> bool:
        """Whether it can match something in a page that has these names."""
        return self.names <= names and all(any(one.fits(names) for one in some) for some in self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One rule: what its selectors choose, and how that looks. around: the condition it stands in, "" for none."""

    look: str
    around: str
    selectors: tuple[_Selector, ...] = field(default=(_Selector(),))

    def for_names(self, names: frozenset[str]) -> str:
        """Return the rule without the selectors that can match nothing in a page that has these names, "" if none is left."""
        fitting = [one.text for one in self.selectors if one.fits(names)]
        return ",".join(fitting) + self.look if fitting else ""


class Sheet:
    """A minified style sheet and what each of its rules needs a page to have."""

    def __init__(self, css: str) -> None:
        """Make one. css: minified."""
        self.css = css
        self._rules = tuple(_iter_rules(parse_stylesheet(css)))

    def for_page(self, html: str) -> str:
        """Return what can apply to something in a page: the selectors whose elements, classes, ids and attributes it has.

        A selector is kept in doubt, as where it says what must not be.

        >>> Sheet("p{a:b}.x p,li{c:d}@media print{ul,p{e:f}li{g:h}}").for_page("<p></p>")
        'p{a:b}@media print{p{e:f}}'
        """
        names = _BY_SCRIPT.union(_iter_names(html))
        parts = []
        for around, rules in groupby(self._rules, key=lambda rule: rule.around):
            text = "".join(rule.for_names(names) for rule in rules)
            parts.append(f"{around}{{{text}}}" if around and text else text)
        return "".join(parts)


def _iter_names(html: str) -> Iterator[str]:
    for one in etree.HTML(html.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True)).iter("*"):
        yield str(one.tag)
        yield from (f"[{name}]" for name in map(str, one.attrib))
        yield from (f".{name}" for name in one.get("class", "").split())
        yield f"#{one.get('id')}"


def _iter_rules(rules: Iterable[Node], around: str = "") -> Iterator[_Rule]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"} and rule.content and not around:
            yield from _iter_rules(parse_rule_list(rule.content), f"@{rule.lower_at_keyword}{serialize(rule.prelude)}")
        elif rule.type == "qualified-rule":
            look = f"{{{serialize(rule.content)}}}"
            yield _Rule(look=look, around=around, selectors=tuple(_iter_selectors(rule.prelude)))
        elif rule.type == "at-rule":
            yield _Rule(look=rule.serialize(), around=around)


def _iter_selectors(nodes: Sequence[Node]) -> Iterator[_Selector]:
    for is_border, some in groupby(nodes, key=lambda node: bool(node == ",")):
        if not is_border:
            yield _selector(list(some))


def _selector(nodes: Sequence[Node]) -> _Selector:
    names, choices = set(), []
    for before, node in zip([None, *nodes], nodes, strict=False):
        if node.type == "ident" and before != ":":
            names.add(f".{node.value}" if before == "." else node.lower_value)
        elif node.type == "hash":
            names.add(f"#{node.value}")
        elif node.type == "[] block":
            names.update(f"[{inner.lower_value}]" for inner in node.content[:1] if inner.type == "ident")
        elif node.type == "function" and node.lower_name in _CHOICES:
            choices.append(tuple(_iter_selectors(node.arguments)))
    return _Selector(text=serialize(nodes), names=frozenset(names), choices=tuple(choices))
