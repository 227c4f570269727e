"""`tmflow mt doctor`, and what it and installing say of a damaged package."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.mt_machine import Machine, package_file
from tests.package_server import PackageServer


@pytest.fixture
def machine(tmp_path: Path, package_server: PackageServer) -> Machine:
    return Machine(tmp_path, package_server)


def doctor(machine: Machine, settings: str = "") -> tuple[int, dict[str, Any]]:
    (machine.folder / "tmflow.yaml").write_text(settings, encoding="utf-8")
    done = machine.run("doctor --format json")
    return done.code, json.loads(done.out)["environment"][0]


def test_the_doctor_tells_all_of_it(machine: Machine) -> None:
    machine.offer("ja", "en")
    machine.run("list --available")
    machine.run(f"install {package_file(machine.folder, 'ja', 'en')}")
    (machine.packages / "stray").mkdir()
    (row,) = json.loads(machine.run("doctor --format json").out)["environment"]
    assert row["packages"][0]["name"] == "argos ja>en 1.1"
    assert row["packages"][0]["size"] > 1000
    assert row["index"]["address"] == f"{machine.server.url}index.json"
    assert "stray" in row["notes"][0]
    text = machine.run("doctor").out
    assert "package  argos ja>en 1.1" in text
    assert f"index: copy of {row['index']['when'][:10]} from {machine.server.url}" in text


def test_the_doctor_looks_at_the_engine_of_the_settings(machine: Machine) -> None:
    assert doctor(machine)[0] == 3, "there is no package"
    for settings in (
        "mt: {engine: echo}",
        "mt: {engine: none}",
        "mt: {engine: libretranslate, options: {url: https://mt.example.org}}",
    ):
        assert doctor(machine, settings)[0] == 0, settings
    assert machine.run("doctor").out.startswith("engine: libretranslate (nothing speaks against it; it is not asked)\n")
    for settings, fault in (
        ("mt: {engine: nowhere}", "is not installed"),
        ("mt: {engine: echo, options: {a: 1}}", "the engine echo has no options"),
        ("mt: {engine: libretranslate, options: {api_key_variable: TMFLOW_NO_KEY}}", "TMFLOW_NO_KEY"),
    ):
        code, row = doctor(machine, settings)
        assert (code, row["ready"]) == (3, False)
        assert fault in row["engine"]["fault"]
        assert fault in machine.run("doctor").out.splitlines()[0]


@pytest.mark.mt
def test_the_doctor_finds_what_was_damaged_later(machine: Machine) -> None:
    machine.run(f"install {package_file(machine.folder, 'ja', 'en')}")
    code, row = doctor(machine)
    assert (code, row["damaged"]) == (0, [])
    assert row["ways"] == {"ja>en": ["argos ja>en 1.1"], "en>ja": []}
    path = machine.packages / "translate-ja_en-1_1" / "model" / "model.bin"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    code, row = doctor(machine)
    assert (code, row["damaged"][0]["fault"]) == (3, "model/model.bin is damaged: it is cut off")
    path.write_bytes(whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:])
    text = machine.run("doctor").out
    assert "damaged  argos ja>en 1.1: " in text
    assert "tmflow mt remove translate-ja_en-1_1" in text


def test_a_changed_package_is_told(machine: Machine) -> None:
    machine.run(f"install {package_file(machine.folder, 'ja', 'en')}")
    (machine.packages / "translate-ja_en-1_1" / "model" / "model.bin").write_bytes(b"other")
    found = machine.run("verify --format json")
    assert (found.code, json.loads(found.out)["packages"][0]["state"]) == (1, "changed")
    (machine.packages / "translate-ja_en-1_1" / "tmflow-install.json").unlink()
    assert machine.run("verify").code == 0


def test_a_damaged_file_is_not_installed(machine: Machine) -> None:
    path = package_file(machine.folder, "ja", "en")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(machine.folder / "damaged", "w") as damaged:
        for name in whole.namelist():
            content = whole.read(name)
            damaged.writestr(name, content[:-2] if name.endswith("model.bin") else content)
    done = machine.run(f"install {machine.folder / 'damaged'}")
    assert (done.code, done.out, machine.installed) == (2, "", [])
    assert done.told == [
        "tmflow: damaged: model/model.bin is damaged: it is cut off. Nothing was installed: get the package again"
    ]
