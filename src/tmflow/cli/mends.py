"""`tmflow check --fix`: what it shows and says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tmflow.cli.output import note, progress_bar, say
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.project import Project

__all__ = ["fix_first", "undo_fixes"]

_NAMED = 3


def fix_first(project: Project, slugs: tuple[str, ...], *, dry_run: bool, **asked: Any) -> int:
    """Put the fixes in, show what changes (dry_run: on stdout, as all there is), and return how many findings are mended.

    asked: the rest of what `mend_project` takes.
    """
    from tmflow.workflow.mend import mend_project

    with progress_bar("Fixing") as progress:
        mending = mend_project(project, slugs, dry_run=dry_run, **asked, on_progress=progress)
    if mending.diff:
        say(mending.diff.rstrip("\n"), is_aside=not dry_run)
    for left in mending.unmended:
        note(f"not fixed: {left.finding.location or left.finding.slug}: {left.finding.rule}: {left.reason}")
    paths = mending.paths
    named = ", ".join(paths) if len(paths) <= _NAMED else counted(len(paths), "file")
    verb, back = ("would be fixed", "") if dry_run else ("fixed", ". To take that back: tmflow check --undo")
    note(f"{counted(len(mending.mended), 'finding')} {verb}" + (f": {named}{back}" if paths else ""))
    return len(mending.mended)


def undo_fixes(project: Project, *, dry_run: bool) -> None:
    """Take the last fixes back, and say which files that is."""
    from tmflow.workflow import undo

    verb = "would be" if dry_run else "is"
    for path in undo.undo_fixes(project, dry_run=dry_run):
        say(f"{project.relative(path)} {verb} as it was before the fixes")
