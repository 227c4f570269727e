"""A project whose every field is hostile, read from its files and published in every form: nothing runs, nothing breaks, nobody is asked."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree
from ruamel.yaml import YAML

from tests.chromium import Chromium
from tests.needed import needed
from tests.publish.checkers import nu_messages
from tests.publish.harmless import assert_all_harmless
from tmflow.workflow.align import align_project
from tmflow.workflow.project import Project, open_project
from tmflow.workflow.publish import publish_project
from tmflow.workflow.serving import SiteServer
from tmflow.workflow.website import publish_site

pytestmark = pytest.mark.browser

PAYLOADS = {
    "script": "</script></style></title><script>document.title='ran'; alert(1)</script>",
    "attribute": '"\' onmouseover=alert(2) autofocus onfocus=alert(3) x="><img src=x onerror=alert(4)>',
    "template": "{{ 7*7 }}{% for x in y %}{{ config }} ${alert(5)} #{alert(6)}",
    "markup": "]]>--><!--<svg onload=alert(7)><math><mi xlink:href=data:x,<script>alert(8)</script>>&lt;b&gt;&#0;",
    "address": 'javascript:alert(9)//https://user:pw@evil.example/%0d%0aSet-Cookie:x?q=<>\\..\\..#" onclick=alert(10)',
    "controls": "\u202etxt\u2066\u200f\ufeff\u0000\u0007\u2028\u2029\ud7ff\ufffe\u00ad\u0301 alert(11)",
}

ALL = " ".join(PAYLOADS.values())

_GUESS = "This document appears to be written in"
"""What the checker guesses of a list of titles that are nothing but payloads."""

TERMS = (
    ("港", "harbor"),
    ("灯台", "lighthouse"),
    ("漁船", "boats"),
    ("岬", "cape"),
    ("光", "light"),
    ("船", "ship"),
)
"""A term of the glossary for each payload."""

FIRST_HIT = """new Promise(done => {
    const look = () => document.querySelector("#hits > li") ? done(true) : setTimeout(look, 20);
    look();
})"""
"""Awaits what a search finds; a page that finds nothing never answers."""

PLAIN = {
    "ja": [
        f"第{number}の灯台は港の北の岬に立ち、夜になると沖を行く漁船と渡し船に白い光を送り続けている。"
        for number in range(1, 41)
    ],
    "en": [
        f"Lighthouse number {number} stands on the cape north of the harbor and sends its light to the boats."
        for number in range(1, 41)
    ],
}
"""What tells the languages of articles that are full of markup."""


def quoted(payload: str) -> str:
    """A payload as a value of YAML."""
    return json.dumps("".join(character for character in payload if character >= " " and character != "\ufffe"))


def written(payload: str) -> str:
    """A payload as it can stand in a line of a text."""
    return payload.replace("\u0000", "").replace("\u2028", " ").replace("\u2029", " ")


def markdown(payload: str, language: str) -> str:
    text, key = written(payload), quoted(payload)
    sentence = {"ja": "港の朝は早い", "en": "The harbor wakes early"}[language]
    front = "".join(
        f"{name}: {key}\n"
        for name in ("title", "subtitle", "kicker", "author", "translator", "source", "credit", "license", "series",
                     "url", "original_url", "original_title", "slug", "lang", "canonical", "description")
    )  # fmt: skip
    date = key if language == "ja" else '"2026-02-30T25:61:00+99:00"'
    return f"""---
{front}date: {date}
part: {key}
---

# {text}

{sentence} {text}。[^{text[:9].replace("]", "")}] [{text}]({text}) ![{text}]({text} "{text}") `{text}`

## {text}

![{text}](<{text}>)

| {text.replace("|", "")} | b |
|---|---|
| {text.replace("|", "")} | {sentence} |

- {sentence} {text}
- [ ] {text}

> {sentence} {text}

{chr(10).join(PLAIN[language])}

