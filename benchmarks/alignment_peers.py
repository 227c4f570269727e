"""The aligners that benchmarks/alignment.py compares, each behind one small adapter, as its users run it.

Peers are loaded by name, only when they are asked for: tmflow depends on none of them. Left out: what needs neural
weights (Bertalign, Vecalign, SentAlign, lingtrain-aligner), a machine translation of the source (Bleualign), a classifier
trained beforehand (Yalign), or draws plots and asks while it runs (ENPC-Aligner).
The Japanese is the source, the English the target. Gale-Church has no confidence; that of hunalign is its own score, which
orders beads but is no probability.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from itertools import pairwise
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import tmflow
from tmflow.align.lexicon import Dictionary
from tmflow.model.bitext import Bead
from tmflow.model.document import Segment
from tmflow.text.tokens import english_stem
from tmflow.text.vocabulary import built_in_words
from tmflow.workflow.wiring import find_dictionary

__all__ = ["SYSTEMS", "Outcome", "Pair", "System", "own_memory_mb"]

Text = str | Sequence[str] | Sequence[Segment]
Pair = tuple[Text, Text]
"""The Japanese and the English of one text."""
Answer = tuple[Bead, ...] | None
"""The beads of a text, None if the aligner raised or gave nothing."""

HUNALIGN = "TMFLOW_HUNALIGN"
"""The environment variable that names the program where it is not on the PATH."""
_REQUIREMENTS = Path(__file__).with_name("requirements-alignment.txt")
JAPANESE_ENGLISH: Mapping[str, float] = {"mean_xy": 1 / 2.05, "variance_xy": 4.0}
"""2.05 English characters to a Japanese one, and the variance that did best on our own gold and public development sets.

