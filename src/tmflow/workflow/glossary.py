"""The project's glossary: terms from elsewhere into it, its terms for elsewhere, and a term found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from tmflow._version import __version__
from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.glossaries import glossary_formats, iter_terms, term_format_of, write_terms
from tmflow.formats.glossary import read_glossary
from tmflow.formats.glossary_writing import change_glossary
from tmflow.formats.imported import ImportLog, ImportOptions, ImportReport
from tmflow.model.glossary import Glossary, Term
from tmflow.model.language import Language
from tmflow.model.term_merging import iter_differences, merge_terms
from tmflow.text.normalize import match_key
from tmflow.workflow.project import Project, make_folder

__all__ = [
    "GlossaryImport",
    "GlossaryOrder",
    "ImportOptions",
    "OnTermConflict",
    "TermConflict",
    "export_glossary",
    "import_glossary",
    "search_terms",
]

_KEPT: Final = 1_000
"""Conflicts that are remembered with their line; of a file with more, their number is known."""


class OnTermConflict(StrEnum):
    """What becomes of a term that the glossary has and of which a file says something else or something more."""

    KEEP_EXISTING = "keep-existing"
    MERGE = "merge"
    OVERWRITE = "overwrite"


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryOrder:
    """What is to be imported, and how. options: how the file is read."""

    path: Path
    options: ImportOptions = field(default_factory=ImportOptions)
    on_conflict: OnTermConflict = OnTermConflict.KEEP_EXISTING
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TermConflict:
    """A term of a file that is not as the glossary has it. line: in the file, 0 if not known; differences: what it says."""

    line: int
    japanese: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryImport:
    """What came of an import. changed: how many terms of the glossary are other than before; conflicts: the first 1,000."""

    report: ImportReport
    changed: int
    conflicts: tuple[TermConflict, ...]


def import_glossary(project: Project, order: GlossaryOrder) -> GlossaryImport:
    """Put the terms of a file into the project's glossary, all of them or none; comments and order there stay.

    Two terms are the same if they share a Japanese form. Raises FormatError for a file, or a glossary, that cannot be
    read; MemoryLockedError, StorageError. The glossary is then as it was.
    """
    log = ImportLog()
    with project.writing():
        path = project.glossary_path
        raw = path.read_bytes() if path.exists() else b""
        merging = _Merging(read_glossary(path) if raw else Glossary(), order.on_conflict)
        for line, term in iter_terms(order.path, options=order.options, log=log):
            merging.take(line, term)
        if not order.dry_run and (merging.added or merging.changed):
            make_folder(path.parent)
            text = change_glossary(
                raw.decode("utf-8-sig").replace("\r\n", "\n"),
                added=merging.added,
                replaced={index: merging.terms[index] for index in sorted(merging.changed)},
                path=path,
            )
            write_bytes_atomic(path, _as_before(text, raw))
            project.forget_glossary()
    report = log.report(new=len(merging.added), same=merging.same, conflicting=merging.conflicting)
    return GlossaryImport(report=report, changed=len(merging.changed), conflicts=tuple(merging.conflicts))


def _as_before(text: str, raw: bytes) -> bytes:
    """Return the bytes of a text with the mark and the line ends that the file had."""
    mark = "\ufeff" if raw.startswith("\ufeff".encode()) else ""
    return (mark + (text.replace("\n", "\r\n") if b"\r\n" in raw else text)).encode()


class _Merging:
    """Sorts the terms of a file into new, same and conflicting ones, and makes of each what was asked for."""

    def __init__(self, glossary: Glossary, on_conflict: OnTermConflict) -> None:
        self.terms = list(glossary.terms)
        self.changed: set[int] = set()
        self.same = 0
        self.conflicting = 0
        self.conflicts: list[TermConflict] = []
        self._on_conflict = on_conflict
        self._known = len(self.terms)
        self._owners = {form: index for index, term in enumerate(self.terms) for form in term.japanese}
        self._forbidden = {form: term for term in self.terms for form in term.forbidden_japanese}

    @property
    def added(self) -> list[Term]:
        """The terms that the glossary did not have."""
        return self.terms[self._known :]

    def take(self, line: int, term: Term) -> None:
        """Take a term of the file."""
        index = next((self._owners[form] for form in term.japanese if form in self._owners), None)
        differences = tuple(self._iter_differences(index, term))
        if not differences:
            if index is None:
                self._put(len(self.terms), term)
            else:
                self.same += 1
            return
        self.conflicting += 1
        if len(self.conflicts) < _KEPT:
            self.conflicts.append(TermConflict(line=line, japanese=term.japanese[0], differences=differences))
        if self._on_conflict is OnTermConflict.KEEP_EXISTING or index is None:
            return
        held = self.terms[index]
        free = tuple(form for form in term.japanese if self._owners.get(form, index) == index)
        own = replace(term, japanese=free, readings=term.readings if free == term.japanese else ())
        result = merge_terms(held, own) if self._on_conflict is OnTermConflict.MERGE else own
        if result != held:
            self._put(index, result)

    def _iter_differences(self, index: int | None, term: Term) -> Iterator[str]:
        if index is not None:
            yield from iter_differences(self.terms[index], term)
            return
        for form in term.japanese:
            if form in self._forbidden:
                yield f"ja: {form} (forbidden for {self._forbidden[form].japanese[0]})"

    def _put(self, index: int, term: Term) -> None:
        if index == len(self.terms):
            self.terms.append(term)
        else:
            for form in self.terms[index].japanese:
                if self._owners.get(form) == index:
                    del self._owners[form]
            self.terms[index] = term
        if index < self._known:
            self.changed.add(index)
        self._owners |= dict.fromkeys(term.japanese, index)


def export_glossary(
    project: Project,
    path: Path,
    *,
    form: str | None = None,
    first: Language | None = None,
    plain: bool = False,
) -> ExportReport:
    """Write the project's glossary for another tool.

    form: None = what the name of the file tells. first: the language of the first column of a table, None = the usual
    source of the project. plain: a table of two columns without headings.
    Raises ConfigError if neither tells a format, or the file is the glossary itself; FormatError, StorageError.
    """
    chosen = form or term_format_of(path)
    if chosen is None:
        raise ConfigError(f"{path.name}: its name tells no format; name one (--to {', '.join(glossary_formats())})")
    if path.exists() and project.glossary_path.exists() and path.samefile(project.glossary_path):
        raise ConfigError(f"{path} is the glossary itself; choose another file")
    return write_terms(
        project.glossary.terms,
        path,
        form=chosen,
        first=first or project.settings.pair.source,
        plain=plain,
        tool_version=__version__,
    )


def search_terms(project: Project, text: str = "") -> list[Term]:
    """Return the terms with a form that holds a text, in either language, forbidden ones too; all of them for "".

    Width and case make no difference. Raises FormatError if the glossary cannot be read.
    """
    key = match_key(text).casefold()

    def holds(term: Term) -> bool:
        forms = (*term.japanese, *term.english, *term.forbidden_japanese, *term.forbidden_english)
        return any(key in match_key(form).casefold() for form in forms)

    return [term for term in project.glossary.terms if holds(term)]
