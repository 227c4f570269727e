"""Rules on notes: what is not the author's, or was left out, is marked on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.neighbors import around
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.rules.credit_lines import original_side
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span
from tmflow.model.language import Language
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_TRANSLATORS = "translator's note"
_NOTES = {
    Language.JA: {
        _TRANSLATORS: re.compile(r"[（(［\[【〔]\s*(?:訳者?[注註]|訳者より)"),
        "note": re.compile(r"[（(［\[【〔]\s*(?:(?:編集?者?)?[注註]|注釈|注記)\s*[:：)）\]】〕0-9０-９]"),
        "omission": re.compile(r"[（(［\[【〔]\s*(?:中略|前略|後略|以下略|略)\s*[)）\]】〕]"),
    },
    Language.EN: {
        _TRANSLATORS: re.compile(r"[(\[]\s*translator[’']?s?[’']?\s+notes?\b|[(\[]\s*T/?N\b", re.IGNORECASE),
        "note": re.compile(r"[(\[]\s*(?:editor[’']?s?[’']?\s+)?note\s*:", re.IGNORECASE),
        "omission": re.compile(
            r"\[\s*(?:…|\.{3}|\.\s\.\s\.|omitted|snip)\s*\]|\((?:…|\.{3}|omitted|snip)\)", re.IGNORECASE
        ),
    },
}
"""How a text marks what is not the author's."""
_ANSWERS = {
    Language.JA: re.compile("[注註略]|…|[（(［\\[【〔※＊*]"),
    Language.EN: re.compile(
        r"\bnotes?\b|omi(?:t|ssion)|\bsnip\b|abridged|…|\.\s?\.\s?\.|[(\[*†]|\bT/?N\b|\bEd\.", re.IGNORECASE
    ),
}
"""What may stand for such a mark on the other side."""
_SIGNS = {
    Language.JA: (re.compile("[（(［\\[【〔※＊*…]"), re.compile("[注註略]")),
    Language.EN: (
        re.compile(r"[(\[*†…]|\.\s?\.\s?\."),
        re.compile(r"\bnotes?\b|\bT/?N\b|\bomi(?:t|ssion)", re.IGNORECASE),
    ),
}
"""What each such mark has at least one of: a sign, or a word."""
_HEADED = {
    Language.JA: re.compile("訳者?[注註]"),
    Language.EN: re.compile(r"translator[’']?s?[’']?\s+notes?\b", re.IGNORECASE),
}
"""How a translator's note begins that is a paragraph of its own."""


def _find_notes(subject: Subject) -> Iterator[Fault]:
    source_language, target_language = subject.language(Side.SOURCE), subject.language(Side.TARGET)
    both, is_from_translation = list(subject.iter_both()), _is_from_translation(subject)
    for index, (unit, source, target) in enumerate(both):
        near = around(both, index)
        sources, targets = [text for _, text, _ in near], [text for _, _, text in near]
        for name, found in _lost(source, target, sources, targets, (source_language, target_language)):
            if name == _TRANSLATORS and is_from_translation:
                continue
            yield Fault(
                message=f"the {name} is not in the translation",
                unit=unit,
                source_span=Span(*found.span()),
                expected=excerpt(source[found.start() :]),
            )
        for name, mark in _NOTES[target_language].items():
            added = None if name == _TRANSLATORS else mark.search(target)
            if added and not any(map(_ANSWERS[source_language].search, sources)):
                yield _added(name, unit, target, added)
    yield from _find_alone(subject)


def _lost(
    source: str, target: str, sources: list[str], targets: list[str], languages: tuple[Language, Language]
) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the marks of a source that nothing in its translation, or in the ones around it, answers to."""
    marks = {name: list(mark.finditer(source)) for name, mark in _NOTES[languages[0]].items()}
    if not any(map(_ANSWERS[languages[1]].search, targets)):
        yield from ((name, found[0]) for name, found in marks.items() if found)
        return
    own, around = (sum(_count_marks(text, languages[0]) for text in texts) for texts in ([source], sources))
    answers, all_answers = (sum(_count_signs(text, languages[1]) for text in texts) for texts in ([target], targets))
    last = max(((found[-1].start(), name, found[-1]) for name, found in marks.items() if found), default=None)
    if last is not None and answers < own and all_answers < around:
        yield last[1], last[2]


def _count_marks(text: str, language: Language) -> int:
    return len({found.start() for mark in _NOTES[language].values() for found in mark.finditer(text)})


def _count_signs(text: str, language: Language) -> int:
    """How many marks a text may have at most."""
    return max(len(sign.findall(text)) for sign in _SIGNS[language])


def _find_alone(subject: Subject) -> Iterator[Fault]:
    """Find notes that are a unit of one side only; those a translator made need no partner in the original."""
    is_from_translation = _is_from_translation(subject)
    for unit in subject.bitext.units:
        if unit.side is Side.SOURCE and not unit.is_untranslated and unit.id not in subject.gone_ids:
            name = _name_of(unit.source.text, subject.language(Side.SOURCE))
            if name and not is_from_translation:
                yield Fault(
                    message=f"the {name} is not in the translation: {excerpt(unit.source.text)}",
                    unit=unit,
                    anchor=Side.SOURCE,
                )
        elif unit.side is Side.TARGET and unit.target is not None and not unit.draft and not is_from_translation:
            for name, mark in _NOTES[subject.language(Side.TARGET)].items():
                if name != _TRANSLATORS and (found := mark.search(unit.target.text)):
                    yield _added(name, unit, unit.target.text, found)


def _is_from_translation(subject: Subject) -> bool:
    """Whether the source says that it is a translation of the target."""
    original, is_told = original_side(subject)
    return is_told and original is Side.TARGET


def _name_of(text: str, language: Language) -> str:
    """What kind of note a text has that stands alone, "" if none: a note of the author's may be for one side's readers."""
    marked = next((name for name, mark in _NOTES[language].items() if mark.search(text)), "")
    return marked or (_TRANSLATORS if _HEADED[language].match(text.strip()) else "")


def _added(name: str, unit: TranslationUnit, target: str, found: re.Match[str]) -> Fault:
    return Fault(
        message=f"the {name} is in the translation only",
        unit=unit,
        target_span=Span(*found.span()),
        found=excerpt(target[found.start() :]),
    )


RULES = (
    Rule(
        id="note.kept",
        severity=Severity.ERROR,
        summary="(注:…), (訳注), (中略) are kept as a note, a translator's note, an omission, each of them; only a"
        " translator's note may be new.",
        why="Readers have to see what is not the author's, and where something was left out.",
        good=Example(ja="港は遠い(中略)と彼は書いた。", en="The harbor is far [...], he wrote."),
        bad=Example(ja="港は遠い(中略)と彼は書いた。", en="The harbor is far, he wrote."),
        find=_find_notes,
    ),
)
