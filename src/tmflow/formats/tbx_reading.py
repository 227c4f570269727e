"""TBX: glossaries of other tools, and tmflow's own; streamed, so a file may be of any size.

Reading takes TBX v3 (ISO 30042:2019) in both styles, v2 (MARTIF, 2008) with `tig` and with `ntig`, and TBX-Min; any
encoding, any spelling of the languages, several terms of a language, several sections of one language, gzip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tmflow.errors import FormatError
from tmflow.formats.imported import MAX_UNIT_CHARS, ImportLog
from tmflow.formats.languages import find_language, script_problem
from tmflow.formats.tbx_fields import (
    FIELD_OF,
    NAME_SUBSET,
    PROPER_NOUNS,
    YES,
    TermStatus,
    folded,
    part_of_speech_of,
    status_of,
)
from tmflow.formats.xml import XML_LANG, drop_before, iterparse_xml, line_of, local_name
from tmflow.model.glossary import PartOfSpeech, Term, TermKind
from tmflow.model.language import Language, LanguagePair
from tmflow.text.scripts import has_japanese

__all__ = ["OWN_TOOL", "iter_tbx"]

OWN_TOOL: Final = "tmflow"
"""How the source of files begins whose texts are taken as they are, line breaks too."""

_ROOTS: Final = frozenset({"tbx", "martif", "TBX"})
_ENTRIES: Final = ("{*}conceptEntry", "{*}termEntry", "{*}entry")
_SECTIONS: Final = frozenset({"langSec", "langSet", "langGroup"})
_TERM_SECTIONS: Final = frozenset({"termSec", "tig", "ntig", "termGroup"})
_TYPED: Final = frozenset(
    {"admin", "adminNote", "descrip", "descripNote", "ref", "termNote", "transac", "transacNote", "xref"}
)
"""Elements of the style DCA, whose category is their type; any other is a category itself, as in the style DCT."""

_GROUPS: Final = ("Grp", "termCompList", "noteGroup")
"""How the names of elements end that only hold others."""
_GROUP_DEPTH: Final = 3
_MAX_FORMS: Final = 100
_PAIR: Final = LanguagePair(Language.JA, Language.EN)


def iter_tbx(
    path: Path, *, max_unit_chars: int = MAX_UNIT_CHARS, log: ImportLog | None = None
) -> Iterator[tuple[int, Term]]:
    """Yield the terms of a TBX file in order, each with its line, keeping the file open; memory does not grow with it.

    What is deprecated, superseded or forbidden becomes a forbidden form; preferred forms come first. A note that stands
    at one of several terms says which. `log` hears of each entry that gives no term: one language only, none but
    forbidden forms, more than 100 forms of a language or `max_unit_chars` code points; and of what a term has no field
    for, by category.
    Raises FormatError, with line and column, after the whole entries before a fault; and if no entry of the file has both
    languages.
    """
    log = log or ImportLog()
    for _, root in iterparse_xml(path, tags=("*",)):
        if local_name(root) not in _ROOTS:
            hint = ": a MultiTerm file; export it as TBX" if local_name(root) == "mtf" else ""
            raise FormatError(f"not a TBX file: it has no <tbx> or <martif>{hint}", path=path, line=1)
        break
    is_own, entries, pairless = False, 0, 0
    for _, element in iterparse_xml(path, tags=("{*}sourceDesc", *_ENTRIES), events=("end",)):
        if local_name(element) == "sourceDesc":
            is_own = is_own or _text_of(element, is_own=False).startswith(OWN_TOOL)
            continue
        drop_before(element)
        entries += 1
        entry = _Entry(log, is_own=is_own)
        entry.read(element)
        line = line_of(element) or 0
        if problem := entry.problem(max_unit_chars):
            pairless += problem == _ONE_LANGUAGE
            log.refuse(line, problem)
            continue
        log.read += 1
        yield line, entry.term()
    if entries and pairless == entries:
        raise FormatError(f"none of {entries} entries has both Japanese and English", path=path)


_ONE_LANGUAGE: Final = "has not both languages"


@dataclass(slots=True)
class _Form:
    """A term of a language as read."""

    text: str = ""
    status: TermStatus = TermStatus.ADMITTED
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """Gathers what an entry says; `is_own` is whether tmflow wrote it."""

    log: ImportLog
    is_own: bool
    forms: dict[Language, list[_Form]] = field(default_factory=lambda: {language: [] for language in Language})
    definitions: dict[Language, list[str]] = field(default_factory=lambda: {language: [] for language in Language})
    contexts: dict[Language, list[str]] = field(default_factory=lambda: {language: [] for language in Language})
    notes: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    part_of_speech: PartOfSpeech | None = None
    kind: TermKind = TermKind.TERM
    chars: int = 0

    def read(self, element: Any) -> None:
        """Take an entry's element."""
        for name, child in _iter_items(element):
            if name in _SECTIONS:
                tag = child.get(XML_LANG) or child.get("lang") or ""
                language = find_language(tag)
                if language is None:
                    self.log.leave_out(f"terms in {tag}" if tag else "terms of no language")
                else:
                    self.read_section(child, language)
            else:
                self.take(name, child, None, None)

    def read_section(self, element: Any, language: Language) -> None:
        """Take the section of a language."""
        for name, child in _iter_items(element):
            if name not in _TERM_SECTIONS:
                self.take(name, child, language, None)
                continue
            form = _Form()
            for category, item in _iter_items(child):
                if category == "term":
                    form.text = self.text(item).strip()
                else:
                    self.take(category, item, language, form)
            if form.text:
                self.forms[language].append(form)

    def take(self, name: str, element: Any, language: Language | None, form: _Form | None) -> None:
        """Take an item of the entry, of the section of a language, or of a term."""
        category = element.get("type", "") if name in _TYPED else name
        text = self.text(element)
        meaning = FIELD_OF.get(folded(category))
        if not text.strip():
            return
        if meaning == "note":
            (form.notes if form else self.notes).append(text)
        elif meaning == "subject":
            self.subjects.append(text)
        elif meaning in {"definition", "context"}:
            of = language or (Language.JA if has_japanese(text) else Language.EN)
            (self.definitions if meaning == "definition" else self.contexts)[of].append(text)
        elif meaning == "subset" and text == NAME_SUBSET:
            self.kind = TermKind.NAME
        elif meaning is None or form is None or not self.take_of_form(meaning, text, form):
            self.log.leave_out(category or name)

    def take_of_form(self, meaning: str, text: str, form: _Form) -> bool:
        """Take what is said of a form itself; return whether it could be taken."""
        if meaning in {"forbidden", "preferred"}:
            if folded(text) in YES:
                form.status = TermStatus[meaning.upper()]
            return True
        if meaning == "status" and (status := status_of(text)) is not None:
            form.status = status
        elif meaning == "part_of_speech" and (part := part_of_speech_of(text)) is not None:
            self.part_of_speech = self.part_of_speech or part
        elif meaning == "part_of_speech" and folded(text) in PROPER_NOUNS:
            self.kind = TermKind.NAME
        else:
            return False
        return True

    def text(self, element: Any) -> str:
        """Return an item's text, and count it."""
        text = _text_of(element, is_own=self.is_own)
        self.chars += len(text)
        return text

    def problem(self, max_unit_chars: int) -> str | None:
        """Return why the entry gives no term, None if it does."""
        if not all(self.forms.values()):
            return _ONE_LANGUAGE
        if self.chars > max_unit_chars:
            return f"entry of {self.chars:,} characters (max_unit {max_unit_chars})"
        if max(map(len, self.forms.values())) > _MAX_FORMS:
            return f"more than {_MAX_FORMS} terms of a language"
        for language in Language:
            if not self.allowed(language):
                return f"each {language.display_name} term is forbidden"
        if self.is_own:
            return None
        return script_problem(self.allowed(Language.JA)[0], self.allowed(Language.EN)[0], _PAIR)

    def allowed(self, language: Language) -> tuple[str, ...]:
        """Return the forms that may be used, the preferred ones first."""
        forms = sorted(self.forms[language], key=lambda form: form.status)
        return tuple(dict.fromkeys(form.text for form in forms if form.status is not TermStatus.FORBIDDEN))

    def forbidden(self, language: Language) -> tuple[str, ...]:
        """Return the forms that must not be used; one that stands there as allowed, too, is allowed."""
        forms = [form.text for form in self.forms[language] if form.status is TermStatus.FORBIDDEN]
        allowed = self.allowed(language)
        return tuple(form for form in dict.fromkeys(forms) if form not in allowed)

    def term(self) -> Term:
        """Return the term; `problem` must have found none."""
        notes = [*self.notes]
        for forms in self.forms.values():
            notes += [note if len(forms) == 1 else f"{form.text}: {note}" for form in forms for note in form.notes]
        return Term(
            japanese=self.allowed(Language.JA),
            english=self.allowed(Language.EN),
            kind=self.kind,
            forbidden_japanese=self.forbidden(Language.JA),
            forbidden_english=self.forbidden(Language.EN),
            note="\n".join(notes),
            part_of_speech=self.part_of_speech,
            subject="; ".join(dict.fromkeys(self.subjects)),
            definition_japanese="\n".join(dict.fromkeys(self.definitions[Language.JA])),
            definition_english="\n".join(dict.fromkeys(self.definitions[Language.EN])),
            context_japanese=tuple(self.contexts[Language.JA]),
            context_english=tuple(self.contexts[Language.EN]),
        )


def _iter_items(element: Any, depth: int = _GROUP_DEPTH) -> Iterator[tuple[str, Any]]:
    """Yield the name and the element of each child, those of a group in its place."""
    for child in element:
        name = local_name(child)
        if depth and name.endswith(_GROUPS):
            yield from _iter_items(child, depth - 1)
        elif name:
            yield name, child


def _text_of(element: Any, *, is_own: bool) -> str:
    """Return the text of an element without its markup; of other tools' files with single blanks, for they are indented."""
    text = "".join(map(str, element.itertext()))
    return text if is_own else " ".join(text.split())
