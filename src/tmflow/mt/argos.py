"""The Argos engine: argostranslate's packages, run in batches over CTranslate2, always offline."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tmflow.errors import TranslatorError, TranslatorUnavailable
from tmflow.model.language import LanguagePair
from tmflow.mt.decoding import DEFAULT_DECODING, DecodingSettings
from tmflow.mt.doctor import describe_environment
from tmflow.mt.packages import InstalledPackage, find_package, packages_directory
from tmflow.mt.translator import Hypothesis

__all__ = ["ArgosModel", "ArgosTranslator"]

_WINDOW = 512
"""Sources read before the first is yielded: batches of like length are cut from a window of this many."""


class ArgosModel:
    """An installed package with its model loaded (about 0.2 s and the model's size in memory). Never the network.

    Importing argostranslate makes its folders under the user's home. An instance belongs to its process. A spawned child
    gets it by pickling; a forked one would hang (CTranslate2's threads do not survive a fork), so there `answers` raises
    TranslatorError.

    threads: for one batch, 0 = as many as CTranslate2 thinks right; device: one of `DEVICES`.
    Raises TranslatorUnavailable if the engine is missing or too new, there is no such device, or the package cannot be
    loaded.
    """

    def __init__(
        self, package: InstalledPackage, *, settings: DecodingSettings, threads: int = 0, device: str = "cpu"
    ) -> None:
        self.package, self.settings, self.device = package, settings, device
        self._rebuild = functools.partial(ArgosModel, package, settings=settings, threads=threads, device=device)
        self._process = os.getpid()
        argos, ctranslate2 = _import_engine()
        if device == "cuda" and not ctranslate2.get_cuda_device_count():
            raise TranslatorUnavailable("mt.device is cuda, but CTranslate2 finds no CUDA device. Set: device: cpu")
        try:
            loaded = argos.Package(package.path)
            self._encode, self._decode = _tokenizer_of(loaded)
            self._prefix: str = loaded.target_prefix or ""
            self._engine = ctranslate2.Translator(
                str(package.path / "model"), device=device, inter_threads=1, intra_threads=threads
            )
        except (OSError, RuntimeError, ValueError, ImportError) as error:
            raise TranslatorUnavailable(
                f"{package.path}: the package cannot be loaded ({error}). Install it again"
            ) from error

    @functools.cached_property
    def fingerprint(self) -> str:
        """The package's name and SHA-256, the device and the settings. Reads the package once."""
        chosen = " ".join(f"{key}={value}" for key, value in sorted(asdict(self.settings).items()))
        package = self.package
        return f"{package.code} {package.name} sha256:{package.checksum()} device={self.device} {chosen}"

    def __reduce__(self) -> tuple[Callable[[], ArgosModel], tuple[()]]:
        return self._rebuild, ()

    def answers(self, sources: Sequence[str]) -> Iterator[tuple[Hypothesis, ...]]:
        """Yield the hypotheses for each source, best first, in order; a blank source has one that is empty.

        A source over the token limit has one, empty and marked as truncated. The score is the geometric mean of the
        tokens' probabilities, so that those of short and long sentences compare. Raises TranslatorError if the engine
        fails, and at once in a forked process.
        """
        if os.getpid() != self._process:
            name = self.package.name
            raise TranslatorError(f"{name} was loaded before a fork and would hang: start processes by spawn")
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
        limit = settings.target_limit(max(map(len, batch)))
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
            raise TranslatorError(f"{self.package.name} failed on a batch of {len(batch)} ({error})") from error
        for tokens, result in zip(batch, results, strict=True):
            own_limit = settings.target_limit(len(tokens))
            yield tuple(
                self._hypothesis(pieces, score, has_end=len(pieces) < limit, is_truncated=len(pieces) >= own_limit)
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            )

    def _hypothesis(self, pieces: list[str], score: float, *, has_end: bool, is_truncated: bool) -> Hypothesis:
        """Build a hypothesis; undo the engine's length penalty (score = log P / length ** penalty) to get the mean a token.

        The engine counts the end mark in the length, which a hypothesis that reached the batch's limit does not have, and
        the target prefix, whose probability it leaves out.
        is_truncated: by the limit of its own source, so that the company it was in makes no difference.
        """
        length = max(1, len(pieces) + has_end)
        chosen = max(1, length - bool(self._prefix))
        mean = score * length**self.settings.length_penalty / chosen
        text = self._decode(pieces)
        if self._prefix and text.startswith(self._prefix):
            text = text[len(self._prefix) :]
        percent = math.floor(100 * math.exp(min(mean, 0.0)))
        return Hypothesis(text=text.strip(), score=percent, is_truncated=is_truncated)


class ArgosTranslator:
    """Translates one direction with the newest installed Argos package for it; see `ArgosModel` for what that costs.

    directory: of the packages, by default where argostranslate keeps them.
    Raises TranslatorUnavailable also if there is no package for the pair.
    """

    def __init__(
        self,
        pair: LanguagePair,
        *,
        directory: Path | None = None,
        settings: DecodingSettings = DEFAULT_DECODING,
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
        self.model = ArgosModel(package, settings=settings, threads=threads, device=device)

    @property
    def package(self) -> InstalledPackage:
        """The package it translates with."""
        return self.model.package

    @property
    def name(self) -> str:
        """What stands in the origin of its translations: "argos ja>en 1.0"."""
        return self.package.name

    @property
    def fingerprint(self) -> str:
        """What a cached answer depends on: see `ArgosModel.fingerprint`."""
        return self.model.fingerprint

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[tuple[Hypothesis, ...]]:
        """Yield the hypotheses for each source as `ArgosModel.answers` does. Raises ValueError at once for another pair."""
        if pair != self.pair:
            raise ValueError(f"this translator was built for {self.pair}, not {pair}")
        return self.model.answers(sources)


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
