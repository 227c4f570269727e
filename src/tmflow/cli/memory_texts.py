"""`tmflow memory history`, `retire` and `restore`: what the memory has of one text, and whether it is offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tmflow.cli.memory_options import place_option
from tmflow.cli.output import Row, emit, format_option, note, user_name

if TYPE_CHECKING:
    from tmflow.workflow.places import MemoryPlace
    from tmflow.workflow.upkeep import Past, RetiredPair

__all__ = ["history_command", "restore_command", "retire_command"]


@click.command(epilog='Example: tmflow memory history "採決は5月19日に行われる見通しだ。"')
@click.argument("text")
@place_option
@format_option
def history_command(text: str, place: MemoryPlace, output: str) -> None:
    """Show all that the memory has of TEXT, a segment in either language: drafts and retired translations, too."""
    from tmflow.workflow.upkeep import read_history

    translations: dict[tuple[str, str], list[Row]] = {}
    for past in read_history(place, text):
        translations.setdefault((past.entry.source, past.entry.target), []).append(_entry_row(past))
    rows = [
        {"source": source, "target": target, "entries": entries} for (source, target), entries in translations.items()
    ]
    emit(output, "translations", rows, _translation_text)
    if not rows:
        note("The memory has nothing of this text. A word in its contexts: tmflow memory search")


def _entry_row(past: Past) -> Row:
    entry, retired = past.entry, past.retired
    return {
        "document": entry.document,
        "kind": past.kind.value,
        "id": entry.id,
        "state": entry.state,
        "origin": entry.origin,
        "draft": entry.draft,
        "author": entry.author,
        "created": _stamp(entry.created),
        "changed": _stamp(entry.changed),
        "confidence": entry.confidence,
        "notes": list(entry.notes),
        "properties": [list(each) for each in entry.properties],
        "retired": retired and _pair_row(retired),
    }


def _stamp(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _translation_text(row: Row) -> Iterator[str]:
    yield row["source"]
    yield f"  {row['target']}"
    for entry in row["entries"]:
        yield f"    {'  '.join(_told(entry))}"
        yield from (f"      note: {text}" for text in entry["notes"])
        yield from (f"      {name}: {text}" for name, text in entry["properties"])
        if retired := entry["retired"]:
            told = ", ".join(part for part in (retired["who"], (retired["when"] or "")[:10]) if part)
            yield f"      retired: {retired['reason']}{f' ({told})' if told else ''}"


def _told(entry: Any) -> Iterator[str]:
    yield f"{entry['document']} ({entry['kind']})"
    yield f"{'draft' if entry['draft'] else entry['state']}, {entry['origin']}"
    if entry["confidence"] is not None:
        yield f"confidence {entry['confidence']} %"
    yield " ".join(part for part in (entry["author"], (entry["changed"] or entry["created"] or "")[:10]) if part)


@click.command(epilog='Example: tmflow memory retire "港は静かだ。" --reason "the harbor is meant, not the port"')
@click.argument("text")
@click.option("--target", help="Which translation; needed if TEXT has several.")
@click.option("--reason", required=True, help="Why it is not to be offered.")
@click.option("--by", "who", default=user_name, show_default="your user name", help="Who says so.")
@place_option
@format_option
def retire_command(text: str, target: str | None, reason: str, who: str, place: MemoryPlace, output: str) -> None:
    """Have the translation of TEXT offered no more, wherever it comes from. Nothing is deleted.

    In a project it goes to memories/retired.jsonl, which belongs into version control.
    """
    from tmflow.workflow.upkeep import retire_text

    now = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
    pairs = retire_text(place, text, target=target, reason=reason, who=who, when=now)
    emit(output, "retired", map(_pair_row, pairs), lambda row: [f"retired: {row['source']} | {row['target']}"])


@click.command(epilog='Example: tmflow memory restore "港は静かだ。"')
@click.argument("text")
@click.option("--target", help="Which translation; all retired ones of TEXT if not given.")
@place_option
@format_option
def restore_command(text: str, target: str | None, place: MemoryPlace, output: str) -> None:
    """Have the retired translations of TEXT offered again."""
    from tmflow.workflow.upkeep import restore_text

    pairs = restore_text(place, text, target=target)
    emit(output, "restored", map(_pair_row, pairs), lambda row: [f"offered again: {row['source']} | {row['target']}"])


def _pair_row(pair: RetiredPair) -> Row:
    return {
        "source": pair.source,
        "target": pair.target,
        "reason": pair.reason,
        "who": pair.who,
        "when": _stamp(pair.when),
        "import": pair.cause,
    }
