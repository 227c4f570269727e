"""What a PO file must be before polib may see it: strings closed, entries whole, no entry twice.

polib 1.2 takes an unterminated string with an empty translation, accepts duplicates, splits lines at U+2028 and knows
neither octal escapes nor a comment without a blank. This module refuses or mends all that, line for line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError

__all__ = ["ESCAPE", "HEADER_BYTES", "PoText", "bytes_of_escapes", "declared_charset", "decode_po", "iter_prepared"]

_BOM: Final = b"\xef\xbb\xbf"
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")
HEADER_BYTES: Final = 8192
"""Where the charset is looked for; a header is a few hundred bytes."""

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(.*)$", re.DOTALL)
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"$', re.DOTALL)
ESCAPE: Final = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}))+)|\\(.)", re.DOTALL)
"""A run of octal and hexadecimal escapes, or any other escape's letter."""
_CODE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2}))")
_KEPT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

_LINE_BREAKERS: Final = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Characters at which `str.splitlines`, and so polib, breaks a line that a PO file does not break."""
_STAND_INS: Final = range(0x10F000, 0x10FFFD)
"""Private-use code points that take their place while polib reads."""

_HEADER: Final = ("msgid", '""'), ("msgstr", '""')
_MAX_ENTRY_CHARS: Final = 200_000
"""Of its lines; polib takes time that grows with the square of an entry's length."""
_BATCH: Final = 500
"""Entries polib gets at a time: enough to be quick, and few enough that what it makes of them needs no memory to speak of."""


@dataclass(frozen=True, slots=True)
class PoText:
    """Entries as text polib reads rightly. `shift`: its lines minus those of the file; `stand_ins` maps code points back."""

    text: str
    shift: int
    stand_ins: dict[int, str]

    def restore(self, text: str) -> str:
        """Return a string of the parsed text as it was written."""
        return text.translate(self.stand_ins) if self.stand_ins else text


@dataclass(slots=True)
class _Entry:
    """The entry being scanned: where it began, its strings by keyword, and the keyword a bare string continues."""

    line: int = 0
    strings: dict[str, str] = field(default_factory=dict)
    open_keyword: str | None = None

    @property
    def is_whole(self) -> bool:
        return "msgstr" in self.strings

    @property
    def key(self) -> tuple[str | None, str]:
        return self.strings.get("msgctxt"), self.strings["msgid"]


def decode_po(data: bytes, *, path: Path) -> str:
    """Return the text of a PO file, by its header's charset, UTF-8 by default. Raises FormatError with the line."""
    data = data.removeprefix(_BOM)
    codec = declared_charset(data) or "utf-8"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, codec, error, path=path) from error
    except (LookupError, UnicodeError):  # no codec, or one that is none of a text ("undefined", "idna")
        codec = "utf-8"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, codec, error, path=path) from error


def declared_charset(data: bytes) -> str:
    """Return the charset that the header of a PO names, as it is spelled there, "" if it names none.

    >>> declared_charset(b'"Content-Type: text/plain; charset=EUC-JP"')
    'EUC-JP'
    """
    declared = _CHARSET.search(data, 0, HEADER_BYTES)
    return declared[1].decode("ascii") if declared else ""


def _undecodable(data: bytes, codec: str, error: UnicodeDecodeError, *, path: Path) -> FormatError:
    line = data.count(b"\n", 0, error.start) + 1
    return FormatError(f"not {codec.upper()} (byte 0x{data[error.start]:02x})", path=path, line=line)


def iter_prepared(text: str, *, path: Path) -> Iterator[PoText]:
    """Check the text of a PO file and yield its entries, some hundred at a time, in the form polib reads rightly.

    Obsolete entries (`#~`) are left out; each text begins with a header, the first with the file's own. Raises
    FormatError, with the line, for a string that is not closed, an entry that is not whole, an entry given twice, plural
    forms (articles have none) and any other line.
    """
    stand_ins = _choose_stand_ins(text)
    breakers = {ord(breaker): chr(code) for code, breaker in stand_ins.items()}
    scanner = _Scanner(path)
    pieces: list[str] = []
    first = number = 1
    for number, line in enumerate(_iter_lines(text), start=1):
        if scanner.entries >= _BATCH and scanner.begins_another(line):
            yield _batch(scanner.take_header(), pieces, first, stand_ins, breakers)
            pieces, first = [], number
        pieces.append(scanner.scan(number, line))
    scanner.finish(number)
    yield _batch(scanner.take_header(), pieces, first, stand_ins, breakers)


def _iter_lines(text: str) -> Iterator[str]:
    """Yield the lines one by one: a list of them takes many times the text if they are short."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip(" \t")
        yield _prepare_comment(line) if line.startswith("#") else line
        start = end + 1


def _batch(
    header: list[str], pieces: list[str], first: int, stand_ins: dict[int, str], breakers: dict[int, str]
) -> PoText:
    # Any name but a text with line breaks could be taken for a path by polib: so it begins with one.
    text = "\n".join(["", *header, *pieces, ""])
    return PoText(text.translate(breakers) if breakers else text, len(header) + 2 - first, stand_ins)


def _choose_stand_ins(text: str) -> dict[int, str]:
    """Return a code point the text has not for each character it has that would break a line."""
    breakers = [breaker for breaker in _LINE_BREAKERS if breaker in text]
    used = set(text) if breakers else frozenset()
    free = (code for code in _STAND_INS if chr(code) not in used)
    return dict(zip(free, breakers, strict=False))


def _prepare_comment(line: str) -> str:
    """Put the blank polib needs after the mark of a translator's comment."""
    return line if line[1:2] in {"", " ", ".", ",", ":", "|", "~"} else f"# {line[1:]}"


