"""What the search is made of: folding, pieces, the index and the sentences of an article."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.publish.samples import SMALL_SOURCE, SMALL_TARGET, bitext, segments, small_article, texts, unit
from tests.publish.samples import parse as parse_html
from tmflow.formats.inline import parse_inline
from tmflow.model.bitext import OriginKind
from tmflow.model.document import ArticleFormat
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, render_page
from tmflow.publish.search import fold, index_files, pieces, search_text
from tmflow.publish.theme import Theme
from tmflow.publish.website import iter_shared_files


def sentences(slug: str, *pairs: tuple[str, str]) -> tuple[str, bytes]:
    """An article of these sentences, as `index_files` takes it."""
    page = Page(bitext=bitext(*(unit(ja, en, block=at) for at, (ja, en) in enumerate(pairs)), slug=slug))
    return f"{slug}/", search_text(page)


def found(files: dict[str, bytes], piece: str) -> list[str]:
    """The articles whose postings a piece has, by looking into every part."""
    index = json.loads(files["search/index.json"])
    for name in index["parts"]:
        part = json.loads(files[f"search/{name}.json"])
        if piece in part:
            at, numbers = 0, []
            for step in part[piece]:
                at += step
                numbers.append(at)
            return [index["articles"][one // 2] for one in numbers]
    return []


@pytest.mark.parametrize(
    ("written", "like"),
    [
        ("ＡＢＣ１２", "abc12"),
        ("ｶﾓﾒｶﾞﾝ", "かもめがん"),
        ("カモメ", "かもめ"),
        ("か\u3099", "が"),
        ("Málaga naïve", "malaga naive"),
        ("harbor’s", "harbor's"),
        ("港の\n\u3000朝", "港の 朝"),
        ("㌔", "きろ"),
    ],
)
def test_what_looks_alike_is_alike(written: str, like: str) -> None:
    assert fold(written) == like


def test_pieces_are_pairs_of_japanese_characters_and_words_of_others() -> None:
    assert pieces("1908年") == {"1908", "年"}
    assert pieces("海の朝") == {"海の", "の朝", "朝"}
    assert pieces("A ship, 4 o'clock") == {"ship", "clock"}


def test_the_sentences_are_those_of_the_page_with_its_permalinks() -> None:
    article = small_article()
    page = Page(bitext=article, source=SMALL_SOURCE, target=SMALL_TARGET)
    tree = parse_html(render_page(page, theme=Theme()))
    rows = json.loads(search_text(page))["units"]
    for at, lang in ((1, "ja"), (2, "en")):
        shown = {f"{row[0]}-{lang}": row[at] for row in rows if row[at]}
        assert set(shown) == {str(segment.get("id")) for segment in segments(tree, lang)}
        assert sorted(shown.values()) == sorted(texts(segments(tree, lang)))


def test_a_draft_says_so() -> None:
    draft = unit("港。", "Harbor.", block=0, draft=True, origin=OriginKind.MT)
    confirmed = unit("船。", "Ship.", block=1)
    rows = json.loads(search_text(Page(bitext=bitext(draft, confirmed))))["units"]
    assert [row[3:] for row in rows] == [["machine"], []]


def test_the_index_names_the_articles_that_hold_a_piece() -> None:
    files = dict(
        index_files([sentences("a", ("港の朝", "Morning")), sentences("b", ("朝の海", "The sea in the morning"))])
    )
    assert found(files, "の朝") == ["a/"]
    assert found(files, "morning") == ["a/", "b/"]
    assert found(files, "harbor") == []


def test_a_large_index_is_cut_into_parts_that_stay_small() -> None:
    articles = [
        sentences(
            f"n{number}",
            *((f"{chr(0x4E00 + 7 * number + at)}と{chr(0x5200 + at)}", f"word{number}x{at}") for at in range(60)),
        )
        for number in range(120)
    ]
    files = dict(index_files(articles))
    sizes = [len(content) for name, content in files.items() if name != "search/index.json"]
    assert len(sizes) > 4
    assert max(sizes) < 100_000
    assert found(files, "word7x5") == ["n7/"]


def test_an_edit_changes_few_parts_of_the_index() -> None:
    """Parts are named by what they hold: what has not changed keeps its name."""
    pairs = [[(f"第{number}話", f"{at * 7919 % 10_007}n{number}") for at in range(90)] for number in range(120)]
    articles = [sentences(f"n{number}", *some) for number, some in enumerate(pairs)]
    before = set(dict(index_files(articles)))
    articles[40] = sentences("n40", *pairs[40], ("", "apples"))
    after = set(dict(index_files(articles)))
    assert len(after) >= 5
    assert len(after - before) == 1


def test_the_index_is_the_same_whatever_the_hash_seed() -> None:
    """Sets are in it on the way: what is written is sorted."""
    articles = [sentences("a", ("港の朝は静かだ", "The harbor is quiet in the morning"))]
    files = dict(index_files(articles))
    for name, content in files.items():
        if name != "search/index.json":
            assert list(json.loads(content)) == sorted(json.loads(content), key=lambda piece: piece.encode("utf-16-be"))
    assert dict(index_files(articles)) == files


def test_broken_characters_are_no_obstacle() -> None:
    folder, text = sentences("a", ("港\ud800の朝", "A \x00 harbor"))
    assert json.loads(text)["units"][0][1:3] == ["港の朝", "A harbor"]
    assert dict(index_files([(folder, text)]))


def test_titles_are_told_apart() -> None:
    page = Page(bitext=replace(small_article(), slug="a"), source=SMALL_SOURCE, target=SMALL_TARGET)
    _, (_, content) = index_files([("a/", search_text(page))])
    assert json.loads(content)["潮が"] == [1]
    assert json.loads(content)["boats"] == [0]


def test_the_page_of_one_language_says_that_it_searches_that_one() -> None:
    files = dict(iter_shared_files([], options=PageOptions(), theme=Theme()))
    hints = {
        folder: parse_html(files[f"{folder}search.html"].decode()).xpath("//*[@id='hint']/p/text()")
        for folder in ("", "ja/", "en/")
    }
    assert ["英語でも" in hint or "or in English" in hint for hint in hints[""]] == [True, True]
    assert [hints["ja/"][0][:8], hints["en/"][0][:19]] == ["日本語の本文から", "In the English text"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('It has 84 wheels.<sup><a href="#fn1">1</a></sup> It ticks.', "It has 84 wheels. It ticks."),
        ("The keeper said <q>come in</q>.", "The keeper said “come in”."),
        ("A room of 9 m<sup>2</sup> & more", "A room of 9 m2 & more"),
    ],
)
def test_a_hit_reads_as_it_is_said(written: str, read: str) -> None:
    content = parse_inline(written, ArticleFormat.HTML)
    page = Page(bitext=bitext(unit("時計の塔。", content, block=0)))
    assert json.loads(search_text(page))["units"][0][2] == read
