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
        ("灯台は**静か**だ。", "港の灯台は静かだ。**静か**だ。"),
        ("The second line is **bold**.", "The second line is really bold.**bold**."),
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
        ("The second line is **bold**.", "The second line is really **bold**."),
        ("The second line is **bold**.", "As everybody can see by now, the second line is **bold**."),
        ("The log is in `log.txt`.", "Look it up: the log is in `log.txt`."),
        ("灯台は**静か**だ。", "港の灯台は本当に**静か**だ。"),
        ("**霧**が港を隠す。", "春が来た。**霧**が港を隠す。"),
        ("From **May** to June", "It is open from early **May** to June"),
        ("The port of **Aki** is old.", "The old port of **Aki** is old."),
        ("See the notice.[^1]", "Please see the whole notice.[^1]"),
        (None, "The lighthouse of the **quiet** harbor was built in `1908`."),
        (None, SOURCE),
        (None, "No codes at all."),
    ],
)
def test_edited(old: str | None, new: str) -> None:
    source = content(SOURCE)
    assert doubling_fault(content(new), source=source, exported=None if old is None else content(old)) is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See the log in `log.txt`", "ログは`log.txt`"),
        ("It is made by **Aki**", "製造元は**Aki**"),
        ("言葉は**港**", "The word is **港**"),
    ],
)
def test_a_name_in_a_code_is_no_old_text(source: str, target: str) -> None:
    assert doubling_fault(content(target), source=content(source), exported=None) is None
