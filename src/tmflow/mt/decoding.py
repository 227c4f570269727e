"""How an engine searches for translations: the settings every answer depends on."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["DEFAULT_DECODING", "DEVICES", "DecodingSettings"]

DEVICES = ("cpu", "cuda", "auto")
"""Where a model may run; auto: on a CUDA device if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingSettings:
    """How the engine searches. All of it is part of the fingerprint that cached answers depend on.

    hypotheses: offered for each source, best first. length_penalty: 0 or more; 0.2 is what argostranslate decodes with.
    source_tokens: a longer source is refused. A target may have `target_tokens_ratio` tokens for each of its source, and
    `target_tokens_extra` more; one that reaches the limit is marked as truncated.
    Raises ValueError for what no search can do.
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
            raise ValueError(f"hypotheses is {self.hypotheses}; it is from 1 to beam_size, {self.beam_size}")
        if self.length_penalty < 0:
            raise ValueError(f"length_penalty is {self.length_penalty}; it is 0 or more")
        if min(self.batch_sources, self.source_tokens, self.target_tokens_extra) < 1 or self.target_tokens_ratio < 0:
            raise ValueError("batch and token limits must be positive")

    def target_limit(self, source_tokens: int) -> int:
        """Return how many tokens the target of a source may have."""
        return math.ceil(source_tokens * self.target_tokens_ratio) + self.target_tokens_extra


DEFAULT_DECODING = DecodingSettings()
