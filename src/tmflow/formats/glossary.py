"""Reading `memories/glossary.yaml`: the terms of a publication."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tmflow.errors import FormatError
from tmflow.model.glossary import Glossary, Term, TermKind
from tmflow.model.language import Language

__all__ = ["read_glossary"]

_KEYS = ("ja", "en", "kind", "forbidden", "note")
_LANGUAGES = tuple(language.value for language in Language)


def read_glossary(path: Path) -> Glossary:
    """Read a glossary: a YAML list of terms, each a mapping.

    ja, en: the form, or a list of forms with the preferred one first; both are needed.
    kind: term (the default) or name. note: text. forbidden: a mapping of ja and en to forms that must not be written.

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
    tree = _load(path)
    reader = _Reader(path)
    if tree is None:
        return Glossary()
    if not isinstance(tree, list):
        raise FormatError("a glossary is a list of terms, each beginning with - ja:", path=path, line=1, column=1)
    terms = tuple(reader.term(tree, index) for index in range(len(tree)))
    return Glossary(terms=terms)


def _load(path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 (byte {error.start + 1}): {error.reason}", path=path) from error
    try:
        return YAML().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        problem = " ".join(str(error.problem or "cannot be read").split())
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise FormatError(problem, path=path, line=line, column=column) from error
    except YAMLError as error:
        raise FormatError(f"not a YAML file: {error}", path=path) from error


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
            kind=self.kind(node),
            forbidden_japanese=tuple(forbidden["ja"]),
            forbidden_english=tuple(forbidden["en"]),
            note=self.note(node),
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
            if not isinstance(item, str) or not item or item != item.strip():
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
            raise self.fail("forbidden must be a mapping of ja and en to forms", node.lc.key("forbidden"))
        self.check_keys(section, _LANGUAGES, "forbidden.")
        return found | {key: self.forms(section, key) for key in section}

    def kind(self, node: Any) -> TermKind:
        value = node.get("kind", TermKind.TERM.value)
        try:
            return TermKind(value)
        except ValueError:
            raise self.fail(f'kind is "{value}"; it is term or name', node.lc.value("kind")) from None

    def note(self, node: Any) -> str:
        value = node.get("note", "")
        if not isinstance(value, str):
            raise self.fail("note must be text: put it in quotes", node.lc.value("note"))
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
