"""The rules on what stands around the text, on articles as they are read from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.projects import EN, JA, make_project, reopened
from tmflow.check.finding import Finding
from tmflow.workflow.align import align_project
from tmflow.workflow.project import open_project
from tmflow.workflow.verify import verify_project


def found(root: Path, ja: str, en: str, *only: str, suffix: str = ".txt") -> list[Finding]:
    """What is found in an article with these lines before its text."""
    project = make_project(root)
    for language, head, sentences in (("ja", ja, JA[1:]), ("en", en, EN[1:])):
        path = root / "articles" / language / f"mist{suffix}"
        path.parent.mkdir(parents=True)
        path.write_text(f"{head}\n\n" + "\n\n".join(sentences) + "\n", encoding="utf-8")
    project = reopened(project)
    list(align_project(project))
    return list(verify_project(reopened(project), only=only).findings)


BOTH = ("霧の朝の灯台\n\n文 浅見しおり\n{}", "A lighthouse on a foggy morning\n\nBy Shiori Asami\n{}")
TRANSLATED = (BOTH[0], f"{BOTH[1]}\nTranslated by Mabel Thorne")
FRONT = ("---\ntitle: 霧の朝\ndate: {}\n---", "---\ntitle: A foggy morning\ndate: {}\n---")


@pytest.mark.parametrize(
    ("heads", "ja", "en", "told"),
    [
        (BOTH, "2026年2月8日", "February 8, 2026", None),
        (BOTH, "2026年2月8日", "February 18, 2026", ("articles/en/mist.txt:4:1", "2026-02-08", "2026-02-18")),
        (BOTH, "2026年2月8日", "Feb. 8, 2025", ("articles/en/mist.txt:4:1", "2026-02-08", "2025-02-08")),
        (BOTH, "令和8年2月8日", "8 February 2026", None),
        (BOTH, "2026年2月8日 8:00(JST)", "February 7, 2026, 23:00 GMT", None),
        (BOTH, "2026年2月8日 8:00(JST)", "February 6, 2026, 23:00 GMT", ("articles/en/mist.txt:4:1", "2026-02-08", "2026-02-06")),
        (TRANSLATED, "2026年2月8日", "February 18, 2026", None),
        (TRANSLATED, "2026年2月8日", "February 8, 2027", ("articles/en/mist.txt:4:1", "2026-02-08", "2027-02-08")),
        (TRANSLATED, "2026年2月8日", "January 8, 2026", ("articles/en/mist.txt:4:1", "2026-02-08", "2026-01-08")),
        (FRONT, "2026-02-08", "2026-02-08", None),
        (FRONT, "2026-02-08", "2026-02-09", ("articles/en/mist.md:3:7", "2026-02-08", "2026-02-09")),
    ],
)  # fmt: skip
def test_both_articles_are_of_one_day(
    tmp_path: Path, heads: tuple[str, str], ja: str, en: str, told: tuple[str, str, str] | None
) -> None:
    suffix = ".md" if heads is FRONT else ".txt"
    findings = found(tmp_path, heads[0].format(ja), heads[1].format(en), "pub.meta", "date.value", suffix=suffix)
    assert [(str(one.location), one.expected, one.found) for one in findings] == ([told] if told else [])


SAID = (
    ('<p class="byline">By Shiori Asami, translated by Mabel Thorne</p>', ""),
    ("<p>Translated by Mabel Thorne</p>", ""),
    ("", "<footer><p>Translation: Mabel Thorne</p></footer>"),
    ('<meta name="translator" content="Mabel Thorne">', ""),
)


@pytest.mark.parametrize(("before", "after"), SAID)
@pytest.mark.parametrize(("day", "told"), [("2026-02-18", 0), ("2026-01-08", 1)])
def test_a_page_may_say_anywhere_that_it_is_a_translation(
    tmp_path: Path, before: str, after: str, day: str, told: int
) -> None:
    """As front matter may with `translator`: it may have come out later then, but not earlier."""
    text = "<html><body><article><h1>{}</h1>{}<p><time datetime={}>{}</time></p>{}{}</article></body></html>"
    make_project(tmp_path)
    for language, sentences, around, date in (("ja", JA, ("", ""), "2026-02-08"), ("en", EN, (before, after), day)):
        path = tmp_path / "articles" / language / "mist.html"
        path.parent.mkdir(parents=True)
        title, *body = sentences
        paragraphs = "".join(f"<p>{one}</p>" for one in body)
        path.write_text(text.format(title, around[0], date, date, paragraphs, around[1]), encoding="utf-8")
    project = open_project(tmp_path)
    list(align_project(project))
    assert len(list(verify_project(reopened(project), only=("pub.meta", "date.value")).findings)) == told


NO_AUTHOR = "A lighthouse on a foggy morning\nFebruary 8, 2026"


@pytest.mark.parametrize(
    ("ja", "en", "suffix", "told"),
    [
        (BOTH[0].format("2026年2月8日"), BOTH[1].format("February 8, 2026"), ".txt", []),
        (BOTH[0].format("2026年2月8日"), NO_AUTHOR, ".txt", ["the author is not in the translation: 浅見しおり"]),
        (BOTH[0].format("2026年2月8日"), f"{NO_AUTHOR}\nShiori Asami of the Harbor Letter", ".txt", []),
        ("---\nauthor: 浅見しおり\n---", "---\nauthor: Shiori Asami\n---", ".md", []),
        ("---\ntitle: 霧の朝の灯台\nauthor: 浅見しおり\n---", "---\ntitle: A lighthouse on a foggy morning\n---", ".md", ["the author is not in the translation: 浅見しおり"]),
    ],
)  # fmt: skip
def test_the_author_is_named_on_both_sides(tmp_path: Path, ja: str, en: str, suffix: str, told: list[str]) -> None:
    findings = found(tmp_path, ja, en, "pub.credits", suffix=suffix)
    assert [finding.message for finding in findings] == told


@pytest.mark.parametrize(
    ("ja", "en", "told"),
    [
        ("slug: foggy-morning", "slug: foggy-morning", []),
        ("slug: kiri-no-asa", "slug: foggy-morning", []),
        ("slug: 霧の朝", "slug: 霧の朝", ['the slug of the English page is not in English: "霧の朝"']),
        ("slug: foggy-morning", "lang: en", ['the source has the slug "foggy-morning", the translation has none']),
        ("lang: ja", "lang: en", []),
    ],
)
def test_the_slug_is_kept(tmp_path: Path, ja: str, en: str, told: list[str]) -> None:
    findings = found(tmp_path, f"---\n{ja}\n---", f"---\n{en}\n---", "pub.meta", suffix=".md")
    assert [finding.message for finding in findings] == told


def _page(language: str, sentences: tuple[str, ...]) -> str:
    title, *body = sentences
    text = "".join(f"<p>{sentence}</p>\n" for sentence in body)
    return f'<html lang="{language}"><body><article><h1>{title}</h1>\n{text}</article></body></html>\n'


def test_a_page_that_tells_a_wrong_language_is_read_in_that_of_its_folder(tmp_path: Path) -> None:
    make_project(tmp_path)
    for language, sentences in (("ja", JA), ("en", EN)):
        path = tmp_path / "articles" / language / "mist.html"
        path.parent.mkdir(parents=True)
        path.write_text(_page(language, sentences), encoding="utf-8")
    list(align_project(open_project(tmp_path)))
    right = list(verify_project(open_project(tmp_path)).findings)
    path.write_text(_page("ja", EN), encoding="utf-8")
    found = [one for one in verify_project(open_project(tmp_path)).findings if one not in right]
    assert [(one.rule, one.message) for one in found] == [
        ("pub.meta", 'the page says that its language is "ja", not "en"')
    ]
    bitext = tmp_path / "memories/mist.po"
    before = bitext.read_text(encoding="utf-8")
    list(align_project(open_project(tmp_path)))
    assert bitext.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("key", "ja", "en", "told"),
    [
        ("author", "浅見しおり", "Shiori Asami", "author"),
        ("translator", "ソーン・メイベル", "Mabel Thorne", "translator"),
        ("source", "港だより", "Harbor Letter", "source"),
        ("photo_credit", "灯台資料館", "Lighthouse Archive", "credit"),
    ],
)
def test_a_credit_taken_out_of_the_front_matter_is_missed(
    tmp_path: Path, key: str, ja: str, en: str, told: str
) -> None:
    heads = "---\ntitle: 霧の朝\n{}---".format(f"{key}: {ja}\n"), "---\ntitle: A foggy morning\n{}---"
    whole = heads[1].format(f"{key}: {en}\n")
    assert not found(tmp_path, heads[0], whole, "pub.credits", suffix=".md")
    path = tmp_path / "articles/en/mist.md"
    path.write_text(path.read_text(encoding="utf-8").replace(f"{key}: {en}\n", ""), encoding="utf-8")
    for _ in ("as it is", "aligned anew"):
        findings = verify_project(open_project(tmp_path), only=("pub.credits",)).findings
        assert [(one.message, one.severity.value) for one in findings] == [
            (f"the {told} is not in the translation: {ja}", "error")
        ]
        list(align_project(open_project(tmp_path)))
