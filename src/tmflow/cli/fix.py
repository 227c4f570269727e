"""`tmflow align fix`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import Row, emit, format_option, note, project_option, user_name

if TYPE_CHECKING:
    from tmflow.workflow.correct import Correction
    from tmflow.workflow.operations import Operation
    from tmflow.workflow.pairing import PairedUnit, Pairing
    from tmflow.workflow.project import Project

__all__ = ["fix_command"]

_FORMS = {
    "merge": "merge UNIT UNIT...",
    "split": "split UNIT SOURCES:TARGETS",
    "move": "move UNIT source|target up|down [COUNT]",
    "unlink": "unlink UNIT...",
    "link": "link UNIT UNIT",
    "confirm": "confirm UNIT... (or --all-sure 0.95)",
}
_MAX_DIGITS = 6
"""Of a number of segments: no article has millions."""


@click.command("fix", epilog="Example: tmflow align fix harbor-tides move 11 target down")
@click.argument("slug")
@click.argument("operation", required=False, type=click.Choice(list(_FORMS)))
@click.argument("words", nargs=-1, metavar="[UNIT]...")
@click.option("--all-sure", type=click.FloatRange(0, 1), metavar="CONFIDENCE", help="Confirm pairs at least as sure.")
@click.option("--doubtful", "is_doubtful", is_flag=True, help="List only the units nobody has confirmed.")
@click.option("--reviewer", default=user_name, show_default="your user name", help="Who stands behind it.")
@project_option
@format_option
def fix_command(
    slug: str,
    operation: str | None,
    words: tuple[str, ...],
    all_sure: float | None,
    is_doubtful: bool,
    reviewer: str,
    project: Project,
    output: str,
) -> None:
    """List the units of an aligned article by number, or correct which segments belong together.

    \b
    merge 7 8             join units that follow one another
    split 7 1:1           cut after the first source and the first target segment
    move 7 target down    hand the last target segment of 7 to 8 (up: the first one to 6)
    move 7 target down 2  hand the last two over: move UNIT source|target up|down [COUNT]
    unlink 7              take source and target apart
    link 7 9              pair a source-only with a target-only unit, also when they are apart
    confirm 7 8-12        the pairs are right as they are (or: confirm --all-sure 0.95)

    UNIT is a number of the list, a range such as 8-12, or an id. Numbers shift with an operation, ids of other units do
    not. What comes of an operation is reviewed, and kept by the next tmflow align. The articles are not touched.
    """  # noqa: D301 - click marks lines it must not join with the control character itself
    from tmflow.workflow.correct import correct, read_units

    if operation is None and all_sure is None:
        pairing = read_units(project, slug)
        units = tuple(one for one in pairing.units if one.unit.draft or not is_doubtful)
        _emit(output, pairing, units)
        if not units:
            note(f"{pairing.slug}: no doubtful units")
        return
    if is_doubtful:
        raise click.UsageError("--doubtful belongs to the list: tmflow align fix SLUG --doubtful")
    wanted = _parse(operation or "", words, all_sure)
    correction = correct(project, slug, wanted, reviewer=reviewer, when=dt.datetime.now(tz=dt.UTC).date())
    _emit(output, correction.pairing, correction.changed)
    _summarize(correction)


def _summarize(correction: Correction) -> None:
    before, count = correction.units_before, len(correction.pairing.units)
    shifted = f", not {before} as before: numbers have shifted" if count != before else ""
    note(f"{correction.pairing.slug}: corrected or confirmed: {len(correction.changed)}; units: {count}{shifted}")


def _parse(operation: str, words: tuple[str, ...], all_sure: float | None) -> Operation:
    """The operation that the words ask for. Raises click.UsageError if they are none."""
    from tmflow.workflow.operations import Confirm, Link, Merge, Move, Split, Unlink

    if all_sure is not None and operation != "confirm":
        raise click.UsageError("--all-sure belongs to confirm, such as: confirm --all-sure 0.95")
    least = None if all_sure is None else round(100 * all_sure)
    match (operation, *words):
        case ("merge", _, *_):
            return Merge(units=words)
        case ("split", unit, cut) if ":" in cut:
            source, _, target = cut.partition(":")
            return Split(unit=unit, source=_number(source, operation), target=_number(target, operation))
        case ("move", unit, side, ("up" | "down") as way, *count) if len(count) <= 1:
            number = _number(count[0], operation) if count else 1
            return Move(unit=unit, side=side, is_down=way == "down", count=number)
        case ("unlink", _, *_):
            return Unlink(units=words)
        case ("link", first, second):
            return Link(units=(first, second))
        case ("confirm", *_) if words or least is not None:
            return Confirm(units=words, least_percent=least)
    raise click.UsageError(f"{operation} is written: {_FORMS[operation]}")


def _number(word: str, operation: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= _MAX_DIGITS):
        raise click.UsageError(f'"{word}" is no number of segments. {operation} is written: {_FORMS[operation]}')
    return int(word)


def _emit(output: str, pairing: Pairing, units: tuple[PairedUnit, ...]) -> None:
    names = pairing.pair.source.value, pairing.pair.target.value
    emit(output, "units", map(_row, units), lambda row: _text(row, *names))


def _row(one: PairedUnit) -> Row:
    unit = one.unit
    return {
        "number": one.number,
        "id": unit.id,
        "kind": one.bead.kind,
        "confidence": one.confidence_percent,
        "state": unit.state.value,
        "draft": unit.draft,
        "stale": unit.is_stale,
        "reviewer": unit.origin.reviewer if unit.origin else None,
        "reads_otherwise": one.is_otherwise,
        "target": unit.target.native if unit.target else None,
        "segments": [
            {"side": side, "number": number, "line": passage.place.line, "text": passage.content.native}
            for side, passages in (("source", one.sources), ("target", one.targets))
            for number, passage in enumerate(passages, 1)
        ],
    }


def _text(row: Row, source: str, target: str) -> Iterator[str]:
    confidence = "" if row["confidence"] is None else f"  {row['confidence']} %"
    reviewer = f"  reviewed by {row['reviewer']}" if row["reviewer"] and not row["draft"] else ""
    mark = "  stale" if row["stale"] else "  doubtful" if row["draft"] else ""
    yield f"{row['number']:>4}  {row['kind']}{confidence}{mark}{reviewer}  {row['id']}"
    for segment in row["segments"]:
        language = source if segment["side"] == "source" else target
        yield f"      {language} {segment['number']}  {segment['text']}"
    if row["reads_otherwise"]:
        yield f"      {target} in the bitext: {row['target']}"
