"""`tmflow srx`: the rules of segmentation in the exchange format of CAT tools."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import Row, emit, format_option, give, note, settings_option
from tmflow.cli.written import output_option

if TYPE_CHECKING:
    from tmflow.workflow.settings import Settings

__all__ = ["srx_command"]


@click.group(epilog="Example: tmflow srx export -o rules.srx")
def srx_command() -> None:
    """Exchange segmentation rules with CAT tools (SRX 2.0)."""


@srx_command.command("export", epilog="Example: tmflow srx export -o rules.srx")
@output_option("File to write; by default, and for -, standard output.", is_stream=True)
@settings_option
def export_command(path: Path | None, settings: Settings) -> None:
    """Write tmflow's own rules, with the project's abbreviations and names, as far as SRX can say them."""
    from tmflow.workflow.srx import export_srx

    export = export_srx(settings, path=path)
    if path is None:
        give(export.text)
    note("Not said, or not in full:")
    for rule, reason in export.unsaid:
        note(f"  {rule}: {reason}")
    if path is not None:
        note(f"wrote {path}")


@srx_command.command("show", epilog="Example: tmflow srx show rules.srx --language ja")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["ja", "en"]), help="Only the rules that cut this language, one by one.")
@format_option
@click.pass_context
def show_command(ctx: click.Context, file: Path, language: str | None, output: str) -> None:
    """Show what an SRX file holds. Exit 1 if tmflow cannot use one of the rules."""
    from tmflow.model.language import Language
    from tmflow.workflow.srx import iter_srx

    found = iter_srx(file, language=Language(language) if language else None)
    rows = [_row(dataclasses.asdict(rules), is_full=language is not None) for rules in found]
    emit(output, "rules", rows, _text)
    if not rows:
        note(f"no rules for {language}" if language else "no rules")
    ctx.exit(1 if any(row["untranslated"] for row in rows) else 0)


def _row(row: Row, *, is_full: bool) -> Row:
    breaks = sum(rule["is_break"] for rule in row["rules"])
    counts = {"breaks": breaks, "exceptions": len(row["rules"]) - breaks}
    rules = [{"number": number, **rule} for number, rule in enumerate(row["rules"], 1)]
    return {**row, **counts, "rules": rules if is_full else []}


def _text(row: Row) -> Iterator[str]:
    languages = ", ".join(row["languages"]) or "-"
    maps = " ".join(row["maps"]) or "no language map"
    yield f"{row['name']}   {languages}   {row['breaks']} breaks, {row['exceptions']} exceptions   {maps}"
    for rule in row["rules"]:
        sign = "|" if rule["is_break"] else "·"
        yield f"  {rule['number']:4d}  {rule['before']}  {sign}  {rule['after']}"
    for problem in row["untranslated"]:
        yield f"  rule {problem['number']} cannot be used: {problem['reason']}"
