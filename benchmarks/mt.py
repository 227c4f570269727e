"""Speed and memory of machine translation beside argostranslate's own, with the same packages.

    python benchmarks/mt.py [--demo FILE.argosmodel] [--models MODEL ...] [--only SYSTEM ...] [--count 256]

Needs the mt extra; the peer is measured where `pip install -r benchmarks/requirements-mt.txt` was done. Models and texts:
benchmarks/mt_models.py. Each system has a process of its own and one thread; times are CPU times. The peer splits
sentences with a model that it downloads at the first translation; here, without a network, it is handed a splitter that
gives the text back at no cost. Start: a process from its very start, Python and this program included, to the first
translation. Whole: answers that are exactly what the model says, where that is known: no token is lost or changed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.mt_models import MODELS, Corpus, build_models
from tmflow._version import __version__
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.cache import AnswerCache
from tmflow.mt.pipeline import draft
from tmflow.mt.translator import Hypothesis

JA_EN = LanguagePair(Language.JA, Language.EN)
SEED = 7

Work = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a system took: CPU seconds to the first translation and for all texts, MB at most, answers that are whole."""

    start_s: float
    seconds: float
    memory_mb: float
    whole: int | None


def tmflow_batched(corpus: Corpus, **settings: int) -> Work:
    """Return the engine as the pipeline uses it: all texts at once."""
    from tmflow.mt.argos import ArgosTranslator
    from tmflow.mt.decoding import DecodingSettings

    engine = ArgosTranslator(JA_EN, directory=corpus.packages, threads=1, settings=DecodingSettings(**settings))
    return lambda texts: [answer[0].text for answer in engine.translate(texts, JA_EN)]


def tmflow_single(corpus: Corpus) -> Work:
    """Return the engine asked for one text at a time."""
    ask = tmflow_batched(corpus)
    return lambda texts: [ask([text])[0] for text in texts]


def tmflow_greedy(corpus: Corpus) -> Work:
    """Return the engine without a beam, all texts at once."""
    return tmflow_batched(corpus, beam_size=1, hypotheses=1)


def tmflow_draft(corpus: Corpus) -> Work:
    """Return the whole pipeline, with placeholders and gates; a text that is refused is an empty answer."""
    from tmflow.mt.argos import ArgosTranslator

    engine = ArgosTranslator(JA_EN, directory=corpus.packages, threads=1)

    def work(texts: Sequence[str]) -> list[str]:
        contents = [Content.of(text) for text in texts]
        return [one.target.text if one.target else "" for one in draft(contents, pair=JA_EN, translator=engine)]

    return work


def argostranslate(corpus: Corpus) -> Work:
    """Return argostranslate.translate: one text at a time, there is no other way."""
    os.environ |= {"ARGOS_PACKAGES_DIR": str(corpus.packages), "ARGOS_INTRA_THREADS": "1", "ARGOS_DEVICE_TYPE": "cpu"}
    from argostranslate import translate

    class AsItIs:
        def split_sentences(self, text: str) -> list[str]:
            return [text]

    translation = translate.get_translation_from_codes("ja", "en")
    package = getattr(translation, "underlying", translation)
    package.sentencizer = AsItIs()
    return lambda texts: [translation.translate(text) for text in texts]


SYSTEMS: dict[str, Callable[[Corpus], Work]] = {
    "argostranslate": argostranslate,
    "tmflow, one by one": tmflow_single,
    "tmflow, batched": tmflow_batched,
    "tmflow, batched, greedy": tmflow_greedy,
    "tmflow, draft": tmflow_draft,
}


def measure(system: str, corpus: Corpus) -> Record:
    """Make a system, have it translate one text and then all of them."""
    work = SYSTEMS[system](corpus)
    work(corpus.texts[:1])
    start_s = time.process_time()
    begun = time.process_time()
    found = work(corpus.texts)
    seconds = time.process_time() - begun
    whole = sum(one == answer for one, answer in zip(found, corpus.answers, strict=True)) if corpus.answers else None
    return Record(start_s=start_s, seconds=seconds, memory_mb=peak_mb(), whole=whole)


