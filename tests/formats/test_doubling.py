"""The old text behind the new one: what is told as that, and what is an edit."""

from __future__ import annotations

import pytest

from tmflow.formats.doubling import doubling_fault
from tmflow.formats.inline import parse_inline
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat

SOURCE = "**静かな**港の灯台は`1908`年に建てられた。"
OLD = "The lighthouse of the **quiet** harbor was built in `1908`."
AT_THE_START = "**Fog** hides the harbor."
WITHOUT_END = "Opening hours of the **library**: see `hours.txt`"


def content(native: str) -> Content:
    return parse_inline(native, ArticleFormat.MARKDOWN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, "The lighthouse of the calm harbor was built in 1908.**quiet** harbor was built in `1908`."),
        (OLD, "Built in 1908, it lights up a calm bay.**quiet** harbor was built in `1908`."),
        (AT_THE_START, "Mist hides the harbor.**Fog** hides the harbor."),
        (AT_THE_START, "Nobody can see the port.**Fog** hides the harbor."),
        (WITHOUT_END, "Opening hours of the town library: see hours.txt**library**: see `hours.txt`"),
        (None, "The lighthouse of the quiet harbor was built in 1908.**静かな**港の灯台は`1908`年に建てられた。"),
    ],
)
def test_doubled(old: str | None, new: str) -> None:
    fault = doubling_fault(content(new), source=content(SOURCE), exported=None if old is None else content(old))
    assert fault is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, OLD),
        (OLD, "The old lighthouse of our **quiet** harbor was built in `1908`."),
        (OLD, "The tower of the **quiet** harbor was built in `1908`."),
        (AT_THE_START, "Every spring **Fog** hides the harbor."),
        (AT_THE_START, "As the harbor master says in a note: **Fog** hides the harbor."),
        (AT_THE_START, "Spring is here. **Fog** hides the harbor."),
        (WITHOUT_END, "When is it open? Hours of the **library**: see `hours.txt`"),
        ("See the notice.[^1]", "Please see the whole notice.[^1]"),
        (None, "The lighthouse of the **quiet** harbor was built in `1908`."),
        (None, SOURCE),
        (None, "No codes at all."),
    ],
)
def test_edited(old: str | None, new: str) -> None:
    source = content(SOURCE)
    assert doubling_fault(content(new), source=source, exported=None if old is None else content(old)) is None
