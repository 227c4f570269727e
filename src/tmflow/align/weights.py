"""What each signal weighs: learned by `benchmarks/learn_alignment.py`, kept in `weights.json` with its signature."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Self

__all__ = ["SHAPES", "Weights", "shape_name", "stored_weights"]

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1))
"""The shapes of beads with text on both sides, (Japanese, English) segments; Gale & Church 1993 have those up to 2:2."""


def shape_name(shape: tuple[int, int]) -> str:
    """Return a shape as it is written.

    >>> shape_name((2, 1))
    '2:1'
    """
    return f"{shape[0]}:{shape[1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Factors of the signals, and natural-log scores of the shapes of beads and of segments that stay alone.

    row_*: what the Japanese segments' features find in the English ones; column_*: the other way round. Firm features are
    values, names and strings, soft ones words. *_missing: features that a translation should show and does not.
    parts: how short the segments are that share a bead. gap_open, gap_extend: the first lone segment of a run, and each
    further one.
    """

    row_firm: float = 0.5
    column_firm: float = 0.5
    row_soft: float = 0.35
    column_soft: float = 0.35
    row_missing: float = 0.35
    column_missing: float = 0.35
    length: float = 1.0
    parts: float = 0.5
    marks: float = 1.0
    edges: float = 0.5
    position: float = 0.5
    structure: float = 1.0
    join: float = 1.0
    gap_open: float = -3.5
    gap_extend: float = -1.05
    shapes: tuple[float, ...] = (-0.19, -3.0, -3.0, -4.8, -4.8, -4.8, -6.5, -6.5, -6.2, -6.2)
    """In the order of `SHAPES`; the defaults of all are where learning began, near Gale & Church 1993, table 5."""
    calibration: tuple[float, ...] = (0.0, 1.0, 0.0, 0.0, 0.0)
    """From a bead's probability to how often such beads are right: a factor for each of `confidence.TRAITS`."""
    signature: str = "by hand"

    def vector(self) -> list[float]:
        """Return the factors in a fixed order, then the shapes in that of `SHAPES`: what a search for weights changes."""
        return [*(getattr(self, name) for name in _FACTORS), *self.shapes]

    def with_vector(self, values: list[float]) -> Self:
        """Return the weights with the values that `vector` gives, changed."""
        factors = dict(zip(_FACTORS, values, strict=False))
        return replace(self, **factors, shapes=tuple(values[len(_FACTORS) :]))  # type: ignore[arg-type]  # the names are those of floats

    def to_json(self) -> str:
        """Return the text that `stored_weights` reads."""
        shapes = {shape_name(shape): worth for shape, worth in zip(SHAPES, self.shapes, strict=True)}
        return json.dumps({**asdict(self), "shapes": shapes}, indent=2) + "\n"


_FACTORS = tuple(one.name for one in fields(Weights) if one.name not in {"shapes", "calibration", "signature"})


@cache
def stored_weights() -> Weights:
    """Return the learned weights."""
    stored = json.loads((files("tmflow.align") / "weights.json").read_text(encoding="utf-8"))
    shapes = tuple(stored["shapes"][shape_name(shape)] for shape in SHAPES)
    return Weights(**{**stored, "shapes": shapes, "calibration": tuple(stored["calibration"])})
