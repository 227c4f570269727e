"""`tmflow stats`: how much is translated, where it came from, and how much of a machine's drafts was changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import Row, exit_code, note, project_option, say, shown, table

if TYPE_CHECKING:
    from tmflow.workflow.project import Project
    from tmflow.workflow.statistics import EditFigures, EditStatistics, StatisticsRow

__all__ = ["stats_command"]

_VOLUME = ("units", "ja characters", "en words", "human", "aligned", "memory", "mt", "to review")
_EDITING = ("drafts", "accepted", "edited", "rewritten", "edit rate", "HTER", "seconds each")
_RATES = ("edit_rate_percent", "hter_percent", "seconds_per_draft", "words_per_hour")


@click.command(epilog="Example: tmflow stats --by month --format md")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--by",
    type=click.Choice(["engine", "article", "month"]),
    default="engine",
    show_default=True,
    help="What the figures are told apart by.",
)
@project_option
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "csv", "md"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)
@click.pass_context
def stats_command(ctx: click.Context, slugs: tuple[str, ...], by: str, project: Project, output: str) -> None:
    """Count what is confirmed, by its origin, and how much people changed of what a machine had drafted.

    Without a SLUG: every article that has a bitext. docs/machine-translation.md says how each figure is counted. Nothing
    is written.
    """
    from tmflow.workflow.statistics import Grouping, measure_edits

    statistics = measure_edits(project, slugs, by=Grouping(by))
    for line in _RENDERERS[output](statistics):
        say(line)
    if not statistics.rows:
        note("Nothing is confirmed yet.")
    for problem in statistics.problems:
        note(f"tmflow: not counted: {shown(problem)}")
    ctx.exit(max(map(exit_code, statistics.problems), default=0))


def _iter_tables(statistics: EditStatistics) -> Iterator[list[tuple[str, ...]]]:
    """Yield the rows of each table with its headings: what there is, and what became of drafts if there were any."""
    totals = statistics.totals if len(statistics.rows) > len(statistics.totals) else ()
    rows = (*statistics.rows, *totals)
    for headings, cells in ((_VOLUME, _volume_cells), (_EDITING, _editing_cells)):
        told = [row for row in rows if headings is _VOLUME or row.figures.drafts]
        if told:
            yield [(statistics.by.value, "", *headings), *((*_name(row), *cells(row.figures)) for row in told)]


def _name(row: StatisticsRow) -> tuple[str, str]:
    return row.group or "total", str(row.pair)


def _volume_cells(figures: EditFigures) -> tuple[str, ...]:
    origins = (figures.human, figures.aligned, figures.memory, figures.mt)
    counts = (f"{count:,}" for count in (figures.units, figures.ja_characters, figures.en_words))
    return (*counts, *(_share(count, figures.units) for count in origins), str(figures.waiting))


def _editing_cells(figures: EditFigures) -> tuple[str, ...]:
    classes = (figures.accepted, figures.edited, figures.rewritten)
    rates = (figures.edit_rate_percent, figures.hter_percent)
    seconds = figures.seconds_per_draft
    return (
        str(figures.drafts),
        *(f"{count} ({_share(count, figures.drafts)})" for count in classes),
        *("-" if rate is None else f"{rate:.1f} %" for rate in rates),
        "-" if seconds is None else f"{seconds:.0f}",
    )


def _share(count: int, whole: int) -> str:
    return f"{100 * count // whole} %" if whole else "-"


def _iter_text(statistics: EditStatistics) -> Iterator[str]:
    for number, rows in enumerate(_iter_tables(statistics)):
        if number:
            yield ""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        yield from table([(*row[:2], *map(str.rjust, row[2:], widths[2:])) for row in rows])


def _iter_markdown(statistics: EditStatistics) -> Iterator[str]:
    for number, (headings, *rows) in enumerate(_iter_tables(statistics)):
        if number:
            yield ""
        yield _markdown_row(headings)
        yield f"|---|---|{'---:|' * (len(headings) - 2)}"
        yield from map(_markdown_row, rows)


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _iter_json(statistics: EditStatistics) -> Iterator[str]:
    rows, totals = ([_row(row) for row in part] for part in (statistics.rows, statistics.totals))
    problems = [shown(problem) for problem in statistics.problems]
    result = {"by": statistics.by.value, "rows": rows, "totals": totals, "problems": problems}
    yield json.dumps(result, ensure_ascii=False, indent=2)


def _row(row: StatisticsRow) -> Row:
    """Return a row with all its sums and the rates that follow from them."""
    figures = row.figures
    rates = {name: getattr(figures, name) for name in _RATES}
    rounded = {name: None if rate is None else round(rate, 1) for name, rate in rates.items()}
    return {"group": row.group, "pair": str(row.pair), **asdict(figures), "drafts": figures.drafts, **rounded}


def _iter_csv(statistics: EditStatistics) -> Iterator[str]:
    """Yield a row for each group, and for each direction; `scope` tells the two apart."""
    from tmflow.workflow.statistics import EditFigures

    columns = ("scope", "group", "pair", *(one.name for one in fields(EditFigures)), "drafts", *_RATES)
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    for row in (*statistics.rows, *statistics.totals):
        writer.writerow({"scope": statistics.by.value if row.group else "total", **_row(row)})
    yield written.getvalue().rstrip("\n")


_RENDERERS: Mapping[str, Callable[[EditStatistics], Iterable[str]]] = {
    "text": _iter_text,
    "json": _iter_json,
    "csv": _iter_csv,
    "md": _iter_markdown,
}
