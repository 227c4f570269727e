"""No regular expression of tmflow takes more than linear time on a text made to hurt it, in the way it is used.

An article, a memory or a file from elsewhere may be anything, and one line of it must not stop a check or a server. Each
compiled pattern of each module is tried on long runs of what patterns are made of; four times the text may take four times
as long, and not sixteen.
"""

from __future__ import annotations

import dataclasses
import importlib
import math
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import tmflow

SOURCE = Path(tmflow.__file__).parent
PUMPED = (
    "a", "A", "1", " ", "あ", "ア", "漢", "。", "「", "(", "[", "“", "'", "\n", "\t", "1,", "a ", "A ", "Aa ", "a.", "1年", "1 ",
    "〇", "十", "万", "-", "–", "*", "_", "`", "<", "&", "&#", "http://a", "a@", "a-", "a'a", "の", "を", "、", "ー", "No ",
    "a, ", "1.1 ", "午後1時", "2025年", "1〜", "the ", " \n", "\u3000", "<a ", "{", "\\", "1月", "1:", "one ", "「あ", "| ", "--- ",
)  # fmt: skip
"""What is repeated: single characters of every kind that patterns know, and short words between blanks and marks."""
ENDS = ("\x00", "")
SIZES = (24, 60, 300, 500, 2_000)
SHORT, LONG = SIZES[-2:]
LINEAR, NOTICEABLE_S, TRIVIAL_S, ROUNDS = 9, 0.002, 0.000_025, 3
"""Four times the text takes four times as long, sixteen times where it is quadratic; less than the time says nothing, and
what is over in an instant on 300 characters does not look at all of them again and again. What takes so long on 60 is worse
than quadratic. Times are the best of so many rounds, which a busy machine spoils less than one."""
BOUNDED = {
    ("tmflow.model.terms", "_WORD_BEFORE"): "looks at 30 characters",
    ("tmflow.segment.japanese.cutter", "_BEFORE_FACE"): "looks at 4 characters",
    ("tmflow.text.abbreviations", "_LAST_WORD"): "looks at 14 characters",
    ("tmflow.text.vague", "_ENGLISH_AFTER"): "looks at 44 characters",
    ("tmflow.text.vague", "_ENGLISH_BEFORE"): "looks at 44 characters",
    ("tmflow.text.vague", "_JAPANESE_AFTER"): "looks at 44 characters",
    ("tmflow.text.vague", "_JAPANESE_BEFORE"): "looks at 44 characters",
    ("tmflow.workflow.memory_files", "_ENDING"): "looks at the name of a file",
    ("tmflow.text.linebreak", "_MAY_ABBREVIATE"): "looks at the tail of a line",
}
"""Patterns that never see a long text."""
METHODS = ("search", "finditer", "findall", "sub", "subn", "split", "match", "fullmatch")


def iter_patterns() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Yield each pattern of text with the module and the name it is found under, each once."""
    seen: set[tuple[str, int]] = set()
    for found in pkgutil.walk_packages([str(SOURCE)], "tmflow."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for pattern in iter_in(value, depth=3):
                if (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    yield found.name, name, pattern


def iter_in(value: Any, *, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, dict):
        for part in value.values():
            yield from iter_in(part, depth=depth - 1)
    elif depth and isinstance(value, tuple | list | frozenset | set):
        for part in value:
            yield from iter_in(part, depth=depth - 1)
    elif depth and dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from iter_in(getattr(value, field.name), depth=depth - 1)


_HANDED_ON = re.compile(r"^(?:from|import|__all__) [^(\[\n]*(?:[(\[][^)\]]*[)\]])?", re.MULTILINE)
"""Imports and lists of names, which call nothing."""
TEXTS = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}


def uses(module: str, name: str) -> frozenset[str]:
    """The methods a pattern is called by, wherever its name stands; all that search where that is not plain to see."""
    own = SOURCE.parent.joinpath(*module.split(".")).with_suffix(".py")
    texts = [
        _HANDED_ON.sub("", text)
        for path, text in TEXTS.items()
        if path == own or (not name.startswith("_") and name in text)
    ]
    named = [after for text in texts for after in re.findall(rf"(?<!def )\b{name}\b(\.\w+)?", text)]
    called = {after[1:] for after in named} & {*METHODS}
    is_plain = named.count("") == 1  # where it is made; what is handed on may be called by anything
    return frozenset(called) if called and is_plain else frozenset({"finditer", "fullmatch", "match"})


def call(pattern: re.Pattern[str], method: str) -> Callable[[str], object]:
    if method in {"match", "fullmatch", "search"}:
        return getattr(pattern, method)  # type: ignore[no-any-return]  # one of the three
    return lambda text: sum(1 for _ in pattern.finditer(text))


def cost_s(run: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    run(text)
    return time.process_time() - start


def grows(run: Callable[[str], object], piece: str, end: str) -> bool:
    least, less, tiny, short, long = (piece * (size // len(piece)) + end for size in SIZES)
    if any(all(cost_s(run, text) > NOTICEABLE_S for _ in range(ROUNDS)) for text in (least, less)):
        return True
    if cost_s(run, tiny) < TRIVIAL_S or cost_s(run, short) * (LONG // SHORT) ** 2 < NOTICEABLE_S:
        return False
    few = many = math.inf
    for _ in range(ROUNDS):
        few, many = min(few, cost_s(run, short)), min(many, cost_s(run, long))
        if many < NOTICEABLE_S or many < LINEAR * few:
            return False
    return True


PATTERNS = {
    f"{module}.{name}-{number}": (module, name, pattern)
    for number, (module, name, pattern) in enumerate(iter_patterns())
}
MODULES = sorted({module for module, _, _ in PATTERNS.values()})


@pytest.mark.parametrize("module", MODULES)
def test_no_pattern_takes_more_than_linear_time(module: str) -> None:
    slow = [
        (name, method, piece)
        for where, name, pattern in PATTERNS.values()
        if where == module and (module, name) not in BOUNDED
        for method in {"finditer" if one in {"findall", "sub", "subn", "split"} else one for one in uses(module, name)}
        for piece in PUMPED
        for end in ENDS
        if grows(call(pattern, method), piece, end)
    ]
    assert not slow


def test_a_pattern_that_grows_is_noticed() -> None:
    assert grows(call(re.compile(r"a*b"), "search"), "a", "")
    assert not grows(call(re.compile(r"(?<!a)a*b"), "search"), "a", "")
    assert not grows(call(re.compile(r"a*b"), "match"), "a", "")
    assert len(PATTERNS) > 500
