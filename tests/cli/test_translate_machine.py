"""The sample project's new article with a real engine, from `translate` to the page, each command a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from benchmarks.translate_crash_loop import kill_all
from tests.cli.run import PROGRAM, Result, environ, tmflow
from tests.workflow.engines import install_tiny_model
from tests.workflow.projects import ROOT

pytestmark = pytest.mark.mt

SLUG = "harbor-tides-2"
ENGINE = "argos ja>en 1.0"
TABLE = {
    "図書館の": " Library",
    "春": " spring",
    "票が": " The evening",
    "割れた": " the vote",
    "夕方": " was split",
    "ペンは": " The pen",
    "動き続ける": " keeps moving",
    "これからの": " What to",
    "注目点": " watch",
    "工事の間は": " During the work",
    "第1桟橋から": " from pier No. 1",
    "ご乗船ください": " please board",
    "21日の朝も": " On the morning of the 21st too",
    "見たところ": " as far as one could see",
    "何も": " nothing",
    "変わらなかった": " changed",
    "誰が": " Who",
    "挟んだのかは": " put it there",
    "どこにも": " nowhere",
    "書かれていない": " is written",
    "浮桟橋": " The floating pontoon",
    "をめぐる": " and",
    "次の採決": " the next vote",
    "中学生": " pupils at the junior high school",
    "町の高校生": " pupils at the town's high school",
    "答えは": " answer is",
    "新たな提案は": " new proposal is",
    "、": ",",
    "。": ".",
}
"""Enough for the headings, some sentences, and the words in which two matches differ."""

BY_HAND = {
    "潮入の岸壁、造り直しへ:満潮を待たずに動いた町": "Shioiri to rebuild its quay: a town that did not wait for high water",
    "町議会は9対3で1億2000万円の計画を可決したが、浮桟橋の費用と図書館の記録という2つの宿題が残った": "The council passed the 120 million yen plan by 9 votes to 3, but two tasks remain: paying for the pontoon, and the library's records",
    "文 浅見しおり": "By Shiori Asami",
    "潮入発 2026年4月22日 17:30(JST)": "SHIOIRI, April 22, 2026, 17:30 JST",
    "© 久保田すず / 灯台写真室": "© Suzu Kubota / Lighthouse Photo Studio",
    "だがその日の夕方、町議会は岸壁を造り直す案を賛成9、反対3で可決した。": "Yet that evening the town council passed the plan to rebuild the quay with 9 votes for and 3 against.",
    "それでも多くの議員は、12回目の補修のほうがかえって高くつくと判断した。": "Even so, most members judged that a 12th repair would cost more in the end.",
    "議長は閉会後、「次の100年に宛てた手紙のつもりで票を入れました。返事は海がくれるでしょう」と語った。": 'After the session the chair said: "I cast my vote as a letter to the next 100 years. The sea will answer it."',
    "町は財源として、古い倉庫の貸し出しで得た収入を充てることを検討している（注:倉庫は1938年の建築で、現在は祭りの道具を収めている）。": "To pay for it the town is looking at what it earns by letting an old warehouse (Note: it was built in 1938 and now holds the things for the festival).",
    "潮入渡船も乗客に向けて新しい掲示を出しており、その文面は次のとおりだ。": "The Shioiri ferry, too, has put up a new notice for its passengers, which reads as follows.",
    "今月は1933年の記録紙の間から、押し花になったスミレが1輪見つかった。": "This month a single pressed violet was found between the rolls of 1933.",
    "工事の入札は予定どおり6月に始まるか？": "Will the bidding for the work begin in June as planned?",
    "採決の翌朝、そのふたの前に小学生の列ができていた。": "On the morning after the vote a line of schoolchildren stood before that lid.",
    "「いまはどっちに動いているの？」と1人が尋ね、職員が「上がっているところだよ」と答えた。": '"Which way is it moving now?" one asked, and a clerk answered: "It is going up."',
    "来年、町議会がどんな予算を組んでも、ペンは同じ青いインクで次の潮を描くだろう。": "Whatever budget the council draws up next year, the pen will draw the next tide in the same blue ink.",
    "10月27日の大潮で、水位は過去最高の2.31メートルを超えるか？": "Will the water pass its record level of 2.31 metres on the spring tide of October 27?",
}
"""What the translator does herself."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install_tiny_model(tmp_path_factory.mktemp("engine"), TABLE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the sample project, with its memories."""
    for name in ("articles", "memories"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "tmflow.yaml", tmp_path)
    return tmp_path


def run(project: Path, packages: Path, *words: str) -> Result:
    return tmflow(project, *words, environment={"ARGOS_PACKAGES_DIR": str(packages)})


def translated(project: Path, packages: Path, *words: str) -> tuple[Result, list[dict[str, Any]]]:
    result = run(project, packages, "translate", SLUG, "--to", "en", "--format", "json", *words)
    return result, json.loads(result.out)["units"]


