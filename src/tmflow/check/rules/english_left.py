"""Rules on English left behind in Japanese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.masking import QUOTED
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.normalize import match_key
from tmflow.text.terminal import excerpt
from tmflow.text.tokens import STOP_WORDS

__all__ = ["RULES"]

_RUN = re.compile(r"(?<![A-Za-z])(?<![A-Za-z]['’-])[A-Za-z][A-Za-z'’-]*(?:[ \u00a0][A-Za-z][A-Za-z'’-]*)+")
_ORDINARY = re.compile(r"[a-z][a-z'’-]{2,}")
_NAME_PARTICLES = frozenset({"and", "del", "der", "des", "for", "the", "van", "von"})
_LEAST_WORDS = 3
_TECHNICAL = re.compile(r"[_`<>{}=/\\|$#:@]|\s-")
"""What stands beside a run that is a command, a path or a piece of code."""
_GRAMMAR = re.compile("\\s?[をがはにでとのもやへ]")
_SHOWN = re.compile("[^。、]{0,12}(?:出力|表示|印字|エラー|メッセージ)")
"""What follows the words of a program."""


def _find_english(subject: Subject) -> Iterator[Fault]:
    known = _known_forms(subject.glossary)
    prose = list(iter_prose(subject, Language.JA))
    runs = Counter(found.group() for one in prose for found in _RUN.finditer(one.text))
    for one in prose:
        if match_key(one.text) == match_key(one.other):
            continue
        for found in _RUN.finditer(one.text):
            if runs[found.group()] == 1 and _is_left_over(one, found, known):
                yield one.fault(f"English left in the Japanese: {excerpt(found.group(), width=60)}", *found.span())


def _known_forms(glossary: Glossary) -> frozenset[str]:
    return frozenset(form.lower() for term in glossary.terms for form in (*term.english, *term.japanese))


def _is_left_over(one: Prose, found: re.Match[str], known: frozenset[str]) -> bool:
    """Whether a run of Latin words is a piece of the English sentence: not a name, a title, a gloss, a term or code.

    An author may write two English words in Japanese; a translator does so only by leaving them.
    """
    words = found.group().split()
    if any(form in found.group().lower() for form in known if " " in form) or found.group().lower() in known:
        return False
    if any(quoted.start() <= found.start() and found.end() <= quoted.end() for quoted in QUOTED.finditer(one.text)):
        return False
    is_shown = _SHOWN.match(one.text, found.end()) is not None
    if is_shown or _TECHNICAL.search(one.text[max(0, found.start() - 2) : found.end() + 2]):
        return False
    ordinary = [word for word in words if _ORDINARY.fullmatch(word) and word not in _NAME_PARTICLES]
    has_small = any(word in STOP_WORDS or word in _NAME_PARTICLES for word in words)
    is_of_source = found.group() in one.other
    if is_of_source and len(ordinary) == len(words):
        is_long = len(words) >= _LEAST_WORDS
        return (is_long or one.side is Side.TARGET) and (has_small or _is_in_grammar(one.text, found))
    return len(words) >= _LEAST_WORDS and has_small and (len(ordinary) > 1 or (bool(ordinary) and is_of_source))


def _is_in_grammar(text: str, found: re.Match[str]) -> bool:
    """Whether a run stands as a word of the Japanese sentence, with particles or a verb right at it."""
    return _GRAMMAR.match(text, found.end()) is not None


RULES = (
    Rule(
        id="leftover.en-in-ja",
        severity=Severity.WARNING,
        summary="No piece of an English sentence is left in the Japanese. Names, titles, glosses in brackets, terms and code may stay.",
        why="It is what overwriting leaves behind.",
        good=Example(ja="港は静かで、船は少ない。", en="The harbor is quiet and there are only a few ships."),
        bad=Example(
            ja="港は静かで、there are only a few ships。", en="The harbor is quiet and there are only a few ships."
        ),
        find=_find_english,
    ),
)
