"""Rules on things of one kind that changed places: a country, ministry or office that has become another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.check.translations import Translation, iter_by_language
from tmflow.check.values.named_sets import Mention, NamedText
from tmflow.check.values.set_tables import Member
from tmflow.model.document import Span

__all__ = ["RULES"]

_NAMES = frozenset({"bodies", "countries", "offices", "places"})
_WORDS = frozenset({"words"})
_BODIES = "organization"
_BRACKET = re.compile(r"\s?[（(]")


@dataclass(frozen=True, slots=True)
class _Lone:
    """A member that one side of a translation names and the other does not, and where."""

    member: Member
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Pair:
    """A translation, what both sides name, and what they and the sentences beside them may name."""

    translation: Translation
    japanese: NamedText
    english: NamedText
    near_japanese: NamedText
    near_english: NamedText


def _read(one: Translation) -> _Pair:
    japanese, near_japanese = (NamedText(text=text, language="ja") for text in (one.japanese, one.near_japanese))
    english, near_english = (NamedText(text=text, language="en") for text in (one.english, one.near_english))
    return _Pair(one, japanese, english, near_japanese, near_english)


def _find(tables: frozenset[str], subject: Subject) -> Iterator[Fault]:
    for pair in map(_read, iter_by_language(subject)):
        for kind in sorted(_kinds(pair.japanese, tables) & _kinds(pair.english, tables)):
            mine, theirs = _lone(kind, pair.japanese, pair.near_english), _lone(kind, pair.english, pair.near_japanese)
            is_open = pair.japanese.may_have_any(kind) or pair.english.may_have_any(kind)
            if len(mine) == 1 and len(theirs) == 1 and not is_open:
                yield _fault(pair.translation, mine[0], theirs[0])
        if tables is _NAMES:
            yield from _wrong_acronyms(pair)


def _wrong_acronyms(pair: _Pair) -> Iterator[Fault]:
    """Yield a name in brackets right after another one of its kind, where the source has the two not so."""
    is_from_japanese = pair.translation.is_from_japanese
    source, target = (pair.japanese, pair.english) if is_from_japanese else (pair.english, pair.japanese)
    named = {member: mention for mention in reversed(source.mentions) for member in mention.members}
    for name, acronym in pairwise(target.mentions):
        if _BRACKET.fullmatch(target.text, name.end, acronym.start) is None:
            continue
        meant, said = name.members[0], acronym.members[0]
        if meant in named and said.kind == meant.kind == _BODIES and said != meant and not source.may_have(said):
            lone = _Lone(meant, named[meant]), _Lone(said, acronym)
            yield _fault(pair.translation, *(lone if is_from_japanese else lone[::-1]))


def _kinds(text: NamedText, tables: frozenset[str]) -> set[str]:
    return {member.kind for mention in text.mentions for member in mention.members if member.table in tables}


def _lone(kind: str, text: NamedText, other: NamedText) -> list[_Lone]:
    """Return the members of a set that one side names and the other says in no way."""
    lone: dict[Member, Mention] = {}
    for named, mention in {mention.members: mention for mention in text.mentions}.items():
        members = [member for member in named if member.kind == kind]
        missing = [member for member in members if not _may_be_said(member, text, other)]
        if text.language == "en" and len(missing) < len(members):
            continue  # "president" may be any of two; 日米 is both
        lone.update(dict.fromkeys(missing[:1] if text.language == "en" else missing, mention))
    return [_Lone(member, mention) for member, mention in lone.items()]


def _may_be_said(member: Member, text: NamedText, other: NamedText) -> bool:
    """Whether the other text says a member, or may: Oslo may be Norway, unless this text has Oslo beside it."""
    if not other.may_have(member):
        return False
    if member in other.members:
        return True
    beside = (one for one in text.members & other.members if one.kind != member.kind)
    return all(set(member.may[other.language]).isdisjoint(one.sure[other.language]) for one in beside)


def _fault(translation: Translation, japanese: _Lone, english: _Lone) -> Fault:
    spans = Span(japanese.mention.start, japanese.mention.end), Span(english.mention.start, english.mention.end)
    said = translation.japanese[spans[0].start : spans[0].end], translation.english[spans[1].start : spans[1].end]
    if translation.is_from_japanese:
        message, expected, found = f"{said[0]} has become {said[1]}", japanese.member.name("en"), said[1]
    else:
        message, expected, found = f"{said[1]} has become {said[0]}", english.member.name("ja"), said[0]
    return translation.fault(message, japanese=spans[0], english=spans[1], expected=expected, found=found)


RULES = (
    Rule(
        id="name.other",
        severity=Severity.WARNING,
        summary="A country, place, ministry, organization or office does not become another one: 外務省 is not the Finance Ministry.",
        why="The sentence reads well and speaks of somebody else. It is told only where one of a kind is said in no way in the"
        " translation, which names another one that the source does not have.",
        good=Example(ja="スウェーデンの外相が来た。", en="The Swedish foreign minister came."),
        bad=Example(ja="スウェーデンの外相が来た。", en="The Swiss foreign minister came."),
        find=partial(_find, _NAMES),
        scope=Scope.UNIT,
    ),
    Rule(
        id="sense.other",
        severity=Severity.WARNING,
        summary='A direction, season, color, relative, animal, sport and so on does not become another one: 北部 is not "the south".',
        why="The sentence reads well and speaks of something else. It is told only where one of a kind is said in no way in the"
        " translation, which has another one that the source does not have.",
        good=Example(ja="叔父が港でチェロを弾いた。", en="My uncle played the cello at the harbor."),
        bad=Example(ja="叔父が港でチェロを弾いた。", en="My uncle played the flute at the harbor."),
        find=partial(_find, _WORDS),
        scope=Scope.UNIT,
    ),
)
