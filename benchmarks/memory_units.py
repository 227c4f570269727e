"""Units for benchmarks/memory.py: made up from a seed, so that they have what makes a memory hard, or the reader's own.

Words are built of syllables and drawn by Zipf's law, half of those of a sentence from the words of a topic, so that
bigrams are about as unevenly spread as those of prose and unrelated texts have many in common. A third of the units belongs to a family: a revision of an earlier unit (other
figures, words exchanged, added or left out), so that a text has many near neighbours and ties are common. A twentieth
repeats an earlier source with another target. Lengths are log-normal with a long tail; one unit in fifty is a paragraph.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path

from tmflow.formats.tmx import iter_tmx
from tmflow.model.language import Language

__all__ = ["QUERY_KINDS", "Unit", "Writer", "iter_units", "make_queries", "read_units", "write_units"]

Unit = tuple[str, str]
"""The Japanese and the English text."""

QUERY_KINDS = ("equal", "edited", "revised", "new")
"""A text of the memory; one with one to three words replaced; one with a fifth of its words replaced; another text."""

_WORDS, _TOPIC_WORDS = 8_000, 80
_FAMILY, _REPEAT, _PARAGRAPH = 0.33, 0.05, 0.02
_MOST_WORDS = 180
_ONSETS = "t s r n l d c m p b f h w g st th v tr ch k pr sh pl y br cr j wh gr qu sp cl"
_VOWELS = "e a i o u ea ou io ee ai ie oo y oi"
_CODAS = " n r s t l d ng nt st c m y ck ss rd ll ct rm nd sh p rk ft"
"""The parts of a syllable, the most frequent first; the last is often empty."""
_SHORT_WORDS = ("the", "of", "to", "and", "a", "in", "is", "for", "that", "on", "with", "be", "as", "by", "at", "from")
_PARTICLES = (
    "の",
    "に",
    "を",
    "は",
    "が",
    "で",
    "と",
    "も",
    "から",
    "まで",
    "した",
    "する",
    "して",
    "される",
    "である",
    "、",
)
_KANJI, _KATAKANA = 0x4E00, "アイカキクコサシスタチテトナニノハヒフマミムラリルレロン"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vocabulary:
    """The words of an invented language and, running up, how often they come."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    joint: str
    stop: str
    mean: float
    deviation: float


