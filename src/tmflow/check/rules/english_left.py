"""Rules on English left behind in Japanese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tmflow.check.finding import Severity
from tmflow.check.masking import QUOTED
from tmflow.check.prose import MASK, Prose, iter_prose
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

_WORDS = re.compile(
    r"(?<![A-Za-z0-9_.*/@#~+%'’-])(?<![A-Za-z0-9] )[A-Za-z][a-z]+(?: [a-z]+)*(?![A-Za-z0-9_*/@#~+%'’-]|\.\S| [A-Za-z0-9])"
)
"""Words in small letters, but for the first letter of the first, that stand by themselves."""
_OPENS = re.compile(r"(?:^|[.!?:]\s)[\s\"“‘(]*$")
_IN_LIST = re.compile("[、,・]\\s?[A-Z]{2}")
_IN_SENTENCE = re.compile("\\s?(?:[をがはにでとのもやへだ、。]|する|され|した|しな|な(?!し))")
"""What follows a word of the Japanese sentence."""
_LEAST_LETTERS = 4
"""Shorter words are units, codes and file types."""
_CODE = re.compile(rf"[`_{{}}<>$=\\{MASK}]|\(\)|::")
_ALWAYS_CAPITAL = re.compile(
    "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|April|June|July|August"
    "|September|October|November|December"
)
_OPENER = re.compile(
    "[A-Z][a-z]+ly|Nevertheless|Nonetheless|However|Moreover|Furthermore|Meanwhile|Therefore|Otherwise|Indeed"
    "|Besides|Instead|Likewise|Perhaps|Although|Because|Despite|According|Whereas|Thus|Hence|Still"
)
_COMPUTING = re.compile(
    r"\b(?:API|CLI|HTML|CSS|SQL|JSON|URL|GitHub|Linux|Python|Rust|Java|code|coding|functions?|variables?|commands?|compilers?|compiled?"
    r"|enums?|structs?|macros?|parameters?|arguments?|syntax|scripts?|servers?|files?|directory|directories|folders?|packages?"
    r"|keywords?|modules?|methods?|strings?|integers?|threads?|pointers?|iterators?|software|browsers?|websites?|app|apps|click|install(?:ed)?"
    r"|loops?|patterns?|expressions?|blocks?|types?|values?|bugs?|users?|toolchain|repository|arrays?|tuples?"
    r"|cookies?|parsers?|buffers?|query|queries|mutable)\b",
    re.IGNORECASE,
)
"""What speaks of computers, where Japanese has many a word in Latin letters."""
_IN_LATIN = frozenset({"blog", "cookie", "cookies", "email", "emoji", "ipad", "iphone", "podcast", "wiki"})
_LONE = frozenset(
    [
        "the",
        "and",
        "but",
        "however",
        "therefore",
        "moreover",
        "although",
        "because",
        "which",
        "their",
        "its",
        "his",
        "her",
        "this",
        "these",
        "those",
        "with",
        "from",
        "into",
        "while",
        "that",
    ]
)
"""What never stands alone in Japanese."""
_LEAST_NOUN = 5
_EDGES = frozenset("a an the his her its their our my your of in on at to by with from into as than and but".split())  # noqa: SIM905 - one word a line would fill a page
"""What a piece of a sentence begins or ends with, and a term does not."""
_DETERMINER = re.compile(
    r"\b(?:a|an|the|this|that|these|those|his|her|its|their|our|my|your|some|any|no|each|every|one|two|three|many|more|[a-z]+['’]s)"
    r"(?: [a-z-]+)? $",
    re.IGNORECASE,
)
_AFTER_NOUN = re.compile(
    rf"[\"”’)]?(?:[.,;:!?—–-]|$)|['’]s? | (?:{'|'.join(sorted(STOP_WORDS))}|\w+ed|said|says|made|took|went|came)\b"
)
_SAID = re.compile(
    "」と(?:[^「」。、]{0,8})(?:話|語|述べ|言|笑|答|訴|振り返|説明|指摘|主張|つぶや|叫|批判|嘆|明か|強調)"
)
_SPEECH = re.compile(r"「([A-Za-z][A-Za-z0-9 ,.'’!?-]+)」")
_LEAST_SPEECH = 4
_LONGEST_MARKED = 40
"""A longer one is a speech, whose words are translated."""


def _find_english(subject: Subject) -> Iterator[Fault]:
    known = _known_forms(subject.glossary)
    prose = list(iter_prose(subject, Language.JA))
    runs = Counter(found.group() for one in prose for found in _RUN.finditer(one.text))
    for one in prose:
        if match_key(one.text) == match_key(one.other):
            continue
        told = [
            found for found in _RUN.finditer(one.text) if runs[found.group()] == 1 and _is_left_over(one, found, known)
        ]
        if one.side is Side.TARGET:
            told += [found for found in _iter_copied(one, known) if _of_none(found, told)]
        for found in told:
            yield one.fault(f"English left in the Japanese: {excerpt(found.group(), width=60)}", *found.span())


def _of_none(found: re.Match[str], told: Sequence[re.Match[str]]) -> bool:
    return not any(one.start() < found.end() and found.start() < one.end() for one in told)


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


def _iter_copied(one: Prose, known: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yield the words of the English sentence, and the speeches in it, that a translation has as they are."""
    quoted = [found.span() for found in QUOTED.finditer(one.text)]
    for found in _SPEECH.finditer(one.text):
        words = found[1].lower().split()
        if len(words) >= _LEAST_SPEECH and _SAID.match(one.text, found.end() - 1) and not STOP_WORDS.isdisjoint(words):
            yield found
    if any(pattern.search(text) for pattern in (_CODE, _COMPUTING) for text in (one.text, one.other)):
        return
    for found in _WORDS.finditer(one.text):
        is_quoted = any(start <= found.start() and found.end() <= end for start, end in quoted)
        if not is_quoted and found.group().lower() not in known and _is_copied(one, found):
            yield found


