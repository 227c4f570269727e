"""`tmflow align` for files: two of them, two folders or a list of pairs, and the forms of the result."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tmflow.cli.beads import ROWS, decimals, flat, iter_bead_lines
from tmflow.cli.output import Row, exit_code, framed, give, json_item, note, progress_bars, settings_at, shown
from tmflow.model.bitext import floor_confidence
from tmflow.text.counts import counted

if TYPE_CHECKING:
    from tmflow.errors import TmflowError
    from tmflow.model.document import Span
    from tmflow.workflow.align_files import AlignedBead, AlignedFiles, Aligning, FilesOutcome
    from tmflow.workflow.file_pairs import FoundPairs

__all__ = ["align_paths"]


def align_paths(
    ctx: click.Context,
    words: tuple[str, ...],
    *,
    pair_list: Path | None,
    explain: bool,
    jobs: int | None,
    path: Path | None,
    folder: Path | None,
    output: str,
    **choices: Any,
) -> int:
    """Align what the words or the list name and give the results out; return the exit code.

    choices: as `aligning_of` takes them.
    """
    from tmflow.workflow.align_files import align_files, aligning_of, unit_suffix
    from tmflow.workflow.file_pairs import find_files

    render = _renderer(ctx, output, explain=explain, is_to_files=path is not None)
    aligning = aligning_of(settings_at(folder), **choices)
    suffix = ROWS[output] if output in ROWS else unit_suffix(output)
    found = find_files(words, pair_list=pair_list, output=path, suffix=suffix, is_apart=output not in ROWS)
    results = _Results(output, path)
    with (
        _bars(found, is_to_files=path is not None, use_mt=aligning.use_mt) as (progress, drafts),
        closing(
            align_files(
                found.pairs,
                aligning,
                render=render,
                jobs=jobs,
                on_progress=progress,
                on_drafts=drafts,
                on_engine=lambda name: note(f"Machine translation: {name}"),
            )
        ) as outcomes,
    ):
        results.give(found, outcomes)
    results.summarize(aligning)
    return results.code


def _bars(
    found: FoundPairs, *, is_to_files: bool, use_mt: bool
) -> AbstractContextManager[tuple[Callable[[int, int], None], ...]]:
    """A bar for several pairs, or for what takes long with one, unless the terminal is where the result goes."""
    if (len(found.pairs) == 1 and not use_mt) or (sys.stdout.isatty() and not is_to_files):
        return nullcontext((lambda _done, _total: None,) * 2)
    return progress_bars("Aligning", "Machine translation")


class _Results:
    """Gives the results out as they come, says what could not be aligned, and keeps the exit code that follows."""

    def __init__(self, output: str, path: Path | None) -> None:
        self.code = 0
        self._output = output
        self._path = path
        self._stream = sys.stdout  # taken here: a bar puts something else in its place
        self._written: list[Path] = []
        self._doubtful = 0

    def give(self, found: FoundPairs, outcomes: Iterable[FilesOutcome]) -> None:
        """Write each result to its file or to standard output. Raises click.Abort, with what is done, if stopped."""
        for text in found.notes:
            note(shown(text))
        for problem in found.problems:
            self._tell(problem)
        try:
            contents = self._iter_contents(outcomes)
            is_json = self._output == "json" and self._path is None
            for content in framed(map(str, contents), "pairs") if is_json else contents:
                give(content, self._stream)
        except KeyboardInterrupt as stop:
            done = " Each file that is written is whole; the same command writes all of them anew."
            raise click.Abort(f"Stopped.{done if self._path else ''}") from stop

    def _iter_contents(self, outcomes: Iterable[FilesOutcome]) -> Iterator[str | bytes]:
        """Yield what goes to standard output, and count the others."""
        for outcome in outcomes:
            self._doubtful += outcome.doubtful
            if outcome.is_written and outcome.pair.result is not None:
                self._written.append(outcome.pair.result)
            if outcome.draft_problem:
                note(f"{outcome.pair}: {outcome.draft_problem}")
            if outcome.problem is not None:
                self._tell(outcome.problem)
            elif not outcome.is_written:
                yield outcome.content

    def _tell(self, problem: TmflowError) -> None:
        note(f"tmflow: {shown(problem)}")
        self.code = max(self.code, exit_code(problem))

    def summarize(self, aligning: Aligning) -> None:
        """Say what was written, and what became of the doubtful units where the format has such."""
        if self._path is not None:
            count = len(self._written)
            wrote = f"{count} files to {self._path}" if count > 1 else str(self._written[0]) if count else "nothing"
            note(f"wrote {wrote}")
        if self._doubtful and self._output not in ROWS:
            from tmflow.workflow.align_files import leaves_drafts_out

            is_left_out = aligning.min_confidence is None and leaves_drafts_out(self._output)
            fate = "left out; --min-confidence 0 takes them in as drafts" if is_left_out else "drafts"
            note(f"{counted(self._doubtful, 'doubtful unit')}: {fate}")


def _renderer(
    ctx: click.Context, output: str, *, explain: bool, is_to_files: bool
) -> Callable[[AlignedFiles], str | bytes]:
    """The function that makes the text of a pair; it runs in whatever process aligns it.

    Raises click.UsageError for signals in a form that has no place for them.
    """
    if output == "tsv" or output not in ROWS:
        if explain:
            raise click.UsageError(f"--explain has no place in {output}: text, json and jsonl show the signals", ctx)
        from tmflow.workflow.align_files import serialize_bitext

        return _render_table if output == "tsv" else partial(serialize_bitext, name=output)
    whole = _render_json_file if is_to_files else _render_json
    return partial({"text": _render_text, "json": whole, "jsonl": _render_rows}[output], explain=explain)


def _render_text(aligned: AlignedFiles, *, explain: bool) -> str:
    return "".join(f"{line}\n" for line in _iter_text(aligned, explain=explain))


def _iter_text(aligned: AlignedFiles, *, explain: bool) -> Iterator[str]:
    kinds = ", ".join(f"{count} {kind}" for kind, count in aligned.kinds.items())
    yield (
        f"{aligned.pair}   {aligned.bitext.pair}   {aligned.source_segments} : {aligned.target_segments} segments   "
        f"{kinds}   confidence min {decimals(aligned.least_confidence)}"
    )
    for found in aligned.beads:
        yield from iter_bead_lines(
            kind=found.bead.kind,
            confidence=found.bead.confidence,
            source=found.source.text,
            target=found.target.text,
            is_crossing=found.bead.is_crossing,
            signals=dict(found.bead.signals) if explain else {},
        )


def _render_json(aligned: AlignedFiles, *, explain: bool) -> str:
    row = {
        **_files(aligned),
        "source_segments": aligned.source_segments,
        "target_segments": aligned.target_segments,
        "kinds": dict(aligned.kinds),
        "least_confidence": floor_confidence(aligned.least_confidence, digits=3),
        "beads": [_bead_row(found, explain=explain) for found in aligned.beads],
    }
    return json_item(row)


def _render_json_file(aligned: AlignedFiles, *, explain: bool) -> str:
    return "".join(framed([_render_json(aligned, explain=explain)], "pairs"))


def _render_rows(aligned: AlignedFiles, *, explain: bool) -> str:
    rows = ({**_files(aligned), **_bead_row(found, explain=explain)} for found in aligned.beads)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _files(aligned: AlignedFiles) -> dict[str, object]:
    return {
        "source_file": aligned.pair.source.as_posix(),
        "target_file": aligned.pair.target.as_posix(),
        "source_language": aligned.bitext.pair.source.value,
        "target_language": aligned.bitext.pair.target.value,
    }


def _bead_row(found: AlignedBead, *, explain: bool) -> Row:
    bead, source, target = found.bead, found.source, found.target
    row = {
        "source": list(source.segments),
        "target": list(target.segments),
        "source_text": source.text,
        "target_text": target.text,
        "kind": bead.kind,
        "confidence": floor_confidence(bead.confidence, digits=3),
        "crossing": bead.is_crossing,
        "source_span": _range(source.span),
        "target_span": _range(target.span),
        "source_line": source.line,
        "source_column": source.column,
        "target_line": target.line,
        "target_column": target.column,
    }
    return {**row, "signals": dict(bead.signals)} if explain else row


def _range(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _render_table(aligned: AlignedFiles) -> str:
    rows = ((flat(found.source.text), flat(found.target.text), found.bead.confidence) for found in aligned.beads)
    return "".join(
        f"{source}\t{target}\t{decimals(confidence, digits=3) if source and target else ''}\n"
        for source, target, confidence in rows
    )
