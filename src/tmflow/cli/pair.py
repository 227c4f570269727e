"""`tmflow pair`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import INPUT_PATH, Row, emit, exit_code, named_here, note, progress_bar, say, shown
from tmflow.model.bitext import DOUBTFUL_BELOW
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.pair import FilePair, FilePairing, LoneFile
    from tmflow.workflow.project import Project

__all__ = ["pair_command"]


def _project(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> Project | None:
    del ctx, parameter
    from tmflow.workflow.project import find_project, open_project

    folder = value or find_project(Path())
    return open_project(folder) if folder else None


@click.command(epilog="Example: tmflow pair articles-ja articles-en --format tsv > pairs.tsv")
@click.argument("folders", nargs=-1, type=INPUT_PATH, metavar="[SOURCE_FOLDER TARGET_FOLDER]")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=DOUBTFUL_BELOW,
    show_default=True,
    metavar="SHARE",
    help="Pairs of less confidence are doubtful, 0 to 1.",
)
@click.option("--explain", is_flag=True, help="Show what speaks for and against each pair, with its weight.")
@click.option("--rename", is_flag=True, help="Of a project: give each target the name of its source. Never overwrites.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; by default as many as it is worth.")
@click.option(
    "--project",
    show_default="the project of this folder, if it is in one",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_project,
    help="Folder of the project.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "jsonl", "tsv"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)
@click.pass_context
def pair_command(
    ctx: click.Context,
    folders: tuple[Path, ...],
    min_confidence: float,
    explain: bool,
    rename: bool,
    jobs: int | None,
    project: Project | None,
    output: str,
) -> None:
    """Find which files of two folders are translations of each other, whatever their names.

    Values, names, words kept in Latin letters, known words, titles, lengths and parts of the file names tell. Without
    folders: the articles of the project that have no partner, and the name that would pair them. A doubtful pair is
    called so. tsv is a list of pairs, one a line, the paths parted by a tab, all else behind a #.

    Exit 1 if no pair is found, 2 if a file cannot be read or is in the other side's language; the others are paired.
    """
    from tmflow.workflow.pair import pair_files

    with progress_bar("Reading") as progress:
        found = pair_files(
            folders, project=project, min_confidence=min_confidence, rename=rename, jobs=jobs, on_progress=progress
        )
    rows = [_pair_row(pair, explain=explain) for pair in found.pairs] + [_lone_row(file) for file in found.lone]
    if output == "tsv":
        for line in map(_tsv, rows):
            say(line)
    else:
        emit(output, "pairs", rows, _text)
    for problem in found.problems:
        note(f"tmflow: {shown(problem)}")
    note(_summary(found))
    ctx.exit(max(map(exit_code, found.problems), default=0 if found.is_found else 1))


def _pair_row(pair: FilePair, *, explain: bool) -> Row:
    row: dict[str, object] = {
        "status": "doubtful" if pair.is_doubtful else "pair",
        "source": named_here(pair.source),
        "target": named_here(pair.target),
        "confidence": round(pair.confidence, 3),
        "nearest": None,
    }
    if pair.renamed:
        row |= {"new_name": named_here(pair.renamed), "is_renamed": pair.is_renamed}
    if explain:
        row |= {
            "score": round(pair.score, 2),
            "closeness": round(pair.closeness, 2),
            "clues": [
                {
                    "kind": clue.kind,
                    "ja": clue.japanese,
                    "en": clue.english,
                    "weight": round(clue.weight, 2),
                }
                for clue in pair.clues
            ],
        }
    return row


def _lone_row(file: LoneFile) -> Row:
    path = named_here(file.path)
    return {
        "status": "alone",
        "source": path if file.is_source else None,
        "target": None if file.is_source else path,
        "confidence": None,
        "nearest": named_here(file.nearest) if file.nearest else None,
    }


def _text(row: Row) -> Iterator[str]:
    if row["status"] == "alone":
        nearest = f"   nearest: {row['nearest']}" if row["nearest"] else ""
        yield f"alone           {row['source'] or row['target']}{nearest}"
        return
    yield f"{row['status']:<8}  {row['confidence']:.2f}  {row['source']}   {row['target']}"
    if "new_name" in row:
        yield f"                {'is' if row['is_renamed'] else 'would be'} {row['new_name']}"
    if "clues" in row:
        yield f"  {row['score']:+7.2f}  in all; against another text on the subject {row['closeness']:+.2f}"
    for clue in row.get("clues", ()):
        words = " ~ ".join(dict.fromkeys(word for word in (clue["ja"], clue["en"]) if word))
        yield f"  {clue['weight']:+7.2f}  {clue['kind']:<9}  {words}".rstrip()


def _tsv(row: Row) -> str:
    """Return a line of a list of pairs; whatever is no pair is a comment."""
    paths = [path for path in (row["source"], row["target"]) if path]
    if any(set(path) & set("\t\r\n") for path in paths):
        return f"# left out, a tab or a newline in its name: {paths!r}"
    line = "\t".join(f"./{path}" if path.startswith("#") else path for path in paths)
    if row["status"] == "pair":
        return line
    confidence = "" if row["confidence"] is None else f" {row['confidence']:.2f}"
    return f"# {row['status']}{confidence}: {line}"


def _summary(found: FilePairing) -> str:
    doubtful = sum(pair.is_doubtful for pair in found.pairs)
    sources = sum(file.is_source for file in found.lone)
    renamed = sum(pair.is_renamed for pair in found.pairs)
    return (
        f"{counted(len(found.pairs) - doubtful, 'pair')}, {doubtful} doubtful; alone: {counted(sources, 'source')}, {counted(len(found.lone) - sources, 'target')}"
        f"{f'; {renamed} renamed' if renamed else ''}"
    )