galechurch 0.1.0 takes the ratio the other way round than it documents: 30 characters with 61 cost 1,027 at 2.05.
"""
_WARMING: Pair = (["港は静かだ。"], ["The harbour is quiet."])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a system found, the CPU seconds it took for it, and the most memory its process held."""

    answers: list[Answer]
    cpu_s: float
    memory_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """An aligner. `run` aligns texts; `package` is its distribution, `program` the file it needs, if there is one.

    has_confidence: whether its beads can be ordered; is_probability: whether they say how often such beads are right.
    is_own: whether it is tmflow, which takes raw text and refuses what is no translation.
    """

    name: str
    run: Callable[[Sequence[Pair]], Outcome]
    package: str = ""
    program: str = ""
    needs_edict: bool = False
    has_confidence: bool = False
    is_probability: bool = False
    is_own: bool = False

    @property
    def label(self) -> str:
        """The name with the installed version. Raises metadata.PackageNotFoundError if it is not installed."""
        return f"{self.name}-{metadata.version(self.package)}" if self.package else self.name

    @property
    def is_installed(self) -> bool:
        """Whether it can run here."""
        if (self.program and not _program()) or (self.needs_edict and find_dictionary() is None):
            return False
        try:
            return bool(self.label)
        except metadata.PackageNotFoundError:
            return False

    @property
    def install_line(self) -> str:
        """What makes it run here, a package in the version that was measured."""
        if self.program and not _program():
            return f"put the program {self.program} on the PATH or name it with --{self.program}"
        if self.needs_edict:
            return "install EDICT (Debian: apt install edict)"
        pins = re.findall(r"^[\w-]+==.+$", _REQUIREMENTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
        return f"pip install {next((pin for pin in pins if pin.startswith(f'{self.package}==')), self.package)}"


def own_memory_mb() -> float:
    """The most memory this process has held, in MB; 0.0 where Linux's /proc does not say."""
    return _peak_mb("self")


def _peak_mb(process: int | str) -> float:
    """Of a process by its number. Not `ru_maxrss`, which a program inherits from the process that started it."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def _each(align: Callable[[Text, Text], Iterable[Bead]]) -> Callable[[Sequence[Pair]], Outcome]:
    """Align text by text; what is loaded with the first call is not the cost of aligning."""

    def attempt(pair: Pair) -> Answer:
        try:
            return tuple(align(*pair))
        except Exception as error:  # noqa: BLE001 - a peer may raise anything, and that is a result
            print(f"raised {error!r}", file=sys.stderr)
            return None

    def run(pairs: Sequence[Pair]) -> Outcome:
        attempt(_WARMING)
        start = time.process_time()
        answers = [attempt(pair) for pair in pairs]
        return Outcome(answers=answers, cpu_s=time.process_time() - start, memory_mb=own_memory_mb())

    return run


def _tmflow(dictionary: str) -> Callable[[Text, Text], Iterable[Bead]]:
    """The public face, with its defaults."""
    return lambda source, target: tmflow.align(
        source,
        target,
        source_language="ja",
        target_language="en",
        dictionary=dictionary,
        require_translation=False,
    )


def _strings(text: Text) -> list[str]:
    return [one if isinstance(one, str) else one.text for one in text]


def _beads(ends: Iterable[tuple[int, int]], confidences: Iterable[float] | None = None) -> Iterator[Bead]:
    """Beads from where each begins on both sides, the last pair being the ends of the texts."""
    steps = list(pairwise(ends))
    for ((row, column), (row_end, column_end)), confidence in zip(
        steps, confidences or [1.0] * len(steps), strict=True
    ):
        if row_end > row or column_end > column:
            yield Bead(
                source=tuple(range(row, row_end)), target=tuple(range(column, column_end)), confidence=confidence
            )


def _diagonal(source: Text, target: Text) -> Iterator[Bead]:
    """One to one in order; what is left over of the longer side stays alone."""
    size = min(len(source), len(target))
    ends = [(place, place) for place in range(size + 1)]
    yield from _beads([*ends, (len(source), len(target))])


def _gale_church(**parameters: float) -> Callable[[Text, Text], Iterable[Bead]]:
    """The package `galechurch`; without parameters with the constants of the paper."""

    def align(source: Text, target: Text) -> Iterator[Bead]:
        found = import_module("galechurch").align(_strings(source), _strings(target), **parameters).beads
        starts = [(bead.source_start, bead.target_start) for bead in found]
        yield from _beads([*starts, (len(source), len(target))])

    return align


def _nltk(source: Text, target: Text) -> Iterator[Bead]:
    """Its Gale-Church gives pairs of segments that are linked; those that share one are a bead."""
    lengths = [[len(one) for one in _strings(text)] for text in (source, target)]
    links = sorted(import_module("nltk.translate.gale_church").align_blocks(*lengths))
    rows: list[set[int]] = []
    columns: list[set[int]] = []
    for row, column in links:
        if not rows or (row not in rows[-1] and column not in columns[-1]):
            rows.append(set())
            columns.append(set())
        rows[-1].add(row)
        columns[-1].add(column)
    for bead_rows, bead_columns in zip(rows, columns, strict=True):
        yield Bead(source=tuple(sorted(bead_rows)), target=tuple(sorted(bead_columns)), confidence=1.0)
    for row in {*range(len(source))}.difference(*rows):
        yield Bead(source=(row,), target=(), confidence=1.0)
    for column in {*range(len(target))}.difference(*columns):
        yield Bead(source=(), target=(column,), confidence=1.0)


def _program() -> str | None:
    return os.environ.get(HUNALIGN) or shutil.which("hunalign")


_WORDS = re.compile(r"[a-z]+|\d+|[^\W\d_]+|\S")
_CHARACTERS = re.compile(r"[a-z]+|\d+|\S")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _in_characters(text: str) -> list[str]:
    """Japanese cut into characters; Latin words and numbers stay whole, so that hunalign sees them on both sides."""
    return _CHARACTERS.findall(_folded(text))


def _in_words(text: str) -> list[str]:
    return _WORDS.findall(_folded(text))


def _in_stems(text: str) -> list[str]:
    return [english_stem(word) if word.isalpha() else word for word in _in_words(text)]


@cache
def _dictionaries() -> Sequence[Dictionary]:
    """The words that come with tmflow, and EDICT where the machine has it."""
    edict = find_dictionary()
    return (built_in_words(), *([edict] if edict else []))


def _iter_terms(text: str) -> Iterator[tuple[int, str]]:
    """Yield every term of the dictionaries that stands in a text, with its place, the longest of a place first."""
    for place in range(len(text)):
        for head in (text[place : place + 2], text[place]):
            lengths = {length for dictionary in _dictionaries() for length in dictionary.lengths.get(head, ())}
            yield from ((place, text[place : place + length]) for length in sorted(lengths, reverse=True))


@cache
def _translations(term: str) -> frozenset[str]:
    return frozenset(english for dictionary in _dictionaries() for english in dictionary.translations(term))


def _in_terms(text: str) -> list[str]:
    """Japanese cut into the longest terms of the dictionaries, the rest into characters."""
    folded, words, end = _folded(text), list[str](), 0
    longest: dict[int, str] = {}
    for place, term in _iter_terms(folded):
        if len(term) > 1 and _translations(term):
            longest.setdefault(place, term)
    for found in _CHARACTERS.finditer(folded):
        if found.start() >= end:
            words.append(longest.get(found.start(), found.group()))
            end = found.start() + len(words[-1])
    return words


def _hunalign_dictionary(
    texts: Iterable[str], cut: Callable[[str], list[str]], cut_english: Callable[[str], list[str]]
) -> str:
    """Lines `target words @ source words` for the terms that stand in the texts; others would change nothing.

    Without words that have the sign themselves: at such a line hunalign stops to read.
    """
    terms = {term for text in texts for _, term in _iter_terms(_folded(text))}
    lines = {
        f"{' '.join(cut_english(english))} @ {' '.join(cut(term))}"
        for term in terms
        for english in _translations(term)
        if cut_english(english) and "@" not in english + term
    }
    return "".join(f"{line}\n" for line in sorted(lines))


def _hunalign(
    cut: Callable[[str], list[str]], cut_english: Callable[[str], list[str]], *, has_dictionary: bool
) -> Callable[[Sequence[Pair]], Outcome]:
    """The program, once over all texts, with -realign; the time it takes for one sentence, its start, is taken off."""

    def run(pairs: Sequence[Pair]) -> Outcome:
        japanese = [text for pair in pairs for text in _strings(pair[0])] if has_dictionary else []
        dictionary = _hunalign_dictionary(japanese, cut, cut_english)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "dictionary").write_text(dictionary, encoding="utf-8")
            _, idle_s, _ = _batch(folder, [_WARMING], cut, cut_english)
            answers, cpu_s, memory_mb = _batch(folder, pairs, cut, cut_english)
        return Outcome(answers=answers, cpu_s=max(1e-3, cpu_s - idle_s), memory_mb=memory_mb)

    return run


def _batch(
    folder: Path, pairs: Sequence[Pair], cut: Callable[[str], list[str]], cut_english: Callable[[str], list[str]]
) -> tuple[list[Answer], float, float]:
    """Run hunalign over some texts: what it answers, CPU seconds and MB."""
    lines = []
    for number, (source, target) in enumerate(pairs):
        for side, text, cutter in (("ja", source, cut), ("en", target, cut_english)):
            sentences = "".join(f"{' '.join(cutter(one))}\n" for one in _strings(text))
            (folder / f"{number}.{side}").write_text(sentences, encoding="utf-8")
        lines.append("\t".join(str(folder / f"{number}.{end}") for end in ("ja", "en", "out")))
    (folder / "batch").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [
        _program() or "hunalign",
        "-utf",
        "-realign",
        "-batch",
        str(folder / "dictionary"),
        str(folder / "batch"),
    ]
    before, memory_mb = _children_s(), 0.0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            memory_mb = max(memory_mb, _peak_mb(process.pid))
            time.sleep(0.005)
    cpu_s = _children_s() - before
    return [_ladder(folder / f"{number}.out", pair) for number, pair in enumerate(pairs)], cpu_s, memory_mb


def _children_s() -> float:
    """CPU seconds of the programs that this process has run."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ladder(path: Path, pair: Pair) -> Answer:
    """The beads of hunalign's output: a line for each step, where it begins on both sides and its score."""
    if not path.is_file():
        return None
    rungs = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    ends = [(int(row), int(column)) for row, column, _ in rungs]
    size = (len(pair[0]), len(pair[1]))
    scores = [float(score) for _, _, score in rungs]
    if not ends or ends[-1] != size:
        ends.append(size)
    else:
        scores.pop()
    return tuple(_beads(ends, [1 / (1 + math.exp(-score)) for score in scores]))


SYSTEMS = {
    system.name: system
    for system in (
        System(name="tmflow", run=_each(_tmflow("none")), has_confidence=True, is_probability=True, is_own=True),
        System(
            name="tmflow+edict",
            run=_each(_tmflow("auto")),
            needs_edict=True,
            has_confidence=True,
            is_probability=True,
            is_own=True,
        ),
        System(
            name="hunalign",
            run=_hunalign(_in_characters, _in_words, has_dictionary=False),
            program="hunalign",
            has_confidence=True,
        ),
        System(
            name="hunalign+dictionary",
            run=_hunalign(_in_characters, _in_words, has_dictionary=True),
            program="hunalign",
            has_confidence=True,
        ),
        System(
            name="hunalign+terms",
            run=_hunalign(_in_terms, _in_stems, has_dictionary=True),
            program="hunalign",
            has_confidence=True,
        ),
        System(
            name="gale-church-ja",
            run=_each(_gale_church(**JAPANESE_ENGLISH)),
            package="galechurch",
        ),
        System(name="gale-church", run=_each(_gale_church()), package="galechurch"),
        System(name="nltk", run=_each(_nltk), package="nltk"),
        System(name="diagonal", run=_each(_diagonal)),
    )
}
"""In the order of the tables; "diagonal" is no peer but the measure of how hard a corpus is."""
