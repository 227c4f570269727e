"""`tmflow read` and `tmflow convert`: single files, no project needed."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmflow.cli.output import INPUT_PATH, Row, emit, format_option, note, settings_option
from tmflow.text.counts import counted
from tmflow.text.lines import LineIndex

if TYPE_CHECKING:
    from tmflow.model.document import Document
    from tmflow.workflow.settings import Settings

__all__ = ["STANDARD_INPUT", "convert_command", "read_command", "read_text"]

STANDARD_INPUT = Path("-")

_language_option = click.option(
    "--language", type=click.Choice(["ja", "en"]), help="Language of the text; told from its script if not given."
)


def read_text(path: Path, language: str | None, settings: Settings, *, encoding: str | None = None) -> Document:
    """Return the document of a file, or of standard input where the path is "-"."""
    from tmflow.model.language import Language
    from tmflow.workflow.texts import read_file, read_stream

    chosen = Language(language) if language else None
    if path != STANDARD_INPUT:
        return read_file(path, language=chosen, encoding=encoding, settings=settings)
    return read_stream(sys.stdin.buffer, language=chosen, settings=settings)


@click.command(epilog="Example: tmflow read articles/ja/harbor-tides.txt")
@click.argument("files", nargs=-1, required=True, type=INPUT_PATH, metavar="FILE...")
@_language_option
@click.option("--encoding", help="Encoding of the files, where it is not UTF-8 and cannot be told (cp932, euc_jp).")
@settings_option
@format_option
def read_command(
    files: tuple[Path, ...], language: str | None, encoding: str | None, settings: Settings, output: str
) -> None:
    """Show what tmflow reads of an article: its metadata and its blocks."""
    documents = ((path, read_text(path, language, settings, encoding=encoding)) for path in files)
    emit(output, "articles", (_article(path, document) for path, document in documents), _article_text)


def _article(path: Path, document: Document) -> Row:
    lines = LineIndex(document.text)
    return {
        "path": path.as_posix(),
        "language": document.language.value,
        "format": document.format.value,
        "encoding": document.encoding.codec,
        "metadata": dataclasses.asdict(document.metadata),
        "blocks": [
            {
                "kind": block.kind.value,
                "language": block.language.value,
                "line": lines.line_column(block.span.start)[0],
                "level": block.level,
                "mark": block.mark,
                "text": block.text,
            }
            for block in document.blocks
        ],
    }


def _article_text(row: Row) -> Iterator[str]:
    yield f"{row['path']}   {row['language']}   {row['format']}   {row['encoding']}   {counted(len(row['blocks']), 'block')}"
    for name, value in row["metadata"].items():
        if value:
            yield f"  {name.replace('_', ' ')}: {' | '.join(value) if isinstance(value, tuple) else value}"
    for block in row["blocks"]:
        text = " ⏎ ".join(block["text"].split("\n"))
        yield f"  {block['line']:4d}  {block['language']}  {block['kind']:<11}  {block['mark']}{' ' if block['mark'] else ''}{text}"


@click.command(epilog="Example: tmflow convert articles/ja/old.txt --from cp932")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "codec", required=True, help="Encoding the file has now (cp932, euc_jp, iso2022_jp, utf-16).")
def convert_command(file: Path, codec: str) -> None:
    """Rewrite FILE as UTF-8."""
    from tmflow.workflow.texts import convert_file

    convert_file(file, codec=codec)
    note(f"{file}: now UTF-8")
