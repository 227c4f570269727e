"""Laws of publishing: any text at all is shown as it is, once, in order, in its language, and nothing else is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publish.samples import Kind, bitext, parse, segments, texts, unit
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.language import Language
from tmflow.publish.cleaning import clean_text
from tmflow.publish.inline import render_contents
from tmflow.publish.page import render_article
from tmflow.publish.urls import checked_url, iter_urls

TEXT = st.text(alphabet=st.sampled_from("あ港。「」（）a<>&\"'{}% /:.#https\u3000"), min_size=1, max_size=20)
KINDS = [kind for kind in Kind if kind not in {Kind.MARKER, Kind.BOILERPLATE}]
CODES = st.builds(
    InlineCode,
    id=st.just("1"),
    kind=st.sampled_from(CodeKind),
    role=st.sampled_from(CodeRole),
    native=st.sampled_from(
        ["**", "<b>", "</b>", "<a href='https://example.org'>", "</a>", "[", "](https://x.example)", "<x"]
    ),
)
CONTENTS = st.lists(st.one_of(TEXT, CODES), max_size=8).map(lambda parts: Content.of(*parts))
WORDS = st.lists(st.tuples(TEXT, TEXT, st.integers(0, 5), st.sampled_from(KINDS)), min_size=1, max_size=6)


def squeezed(text: str) -> str:
    return "".join(clean_text(text).split())


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_every_text_once_in_order(words: list[tuple[str, str, int, Kind]]) -> None:
    kept = [row for row in words if row[0].strip() and row[1].strip()]
    units = [unit(ja, en, block=n, kind=Kind.PARAGRAPH) for n, (ja, en, _, _) in enumerate(kept)]
    tree = parse(render_article(bitext(*units)))
    assert [squeezed(text) for text in texts(segments(tree, "ja"))] == [squeezed(row[0]) for row in kept]
    assert [squeezed(text) for text in texts(segments(tree, "en"))] == [squeezed(row[1]) for row in kept]


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_every_text_once_whatever_its_kind_and_block(words: list[tuple[str, str, int, Kind]]) -> None:
    kept = [row for row in words if row[0].strip() and row[1].strip()]
    tree = parse(render_article(bitext(*(unit(ja, en, block=block, kind=kind) for ja, en, block, kind in kept))))
    assert sorted(map(squeezed, texts(segments(tree, "ja")))) == sorted(squeezed(row[0]) for row in kept)
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))


@settings(max_examples=200, deadline=None)
@given(st.lists(CONTENTS, max_size=4))
def test_any_codes_give_whole_elements_and_keep_the_text(contents: list[Content]) -> None:
    for content, markup in zip(contents, render_contents(contents, Language.EN), strict=True):
        tree = parse(f"<body><div>{markup}</div></body>")
        shown = "".join(str(text) for text in tree.xpath("//div//text()[not(parent::sup)]"))
        assert squeezed(content.text) in squeezed(shown) or squeezed(shown) == squeezed(content.text)
        assert {element.tag for element in tree.find("body/div").iterdescendants()} <= {
            "a", "strong", "em", "code", "br", "wbr", "sup", "bdi", "ruby",
        }  # fmt: skip


@given(st.text(alphabet="htps:/.@[]()?#%あ港 \\\u202ea1", max_size=40))
def test_urls_found_are_fit_for_a_link(text: str) -> None:
    for span in iter_urls(f"https://a{text}"):
        href = checked_url(f"https://a{text}"[span.start : span.end])
        assert href is not None
        assert href.isascii()
        assert href.startswith("https://")
