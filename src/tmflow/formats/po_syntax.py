"""What a PO file must be before polib may see it: strings closed, entries whole, no entry twice.

polib 1.2 takes an unterminated string with an empty translation, accepts duplicates, splits lines at U+2028 and knows
neither octal escapes nor a comment without a blank. This module refuses or mends all that, line for line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tmflow.errors import FormatError

__all__ = ["PoText", "decode_po", "prepare_po"]

_BOM: Final = b"\xef\xbb\xbf"
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")
_HEADER_BYTES: Final = 8192
"""Where the charset is looked for; a header is a few hundred bytes."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(.*)$", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"$', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_KEPT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LAST_ASCII: Final = 0x7F

_LINE_BREAKERS: Final = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Characters at which `str.splitlines`, and so polib, breaks a line that a PO file does not break."""
_STAND_INS: Final = range(0x10F000, 0x10FFFD)
"""Private-use code points that take their place while polib reads."""

_HEADER: Final = ("msgid", '""'), ("msgstr", '""')


@dataclass(frozen=True, slots=True)
class PoText:
    """Text polib reads rightly. `added_lines` stand before the file's first; `stand_ins` maps code points back."""

    text: str
    added_lines: int
    stand_ins: dict[int, str]

    def restore(self, text: str) -> str:
        """Return a string of the parsed file as it was written."""
        return text.translate(self.stand_ins)


@dataclass(slots=True)
class _Entry:
    """The entry being scanned: where it began, its strings by keyword, and the keyword a bare string continues."""

    line: int = 0
    strings: dict[str, str] = field(default_factory=dict)
    open_keyword: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.strings.get("msgctxt"), self.strings["msgid"]


def decode_po(data: bytes, *, path: Path) -> str:
    """Return the text of a PO file, by its header's charset, UTF-8 by default. Raises FormatError with the line."""
    data = data.removeprefix(_BOM)
    declared = _CHARSET.search(data, 0, _HEADER_BYTES)
    codec = declared[1].decode("ascii") if declared else "utf-8"
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


def _undecodable(data: bytes, codec: str, error: UnicodeDecodeError, *, path: Path) -> FormatError:
    line = data.count(b"\n", 0, error.start) + 1
    return FormatError(f"not {codec.upper()} (byte 0x{data[error.start]:02x})", path=path, line=line)


def prepare_po(text: str, *, path: Path) -> PoText:
    """Check the text of a PO file and return it in the form polib reads rightly.

    Obsolete entries (`#~`) are left out. Raises FormatError, with the line, for a string that is not closed, an entry
    that is not whole, an entry given twice, plural forms (articles have none) and any other line.
    """
    stand_ins = _choose_stand_ins(text)
    lines = [_prepare_comment(line) if _is_comment(line) else line for line in _LINE_END.split(text)]
    scanner = _Scanner(path)
    prepared = [scanner.scan(number, line.strip(" \t")) for number, line in enumerate(lines, start=1)]
    scanner.finish(len(lines))
    header = [] if scanner.has_header_first else [f"{keyword} {string}" for keyword, string in _HEADER]
    body = "\n".join([*header, *prepared]).translate({ord(breaker): chr(code) for code, breaker in stand_ins.items()})
    return PoText(f"\n{body}\n", len(header) + 1, stand_ins)


def _choose_stand_ins(text: str) -> dict[int, str]:
    used = set(text)
    free = (code for code in _STAND_INS if chr(code) not in used)
    return dict(zip(free, _LINE_BREAKERS, strict=False))


def _is_comment(line: str) -> bool:
    return line.lstrip(" \t").startswith("#")


def _prepare_comment(line: str) -> str:
    """Put the blank polib needs after the mark of a translator's comment."""
    line = line.strip(" \t")
    return line if line[1:2] in {"", " ", ".", ",", ":", "|", "~"} else f"# {line[1:]}"


class _Scanner:
    """Reads lines one by one; keeps what must be known across lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entry = _Entry()
        self._first_lines: dict[tuple[str | None, str], int] = {}
        self.has_header_first = False

    def scan(self, number: int, line: str) -> str:
        """Return the line for polib. Raises FormatError."""
        if not line or line.startswith("#~"):
            return ""
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
        return _ESCAPE.sub(_plain_escape, match[1])

    def _close(self, number: int) -> None:
        entry, self._entry = self._entry, _Entry()
        if not entry.strings:
            return
        if "msgid" not in entry.strings or "msgstr" not in entry.strings:
            missing = "msgstr" if "msgid" in entry.strings else "msgid"
            raise self._fault(number, f"the entry of line {entry.line} has no {missing}: truncated?")
        if not self._first_lines:
            self.has_header_first = entry.key == (None, "")
        first = self._first_lines.setdefault(entry.key, entry.line)
        if first != entry.line:
            raise self._fault(entry.line, f"the same msgid as at line {first}: delete one of the two")
        if not entry.strings["msgid"] and not (self.has_header_first and len(self._first_lines) == 1):
            raise self._fault(entry.line, "an empty msgid: only the header, the first entry, has one")

    def _fault(self, number: int, problem: str) -> FormatError:
        return FormatError(problem, path=self._path, line=number)


def _plain_escape(match: re.Match[str]) -> str:
    """Turn the escapes polib does not know (octal, hexadecimal, BEL) into what they stand for."""
    octal, hexadecimal, letter = match.groups()
    if letter is not None:
        return "\a" if letter == "a" else match[0]
    code = int(octal, 8) if octal else int(hexadecimal, 16)
    return _KEPT.get(chr(code), chr(code)) if code <= _LAST_ASCII else match[0]
