r"""ICU regular expressions, which SRX is written in, in the words of the package `regex`.

Only what means something else, or nothing, there is rewritten; the flags m, s and x are worked into the pattern (u, which
is Java's, is what ICU does anyway). What
has no exact counterpart is refused with its reason, never approximated.

Reference: ICU User Guide, "Regular Expressions" (operators, set expressions, flags).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["translate_icu"]

_NEWLINE: Final = r"(?:\r\n|[\n\x0b\x0c\r\x85\u2028\u2029])"
_NEWLINES: Final = r"\n\x0b\x0c\r\x85\u2028\u2029"
_ESCAPES: Final = {
    "a": r"\x07",
    "e": r"\x1b",
    "A": r"\A",
    "z": r"\Z",
    "Z": rf"(?={_NEWLINE}?\Z)",
    "R": _NEWLINE,
    "h": r"[\t\p{Zs}]",
    "H": r"[^\t\p{Zs}]",
    "v": rf"[{_NEWLINES}]",
    "V": rf"[^{_NEWLINES}]",
    **{letter: rf"\{letter}" for letter in "bBdDfnrsStwWX"},
}
_IN_SETS: Final = frozenset("aefnrtdDsSwWhHvV")
_CODE: Final = re.compile(
    r"(?:x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))|0([0-3]?[0-7]{1,2})|c([A-Za-z])"
)
_PROPERTY: Final = re.compile(r"([pP])(?:([A-Z])|\{\s*(\^?[A-Za-z][A-Za-z0-9_ =:.-]*)\s*\})")
_CHARACTER_NAME: Final = re.compile(r"N\{([A-Za-z0-9 -]+)\}")
_BACK_REFERENCE: Final = re.compile(r"[1-9][0-9]*|k<[A-Za-z][A-Za-z0-9]*>")
_POSIX: Final = re.compile(r"\[:(\^?)([A-Za-z][A-Za-z0-9_ =-]*):\]")
_GROUP: Final = re.compile(r"\?(?::|=|!|<=|<!|>|<([A-Za-z][A-Za-z0-9]*)>|#[^)]*\)|([imsuxdw]*(?:-[imsuxdw]+)?)([:)]))")
_QUANTIFIER: Final = re.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})")
_HIGHEST: Final = 0x10FFFF


def translate_icu(pattern: str, *, is_before: bool = False) -> str:
    r"""Return an ICU pattern as a pattern of `regex` (version 1 syntax).

    is_before: whether it will stand in a lookbehind, which is matched from its end: groups do not capture then, a
    possessive repeat of one character is spelt out, and what depends on the direction is refused.
    Raises ValueError, with the reason, for what cannot be translated.

    >>> translate_icu(r"\Qp.\E\h*+\x{5E}$")
    'p\\.[\\t\\p{Zs}]*+\\^(?=(?:\\r\\n|[\\n\\x0b\\x0c\\r\\x85\\u2028\\u2029])?\\Z)'
    """
    return _Translator(pattern, is_before=is_before).translate()


class _Translator:
    """Walks a pattern once, from left to right. `_out` holds one entry an atom, so that a repeat can rewrite its own."""

    def __init__(self, pattern: str, *, is_before: bool) -> None:
        self._pattern = pattern
        self._is_before = is_before
        self._at = 0
        self._out: list[str] = []
        self._flags = frozenset[str]()
        self._stack: list[tuple[frozenset[str], bool]] = []
        self._is_atom = self._is_single = False

    def translate(self) -> str:
        while self._at < len(self._pattern):
            self._step(self._pattern[self._at])
        if self._stack:
            raise ValueError("a group is not closed")
        return "".join(self._out)

    def _step(self, character: str) -> None:
        if character == "\\":
            self._escape()
        elif character == "[":
            self._put(self._set(), is_single=True)
        elif character == "(":
            self._open()
        elif character == ")":
            self._close()
        elif match := _QUANTIFIER.match(self._pattern, self._at):
            self._repeat(match)
        elif character in "|^$.":
            self._at += 1
            self._put(self._sign(character), is_atom=character == ".", is_single=character == ".")
        elif "x" in self._flags and (character.isspace() or character == "#"):
            end = self._pattern.find("\n", self._at) if character == "#" else self._at
            self._at = len(self._pattern) if end < 0 else end + 1
        elif character == "{":
            raise ValueError('"{" that opens no repeat; write \\{')
        else:
            self._at += 1
            self._put(_literal(character), is_single=True)

    def _put(self, text: str, *, is_atom: bool = True, is_single: bool = False) -> None:
        self._out.append(text)
        self._is_atom, self._is_single = is_atom, is_single

    def _sign(self, character: str) -> str:
        if character == ".":
            return r"[\s\S]" if "s" in self._flags else rf"[^{_NEWLINES}]"
        if character == "^":
            return rf"(?:\A|(?<=[{_NEWLINES}])(?<!\r(?=\n))(?!\Z))" if "m" in self._flags else r"\A"
        if character == "$":
            return rf"(?=[{_NEWLINES}]|\Z)(?<!\r(?=\n))" if "m" in self._flags else _ESCAPES["Z"]
        return character

    def _escape(self) -> None:
        following = self._pattern[self._at + 1 : self._at + 2]
        if following == "Q":
            end = self._pattern.find("\\E", self._at + 2)
            quoted = self._pattern[self._at + 2 : end if end >= 0 else None]
            self._at = len(self._pattern) if end < 0 else end + 2
            for character in quoted:
                self._put(_literal(character), is_single=True)
        elif following == "E":
            self._at += 2
        elif match := _BACK_REFERENCE.match(self._pattern, self._at + 1):
            if self._is_before:
                raise ValueError(f"\\{match.group()} refers back, before the break")
            self._at = match.end()
            self._put(f"\\g<{match.group().strip('k<>')}>")
        else:
            text, self._at = self._character(self._at + 1, in_set=False)
            is_place = following in "AZzbB"
            self._put(text, is_atom=not is_place, is_single=not is_place and following not in "RX")

    def _character(self, at: int, *, in_set: bool) -> tuple[str, int]:
        """Translate the escape whose letter is at a position; return it with the position after it."""
        pattern = self._pattern
        if at >= len(pattern):
            raise ValueError("it ends in a backslash")
        if match := _CODE.match(pattern, at):
            return _coded(match), match.end()
        if match := _PROPERTY.match(pattern, at):
            return rf"\{match.group(1)}{{{match.group(2) or match.group(3)}}}", match.end()
        if match := _CHARACTER_NAME.match(pattern, at):
            return match.group().join(("\\", "")), match.end()
        letter = pattern[at]
        if letter in _ESCAPES and (not in_set or letter in _IN_SETS):
            return _ESCAPES[letter], at + 1
        if letter.isascii() and letter.isalnum():
            raise ValueError(f"\\{letter} is unknown{' in a set' if in_set else ''}")
        return _literal(letter), at + 1

    def _open(self) -> None:
        match = _GROUP.match(self._pattern, self._at + 1)
        if match is None:
            if self._pattern.startswith("?", self._at + 1):
                raise ValueError(f'"{self._pattern[self._at : self._at + 4]}" is no group of ICU')
            self._stack.append((self._flags, self._is_before))
            self._at += 1
            self._out.append("(?:" if self._is_before else "(")
            return
        kind, flags = match.group(), match.group(2)
        self._at = match.end()
        if kind.startswith("?#"):
            return
        if kind == "?>" and self._is_before:
            raise ValueError("an atomic group before the break")
        if flags is not None:
            self._open_flags(flags, is_group=match.group(3) == ":")
            return
        self._stack.append((self._flags, self._is_before))
        # A lookahead is matched forwards wherever it stands.
        if kind in {"?=", "?!"}:
            self._is_before = False
        elif kind in {"?<=", "?<!"}:
            self._is_before = True
        self._out.append("(?:" if match.group(1) and self._is_before else f"({kind}")

    def _open_flags(self, flags: str, *, is_group: bool) -> None:
        on, _, off = flags.partition("-")
        unknown = {"d", "w"} & set(on)
        if unknown:
            raise ValueError(f"the flag {min(unknown)} has no counterpart")
        if is_group:
            self._stack.append((self._flags, self._is_before))
        self._flags = self._flags - set(off) | set(on)
        case = ("i" if "i" in on else "") + ("-i" if "i" in off else "")
        if is_group:
            self._out.append(f"(?{case}:")
        elif case:
            # A flag in the middle of a pattern holds to the end of its group, alternatives included.
            self._out.append(f"(?{case})")
        self._is_atom = False

    def _close(self) -> None:
        if not self._stack:
            raise ValueError('")" without "("')
        self._flags, self._is_before = self._stack.pop()
        self._at += 1
        self._put(")")

    def _repeat(self, match: re.Match[str]) -> None:
        if not self._is_atom:
            raise ValueError(f'"{match.group()}" repeats nothing')
        repeat, self._at = match.group(), match.end()
        mode = self._pattern[self._at : self._at + 1]
        if mode in {"?", "+"} and mode:
            self._at += 1
        else:
            mode = ""
        if mode == "+" and self._is_before:
            self._out[-1] = self._possessive(self._out[-1], repeat)
        else:
            self._out.append(repeat + mode)
        self._is_atom = self._is_single = False

    def _possessive(self, atom: str, repeat: str) -> str:
        """Spell out a possessive repeat: all there are, so none follows."""
        if not self._is_single:
            raise ValueError(f'the possessive "{repeat}+" of a group before the break')
        if repeat in {"*", "+"}:
            return f"(?:{atom}{repeat}(?!{atom}))"
        if repeat == "?":
            return f"(?:{atom}|(?!{atom}))"
        raise ValueError(f'the possessive "{repeat}+" before the break')

    def _set(self) -> str:
        """Translate the set that opens here, with the sets in it."""
        if posix := _POSIX.match(self._pattern, self._at):
            self._at = posix.end()
            return rf"\{'P' if posix.group(1) else 'p'}{{{posix.group(2)}}}"
        self._at += 1
        out = ["["]
        if self._pattern.startswith("^", self._at):
            self._at += 1
            out.append("^")
        if self._pattern.startswith("]", self._at):
            self._at += 1
            out.append(r"\]")
        operators: set[str] = set()
        while True:
            if self._at >= len(self._pattern):
                raise ValueError("a set is not closed")
            item = self._set_item(operators)
            out.append(item)
            if item == "]":
                return "".join(out)

    def _set_item(self, operators: set[str]) -> str:
        """Translate the next part of a set: a character, a class, a sign between two, a set within, or the end."""
        pattern, at = self._pattern, self._at
        character = pattern[at]
        if character == "[":
            return self._set()
        if character == "\\":
            if pattern.startswith("Q", at + 1):
                end = pattern.find("\\E", at)
                self._at = len(pattern) if end < 0 else end + 2
                return "".join(map(_literal, pattern[at + 2 : end if end >= 0 else None]))
            text, self._at = self._character(at + 1, in_set=True)
            return text
        for operator in ("&&", "--"):
            if pattern.startswith(operator, at):
                self._at += 2
                operators.add(operator)
                if len(operators) > 1:
                    raise ValueError("&& and -- in one set")
                return operator
        if character in "&-" and pattern.startswith("[", at + 1) and pattern[at - 1] == "]":
            raise ValueError(f'"{character}" between two sets; write {character * 2}')
        self._at += 1
        if character == "]" or (character == "-" and pattern[at - 1] != "[" and not pattern.startswith("]", at + 1)):
            return character
        return _literal(character)


def _literal(character: str) -> str:
    """Return a character that stands for itself, in a set or outside of one."""
    return f"\\{character}" if character.isascii() and not character.isalnum() else character


def _coded(match: re.Match[str]) -> str:
    """Return the character an escape names by its hexadecimal or octal code or as a control character."""
    *hexadecimal, octal, control = match.groups()
    code = next(filter(None, hexadecimal), "")
    number = int(code, 16) if code else int(octal, 8) if octal else ord(control) & 0x1F
    if number > _HIGHEST:
        raise ValueError(f"U+{number:X} is no character")
    return _literal(chr(number))