def peak_mb() -> float:
    """Return the most memory this process has held, MB; 0.0 where Linux's /proc does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def show_systems(corpus: Corpus, systems: Sequence[str]) -> None:
    """Print the rows of one model, each as soon as it is known."""
    for system in systems:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            record = pool.submit(measure, system, corpus).result()
        count = len(corpus.texts)
        whole = "" if record.whole is None else f"{record.whole} of {count}"
        signature = f"mt\\|system:{system.replace(', ', '+').replace(' ', '-')}\\|model:{corpus.model}\\|texts:{count}"
        print(
            f"| {corpus.model} | {system} | {count / record.seconds:,.1f} | {record.start_s:.2f} | {record.memory_mb:.0f} "
            f"| {whole} | `{signature}\\|seed:{SEED}\\|v:{__version__}` |",
            flush=True,
        )


class Known:
    """An engine that takes no time: what is around it can be measured."""

    name = "known"

    def __init__(self, corpus: Corpus) -> None:
        self._answers = {
            text: (Hypothesis(text=answer),) for text, answer in zip(corpus.texts, corpus.answers, strict=True)
        }

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[tuple[Hypothesis, ...]]:  # noqa: ARG002 - as the protocol has it
        """Yield the known answers; what is asked beyond the texts, such as probes for placeholders, comes back as it is."""
        return (self._answers.get(source, (Hypothesis(text=source),)) for source in sources)


def show_overhead(corpus: Corpus, folder: Path) -> None:
    """Print what a segment costs beside the engine, and how all of it grows: placeholders, gates and the cache."""
    engine, tiny = Known(corpus), tmflow_batched(corpus)
    head = "segments | the tiny engine | placeholders and gates | with an empty cache | with a full one"
    print(f"\nMilliseconds of CPU time a segment:\n\n| {head} | signature |\n|---|---|---|---|---|---|")
    for size in (1000, 2000, 4000, 8000):
        texts = corpus.texts[:size]
        contents = [Content.of(text) for text in texts]
        with AnswerCache(folder / f"{size}.sqlite") as cache:
            works: list[Callable[[], object]] = [
                partial(tiny, texts),
                *(partial(drafted, contents, engine, kept) for kept in (None, cache, cache)),
            ]
            costs = [clocked(work) / size for work in works]
        refused = len(texts) - drafted(contents, engine, None)
        signature = f"mt-growth\\|segments:{size}\\|refused:{refused}\\|seed:{SEED}\\|v:{__version__}"
        print(f"| {size:,} | {' | '.join(f'{cost:.2f}' for cost in costs)} | `{signature}` |", flush=True)


def drafted(contents: Sequence[Content], engine: Known, cache: AnswerCache | None) -> int:
    """Draft all and return how many passed the gates."""
    return sum(one.target is not None for one in draft(contents, pair=JA_EN, translator=engine, cache=cache))


def clocked(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds the work takes."""
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demo", type=Path, metavar="FILE.argosmodel", help="made by scripts/train_demo_model")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--count", type=int, default=256, help="of texts a model")
    parser.add_argument("--only", nargs="+", choices=SYSTEMS, default=[*SYSTEMS])
    options = parser.parse_args()
    has_peer = importlib.util.find_spec("stanza") is not None
    systems = [name for name in options.only if has_peer or name != "argostranslate"]
    if not has_peer:
        print("argostranslate is not wholly installed: benchmarks/requirements-mt.txt", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {key: str(folder / key) for key in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        print("| model | system | segments a CPU second | start, CPU s | memory MB | whole | signature |")
        print("|---|---|---|---|---|---|---|")
        for corpus in build_models(folder, options.models, demo=options.demo, count=options.count, seed=SEED):
            show_systems(corpus, systems)
        if "tiny" in options.models:
            (folder / "more").mkdir()
            show_overhead(next(build_models(folder / "more", ["tiny"], demo=None, count=8000, seed=SEED)), folder)


if __name__ == "__main__":
    main()
