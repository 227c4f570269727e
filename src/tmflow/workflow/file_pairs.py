"""Which files are aligned with which: two files, two folders, or a list; and where the result of each pair goes."""

from __future__ import annotations

import difflib
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tmflow.errors import AlignmentError, ConfigError, FormatError, StorageError, TmflowError
from tmflow.formats.article import ARTICLE_SUFFIXES
from tmflow.text.counts import counted
from tmflow.workflow.project import find_project, make_folder, open_project
from tmflow.workflow.segmentation import STANDARD_INPUT, articles_below, empty_folder, is_folder, require_path
from tmflow.workflow.texts import read_bare_text

__all__ = [
    "FilePair",
    "FoundPairs",
    "are_files",
    "find_files",
    "find_pairs",
    "is_path",
    "place_results",
    "read_pair_list",
]

_LINE_END = re.compile(r"\r\n|[\r\n]")
_NEAREST_AMONG = 500
"""Files without a partner among which one of a like name is looked for: the time grows with the square of them."""
_TOLD_LINES = 3
"""Lines that are no pairs and are named one by one in a list that has no pair at all."""
_NEAR_NAME = 0.6
"""difflib's ratio from which one name is proposed for another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePair:
    """Two files that are aligned.

    name: what they are called together, which is what their result is called. result: the file for it, None if it is
    for standard output.
    """

    source: Path
    target: Path
    name: str
    result: Path | None = None

    def __str__(self) -> str:
        return f"{self.source} | {self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPairs:
    """The pairs there are, in order, and what was wrong with the rest.

    notes: what was passed over and is no problem.
    is_many: whether they come from folders or a list, and so have a file each for their results.
    """

    pairs: tuple[FilePair, ...]
    problems: tuple[TmflowError, ...] = ()
    notes: tuple[str, ...] = ()
    is_many: bool = False


def are_files(words: Sequence[str], *, is_asked: bool = False, folder: Path | None = None) -> bool:
    """Whether the words of a call are two files or two folders, and no articles of a project.

    That is: one of two is a path by its look or a file that is there, or both are there. Where both are slugs of the
    project, they are its articles nonetheless, unless one is a path by its look.
    is_asked: whether the rest of the call speaks of files; any two words are then meant as such. folder: of the project,
    None for that of the current folder, if it is in one.
    Raises FormatError if words may be slugs and the settings of the project cannot be read.

    >>> are_files(["ja/tides.txt", "tides"]), are_files(["tides", "harbor"]), are_files(["ja/tides.txt"])
    (True, False, False)
    """
    if len(words) != 2:  # noqa: PLR2004 - source and target
        return False
    if is_asked or any(map(_looks_like_path, words)):
        return True
    is_there = any(map(is_path, words)) or all(os.path.exists(word) for word in words)  # noqa: PTH110 - Path.exists raises for a name that is too long
    return is_there and not _are_slugs(words, folder or Path())


def is_path(word: str) -> bool:
    """Whether a word of a call is a path by its look, or a file that is there."""
    return _looks_like_path(word) or os.path.isfile(word)  # noqa: PTH113 - Path.is_file raises for a long name


def _looks_like_path(word: str) -> bool:
    separators = (os.sep, os.altsep or os.sep)
    return any(separator in word for separator in separators) or word.lower().endswith(ARTICLE_SUFFIXES)


def _are_slugs(words: Sequence[str], folder: Path) -> bool:
    root = find_project(folder)
    return root is not None and set(words) <= set(open_project(root).slugs())


def find_files(
    words: Sequence[str], *, pair_list: Path | None, output: Path | None, suffix: str, is_apart: bool = False
) -> FoundPairs:
    """Return the pairs that two words, or a list, name, each with the file for its result.

    output, suffix: as `place_results` takes them. is_apart: whether several results cannot go to one stream.
    Raises ConfigError if they would, or if words stand beside a list or are empty; else as `find_pairs`,
    `read_pair_list` and `place_results` do.
    """
    if pair_list is not None and words:
        raise ConfigError("--pairs names the files: give no others beside it")
    if not all(words):
        raise ConfigError("the path is empty. Name a file")
    found = read_pair_list(pair_list) if pair_list is not None else find_pairs(*map(Path, words))
    if is_apart and found.is_many and output is None:
        raise ConfigError("this --format gives a file a pair: name a folder for them with -o")
    return place_results(found, output, suffix=suffix)


def find_pairs(source: Path, target: Path) -> FoundPairs:
    """Return the pair of two files, or those of two folders: the articles of one relative path, their endings aside.

    Raises ConfigError for a folder with a file, or the same twice; FormatError for what is not there and for a folder
    that holds no article.
    """
    if STANDARD_INPUT in {source, target}:
        raise ConfigError("standard input is no file to align: give two files, or a list of pairs with --pairs -")
    for path in (source, target):
        require_path(path)
    if source.samefile(target):
        what = "folder" if is_folder(source) else "file"
        raise ConfigError(f"{source} and {target}: source and target are the same {what}")
    for path, other in ((source, target), (target, source)):
        if is_folder(path) and not is_folder(other):
            raise ConfigError(f"{path} is a folder and {other} a file: give two files or two folders")
    if is_folder(source):
        return _pairs_of_folders(source, target)
    return FoundPairs(pairs=(FilePair(source=source, target=target, name=_without_ending(source).name),))


def _pairs_of_folders(source: Path, target: Path) -> FoundPairs:
    problems: list[TmflowError] = []
    sources, targets = (dict(_named(folder, problems)) for folder in (source, target))
    pairs = tuple(
        FilePair(source=sources[name], target=targets[name], name=name) for name in sources if name in targets
    )
    lonely_sources = [name for name in sources if name not in targets]
    lonely_targets = [name for name in targets if name not in sources]
    problems += [_no_partner(sources[name], name, target, lonely_targets, targets) for name in lonely_sources]
    problems += [_no_partner(targets[name], name, source, lonely_sources, sources) for name in lonely_targets]
    return FoundPairs(pairs=pairs, problems=tuple(problems), is_many=True)


def _named(folder: Path, problems: list[TmflowError]) -> Iterator[tuple[str, Path]]:
    """Yield the articles of a folder by the name they share with their partner. Raises FormatError if there is none."""
    found: dict[str, list[Path]] = {}
    for path in articles_below(folder):
        if path == folder:
            raise empty_folder(folder)
        if is_folder(path):
            problems.append(empty_folder(path))
            continue
        name = _without_ending(path.relative_to(folder)).as_posix()
        found.setdefault(unicodedata.normalize("NFC", name), []).append(path)
    for name, paths in found.items():
        if len(paths) > 1:
            problems.append(ConfigError(f"{_list(paths)}: {len(paths)} files called {name}; aligned is the first"))
        yield name, paths[0]


def _list(paths: Iterable[Path]) -> str:
    return ", ".join(map(str, paths))


def _no_partner(path: Path, name: str, folder: Path, names: Sequence[str], files: dict[str, Path]) -> TmflowError:
    few = names if len(names) <= _NEAREST_AMONG else []
    near = difflib.get_close_matches(name, few, n=1, cutoff=_NEAR_NAME)
    hint = f" (nearest: {files[near[0]]})" if near else ""
    return AlignmentError(f"{path} has no partner in {folder}{hint}. Give both files one name, or list them: --pairs")


def read_pair_list(path: Path) -> FoundPairs:
    """Return the pairs of a list: one a line, two paths with a tab between them, relative to the list's own folder.

    Blank lines and those that begin with "#" say nothing. A line that is no pair is a problem; a pair that stands there
    twice is taken once, with a note.
    path: "-" is standard input; its paths are relative to the current folder.
    Raises FormatError if the list cannot be read or names no pair.
    """
    is_input = path == STANDARD_INPUT
    text = read_bare_text(sys.stdin.buffer if is_input else path)
    pairs: dict[FilePair, int] = {}
    problems: list[TmflowError] = []
    notes: list[str] = []
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 2 or not all(columns):  # noqa: PLR2004 - source and target
            problem = f"not two paths with one tab between them: {line[:80]!r}"
            problems.append(FormatError(problem, path=path, line=number))
            continue
        source, target = (path.parent / column for column in columns)
        pair = FilePair(source=source, target=target, name=_name_of(Path(columns[0])))
        first = pairs.setdefault(pair, number)
        if first != number:
            notes.append(f"{path}:{number}: {pair} stands in line {first} already; aligned once")
    if not pairs and not problems:
        raise FormatError("names no pair: a line is two paths with a tab between them", path=path)
    if not pairs and len(problems) > _TOLD_LINES:
        more = f"{counted(len(problems) - _TOLD_LINES, 'more line')} like that, and no pair. Is it a list of pairs?"
        problems[_TOLD_LINES:] = [FormatError(more, path=path)]
    return FoundPairs(pairs=tuple(pairs), problems=tuple(problems), notes=tuple(notes), is_many=True)


def _name_of(source: Path) -> str:
    """The name of a pair of a list: its source as written, without the ending; the file's own where that leads out."""
    is_inside = not source.is_absolute() and ".." not in source.parts
    path = _without_ending(source)
    return path.as_posix() if is_inside else path.name


