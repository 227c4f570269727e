"""Definition lists: terms with what is said of them, in every form of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import Chromium, Screen
from tests.publish.checkers import axe_violations, nu_messages
from tests.publish.definitions import BROKEN, EN, JA
from tests.publish.samples import parse, texts, write_page
from tests.publish.structures import paired
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.publish.options import PageOptions
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page, render_article
from tmflow.publish.theme import Theme

WHOLE = paired(JA, EN, ArticleFormat.HTML)
TORN = paired(BROKEN.format("港"), BROKEN.format("Harbor"), ArticleFormat.HTML)


def test_terms_and_definitions_are_those_of_html() -> None:
    (outer,) = parse(render_article(WHOLE)).xpath("//article/dl")
    assert [part.tag for part in outer] == ["dt", "dt", "dd", "dd", "dt", "dd"]
    assert [" ".join(texts(part.xpath("./div//*[@lang='en'][@id]"))) for part in outer] == [
        *("Character", "Rhythm", "The color and the interval of a light.", "Charts give it.", "Range"),
        "How far a light is seen.",
    ]
    assert [part.tag for part in outer.xpath("./dd/dl/*")] == ["dt", "dd"]
    assert texts(outer.xpath("./dd/ul/li//*[@lang='ja'][@id]")) == ["白", "赤"]


@pytest.mark.parametrize("only", [None, *Language])
def test_what_is_no_list_is_what_it_holds(only: Language | None) -> None:
    page = parse(render_article(TORN, options=PageOptions(only=only)))
    assert [[part.tag for part in one] for one in page.xpath("//dl")] == [["dt", "dd"]]
    assert len(page.xpath("//article/div[starts-with(@class, 'r')]")) == 5
    assert page.xpath("//dd/h2")


def test_the_text_and_markdown_keep_the_groups() -> None:
    markdown, text = (OUTPUTS[name].write(Page(bitext=WHOLE), Theme()).decode() for name in ("markdown", "text"))
    assert (
        "- **Character**\n\n    **Rhythm**\n\n    The color and the interval of a light.\n\n    Charts give it."
        in markdown
    )
    assert "    - **Nautical mile**\n\n        1,852 meters.\n" in markdown
    assert "Character\nRhythm\n    The color and the interval of a light.\n    Charts give it.\n" in text
    assert "    Nautical mile\n        1,852 meters.\n" in text


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    for name in ("whole", "torn"):
        (tmp_path / name).mkdir()
    return [
        write_page(tmp_path / name, render_article(article)) for name, article in (("whole", WHOLE), ("torn", TORN))
    ]


def test_the_checker_finds_nothing(pages: list[Path]) -> None:
    assert nu_messages(pages) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_read_them_at_each_width(chromium: Chromium, pages: list[Path], width: int) -> None:
    for path in pages:
        with chromium.tab(path, Screen(width=width)) as tab:
            assert axe_violations(tab) == []
            assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
