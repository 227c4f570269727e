"""`tmflow align`: the articles of a project, or files of any place."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tmflow.cli.beads import ROWS, decimals, iter_bead_lines
from tmflow.cli.choices import FormatChoice
from tmflow.cli.output import INPUT_PATH, Row, emit, exit_code, note, progress_bars, shown
from tmflow.cli.subcommands import CommandWithSubcommands, complete_word
from tmflow.cli.written import output_option
from tmflow.model.bitext import DOUBTFUL_BELOW, floor_confidence
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.workflow.align import Alignment

__all__ = ["align_command"]

_SUBCOMMANDS: Mapping[str, str] = {"fix": "fix"}
"""Each subcommand of `tmflow align` and the module of `tmflow.cli` it lives in. A slug of that name is written `-- SLUG`."""

_OF_PROJECT = ("take_article",)
_OF_FILES = ("pair_list", "source", "target", "is_plain", "has_lines", "min_confidence", "dictionary", "jobs", "path")
"""The options that only one of the forms takes."""

_IN_TMFLOW_YAML = {"dictionary": "align.dictionary"}
"""What a project says in its settings instead."""

_PROJECT_FORMATS = ("text", "json", "jsonl")


@click.command(
    cls=CommandWithSubcommands,
    subcommands=_SUBCOMMANDS,
    usages=("[OPTIONS] [SLUG]...", "[OPTIONS] SOURCE TARGET", "[OPTIONS] --pairs LIST"),
    epilog="Example: tmflow align ja/tides.txt en/tides.txt --format tsv -o tides.tsv",
)
@click.argument("words", nargs=-1, type=click.Path(), shell_complete=complete_word, metavar="[SLUG|PATH]...")
@click.option(
    "--pairs", "pair_list", type=INPUT_PATH, metavar="LIST", help="Files to align, a pair a line; - is stdin."
)
@click.option(
    "--from", "source", type=click.Choice(["ja", "en"]), help="Language of SOURCE; told by the text if not given."
)
@click.option(
    "--to", "target", type=click.Choice(["ja", "en"]), help="Language of TARGET; told by the text if not given."
)
@click.option(
    "--plain", "is_plain", is_flag=True, help="Files are bare text: no title block, Markdown or HTML; any ending."
)
@click.option(
    "--lines",
    "has_lines",
    is_flag=True,
    help="Files are bare text with a segment a line; a blank one ends a paragraph.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="0..1",
    help=f"Leave out beads of less. Not given: none, but in TMX the doubtful ones (under {DOUBTFUL_BELOW}).",
)
@click.option(
    "--dictionary",
    metavar="auto|none|FILE",
    help="Japanese-English dictionary in EDICT's format; auto (the default) takes the system's if there is one.",
)
@click.option(
    "--mt/--no-mt",
    "use_mt",
    default=False,
    show_default=True,
    help="Translate SOURCE by machine too, and look for the words of that in TARGET.",
)
@click.option("--force", is_flag=True, help="Accept texts that do not look like translations of each other.")
@click.option("--take-article", is_flag=True, help="Let the article win over what somebody wrote into the bitext.")
@click.option("--explain", is_flag=True, help="Print every bead with the signals that spoke for it.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; by default as many as it is worth.")
@output_option("File to write, - for standard output; for several pairs, a folder.", is_stream=True)
@click.option(
    "--project",
    "folder",
    show_default="the project of this folder; files need none",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the project; for files, the one whose settings apply.",
)
@click.option(
    "--format",
    "output",
    type=FormatChoice("unit_formats", tuple(ROWS)),
    default="text",
    show_default=True,
    help="Form of the result; of a project text, json or jsonl.",
)
@click.pass_context
def align_command(ctx: click.Context, /, words: tuple[str, ...], pair_list: Path | None, **options: Any) -> None:
    """Pair the segments of texts that stand in both languages.

    SLUG: articles of a project, all if none is named. Their units are written to memories/SLUG.po. What a person has
    confirmed is kept. Doubtful units become drafts and are listed.

    SOURCE and TARGET: two files, or two folders, in which files of one path, endings aside, are a pair. No project is
    needed and none is written to. LIST: two paths a line with a tab between them, relative to the list's folder; lines
    that begin with # are left out. The result goes to standard output, or to --output. Words that are slugs of the
    project mean its articles; for files or folders of the same names write ./NAME.

    In rows (json, jsonl) source and target are the numbers, from 0, of the segments in each file, as `tmflow segment`
    gives them; spans are half-open and count the code points of the file's text. tsv: source, target, confidence; tabs
    and line breaks in a text become a blank. Text on one side only has an empty other side and confidence; TMX leaves
    it out, the other formats of `tmflow export` have that of the source.

    Exit 1 if a text has no partner or does not look like its translation; the others are aligned all the same. Exit 3 if
    machine translation is wanted and not installed.
    """
    from tmflow.workflow.file_pairs import are_files

    is_asked = bool(_given(ctx, _OF_FILES)) or options["output"] not in _PROJECT_FORMATS
    if pair_list is not None or are_files(words, is_asked=is_asked, folder=options["folder"]):
        from tmflow.cli.aligned import align_paths

        _refuse(ctx, _OF_PROJECT, "is for the articles of a project, not for files")
        code = align_paths(
            ctx,
            words,
            pair_list=pair_list,
            **{name: value for name, value in options.items() if name not in _OF_PROJECT},
        )
    else:
        _refuse(ctx, _OF_FILES, "is for files: tmflow align SOURCE TARGET, or --pairs LIST")
        code = _align_articles(ctx, words, **options)
    ctx.exit(code)


def _given(ctx: click.Context, names: tuple[str, ...]) -> list[click.Parameter]:
    """The options of these names that the call has."""
    source = click.core.ParameterSource.COMMANDLINE
    named = (parameter for parameter in ctx.command.params if parameter.name in names)
    return [parameter for parameter in named if ctx.get_parameter_source(parameter.name or "") is source]


def _refuse(ctx: click.Context, names: tuple[str, ...], reason: str) -> None:
    """Raise click.UsageError if an option of the other form was given."""
    for parameter in _given(ctx, names):
        key = _IN_TMFLOW_YAML.get(parameter.name or "")
        hint = f". For a project, set {key} in tmflow.yaml" if key else ""
        raise click.UsageError(f"{parameter.opts[-1]} {reason}{hint}", ctx)


def _require_project(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Say what to give where there is no project, if the words look as if they were files."""
    from tmflow.workflow.file_pairs import is_path

    if any(map(is_path, words)):
        raise click.UsageError("without a project give two files or two folders, or --pairs LIST", ctx)
    missing = [word for word in words if not os.path.exists(word)]  # noqa: PTH110 - Path.exists raises for a long name
    if len(words) == 2 and missing:  # noqa: PLR2004 - source and target
        names = " and ".join(missing)
        raise click.UsageError(
            f"{names}: no such file or folder; nor is there a project, whose articles they could be (tmflow init)", ctx
        )


