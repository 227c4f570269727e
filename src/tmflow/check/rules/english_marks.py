"""Rules on English punctuation: blanks round the marks, the mark at the end, quotation marks of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from tmflow.check.finding import Severity
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.text.abbreviations import STARTERS
from tmflow.text.clauses import sentence_ranges
from tmflow.text.note_calls import NOTE_CALLS
from tmflow.text.tokens import STOP_WORDS

__all__ = ["RULES"]

_DOUBLE = re.compile(r"(?<=\S) {2,}(?=\S)")
_MOST_DOUBLE = 2
"""A line with more is set with blanks, as a table is."""
_AFTER_STOP = re.compile(r"[.!?:][\"'”’)\]]*$")
_SINGLE_AFTER_STOP = re.compile(r"[.!?][\"'”’)]* (?=[A-Z“\"])")
_BEFORE_MARK = re.compile(r"(?<=[A-Za-z0-9)”’\"]) +(?=[,;](?:\s|$)|[.!?](?:[\s”\"’]*$|\s+[A-Z“\"])|\)(?=[\s.,;]|$))")
_AFTER_BRACKET = re.compile(r"(?<=\() +(?=[A-Za-z0-9])")
_BEFORE_BRACKET = re.compile(r"(?<![\w.])[a-z]{2,}\((?=[A-Za-z]{2,} [A-Za-z0-9])")
_COMMA_LACKS = re.compile(
    r"(?<![^\s“\"‘('’-])(?<![A-Za-z0-9’'-]['’-])[A-Za-z0-9’'-]*[a-z0-9]{2},(?=[A-Za-z]{2})[A-Za-z]+"
)
_STOP_LACKS = re.compile(r"(?<![^\s“\"‘(])(?P<left>[A-Za-z’'-]*[a-z]{2})[.!?](?P<right>[A-Z][a-z]*)(?=[\s,’'])")


def _find_blanks(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.EN))
    doubles = [(one, found) for one in prose for found in _iter_doubles(one)]
    after_stop = [found for one, found in doubles if _AFTER_STOP.search(one.text[: found.start()])]
    is_typewritten = len(after_stop) > sum(len(_SINGLE_AFTER_STOP.findall(one.text)) for one in prose)
    for one, found in doubles:
        if not (is_typewritten and found in after_stop):
            yield one.fault("more than one blank", *found.span(), fix=" ")
    for one in prose:
        for found in _BEFORE_MARK.finditer(one.text):
            if found.end() < len(one.text) and ". ." not in one.text:
                yield one.fault(f"a blank before {one.text[found.end()]}", *found.span(), fix="")
        for found in _AFTER_BRACKET.finditer(one.text):
            yield one.fault("a blank after (", *found.span(), fix="")
        for found in _BEFORE_BRACKET.finditer(one.text):
            if found.group() not in one.other:
                yield one.fault("no blank before (", found.end() - 1, found.end(), fix=" (")
        yield from _find_lacking(one)


def _iter_doubles(one: Prose) -> Iterator[re.Match[str]]:
    for line in re.finditer(r"[^\n]+", one.text):
        found = list(_DOUBLE.finditer(one.text, *line.span()))
        if sum(not _AFTER_STOP.search(one.text[: double.start()]) for double in found) <= _MOST_DOUBLE:
            yield from found


def _find_lacking(one: Prose) -> Iterator[Fault]:
    """Yield the marks that a word follows at once. What the other side has, too, is a name: asyncio.Task."""
    for found in _COMMA_LACKS.finditer(one.text):
        if found.group() not in one.other:
            at = found.start() + found.group().index(",")
            yield one.fault("no blank after ,", at, at + 1, fix=", ")
    for found in _STOP_LACKS.finditer(one.text):
        is_sentence = found["right"] in STARTERS or (one.other and found["left"].islower() and len(found["right"]) > 1)
        if is_sentence and found.group() not in one.other:
            at = found.end("left")
            yield one.fault(f"no blank after {one.text[at]}", at, at + 1, fix=f"{one.text[at]} ")


_JAPANESE_MARK = re.compile(
    r"(?<=[A-Za-z0-9)\]\"”’%])[。．！？，、；：](?P<after>[ \u3000]*)(?=(?P<next>.?))", re.DOTALL
)
_ENGLISH_MARKS = str.maketrans("。．！？，、；：", "..!?,,;:")
_TWICE = re.compile(r"(?<=[A-Za-z0-9)”\"])(?:(?<!\.)\.\.(?=\s+[A-Z“]|$)|,,(?= ))")
_LEAST_WORDS = 4
_LOOKS_LIKE = frozenset({BlockKind.HEADING, BlockKind.DECK})
_OPEN_END = re.compile(r"[A-Za-z0-9%]$|[^.!?]\)$")
_CALLED_AFTER = re.compile(rf"(?<![0-9])[.!?][\"”’)\]]*(?:[0-9]{{1,3}}|{NOTE_CALLS})$")
"""A stop and the call of a note behind it, a raised figure among them; behind a figure it is a decimal."""
_WORD = re.compile(r"(?<![A-Za-z’'-])[A-Za-z][A-Za-z’'-]*")
_ENGLISH_END = re.compile(r"[.!?][\"”’)\]]*$")
_JAPANESE_END = re.compile(rf"[。！？][」』”）)]*(?:[0-9]{{1,3}}|{NOTE_CALLS})$")
_JOINED = re.compile(r"(?<![\w’'-])[a-z’'-]*[a-z]{2} (?P<next>[A-Z][a-z]*)(?= [a-z])")
_ALWAYS_CAPITAL = "I"


def _find_stops(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.EN))
    for one in prose:
        for found in _JAPANESE_MARK.finditer(one.text):
            mark = one.text[found.start()].translate(_ENGLISH_MARKS)
            fix = mark + (" " if found["next"].isalnum() else "")
            yield one.fault(f"a Japanese {one.text[found.start()]} in English", found.start(), found.end(), fix=fix)
        for found in _TWICE.finditer(one.text):
            yield one.fault(f"{found.group()} for one mark", *found.span(), fix=found.group()[0])
        yield from _find_joined(one)
    if subject.language(Side.TARGET) is Language.EN:
        yield from _find_unended([one for one in prose if _is_of_paragraph(one)])


def _find_joined(one: Prose) -> Iterator[Fault]:
    """Yield where a sentence begins in the middle of one, if the other side has more sentences: the mark before it is lost."""
    if len(sentence_ranges(one.other)) <= len(sentence_ranges(one.text)):
        return
    for found in _JOINED.finditer(one.text):
        if found["next"] in STARTERS and found["next"] != _ALWAYS_CAPITAL:
            yield one.fault(f"no mark before {found['next']}", *found.span())


def _is_of_paragraph(prose: Prose) -> bool:
    """Whether it is part of a paragraph; one without its last stop may look like a heading or a deck that has no mark."""
    source, target = prose.unit.source_place, prose.unit.target_place
    is_unmarked = target is None or (not target.level and not target.mark and target.kind in _LOOKS_LIKE)
    return prose.kind is BlockKind.PARAGRAPH or (
        is_unmarked and source is not None and source.kind is BlockKind.PARAGRAPH
    )


def _find_unended(prose: Sequence[Prose]) -> Iterator[Fault]:
    """Yield what has no mark at its end where the source has one, and no sentence goes on after it.

    What stands alone above all sentences is a head, and so is what has a capital at each word that says something.
    """
    is_body = len(prose) == 1
    for one, after in zip_longest(prose, prose[1:]):
        text = one.text.rstrip()
        is_open = _OPEN_END.search(text) and not _CALLED_AFTER.search(text) and _JAPANESE_END.search(one.other.rstrip())
        is_followed = after is not None and after.block == one.block
        is_last = not is_followed or after.text[:1].isupper()
        if (
            (is_body or is_followed)
            and is_open
            and is_last
            and len(text.split()) >= _LEAST_WORDS
            and not _is_headline(text)
        ):
            yield one.fault("no mark at the end of the sentence", len(text) - 1, len(text), fix=f"{text[-1]}.")
        is_body = is_body or _ENGLISH_END.search(text) is not None


def _is_headline(text: str) -> bool:
    """Whether every word is capital but for articles, prepositions and their like.

    >>> _is_headline("A Critical Eye on the Harbor Fees"), _is_headline("Ken Hatano met Kaoru Miyoshi in Minatono")
    (True, False)
    """
    words = [word for word in _WORD.findall(text) if word.lower() not in STOP_WORDS]
    return len(words) >= _LEAST_WORDS and not any(word[0].islower() for word in words)


class _Style(NamedTuple):
    """Two ways of writing one thing, each told by a pattern."""

    names: tuple[str, str]
    patterns: tuple[re.Pattern[str], re.Pattern[str]]


_STYLES = (
    _Style(("straight quotation marks", "curly ones"), (re.compile('"'), re.compile("[“”]"))),
    _Style(
        ("straight apostrophes", "curly ones"),
        (re.compile(r"(?<=[A-Za-z])'(?=[a-z])"), re.compile(r"(?<=[A-Za-z])’(?=[a-z])")),
    ),
    _Style(
        ("commas and full stops inside of quotation marks", "outside"),
        (re.compile(r"(?<=[A-Za-z])[,.][”\"](?=\s|$)"), re.compile(r"(?<=[A-Za-z])[”\"][,.](?=\s|$)")),
    ),
)


def _find_quotes(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.EN))
    for style in _STYLES:
        uses = [[(one, found) for one in prose for found in pattern.finditer(one.text)] for pattern in style.patterns]
        rare = 1 if len(uses[1]) <= len(uses[0]) else 0
        for one, found in uses[rare] if uses[1 - rare] else ():
            yield one.fault(
                f"{style.names[rare]} here, {style.names[1 - rare]} elsewhere in the article",
                *found.span(),
                fix=_same_marks(one, found, is_straight=rare == 1),
            )


def _same_marks(one: Prose, found: re.Match[str], *, is_straight: bool) -> str | None:
    """Return the mark in the other form, None where comma and quotation mark would change places."""
    mark = found.group()
    if len(mark) > 1:
        return None
    if is_straight:
        return "'" if mark == "’" else '"'
    if mark == "'":
        return "’"
    before = one.text[found.start() - 1 : found.start()]
    return "“" if not before or before.isspace() or before in "([—–-‘" else "”"


RULES = (
    Rule(
        id="en.space",
        severity=Severity.WARNING,
        summary="One blank between words, none before a comma or full stop or inside of brackets, one after them.",
        why="It is what cutting and pasting leaves behind.",
        good=Example(ja="船は出た。そして戻った。", en="The ship left. Then it came back."),
        bad=Example(ja="船は出た。そして戻った。", en="The ship  left.Then it came back ."),
        find=_find_blanks,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="en.stop",
        severity=Severity.ERROR,
        summary="A sentence ends with one English mark: not with none, not with two, not with 。 or ？.",
        why="A mark of the other language, or none, is what overwriting leaves behind.",
        good=Example(ja="船は朝早く港を出た。", en="The ship left the harbor early in the morning."),
        bad=Example(ja="船は朝早く港を出た。", en="The ship left the harbor early in the morning。"),
        find=_find_stops,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="en.quotes",
        severity=Severity.INFO,
        summary="Straight or curly quotation marks and apostrophes, and commas inside or outside of them: one way throughout an article.",
        why="Two kinds in one text show where it was put together.",
        good=Example(ja="「港」と「橋」だ。", en="It is the “harbor” and the “bridge” here."),
        bad=Example(ja="「港」と「橋」だ。", en='It is the “harbor” and the "bridge" here.'),
        find=_find_quotes,
        scope=Scope.ARTICLE,
    ),
)
