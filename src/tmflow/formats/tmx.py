"""TMX 1.4: memories from elsewhere, and the memory for elsewhere; both streamed, so a file may be of any size.

Reading takes TMX 1.1 to 1.4 of levels 1 and 2, UTF-16, `lang` or `xml:lang`, any spelling of the languages, several
variants of one language, gzip. What a unit says besides its texts is kept as fields and properties of its entry and
written again. Writing gives native markup as `bpt`/`ept`/`ph`/`it`, and no dates but those it is told.
Reference: TMX 1.4b, LISA OSCAR recommendation, 26 April 2005.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.bitext_entries import iter_entries
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.imported import MAX_UNIT_CHARS, ImportLog
from tmflow.formats.stamps import format_stamp
from tmflow.formats.tmx_reading import TmxReader
from tmflow.formats.tmx_writing import TAIL, TmxUnits, head_of
from tmflow.formats.xml import iterparse_xml, local_name
from tmflow.formats.xml_mending import XmlMender
from tmflow.model.bitext import Bitext
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry

__all__ = ["iter_tmx", "write", "write_tmx"]


def iter_tmx(
    path: Path,
    *,
    max_unit_chars: int = MAX_UNIT_CHARS,
    keep_markup: bool | None = None,
    mend: bool = False,
    log: ImportLog | None = None,
) -> Iterator[MemoryEntry]:
    """Yield the entries of a TMX file in order, keeping it open; memory does not grow with the file.

    Every variant of one language is paired with every variant of the other. `keep_markup` None keeps inline markup
    in files of tmflow's own and leaves other tools' codes out of the text; they are then in the properties ("ja/seg").
    `log` hears of each unit that gives no entry: one language only, an empty side, longer than `max_unit_chars` code
    points, more than 100 variants, languages swapped (not in tmflow's own files, which come back as they went); and of variants in other languages. `mend` takes characters XML cannot hold out of
    the file as it is read (not of UTF-16), which else are a fault; the log hears of each.
    Raises FormatError, with line and column, after the whole units before a fault; and if no unit of the file has both
    languages.
    """
    log = log or ImportLog()
    mender = XmlMender(log.mend).mend if mend else None
    for _, root in iterparse_xml(path, tags=("*",), mend=XmlMender(lambda *_: None).mend if mend else None):
        if local_name(root) != "tmx":
            raise FormatError("not a TMX file: it has no <tmx>", path=path, line=1)
        break
    reader = TmxReader(path, log, max_unit_chars=max_unit_chars, keep_markup=keep_markup)
    for _, element in iterparse_xml(path, tags=("{*}header", "{*}tu"), events=("end",), mend=mender):
        yield from reader.take(element)
    reader.finish()


def write(bitext: Bitext, path: Path | BinaryIO, options: ExportOptions | None = None) -> ExportReport:
    """Write the translations of a bitext as TMX, with `with_drafts` also those nobody has confirmed. Raises StorageError."""
    options = options or ExportOptions()
    return write_tmx(
        iter_entries(bitext, document=options.document),
        path,
        include_drafts=options.with_drafts,
        source_language=bitext.pair.source,
        source_format=options.source_format,
        target_format=options.target_format,
        tool_version=options.tool_version,
    )


def write_tmx(
    entries: Iterable[MemoryEntry],
    path: Path | BinaryIO,
    *,
    source_language: Language | None = None,
    source_format: ArticleFormat = ArticleFormat.PLAIN,
    target_format: ArticleFormat = ArticleFormat.PLAIN,
    include_drafts: bool = False,
    include_retired: bool = False,
    tool_version: str = "",
    created: datetime | None = None,
) -> ExportReport:
    """Write entries as TMX 1.4, streamed; the same entries give the same bytes.

    path: the file, written atomically, or an open stream.
    source_language: of the header; None says "*all*", and each unit says its own. created: for the header; None leaves
    it out. Drafts and retired entries are left out unless asked for. Characters XML cannot hold are taken out, reported
    and, those of the two texts, noted for tmflow's own reading. Raises StorageError.
    """
    writer = TmxUnits(source_language, source_format, target_format)
    stamp = format_stamp(created) if created is not None else ""
    units = 0
    with open_atomic(path) as stream:
        stream.write(head_of(source_language, tool_version=tool_version, created=stamp).encode())
        for entry in entries:
            if (entry.draft and not include_drafts) or (entry.retired and not include_retired):
                continue
            units += 1
            stream.write(writer.unit(entry, units).encode())
        stream.write(TAIL.encode())
    return ExportReport(units=units, removed=tuple(writer.safe.removed))