def _align_articles(
    ctx: click.Context,
    words: tuple[str, ...],
    *,
    force: bool,
    take_article: bool,
    use_mt: bool,
    explain: bool,
    folder: Path | None,
    output: str,
    **_of_files: object,
) -> int:
    from tmflow.workflow.align import align_project
    from tmflow.workflow.project import find_project, open_project

    if output not in _PROJECT_FORMATS:
        raise click.UsageError(f"--format {output} is for files; of an article: tmflow export SLUG --to FORMAT", ctx)
    if find_project(folder or Path()) is None and words:
        _require_project(ctx, words)
    project = open_project(folder or Path())
    with progress_bars("Aligning", "Machine translation") as (progress, drafts):
        found = align_project(
            project,
            words,
            force=force,
            take_article=take_article,
            use_mt=use_mt,
            explain=explain,
            on_progress=progress,
            on_drafts=drafts,
            on_note=lambda text: note(shown(text)),
        )
        alignments = list(found)
    emit(output, "articles", (_row(alignment, explain=explain) for alignment in alignments), _text)
    _tell_next(alignments)
    return max((exit_code(alignment.error) for alignment in alignments if alignment.error), default=0)


def _tell_next(alignments: Sequence[Alignment]) -> None:
    """Say what machine translation did not give, and what is to be done about what is doubtful."""
    for alignment in alignments:
        if alignment.draft_problem:
            note(f"{alignment.slug}: {alignment.draft_problem}")
    doubtful = [alignment.slug for alignment in alignments if alignment.doubtful]
    if doubtful:
        slug = doubtful[0] if len(doubtful) == 1 else "SLUG"
        note(f"To look at them: tmflow review {slug}; to pair otherwise: tmflow align fix {slug}")
    if not alignments:
        note("Nothing to align: articles/ja/SLUG and articles/en/SLUG make a pair.")


def _row(alignment: Alignment, *, explain: bool) -> Row:
    row: dict[str, object] = {
        "id": alignment.slug,
        "source_segments": alignment.source_segments,
        "target_segments": alignment.target_segments,
        "kinds": dict(alignment.kinds),
        "least_confidence": alignment.least_confidence,
        "unchanged": alignment.is_unchanged,
        "kept": alignment.kept,
        "reviewed": alignment.reviewed,
        "corrected": alignment.corrected,
        "doubtful": [dataclasses.asdict(unit) for unit in alignment.doubtful],
        "problem": shown(alignment.error) if alignment.error else None,
    }
    if explain:
        row["beads"] = [
            {
                "source": list(bead.source),
                "target": list(bead.target),
                "source_text": source,
                "target_text": target,
                "kind": bead.kind,
                "confidence": floor_confidence(bead.confidence),
                "crossing": bead.is_crossing,
                "signals": dict(bead.signals),
            }
            for bead, (source, target) in zip(alignment.beads, alignment.bead_texts, strict=True)
        ]
    return row


def _text(row: Row) -> Iterator[str]:
    if row["problem"]:
        yield f"{row['id']}   not aligned: {row['problem']}"
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in row["kinds"].items())
    kept = f"   {counted(row['kept'], 'unit')} kept, {row['reviewed']} of them reviewed" if row["kept"] else ""
    kept += "   nothing changed" if row["unchanged"] else ""
    yield (
        f"{row['id']}   {row['source_segments']} : {row['target_segments']} segments   {kinds}   "
        f"confidence min {decimals(row['least_confidence'])}{kept}"
    )
    if row["corrected"]:
        yield f"  {counted(row['corrected'], 'unit')} read otherwise in the article (--take-article lets the article win)"
    for unit in row["doubtful"]:
        reason = "reworded" if unit["kind"] == "both" else f"{unit['kind']} only"
        doubt = reason if unit["confidence"] is None else f"{unit['confidence']:3d} %"
        number = "" if unit["number"] is None else f"  unit {unit['number']}"
        yield f"  doubtful {doubt}{number}  {unit['file']}:{unit['line']}  {unit['source']} | {unit['target']}"
    for bead in row.get("beads", ()):
        yield from iter_bead_lines(
            kind=bead["kind"],
            confidence=bead["confidence"],
            source=bead["source_text"],
            target=bead["target_text"],
            is_crossing=bead["crossing"],
            signals=bead["signals"],
        )
