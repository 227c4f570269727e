"""Cutting files into segments: articles block by block, bare texts as they are, each part with its place in the file."""

from __future__ import annotations

import difflib
import os
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from tmflow.errors import FormatError, TmflowError
from tmflow.formats.article import ARTICLE_SUFFIXES
from tmflow.formats.boilerplate import compile_patterns
from tmflow.model.content import Content
from tmflow.model.document import Document, Segment
from tmflow.model.language import Language
from tmflow.segment.segmenter import (
    Decision,
    Newline,
    Notes,
    Quotations,
    SegmentOptions,
    explain,
    explain_document,
    iter_document_segments,
    iter_segments,
    iter_trimmed,
)
from tmflow.text.scripts import guess_language
from tmflow.workflow.settings import Settings
from tmflow.workflow.texts import read_bare_text, read_file
from tmflow.workflow.workload import UNDER_WAY_BYTES, count_processes, size_bytes

__all__ = [
    "STANDARD_INPUT",
    "BareText",
    "Cutting",
    "Piece",
    "Placed",
    "PlacedDecision",
    "PlacedSegment",
    "Places",
    "articles_below",
    "cutting_of",
    "empty_folder",
    "find_texts",
    "is_folder",
    "iter_placed_decisions",
    "iter_placed_segments",
    "read_source",
    "require_path",
    "segment_files",
]

STANDARD_INPUT = Path("-")

_BUILD_FOLDERS = frozenset(
    {"__pycache__", "_build", "_site", "build", "dist", "exports", "node_modules", "public", "site-packages"}
)
"""Folders that hold what a program wrote, tmflow's own pages and exports among them: the articles once more."""

_GUESS_CHARS = 20_000
_PIECE_CHARS = 65_536
_PROCESS_BYTES = 1_000_000
"""A process more for each: it takes about as long to start as a tenth of this takes to be cut."""
_FILE_BYTES = 4096
"""What a file weighs beside its text."""
_LINE_END = re.compile(r"\r\n|\r|\n")

Part = TypeVar("Part", Segment, Decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """How files are cut.

    language: None where each text tells its own. is_plain: the files are bare text, without a title block or markup.
    whitespace: yield the white space between the segments too.
    """

    settings: Settings
    language: Language | None = None
    is_plain: bool = False
    whitespace: bool = False

    @property
    def options(self) -> SegmentOptions:
        """The segmenter's options."""
        return self.settings.segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Generic[Part]):
    """A segment or a decision with its place in the file.

    block: index of the block whose text its positions count in; None where they count in the whole text.
    line, column: in the file, from 1, of its first character; of a decision, of the character after it.
    """

    part: Part
    language: Language
    block: int | None
    line: int
    column: int


