"""The badge for a readme: how much is translated, in the color of the gates; as SVG, and as JSON for a badge server.

Source of the JSON: shields.io, "Endpoint Badge", schema version 1.
"""

from __future__ import annotations

import json

from tmflow.check.finding import Severity
from tmflow.check.report.contents import Contents
from tmflow.check.report.markup import Markup, element

__all__ = ["render_badge", "render_badge_json"]

_COLORS = {"brightgreen": "#3c7d2c", "yellow": "#8a6d00", "red": "#b8322a"}
"""Each dark enough for white letters: contrast above 4.5 (WCAG 2.2, 1.4.3)."""
_CHARACTER_PX = 7
_PADDING_PX = 10
_HEIGHT_PX = 20


def render_badge(contents: Contents) -> str:
    """Return the badge as SVG."""
    label, message, color = _badge(contents)
    left, right = (len(text) * _CHARACTER_PX + _PADDING_PX for text in (label, message))
    size = {"width": left + right, "height": _HEIGHT_PX}
    text = {"fill": "#fff", "font-family": "Verdana,DejaVu Sans,sans-serif", "font-size": 11, "text-anchor": "middle"}
    svg = element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img", "aria-label": f"{label}: {message}"},
        element("title", None, f"{label}: {message}"),
        element("rect", {**size, "rx": 3, "fill": _COLORS[color]}),
        element("rect", {"width": left, "height": _HEIGHT_PX, "rx": 3, "fill": "#444"}),
        element("g", text, _text(label, left / 2), _text(message, left + right / 2)),
    )
    return f"{svg}\n"


def render_badge_json(contents: Contents) -> str:
    """Return the badge for the endpoint of a badge server."""
    label, message, color = _badge(contents)
    return json.dumps({"schemaVersion": 1, "label": label, "message": message, "color": color}) + "\n"


def _text(text: str, middle: float) -> Markup:
    return element("text", {"x": f"{middle:g}", "y": 14}, text)


def _badge(contents: Contents) -> tuple[str, str, str]:
    """Return label, message and color. The share is cut, not rounded: 100 % has nothing left to do."""
    summary = contents.summary
    share = int(summary.percent(summary.translated)) if summary.units else 100
    color = "brightgreen" if contents.verdict.ok else "red"
    if contents.verdict.ok and contents.findings.at_least(Severity.WARNING):
        color = "yellow"
    return contents.direction, f"{share} %", color