class _Scanner:
    """Reads lines one by one; keeps what must be known across lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entry = _Entry()
        self._first_lines: dict[tuple[str | None, str], int] = {}
        self._has_header = self._has_given_header = False
        self.entries = self._chars = 0

    def begins_another(self, line: str) -> bool:
        """Whether a line is the first of an entry, or a comment before one."""
        is_first = line.startswith(("msgid", "msgctxt")) or (line[:1] == "#" and line[:2] != "#~")
        return is_first and self._entry.is_whole

    def take_header(self) -> list[str]:
        """Return the lines that go before what was scanned since this was asked last: none if it begins with a header."""
        is_own, self._has_given_header, self.entries = self._has_header and not self._has_given_header, True, 0
        return [] if is_own else [f"{keyword} {string}" for keyword, string in _HEADER]

    def scan(self, number: int, line: str) -> str:
        """Return the line for polib. Raises FormatError."""
        if not line or line.startswith("#~"):
            return ""
        if self.begins_another(line):
            self._close(number)
            self._chars = 0
        self._chars += len(line)
        if self._chars > _MAX_ENTRY_CHARS:
            raise self._fault(number, f"an entry of more than {_MAX_ENTRY_CHARS:,} characters: no sentence has so many")
        if line.startswith("#|"):
            return self._previous(number, line)
        if line.startswith("#"):
            self._entry.open_keyword = None
            return line
        if line.startswith('"'):
            return self._continue(number, line)
        match = _KEYWORD.match(line)
        if match is None:
            if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
                raise self._fault(number, "a merge conflict that is not resolved")
            raise self._fault(number, f"not a line of a PO file: {line[:40]}")
        return self._start(number, match[1], match[2])

    def finish(self, number: int) -> None:
        """Close the last entry. Raises FormatError if the file ends in the middle of it."""
        self._close(number)

    def _start(self, number: int, keyword: str, rest: str) -> str:
        if keyword not in {"msgctxt", "msgid", "msgstr"}:
            raise self._fault(number, f"{keyword}: an article has no plural forms")
        body = self._string(number, rest)
        if keyword == "msgctxt" or (keyword == "msgid" and "msgid" in self._entry.strings):
            self._close(number)
        if keyword in self._entry.strings or (keyword == "msgstr" and "msgid" not in self._entry.strings):
            raise self._fault(number, f"{keyword} without the msgid it belongs to")
        if not self._entry.strings:
            self._entry.line = number
        self._entry.strings[keyword] = body
        self._entry.open_keyword = keyword
        return f'{keyword} "{body}"'

    def _continue(self, number: int, line: str) -> str:
        body = self._string(number, line)
        if self._entry.open_keyword is None:
            raise self._fault(number, "a string that belongs to nothing")
        self._entry.strings[self._entry.open_keyword] += body
        return f'"{body}"'

    def _previous(self, number: int, line: str) -> str:
        self._entry.open_keyword = None
        rest = line[2:].lstrip(" \t")
        match = _KEYWORD.match(rest)
        if match is None:
            return f'#| "{self._string(number, rest)}"'
        return f'#| {match[1]} "{self._string(number, match[2])}"'

    def _string(self, number: int, rest: str) -> str:
        match = _STRING.match(rest)
        if match is None:
            problem = "string not closed" if rest.startswith('"') else "a string in double quotes is missing"
            raise self._fault(number, problem)
        body = match[1]
        return ESCAPE.sub(_plain_escape, body) if "\\" in body else body

    def _close(self, number: int) -> None:
        entry, self._entry = self._entry, _Entry()
        if not entry.strings:
            return
        if "msgid" not in entry.strings or "msgstr" not in entry.strings:
            missing = "msgstr" if "msgid" in entry.strings else "msgid"
            raise self._fault(number, f"the entry of line {entry.line} has no {missing}: truncated?")
        self.entries += 1
        if not self._first_lines:
            self._has_header = entry.key == (None, "")
        first = self._first_lines.setdefault(entry.key, entry.line)
        if first != entry.line:
            raise self._fault(entry.line, f"the same msgid as at line {first}: delete one of the two")
        if not entry.strings["msgid"] and not (self._has_header and len(self._first_lines) == 1):
            raise self._fault(entry.line, "an empty msgid: only the header, the first entry, has one")

    def _fault(self, number: int, problem: str) -> FormatError:
        return FormatError(problem, path=self._path, line=number)


def bytes_of_escapes(run: str) -> str | None:
    r"""Return what octal and hexadecimal escapes stand for, which gettext writes for the bytes of UTF-8; None if for none.

    >>> bytes_of_escapes(r"\346\270\257"), bytes_of_escapes(r"\x1f"), bytes_of_escapes(r"\377")
    ('港', '\x1f', None)
    """
    codes = [int(octal, 8) if octal else int(hexadecimal, 16) for octal, hexadecimal in _CODE.findall(run)]
    try:
        return bytes(codes).decode("utf-8")
    except ValueError:
        return None


def _plain_escape(match: re.Match[str]) -> str:
    """Turn the escapes polib does not know (octal, hexadecimal, BEL) into what they stand for."""
    run, letter = match.groups()
    if letter is not None:
        return "\a" if letter == "a" else match[0]
    text = bytes_of_escapes(run)
    return match[0] if text is None else "".join(_KEPT.get(character, character) for character in text)