def _is_copied(one: Prose, found: re.Match[str]) -> bool:
    """Whether words stand in the running English just so, and in the Japanese as words of it: no name, term or unit."""
    text = found.group()
    if text in _LONE:
        return re.search(rf"\b{text}\b", one.other, re.IGNORECASE) is not None
    if _ALWAYS_CAPITAL.fullmatch(text):
        return text in one.other and _IN_SENTENCE.match(one.text, found.end()) is not None
    letters = rf"(?i:{text[0]}){re.escape(text[1:])}"
    beside = re.search(rf"(?<![\w'’.@/*-]){letters}(?![\w@/*]|-\w|\.\w)", one.other)
    words = text.split()
    if beside is None or not (text[0].islower() or _OPENER.fullmatch(words[0])):
        return False
    if len(words) > 1:
        return words[0].lower() in _EDGES or words[-1] in _EDGES
    if text[0].isupper():
        return one.text[found.end() : found.end() + 1] in {"、", "，", ",", " "}
    return len(text) >= _LEAST_LETTERS and (text.endswith("ly") or _is_noun(one, found, beside))


def _is_noun(one: Prose, found: re.Match[str], beside: re.Match[str]) -> bool:
    """Whether a word is a noun of both sentences: not one that is spoken of, or that Japanese has in Latin letters."""
    is_name = beside.group()[0].isupper() and _OPENS.search(one.other, 0, beside.start()) is None
    if is_name or _IN_LIST.match(one.text, found.end()):
        return False
    is_marked = any(start < beside.start() < end for start, end in _marked(one.other))
    if found.group() in _IN_LATIN or is_marked or not _IN_SENTENCE.match(one.text, found.end()):
        return False
    is_plain = len(found.group()) >= _LEAST_NOUN and found.group().islower() and len(_WORDS.findall(one.text)) == 1
    return _is_common(one.other, beside) or (is_plain and _IN_SENTENCE.match(one.text, found.end()) is not None)


def _is_common(text: str, found: re.Match[str]) -> bool:
    """Whether English has a word as a common noun, with what determines it before and no noun after, or as a plural."""
    is_determined = _DETERMINER.search(text[: found.start()]) is not None
    is_plural = found.group().endswith("s") and not found.group().endswith("ss")
    return (is_determined or is_plural) and _AFTER_NOUN.match(text, found.end()) is not None


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a word is spoken of: in quotation marks or italics."""
    for found in re.finditer(r"“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’|\*[^*]+\*", text):
        if found.end() - found.start() < _LONGEST_MARKED:
            yield found.span()


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
