"""Themes: a publication's templates and style sheet over ours, and what neither may do."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.publish.samples import SMALL_SOURCE, SMALL_TARGET, parse, small_article
from tmflow.errors import ConfigError
from tmflow.publish.outputs import OUTPUTS
from tmflow.publish.page import Page
from tmflow.publish.theme import Theme
from tmflow.publish.website import iter_article_files, iter_shared_files

PAGE = Page(bitext=small_article(), source=SMALL_SOURCE, target=SMALL_TARGET)


def theme(folder: Path, **files: str) -> Theme:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return Theme(folder)


def test_a_block_is_put_in_place_of_ours_and_the_rest_stays(tmp_path: Path) -> None:
    own = theme(
        tmp_path,
        article_html_j2='{% extends "tmflow/article.html.j2" %}{% block meta %}<meta name="theme" content="{{ slug }}">{% endblock %}',
    )
    page = OUTPUTS["page"].write(PAGE, own).decode()
    tree = parse(page)
    assert tree.xpath("//meta[@name='theme']/@content") == [small_article().slug]
    assert not tree.xpath("//meta[@property='og:type']")
    assert len(tree.xpath("//article")) == 1
    assert '<meta name="theme"' in dict(iter_article_files(PAGE, theme=own))["tides/en/index.html"].decode()


def test_its_sheet_comes_after_ours_everywhere_but_in_a_fragment(tmp_path: Path) -> None:
    own = theme(tmp_path, style_css=":root { --link: #7a1f3d; } /* wine */")
    tail = ":root{--link:#7a1f3d}"
    assert f"{tail}</style>" in OUTPUTS["page"].write(PAGE, own).decode()
    shared = dict(iter_shared_files([], options=PAGE.options, theme=own))
    assert shared["style.css"].decode().endswith(tail)
    with zipfile.ZipFile(BytesIO(OUTPUTS["epub"].write(PAGE, own))) as book:
        assert book.read("EPUB/style.css").decode().endswith(tail)
    assert tail not in OUTPUTS["fragment"].write(PAGE, own).decode()


def test_without_a_folder_it_is_ours(tmp_path: Path) -> None:
    assert Theme(tmp_path / "theme").digest == Theme().digest
    empty = OUTPUTS["page"].write(PAGE, Theme(tmp_path))
    assert empty == OUTPUTS["page"].write(PAGE, Theme())


def test_any_change_of_it_changes_its_digest(tmp_path: Path) -> None:
    seen = {theme(tmp_path).digest}
    seen.add(theme(tmp_path, style_css="a{}").digest)
    seen.add(theme(tmp_path, mine_html_j2="{{ slug }}").digest)
    seen.add(theme(tmp_path, mine_html_j2="{{ slug }}!").digest)
    assert len(seen) == 4


@pytest.mark.parametrize(
    "css",
    [
        "@import 'https://example.org/a.css';",
        "a{}\nb{background:url(//example.org/a.png)}",
        'b{background:url( "HTTPS://example.org/a.png" )}',
        "a{}</style><script>alert(1)</script>",
        "a{}\n" + r"b{background:\75rl(//example.org/a.png)}",
        r"@\69mport 'https://example.org/a.css';",
        "b{background:/* */url('//example.org/a.png')}",
        "b{background:image-set('https://example.org/a.png' 1x)}",
        'b{background:-webkit-image-set("ht\\9 tps://example.org/a.png" 1x)}',
        r"b{background:url(\68ttps:example.org/a.png)}",
        r"b{background:url(\2f\2f example.org/a.png)}",
        r"b{background:url('\\\\example.org/a.png')}",
        "b{background:cross-fade(url(///example.org/a.png), red)}",
        "@media print{@supports(a:b){b{background:url( \t//example.org/a.png)}}}",
        "b{--a:'https://example.org/a.png';background:image-set(var(--a) 1x)}",
        "@property --a{syntax:'<url>';inherits:true;initial-value:url(http://example.org)}",
        r"a::after{content:'\3c/style>'}",
    ],
)
def test_a_sheet_asks_no_other_host_and_ends_no_element(tmp_path: Path, css: str) -> None:
    with pytest.raises(ConfigError, match=rf"style\.css:{css.count(chr(10)) + 1}: .*Take it out"):
        theme(tmp_path, style_css=css)


@pytest.mark.parametrize("css", ["a{b:'c\n}", "a{b:url(c d)}", "a{b:c}}", "a{b:'c", "a{b:url(c", "a{b:url(/**/'//c')}"])
def test_what_is_no_style_sheet_is_named_with_its_line(tmp_path: Path, css: str) -> None:
    with pytest.raises(ConfigError, match=r"style\.css:2: no style sheet: .*Correct it"):
        theme(tmp_path, style_css=f"b{{}}\n{css}")


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="50 deep"):
        theme(tmp_path, style_css="a{b:" + "(" * 100_000)


@pytest.mark.parametrize(
    "css",
    [
        "a{background:url(paper.png)}",
        "a{background:url('data:image/png;base64,AA')}",
        "a::after{content:'//'}",
        "a::after{content:'Note: /* a */ '}",
        "a[href^=https]{b:c}",
    ],
)
def test_what_stays_at_home_may_be_in_a_sheet(tmp_path: Path, css: str) -> None:
    assert css in theme(tmp_path, style_css=css).css.replace('"', "'")


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{% block %}", 1),
        ('{% extends "tmflow/article.html.j2" %}\n{% block main %}\n{{ nothing_of_this_name }}{% endblock %}', 3),
        ('{% extends "tmflow/article.html.j2" %}\n{% block main %}{{ "".__class__.__mro__ }}{% endblock %}', 2),
    ],
)
def test_a_wrong_template_is_named_with_its_line(tmp_path: Path, template: str, line: int) -> None:
    own = theme(tmp_path, article_html_j2=template)
    with pytest.raises(ConfigError, match=rf"article\.html\.j2:{line}: .*Correct the template"):
        OUTPUTS["page"].write(PAGE, own)


@pytest.mark.parametrize("template", ["{{ 1 // 0 }}", "{{ 1 + [] }}", "{{ [1].index(2) }}", "{{ '%d' % '' }}"])
def test_a_template_that_fails_at_work_is_named_too(tmp_path: Path, template: str) -> None:
    own = theme(tmp_path, article_html_j2=f"\n{template}")
    with pytest.raises(ConfigError, match=r"article\.html\.j2:2: .*Correct the template"):
        OUTPUTS["page"].write(PAGE, own)


@pytest.mark.parametrize("name", ["article.html.j2", "style.css"])
def test_a_file_that_is_not_utf8_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x83\x7f")
    with pytest.raises(ConfigError, match=rf"{name} cannot be read: .*Save it as UTF-8"):
        Theme(tmp_path)


def test_what_a_template_prints_is_escaped(tmp_path: Path) -> None:
    own = theme(tmp_path, article_html_j2='<p>{{ "<b>" }}</p>')
    assert OUTPUTS["page"].write(PAGE, own) == b"<p>&lt;b&gt;</p>"
