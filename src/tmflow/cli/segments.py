"""`tmflow segment`: files, folders or standard input as segments, or as the decisions that made them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import (
    INPUT_PATH,
    Row,
    exit_code,
    format_option,
    framed,
    give,
    json_item,
    note,
    progress_bar,
    settings_option,
    shown,
)
from tmflow.text.terminal import neutral

if TYPE_CHECKING:
    from tmflow.workflow.segmentation import Cutting, Piece, PlacedDecision, PlacedSegment
    from tmflow.workflow.settings import Settings

__all__ = ["segment_command"]

_MANY_FILES = 20
"""From this number of files on a bar shows how far they are."""
_CONTEXT_COLUMNS = 28
_RULE_COLUMNS = 28
_BARS = {True: " ┃ ", False: " · "}
_CONTROLS = {**dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " "), 0x0A: "⏎", 0x2028: "⏎", 0x2029: "⏎", 0x85: "⏎"}


@click.command(epilog="Example: tmflow segment articles/ja --format jsonl > segments.jsonl")
@click.argument("paths", nargs=-1, type=INPUT_PATH, metavar="[FILE|FOLDER|-]...")
@click.option(
    "--language", type=click.Choice(["ja", "en"]), help="Language of the texts; each tells its own if not given."
)
@click.option("--plain", is_flag=True, help="Cut files as bare text: no title block, Markdown or HTML; any ending.")
@click.option("--explain", is_flag=True, help="Show each boundary (┃) and each refused one (·) with its rule.")
@click.option("--whitespace", is_flag=True, help="Rows for the white space too: joined, they are the text again.")
@click.option("--quotations", type=click.Choice(["keep", "split"]), help="Cut inside quotations too?")
@click.option("--notes", type=click.Choice(["join", "own"]), help="Is a note in brackets a segment of its own?")
@click.option("--newline", type=click.Choice(["auto", "line", "paragraph"]), help="What a newline in plain text means.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; by default as many as it is worth.")
@settings_option
@format_option
@click.pass_context
def segment_command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    explain: bool,
    jobs: int | None,
    settings: Settings,
    output: str,
    plain: bool,
    whitespace: bool,
    **choices: str | None,
) -> None:
    """Split articles into segments, one a line.

    A FOLDER stands for the .txt, .md and .html files in it and below it, hidden ones and build output left out.
    Standard input (-, or no FILE) is bare text. --quotations, --notes and --newline overrule the project's settings.

    In rows (json, jsonl) start and end are half-open and count code points: of the block's text, which is
    blocks[block].text in `tmflow read --format json`; of the whole text where it is bare, and without a block. line and
    column are those of the segment in the file.
    """
    from tmflow.workflow.segmentation import STANDARD_INPUT, cutting_of, find_texts, segment_files

    if whitespace and (explain or output == "text"):
        raise click.UsageError("--whitespace is for the rows of segments: add --format jsonl", ctx)
    cutting = cutting_of(settings, is_plain=plain, whitespace=whitespace, **choices)
    files = find_texts(paths or [STANDARD_INPUT])
    render = partial(_render, output=output, is_explained=explain)
    problems = _Problems()
    stream = sys.stdout  # taken here: a bar puts something else in its place
    with (
        _bar(len(files)) as progress,
        closing(segment_files(files, cutting, render=render, jobs=jobs, on_progress=progress)) as pieces,
    ):
        texts = problems.left_out_of(pieces)
        for text in framed(texts, "decisions" if explain else "segments") if output == "json" else texts:
            give(text, stream, is_styled=explain and output == "text")
    ctx.exit(problems.code)


def _bar(files: int) -> AbstractContextManager[Callable[[int, int], None]]:
    """A bar for many files, unless the terminal is where the result goes."""
    if files < _MANY_FILES or sys.stdout.isatty():
        return nullcontext(lambda _done, _total: None)
    return progress_bar("Cutting")


class _Problems:
    """Says what could not be read, and keeps the exit code that follows from it."""

    def __init__(self) -> None:
        self.code = 0

    def left_out_of(self, pieces: Iterable[Piece]) -> Iterator[str]:
        """Yield the texts of the pieces that have one."""
        for piece in pieces:
            if piece.problem is None:
                yield piece.text
            else:
                note(f"tmflow: {shown(piece.problem)}")
                self.code = max(self.code, exit_code(piece.problem))


def _render(path: Path, cutting: Cutting, *, output: str, is_explained: bool) -> Iterator[str]:
    """Yield the lines of a file; this runs in whatever process reads it."""
    from tmflow.workflow.segmentation import iter_placed_decisions, iter_placed_segments

    if output == "text":
        yield from _explained(path, cutting) if is_explained else _lines(iter_placed_segments(path, cutting))
        return
    name = path.as_posix()
    rows = (
        (_decision_row(name, placed) for placed in iter_placed_decisions(path, cutting))
        if is_explained
        else (_segment_row(name, placed) for placed in iter_placed_segments(path, cutting))
    )
    for row in rows:
        if output == "jsonl":
            yield json.dumps(row, ensure_ascii=False) + "\n"
        else:
            yield json_item(row)


def _segment_row(path: str, placed: PlacedSegment) -> Row:
    part = placed.part
    span = {"start": part.start, "end": part.end, "line": placed.line, "column": placed.column}
    return _place(path, placed) | span | {"kind": part.kind.value, "rule": part.rule, "text": part.text}


def _decision_row(path: str, placed: PlacedDecision) -> Row:
    part = placed.part
    where = {"position": part.position, "line": placed.line, "column": placed.column}
    what = {"is_boundary": part.is_boundary, "rule": part.rule, "before": part.before, "after": part.after}
    return _place(path, placed) | where | what


def _place(path: str, placed: PlacedSegment | PlacedDecision) -> dict[str, object]:
    return {"path": path} if placed.block is None else {"path": path, "block": placed.block}


def _lines(placed_segments: Iterable[PlacedSegment]) -> Iterator[str]:
    from tmflow.model.document import BlockKind
    from tmflow.model.language import Language
    from tmflow.text.unwrapping import unwrap

    for placed in placed_segments:
        is_quotation = placed.part.kind is BlockKind.QUOTATION
        yield unwrap(placed.part.text, has_blanks=placed.language is Language.EN, is_quotation=is_quotation).text + "\n"


def _explained(path: Path, cutting: Cutting) -> Iterator[str]:
    """Yield the decisions on a file, one under the other, so that the bars stand in one column."""
    from tmflow.text.scripts import display_width
    from tmflow.workflow.segmentation import iter_placed_decisions

    for number, placed in enumerate(iter_placed_decisions(path, cutting)):
        if number == 0:
            yield neutral(f"{path.as_posix()}\n")
        part = placed.part
        before = _fitting(reversed(part.before.translate(_CONTROLS)))[::-1]
        after = _fitting(part.after.translate(_CONTROLS))
        lead = " " * (_CONTEXT_COLUMNS - display_width(before))
        line = f"{placed.line:>6}:{placed.column:<4} {part.rule:<{_RULE_COLUMNS}} {lead}{before}{_BARS[part.is_boundary]}{after}"
        yield (line if part.is_boundary else click.style(line, dim=True)) + "\n"


def _fitting(characters: Iterable[str]) -> str:
    """Return as many of the characters, from the first, as the columns of a context hold."""
    from tmflow.text.scripts import display_width

    taken = ""
    width = 0
    for character in characters:
        width += display_width(character)
        if width > _CONTEXT_COLUMNS:
            break
        taken += character
    return taken
