"""Inline Markdown with positions: CommonMark's codes as `Content`, in linear time, and the escapes of a plain text.

markdown-it-py gives no offsets inside of a line, and the native text has to be kept to the character, so the inline
grammar (CommonMark 0.31, chapter 6; footnote references, ~~struck text~~ and the boxes of tasks as in
GitHub Flavored Markdown 0.29) is read here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from tmflow.formats.inlinecodes import CodeBuilder
from tmflow.model.content import CodeKind, Content

__all__ = ["escape_markdown", "parse_markdown"]

_PUNCTUATION = r"!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~"
_TOKEN = re.compile(
    rf"""(?P<escape>\\[{_PUNCTUATION}])
    |(?P<hard>(?:\\|(?:(?<![ ])|(?<=>[ ]))[ ]{{2,}})(?:\r\n|\n|\r)(?:[ \t]{{0,3}}>[ ]?)*)
    |(?P<quote>(?:(?<![ \t])|(?<=>[ ]))(?:[ \t]*(?:\r\n|\n|\r))(?:[ \t]{{0,3}}>[ ]?)+)
    |(?P<entity>&(?:\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
    |(?P<ticks>`+)
    |(?P<autolink><[A-Za-z][A-Za-z0-9+.\-]{{1,31}}:[^\s<>]*>)
    |(?P<footnote>\[\^[^\s\[\]]{{1,80}}\])
    |(?P<box>\A\[[ xX]\](?=[ \t]+\S))
    |(?P<image>!\[)
    |(?P<open>\[)
    |(?P<close>\])
    |(?P<stars>\*+|_+|(?<!~)~~(?!~))
    |(?P<html></?[A-Za-z][A-Za-z0-9\-]*(?:\s[^<>]*)?/?>|<!--(?:(?!--)[^<>]){{0,400}}-->)""",
    re.VERBOSE,
)
"""A run of blanks is tried from its start alone, which is also after the blank that a quotation mark takes."""

_LIVE_CHARACTER = re.compile(r"[\\\r\n&`<\[\]*_~]")
"""Without one of these there is no token."""

_TARGET = re.compile(
    r"\(\s*+(?:<[^<>\r\n]*>|[^\s()<]?[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?:(?:\s++|(?<=\s))(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*+\)"
    r"|\[[^\[\]]{0,400}\]"
)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9\-]*)")
_TAG_KINDS = {
    "a": CodeKind.LINK,
    "strong": CodeKind.STRONG,
    "b": CodeKind.STRONG,
    "em": CodeKind.EMPHASIS,
    "i": CodeKind.EMPHASIS,
    "ruby": CodeKind.RUBY,
}
_INLINE_TAG = re.compile(
    "a|abbr|b|bd[io]|big|br|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|nobr|q|r[bpt]|rtc|ruby|s|samp|small|span"
    "|strike|strong|su[bp]|time|tt|u|var|wbr"
)
"""The tags that say how a text is set, and are codes. Any other is text like any text: a page shows it as it is written."""
_HANDLER = re.compile(r"[\s\"'/]on[a-z]+\s*=", re.IGNORECASE)
"""An image that runs a script is no image."""
_RAW_TAG = re.compile(r"<[A-Za-z/!?]")
_BLOCK_START = re.compile(r"(?m)^([ \t]*)(\#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]{2,}[ \t]*$|~{3,}|\|)")
_NUMBER_START = re.compile(r"(?m)^([ \t]*[0-9]{1,9})([.)])(?=\s|$)")
_LIVE = re.compile(
    rf"\\(?=[{_PUNCTUATION}\r\n])|`|\*(?!\s)|(?<!\s)\*|<(?=[A-Za-z/!?])|&(?=\#|[A-Za-z][A-Za-z0-9]{{1,31}};)"
    r"|\[(?=\^)|\](?=[(\[])|(?<![^\W_])_|_(?![^\W_])|~(?=~)|\A\[(?=[ xX]\][ \t])"
)
"""Characters that may be markup where they stand; `escape_markdown` proves the rest by reading its result."""
_ALL_LIVE = re.compile(rf"[{_PUNCTUATION}]")
_BEFORE_BREAK = re.compile(r" (?=[\r\n])")
"""The blank that with another before it would make a line break hard."""


