"""Rules on saying the same thing in the same way: within an article and from article to article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tmflow.check.finding import Severity
from tmflow.check.gist import Gist, Said
from tmflow.check.rule import Across, Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.normalize import match_key
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_LEAST_CHARS = {Language.JA: 11, Language.EN: 20}
"""Shorter texts (はい。, Yes.) rightly change with what stands around them."""
_MOST_FORMULA_TIMES = 2
_FORMULA = re.compile(
    "ありがとう|お願い|すみません|失礼|おめでとう|こんにち|おはよう|さようなら|ごめん|よろしく|お疲れ"
    r"|\b(?:thank|please|sorry|hello|good (?:morning|evening|night)|congratulations|welcome|excuse)",
    re.IGNORECASE,
)


def _find_repeats(subject: Subject) -> Iterator[Fault]:
    language = subject.language(Side.SOURCE)
    rows: dict[str, list[tuple[TranslationUnit, str, str]]] = defaultdict(list)
    for unit, _, _ in subject.iter_both():
        if unit.target is not None and not _may_differ(unit.source.text, language):
            rows[match_key(unit.source.text)].append((unit, unit.source.text, unit.target.text))
    for group in rows.values():
        usual = _usual([target for *_, target in group])
        for unit, source, target in group:
            if match_key(target) != match_key(usual):
                yield Fault(
                    message=f"{excerpt(source)} is translated in another way elsewhere in the article: {excerpt(usual)}",
                    unit=unit,
                    expected=usual,
                    found=target,
                )


def _may_differ(text: str, language: Language) -> bool:
    """Whether what is said depends on what stands around it: a very short text, a formula of politeness."""
    length = len(text.strip())
    is_formula = length <= _MOST_FORMULA_TIMES * _LEAST_CHARS[language] and _FORMULA.search(text)
    return length < _LEAST_CHARS[language] or bool(is_formula)


def _usual(texts: Sequence[str]) -> str:
    """Return the text that stands most often, the first of those that do."""
    counts = Counter(map(match_key, texts))
    best = max(counts, key=lambda key: counts[key])
    return next(text for text in texts if match_key(text) == best)


def _find_sources(gists: Sequence[Gist], _: Glossary) -> Iterator[Across]:
    return _find_rivals(gists, Side.SOURCE, "is translated in another way in {slug}: {other}")


def _find_targets(gists: Sequence[Gist], _: Glossary) -> Iterator[Across]:
    return _find_rivals(gists, Side.TARGET, "stands for another source in {slug}: {other}")


def _find_rivals(gists: Sequence[Gist], side: Side, says: str) -> Iterator[Across]:
    """Yield the units that have the same text on a side as one of an earlier article and another on the opposite side."""
    opposite = Side.TARGET if side is Side.SOURCE else Side.SOURCE
    rows: dict[str, list[Said]] = defaultdict(list)
    for gist in gists:
        language = gist.source_language if side is Side.SOURCE else gist.source_language.other
        for said in gist.said:
            if not _may_differ(said.text(side), language):
                rows[match_key(said.text(side))].append(said)
    for group in rows.values():
        if len({match_key(said.text(opposite)) for said in group}) == 1:
            continue
        usual = _usual([said.text(opposite) for said in group])
        model = next(said for said in group if said.text(opposite) == usual)
        for said in group:
            if said.slug != model.slug and match_key(said.text(opposite)) != match_key(usual):
                other = says.format(slug=model.slug, other=excerpt(usual))
                yield Across(
                    message=f"{excerpt(said.text(side))} {other}", said=said, expected=usual, found=said.text(opposite)
                )


RULES = (
    Rule(
        id="consist.repeat",
        severity=Severity.WARNING,
        summary="A sentence that an article has twice is translated in the same way both times. Very short ones may differ.",
        why="A reader who remembers the first takes the second for something else.",
        good=Example(ja="港は朝6時に開く。(twice)", en="The harbor opens at 6 a.m. (twice)"),
        bad=Example(
            ja="港は朝6時に開く。(twice)", en="The harbor opens at 6 a.m. / The port is open from six in the morning."
        ),
        find=_find_repeats,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="consist.source",
        severity=Severity.WARNING,
        summary="A sentence that two articles have is translated in the same way in both.",
        why="The memory would offer either of them for the next article, and nobody knows which is right.",
        good=Example(ja="港は朝6時に開く。(in two articles)", en="The harbor opens at 6 a.m. (in both)"),
        bad=Example(
            ja="港は朝6時に開く。(in two articles)", en="The harbor opens at 6 a.m. / The port is open from six."
        ),
        find_across=_find_sources,
        scope=Scope.PROJECT,
    ),
    Rule(
        id="consist.target",
        severity=Severity.INFO,
        summary="A translation does not stand for two different sources.",
        why="One of them may have been taken from the memory and not adapted.",
        good=Example(ja="港は朝6時に開く。", en="The harbor opens at 6 a.m."),
        bad=Example(ja="港は朝6時に開く。/ 港は朝7時に開く。", en="The harbor opens at 6 a.m. (for both)"),
        find_across=_find_targets,
        scope=Scope.PROJECT,
    ),
)
