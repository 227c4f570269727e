"""Articles read from files and texts: blocks by the case tables, refusals, bytes written back, target articles made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest
from ruamel.yaml import YAML

from tmflow.errors import ConfigError, FormatError
from tmflow.formats.article import (
    ARTICLE_SUFFIXES,
    format_of,
    parse_article,
    read_article,
    replace_blocks,
    serialize_article,
    write_article,
)
from tmflow.formats.inline import parse_inline
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, Block, BlockKind, Document, FileEncoding
from tmflow.model.language import Language

CASES = Path(__file__).parents[1] / "cases" / "formats"
ARTICLES = Path(__file__).parents[2] / "articles"


@dataclass(frozen=True)
class Case:
    id: str
    origin: str
    input: str
    expected: list[str]
    why: str
    format: str = "plain"


def read_cases(name: str) -> list[Case]:
    return [Case(**row) for row in YAML(typ="safe").load(CASES / f"{name}.yaml")]


def shown(block: Block, document: Document) -> str:
    language = "" if block.language is document.language else f"/{block.language.value}"
    return f"{block.kind.value}{language} {block.mark}|{'¶'.join(block.text.split(chr(10)))}"


@pytest.mark.parametrize(
    "case", [*read_cases("articles_plain"), *read_cases("articles_markup")], ids=lambda case: case.id
)
def test_blocks(case: Case) -> None:
    document = parse_article(case.input, format=ArticleFormat(case.format))
    assert [shown(block, document) for block in document.blocks] == case.expected, case.why


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*/*.*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_sample_articles_read_and_write_back(path: Path) -> None:
    document = read_article(path)
    assert serialize_article(document) == path.read_bytes()
    assert document.language.value == path.parent.name
    assert document.metadata.title
    assert document.metadata.deck
    assert document.metadata.published
    assert sum(block.kind is BlockKind.TITLE and block.language is document.language for block in document.blocks) == 1
    assert sum(block.kind.is_body for block in document.blocks) >= 10


def test_metadata_of_a_republished_translation() -> None:
    case = next(case for case in read_cases("articles_plain") if case.id == "ja-repeats-original-title")
    metadata = parse_article(case.input, format=ArticleFormat.PLAIN).metadata
    assert metadata.title == "山の水車は誰のために回るのか"
    assert metadata.original_title == "For whom does the mill wheel turn?"
    assert metadata.original_deck is not None
    assert metadata.original_deck.startswith("Two towns, one upstream and one down, are about to sit at the same table")
    assert metadata.translator == "早川ゆき"
    assert metadata.source == "Mill Papers on RIVERS #77"
    assert metadata.dates == ("2026年5月2日",)
    assert metadata.published == "2026-05-02"


def test_front_matter_wins_over_the_body() -> None:
    text = "---\ntitle: One\nauthors: [Ann Lowe, Kenji Mori]\ndate: 2026-05-02\nlang: en\n---\n# Two\n\nBy Ruth Vane\n\nText.\n"
    document = parse_article(text, format=ArticleFormat.MARKDOWN)
    assert document.metadata.title == "One"
    assert document.metadata.byline == "Ann Lowe, Kenji Mori"
    assert document.metadata.published == "2026-05-02"


def test_language_is_guessed_or_declared() -> None:
    assert parse_article("The quay 港", format=ArticleFormat.PLAIN).language is Language.EN
    assert parse_article("港は静かだ Tokyo", format=ArticleFormat.PLAIN).language is Language.JA
    page = '<html lang="ja"><p>Only names here</p></html>'
    assert parse_article(page, format=ArticleFormat.HTML).language is Language.JA
    assert parse_article("港。", format=ArticleFormat.PLAIN, language=Language.EN).language is Language.EN


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("<p>港は静かだ。 www.harbor-museum.example.org/exhibitions/lighthouses</p>", ArticleFormat.HTML),
        ("<p>港は静かだ。<code>if (tide > 3) { closeTheGate(harbor); }</code></p>", ArticleFormat.HTML),
        ("<p>&#28207;&#12399;&#38745;&#12363;&#12384;&#12290; Tide</p>", ArticleFormat.HTML),
        (f"<script>{'let harbor = 1 < 2;' * 9000}</script><p>港は静かだ。</p>", ArticleFormat.HTML),
        ("港は静かだ。[図](images/harbor-and-lighthouse-at-night.png)", ArticleFormat.MARKDOWN),
        (
            "港は静かだ。\n\n```python\nclose_the_gate(harbor, tide)\nopen_the_gate(harbor)\n```\n",
            ArticleFormat.MARKDOWN,
        ),
        ("港は静かだ。\n\n<div class='lighthouse harbor'>灯台</div>", ArticleFormat.MARKDOWN),
        ("港は静かだ。 office@harbor-museum.example.org", ArticleFormat.PLAIN),
        ("<p>港は静かだ。harbor-museum.example/exhibitions/lighthouses_at_night</p>", ArticleFormat.HTML),
    ],
)
def test_only_the_letters_of_prose_tell_the_language(text: str, format: ArticleFormat) -> None:
    assert parse_article(text, format=format).language is Language.JA


def test_user_patterns_make_boilerplate() -> None:
    text = "The Mill\n\nThe wheel turns. It is old.\n\nMembers read on here.\n\nIt stops.\n"
    kinds = [b.kind for b in parse_article(text, format=ArticleFormat.PLAIN, boilerplate=["^Members "]).blocks]
    assert kinds == [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.BOILERPLATE, BlockKind.PARAGRAPH]
    with pytest.raises(ConfigError, match=r'boilerplate pattern "\("'):
        parse_article(text, format=ArticleFormat.PLAIN, boilerplate=["("])


@pytest.mark.parametrize("format", [ArticleFormat.PLAIN, ArticleFormat.MARKDOWN])
@pytest.mark.parametrize("blank", [" ", "\u3000", "\t"])
def test_a_line_of_many_blanks_takes_linear_time(format: ArticleFormat, blank: str) -> None:
    text = f"x{blank * 40_000}x"
    begin = process_time()
    assert parse_article(text, format=format).text == text
    assert process_time() - begin < 2.0


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp", "utf-16"])
def test_a_codec_that_is_certain_is_read_without_being_told(tmp_path: Path, codec: str) -> None:
    text = "潮が満ちるまで、船は港で待っていた。\n\n水先案内人は「もう一時間もすれば出られる」と言って、岸壁の時計を見上げた。\n"
    path = tmp_path / "x.txt"
    path.write_bytes(text.encode(codec))
    document = read_article(path)
    assert document.text == text
    assert serialize_article(document) == path.read_bytes()


def test_a_page_is_read_in_the_codec_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_bytes('<html><head><meta charset="Shift_JIS"></head><body><p>潮。①</p></body></html>'.encode("cp932"))
    document = read_article(path)
    assert [block.text for block in document.blocks] == ["潮。①"]
    assert serialize_article(document) == path.read_bytes()


def test_suffixes() -> None:
    assert ARTICLE_SUFFIXES == (".txt", ".md", ".markdown", ".html", ".htm")
    assert format_of(Path("x.HTM")) is ArticleFormat.HTML
    with pytest.raises(FormatError, match="not the ending of an article"):
        format_of(Path("x.docx"))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", r"no text \(0 bytes\)\. Remove it or add the article"),
        (" \n\u3000\n".encode(), r"no text \(6 bytes\)"),
        (
            "潮が満ちる。".encode("cp932"),
            r"not UTF-8 \(byte 0x92 at line 1, column 1\); looks like Shift_JIS \(CP932\)\. tmflow convert .*x\.txt --from cp932",
        ),
        (
            "ok\nab潮が満ちる。".encode("euc_jp"),
            r"not UTF-8 \(byte 0xa4 at line 2, column 4\); looks like EUC-JP\. .* --from euc_jp",
        ),
        (b"ab\n\0c", r"x\.txt:2:1: a NUL byte"),
        (bytes(range(256)), r"no encoding fits"),
    ],
)
def test_refusals_by_content(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(raw)
    with pytest.raises(FormatError, match=message):
        read_article(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: a: b\n---\nx", r"x\.md:2:9: front matter: mapping values are not allowed"),
        ("---\ntitle: a\ntitle: b\n---\nx", r'x\.md:3: front matter: duplicate key "title" \(first at line 2\)'),
        ("---\ntitle: a\n\nx", r"x\.md:1: the front matter is not closed"),
        ("---\na: " + "[" * 3000 + "\n---\nx", r"x\.md:2:67: front matter: nested more than 64 levels deep"),
        ("---\na: " + "b" * 70000 + "\n---\nx", r"more than 65536 characters"),
    ],
)
def test_refusals_of_front_matter(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        read_article(path)


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    document = parse_article("---\n\nA wheel.\n\n---\n", format=ArticleFormat.MARKDOWN)
    assert [block.text for block in document.blocks] == ["A wheel."]


def test_missing_folder_and_huge_files(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such file"):
        read_article(tmp_path / "no.txt")
    (tmp_path / "dir.txt").mkdir()
    with pytest.raises(FormatError, match="cannot be read"):
        read_article(tmp_path / "dir.txt")
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(20_000_001)
    with pytest.raises(FormatError, match="too large for an article"):
        read_article(huge)


@pytest.mark.parametrize(
    ("codec", "bom", "asked"),
    [("utf-8", True, None), ("cp932", False, "auto"), ("euc_jp", False, "euc_jp"), ("utf-16-le", True, "auto")],
)
def test_encodings_are_kept(tmp_path: Path, codec: str, bom: bool, asked: str | None) -> None:  # noqa: FBT001 - a table column
    path = tmp_path / "x.txt"
    marks = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe"}
    raw = (marks[codec] if bom else b"") + "港の朝\r\n\r\n港の朝は早い。\r\n".encode(codec)
    path.write_bytes(raw)
    document = read_article(path, encoding=asked)
    assert document.encoding == FileEncoding(codec=codec, bom=bom)
    assert document.blocks[0].text == "港の朝"
    other = tmp_path / "y.txt"
    write_article(document, other)
    assert other.read_bytes() == raw


def test_an_encoding_that_lacks_a_character() -> None:
    document = parse_article(
        "港\n•", format=ArticleFormat.PLAIN, encoding=FileEncoding(codec="cp932"), path=Path("x.txt")
    )
    assert serialize_article(parse_article("港", format=ArticleFormat.PLAIN)) == "港".encode()
    with pytest.raises(FormatError, match=r'x\.txt:2: U\+2022 "•" is not in Shift_JIS \(CP932\)'):
        serialize_article(document)


def translate(document: Document, words: dict[str, str]) -> str:
    chosen = {i: parse_inline(words[b.text], document.format) for i, b in enumerate(document.blocks) if b.text in words}
    return replace_blocks(document, chosen, language=document.language.other)


def test_target_of_plain_text_drops_the_repeated_title() -> None:
    text = "橋の話\n\nA Tale of a Bridge\n\n文 森けんじ\n\n■朝\n\n　橋は長い。\n"
    document = parse_article(text, format=ArticleFormat.PLAIN)
    assert document.metadata.original_title == "A Tale of a Bridge"
    target = translate(document, {"橋の話": "The bridge", "朝": "Morning", "橋は長い。": "It is long."})
    assert target == "The bridge\n\n文 森けんじ\n\n■Morning\n\n　It is long.\n"


def test_target_of_markdown_quotes_front_matter() -> None:
    text = "---\ntitle: 橋\ndeck: '長い'\nlang: ja\n---\n## 朝\n\n**橋**は長い。\n"
    document = parse_article(text, format=ArticleFormat.MARKDOWN)
    target = translate(
        document,
        {"橋": 'Bridges: a "tale"', "長い": "Long \\*and\\* old", "朝": "Morning", "橋は長い。": "**It** is long."},
    )
    expected = (
        '---\ntitle: "Bridges: a \\"tale\\""\ndeck: Long *and* old\nlang: en\n---\n## Morning\n\n**It** is long.\n'
    )
    assert target == expected
    again = parse_article(target, format=ArticleFormat.MARKDOWN)
    assert again.metadata.title == 'Bridges: a "tale"'
    assert again.language is Language.EN


def test_target_of_folded_front_matter() -> None:
    text = "---\ntitle: >\n  橋の\n  話\ndate: 2026-01-02\n---\n橋。\n"
    document = parse_article(text, format=ArticleFormat.MARKDOWN)
    target = replace_blocks(document, {0: Content.of("The bridge")}, language=Language.EN)
    assert target == "---\ntitle: The bridge\ndate: 2026-01-02\n---\n橋。\n"


def test_target_of_html_changes_language_and_head() -> None:
    text = (
        '<html lang="ja"><head><title>橋の話 | 通信</title></head><body><h1>橋の<br>話</h1><p>長い。</p></body></html>'
    )
    document = parse_article(text, format=ArticleFormat.HTML)
    target = translate(document, {"橋の\n話": "A &amp; B", "長い。": "It is <b>long</b>."})
    assert target == (
        '<html lang="en"><head><title>A &amp; B | 通信</title></head><body><h1>A &amp; B</h1>'
        "<p>It is <b>long</b>.</p></body></html>"
    )


TABLE = """| 種類 | 味 | 絵 |
|---|---|---|
| 浅煎り | `a\\|b` | ![豆](bean.png) |