@dataclass(slots=True)
class _Mark:
    """A piece of markup: native[start:end] and what it turned out to be. `text` None = literal characters."""

    start: int
    end: int
    role: str
    kind: CodeKind = CodeKind.OTHER
    text: str = ""


def parse_markdown(native: str) -> Content:
    """Return the content of a block of Markdown; its `native` is the text given.

    >>> parse_markdown("[the log](https://example.org/a_b) `M3` _now_").text
    'the log M3 now'
    """
    found = _Scanner(native).marks() if _LIVE_CHARACTER.search(native) else []
    marks = sorted(found, key=lambda mark: (mark.start, mark.end))
    builder = CodeBuilder()
    position = 0
    for mark in marks:
        if mark.start < position:
            continue
        builder.text(native[position : mark.start])
        raw = native[mark.start : mark.end]
        position = mark.end
        if mark.role == "standalone":
            builder.standalone(mark.kind, raw, mark.text)
        elif mark.role == "open":
            builder.open(mark.text, mark.kind, raw)
        else:
            builder.close(mark.text, raw)
    builder.text(native[position:])
    return builder.content()


def escape_markdown(text: str) -> str:
    r"""Return Markdown that reads as `text`: as few escapes as the text allows.

    >>> escape_markdown("1. snake_case, *stars* & sons")
    '1\\. snake_case, \\*stars\\* & sons'
    """
    escaped = _LIVE.sub(r"\\\g<0>", text)
    for candidate in map(_guard, [escaped] if _RAW_TAG.search(text) else [text, escaped]):
        content = parse_markdown(candidate)
        if content.text == text and all(code.kind is CodeKind.ENTITY for code in content.codes):
            return candidate
    return _BEFORE_BREAK.sub("&#32;", _ALL_LIVE.sub(r"\\\g<0>", text))


def _guard(text: str) -> str:
    """Escape what would begin a heading, a list, a quotation or a rule at the start of a line."""
    return _NUMBER_START.sub(r"\1\\\2", _BLOCK_START.sub(r"\1\\\2", text))