def _without_ending(path: Path) -> Path:
    """A path without the ending of an article; any other dot is part of the name (`ch.1`)."""
    return path.with_suffix("") if path.suffix.lower() in ARTICLE_SUFFIXES else path


def place_results(found: FoundPairs, output: Path | None, *, suffix: str) -> FoundPairs:
    """Return the pairs with the file for the result of each, none for standard output; the folder of many is made.

    output: a file, or a folder, for one pair; a folder for many. Of many, a pair whose result would be that of another
    one, or would overwrite a text, is a problem.
    Raises ConfigError if a single pair is such, or a file is where the folder should be; StorageError if the folder is
    not there or cannot be made.
    """
    if output is None:
        return found
    if found.is_many and os.path.isfile(output):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        raise ConfigError(f"{output} is a file: the results of several pairs go into a folder")
    if found.is_many:
        make_folder(output)
    elif not is_folder(output.parent):
        raise StorageError(f"no such folder: {output.parent}. Make it, or write elsewhere")
    is_inside = found.is_many or is_folder(output)
    texts = {os.path.realpath(file) for pair in found.pairs for file in (pair.source, pair.target)}
    placed: dict[str, FilePair] = {}
    problems: list[TmflowError] = []
    for pair in found.pairs:
        path = output / f"{pair.name}{suffix}" if is_inside else output
        file = os.path.realpath(path)
        if file in texts:
            problems.append(ConfigError(f"{path} is one of the texts: nothing overwrites it. Write elsewhere"))
        elif file in placed:
            both = f"{placed[file]} and {pair}: both would be written to {path}"
            problems.append(ConfigError(f"{both}; aligned is the first. Rename one, or align them apart"))
        else:
            placed[file] = replace(pair, result=path)
    if problems and not found.is_many:
        raise problems[0]
    return replace(found, pairs=tuple(placed.values()), problems=(*found.problems, *problems))
