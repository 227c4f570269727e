"""Reading `memories/glossary.yaml`: the terms of a publication. `glossary_writing` writes it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tmflow.errors import FormatError
from tmflow.formats.yaml_text import load_yaml, read_yaml
from tmflow.model.glossary import Glossary, PartOfSpeech, Term, TermKind
from tmflow.model.language import Language
from tmflow.text.scripts import has_japanese

__all__ = ["iter_glossary", "iter_terms", "load_terms", "read_glossary"]

_KEYS = ("ja", "en", "kind", "forbidden", "note", "part_of_speech", "subject", "reading", "definition", "context")
_LANGUAGES = tuple(language.value for language in Language)


def read_glossary(path: Path) -> Glossary:
    """Read a glossary: a YAML list of terms, each a mapping.

    ja, en: the form, or a list of forms with the preferred one first; both are needed.
    kind: term (the default) or name. note, subject: text. forbidden: a mapping of ja and en to forms that must not be
    written. part_of_speech: noun, verb, adjective, adverb or other. definition: text, or a mapping of ja and en to it.
    context: likewise, and several texts may be a list; a text alone is of the language of its script.

    An empty file has no terms.
    Raises FormatError with line and column for a file that cannot be read or is not YAML, an unknown key (with the nearest
    known one), a missing or blank form, a form that a term has twice, and a Japanese form that two terms have; an English
    one may be of several.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "glossary.yaml")
    ...     _ = path.write_text("- {ja: 潮位計, en: [tide gauge, tidal gauge]}", encoding="utf-8")
    ...     list(read_glossary(path).pairs())
    [('潮位計', 'tide gauge'), ('潮位計', 'tidal gauge')]
    """
    return Glossary(terms=tuple(term for _, term in iter_glossary(path)))


def iter_glossary(path: Path) -> Iterator[tuple[int, Term]]:
    """Yield each term with the line it begins on, from 1. Raises FormatError as `read_glossary` does."""
    yield from iter_terms(_checked(read_yaml(path), path), path)


def iter_terms(tree: Any, path: Path) -> Iterator[tuple[int, Term]]:
    """Yield each term of a list that `load_terms` gave, as `iter_glossary` does."""
    reader = _Reader(path)
    for index in range(len(tree or ())):
        term = reader.term(tree, index)
        yield tree.lc.item(index)[0] + 1, term


def load_terms(text: str, *, path: Path) -> Any:
    """Return the list of terms in a YAML text, which knows its comments and places; None if nothing is there.

    Raises FormatError if it is no YAML, or no list; `path` is for messages.
    """
    return _checked(load_yaml(text, path=path), path)


def _checked(tree: Any, path: Path) -> Any:
    if tree is not None and not isinstance(tree, list):
        raise FormatError("a glossary is a list of terms, each beginning with - ja:", path=path, line=1, column=1)
    return tree


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes terms out of the YAML tree, and remembers where each Japanese form stands."""

    path: Path
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def term(self, tree: Any, index: int) -> Term:
        node = tree[index]
        if not isinstance(node, Mapping):
            raise self.fail("a term is a mapping with ja and en", tree.lc.item(index))
        self.check_keys(node, _KEYS, "")
        for language in _LANGUAGES:
            if language not in node:
                raise self.fail(f"the term has no {language}: add its form", tree.lc.item(index))
        forms = {language: self.forms(node, language) for language in _LANGUAGES}
        forbidden = self.forbidden(node)
        for form, place in forms["ja"].items():
            first = self.places.setdefault(form, place)
            if first != place:
                raise self.fail(f'"{form}" is a term in line {first[0] + 1} already: keep one of them', place)
        for language in _LANGUAGES:
            for form in forbidden[language].keys() & forms[language].keys():
                raise self.fail(f'"{form}" is a form of the term itself', forbidden[language][form])
        return Term(
            japanese=tuple(forms["ja"]),
            english=tuple(forms["en"]),
            kind=TermKind(self.choice(node, "kind", TermKind) or TermKind.TERM),
            forbidden_japanese=tuple(forbidden["ja"]),
            forbidden_english=tuple(forbidden["en"]),
            note=self.text(node, "note"),
            part_of_speech=PartOfSpeech(word) if (word := self.choice(node, "part_of_speech", PartOfSpeech)) else None,
            subject=self.text(node, "subject"),
            readings=self.readings(node, len(forms["ja"])),
            **self.said(node),
        )

    def forms(self, node: Any, key: str) -> dict[str, tuple[int, int]]:
        """Return the forms of a key, one or a list of them, each with its place."""
        value = node[key]
        items = value if isinstance(value, list) else [value]
        if not items:
            raise self.fail(f"{key} has no form", node.lc.key(key))
        found: dict[str, tuple[int, int]] = {}
        for index, item in enumerate(items):
            place = node[key].lc.item(index) if isinstance(value, list) else node.lc.value(key)
            if item == "":
                raise self.fail(f"{key} is empty: write the form, or take it out", place)
            if not isinstance(item, str) or item != item.strip():
                raise self.fail(f"{key} must be text without blanks at its ends: put it in quotes", place)
            if item in found:
                raise self.fail(f'"{item}" stands there twice', place)
            found[str(item)] = place
        return found

    def forbidden(self, node: Any) -> dict[str, dict[str, tuple[int, int]]]:
        found: dict[str, dict[str, tuple[int, int]]] = {language: {} for language in _LANGUAGES}
        section = node.get("forbidden")
        if section is None:
            return found
        if not isinstance(section, Mapping):
            example = f'"{section}"' if isinstance(section, str) and section else "FORM"
            raise self.fail(
                f"forbidden must be a mapping of ja and en to forms: {{en: {example}}}", node.lc.key("forbidden")
            )
        self.check_keys(section, _LANGUAGES, "forbidden.")
        return found | {key: self.forms(section, key) for key in section}

    def readings(self, node: Any, count: int) -> tuple[str, ...]:
        """Return how the Japanese forms are read, in their order."""
        if "reading" not in node:
            return ()
        found = self.texts(node, "reading", "reading")
        if len(found) > count:
            raise self.fail(f"reading has {len(found)} readings for {count} forms of ja", node.lc.value("reading"))
        return found

    def said(self, node: Any) -> dict[str, Any]:
        """Return the definitions and the contexts, by their fields."""
        found: dict[str, Any] = {}
        for key in ("definition", "context"):
            for language, texts in self.by_language(node, key).items():
                field_name = f"{key}_{'japanese' if language == Language.JA else 'english'}"
                found[field_name] = texts if key == "context" else texts[0]
        return found

    def by_language(self, node: Any, key: str) -> dict[str, tuple[str, ...]]:
        """Return the texts of a key: of a mapping by its languages, else by the language of each text's script."""
        value = node.get(key)
        if value is None:
            return {}
        if isinstance(value, Mapping):
            self.check_keys(value, _LANGUAGES, f"{key}.")
            return {language: self.texts(value, language, key) for language in value}
        found: dict[str, tuple[str, ...]] = {}
        for text in self.texts(node, key, key):
            language = Language.JA.value if has_japanese(text) else Language.EN.value
            found[language] = (*found.get(language, ()), text)
        return found

    def texts(self, node: Any, key: str, name: str) -> tuple[str, ...]:
        value = node[key]
        items = value if isinstance(value, list) and name in {"context", "reading"} else [value]
        if not items or not all(isinstance(item, str) and item.strip() for item in items):
            raise self.fail(f"{name} must be text: put it in quotes", node.lc.value(key))
        return tuple(map(str, items))

    def choice(self, node: Any, key: str, known: type[TermKind | PartOfSpeech]) -> str:
        """Return the value of a key that has only some; "" if it is not there."""
        value = node.get(key)
        names = [one.value for one in known]
        if key in node and value not in names:
            raise self.fail(f'{key} is "{value}"; it is {", ".join(names[:-1])} or {names[-1]}', node.lc.value(key))
        return str(value or "")

    def text(self, node: Any, key: str) -> str:
        value = node.get(key, "")
        if not isinstance(value, str):
            raise self.fail(f"{key} must be text: put it in quotes", node.lc.value(key))
        return str(value)

    def check_keys(self, node: Any, known: tuple[str, ...], prefix: str) -> None:
        for key in node:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1)
                hint = f"{near[0]}?" if near else f"known: {', '.join(known)}"
                raise self.fail(f'unknown key "{prefix}{key}": {hint}', node.lc.key(key))

    def fail(self, problem: str, place: tuple[int, int]) -> FormatError:
        line, column = place
        return FormatError(problem, path=self.path, line=line + 1, column=column + 1)
