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
from tmflow.check.values.named_sets import Member, Mention, any_may_be_in, iter_mentions, may_be_in
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


def _find(tables: frozenset[str], subject: Subject) -> Iterator[Fault]:
    for one in iter_by_language(subject):
        japanese, english = (
            [*iter_mentions(text, language)] for text, language in ((one.japanese, "ja"), (one.english, "en"))
        )
        kinds = _kinds(japanese, tables) & _kinds(english, tables)
        for kind in sorted(kinds):
            mine, theirs = _lone(kind, japanese, one, "en"), _lone(kind, english, one, "ja")
            if len(mine) == 1 and len(theirs) == 1 and not _is_open(kind, one):
                yield _fault(one, mine[0], theirs[0])
        if tables is _NAMES:
            yield from _wrong_acronyms(one, japanese, english)


def _wrong_acronyms(translation: Translation, japanese: list[Mention], english: list[Mention]) -> Iterator[Fault]:
    """Yield a name in brackets right after another one of its kind, where the source has the two not so."""
    sides = (japanese, translation.japanese), (english, translation.english)
    (sources, source), (targets, target) = sides if translation.is_from_japanese else sides[::-1]
    language = "ja" if translation.is_from_japanese else "en"
    for name, acronym in pairwise(targets):
        if _BRACKET.fullmatch(target, name.end, acronym.start) is None:
            continue
        meant, said = name.members[0], acronym.members[0]
        named = next((one for one in sources if meant in one.members), None)
        if named and said.kind == meant.kind == _BODIES and said != meant and not may_be_in(said, source, language):
            lone = _Lone(meant, named), _Lone(said, acronym)
            yield _fault(translation, *(lone if translation.is_from_japanese else lone[::-1]))


def _kinds(mentions: list[Mention], tables: frozenset[str]) -> set[str]:
    return {member.kind for mention in mentions for member in mention.members if member.table in tables}


def _lone(kind: str, mentions: list[Mention], translation: Translation, other: str) -> list[_Lone]:
    """Return the members of a set that one side names and the other, in the language `other`, says in no way."""
    text = translation.near_english if other == "en" else translation.near_japanese
    lone: dict[Member, Mention] = {}
    for mention in mentions:
        members = [member for member in mention.members if member.kind == kind]
        missing = [member for member in members if not _may_be_said(member, mentions, text, other)]
        if other == "ja" and len(missing) < len(members):
            continue  # "president" may be any of two; 日米 is both
        lone.update(dict.fromkeys(missing[:1] if other == "ja" else missing, mention))
    return [_Lone(member, mention) for member, mention in lone.items()]


def _may_be_said(member: Member, mentions: list[Mention], text: str, language: str) -> bool:
    """Whether a text says a member, or may: Oslo may be Norway, unless the other text has Oslo beside it."""
    if not may_be_in(member, text, language):
        return False
    if any(member in one.members for one in iter_mentions(text, language)):
        return True
    beside = {one for mention in mentions for one in mention.members if one.kind != member.kind}
    said = {one for mention in iter_mentions(text, language) for one in mention.members if one in beside}
    forms = {form for one in said for form in one.sure[language]}
    return not forms & set(member.may[language])


def _is_open(kind: str, translation: Translation) -> bool:
    """Whether either side has a word that stands for any of the set, so that one may be said by it."""
    return any_may_be_in(kind, translation.japanese, "ja") or any_may_be_in(kind, translation.english, "en")


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
