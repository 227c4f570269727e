"""The growth plot of benchmarks/memory.py: milliseconds by units, both axes logarithmic, as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

__all__ = ["plot"]

WIDTH, HEIGHT, MARGIN = 400, 300, 56
COLORS = ("#b3541e", "#0b6e99", "#5aa9c9", "#5b7f2b", "#8a5a9e", "#777777", "#c2912e")

Points = Sequence[tuple[str, int, float]]
"""Name of the line, units, milliseconds."""


def plot(diagrams: Mapping[str, Points]) -> str:
    """Return diagrams side by side, a line for each name, colored alike in all."""
    names = list(dict.fromkeys(name for points in diagrams.values() for name, *_ in points))
    values = [value for points in diagrams.values() for *_, value in points]
    sizes = [size for points in diagrams.values() for _, size, _ in points]
    bounds = (
        (math.log10(min(sizes)), math.log10(max(sizes))),
        (math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))),
    )
    panels = "".join(
        _panel(title, points, names, bounds, left=WIDTH * place)
        for place, (title, points) in enumerate(diagrams.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(diagrams)} {HEIGHT + 20 * len(names) // 2}" '
        f'font-family="sans-serif" font-size="11" fill="#333">\n<title>Growth of a search with the memory</title>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{panels}{_legend(names)}</svg>\n'
    )


def _panel(
    title: str,
    points: Points,
    names: Sequence[str],
    bounds: tuple[tuple[float, float], tuple[float, float]],
    *,
    left: int,
) -> str:
    (least_x, most_x), (least_y, most_y) = bounds

    def at(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - least_x) / max(most_x - least_x, 1e-9)
        up = (math.log10(value) - least_y) / max(most_y - least_y, 1e-9)
        return left + MARGIN + across * (WIDTH - 1.5 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    parts = [_text(left + MARGIN, 28, title, 'font-size="13" font-weight="bold"')]
    for power in range(round(least_y), round(most_y) + 1):
        ends = [at(10**least_x, 10.0**power), at(10**most_x, 10.0**power)]
        parts += [_line(ends, 'stroke="#ddd"'), _text(ends[0][0] - 6, ends[0][1] + 4, f"{10.0**power:g}", _END)]
    for size in sorted({size for _, size, _ in points}):
        parts.append(_text(at(size, 1)[0], HEIGHT - MARGIN + 16, f"{size:,}", 'text-anchor="middle"'))
    parts.append(_text(left + WIDTH / 2, HEIGHT - MARGIN + 32, "units", 'text-anchor="middle"'))
    for name, color in zip(names, COLORS, strict=False):
        line = [at(size, value) for one, size, value in points if one == name]
        parts.append(_line(line, f'stroke="{color}" stroke-width="2"'))
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>\n' for x, y in line]
    return "".join(parts)


_END = 'text-anchor="end"'


def _legend(names: Sequence[str]) -> str:
    return "".join(
        _text(MARGIN + WIDTH * (place % 2), HEIGHT + 20 * (place // 2), name, f'fill="{color}" font-weight="bold"')
        for place, (name, color) in enumerate(zip(names, COLORS, strict=False))
    )


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>\n'


def _line(ends: Sequence[tuple[float, float]], style: str) -> str:
    return f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in ends)}" fill="none" {style}/>\n'
