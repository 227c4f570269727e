"""Two plain files aligned line by line, as Moses and OPUS use them: harbor.ja and harbor.en, also compressed (.gz)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, Final, cast

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.languages import find_language, pair_of_name, script_problem
from tmflow.formats.textfile import open_text
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry

__all__ = ["find_moses", "iter_moses", "write_moses"]

_GZIP: Final = ".gz"
_LANGUAGES: Final = frozenset(language.value for language in Language)
_HALVES = re.compile("[\ud800-\udfff]")


def find_moses(path: Path) -> tuple[Path, Path] | None:
    """Return the Japanese and the English file of a pair of which `path` is one, or the name without its language.

    None if there is no such pair: both files must be there, and end alike.

    >>> find_moses(Path("no-such-harbor.ja")) is None
    True
    """
    name = path.name.removesuffix(_GZIP)
    stem, _, ending = name.rpartition(".")
    base = stem if stem and find_language(ending) and len(ending) == len(Language.JA) else name
    for suffix in ("", _GZIP):
        japanese, english = (path.with_name(f"{base}.{language.value}{suffix}") for language in Language)
        if japanese.is_file() and english.is_file():
            return japanese, english
    return None


def iter_moses(path: Path, *, options: ImportOptions, log: ImportLog) -> Iterator[MemoryEntry]:
    """Yield the entries of two files aligned line by line, keeping them open; `path` as `find_moses` takes it.

    The direction is the one asked for, or that of a name like "harbor.en-ja.ja", or from Japanese.
    Raises FormatError if one is missing, cannot be read, or they have not as many lines: after the entries before that.
    """
    found = find_moses(path)
    if found is None:
        raise FormatError("two files are needed, NAME.ja and NAME.en", path=path)
    pair = options.pair or pair_of_name(path) or LanguagePair(Language.JA, Language.EN)
    source, target = found if pair.source is Language.JA else reversed(found)
    document = source.name.removesuffix(_GZIP).rpartition(".")[0]
    with ExitStack() as stack:
        sides = [stack.enter_context(open_text(one, encoding=options.encoding)) for one in (source, target)]
        for line, (first, second) in enumerate(zip_longest(*sides), start=1):
            if first is None or second is None:
                longer, shorter = (target, source) if first is None else (source, target)
                problem = f"{longer.name} has more lines than {shorter.name}, which ends here: they are not aligned"
                raise FormatError(problem, path=shorter, line=line - 1)
            texts = first.rstrip("\r\n"), second.rstrip("\r\n")
            if reason := _problem(*texts, pair, options.max_unit_chars):
                log.refuse(line, reason)
                continue
            log.read += 1
            yield MemoryEntry(source=texts[0], target=texts[1], pair=pair, document=document)


def _problem(source: str, target: str, pair: LanguagePair, max_unit_chars: int) -> str | None:
    if not source.strip() or not target.strip():
        return "one side is empty"
    if len(source) + len(target) > max_unit_chars:
        return f"line of {len(source) + len(target):,} characters (max_unit {max_unit_chars})"
    return script_problem(source, target, pair)


def write_moses(entries: Iterable[MemoryEntry], path: Path | BinaryIO) -> ExportReport:
    """Write the texts of entries to two files, NAME.ja and NAME.en, streamed; line breaks become blanks.

    path: NAME, or the name of one of the two; with ".gz" after it two compressed files. Raises StorageError; ValueError for
    a stream, which is one file.
    """
    if not isinstance(path, Path):
        raise ValueError("two files are written to no stream")  # noqa: TRY004 - a stream is a path to any other format
    units, removed = 0, list[tuple[str, str]]()
    suffix = _GZIP if path.suffix.lower() == _GZIP else ""
    base = path.with_suffix("") if suffix else path
    if base.suffix.lower().removeprefix(".") in _LANGUAGES:
        base = base.with_suffix("")
    with ExitStack() as stack:
        sides: dict[Language, BinaryIO] = {}
        for language in Language:
            stream = stack.enter_context(open_atomic(base.with_name(f"{base.name}.{language.value}{suffix}")))
            if suffix:
                stream = cast("BinaryIO", stack.enter_context(gzip.GzipFile("", "wb", fileobj=stream, mtime=0)))
            sides[language] = stream
        for entry in entries:
            units += 1
            for language, text in ((entry.pair.source, entry.source), (entry.pair.target, entry.target)):
                if halves := "".join(_HALVES.findall(text)):
                    removed.append((str(units), halves))
                sides[language].write(" ".join(text.split("\n")).replace("\r", " ").encode("utf-8", "replace") + b"\n")
    return ExportReport(units=units, removed=tuple(removed))
