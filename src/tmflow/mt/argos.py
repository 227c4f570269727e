"""The Argos engine: argostranslate's packages, run in batches over CTranslate2, always offline."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tmflow.errors import TranslatorError, TranslatorUnavailable
from tmflow.model.language import LanguagePair
from tmflow.mt.doctor import describe_environment
from tmflow.mt.packages import find_package, packages_directory
from tmflow.mt.translator import Hypothesis

__all__ = ["ArgosTranslator", "DecodingSettings"]

_WINDOW = 512
"""Sources read before the first is yielded: batches of like length are cut from a window of this many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingSettings:
    """How the engine searches.

    hypotheses: offered for each source, best first. length_penalty: 0.2 is what argostranslate decodes with.
    source_tokens: a longer source is refused. A target may have `target_tokens_ratio` tokens for each of the longest
    source of its batch, and `target_tokens_extra` more; one that reaches the limit is marked as truncated.
    """

    beam_size: int = 4
    hypotheses: int = 4
    length_penalty: float = 0.2
    batch_sources: int = 32
    source_tokens: int = 512
    target_tokens_ratio: float = 3.0
    target_tokens_extra: int = 24

    def __post_init__(self) -> None:
        if not 1 <= self.hypotheses <= self.beam_size:
            raise ValueError("hypotheses must be between 1 and beam_size")
        if min(self.batch_sources, self.source_tokens, self.target_tokens_extra) < 1 or self.target_tokens_ratio < 0:
            raise ValueError("batch and token limits must be positive")


