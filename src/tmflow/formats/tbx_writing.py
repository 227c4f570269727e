"""The glossary as TBX-Basic, for other tools: v3 (ISO 30042:2019) in the styles DCA and DCT, and v2 (MARTIF, 2008).

Every term of an entry is one line; the same terms give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportReport
from tmflow.formats.tbx_fields import NAME_SUBSET
from tmflow.formats.tbx_reading import OWN_TOOL
from tmflow.formats.xml_text import TextFilter
from tmflow.model.glossary import Term, TermKind
from tmflow.model.language import Language

__all__ = ["TbxStyle", "write_tbx"]


class TbxStyle(StrEnum):
    """A version and style of TBX-Basic."""

    V3_DCA = "v3-dca"
    V3_DCT = "v3-dct"
    V2 = "v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What a style calls things. start: up to where the tool is named; middle: from there to the first entry."""

    start: str
    middle: str
    end: str
    entry: str
    section: str
    term: str


_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_V3: Final = (
    _DECLARATION + '<tbx type="TBX-Basic" style="{style}" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"{more}>\n'
    "<tbxHeader><fileDesc><sourceDesc><p>"
)
_V3_NAMES: Final = {
    "middle": "</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n",
    "end": "</body></text>\n</tbx>\n",
    "entry": "conceptEntry",
    "section": "langSec",
    "term": "termSec",
}
_MODULES: Final = ' xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"'
_FRAMES: Final = {
    TbxStyle.V3_DCA: _Frame(start=_V3.format(style="dca", more=""), **_V3_NAMES),
    TbxStyle.V3_DCT: _Frame(start=_V3.format(style="dct", more=_MODULES), **_V3_NAMES),
    TbxStyle.V2: _Frame(
        start=_DECLARATION + '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
        '<martif type="TBX-Basic" xml:lang="en">\n<martifHeader><fileDesc><sourceDesc><p>',
        middle='</p></sourceDesc></fileDesc><encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc>'
        "</martifHeader>\n<text><body>\n",
        end="</body></text>\n</martif>\n",
        entry="termEntry",
        section="langSet",
        term="tig",
    ),
}
_CATEGORIES: Final = {
    "administrativeStatus": ("termNote", "min"),
    "partOfSpeech": ("termNote", "min"),
    "subjectField": ("descrip", "min"),
    "definition": ("descrip", "basic"),
    "context": ("descrip", "basic"),
    "projectSubset": ("admin", "basic"),
}
"""Each category's element in the style DCA, and its namespace in the style DCT."""

_STATUSES: Final = ("preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts")
_SPELLED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_MARKUP = re.compile("[&<>\r]")
_ID_DIGITS: Final = 12


def write_tbx(
    terms: Iterable[Term],
    path: Path | BinaryIO,
    *,
    style: TbxStyle = TbxStyle.V3_DCA,
    tool_version: str = "",
) -> ExportReport:
    """Write terms as TBX-Basic, streamed; the file is written atomically, an open stream as it comes.

    Forbidden forms are deprecated terms. Characters XML cannot hold are taken out and reported, with the term.
    Raises StorageError.

    >>> import io
    >>> stream = io.BytesIO()
    >>> write_tbx([Term(japanese=("港",), english=("port",))], stream).units
    1
    >>> print(stream.getvalue().decode().splitlines()[6])
    <termSec><term>港</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
    """
    frame, writer = _FRAMES[style], _Entries(style)
    units = 0
    with open_atomic(path) as stream:
        tool = f"{OWN_TOOL} {tool_version}".strip()
        stream.write(f"{frame.start}{writer.spelled(tool)}{frame.middle}".encode())
        for units, term in enumerate(terms, start=1):  # noqa: B007 - counted for the report
            stream.write("".join(f"{line}\n" for line in writer.iter_lines(term)).encode())
        stream.write(frame.end.encode())
    return ExportReport(units=units, removed=tuple(writer.safe.removed))


class _Entries:
    """Writes the entry of a term; `safe` knows the characters that had to go."""

    def __init__(self, style: TbxStyle) -> None:
        self.safe = TextFilter()
        self._frame = _FRAMES[style]
        self._is_dct = style is TbxStyle.V3_DCT
        self._ids: dict[str, int] = {}

    def iter_lines(self, term: Term) -> Iterator[str]:
        """Yield the lines of an entry."""
        self.safe.unit_id = term.japanese[0]
        frame = self._frame
        yield f'<{frame.entry} id="{self._id(term)}">'
        if term.subject:
            yield self._item("subjectField", term.subject)
        if term.kind is TermKind.NAME:
            yield self._item("projectSubset", NAME_SUBSET)
        if term.note:
            yield f"<note>{self.spelled(term.note)}</note>"
        for language in Language:
            yield f'<{frame.section} xml:lang="{language.value}">'
            if term.definition(language):
                yield self._item("definition", term.definition(language))
            for number, form in enumerate(term.forms(language)):
                contexts = term.contexts(language) if number == 0 else ()
                yield self._term(form, _STATUSES[min(number, 1)], term, contexts)
            for form in term.forbidden(language):
                yield self._term(form, _STATUSES[-1], term, ())
            yield f"</{frame.section}>"
        yield f"</{frame.entry}>"

    def _term(self, form: str, status: str, term: Term, contexts: tuple[str, ...]) -> str:
        written = self.spelled(form)
        parts = [f"<{self._frame.term}><term>{written}</term>"]
        if term.part_of_speech:
            parts.append(self._item("partOfSpeech", term.part_of_speech.value))
        parts.append(self._item("administrativeStatus", status))
        parts += [self._item("context", context) for context in contexts]
        return "".join([*parts, f"</{self._frame.term}>"])

    def _item(self, category: str, text: str) -> str:
        carrier, module = _CATEGORIES[category]
        if self._is_dct:
            return f"<{module}:{category}>{self.spelled(text)}</{module}:{category}>"
        return f'<{carrier} type="{category}">{self.spelled(text)}</{carrier}>'

    def _id(self, term: Term) -> str:
        """Return an id that follows from the first Japanese form, so that it stays when other terms come and go."""
        digest = hashlib.sha256(term.japanese[0].encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]
        self._ids[digest] = number = self._ids.get(digest, 0) + 1
        return f"t-{digest}" if number == 1 else f"t-{digest}-{number}"

    def spelled(self, text: str) -> str:
        """Return a text as XML has it."""
        return _MARKUP.sub(lambda match: _SPELLED[match[0]], self.safe(text))