def bands(result: Result) -> dict[str, int]:
    """The units of each kind in the line that sums a run up."""
    return {name: int(count) for name, count in re.findall(r"  ([a-z]+) (\d+)", result.told[0])}


def test_what_the_memory_lacks_is_drafted_and_what_it_has_is_repaired(project: Path, packages: Path) -> None:
    result, units = translated(project, packages)
    assert result.code == 1, "some units are refused by the gates"
    assert result.told[0].startswith("harbor-tides-2  36 units  exact 5  adapted 4  fuzzy ")
    assert result.told[0].endswith("  machine 8  untranslated 14  22 filled now  to review: 17")
    empty = [line for line in result.told if " left empty: " in line]
    assert len(empty) == 14
    assert all(re.fullmatch(r'  u-\w+ "[^"]{2,40}…?" left empty: \w.+', line) for line in empty), empty
    told = bands(result)
    assert told["repaired"] >= 2
    assert told["fuzzy"] + told["repaired"] == 5
    found = {unit["source"]: unit for unit in units}
    pupils = found["司書の磯部ちづるさんは、週に一晩、町の高校生の手を借りながら記録紙の撮影を続けている。"]
    assert (pupils["match"], pupils["tool"], pupils["draft"]) == ("repaired", f"{ENGINE} + harbor-tides.po", True)
    assert pupils["target"].endswith("with help from pupils at the town's high school.")
    assert [(one["kind"], one["from"]) for one in pupils["candidates"]] == [
        ("repaired", f"{ENGINE} + harbor-tides.po"),
        ("fuzzy", "harbor-tides.po"),
    ]
    assert 90 < pupils["similarity"] < 99, "better than the plain match, less than an adapted one"
    pen = found["ペンは動き続ける"]
    assert (pen["match"], pen["tool"], pen["target"]) == ("mt", ENGINE, "The pen keeps moving")
    assert all(unit["draft"] for unit in units if unit["match"] in {"repaired", "mt", "fuzzy", "adapted"})


COUNTED = """
import sys
from tmflow.cli import main
from tmflow.mt.argos import ArgosTranslator
import tmflow.workflow.translate as translate

class Counted(ArgosTranslator):
    def translate(self, sources, pair):
        print("asked", len(sources), file=sys.stderr)
        yield from super().translate(sources, pair)

translate.make_translator = lambda settings, pair: lambda: Counted(pair)
main.main()
"""


