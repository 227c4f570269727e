"""The models and texts of benchmarks/mt.py, each a real .argosmodel file built here and installed in a folder.

`tiny` is that of the tests, whose translations are known by construction. `real-size` is the same lookup in a Transformer
as large as the public packages (6+6 layers, 512 wide, 2048 inside, 32,000 pieces, int8): all that is more adds nothing to
the answer but its full time. `demo` is what scripts/train_demo_model made, given by --demo.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import ModuleType

from tmflow.mt.install import install_package

__all__ = ["MODELS", "Corpus", "build_models"]

MODELS = ("tiny", "real-size", "demo")

ROOT = Path(__file__).resolve().parents[1]
TABLE = {
    "港が": " the harbor",
    "市長は": " the mayor",
    "議会は": " the council",
    "灯台を": " the lighthouse",
    "計画を": " the plan",
    "月曜に": " on Monday",
    "五月に": " in May",
    "開く": " opens",
    "説明した": " explained",
    "承認した": " approved",
    "、": ",",
    "。": ".",
}
_WORDS = [word for word in TABLE if word not in {"、", "。"}]
_POSITIONS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A model, and texts with what it answers to them (known by construction; empty for a trained model)."""

    model: str
    packages: Path
    texts: Sequence[str]
    answers: Sequence[str] = ()


def build_models(folder: Path, models: Sequence[str], *, demo: Path | None, count: int, seed: int) -> Iterator[Corpus]:
    """Build and install each of the models; yield it with that many texts of 6 to 30 words, a file name in one of twenty."""
    tiny = _load(ROOT / "tests" / "mt" / "tiny_model.py")
    shapes = {"tiny": tiny.SMALLEST, "real-size": tiny.Shape(layers=6, width=512, inner=2048, vocabulary=32_000)}
    texts = list(_texts(count, random.Random(seed)))  # noqa: S311 - made-up texts, no secrets
    for name, shape in ((name, shape) for name, shape in shapes.items() if name in models):
        path = folder / f"{name}.argosmodel"
        tiny.build_package(path, TABLE, source="ja", target="en", positions=_POSITIONS, shape=shape)
        install_package(path, directory=folder / name)
        yield Corpus(model=name, packages=folder / name, texts=texts, answers=[_answer(text) for text in texts])
    if demo is not None and "demo" in models:
        install_package(demo, directory=folder / "demo")
        pairs = _load(ROOT / "scripts" / "demo_corpus.py").iter_pairs(seed=seed)
        yield Corpus(model="demo", packages=folder / "demo", texts=[japanese for japanese, _ in islice(pairs, count)])


def _load(path: Path) -> ModuleType:
    """Load a module by its path: `tests` is also a stray package of argostranslate's wheel."""
    spec = importlib.util.spec_from_file_location(f"benchmark_{path.stem}", path)
    assert spec is not None  # noqa: S101 - for the type checker
    assert spec.loader is not None  # noqa: S101 - a file of our own has a loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _texts(count: int, rng: random.Random) -> Iterator[str]:
    for number in range(count):
        words = [rng.choice(_WORDS) for _ in range(rng.randint(6, 30))]
        words.insert(rng.randrange(len(words)), "、")
        if number % 20 == 0:
            words.append(f"tide_log_{number % 1000}")
        yield "".join(words) + "。"


def _answer(text: str) -> str:
    for source, target in TABLE.items():
        text = text.replace(source, target)
    return text.strip()
