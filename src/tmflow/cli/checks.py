"""`tmflow check` and `tmflow explain`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tmflow.cli.mends import fix_first, undo_fixes
from tmflow.cli.output import give, note, progress_bar, project_option, say
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.project import Project
    from tmflow.workflow.verify import Verification

__all__ = ["check_command", "explain_command"]

REPORTS = (
    *("text", "json", "jsonl", "junit", "sarif", "github", "gitlab"),
    *("checkstyle", "md", "html", "tsv", "badge", "badge-json"),
)
"""The names in `check.report.render.REPORTERS`: help is to be had without loading them."""


@click.command(epilog="Example: tmflow check --report github --report json:findings.json")
@click.argument("slugs", nargs=-1, metavar="[SLUG|FILE]...")
@click.option(
    "--report",
    "--format",
    "reports",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"{', '.join(REPORTS)}; to FILE instead of standard output (-). May be given several times.  [default: text]",
)
@click.option("--only", multiple=True, metavar="RULE", help='Check only these rules ("state.*" works).')
@click.option("--since", metavar="REVISION", help="Only what is found in units that changed since then (git).")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    help="Least severity that fails; by default the settings'.",
)
@click.option("--max-untranslated", type=click.FloatRange(0, 100), metavar="PERCENT", help="Fail above this share.")
@click.option("--min-reviewed", type=click.FloatRange(0, 100), metavar="PERCENT", help="Fail below this share.")
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT", help="Fail if fewer are translated.")
@click.option("--max-stale", type=click.IntRange(min=0), metavar="UNITS", help="Fail above this number.")
@click.option(
    "--per-article/--overall",
    default=None,
    help="Each article has to keep these limits by itself, or all of them together; by default as the settings say.",
)
@click.option("--ratchet", is_flag=True, help="Fail on whatever the baseline does not have, warnings too.")
@click.option("--update-baseline", is_flag=True, help="Take what is gone out of tmflow-baseline.yaml.")
@click.option("--accept-new", metavar="REASON", help="Take what is new into the baseline, with the reason.")
@click.option(
    "--fix", "fixes", is_flag=True, help="Put in the fixes of translations first, in article and bitext alike."
)
@click.option("--fix-source", "fixes_source", is_flag=True, help="The fixes of source articles, too.")
@click.option(
    "--dry-run", is_flag=True, help="Only show what --fix would change; exit 1 if that is anything, or the check fails."
)
@click.option("--undo", "undoes", is_flag=True, help="Take the last --fix back.")
@click.option(
    "--anew", "is_anew", is_flag=True, help="Check every article, also those that are as they were last time."
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; by default as many as it is worth.")
@project_option
@click.pass_context
def check_command(
    ctx: click.Context,
    /,
    slugs: tuple[str, ...],
    reports: tuple[str, ...],
    only: tuple[str, ...],
    since: str | None,
    project: Project,
    fixes: bool,
    fixes_source: bool,
    dry_run: bool,
    undoes: bool,
    is_anew: bool,
    jobs: int | None,
    **demands: Any,
) -> None:
    """Find what is untranslated, stale, unreviewed or wrong. Exit 1 if anything fails the gate; writes nothing else.

    Without SLUG or FILE all articles are checked. Those the settings call in progress only warn, unless SLUG names them.
    """
    from tmflow.workflow.verify import Demands, verify_project

    if dry_run and not (fixes or fixes_source or undoes):
        raise click.UsageError("--dry-run belongs to --fix, --fix-source or --undo")
    wanted = _parse_reports(reports or ("text",))
    how: dict[str, Any] = {"only": only, "since": since, "is_anew": is_anew, "jobs": jobs}
    if undoes:
        undo_fixes(project, dry_run=dry_run)
        return
    if fixes or fixes_source:
        mended = fix_first(project, slugs, has_source=fixes_source, dry_run=dry_run, **how)
        if dry_run and mended:
            ctx.exit(1)
    with progress_bar("Checking") as progress:
        asked = Demands(**demands, when=_today())
        verification = verify_project(project, slugs, demands=asked, on_progress=progress, **how)
    if dry_run:
        ctx.exit(2 if verification.unreadable else 0 if verification.verdict.ok else 1)
    unwritten = [problem for name, path in wanted if (problem := _write_report(verification, name, path))]
    _tell(verification)
    for problem in unwritten:
        note(f"not written: {problem}")
    ctx.exit(2 if verification.unreadable or unwritten else 0 if verification.verdict.ok else 1)


def _write_report(verification: Verification, name: str, path: Path | None) -> str:
    """Write a report; return why it could not be, "" if it was: the others are written all the same."""
    from tmflow.errors import StorageError

    if path is None:
        report = verification.report(name)
        say(report.rstrip("\n")) if name == "text" else give(report)
        return ""
    try:
        verification.write_report(name, path)
    except StorageError as error:
        return str(error)
    note(f"wrote {path}")
    return ""


def _tell(verification: Verification) -> None:
    """Say what is no finding: what fails, what was not checked, what is to be done about the baseline."""
    from tmflow.workflow.ingest import recut_warning

    if verification.changes is not None:
        articles = counted(len(verification.changes.units), "article")
        note(
            f"changed: {counted(verification.changes.count, 'unit')} in {articles}; what is found elsewhere is left out"
        )
    for line in verification.assumed_encodings:
        note(line)
    if verification.cut_otherwise:
        note(f"warning: {recut_warning(verification.cut_otherwise)}")
    if (updated := verification.updated) is not None:
        added = "" if updated.added is None else f", {updated.added:,} added"
        note(f"baseline: {updated.kept:,} kept, {updated.removed:,} removed{added}: tmflow-baseline.yaml")
    if verification.gone:
        note(
            f"baseline: {counted(verification.gone, 'finding')} of it gone. To lock that in: tmflow check --update-baseline"
        )
    for reason in verification.verdict.reasons:
        note(f"failed: {reason}")
    for problem in verification.unreadable:
        note(f"not checked: {problem}")


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _parse_reports(texts: tuple[str, ...]) -> list[tuple[str, Path | None]]:
    wanted = list(map(_parse_report, texts))
    if sum(path is None for _, path in wanted) > 1:
        raise click.UsageError("only one report goes to standard output; give the others a file: --report json:FILE")
    return wanted


def _parse_report(text: str) -> tuple[str, Path | None]:
    name, _, path = text.partition(":")
    if name not in REPORTS:
        raise click.BadParameter(f'"{name}" is no report; there are {", ".join(REPORTS)}', param_hint="--report")
    return name, Path(path) if path not in {"", "-"} else None


@click.command(epilog="Example: tmflow explain state.stale")
@click.argument("rule")
def explain_command(rule: str) -> None:
    """Print what a rule of `tmflow check` finds, why that is bad, an example, and how to switch it off."""
    from tmflow.workflow.rules import explain

    say(explain(rule, at=Path()))