```{text.replace("`", "")}
{text}
```

[^{text[:9].replace("]", "")}]: {sentence} {text}
"""


def html(payload: str, language: str) -> str:
    text = written(payload).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    sentence = {"ja": "船は12隻ある", "en": "There are 12 boats"}[language]
    return f"""<!DOCTYPE html><html lang="{text}"><head><title>{text}</title><meta name="translator" content="{text}">
<meta name="series" content="{text}"><meta name="part" content="{text}"><link rel="canonical" href="{text}"></head><body><article>
<h1 lang="{text}">{text}</h1><p class="byline">{text}</p><p><time datetime="{text}">{text}</time></p>
<p>{sentence} {written(payload)}。<a href="{text}">{text}</a><sup><a href="#{text}" id="{text}">1</a></sup></p>
<p>{" ".join(PLAIN[language])}</p><figure><img src="{text}" alt="{text}" srcset="{text}"><figcaption>{text}</figcaption></figure>
<table><caption>{text}</caption><tr><th scope="{text}" colspan="{text}">{text}</th><td rowspan="99999999">{text}</td></tr></table>
<pre><code class="language-{text}">{text}</code></pre><ol start="{text}"><li id="{text}">{sentence} {text}</li></ol>
<p><ruby>{text}<rt>{text}</rt></ruby> <q cite="{text}">{text}</q></p></article></body></html>
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with the payloads in its settings, one in each term of its glossary and in two articles of each language."""
    root = tmp_path_factory.mktemp("hostile")
    settings = {
        "align": {"dictionary": "none"},
        "publish": {
            "site_name": json.loads(quoted(ALL)),
            "base_url": "https://example.org/a",
            "ruby": True,
            "vertical": True,
        },
    }
    yaml = YAML()
    yaml.dump(settings, root / "tmflow.yaml")
    (root / "memories").mkdir()
    terms = []
    for payload, (ja, en) in zip(PAYLOADS.values(), TERMS, strict=True):
        text = json.loads(quoted(payload))
        terms.append({"ja": ja, "en": en, "reading": text, "note": text})
    yaml.dump(terms, root / "memories/glossary.yaml")
    for language in ("ja", "en"):
        folder = root / "articles" / language
        folder.mkdir(parents=True)
        for name, payload in (*PAYLOADS.items(), ("all", ALL)):
            (folder / f"{name}.md").write_text(markdown(payload, language), encoding="utf-8")
            (folder / f"{name}-page.html").write_text(html(payload, language), encoding="utf-8")
    assert not [one.error for one in align_project(open_project(root), force=True) if one.error]
    return open_project(root)


@pytest.fixture(scope="module")
def pages(project: Project) -> list[Path]:
    """Every page of the project: alone, as a fragment in a frame, and of the site."""
    alone = published(project, "page")
    framed = []
    for path in published(project, "fragment"):
        framed.append(path.with_suffix(".framed.html"))
        framed[-1].write_text(
            '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>x</title></head><body><main>'
            f"{path.read_text(encoding='utf-8')}</main></body></html>",
            encoding="utf-8",
        )
    assert all(one.path for one in publish_site(project, allow_drafts=True))
    return [*alone, project.index_page_path, *framed, *sorted(project.site_folder.rglob("*.html"))]


def published(project: Project, to: str) -> list[Path]:
    paths = [one.path for one in publish_project(project, to=to, allow_drafts=True) if one.path]
    assert len(paths) == 2 * (len(PAYLOADS) + 1)
    return paths


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder on this machine, so that scripts that load files of the site can."""
    server = SiteServer(folder)
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


def test_nothing_of_a_hostile_project_runs(chromium: Chromium, pages: list[Path]) -> None:
    assert_all_harmless(chromium, pages)


def test_nothing_of_a_hostile_project_breaks(project: Project, pages: list[Path]) -> None:
    for path in project.site_folder.rglob("*.xml"):
        etree.parse(path)
    assert [message for message in nu_messages(pages) if _GUESS not in message] == []


@pytest.mark.usefixtures("pages")
def test_a_search_of_a_hostile_project_finds_texts(chromium: Chromium, project: Project) -> None:
    with serving(project.site_folder) as address, chromium.tab("about:blank") as tab:
        for query in ("alert", "%3Cimg", "harbor", "12"):
            tab.go(f"{address}search.html?q={query}")
            assert tab.evaluate(FIRST_HIT)
            assert not tab.dialogs
            assert tab.evaluate("document.title") != "ran"
            assert all(request.startswith((address, "data:")) for request in tab.requests)


def test_books_of_a_hostile_project_are_books(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker, seconds a book, reads the two that hold every payload."""
    books = published(project, "epub")
    for path in books:
        assert_harmless_book(path)
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
    epubcheck = needed("epubcheck", install="epubcheck")
    whole = [path for path in books if path.stem in {"all", "all-page"}]
    assert [epubcheck.EpubCheck(str(path)).messages for path in whole] == [[], []]


def assert_harmless_book(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        trees = {
            name: etree.fromstring(packed.read(name))
            for name in packed.namelist()
            if name.endswith((".xhtml", ".opf", ".xml"))
        }
    article = trees["EPUB/article.xhtml"]
    names = {etree.QName(one).localname for one in article.iter("*")}
    assert not names & {"script", "svg", "iframe", "math", "object", "style"}
    assert not [name for one in article.iter("*") for name in one.attrib if str(name).startswith("on")]
    assert {urlsplit(one.get("href", "")).scheme for one in article.iter("*")} <= {"", "http", "https"}
