"""Other tools that check translations or Japanese, asked about the pairs of benchmarks/checks.py."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import re
import shutil
import subprocess
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.check_pairs import Pair
from tmflow.model.language import Language

__all__ = ["Tally", "by_peer", "differs_in_digits", "peer_tallies", "peer_versions"]

NODE = Path(__file__).parent / "node-checks"


@dataclass(slots=True)
class Tally:
    """What a tool found, by rule: wrong pairs found, right pairs flagged; wrong pairs on which any rule speaks; the pairs it got wrong; CPU seconds."""

    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    spoken: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def peer_tallies(pairs: Sequence[Pair]) -> dict[str, Tally]:
    """Ask each tool that is installed; found and false are any complaint on a wrong and on a right pair."""
    tallies = {"digits": by_peer(pairs, differs_in_digits)}
    if checks := _toolkit():
        tallies["pofilter numbers"] = by_peer(pairs, lambda source, target: _numbers_fail(checks, source, target))
        checker = checks.StandardChecker()
        tallies["pofilter, all tests"] = by_peer(pairs, lambda source, target: bool(_failures(checker, source, target)))
    if _has_textlint():
        tallies["textlint"] = _by_textlint(pairs)
    return tallies


def peer_versions() -> str:
    """Return the tools that were found, with their versions, for the signature."""
    names = [f"translate-toolkit {importlib.metadata.version('translate-toolkit')}"] if _toolkit() else []
    if _has_textlint():
        wanted = json.loads((NODE / "package.json").read_text(encoding="utf-8"))["dependencies"]
        names += [f"{name} {version}" for name, version in wanted.items()]
    return ", ".join(names)


def by_peer(pairs: Sequence[Pair], has_fault: Callable[[str, str], bool]) -> Tally:
    """Run another tool on each pair, right and wrong."""
    tally = Tally()
    started = time.process_time()
    for pair in pairs:
        tally.found[pair.rule] += has_fault(pair.source, pair.faulty)
        tally.false[pair.rule] += has_fault(pair.source, pair.target)
    tally.seconds = time.process_time() - started
    return tally


def differs_in_digits(source: str, target: str) -> bool:
    """Whether the runs of digits of two texts differ, width and commas folded."""
    sides = (unicodedata.normalize("NFKC", text).replace(",", "") for text in (source, target))
    first, second = (Counter(re.findall("[0-9]+", side)) for side in sides)
    return first != second


def _toolkit() -> Any:
    try:
        return importlib.import_module("translate.filters.checks")
    except ImportError:
        return None


def _numbers_fail(checks: Any, source: str, target: str) -> bool:
    try:
        return not checks.StandardChecker().numbers(source, target)
    except checks.FilterFailure:
        return True


def _failures(checker: Any, source: str, target: str) -> Any:
    unit = importlib.import_module("translate.storage.po").pounit(source)
    unit.target = target
    return checker.run_filters(unit)


def _has_textlint() -> bool:
    return shutil.which("node") is not None and (NODE / "node_modules" / "textlint").is_dir()


def _by_textlint(pairs: Sequence[Pair]) -> Tally:
    """Lint the Japanese side of each pair with the preset for technical writing; it knows nothing of the other."""

    def japanese(pair: Pair, target: str) -> str:
        return pair.source if pair.pair.source is Language.JA else target

    texts = [japanese(pair, target) for pair in pairs for target in (pair.faulty, pair.target)]
    done = subprocess.run(
        ["node", "lint.mjs"], cwd=NODE, input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    tally = Tally(seconds=told["seconds"])
    for pair, wrong, right in zip(pairs, told["counts"][::2], told["counts"][1::2], strict=True):
        tally.found[pair.rule] += bool(wrong)
        tally.false[pair.rule] += bool(right)
    return tally
