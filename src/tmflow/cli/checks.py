"""`tmflow check` and `tmflow explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import give, note, progress_bar, project_option, say

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["check_command", "explain_command"]

_REPORTS = ("text", "json", "jsonl", "github")


@click.command(epilog="Example: tmflow check --report github --report json:findings.json")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--report",
    "--format",
    "reports",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"{', '.join(_REPORTS)}; to FILE instead of standard output. May be given several times.  [default: text]",
)
@click.option("--only", multiple=True, metavar="RULE", help='Check only these rules ("state.*" works).')
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    help="Least severity that fails; by default the settings'.",
)
@project_option
@click.pass_context
def check_command(
    ctx: click.Context,
    slugs: tuple[str, ...],
    reports: tuple[str, ...],
    only: tuple[str, ...],
    fail_on: str | None,
    project: Project,
) -> None:
    """Find what is untranslated, stale, unreviewed or wrong. Exit 1 if anything fails the gate; writes nothing else.

    Without SLUG all articles are checked, and those the settings call in progress only warn.
    """
    from tmflow.workflow.ingest import recut_warning
    from tmflow.workflow.verify import verify_project

    wanted = [_parse_report(text) for text in reports or ("text",)]
    with progress_bar("Checking") as progress:
        verification = verify_project(project, slugs, only=only, fail_on=fail_on, on_progress=progress)
    for name, path in wanted:
        if path is None:
            report = verification.report(name).rstrip("\n")
            say(report) if name == "text" else give(f"{report}\n")
        else:
            verification.write_report(name, path)
            note(f"wrote {path}")
    if verification.cut_otherwise:
        note(f"warning: {recut_warning(verification.cut_otherwise)}")
    for reason in verification.verdict.reasons:
        note(f"failed: {reason}")
    for problem in verification.unreadable:
        note(f"not checked: {problem}")
    ctx.exit(2 if verification.unreadable else 0 if verification.verdict.ok else 1)


def _parse_report(text: str) -> tuple[str, Path | None]:
    name, _, path = text.partition(":")
    if name not in _REPORTS:
        raise click.BadParameter(f'"{name}" is no report; there are {", ".join(_REPORTS)}', param_hint="--report")
    return name, Path(path) if path else None


@click.command(epilog="Example: tmflow explain state.stale")
@click.argument("rule")
def explain_command(rule: str) -> None:
    """Print what a rule of `tmflow check` finds, why that is bad, an example, and how to switch it off."""
    from tmflow.workflow.verify import explain

    say(explain(rule))
