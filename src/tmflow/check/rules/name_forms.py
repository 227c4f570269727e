"""Rules on the kanji of names: 渡辺さん is not 渡邊さん a sentence later."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tmflow.check.finding import Severity
from tmflow.check.masking import QUOTED, blank_spans
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.language import Language
from tmflow.text.japanese_names import standard_form
from tmflow.text.japanese_titles import TITLES

__all__ = ["RULES"]

_KANJI = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_NAME = re.compile(rf"(?<![{_KANJI}])(?P<name>[{_KANJI}]{{2,6}}?)(?:(?P<title>{TITLES})|(?![{_KANJI}]))")
_AND = "と|、|・|や|及び|および|並びに"
_NO_FIRST_NAME = frozenset("屋堂社店寺院市町村県区駅港家流製邸宅班組署橋川山島")
"""What makes a family's name that of a house, a place or a firm, which has its own form."""
_LEAST_PLACE = 3
_LONGEST_FAMILY = 3


@dataclass(slots=True)
class _Form:
    """A way of writing a name: where it stands, whether with a title, and the first names it has."""

    text: str
    places: list[tuple[Prose, int, int]] = field(default_factory=list)
    has_title: bool = False
    first_names: set[str] = field(default_factory=set)


def _find(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.JA))
    if all(standard_form(one.text) == one.text for one in prose):
        return
    for forms in _alike(prose).values():
        usual = max(forms, key=lambda form: len(form.places))
        for form in forms:
            if form is not usual and form.text not in subject.known_japanese and _is_one(form, usual, prose):
                message = f"{form.text} is {usual.text} elsewhere in the article"
                yield form.places[0][0].fault(message, *form.places[0][1:], expected=usual.text)


def _alike(prose: Sequence[Prose]) -> dict[str, list[_Form]]:
    """Return the names that are written in more than one way, by their common form; what is quoted keeps its own."""
    forms: dict[str, _Form] = {}
    for one in prose:
        text = blank_spans(one.text, (found.span() for found in QUOTED.finditer(one.text)))
        for found in _NAME.finditer(text):
            form = forms.setdefault(found["name"], _Form(found["name"]))
            form.places.append((one, *found.span("name")))
            form.has_title = form.has_title or found["title"] is not None
    _join_first_names(forms)
    alike: dict[str, list[_Form]] = defaultdict(list)
    for form in forms.values():
        alike[standard_form(form.text)].append(form)
    return {name: group for name, group in alike.items() if len(group) > 1}


def _join_first_names(forms: dict[str, _Form]) -> None:
    """Put full names (渡辺守) to the family names (渡辺) that the article has, in either way of writing."""
    families = {standard_form(text) for text, form in forms.items() if form.has_title and len(text) <= _LONGEST_FAMILY}
    for text, form in list(forms.items()):
        for length in range(2, min(len(text), _LONGEST_FAMILY + 1)):
            family, first = text[:length], text[length:]
            if standard_form(family) in families and len(first) <= _LONGEST_FAMILY and first[0] not in _NO_FIRST_NAME:
                joined = forms.setdefault(family, _Form(family))
                joined.places += [(one, start, start + length) for one, start, _ in form.places]
                joined.first_names.add(first)
                joined.has_title = joined.has_title or form.has_title


def _is_one(form: _Form, usual: _Form, prose: Sequence[Prose]) -> bool:
    """Whether two ways of writing are of one bearer: a person with no other first name, or a place of three characters."""
    if form.first_names and usual.first_names and not form.first_names & usual.first_names:
        return False
    if not (form.has_title or usual.has_title):
        return len(form.text) >= _LEAST_PLACE
    together = re.compile(
        "|".join(
            f"{re.escape(first)}(?:{TITLES})?(?:{_AND}){re.escape(second)}"
            for first, second in ((form.text, usual.text), (usual.text, form.text))
        )
    )
    return not any(together.search(one.text) for one in prose)


RULES = (
    Rule(
        id="name.form",
        severity=Severity.WARNING,
        summary="A name is written with one form of its kanji in an article: 渡辺さん or 渡邊さん, 高崎 or 髙﨑, not both."
        " What is quoted keeps its own.",
        why="Readers take two forms for two people, and families care for theirs.",
        good=Example(ja="渡辺さんは庭師だ。渡辺さんの庭は広い。", en="Watanabe is a gardener. His garden is large."),
        bad=Example(ja="渡辺さんは庭師だ。渡邊さんの庭は広い。", en="Watanabe is a gardener. His garden is large."),
        find=_find,
        scope=Scope.ARTICLE,
    ),
)