中 | 薄い
---|---
豆 | 粉

> 強い | 苦い
> ---|---
> 黒豆 | 白豆

<table><tr><td>青い猫</td><td>
赤い猫
</td></tr></table>

港。
"""


def test_a_border_in_a_cell_of_markdown_is_escaped() -> None:
    document = parse_article(TABLE, format=ArticleFormat.MARKDOWN, language=Language.JA)
    borders = dict.fromkeys(["種類", "浅煎り", "味", "中", "粉", "強い", "白豆"], "Light | roast")
    known = {"豆": "`a|b` \\| c"}
    target = translate(document, borders | known | dict.fromkeys(["青い猫", "赤い猫", "港。"], "Blue | red"))
    again = parse_article(target, format=ArticleFormat.MARKDOWN, language=Language.EN)
    assert [block.inside for block in again.blocks] == [block.inside for block in document.blocks]
    assert target.count("Light \\| roast") == len(borders)
    assert "\\\\|" not in target
    assert target.count("Blue | red") == 3
    assert {block.text for block in again.blocks} >= {"Light | roast", "Blue | red"}


def test_replace_refuses_an_unknown_block() -> None:
    document = parse_article("港。", format=ArticleFormat.PLAIN)
    with pytest.raises(ValueError, match="no block 7"):
        replace_blocks(document, {7: Content.of("x")}, language=Language.EN)
