"""`tmflow align` for files: two of them, two folders or a list of pairs, and the forms of the result."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import Row, exit_code, framed, json_item, note, progress_bars, settings_at, shown

if TYPE_CHECKING:
    from tmflow.errors import TmflowError
    from tmflow.model.document import Span
    from tmflow.workflow.align_files import AlignedBead, AlignedFiles, FilesOutcome
    from tmflow.workflow.file_pairs import FoundPairs

__all__ = ["align_paths"]

_SUFFIXES = {"text": ".txt", "json": ".json", "jsonl": ".jsonl", "tsv": ".tsv"}
_INTERCHANGE = {"tmx": ".tmx", "xliff": ".xlf", "xliff12": ".xlf"}
_BREAKS = re.compile(r"[\t\n-\r\x1c-\x1e\x85\u2028\u2029]+")


def align_paths(
    ctx: click.Context,
    words: tuple[str, ...],
    *,
    pair_list: Path | None,
    source: str | None,
    target: str | None,
    is_plain: bool,
    has_lines: bool,
    min_confidence: float | None,
    dictionary: str | None,
    use_mt: bool,
    force: bool,
    explain: bool,
    jobs: int | None,
    path: Path | None,
    folder: Path | None,
    output: str,
    **_of_project: object,
) -> int:
    """Align what the words or the list name and give the results out; return the exit code."""
    from tmflow.workflow.align_files import align_files, aligning_of
    from tmflow.workflow.file_pairs import find_pairs, place_results, read_pair_list
    from tmflow.workflow.file_texts import TextForm

    if not all(words):
        raise click.UsageError("the path is empty. Name a file", ctx)
    if pair_list is not None and words:
        raise click.UsageError("--pairs names the files: give no others beside it", ctx)
    if is_plain and has_lines:
        raise click.UsageError("--lines says more than --plain: give one of them", ctx)
    if explain and (output == "tsv" or output in _INTERCHANGE):
        raise click.UsageError(f"--explain has no place in {output}: text, json and jsonl show the signals", ctx)
    aligning = aligning_of(
        settings_at(folder),
        source=source,
        target=target,
        form=TextForm.LINES if has_lines else TextForm.PLAIN if is_plain else TextForm.ARTICLE,
        require_translation=not force,
        min_confidence=min_confidence,
        dictionary=dictionary,
        use_mt=use_mt,
    )
    found = read_pair_list(pair_list) if pair_list is not None else find_pairs(*map(Path, words))
    if output in _INTERCHANGE and found.is_many and path is None:
        raise click.UsageError(f"--format {output} gives a file a pair: name a folder for them with -o", ctx)
    found = place_results(found, path, suffix=(_SUFFIXES | _INTERCHANGE)[output])
    results = _Results(output, is_to_files=path is not None)
    with (
        _bars(found, is_to_files=path is not None, use_mt=use_mt) as (progress, drafts),
        closing(
            align_files(
                found.pairs,
                aligning,
                render=_renderer(output, explain=explain),
                jobs=jobs,
                on_progress=progress,
                on_drafts=drafts,
                on_engine=lambda name: note(f"Machine translation: {name}"),
            )
        ) as outcomes,
    ):
        results.give(found, outcomes)
    results.summarize(path, is_many=len(found.pairs) > 1, is_left_out=output == "tmx" and min_confidence is None)
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

    def __init__(self, output: str, *, is_to_files: bool) -> None:
        self.code = 0
        self._output = output
        self._is_to_files = is_to_files
        self._stream = sys.stdout  # taken here: a bar puts something else in its place
        self._written = 0
        self._doubtful = 0

    def give(self, found: FoundPairs, outcomes: Iterable[FilesOutcome]) -> None:
        """Write each result to its file or to standard output. Raises click.Abort, with what is done, if stopped."""
        for text in found.notes:
            note(shown(text))
        for problem in found.problems:
            self._tell(problem)
        try:
            texts = self._iter_texts(outcomes)
            is_json = self._output == "json" and not self._is_to_files
            for text in framed(texts, "pairs") if is_json else texts:
                is_xml = self._output in _INTERCHANGE
                click.echo(text.encode() if is_xml else text, file=self._stream, nl=False)
        except KeyboardInterrupt as stop:
            done = " Each file that is written is whole; the same command writes all of them anew."
            raise click.Abort(f"Stopped.{done if self._is_to_files else ''}") from stop

    def _iter_texts(self, outcomes: Iterable[FilesOutcome]) -> Iterator[str]:
        """Yield the texts that go to standard output, and write the others."""
        from tmflow.workflow.align_files import write_outcome

        for outcome in outcomes:
            self._doubtful += outcome.doubtful
            if outcome.draft_problem:
                note(f"{outcome.pair}: {outcome.draft_problem}")
            if outcome.problem is not None:
                self._tell(outcome.problem)
            elif outcome.pair.result is None:
                yield outcome.text
            else:
                is_json = self._output == "json"
                write_outcome(outcome, text="".join(framed([outcome.text], "pairs")) if is_json else None)
                self._written += 1

    def _tell(self, problem: TmflowError) -> None:
        note(f"tmflow: {shown(problem)}")
        self.code = max(self.code, exit_code(problem))

    def summarize(self, path: Path | None, *, is_many: bool, is_left_out: bool) -> None:
        """Say what was written, and what became of the doubtful units where the format has such."""
        if path is not None:
            several = f"{self._written} files to " if is_many else ""
            note(f"wrote {several}{path}" if self._written else "wrote nothing")
        if self._doubtful and self._output in _INTERCHANGE:
            fate = "left out; --min-confidence 0 takes them in as drafts" if is_left_out else "drafts"
            note(f"{self._doubtful} doubtful units: {fate}")


def _renderer(output: str, *, explain: bool) -> Callable[[AlignedFiles], str]:
    """The function that makes the text of a pair; it runs in whatever process aligns it."""
    if output in _INTERCHANGE:
        from tmflow.workflow.align_files import serialize_bitext

        return partial(serialize_bitext, name=output)
    rendered = {"text": _render_text, "json": _render_json, "jsonl": _render_rows}
    return partial(rendered[output], explain=explain) if output in rendered else _render_table


def _render_text(aligned: AlignedFiles, *, explain: bool) -> str:
    return "".join(f"{line}\n" for line in _iter_text(aligned, explain=explain))


def _iter_text(aligned: AlignedFiles, *, explain: bool) -> Iterator[str]:
    kinds = ", ".join(f"{count} {kind}" for kind, count in aligned.kinds.items())
    yield (
        f"{aligned.pair}   {aligned.bitext.pair}   {aligned.source_segments} : {aligned.target_segments} segments   "
        f"{kinds}   confidence min {aligned.least_confidence:.2f}"
    )
    for found in aligned.beads:
        bead = found.bead
        crossing = "  crossing" if bead.is_crossing else ""
        yield f"  {bead.confidence:.2f}  {bead.kind}  {_flat(found.source.text)} | {_flat(found.target.text)}{crossing}"
        if explain and bead.signals:
            yield f"        {', '.join(f'{name} {weight:+.2f}' for name, weight in bead.signals)}"


def _render_json(aligned: AlignedFiles, *, explain: bool) -> str:
    row = {
        **_files(aligned),
        "source_segments": aligned.source_segments,
        "target_segments": aligned.target_segments,
        "kinds": dict(aligned.kinds),
        "least_confidence": round(aligned.least_confidence, 3),
        "beads": [_bead_row(found, explain=explain) for found in aligned.beads],
    }
    return json_item(row)


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
        "confidence": round(bead.confidence, 3),
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
    return "".join(
        f"{_flat(found.source.text)}\t{_flat(found.target.text)}\t{found.bead.confidence:.3f}\n"
        for found in aligned.beads
    )


def _flat(text: str) -> str:
    """Return a text without what would end its line or its cell."""
    return _BREAKS.sub(" ", text)
