"""The tables of benchmarks/alignment.py, made of its records; one record is what one system did on one corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.alignment_peers import SYSTEMS, System
from benchmarks.alignment_scores import BINS, Figures

__all__ = ["Record", "keeping", "pooled", "reliability", "report", "shown", "write_block"]

Record = dict[str, Any]
Row = dict[str, str | int | float]

_RESULTS = Path(__file__).with_name("RESULTS.md")
_SIDE_BY_SIDE = (
    ("quality", "F1", "Strict F1, beads with text on both sides:"),
    ("raw", "F1 characters", "Raw text in, F1 of links between characters:"),
)


def keeping(records: Iterable[Record], kept: list[Record]) -> Iterator[Record]:
    """Yield records as they come and keep them."""
    for record in records:
        kept.append(record)
        yield record


def shown(record: Record) -> Row:
    """The columns of a record's line in a table."""
    if record["kind"] != "quality":
        return {name: value for name, value in record.items() if name != "kind"}
    system = SYSTEMS[record["system"]]
    return {
        "corpus": record["corpus"],
        "condition": record["condition"],
        "system": system.name,
        **_quality(Figures.from_json(record["figures"]), system),
        "segments/CPU-s": round(record["segments"] / max(record["cpu_s"], 1e-6)),
        "MB": round(record["memory_mb"]),
        "raised": record["raised"],
        "signature": record["signature"],
    }


def _quality(figures: Figures, system: System) -> Row:
    """How right the beads are and what their confidence is worth, as far as the system has one."""
    precision, share = figures.sure
    return {
        "P": round(figures.linked.precision, 4),
        "R": round(figures.linked.recall, 4),
        "F1": round(figures.linked.f1, 4),
        "F1 all": round(figures.every.f1, 4),
        "F1 lax": round(figures.lax.f1, 4),
        "R not 1:1": round(figures.uneven.recall, 4) if figures.uneven.gold else "",
        "F1 alone": round(figures.alone.f1, 4) if figures.alone.gold else "",
        "at 99 %": round(figures.acceptable, 4) if system.has_confidence else "",
        "P .9": round(precision, 4) if system.is_probability else "",
        "share .9": round(share, 4) if system.is_probability else "",
        "ECE": round(figures.calibration_error, 4) if system.is_probability else "",
    }


def report(records: Sequence[Record]) -> Iterator[tuple[str, Iterator[Row]]]:
    """The tables of RESULTS.md, each with what stands above it, those there are records for."""
    kinds = {kind: [record for record in records if record["kind"] == kind] for kind in ("quality", "raw", "unlike")}
    for kind, figure, caption in _SIDE_BY_SIDE:
        if kinds[kind]:
            yield caption, _side_by_side(kinds[kind], figure)
    if kinds["quality"]:
        yield "Every figure, all corpora above together:", map(shown, pooled(kinds["quality"]))
        yield "How often beads of each confidence are right, all corpora and conditions:", reliability(kinds["quality"])
    if kinds["unlike"]:
        yield "Texts that are no translations of each other, and texts that are:", map(shown, kinds["unlike"])


def _side_by_side(records: Sequence[Record], figure: str) -> Iterator[Row]:
    """One figure: a line for each corpus and condition, a column for each system."""
    names = [name for name in SYSTEMS if any(record["system"] == name for record in records)]
    for corpus, condition in dict.fromkeys((record["corpus"], record["condition"]) for record in records):
        ones = [record for record in records if (record["corpus"], record["condition"]) == (corpus, condition)]
        figures = {record["system"]: shown(record)[figure] for record in ones}
        yield {
            "corpus": corpus,
            "condition": condition,
            **{name: figures.get(name, "") for name in names},
            "signature": re.sub(r"system:[^|]*", f"figure:{figure.replace(' ', '-')}", ones[0]["signature"]),
        }


def pooled(records: Sequence[Record]) -> Iterator[Record]:
    """All corpora together, a record for each condition and system."""
    for condition in dict.fromkeys(record["condition"] for record in records):
        for system in SYSTEMS:
            ones = [record for record in records if (record["condition"], record["system"]) == (condition, system)]
            if not ones:
                continue
            total = {name: sum(one[name] for one in ones) for name in ("texts", "beads", "segments", "cpu_s", "raised")}
            names = "+".join(one["corpus"] for one in ones)
            signature = ones[0]["signature"].replace(f"corpus:{ones[0]['corpus']}|", f"corpus:{len(ones)}|")
            for name in ("texts", "beads"):
                signature = re.sub(rf"{name}:\d+", f"{name}:{total[name]}", signature)
            figures = sum((Figures.from_json(one["figures"]) for one in ones), start=Figures())
            yield {
                **ones[0],
                **total,
                "corpus": names if len(ones) == 1 else f"all {len(ones)}",
                "figures": figures.to_json(),
                "memory_mb": max(one["memory_mb"] for one in ones),
                "signature": signature,
            }


def reliability(records: Sequence[Record]) -> Iterator[Row]:
    """For each system whose confidence is a probability: ten bins of it over all corpora and conditions."""
    for name in (name for name, system in SYSTEMS.items() if system.is_probability):
        ones = [one for one in records if one["kind"] == "quality" and one["system"] == name]
        total = sum((Figures.from_json(one["figures"]) for one in ones), start=Figures())
        for place, (beads, right, confidence) in enumerate(total.bins if ones else ()):
            yield {
                "system": name,
                "confidence": f"{place / BINS:.1f}-{(place + 1) / BINS:.1f}",
                "beads": beads,
                "mean confidence": confidence / beads if beads else "",
                "share right": right / beads if beads else "",
            }


def write_block(name: str, show: Callable[[], None]) -> None:
    """Put what `show` prints into RESULTS.md, in place of what stands between the two marks of a name there.

    Raises ValueError if the marks are not there.
    """
    results = _RESULTS.read_text(encoding="utf-8")
    begin, end = (f"<!-- alignment {name}: {mark} -->\n" for mark in ("begin", "end"))
    if results.find(begin) < 0 or results.find(end) < results.find(begin):
        raise ValueError(f"{_RESULTS.name} has no marks {begin.strip()} and {end.strip()}")
    with redirect_stdout(StringIO()) as printed:
        show()
    before, rest = results.split(begin, 1)
    text = f"{before}{begin}\n{printed.getvalue().strip()}\n\n{end}{rest.split(end, 1)[1]}"
    _RESULTS.write_text(text, encoding="utf-8", newline="\n")