class _Scanner:
    """One pass over the text; stacks of open brackets and emphasis runs, each popped once, so the time is linear."""

    def __init__(self, native: str) -> None:
        self._native = native
        self._marks: list[_Mark] = []
        self._brackets: list[tuple[int, int, bool, int]] = []  # start, end, is image, height of the runs' stack
        self._runs: list[tuple[str, int, int]] = []  # character, start, end of what is left of an opening run
        self._run_counts = {"*": 0, "_": 0, "~": 0}
        self._ticks: dict[int, list[int]] | None = None
        self._skip = 0

    def marks(self) -> list[_Mark]:
        for match in _TOKEN.finditer(self._native):
            if match.start() < self._skip:
                continue
            name = str(match.lastgroup)
            if name == "stars":
                self._emphasis(match.start(), match.end())
            elif name in {"image", "open"}:
                self._brackets.append((match.start(), match.end(), name == "image", len(self._runs)))
            elif name == "close":
                self._bracket_close(match.start())
            elif name == "ticks":
                self._code_span(match.start(), match.end())
            else:
                self._simple(name, match)
        return self._marks

    def _standalone(self, start: int, end: int, kind: CodeKind, text: str = "") -> None:
        self._marks.append(_Mark(start, end, "standalone", kind, text))

    def _simple(self, name: str, match: re.Match[str]) -> None:
        start, end, raw = match.start(), match.end(), match[0]
        if name == "escape":
            self._standalone(start, end, CodeKind.ENTITY, raw[1])
        elif name == "hard":
            self._standalone(start, end, CodeKind.BREAK, "\n")
        elif name == "quote":
            self._standalone(start, end, CodeKind.OTHER, "\n")
        elif name == "entity":
            text = html.unescape(raw)
            if text != raw:
                self._standalone(start, end, CodeKind.ENTITY, text)
        elif name == "autolink":
            self._standalone(start, end, CodeKind.LINK, raw[1:-1])
        elif name == "box":
            self._standalone(start, end, CodeKind.OTHER, "☐" if raw == "[ ]" else "☑")
        elif name == "footnote":
            self._standalone(start, end, CodeKind.FOOTNOTE)
        else:
            self._tag(start, end, raw)

    def _tag(self, start: int, end: int, raw: str) -> None:
        name_match = _TAG_NAME.match(raw)
        name = name_match[1].lower() if name_match else ""
        if name == "br":
            self._standalone(start, end, CodeKind.BREAK, "\n")
        elif name == "img" and not _HANDLER.search(raw):
            self._standalone(start, end, CodeKind.IMAGE)
        elif name and not _INLINE_TAG.fullmatch(name):
            return
        elif name in {"rt", "rp"} and not raw.startswith("</"):
            closing = self._native.find(f"</{name}>", end, end + 200)
            end = closing + len(name) + 3 if closing >= 0 else end
            self._standalone(start, end, CodeKind.RUBY)
            self._skip = end
        elif not name or raw.endswith("/>"):
            self._standalone(start, end, CodeKind.OTHER)
        else:
            role = "close" if raw.startswith("</") else "open"
            self._marks.append(_Mark(start, end, role, _TAG_KINDS.get(name, CodeKind.OTHER), name))

    def _code_span(self, start: int, end: int) -> None:
        """A run of backticks opens a code span if a run of the same length follows (CommonMark 6.1)."""
        if self._ticks is None:
            self._ticks = {}
            for match in re.finditer(r"`+", self._native):
                self._ticks.setdefault(len(match[0]), []).append(match.start())
            for places in self._ticks.values():
                places.reverse()
        places = self._ticks.get(end - start, [])
        while places and places[-1] < end:
            places.pop()
        if not places:
            self._skip = end
            return
        close = places[-1]
        inner = self._native[end:close]
        if inner.strip(" ") and inner[0] == inner[-1] == " ":
            inner = inner[1:-1]
        self._skip = close + end - start
        self._standalone(start, self._skip, CodeKind.CODE, inner)

    def _bracket_close(self, position: int) -> None:
        if not self._brackets:
            return
        start, opening_end, is_image, height = self._brackets.pop()
        target = _TARGET.match(self._native, position + 1)
        if target is None:
            return
        self._drop_runs(height)
        self._skip = target.end()
        if is_image:
            while self._marks and self._marks[-1].start > start:
                self._marks.pop()
            self._standalone(start, target.end(), CodeKind.IMAGE)
            return
        self._marks.append(_Mark(start, opening_end, "open", CodeKind.LINK, f"[{start}"))
        self._marks.append(_Mark(position, target.end(), "close", CodeKind.LINK, f"[{start}"))

    def _drop_runs(self, height: int) -> None:
        while len(self._runs) > height:
            self._run_counts[self._runs.pop()[0]] -= 1

    def _emphasis(self, start: int, end: int) -> None:
        """Close what this run of *, _ or ~ can close, then let the rest of it open (CommonMark 6.2, rules 1-17)."""
        native, character = self._native, self._native[start]
        before = native[start - 1] if start else " "
        after = native[end] if end < len(native) else " "
        can_close, can_open = not before.isspace(), not after.isspace()
        if character == "_":
            inside_word = before.isalnum() and after.isalnum()
            can_close, can_open = can_close and not inside_word, can_open and not inside_word
        floor = self._brackets[-1][3] if self._brackets else 0
        while can_close and start < end and self._run_counts[character] and len(self._runs) > floor:
            if not any(run[0] == character for run in self._runs[floor:][-8:]):  # nesting deeper than 8 is no emphasis
                break
            while self._runs[-1][0] != character:
                self._run_counts[self._runs.pop()[0]] -= 1
            start = self._pair(start, end)
        if can_open and start < end:
            self._runs.append((character, start, end))
            self._run_counts[character] += 1

    def _pair(self, start: int, end: int) -> int:
        """Pair the last open run with native[start:end]; return what is left of the latter."""
        character, run_start, run_end = self._runs.pop()
        width = 2 if end - start > 1 and run_end - run_start > 1 else 1
        kind = CodeKind.OTHER if character == "~" else CodeKind.STRONG if width > 1 else CodeKind.EMPHASIS
        name = f"*{run_end}"
        self._marks.append(_Mark(run_end - width, run_end, "open", kind, name))
        self._marks.append(_Mark(start, start + width, "close", kind, name))
        if run_end - width > run_start:
            self._runs.append((character, run_start, run_end - width))
        else:
            self._run_counts[character] -= 1
        return start + width