PlacedSegment: TypeAlias = Placed[Segment]
PlacedDecision: TypeAlias = Placed[Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the output of a file, or the reason why it has none."""

    text: str = ""
    problem: TmflowError | None = None


def cutting_of(
    settings: Settings,
    *,
    language: str | None = None,
    quotations: str | None = None,
    notes: str | None = None,
    newline: str | None = None,
    is_plain: bool = False,
    whitespace: bool = False,
) -> Cutting:
    """Return how to cut by a project's settings, some of them overruled. Raises ConfigError for a broken pattern of theirs."""
    compile_patterns(settings.boilerplate)
    own = settings.segment
    options = replace(
        own,
        quotations=Quotations(quotations or own.quotations),
        notes=Notes(notes or own.notes),
        newline=Newline(newline or own.newline),
    )
    chosen = Language.parse(language) if language else None
    return Cutting(
        settings=replace(settings, segment=options), language=chosen, is_plain=is_plain, whitespace=whitespace
    )


def find_texts(paths: Iterable[Path]) -> list[Path]:
    """Return the files meant by files and folders, each once: the articles of a folder sorted, the folders below it too.

    Left out are hidden files and folders, and those of build output, unless they are named themselves. What is not
    there or holds no article stays in the list: reading it says so.
    """
    found = [file for path in paths for file in (articles_below(path) if is_folder(path) else [path])]
    return list(dict.fromkeys(found))


def is_folder(path: Path) -> bool:
    """Whether a folder stands at a path, whatever the path."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for a name that is too long


def articles_below(folder: Path) -> list[Path]:
    """Return the articles of a folder and those below it, sorted, as `find_texts` has them.

    Folders that cannot be read stand among them, and the folder itself where there is nothing: reading it says so.
    """
    unreadable: list[Path] = []
    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _BUILD_FOLDERS]
        paths = (Path(parent, name) for name in names if not name.startswith("."))
        found.extend(path for path in paths if path.suffix.lower() in ARTICLE_SUFFIXES and path.is_file())
    return sorted([*found, *unreadable]) or [folder]


def segment_files(
    paths: Sequence[Path],
    cutting: Cutting,
    *,
    render: Callable[[Path, Cutting], Iterable[str]],
    jobs: int | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Generator[Piece, None, None]:
    """Yield what `render` makes of each file, in their order, in pieces. A file that cannot be read is a problem, no end.

    render: a function of a module (it may go to another process) that yields lines, newlines included.
    jobs: processes; None takes as many as the machine has cores and the files are worth.
    on_progress: called with the files done and the files in all.
    """
    sizes = [_FILE_BYTES + size_bytes(path) for path in paths]
    is_one = STANDARD_INPUT in paths
    count = 1 if is_one else count_processes(sizes, asked=jobs, process_bytes=_PROCESS_BYTES)
    work = partial(_render_file, cutting=cutting, render=render)
    if count == 1:
        for done, path in enumerate(paths, 1):
            yield from work(path)
            on_progress(done, len(paths))
        return
    from tmflow.workflow.parallel import map_in_order

    rendered = partial(_render_whole, cutting=cutting, render=render)
    with closing(map_in_order(rendered, paths, weights=sizes, jobs=count, most=UNDER_WAY_BYTES)) as results:
        for done, pieces in enumerate(results, 1):
            yield from pieces
            on_progress(done, len(paths))


def _render_whole(path: Path, *, cutting: Cutting, render: Callable[[Path, Cutting], Iterable[str]]) -> list[Piece]:
    return list(_render_file(path, cutting=cutting, render=render))


def _render_file(path: Path, *, cutting: Cutting, render: Callable[[Path, Cutting], Iterable[str]]) -> Iterator[Piece]:
    lines: list[str] = []
    length = 0
    try:
        for line in render(path, cutting):
            lines.append(line)
            length += len(line)
            if length >= _PIECE_CHARS:
                yield Piece(text="".join(lines))
                lines, length = [], 0
    except TmflowError as error:
        yield Piece(problem=TmflowError(str(error)))  # the root: an error with arguments of its own cannot be pickled
    if lines:
        yield Piece(text="".join(lines))


def iter_placed_segments(path: Path, cutting: Cutting) -> Iterator[PlacedSegment]:
    """Yield the segments of a file, or of standard input. Raises FormatError if it cannot be read."""
    source = read_source(path, cutting)
    if isinstance(source, Document):
        segments = iter_document_segments(source, options=cutting.options)
    else:
        segments = iter_segments(source.text, language=source.language, options=cutting.options)
    places = Places(source)
    for segment in iter_trimmed(segments, whitespace=cutting.whitespace):
        yield places.place(segment, segment.block, segment.start)


def iter_placed_decisions(path: Path, cutting: Cutting) -> Iterator[PlacedDecision]:
    """Yield each boundary and each refused one of a file, or of standard input. Raises FormatError if it cannot be read."""
    source = read_source(path, cutting)
    if isinstance(source, Document):
        decisions = explain_document(source, options=cutting.options)
    else:
        decisions = explain(source.text, language=source.language, options=cutting.options)
    places = Places(source)
    for decision in decisions:
        yield places.place(decision, decision.block, decision.position)


@dataclass(frozen=True, slots=True)
class BareText:
    """A text that is no article, and its language."""

    text: str
    language: Language


def read_source(path: Path, cutting: Cutting) -> Document | BareText:
    """Return a file as it is cut: its article, or its whole text where it is bare. Raises FormatError if it cannot be read."""
    if path == STANDARD_INPUT:
        return _bare(read_bare_text(sys.stdin.buffer), cutting)
    if is_folder(path):
        raise empty_folder(path)
    require_path(path)
    if cutting.is_plain:
        return _bare(read_bare_text(path), cutting)
    if path.suffix.lower() not in ARTICLE_SUFFIXES:
        endings = " ".join(ARTICLE_SUFFIXES)
        raise FormatError(f"no article by its ending ({endings}). To cut it as bare text: --plain", path=path)
    return read_file(path, language=cutting.language, encoding=None, settings=cutting.settings)


def require_path(path: Path) -> None:
    """Raise FormatError, with the nearest name, if nothing stands at a path."""
    if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises for a name that is too long
        is_link = os.path.islink(path)  # noqa: PTH114 - the same
        problem = "a link to a file that is not there" if is_link else f"no such file or folder{_nearest(path)}"
        raise FormatError(problem, path=path)


def _bare(text: str, cutting: Cutting) -> BareText:
    return BareText(text, cutting.language or Language(guess_language(text[:_GUESS_CHARS]) or Language.EN))


def empty_folder(path: Path) -> FormatError:
    """Return why a folder gives no article: it cannot be read, or there is none."""
    try:
        os.scandir(path).close()
    except OSError as error:
        return FormatError(f"cannot be read: {error.strerror}", path=path)
    problem = f"no article in this folder ({' '.join(ARTICLE_SUFFIXES)}). Name the files, or another folder"
    return FormatError(problem, path=path)


def _nearest(path: Path) -> str:
    try:
        names = [other.name for other in path.parent.iterdir()]
    except OSError:
        return ""
    near = map(path.with_name, difflib.get_close_matches(path.name, names))
    return next((f". Did you mean {other}?" for other in near if other.exists()), "")


class Places:
    """Finds the line and column of positions in a text; in the text of a block, of what its markup spells there."""

    def __init__(self, source: Document | BareText) -> None:
        self._source = source
        self._line_starts = [0, *(match.end() for match in _LINE_END.finditer(source.text))]
        self._block = -1
        self._native = _NativeOffsets(Content())

    def place(self, part: Part, block: int, position: int) -> Placed[Part]:
        """Place a part that begins at a position; the parts of a block come one after the other."""
        if isinstance(self._source, Document):
            own = self._source.blocks[block]
            if block != self._block:
                self._block, self._native = block, _NativeOffsets(own.content)
            offset, language = own.span.start + self._native.of(position), own.language
        else:
            offset, language, block = position, self._source.language, -1
        line = bisect_right(self._line_starts, offset)
        column = offset - self._line_starts[line - 1] + 1
        return Placed(part=part, language=language, block=block if block >= 0 else None, line=line, column=column)


class _NativeOffsets:
    """`Content.native_offset` for many positions of one content, linear in it as a whole."""

    def __init__(self, content: Content) -> None:
        self._starts: list[int] = []
        self._stretches: list[tuple[int, bool]] = []
        start = offset = 0
        for part in (*content.parts, ""):
            is_text = isinstance(part, str)
            text, native = (part, part) if isinstance(part, str) else (part.text, part.native)
            if text or not native:
                self._starts.append(start)
                self._stretches.append((offset, is_text))
            start += len(text)
            offset += len(native)

    def of(self, position: int) -> int:
        """Return the offset in the native text of a position in the text."""
        index = bisect_right(self._starts, position) - 1
        offset, is_text = self._stretches[index]
        return offset + position - self._starts[index] if is_text else offset
