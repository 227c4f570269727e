"""`tmflow memory`: look a text up, search for a word; what else is done with a memory stands in files of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tmflow.cli.memory_doctor import doctor_command, rebuild_command
from tmflow.cli.memory_import import import_command, undo_command
from tmflow.cli.memory_overview import conflicts_command, duplicates_command, export_command, stats_command
from tmflow.cli.memory_texts import history_command, restore_command, retire_command
from tmflow.cli.output import Row, emit, format_option, note, project_option

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["memory_command"]

_language_option = click.option(
    "--language", type=click.Choice(["ja", "en"]), help="Language of TEXT; told from its script if not given."
)


@click.group()
def memory_command() -> None:
    """Use the translation memory and keep it clean."""


@memory_command.command("lookup", epilog='Example: tmflow memory lookup "採決は5月19日に行われる見通しだ。"')
@click.argument("text")
@_language_option
@click.option("--threshold", type=click.IntRange(1, 100), help="Least score, percent; by default the settings'.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="How many matches at most.")
@click.option("--drafts", is_flag=True, help="Show what nobody has confirmed, too.")
@project_option
@format_option
def lookup_command(
    text: str,
    language: str | None,
    threshold: int | None,
    limit: int,
    drafts: bool,
    project: Project,
    output: str,
) -> None:
    """Find earlier translations of TEXT, a segment in either language."""
    from tmflow.model.language import Language
    from tmflow.workflow.consult import look_up

    chosen = Language(language) if language else None
    matches = look_up(project, text, language=chosen, threshold=threshold, limit=limit, include_drafts=drafts)
    rows = [
        {
            "kind": match.kind.value,
            "score": match.score,
            "similarity": match.similarity,
            "penalties": {penalty.name: penalty.points for penalty in match.penalties},
            "source": match.source,
            "target": match.target,
            "document": match.entry.document,
        }
        for match in matches
    ]
    emit(output, "matches", rows, _match_text)
    if not rows:
        note("No match. A word in its contexts: tmflow memory search")


def _match_text(row: Row) -> Iterator[str]:
    yield f"{row['kind']} {row['score']} %  {row['document']}"
    yield f"  {row['source']}"
    yield f"  {row['target']}"


@memory_command.command("search", epilog="Example: tmflow memory search 港湾 --limit 3")
@click.argument("text")
@_language_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many entries at most.")
@project_option
@format_option
def search_command(text: str, language: str | None, limit: int, project: Project, output: str) -> None:
    """Find TEXT, a word or part of one, in both languages of the memory (concordance)."""
    from tmflow.model.language import Language
    from tmflow.workflow.consult import search_memory

    hits = search_memory(project, text, language=Language(language) if language else None, limit=limit)
    rows = [
        {
            "language": hit.language.value,
            "spans": [[span.start, span.end] for span in hit.spans],
            "source": hit.entry.source,
            "target": hit.entry.target,
            "document": hit.entry.document,
            "found_in": "source" if hit.language is hit.entry.pair.source else "target",
        }
        for hit in hits
    ]
    emit(output, "hits", rows, _hit_text)
    if not rows:
        note(f'"{text}" is not in the memory.')


def _hit_text(row: Row) -> Iterator[str]:
    found, other = row["found_in"], "target" if row["found_in"] == "source" else "source"
    text = row[found]
    for start, end in reversed(row["spans"]):
        text = text[:start] + click.style(text[start:end], bold=True, underline=True) + text[end:]
    yield f"{row['document']}"
    yield f"  {text}"
    yield f"  {row[other]}"


for _name, _command in (
    ("import", import_command),
    ("undo", undo_command),
    ("history", history_command),
    ("retire", retire_command),
    ("restore", restore_command),
    ("stats", stats_command),
    ("conflicts", conflicts_command),
    ("duplicates", duplicates_command),
    ("export", export_command),
    ("doctor", doctor_command),
    ("rebuild", rebuild_command),
):
    memory_command.add_command(_command, _name)
