"""`tmflow mt`: from nothing to an installed package and back, with a server of our own."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import select
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.mt_machine import Machine, package_file
from tests.cli.run import PROGRAM, environ
from tests.package_server import PackageServer


@pytest.fixture
def machine(tmp_path: Path, package_server: PackageServer) -> Machine:
    return Machine(tmp_path, package_server)


def test_from_nothing_to_a_package_and_back(machine: Machine) -> None:
    archive = machine.offer("ja", "en")
    assert machine.run("list").err == "No such package is installed. Install: tmflow mt install ja en\n"
    done = machine.run("install ja en")
    assert (done.code, done.told[0].partition(" (")[0]) == (0, "downloading argos ja>en 1.1")
    assert done.told[1].endswith(hashlib.sha256(archive.read_bytes()).hexdigest())
    assert machine.run("install ja-JP EN").told == [
        "argos ja>en 1.1 is installed already, and the index has no newer one"
    ]
    assert len(machine.server.requests(archive.name)) == 1
    assert machine.run("list ja").out.split()[:2] == ["ja>en", "1.1"]
    assert machine.run("list en ja").out == ""
    assert machine.run("verify").out.endswith("translate-ja_en-1_1: ok\n")
    assert machine.run("remove ja en", stdin="n\n").told[-1].endswith("Nothing was removed.")
    assert machine.installed == ["translate-ja_en-1_1"]
    assert machine.run("remove ja en", stdin="y\n").out.startswith("removed argos ja>en 1.1")
    assert machine.installed == []


def test_only_what_was_asked_for_asks_the_network(machine: Machine) -> None:
    path = machine.offer("ja", "en")
    for line in ("doctor", "list", "list ja en", "verify", f"install {path}", "list", "remove ja en --yes"):
        machine.run(line)
    assert machine.server.requests("index.json") == []
    listed = machine.run("list --available")
    assert listed.told == [f"asking the network: {machine.server.url}index.json"]
    assert len(machine.server.requests("index.json")) == 1


def test_what_the_index_offers(machine: Machine) -> None:
    for source, target in (("ja", "zh"), ("zh", "en"), ("ja", "ko"), ("ko", "en"), ("de", "en")):
        machine.offer(source, target)
    machine.run("install ja zh")
    lines = [line.split() for line in machine.run("list --available").out.splitlines()]
    assert ["ja>zh", "1.1", "JA", "to", "ZH", "installed:", "1.1"] in lines
    assert [
        "ja>ko>en",
        "1.1",
        "+",
        "1.1",
        "JA",
        "to",
        "KO",
        "to",
        "EN",
        "tmflow",
        "mt",
        "install",
        "ja",
        "en",
        "--pivot",
    ] in lines
    machine.offer("ja", "zh", "1.2")
    assert machine.run("list --available ja zh").out == "ja>zh  1.2  JA to ZH  newer (installed: 1.1)\n"
    offers = json.loads(machine.run("list --available ja en --format json").out)["offers"]
    assert [offer["route"] for offer in offers] == ["ja>ko>en", "ja>zh>en"]
    assert [package["installed"] for package in offers[1]["packages"]] == ["1.1", None]
    assert {line[0] for line in map(str.split, machine.run("list --available de").out.splitlines())} == {"de>en"}


def test_without_a_network_the_last_copy_serves(machine: Machine) -> None:
    machine.offer("ja", "en", links=["https://packages.example/ja_en.argosmodel"])
    away = {"ARGOS_PACKAGE_INDEX": "http://127.0.0.1:9/"}
    nothing = machine.run("list --available", environment=away)
    assert nothing.code == 3
    assert nothing.told[-1] == (
        "tmflow: http://127.0.0.1:9/index.json cannot be reached (Connection refused). "
        "Without a network: get the .argosmodel elsewhere, then tmflow mt install FILE"
    )
    machine.run("list --available")
    machine.server.put_index(status=503)
    copy = machine.run("list --available")
    assert (copy.code, copy.out) == (0, "ja>en  1.1  JA to EN\n")
    assert "cannot be reached (HTTP 503 Service Unavailable). This is the copy of 20" in copy.told[1]
    failed = machine.run("install ja en")
    assert failed.code == 3
    assert failed.err.count("\n") == 1
    assert (
        "Without a network: get https://packages.example/ja_en.argosmodel elsewhere, then tmflow mt install FILE"
        in failed.err
    )


def test_two_packages_through_a_third_language(machine: Machine) -> None:
    for source, target in (("ja", "zh"), ("zh", "en")):
        machine.offer(source, target)
    refused = machine.run("install ja en")
    assert refused.code == 3
    assert refused.err.endswith(
        "has no package ja>en. Through ZH two would do, ja>zh and zh>en: tmflow mt install ja en --pivot\n"
    )
    assert machine.installed == []
    assert machine.run("install ja en --pivot").code == 0
    assert machine.installed == ["translate-ja_zh-1_1", "translate-zh_en-1_1"]


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("install jp en", 3, "has no package for jp. It has: en, ja"),
        ("install en ja", 3, "has no package en>ja, nor two through a third language"),
        ("install ../x en", 2, '"../x" is no language code'),
        ("install ja", 2, "no file ja. To download a package give two languages: tmflow mt install ja en"),
        ("install ja en x", 2, "give two languages, or one file or address"),
        ("install ja en --sha256 12", 2, '"12" is no SHA-256'),
        ("install http://127.0.0.1:9/x", 2, "is not https"),
        ("install http://[ --sha256 " + "0" * 64, 2, "not an address to download from: 'http://['"),
        ("install file:///etc/hostname", 2, "is no https address. A file is named by its path: tmflow mt install FILE"),
        ("install ja ja-JP", 2, "ja and ja-JP are one language. Give two, such as: tmflow mt install ja en"),
        ("install https://127.0.0.1:9/x", 3, "cannot be downloaded (Connection refused)"),
        ("list a b c", 2, "give one language, or two"),
        ("remove ja en", 2, 'no package "ja en" in'),
        ("remove ../..", 2, 'no package "../.." in'),
    ],
)
def test_what_cannot_be_is_told_in_one_line(machine: Machine, line: str, code: int, message: str) -> None:
    machine.offer("ja", "en")
    found = machine.run(line)
    assert (found.code, found.out) == (code, "")
    assert message in found.told[0]


def test_the_checksum_of_the_user_and_of_the_index(machine: Machine) -> None:
    right = hashlib.sha256(machine.offer("ja", "en").read_bytes()).hexdigest()
    wrong = "0" * 64
    failed = machine.run(f"install ja en --sha256 {wrong}")
    assert failed.code == 3
    assert f"its SHA-256 is {right}, it should be {wrong}. What was downloaded is deleted" in failed.err
    assert not list((machine.folder / "cache" / "tmflow" / "mt").glob("*.part"))
    assert machine.run(f"install ja en --sha256 {right}").code == 0
    machine.run("remove ja en --yes")
    machine.offer("ja", "en", "1.2", sha256=wrong)
    assert "it should be 0000" in machine.run("install ja en").err
    machine.offer(
        "ja",
        "en",
        "1.3",
        sha256=hashlib.sha256(package_file(machine.folder, "ja", "en", "1.3").read_bytes()).hexdigest(),
    )
    assert machine.run("install ja en").code == 0
    assert machine.installed == ["translate-ja_en-1_3"]


def test_a_package_from_an_address(machine: Machine) -> None:
    path = machine.offer("ja", "en")
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    assert machine.run(f"install {machine.server.url}{path.name} --sha256 {checksum}").code == 0
    assert machine.installed == ["translate-ja_en-1_1"]


def test_what_is_not_the_package_that_was_asked_for_is_not_installed(machine: Machine) -> None:
    other = machine.offer("de", "en")
    machine.offer("ja", "en", links=[other.name])
    failed = machine.run("install ja en")
    assert failed.code == 3
    assert failed.err.endswith(f"{other.name} was not installed: it translates de>en. What was downloaded is deleted\n")
    assert machine.installed == []


def test_other_versions_are_told(machine: Machine) -> None:
    for version, told in (
        ("1.1", ""),
        ("1.2", "argos ja>en 1.1 is still there"),
        ("1.0", "argos ja>en 1.2 is newer, and stays in use"),
    ):
        lines = machine.run(f"install {package_file(machine.folder, 'ja', 'en', version)}").told
        assert told in "".join(lines[1:])
        assert bool(told) is (len(lines) > 1)


def test_no_test_reaches_further_than_this_machine(machine: Machine) -> None:
    with pytest.raises(AssertionError, match=r"the network was asked: socket\.getaddrinfo 'mirror\.example'"):
        machine.run("list --available", environment={"ARGOS_PACKAGE_INDEX": "https://mirror.example/"})
    with pytest.raises(AssertionError, match="the network was asked"):
        socket.getaddrinfo("mirror.example", 443)


def test_one_of_several_versions_is_removed(machine: Machine) -> None:
    for version in ("1.0", "1.1", "1.2"):
        machine.run(f"install {package_file(machine.folder, 'ja', 'en', version)}")
    assert machine.run("remove ja en 1.1 --yes").code == 0
    assert machine.installed == ["translate-ja_en-1_0", "translate-ja_en-1_2"]
    assert machine.run("remove translate-ja_en-1_0 --yes --format json").code == 0
    assert machine.installed == ["translate-ja_en-1_2"]


def test_two_downloads_at_once(machine: Machine) -> None:
    slow = machine.offer("ja", "en")
    machine.server.put(slow.name, slow.read_bytes(), pause_s=0.01)
    with subprocess.Popen(
        [*PROGRAM, "mt", "install", "ja", "en"],
        cwd=machine.folder,
        env=environ(machine.folder, machine.environment),
        stderr=subprocess.PIPE,
    ) as first:
        assert first.stderr is not None
        first.stderr.readline()
        second = machine.run("install ja en")
        assert second.code == 3
        assert second.told == ["tmflow: another tmflow downloads a package. Run this again when it has finished"]
        first.kill()


def test_stopping_and_going_on(machine: Machine) -> None:
    """On a terminal, where there is a bar; Ctrl-C, and the same command again."""
    path = machine.offer("ja", "en")
    machine.server.put(path.name, path.read_bytes(), pause_s=0.002)
    code, shown = run_on_terminal(machine, stop_after="argos ja>en 1.1")
    assert code == 130
    assert "Stopped. What was downloaded is kept; run the same command again to go on." in shown
    (kept,) = json.loads(machine.run("doctor --format json").out)["environment"][0]["unfinished"]
    assert 0 < kept["size"] < kept["total"] == path.stat().st_size
    assert "unfinished download: argos ja>en 1.1, " in machine.run("doctor").out
    machine.server.put(path.name, path.read_bytes())
    done = machine.run("install ja en")
    assert "going on after" in done.told[0]
    assert machine.server.requests(path.name)[-1]["range"] == f"bytes={kept['size']}-"
    assert machine.installed == ["translate-ja_en-1_1"]


def run_on_terminal(machine: Machine, *, stop_after: str) -> tuple[int, str]:
    """Install ja en on a terminal; once it shows a text and some of the file is there, press Ctrl-C."""
    primary, secondary = pty.openpty()
    environment = environ(machine.folder, machine.environment | {"TERM": "xterm", "COLUMNS": "120"})
    with subprocess.Popen(
        [*PROGRAM, "mt", "install", "ja", "en"],
        cwd=machine.folder,
        env=environment,
        stdin=secondary,
        stderr=secondary,
        stdout=secondary,
    ) as process:
        os.close(secondary)
        shown, deadline, is_stopped = b"", time.monotonic() + 30, False
        while time.monotonic() < deadline:
            if select.select([primary], [], [], 0.05)[0]:
                try:
                    shown += os.read(primary, 65536)
                except OSError:
                    break
            has_some = any(part.stat().st_size > 100 for part in machine.folder.glob("cache/tmflow/mt/*.part"))
            if stop_after.encode() in shown and has_some and not is_stopped:
                process.send_signal(signal.SIGINT)
                is_stopped = True
        process.wait(timeout=30)
    os.close(primary)
    return process.returncode, shown.decode()


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("", {"ja", "en", "translate-ja_en-1_1", "translate-en_ja-1_1"}),
        ("ja ", {"en"}),
        ("ja en ", {"1.1"}),
        ("translate-j", {"translate-ja_en-1_1"}),
        ("zh ", set()),
    ],
)
def test_the_shell_completes_what_is_installed(machine: Machine, words: str, completed: set[str]) -> None:
    for source, target in (("ja", "en"), ("en", "ja")):
        machine.run(f"install {package_file(machine.folder, source, target)}")
    line = f"tmflow mt remove {words}"
    asked = {"_TMFLOW_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    program = "import sys; sys.argv[0] = 'tmflow'; from tmflow.cli.main import main; main()"
    done = subprocess.run(
        [PROGRAM[0], "-c", program],
        env=environ(machine.folder, machine.environment | asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert {one.partition(",")[2] for one in done.stdout.splitlines() if one} == completed