class ArgosTranslator:
    """Translates one direction with an installed Argos package.

    The constructor finds the newest package for the pair and loads its model (about 0.2 s and the model's size in
    memory). It never uses the network. Importing argostranslate makes its folders under the user's home.
    An instance belongs to its process. A spawned child gets it by pickling; a forked one would hang (CTranslate2's threads
    do not survive a fork), so there `translate` raises TranslatorError.

    directory: of the packages, by default where argostranslate keeps them.
    threads: for one batch, 0 = as many as CTranslate2 thinks right; device: "cpu" or "cuda".
    Raises TranslatorUnavailable if the engine or a package for the pair is missing or too new, TranslatorError if the
    package cannot be loaded.
    """

    def __init__(
        self,
        pair: LanguagePair,
        *,
        directory: Path | None = None,
        settings: DecodingSettings = DecodingSettings(),
        threads: int = 0,
        device: str = "cpu",
    ) -> None:
        folder = packages_directory() if directory is None else directory
        package = find_package(pair, folder)
        if package is None:
            raise TranslatorUnavailable(
                f"no Argos {pair} model in {folder}. "
                f"Install: tmflow mt install {pair.source.value} {pair.target.value} (about 150 MB). Or: --no-mt"
            )
        self.pair = pair
        self.package = package
        self.settings = settings
        self._rebuild = functools.partial(
            ArgosTranslator, pair, directory=folder, settings=settings, threads=threads, device=device
        )
        self._process = os.getpid()
        argos, ctranslate2 = _import_engine()
        try:
            loaded = argos.Package(package.path)
            self._encode, self._decode = _tokenizer_of(loaded)
            self._prefix: str = loaded.target_prefix or ""
            self._engine = ctranslate2.Translator(
                str(package.path / "model"), device=device, inter_threads=1, intra_threads=threads
            )
        except (OSError, RuntimeError, ValueError, ImportError) as error:
            raise TranslatorError(
                f"{package.path}: the package cannot be loaded ({error}). Install it again"
            ) from error

    @property
    def name(self) -> str:
        """What stands in the origin of its translations: "argos ja>en 1.0"."""
        return self.package.name

    @functools.cached_property
    def fingerprint(self) -> str:
        """The package's name and SHA-256 and the settings: what a cached answer depends on. Reads the package once."""
        chosen = " ".join(f"{key}={value}" for key, value in sorted(asdict(self.settings).items()))
        return f"{self.package.code} {self.name} sha256:{self.package.checksum()} {chosen}"

    def __reduce__(self) -> tuple[Callable[[], ArgosTranslator], tuple[()]]:
        return self._rebuild, ()

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[tuple[Hypothesis, ...]]:
        """Yield the hypotheses for each source, best first, in order; a blank source has one that is empty.

        A source over the token limit has one, empty and marked as truncated. The score is the geometric mean of the
        tokens' probabilities, so that those of short and long sentences compare. Raises ValueError for another pair
        than the constructor's, at once, and TranslatorError if the engine fails.
        """
        if pair != self.pair:
            raise ValueError(f"this translator was built for {self.pair}, not {pair}")
        if os.getpid() != self._process:
            raise TranslatorError(f"{self.name} was loaded before a fork and would hang: start processes by spawn")
        return self._iter_answers(sources)

    def _iter_answers(self, sources: Sequence[str]) -> Iterator[tuple[Hypothesis, ...]]:
        for start in range(0, len(sources), _WINDOW):
            yield from self._translate_window(sources[start : start + _WINDOW])

    def _translate_window(self, sources: Sequence[str]) -> list[tuple[Hypothesis, ...]]:
        """Translate some sources in batches of like length, so that the engine pads little and a loop ends early."""
        answers: list[tuple[Hypothesis, ...]] = [(Hypothesis(text=""),)] * len(sources)
        tokens: dict[int, list[str]] = {}
        for index, source in enumerate(sources):
            if source.strip():
                tokens[index] = self._encode(source)
                if len(tokens[index]) > self.settings.source_tokens:
                    answers[index] = (Hypothesis(text="", is_truncated=True),)
                    del tokens[index]
        order = sorted(tokens, key=lambda index: len(tokens[index]))
        for start in range(0, len(order), self.settings.batch_sources):
            batch = order[start : start + self.settings.batch_sources]
            for index, answer in zip(batch, self._translate_batch([tokens[index] for index in batch]), strict=True):
                answers[index] = answer
        return answers

    def _translate_batch(self, batch: list[list[str]]) -> Iterator[tuple[Hypothesis, ...]]:
        settings = self.settings
        longest = max(map(len, batch))
        limit = math.ceil(longest * settings.target_tokens_ratio) + settings.target_tokens_extra
        try:
            results = self._engine.translate_batch(
                batch,
                target_prefix=[[self._prefix]] * len(batch) if self._prefix else None,
                beam_size=settings.beam_size,
                num_hypotheses=settings.hypotheses,
                length_penalty=settings.length_penalty,
                max_input_length=0,
                max_decoding_length=limit,
                replace_unknowns=True,
                return_scores=True,
            )
        except (RuntimeError, ValueError) as error:
            raise TranslatorError(f"{self.name} failed on a batch of {len(batch)} ({error})") from error
        for result in results:
            yield tuple(
                self._hypothesis(pieces, score, limit=limit)
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            )

    def _hypothesis(self, pieces: list[str], score: float, *, limit: int) -> Hypothesis:
        """Build a hypothesis; undo the engine's length penalty (score = log P / length ** penalty) to get the mean a token.

        The engine counts the end mark in the length, which a hypothesis that reached the limit does not have.
        """
        is_truncated = len(pieces) >= limit
        length = max(1, len(pieces) + (not is_truncated))
        mean = score * length**self.settings.length_penalty / length
        text = self._decode(pieces)
        if self._prefix and text.startswith(self._prefix):
            text = text[len(self._prefix) :]
        percent = math.floor(100 * math.exp(min(mean, 0.0)))
        return Hypothesis(text=text.strip(), score=percent, is_truncated=is_truncated)


def _import_engine() -> tuple[Any, Any]:
    """Import argostranslate's package module and CTranslate2; the message of a failure has the lines that install them."""
    try:
        import argostranslate.package
        import ctranslate2
    except (ImportError, OSError) as error:
        lines = " && ".join(describe_environment().install_lines)
        step = f"Install: {lines}. Or: --no-mt" if lines else "See: tmflow mt doctor. Or: --no-mt"
        raise TranslatorUnavailable(f"machine translation cannot start ({error}). {step}") from error
    return argostranslate.package, ctranslate2


def _tokenizer_of(loaded: Any) -> tuple[Callable[[str], list[str]], Callable[[list[str]], str]]:
    """Return what cuts a text into the model's pieces and what joins them.

    The pieces are joined here, not by argostranslate's `decode`, which turns every underscore into a blank.
    """
    tokenizer = loaded.tokenizer
    lazy = getattr(tokenizer, "lazy_processor", None)
    if lazy is None:
        tokenizer.lazy_load()
        return tokenizer.encode, tokenizer.decode
    processor = lazy()

    def encode(text: str) -> list[str]:
        return list(processor.encode(text, out_type=str))

    def decode(pieces: list[str]) -> str:
        return str(processor.decode_pieces(pieces)).replace("▁", " ")

    return encode, decode
