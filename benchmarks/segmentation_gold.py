"""What benchmarks/segmentation.py measures on: texts with their gold segments, and pairs of a text and its translation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tmflow.model.language import Language

_ROOT = Path(__file__).resolve().parents[1]
_CASES = _ROOT / "tests" / "cases" / "segment"
_OWN_CORPORA = (
    ("own-japanese", Language.JA, "ja/*.yaml"),
    ("own-english", Language.EN, "en/*.yaml"),
)
_OWN_PAIRS = _ROOT / "tests" / "golden" / "align"
_ARTICLES = _ROOT / "articles"
_JOINT = {Language.JA: "", Language.EN: " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A text with its gold segments. Raises ValueError if these do not make it up, blanks aside."""

    id: str
    text: str
    segments: tuple[str, ...]

    def __post_init__(self) -> None:
        if without_blanks([self.text]) != without_blanks(self.segments):
            raise ValueError(f"item {self.id}: its segments do not make up its text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Items of one language."""

    name: str
    language: Language
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCorpus:
    """Texts with their translations. Raises ValueError if there are none."""

    name: str
    pairs: tuple[dict[Language, str], ...]

    def __post_init__(self) -> None:
        if not self.pairs:
            raise ValueError(f"{self.name}: no pair with both sides")


def without_blanks(texts: Iterable[str]) -> str:
    """The characters of some texts that are no white space."""
    return "".join("".join(texts).split())


def own_corpora() -> Iterator[Corpus]:
    """The tables of cases, as far as they are there; every row counts, whatever its origin."""
    for name, language, pattern in _OWN_CORPORA:
        rows = [row for path in sorted(_CASES.glob(pattern)) for row in YAML(typ="safe").load(path)]
        items = tuple(Item(id=row["id"], text=row["input"], segments=tuple(row["expected"])) for row in rows)
        if items:
            yield Corpus(name=name, language=language, items=items)


def read_corpora(path: Path) -> Iterator[Corpus]:
    """The gold in a file of JSON Lines, or in each such file of a folder; a file of both languages is two corpora.

    Raises ValueError for a row that is no gold.
    """
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        items: dict[Language, list[Item]] = {}
        for row in _rows(file, "id", "language", "text", "segments"):
            item = Item(id=str(row["id"]), text=row["text"], segments=tuple(row["segments"]))
            items.setdefault(Language(row["language"]), []).append(item)
        for language, those in items.items():
            yield Corpus(name=file.stem, language=language, items=tuple(those))


def read_pairs(paths: Sequence[Path]) -> Iterator[PairCorpus]:
    """The pairs in each file, or, without any, those of the alignment gold of our own articles.

    A side is a text or a list of sentences, which are joined; a pair without one of its sides is left out.
    """
    if not paths:
        pairs = tuple(pair for file in sorted(_OWN_PAIRS.glob("*.jsonl")) for pair in _pairs(file))
        yield PairCorpus(name="own-articles", pairs=pairs)
    for path in paths:
        yield PairCorpus(name=path.stem, pairs=tuple(_pairs(path)))


def article_text(language: Language, chars: int) -> str:
    """The plain-text and Markdown articles of a language, repeated to about that many characters."""
    folder = _ARTICLES / language.value
    text = "\n\n".join(
        path.read_text(encoding="utf-8") for suffix in ("txt", "md") for path in sorted(folder.glob(f"*.{suffix}"))
    )
    return "\n\n".join([text] * max(1, chars // len(text)))


def _rows(path: Path, *fields: str) -> Iterator[dict[str, Any]]:
    """The rows of JSON Lines, or of a table whose two tab-separated columns are Japanese and English.

    Raises ValueError for a row without one of the fields.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        row = dict(zip(Language, line.split("\t"), strict=False)) if path.suffix == ".tsv" else json.loads(line)
        if missing := [field for field in fields if field not in row]:
            raise ValueError(f"{path}:{number}: the row has no {' and no '.join(missing)}")
        yield row


def _pairs(path: Path) -> Iterator[dict[Language, str]]:
    for row in _rows(path, *Language):
        pair = {
            language: row[language] if isinstance(row[language], str) else _JOINT[language].join(row[language])
            for language in Language
        }
        if all(map(str.strip, pair.values())):
            yield pair