class Writer:
    """Makes units, and queries from them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
        english = [*_SHORT_WORDS, *("".join(self._syllables()) for _ in range(_WORDS))]
        japanese = [*_PARTICLES, *(self._japanese_word() for _ in range(_WORDS))]
        self._vocabularies = {
            Language.JA: _vocabulary(japanese, "", "。", mean=2.6, deviation=0.7),
            Language.EN: _vocabulary(english, " ", ".", mean=2.6, deviation=0.7),
        }

    def sentence(self, language: Language) -> str:
        """Return a new sentence, seldom a paragraph."""
        vocabulary = self._vocabularies[language]
        sentences = self.random.randint(2, 5) if self.random.random() < _PARAGRAPH else 1
        return vocabulary.joint.join(self._sentence(vocabulary) for _ in range(sentences))

    def revised(self, text: str, language: Language, edits: int) -> str:
        """Return the text with so many words replaced, added or left out, and the figures changed."""
        vocabulary = self._vocabularies[language]
        step = 2 if language is Language.JA else 1
        parts = text.split(" ") if step == 1 else [text[at : at + step] for at in range(0, len(text), step)]
        for _ in range(edits):
            at = self.random.randrange(len(parts))
            parts[at : at + self.random.choice((0, 1, 1, 1))] = self._draw(vocabulary, self.random.choice((0, 1, 1)))
            parts = parts or [vocabulary.words[0]]
        return "".join(
            str(self.random.randrange(10)) if character.isdigit() else character
            for character in vocabulary.joint.join(parts)
        )

    def edits_of(self, text: str, language: Language, share: float) -> int:
        """Return how many words that share of the text has."""
        return max(1, int(share * (text.count(" ") + 1 if language is Language.EN else len(text) / 3)))

    def _sentence(self, vocabulary: _Vocabulary) -> str:
        count = max(2, min(_MOST_WORDS, round(self.random.lognormvariate(vocabulary.mean, vocabulary.deviation))))
        start = len(_SHORT_WORDS) + self.random.randrange(_WORDS // _TOPIC_WORDS) * _TOPIC_WORDS
        topic = vocabulary.words[start : start + _TOPIC_WORDS]
        words = self._draw(vocabulary, count)
        for at in self.random.sample(range(count), count // 2):
            words[at] = self.random.choice(topic)
        if self.random.random() < 0.2:
            words[self.random.randrange(count)] = str(self.random.randrange(10_000))
        return vocabulary.joint.join(words).capitalize() + vocabulary.stop

    def _draw(self, vocabulary: _Vocabulary, count: int) -> list[str]:
        return self.random.choices(vocabulary.words, cum_weights=vocabulary.weights, k=count)

    def _syllables(self) -> Iterator[str]:
        for _ in range(self.random.choice((1, 2, 2, 2, 3, 3, 4))):
            for parts in (_ONSETS.split(" "), _VOWELS.split(" "), _CODAS.split(" ")):
                yield self.random.choices(parts, [1 / (rank + 6) for rank in range(len(parts))])[0]

    def _japanese_word(self) -> str:
        if self.random.random() < 0.2:
            return "".join(self.random.choices(_KATAKANA, k=self.random.randint(2, 5)))
        return "".join(chr(_KANJI + int(900 * self.random.random() ** 3)) for _ in range(self.random.randint(1, 2)))


def iter_units(writer: Writer, count: int) -> Iterator[Unit]:
    """Yield that many units. The texts of a pair are of unrelated sentences: only texts matter to a lookup."""
    kept: list[Unit] = []
    for number in range(count):
        draw = writer.random.random()
        if not kept or draw > _FAMILY + _REPEAT:
            unit = writer.sentence(Language.JA), writer.sentence(Language.EN)
        else:
            japanese, english = writer.random.choice(kept)
            edits = writer.random.randint(1, 4)
            unit = (
                japanese if draw < _REPEAT else writer.revised(japanese, Language.JA, edits),
                writer.revised(english, Language.EN, edits),
            )
        if number % 4 == 0:
            kept.append(unit)
        yield unit


def read_units(path: Path) -> Iterator[Unit]:
    """Yield the units of a TMX file, or of a file with a Japanese and an English text a line and a tab between."""
    if path.suffix == ".tmx":
        for entry in iter_tmx(path):
            is_from_japanese = entry.pair.source is Language.JA
            yield (entry.source, entry.target) if is_from_japanese else (entry.target, entry.source)
        return
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            japanese, _, english = line.rstrip("\n").partition("\t")
            yield japanese, english


def write_units(units: Iterator[Unit], path: Path, count: int) -> int:
    """Write the first units, at most that many, a line each, as `read_units` reads them; return how many."""
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for japanese, english in islice(units, count):
            file.write(f"{' '.join(japanese.split())}\t{' '.join(english.split())}\n")
            written += 1
    return written


def make_queries(writer: Writer, texts: Sequence[str], language: Language, count: int) -> list[str]:
    """Return that many texts to look up, of each kind as many, mixed."""
    shares = {"edited": 0.08, "revised": 0.2}
    queries = []
    for number, text in enumerate(writer.random.sample(texts, count)):
        kind = QUERY_KINDS[number % len(QUERY_KINDS)]
        if kind in shares:
            queries.append(writer.revised(text, language, writer.edits_of(text, language, shares[kind])))
        else:
            queries.append(text if kind == "equal" else writer.sentence(language))
    return queries


def _vocabulary(words: Sequence[str], joint: str, stop: str, *, mean: float, deviation: float) -> _Vocabulary:
    weights = accumulate(1 / (rank + 3) for rank in range(len(words)))
    return _Vocabulary(
        words=tuple(words), weights=tuple(weights), joint=joint, stop=stop, mean=mean, deviation=deviation
    )
