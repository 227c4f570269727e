"""Bad input: one clear line that names what and where, the right exit code, nothing broken, never a traceback."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.run import PROGRAM, Result, environ, tmflow
from tests.workflow.projects import EN, JA, aligned, article, edit, make_project, targets_of, tree
from tmflow.workflow.project import Project

Damage = Callable[[Path], object]


def put(name: str, content: bytes | str) -> Damage:
    def write(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


def link_out(root: Path) -> None:
    outside = root.parent / f"{root.name}-outside.txt"
    outside.write_text(article(JA), encoding="utf-8")
    (root / "articles/ja/out.txt").symlink_to(outside)


def twins(root: Path) -> None:
    for form in ("NFC", "NFD"):
        (root / "articles/ja" / f"{unicodedata.normalize(form, 'ガス')}.txt").write_text(article(JA), encoding="utf-8")


def newer_index(root: Path) -> None:
    (root / ".tmflow").mkdir(exist_ok=True)
    tmflow(root, "learn")
    connection = sqlite3.connect(root / ".tmflow/memory.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def memories_is_a_file(root: Path) -> None:
    for path in (root / "memories").iterdir():
        path.unlink()
    (root / "memories").rmdir()
    (root / "memories").write_text("", encoding="utf-8")


def cache_is_a_file(root: Path) -> None:
    for path in sorted((root / ".tmflow").rglob("*"), reverse=True):
        path.unlink()
    (root / ".tmflow").rmdir()
    (root / ".tmflow").write_text("", encoding="utf-8")


def swap(root: Path) -> None:
    put("articles/ja/fog.txt", article(EN))(root)
    put("articles/en/fog.txt", article(JA))(root)


def link_to_itself(root: Path) -> None:
    put("tmflow.yaml", "segment: {srx: loop.srx}\n")(root)
    (root / "loop.srx").symlink_to("loop.srx")


SHORT_CP932 = "霧。".encode("cp932")
UNLIKE = article(
    ("A recipe for soup", *(f"Add {n} spoons of pepper and stir until it boils over." for n in (2, 3, 4, 6, 7)))
)

CASES: dict[str, tuple[Damage, str, int, tuple[str, ...]]] = {
    "cp932": (
        put("articles/ja/fog.txt", SHORT_CP932),
        "status",
        2,
        ("articles/ja/fog.txt", "not UTF-8", "tmflow convert"),
    ),
    "empty file": (put("articles/ja/fog.txt", ""), "status", 2, ("articles/ja/fog.txt", "no text (0 bytes)")),
    "blank file": (put("articles/ja/fog.txt", "\n \u3000\n"), "check", 2, ("articles/ja/fog.txt", "no text")),
    "garbage": (put("articles/ja/fog.txt", bytes(range(256)) * 4), "check", 2, ("articles/ja/fog.txt",)),
    "missing partner": (put("articles/ja/fog.txt", article(JA)), "align", 1, ("fog", "no partner in articles/en/")),
    "missing partner named": (put("articles/ja/fog.txt", article(JA)), "align fog", 1, ("tmflow translate fog",)),
    "missing source": (put("articles/en/fog.txt", article(EN)), "export fog", 2, ("fog has no bitext yet",)),
    "swapped": (swap, "align fog", 2, ("articles/ja/fog.txt is English", "swapped")),
    "unlike": (
        lambda root: (put("articles/ja/fog.txt", article(JA))(root), put("articles/en/fog.txt", UNLIKE)(root)),
        "align fog",
        1,
        ("do not look like translations", "--force"),
    ),
    "yaml syntax": (put("tmflow.yaml", "check: [\n"), "status", 2, ("tmflow.yaml:",)),
    "yaml duplicate": (put("tmflow.yaml", "mt: {}\nmt: {}\n"), "status", 2, ("tmflow.yaml:2:1", 'duplicate key "mt"')),
    "yaml unknown": (
        put("tmflow.yaml", "check:\n  in_progres: []\n"),
        "status",
        2,
        ("tmflow.yaml:2:3", "in_progress?"),
    ),
    "yaml section": (put("tmflow.yaml", "chekc: {}\n"), "status", 2, ("tmflow.yaml:1:1", '"chekc": check?')),
    "yaml kind": (put("tmflow.yaml", "memory: {threshold: much}\n"), "status", 2, ("memory.threshold", "whole number")),
    "penalty": (
        put("tmflow.yaml", "memory: {penalties: {otter: 1}}\n"),
        "status",
        2,
        ("memory.penalties.otter", "other?"),
    ),
    "penalty range": (
        put("tmflow.yaml", "memory: {penalties: {other: 101}}\n"),
        "status",
        2,
        ("tmflow.yaml:1:", "0 to 100"),
    ),
    "database": (put("tmflow.yaml", "memory: mysql://host/name\n"), "status", 2, ("tmflow.yaml:1:1", "postgresql://")),
    "yaml choice": (put("tmflow.yaml", "publish: {layout: wide}\n"), "status", 2, ("publish.layout", "side-by-side")),
    "yaml range": (put("tmflow.yaml", "mt: {batch: 0}\n"), "status", 2, ("mt.batch", "1 or more")),
    "mt threads": (
        put("tmflow.yaml", "mt:\n  threads: -1\n"),
        "status",
        2,
        ("tmflow.yaml:2:3", "mt.threads", "0 or more"),
    ),
    "mt device": (put("tmflow.yaml", "mt: {device: gpu}\n"), "status", 2, ("mt.device", "cpu, cuda, auto")),
    "mt beam": (put("tmflow.yaml", "mt: {beam_size: 0}\n"), "status", 2, ("mt.beam_size", "1 or more")),
    "mt hypotheses": (
        put("tmflow.yaml", "mt: {beam_size: 2, hypotheses: 3}\n"),
        "status",
        2,
        ("tmflow.yaml:1:20", "mt.hypotheses is 3", "from 1 to beam_size, 2"),
    ),
    "mt penalty": (put("tmflow.yaml", "mt: {length_penalty: -0.5}\n"), "status", 2, ("mt.length_penalty", "0 or more")),
    "mt unknown": (put("tmflow.yaml", "mt: {beams: 4}\n"), "status", 2, ("mt.beams", "beam_size?")),
    "yaml language": (put("tmflow.yaml", "languages: {source: jp}\n"), "status", 2, ('"jp"',)),
    "dictionary missing": (
        put("tmflow.yaml", "align: {dictionary: words/edict}\n"),
        "align",
        2,
        ("words/edict: the dictionary cannot be read", "No such file"),
    ),
    "dictionary with a NUL": (
        put("tmflow.yaml", 'align: {dictionary: "a\\0b"}\n'),
        "align",
        2,
        ("the dictionary cannot be read", "null"),
    ),
    "dictionary of no words": (
        put("tmflow.yaml", "align: {dictionary: tmflow.yaml}\n"),
        "align",
        2,
        ("tmflow.yaml: it is not in EDICT's format",),
    ),
    "srx link to itself": (link_to_itself, "status", 2, ("segment.srx", 'no file "loop.srx"')),
    "link to itself as an article": (
        lambda root: (root / "loop.txt").symlink_to("loop.txt"),
        "align fix loop.txt",
        2,
        ('no article "loop.txt"',),
    ),
    "yaml list": (put("tmflow.yaml", "- 1\n"), "status", 2, ("mapping",)),
    "yaml encoding": (
        put("tmflow.yaml", "publish: {site_name: 霧}".encode("cp932")),
        "status",
        2,
        ("tmflow.yaml", "UTF-8"),
    ),
    "po string not closed": (put("memories/mist.po", 'msgid "a\nmsgstr "b"\n'), "status", 2, ("mist.po:1",)),
    "po twice": (
        put(
            "memories/mist.po", 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n'
        ),
        "learn",
        2,
        ("mist.po",),
    ),
    "po of another language": (
        put("memories/mist.po", 'msgid ""\nmsgstr "Language: fr\\n"\n'),
        "status",
        2,
        ("mist.po", "fr"),
    ),
    "tmx cut off": (put("memories/old.tmx", '<tmx version="1.4"><body><tu>'), "memory search 霧", 2, ("old.tmx",)),
    "unknown slug": (lambda root: root, "check mits", 2, ('no article "mits"', "did you mean mist?")),
    "path of no article": (put("notes.txt", "霧"), "check notes.txt", 2, ('no article "notes.txt"',)),
    "unknown command": (lambda root: root, "aling", 2, ("did you mean: tmflow align?", "Example:")),
    "unknown option": (lambda root: root, "align --forse", 2, ("--force", "Example: tmflow align")),
    "unknown format": (lambda root: root, "status --format xml", 2, ("jsonl", "Example: tmflow status")),
    "unknown report": (lambda root: root, "check --report pdf", 2, ("github",)),
    "unknown rule": (lambda root: root, "explain state.stael", 2, ("state.stale",)),
    "missing argument": (lambda root: root, "export", 2, ("SLUG", "Example: tmflow export")),
    "missing file": (lambda root: root, "merge none.xlf", 2, ("none.xlf",)),
    "no interchange file": (put("notes.txt", "霧"), "merge notes.txt", 2, ("notes.txt",)),
    "memories is a file": (memories_is_a_file, "align", 3, ("memories",)),
    "cache is a file": (
        cache_is_a_file,
        "align",
        3,
        ("not writable",),
    ),
    "public is a file": (put("public", ""), "publish", 3, ("public",)),
    "exports is a file": (put("exports", ""), "export mist", 3, ("exports",)),
    "output folder missing": (lambda root: root, "export mist -o none/mist.xlf", 3, ("no such folder",)),
    "one slug twice": (
        put("articles/ja/2025/mist.md", "霧"),
        "status",
        2,
        ('id "mist" twice', "articles/ja/mist.txt", "articles/ja/2025/mist.md"),
    ),
    "one name on some machines": (twins, "status", 2, ("one name on some machines",)),
    "named like the index page": (
        put("articles/ja/index.txt", "霧"),
        "status",
        2,
        ("articles/ja/index.txt", "Rename it"),
    ),
    "link out of the project": (link_out, "status", 2, ("articles/ja/out.txt leads out of the project",)),
    "memory of a newer version": (newer_index, "memory search 霧", 2, ("upgrade", "nothing was changed")),
    "initialised twice": (lambda root: root, "init", 2, ("exists already", "tmflow status")),
    "no project": (lambda root: (root / "tmflow.yaml").unlink(), "status", 2, ("no tmflow.yaml", "tmflow init")),
    "wrong encoding told": (put("old.txt", b"\x81"), "convert old.txt --from nonsense", 2, ("old.txt", "nonsense")),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_answered_in_a_line(name: str, tmp_path: Path) -> None:
    damage, line, code, parts = CASES[name]
    root = tmp_path / "project"
    aligned(root)
    damage(root)
    before = tree(root)
    result = tmflow(
        root, *line.split(), environment={"XDG_DATA_HOME": str(tmp_path), "ARGOS_PACKAGES_DIR": str(tmp_path)}
    )
    said = result.err + "".join(line for line in result.out.splitlines() if "not aligned" in line)
    assert all(part.casefold() in said.casefold() for part in parts), said
    assert result.code == code, said
    assert len(result.told) <= 2, result.err
    assert set(before.items()) <= set(tree(root).items())


def test_standard_input_that_is_no_text(tmp_path: Path) -> None:
    for content in (b"", b" \n", bytes(range(256)), b"a\0b"):
        result = tmflow(tmp_path, "segment", "-", stdin=content)
        assert (result.code, len(result.told)) == (2, 1), result.err
        assert "standard input" in result.err


def test_others_go_on_when_one_article_cannot_be_aligned(tmp_path: Path) -> None:
    make_project(tmp_path, ja={"mist": JA, "fog": JA}, en={"mist": EN})
    put("articles/ja/dew.txt", "")(tmp_path)
    put("articles/en/dew.txt", article(EN))(tmp_path)
    result = tmflow(tmp_path, "align")
    assert result.code == 2
    assert [line.split()[0] for line in result.out.splitlines()] == ["dew", "fog", "mist"]
    assert (tmp_path / "memories/mist.po").is_file()


def test_accepted_oddities_of_a_text_file(tmp_path: Path) -> None:
    project = make_project(tmp_path, en={"mist": EN})
    text = unicodedata.normalize("NFD", article(JA)).replace("\n", "\r\n")
    put("articles/ja/mist.txt", b"\xef\xbb\xbf" + text.encode())(tmp_path)
    before = (tmp_path / "articles/ja/mist.txt").read_bytes()
    assert tmflow(project, "align").code == 0
    assert list(targets_of(project, "mist").values()) == list(EN)
    assert (tmp_path / "articles/ja/mist.txt").read_bytes() == before


@pytest.mark.parametrize("words", [("status",), ("memory", "search", "灯台"), ("align", "--explain"), ("check",)])
def test_a_terminal_in_cp932_gets_every_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/en/mist.txt", "1908", "1908 — “café” • 🏮")
    edit(project.bitext_path("mist"), "1908.", "1908 — “café” • 🏮.")
    result = tmflow(project, *words, environment={"PYTHONIOENCODING": "cp932"})
    assert result.code in {0, 1}
    assert result.out


def test_files_are_utf8_whatever_the_terminal(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    edit(tmp_path / "articles/ja/mist.txt", JA[2], f"{JA[2]}鐘は鳴らない。")
    tmflow(project, "check", "--report", "text:out.txt", environment={"PYTHONIOENCODING": "cp932"})
    assert "鐘は鳴らない。" in (tmp_path / "out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ["status", "memory search の", "segment articles/ja/mist.txt", "check"])
def test_a_closed_pipe_is_a_silent_end(tmp_path: Path, words: str) -> None:
    project = aligned(tmp_path)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*PROGRAM, *words.split()],
        cwd=project.root,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        env=environ(tmp_path),
    )
    os.close(writing)
    assert done.returncode == 0
    assert b"Error" not in done.stderr


BLOCKED = """
import signal, sys
from tmflow.cli import main
from tmflow.mt.translator import EchoTranslator
import tmflow.workflow.translate as translate

