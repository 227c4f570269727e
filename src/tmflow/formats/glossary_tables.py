"""Glossaries as tables: CSV and TSV both ways, and whatever else holds pairs (XLSX, PO, TMX) to read.

A row of tmflow's own is a term: the preferred forms, the note, and a column for each thing more. Several forms in a
cell have `|` between them, and a backslash before a `|` or a backslash that is text. Plain tables, as OmegaT and DeepL
take them, have no headings and a row for each form of the first language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.pairs import iter_pairs
from tmflow.formats.tables import table_line
from tmflow.formats.tbx_fields import FIELD_OF, PROPER_NOUNS, YES, TermStatus, folded, part_of_speech_of, status_of
from tmflow.model.glossary import Term, TermKind
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry
from tmflow.text.scripts import has_japanese

__all__ = ["iter_table_terms", "write_terms_table"]

_HALVES = re.compile("[\ud800-\udfff]")
_LISTED = re.compile(r"(?:[^|\\]|\\.|\\$)+", re.DOTALL)
_LISTS: Final = tuple(f"{kind}_{language.value}" for kind in ("other", "forbidden") for language in Language)
_SAID: Final = tuple(f"{kind}_{language.value}" for kind in ("definition", "context") for language in Language)
_COLUMNS: Final = ("note", "kind", "part_of_speech", "subject", *_LISTS, *_SAID)
"""The columns after the two languages."""


def iter_table_terms(path: Path, *, options: ImportOptions, log: ImportLog) -> Iterator[tuple[int, Term]]:
    """Yield the terms of a file of pairs, each with the line it begins on (0 if the format does not tell it).

    Rows with the same Japanese form are one term with several English forms. A column of the status, as CAT tools
    write it, makes an English form preferred, admitted or forbidden. The file is read to its end first.
    Raises FormatError as `iter_pairs` does.
    """
    found: dict[str, _Row] = {}
    for entry in iter_pairs(path, options=options, log=log):
        row = _Row.of(entry, log)
        first = found.setdefault(row.japanese[0], row)
        if first is not row:
            first.join(row)
            log.read -= 1
            log.leave_out("row with one more form of a term")
    for row in found.values():
        term = row.term()
        if term is None:
            log.read -= 1
            log.refuse(row.line, "each English form is forbidden")
        else:
            yield row.line, term


@dataclass(slots=True)
class _Row:
    """What the rows of a Japanese form say."""

    line: int
    japanese: list[str]
    english: list[tuple[TermStatus, str]]
    notes: list[str]
    cells: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: MemoryEntry, log: ImportLog) -> _Row:
        """Return what an entry says."""
        is_japanese = entry.pair.source is Language.JA
        japanese, english = (entry.source, entry.target) if is_japanese else (entry.target, entry.source)
        status = TermStatus.ADMITTED
        cells: dict[str, str] = {}
        for name, text in entry.properties:
            key = name.strip().casefold()
            meaning = FIELD_OF.get(folded(name))
            if key in _COLUMNS:
                cells[key] = text
            elif meaning in {"part_of_speech", "subject"}:
                cells[meaning] = text
            elif meaning in {"definition", "context"}:
                language = Language.JA if has_japanese(text) else Language.EN
                cells[f"{meaning}_{language}"] = text if meaning == "definition" else _joined((text,))
            elif meaning == "status" and (told := status_of(text)) is not None:
                status = told
            elif meaning in {"forbidden", "preferred"}:
                status = TermStatus[meaning.upper()] if folded(text) in YES else status
            else:
                log.leave_out(f'column "{name}"')
        return cls(log.line, [japanese.strip()], [(status, english.strip())], list(entry.notes), cells)

    def join(self, other: _Row) -> None:
        """Take what another row says, too."""
        self.english += other.english
        self.notes += [note for note in other.notes if note not in self.notes]
        for name, text in other.cells.items():
            held = self.cells.get(name)
            self.cells[name] = f"{held}|{text}" if held and name in _LISTS else held or text

    def term(self) -> Term | None:
        """Return the term, None if it has no English form that may be used."""
        ranked = [
            text for status, text in sorted(self.english, key=lambda one: one[0]) if status is not TermStatus.FORBIDDEN
        ]
        forms = {
            Language.JA: _unique([*self.japanese, *self.listed("other_ja")]),
            Language.EN: _unique([*ranked, *self.listed("other_en")] if ranked else []),
        }
        told = [text for status, text in self.english if status is TermStatus.FORBIDDEN]
        forbidden = {
            language: tuple(
                form
                for form in _unique([*(told if language is Language.EN else []), *self.listed(f"forbidden_{language}")])
                if form not in forms[language]
            )
            for language in Language
        }
        if not forms[Language.EN]:
            return None
        part, kind = self.cells.get("part_of_speech", ""), self.cells.get("kind", "")
        is_name = folded(kind) == TermKind.NAME or folded(part) in PROPER_NOUNS
        return Term(
            japanese=forms[Language.JA],
            english=forms[Language.EN],
            kind=TermKind.NAME if is_name else TermKind.TERM,
            forbidden_japanese=forbidden[Language.JA],
            forbidden_english=forbidden[Language.EN],
            note="\n".join(self.notes),
            part_of_speech=part_of_speech_of(part),
            subject=self.cells.get("subject", ""),
            definition_japanese=self.cells.get("definition_ja", ""),
            definition_english=self.cells.get("definition_en", ""),
            context_japanese=self.listed("context_ja"),
            context_english=self.listed("context_en"),
        )

    def listed(self, column: str) -> tuple[str, ...]:
        """Return the texts of a cell that may hold several."""
        texts = (re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL) for text in _LISTED.findall(self.cells.get(column, "")))
        return tuple(text if column.startswith("context") else text.strip() for text in texts if text.strip())


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def write_terms_table(
    terms: Iterable[Term],
    path: Path | BinaryIO,
    *,
    delimiter: str,
    first: Language = Language.JA,
    plain: bool = False,
) -> ExportReport:
    """Write terms as CSV (delimiter ",", with the mark Excel needs) or TSV; no cell begins as a formula.

    first: the language of the first column. plain: two columns and no mark, each form of the first language beside the
    preferred one of the other; a form that several terms have is written once.
    Halves of characters are taken out and reported. Raises StorageError.

    >>> import io
    >>> stream = io.BytesIO()
    >>> gauge = Term(japanese=("潮位計", "検潮儀"), english=("tide gauge", "gauge"))
    >>> _ = write_terms_table([gauge], stream, delimiter=",", plain=True)
    >>> print(stream.getvalue().decode(), end="")
    潮位計,tide gauge
    検潮儀,tide gauge
    """
    units, removed = 0, []
    seen: set[str] = set()
    mark = "" if plain or delimiter == "\t" else "\ufeff"
    with open_atomic(path) as stream:
        stream.write(mark.encode())
        if not plain:
            stream.write(table_line([first.value, first.other.value, *_COLUMNS], delimiter))
        for term in terms:
            units += 1
            rows = list(_plain_rows(term, first, seen)) if plain else [_row_of(term, first)]
            if halves := "".join(_HALVES.findall("".join("".join(row) for row in rows))):
                removed.append((term.japanese[0], halves))
            for row in rows:
                stream.write(table_line(row, delimiter))
    return ExportReport(units=units, removed=tuple(removed))


def _plain_rows(term: Term, first: Language, seen: set[str]) -> Iterator[list[str]]:
    for form in term.forms(first):
        if form not in seen:
            seen.add(form)
            yield [form, term.forms(first.other)[0]]


def _row_of(term: Term, first: Language) -> list[str]:
    cells: Mapping[str, str] = {
        "note": term.note,
        "kind": term.kind.value if term.kind is not TermKind.TERM else "",
        "part_of_speech": term.part_of_speech.value if term.part_of_speech else "",
        "subject": term.subject,
        **{f"other_{language}": _joined(term.forms(language)[1:]) for language in Language},
        **{f"forbidden_{language}": _joined(term.forbidden(language)) for language in Language},
        **{f"definition_{language}": term.definition(language) for language in Language},
        **{f"context_{language}": _joined(term.contexts(language)) for language in Language},
    }
    return [term.forms(first)[0], term.forms(first.other)[0], *(cells[name] for name in _COLUMNS)]


def _joined(texts: tuple[str, ...]) -> str:
    return "|".join(re.sub(r"[|\\]", r"\\\g<0>", text) for text in texts)
