"""`tmflow align`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import Row, emit, exit_code, format_option, note, progress_bar, project_option, shown

if TYPE_CHECKING:
    from tmflow.workflow.align import Alignment
    from tmflow.workflow.project import Project

__all__ = ["align_command"]


@click.command(epilog="Example: tmflow align harbor-tides --explain")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--force", is_flag=True, help="Accept texts that do not look like translations of each other.")
@click.option("--take-article", is_flag=True, help="Let the article win over what somebody wrote into the bitext.")
@click.option("--explain", is_flag=True, help="Print every bead with the signals that spoke for it.")
@project_option
@format_option
@click.pass_context
def align_command(
    ctx: click.Context,
    slugs: tuple[str, ...],
    force: bool,
    take_article: bool,
    explain: bool,
    project: Project,
    output: str,
) -> None:
    """Pair the segments of articles that stand in both languages and write memories/SLUG.po.

    Without SLUG: all of them. What a person has confirmed is kept. Doubtful units become drafts and are listed. Exit 1
    if an article has no partner or does not look like its translation; the others are aligned all the same.
    """
    from tmflow.workflow.align import align_project

    with progress_bar("Aligning") as progress:
        alignments = list(align_project(project, slugs, force=force, take_article=take_article, on_progress=progress))
    emit(output, "articles", (_row(alignment, explain=explain) for alignment in alignments), _text)
    if not alignments:
        note("Nothing to align: articles/ja/SLUG and articles/en/SLUG make a pair.")
    ctx.exit(max((exit_code(alignment.error) for alignment in alignments if alignment.error), default=0))


def _row(alignment: Alignment, *, explain: bool) -> Row:
    row: dict[str, object] = {
        "id": alignment.slug,
        "source_segments": alignment.source_segments,
        "target_segments": alignment.target_segments,
        "kinds": dict(alignment.kinds),
        "least_confidence": round(alignment.least_confidence, 3),
        "kept": alignment.kept,
        "corrected": alignment.corrected,
        "doubtful": [dataclasses.asdict(unit) for unit in alignment.doubtful],
        "problem": shown(alignment.error) if alignment.error else None,
    }
    if explain:
        row["beads"] = [
            {
                "source": list(bead.source),
                "target": list(bead.target),
                "kind": bead.kind,
                "confidence": round(bead.confidence, 3),
                "crossing": bead.is_crossing,
                "signals": dict(bead.signals),
            }
            for bead in alignment.beads
        ]
    return row


def _text(row: Row) -> Iterator[str]:
    if row["problem"]:
        yield f"{row['id']}   not aligned: {row['problem']}"
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in row["kinds"].items())
    yield (
        f"{row['id']}   {row['source_segments']} : {row['target_segments']} segments   {kinds}   "
        f"confidence min {row['least_confidence']:.2f}   {row['kept']} confirmed units kept"
    )
    if row["corrected"]:
        yield f"  {row['corrected']} confirmed units read otherwise in the article (--take-article lets the article win)"
    for unit in row["doubtful"]:
        yield f"  doubtful {unit['confidence']:3d} %  line {unit['line']}  {unit['source']} | {unit['target']}"
    for bead in row.get("beads", ()):
        signals = ", ".join(f"{name} {weight:+.2f}" for name, weight in bead["signals"].items())
        crossing = "  crossing" if bead["crossing"] else ""
        yield f"  {bead['source']} {bead['target']} {bead['kind']} {bead['confidence']:.2f}{crossing}  {signals}"
