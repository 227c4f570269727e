"""`tmflow memory lookup` and `search`: a text and its earlier translations, a word in its contexts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from tmflow.cli.choices import PERCENT
from tmflow.cli.memory_options import place_option
from tmflow.cli.output import Row, emit, format_option, note
from tmflow.text.terminal import neutral

if TYPE_CHECKING:
    from tmflow.model.match import Match
    from tmflow.model.span import Span
    from tmflow.workflow.places import MemoryPlace

__all__ = ["lookup_command", "search_command"]

_language_option = click.option(
    "--language", type=click.Choice(["ja", "en"]), help="Language of TEXT; told from its script if not given."
)


@click.command("lookup", epilog='Example: tmflow memory lookup "採決は5月19日に行われる見通しだ。"')
@click.argument("text")
@_language_option
@click.option("--threshold", type=PERCENT, help="Least similarity, percent; by default the settings'.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="How many matches at most.")
@click.option("--all", "beyond_exact", is_flag=True, help="Show the next best, too, where there is the very text.")
@click.option("--ignore-case", is_flag=True, help="Take texts that differ in nothing but case for equal.")
@click.option("--drafts", is_flag=True, help="Show what nobody has confirmed, too.")
@place_option
@format_option
def lookup_command(
    text: str,
    language: str | None,
    threshold: int | None,
    limit: int,
    beyond_exact: bool,
    ignore_case: bool,
    drafts: bool,
    place: MemoryPlace,
    output: str,
) -> None:
    """Find earlier translations of TEXT, a segment in either language, and of its parts."""
    from tmflow.model.language import Language
    from tmflow.workflow.consult import look_up

    answer = look_up(
        place,
        text,
        language=Language(language) if language else None,
        threshold=threshold,
        limit=limit,
        include_drafts=drafts,
        ignore_case=ignore_case,
        beyond_exact=beyond_exact,
    )
    rows = [_match_row(match) for match in (*answer.matches, *answer.fragments)]
    emit(output, "matches", rows, _match_text, is_styled=True)
    if not rows:
        note("No match. A word in its contexts: tmflow memory search")


def _match_row(match: Match) -> Row:
    span = match.query_span
    return {
        "kind": match.kind.value,
        "score": match.score,
        "similarity": match.similarity,
        "penalties": {penalty.name: penalty.points for penalty in match.penalties},
        "source": match.source,
        "target": match.target,
        "document": match.entry.document,
        "explanation": list(match.explanation),
        "changes": [asdict(change) | {"target_span": _ends(change.target_span)} for change in match.changes],
        "query_span": _ends(span) if span else None,
    }


def _match_text(row: Row) -> Iterator[str]:
    yield neutral(f"{row['kind']} {row['score']} %  {row['document']}")
    yield neutral(f"  {row['source']}")
    yield f"  {_highlighted(row['target'], [change['target_span'] for change in row['changes']])}"
    yield neutral(f"  {'; '.join(row['explanation'])}")


@click.command("search", epilog="Example: tmflow memory search 港湾 --limit 3")
@click.argument("text")
@_language_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many entries at most.")
@place_option
@format_option
def search_command(text: str, language: str | None, limit: int, place: MemoryPlace, output: str) -> None:
    """Find TEXT, a word or part of one, in both languages of the memory (concordance).

    What answers to it on the other side is highlighted as far as the glossary and the built-in words tell.
    """
    from tmflow.model.language import Language
    from tmflow.workflow.consult import search_memory

    hits = search_memory(place, text, language=Language(language) if language else None, limit=limit)
    rows = [
        {
            "language": hit.language.value,
            "spans": [_ends(span) for span in hit.spans],
            "other_spans": [_ends(span) for span in hit.other_spans],
            "source": hit.entry.source,
            "target": hit.entry.target,
            "document": hit.entry.document,
            "found_in": "source" if hit.language is hit.entry.pair.source else "target",
        }
        for hit in hits
    ]
    emit(output, "hits", rows, _hit_text, is_styled=True)
    if not rows:
        note(f'"{text}" is not in the memory.')


def _hit_text(row: Row) -> Iterator[str]:
    found, other = row["found_in"], "target" if row["found_in"] == "source" else "source"
    yield neutral(row["document"])
    yield f"  {_highlighted(row[found], row['spans'])}"
    yield f"  {_highlighted(row[other], row['other_spans'])}"


def _highlighted(text: str, ranges: Iterable[list[int]]) -> str:
    """Return a text with what was found in it in bold, on a terminal; whatever else would steer one is shown."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(ranges):
        pieces += neutral(text[done:start]), click.style(neutral(text[start:end]), bold=True, underline=True)
        done = end
    return "".join((*pieces, neutral(text[done:])))


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]