def asked(project: Path, packages: Path) -> int:
    """Translate in a process of its own and return how many texts the engine was asked for."""
    done = subprocess.run(
        [sys.executable, "-c", COUNTED, "translate", SLUG, "--to", "en"],
        cwd=project,
        env=environ(project, {"ARGOS_PACKAGES_DIR": str(packages)}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return sum(int(line.split()[1]) for line in done.stderr.splitlines() if line.startswith("asked"))


def test_no_text_is_translated_twice(project: Path, packages: Path) -> None:
    assert asked(project, packages) > 30
    written = (project / "memories" / f"{SLUG}.po").read_bytes()
    assert asked(project, packages) == 0
    (project / "memories" / f"{SLUG}.po").unlink()
    assert asked(project, packages) == 0
    assert (project / "memories" / f"{SLUG}.po").read_bytes() == written


def text_of(element: etree._Element, child: str = "*") -> str:
    """All text of the elements of a name below an element."""
    return "".join(str(text) for one in element.iter(f"{{*}}{child}") for text in one.itertext())


@pytest.mark.parametrize("version", ["xliff12", "xliff21"])
def test_the_candidates_reach_a_cat_tool_and_come_back_without_harm(
    project: Path, packages: Path, version: str
) -> None:
    translated(project, packages)
    assert run(project, packages, "export", SLUG, "--to", version, "-o", "a.xlf").code == 0
    root = etree.parse(project / "a.xlf").getroot()
    (unit,) = [one for one in root.iter("{*}unit", "{*}trans-unit") if "町の高校生" in text_of(one)]
    matches = list(unit.iter("{*}match", "{*}alt-trans"))
    assert [dict(match.attrib) for match in matches] == CANDIDATES[version]
    assert [text_of(match, "target")[-19:] for match in matches] == ["town's high school.", "junior high school."]
    assert sum(match.get("origin") == ENGINE for match in root.iter("{*}match", "{*}alt-trans")) == 8
    merged = run(project, packages, "merge", "a.xlf")
    assert merged.told == ["0 units changed, 0 refused, 36 as before"]


CANDIDATES = {
    "xliff12": [
        {
            "match-quality": "97",
            "origin": "argos ja>en 1.0 + harbor-tides.po",
            "tool-id": "mt-1",
            "alttranstype": "proposal",
        },
        {"match-quality": "90", "origin": "harbor-tides.po", "tool-id": "tmflow", "alttranstype": "proposal"},
    ],
    "xliff21": [
        {
            "ref": "#s1",
            "type": "am",
            "subType": "tmflow:repaired",
            "origin": "argos ja>en 1.0 + harbor-tides.po",
            "similarity": "90",
            "matchQuality": "97",
        },
        {"ref": "#s1", "type": "tm", "origin": "harbor-tides.po", "similarity": "90"},
    ],
}


def test_without_what_was_kept_the_memory_is_asked_again(project: Path, packages: Path) -> None:
    told = bands(translated(project, packages)[0])
    shutil.rmtree(project / ".tmflow")
    assert run(project, packages, "export", SLUG, "--to", "xliff21", "-o", "a.xlf").code == 0
    text = (project / "a.xlf").read_text(encoding="utf-8")
    assert text.count('type="tm"') == told["fuzzy"] + told["adapted"]
    assert text.count('type="mt"') == told["machine"]
    assert text.count('type="am"') == told["repaired"]


def reviewed(path: Path) -> None:
    """Do a translator's work on an XLIFF 2.1 file: fill what is empty, put right what is wrong, confirm all."""
    tree = etree.parse(path)
    for segment in tree.iter("{*}segment"):
        target, text = segment.find("{*}target"), text_of(segment, "source")
        if target is None:
            target = etree.SubElement(segment, f"{{{etree.QName(segment).namespace}}}target")
        if text in BY_HAND:
            target.text = BY_HAND[text]
        segment.set("state", "reviewed")
        segment.attrib.pop("subState", "")
    tree.write(path, encoding="utf-8", xml_declaration=True)


def test_from_the_draft_to_the_page(project: Path, packages: Path) -> None:
    """Drafted, refused, reviewed elsewhere, learnt, published, and reused."""
    translated(project, packages)
    refused = run(project, packages, "publish", SLUG)
    assert refused.code == 1
    assert f"{SLUG}   refused: 31 units not ready" in refused.out
    assert not (project / "public" / f"{SLUG}.html").exists()
    shutil.copy(project / "articles/ja/harbor-tides-2.txt", project / "articles/ja/harbor-tides-3.txt")
    before = run(project, packages, "translate", "harbor-tides-3", "--no-mt")
    assert "context 5  adapted 4  fuzzy 5  untranslated 22" in before.err, "no draft is reused before it is confirmed"

    run(project, packages, "export", SLUG, "--to", "xliff21", "-o", "a.xlf")
    reviewed(project / "a.xlf")
    assert "36 units changed, 0 refused" in run(project, packages, "merge", "a.xlf").err
    assert "36 units in the memory   0 drafts kept out" in run(project, packages, "learn", SLUG).out
    published = run(project, packages, "publish", SLUG)
    assert published.code == 0, published.out
    page = (project / "public" / f"{SLUG}.html").read_text(encoding="utf-8")
    assert "The pen keeps moving" in page
    assert "with help from pupils at the town" in page

    (project / "memories/harbor-tides-3.po").unlink()
    again = run(project, packages, "translate", "harbor-tides-3", "--no-mt")
    assert "context 36" in again.err


def test_a_run_with_no_time_left_saves_the_memory_s_part_and_says_how_to_go_on(project: Path, packages: Path) -> None:
    stopped = run(project, packages, "translate", SLUG, "--to", "en", "--max-seconds", "0")
    assert stopped.code == 130
    assert stopped.told[-1] == (
        "Stopped after 0 s. 14 units saved; run the same command again to go on at unit 1, 22 left."
    )
    assert bands(run(project, packages, "translate", SLUG, "--to", "en"))["machine"] == 8


def test_the_terminal_shows_both_phases_and_the_engine(project: Path, packages: Path) -> None:
    leader, follower = pty.openpty()
    with os.fdopen(leader, "rb", buffering=0) as screen:
        done = subprocess.Popen(
            [*PROGRAM, "translate", SLUG, "--to", "en"],
            cwd=project,
            env=environ(project, {"ARGOS_PACKAGES_DIR": str(packages), "TERM": "xterm", "COLUMNS": "120"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=follower,
        )
        os.close(follower)
        drawn = b""
        with contextlib.suppress(OSError):  # Linux: the other side is closed
            while chunk := screen.read(4096):
                drawn += chunk
        assert done.wait() == 1
    text = drawn.decode()
    assert "Memory" in text
    assert f"MT ({ENGINE})" in text
    assert "36/36" in text


def test_ended_at_any_instant_nothing_is_lost(packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few of the ends of `benchmarks/translate_crash_loop.py`, which makes many."""
    assert packages.is_dir(), "the mt extra is there"
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    runs = list(kill_all(tmp_path, kills=3, seed=7))
    assert [run.faults for run in runs] == [()] * 4
    assert [run.code for run in runs if run.number == 3] == [0]
