"""`tmflow leverage`: what there is to translate, by band, as a table or for a program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from tmflow.cli.choices import PERCENT
from tmflow.cli.output import Row, exit_code, note, progress_bar, project_option, say, shown
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.leverage import Basis, JobLeverage, Quote, QuoteLine
    from tmflow.workflow.project import Project

__all__ = ["leverage_command"]

_TABLE_COLUMNS = 100
"""Wider than any table, so that none is cut where the output is no terminal."""
_COLUMNS = (
    *("scope", "file", "source", "target"),
    *("band", "segments", "unit", "volume", "pages", "weight_percent", "weighted", "rate", "currency"),
    *("tmflow", "memory_generation", "memory_units", "threshold", "internal_fuzzy", "punctuation"),
)


@click.command(epilog="Example: tmflow leverage --internal-fuzzy --format csv > quote.csv")
@click.argument("names", nargs=-1, metavar="[SLUG|FILE|FOLDER]...")
@click.option("--from", "source", type=click.Choice(["ja", "en"]), help="Language of FILEs that are no articles here.")
@click.option("--threshold", type=PERCENT, help="Least similarity, percent; else the settings'.")
@click.option("--internal-fuzzy", is_flag=True, help="Count likeness to earlier segments of the job, too.")
@click.option("--punctuation/--no-punctuation", default=None, help="Is it among the characters? Else the settings'.")
@click.option("--total", "is_total", is_flag=True, help="Show the totals only, not each file.")
@project_option
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)
@click.pass_context
def leverage_command(
    ctx: click.Context,
    names: tuple[str, ...],
    source: str | None,
    threshold: int | None,
    internal_fuzzy: bool,
    punctuation: bool | None,
    is_total: bool,
    project: Project,
    output: str,
) -> None:
    """Count what there is to translate, by what the memory covers: the figures of a quote.

    Without a name: every article of the project that has something to translate. What is confirmed is not counted, so
    measure before `tmflow translate`. docs/leverage.md says what each band is and what is counted. Nothing is written.
    """
    from tmflow.model.language import Language
    from tmflow.workflow.leverage import measure_job

    with progress_bar("Measuring") as progress:
        job = measure_job(
            project,
            names,
            language=Language(source) if source else None,
            threshold=threshold,
            internal_fuzzy=internal_fuzzy,
            punctuation=punctuation,
            on_progress=progress,
        )
    files = () if is_total else job.files
    totals = () if len(files) == 1 and output in _FOR_READERS else job.totals
    for line in _RENDERERS[output](job, map(job.quote, (*files, *totals))):
        say(line)
    if not job.files:
        note("Nothing to translate.")
    for problem in job.problems:
        note(f"tmflow: not counted: {shown(problem)}")
    ctx.exit(max(map(exit_code, job.problems), default=0))


def _iter_text(job: JobLeverage, quotes: Iterable[Quote]) -> Iterator[str]:
    """Yield a table of the bands that occur for each part, and what they were measured with."""
    for quote in quotes:
        if quote.total.segments:
            yield _heading(quote)
            yield from _iter_table(quote)
            yield from _iter_price(quote)
        else:
            yield f"{_heading(quote)}: nothing to translate"
        yield ""
    yield _basis_text(job.basis)


def _iter_table(quote: Quote) -> Iterator[str]:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    for number, heading in enumerate(_headings(quote)):
        table.add_column(heading, justify="right" if number else "left", no_wrap=True)
    for cells in _iter_cells(quote):
        table.add_row(*cells)
    console = Console(width=_TABLE_COLUMNS, color_system=None)
    with console.capture() as capture:
        console.print(table)
    yield from (line.rstrip() for line in capture.get().splitlines() if line.strip())


def _iter_markdown(job: JobLeverage, quotes: Iterable[Quote]) -> Iterator[str]:
    for quote in quotes:
        headings = _headings(quote)
        yield f"## {_heading(quote)}"
        yield ""
        yield f"| {' | '.join(headings)} |"
        yield f"|---|{'---:|' * (len(headings) - 1)}"
        yield from (f"| {' | '.join(cells)} |" for cells in _iter_cells(quote))
        yield ""
        for line in _iter_price(quote):
            yield line
            yield ""
    yield _basis_text(job.basis)


def _heading(quote: Quote) -> str:
    return f"{quote.file or 'All files'} ({quote.pair})"


def _headings(quote: Quote) -> list[str]:
    pages = ["Pages"] if quote.total.pages is not None else []
    return ["Band", "Segments", quote.unit.capitalize(), *pages, "Share", "Weight", "Weighted"]


def _iter_cells(quote: Quote) -> Iterator[list[str]]:
    """Yield the cells of the bands that occur and of the total."""
    for line in (*(line for line in quote.lines if line.segments), quote.total):
        pages = [] if line.pages is None else [f"{line.pages:,}"]
        weight = "" if line.weight_percent is None else f"{line.weight_percent} %"
        figures = [f"{line.segments:,}", f"{line.volume:,}", *pages, f"{line.share_percent} %", weight]
        yield [line.band, *figures, f"{line.weighted:,.2f}"]


def _iter_price(quote: Quote) -> Iterator[str]:
    if quote.price is not None:
        unit = quote.unit.removesuffix("s")
        yield f"Price: {quote.price:,} {quote.currency} at {quote.rate} {quote.currency} a {unit}"


def _basis_text(basis: Basis) -> str:
    memory = f"memory of {counted(basis.units, 'unit')} in {counted(basis.documents, 'document')}, generation {basis.generation}"
    internal = "with" if basis.internal_fuzzy else "without"
    punctuation = "counted" if basis.punctuation else "not counted"
    how = f"threshold {basis.threshold} %, {internal} internal fuzzy matches, punctuation {punctuation}"
    return f"Measured by tmflow {basis.version}: {memory}; {how}."


def _iter_json(job: JobLeverage, quotes: Iterable[Quote]) -> Iterator[str]:
    basis = job.basis
    files: list[Row] = []
    totals: list[Row] = []
    for quote in quotes:
        if quote.file:
            files.append({"file": quote.file, **_json_quote(quote)})
        else:
            totals.append(_json_quote(quote))
    measured_with = {
        "tmflow": basis.version,
        "memory": {"generation": basis.generation, "documents": basis.documents, "units": basis.units},
        "threshold": basis.threshold,
        "internal_fuzzy": basis.internal_fuzzy,
        "punctuation": basis.punctuation,
    }
    problems = [shown(problem) for problem in job.problems]
    result = {"measured_with": measured_with, "files": files, "totals": totals, "problems": problems}
    yield json.dumps(result, ensure_ascii=False, indent=2)


def _json_quote(quote: Quote) -> Row:
    price = None
    if quote.price is not None and quote.rate is not None:
        price = {"amount": float(quote.price), "currency": quote.currency, "rate": float(quote.rate)}
    return {
        "pair": str(quote.pair),
        "unit": quote.unit,
        "bands": {line.band: _json_line(line) for line in quote.lines},
        "total": _json_line(quote.total),
        "price": price,
    }


def _json_line(line: QuoteLine) -> Row:
    return {
        "segments": line.segments,
        "volume": line.volume,
        "pages": None if line.pages is None else float(line.pages),
        "weight_percent": line.weight_percent,
        "weighted": float(line.weighted),
    }


def _iter_csv(job: JobLeverage, quotes: Iterable[Quote]) -> Iterator[str]:
    """Yield a row for each band of each file, and of each direction; `scope` tells the two apart."""
    basis, written = job.basis, io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_COLUMNS)
    measured = (basis.version, basis.generation, basis.units, basis.threshold, basis.internal_fuzzy, basis.punctuation)
    for quote in quotes:
        place = ("file" if quote.file else "total", quote.file, quote.pair.source.value, quote.pair.target.value)
        cost = (quote.rate, quote.currency)
        for line in quote.lines:
            figures = (line.segments, quote.unit, line.volume, line.pages, line.weight_percent, line.weighted)
            writer.writerow((*place, line.band, *figures, *cost, *measured))
    yield written.getvalue().rstrip("\n")


_FOR_READERS = frozenset({"text", "markdown"})
"""Of one file these do not say the same twice; what a program reads has its total."""
_RENDERERS = {"text": _iter_text, "json": _iter_json, "csv": _iter_csv, "markdown": _iter_markdown}
