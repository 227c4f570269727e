"""`tmflow mt`: what machine translation needs on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from tmflow.cli.output import Row, emit, format_option, note, progress_bar

__all__ = ["mt_command"]


@click.group()
def mt_command() -> None:
    """See and install what machine translation needs."""


@mt_command.command("doctor", epilog="Example: tmflow mt doctor")
@format_option
@click.pass_context
def doctor_command(ctx: click.Context, output: str) -> None:
    """Say what is installed, what is missing, and the exact lines that install it. Asks no network."""
    from tmflow.workflow.engines import describe_environment

    found = describe_environment()
    row = {
        "ready": found.is_ready,
        "components": [
            {"name": part.name, "required": part.required, "version": part.version, "usable": part.is_usable}
            for part in found.components
        ],
        "directory": found.directory.as_posix(),
        "packages": [package.name for package in found.packages],
        "install": list(found.install_lines),
        "notes": list(found.notes),
    }
    emit(output, "environment", [row], _environment_text)
    ctx.exit(0 if found.is_ready else 3)


def _environment_text(row: Row) -> Iterator[str]:
    for part in row["components"]:
        yield f"{'ok     ' if part['usable'] else 'missing'}  {part['name']:<16} {part['version'] or '-':<10} needs {part['required']}"
    yield f"packages in {row['directory']}: {', '.join(row['packages']) or 'none. Install: tmflow mt install ja en'}"
    for line in row["install"]:
        yield f"install: {line}"
    for line in row["notes"]:
        yield f"note: {line}"


@mt_command.command("list", epilog="Example: tmflow mt list --format json")
@format_option
def list_command(output: str) -> None:
    """List the installed Argos packages."""
    from tmflow.workflow.engines import describe_environment

    packages = describe_environment().packages
    rows = [
        {
            "name": package.name,
            "source": package.source,
            "target": package.target,
            "version": package.version,
            "path": package.path.as_posix(),
        }
        for package in packages
    ]
    emit(output, "packages", rows, lambda row: [f"{row['source']}>{row['target']}  {row['version']}  {row['path']}"])
    if not rows:
        note("No package is installed. Install: tmflow mt install ja en")


@mt_command.command("install", epilog="Example: tmflow mt install ja en")
@click.argument("what", nargs=-1, required=True, metavar="FILE | SOURCE TARGET")
def install_command(what: tuple[str, ...]) -> None:
    """Install an .argosmodel FILE, or download the package that translates from SOURCE into TARGET (about 150 MB)."""
    from tmflow.model.language import Language, LanguagePair
    from tmflow.workflow.engines import install_from_file, install_from_index

    if len(what) == 1:
        package = install_from_file(Path(what[0]))
    else:
        try:
            pair = LanguagePair(*(Language.parse(code) for code in what))
        except (TypeError, ValueError) as error:
            raise click.UsageError(f"give a file or two languages: {error}") from error
        with progress_bar("Downloading") as progress:
            package = install_from_index(pair, on_progress=progress)
    note(f"installed {package.name} in {package.path}")