class Waiting(EchoTranslator):
    def __init__(self):
        super().__init__()
        self.batches = 0
    def translate(self, sources, pair):
        self.batches += 1
        if self.batches > 2:
            print("waiting", flush=True)
            signal.pause()
        yield from super().translate(sources, pair)

waiting = Waiting()
translate.make_translator = lambda settings, pair: lambda: waiting
sys.argv = ["tmflow", "translate", "bell"]
main.main()
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(tmp_path: Path, sent: signal.Signals) -> None:
    sentences = ["鐘の話", *(f"鐘は{number}回鳴った。" for number in range(2, 12))]
    project = make_project(tmp_path, ja={"bell": sentences}, settings="mt: {batch: 2}")
    process = subprocess.Popen(
        [PROGRAM[0], "-c", BLOCKED], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(sent)
    _, told = process.communicate()
    assert process.returncode == 130
    assert (
        told.strip().splitlines()[-1]
        == "Stopped. 4 units saved; run the same command again to go on at unit 5, 7 left."
    )
    assert "Traceback" not in told
    assert sum(target is not None for target in targets_of(project, "bell").values()) == 4


def test_no_arguments_shows_the_help(tmp_path: Path) -> None:
    result: Result = tmflow(tmp_path)
    assert "Commands:" in result.out + result.err


def test_a_project_that_may_only_be_read_can_be_read(tmp_path: Path) -> None:
    project: Project = aligned(tmp_path)
    cache_is_a_file(tmp_path)
    for words in (("status",), ("check",), ("segment", "articles/ja/mist.txt")):
        assert tmflow(project, *words, environment={"XDG_DATA_HOME": "/nonexistent"}).code == 0


@pytest.mark.parametrize("command", ["status", "check", "publish"])
def test_one_unreadable_article_does_not_hide_the_others(tmp_path: Path, command: str) -> None:
    project = aligned(tmp_path)
    put("articles/ja/empty.txt", b"")(tmp_path)
    put("memories/empty.po", "msgid oops")(tmp_path)
    path = next((tmp_path / "articles" / "ja").glob("mist.*"))
    path.write_text(path.read_text(encoding="utf-8") + "\n\n新しい文が増えた。\n", encoding="utf-8")
    result = tmflow(project, command)
    assert result.code in {1, 2}
    assert "mist" in result.out
    assert "empty" in result.out + result.err
