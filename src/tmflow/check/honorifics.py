"""Titles at names of the glossary: プーチン大統領 is President Putin, not the prime minister, and Mr. Hatano is 波多野氏."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.rule import Fault
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import Span
from tmflow.model.glossary import TermHit, TermKind
from tmflow.model.language import Language
from tmflow.model.terms import iter_own_hits

__all__ = ["find_wrong_titles"]

_TITLES = {
    "副大統領": "Vice President", "大統領": "President", "首相": "Prime Minister|Premier|Chancellor|PM", "総理": "Prime Minister|Premier|PM", "外相": "Foreign Minister|Secretary of State|Foreign Secretary|FM",
    "国務長官": "Secretary of State", "国防相": "Defense Minister|Defence Minister|Defense Secretary|Defence Secretary", "防衛相": "Defense Minister|Defence Minister|Defense Secretary|Defence Secretary",
    "副知事": "Vice Governor|Deputy Governor|Lieutenant Governor", "知事": "Governor|Gov", "副市長": "Deputy Mayor|Vice Mayor", "市長": "Mayor", "町長": "Mayor", "村長": "Mayor", "准教授": "Associate Professor|Professor|Prof|Dr",
    "名誉教授": "Professor Emeritus|Professor|Prof|Dr", "教授": "Professor|Prof|Dr", "博士": "Dr|Doctor|Professor|Prof", "国王": "King", "女王": "Queen", "皇太子": "Crown Prince|Prince", "王子": "Prince", "王女": "Princess",
}  # fmt: skip
_ALL_TITLES = "|".join(
    sorted({title for titles in _TITLES.values() for title in titles.split("|")}, key=len, reverse=True)
)
_AFTER = re.compile(rf"(?P<past>[前元])?(?P<title>{'|'.join(_TITLES)})")
_FORMER = re.compile(
    r"\b(?:former|ex|then|past|late|ousted|previous|outgoing|served|was|were|had\sbeen|deposed)\b|[前元故旧]|当時",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"\b(?P<title>{_ALL_TITLES})\.?\s+(?:[A-Z][\w.-]*\s+){{0,2}}\Z")
_POLITE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.?\s+(?:[A-Z][\w.-]*\s+){0,2}\Z")
_BARE = re.compile(r"[はがもをにの、](?!氏)")


def find_wrong_titles(subject: Subject) -> Iterator[Fault]:
    """Yield the names whose title is another one in the translation, and those that lost the 氏 that an English Mr. asks for."""
    if not subject.glossary.terms:
        return
    for unit, source, target in subject.iter_both():
        for hit in iter_own_hits(source, subject.bitext.pair.source, subject.glossary):
            if any(term.kind is not TermKind.NAME for term in hit.terms):
                continue
            if subject.language(Side.SOURCE) is Language.JA:
                yield from _of_english(unit, hit, source, target)
            else:
                yield from _of_japanese(unit, hit, source, target)


def _of_english(unit: TranslationUnit, hit: TermHit, source: str, target: str) -> Iterator[Fault]:
    japanese = _AFTER.match(source, hit.span.end)
    if japanese is None:
        return
    for at in _places(hit, Language.EN, target):
        english = _BEFORE.search(target[:at])
        if english is None:
            continue
        if english["title"] not in _TITLES[japanese["title"]].split("|"):
            yield _fault(unit, hit, japanese, english, f"is {english['title']} in the translation")
        elif japanese["past"] and not _FORMER.search(target):
            yield _fault(unit, hit, japanese, english, "is no longer former in the translation")
        return


def _fault(unit: TranslationUnit, hit: TermHit, japanese: re.Match[str], english: re.Match[str], problem: str) -> Fault:
    return Fault(
        message=f"{hit.form}{japanese.group()} {problem}",
        unit=unit,
        source_span=Span(hit.span.start, japanese.end()),
        target_span=Span(*english.span("title")),
        expected=japanese.group(),
        found=english["title"],
    )


def _of_japanese(unit: TranslationUnit, hit: TermHit, source: str, target: str) -> Iterator[Fault]:
    before = source[: hit.span.start]
    english, polite = _BEFORE.search(before), _POLITE.search(before)
    for at in _places(hit, Language.JA, target):
        form = next(form for term in hit.terms for form in term.japanese if target.startswith(form, at))
        end = at + len(form)
        japanese = _AFTER.match(target, end)
        if english and japanese and english["title"] not in _TITLES[japanese["title"]].split("|"):
            message = f"{english['title']} {hit.form} is {japanese['title']} in the translation"
            yield Fault(
                message=message,
                unit=unit,
                source_span=hit.span,
                target_span=Span(end, japanese.end()),
                found=japanese["title"],
            )
        elif polite and _BARE.match(target, end) and not _is_titled(target[:at]):
            message = f"{polite.group().strip()} {hit.form} has no 氏 or さん in the translation"
            yield Fault(message=message, unit=unit, source_span=hit.span, target_span=Span(at, end), found=form)
        return


def _places(hit: TermHit, language: Language, text: str) -> list[int]:
    """Return where a name first stands in a text, in full or in English by its last part."""
    forms = [form for term in hit.terms for form in term.forms(language)]
    if language is Language.EN:
        forms += [form.split()[-1] for form in forms]
    found = [text.find(form) for form in forms]
    return [at for at in found if at >= 0][:1]


def _is_titled(before: str) -> bool:
    """Whether a name has its title before it, with の or a comma: 組合長の波多野."""
    return before.endswith(("の", "、", "・", "長", "者", "員", "手"))
