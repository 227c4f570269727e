"""`tmflow glossary list` and `search`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tmflow.cli.output import Row, emit, format_option, note, project_option

if TYPE_CHECKING:
    from tmflow.model.glossary import Term
    from tmflow.workflow.project import Project

__all__ = ["list_command", "search_command"]

_LANGUAGES = ("ja", "en")


@click.command(epilog="Example: tmflow glossary list --kind name")
@click.option("--kind", type=click.Choice(["term", "name"]), help="Only these.")
@project_option
@format_option
def list_command(kind: str | None, project: Project, output: str) -> None:
    """List the terms of the publication, in the order of memories/glossary.yaml."""
    from tmflow.workflow.glossary import search_terms

    rows = [_row(term) for term in search_terms(project) if kind in {None, term.kind.value}]
    emit(output, "terms", rows, _text)
    if not rows:
        note("No terms. To bring some in: tmflow glossary import FILE")


@click.command(epilog="Example: tmflow glossary search 潮位")
@click.argument("text")
@project_option
@format_option
def search_command(text: str, project: Project, output: str) -> None:
    """Find the terms with TEXT in a form of either language, forbidden ones too; width and case make no difference."""
    from tmflow.workflow.glossary import search_terms

    rows = [_row(term) for term in search_terms(project, text)]
    emit(output, "terms", rows, _text)
    if not rows:
        note(f'"{text}" is in no term of the glossary.')


def _row(term: Term) -> Row:
    from tmflow.model.language import Language

    row: dict[str, Any] = {language.value: list(term.forms(language)) for language in Language}
    return row | {
        "kind": term.kind.value,
        "forbidden": {language.value: list(term.forbidden(language)) for language in Language},
        "note": term.note,
        "part_of_speech": term.part_of_speech.value if term.part_of_speech else None,
        "subject": term.subject,
        "definition": {language.value: term.definition(language) for language in Language},
        "context": {language.value: list(term.contexts(language)) for language in Language},
    }


def _text(row: Row) -> Iterator[str]:
    told = [row["kind"] if row["kind"] == "name" else "", row["part_of_speech"] or "", row["subject"]]
    kinds = ", ".join(filter(None, told))
    yield f"{', '.join(row['ja'])}   {', '.join(row['en'])}{f'   ({kinds})' if kinds else ''}"
    for language in _LANGUAGES:
        if row["forbidden"][language]:
            yield f"  not: {', '.join(row['forbidden'][language])}"
    for language in _LANGUAGES:
        yield from (f"  {text}" for text in (row["definition"][language], *row["context"][language]) if text)
    if row["note"]:
        yield from (f"  {line}" for line in row["note"].split("\n"))
