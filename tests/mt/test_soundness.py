"""A damaged model or tokenizer is found when a package is installed, and later."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.package_files import READABLE, model_of, tokenizer_of
from tmflow.errors import FormatError
from tmflow.mt.install import install_package
from tmflow.mt.packages import InstalledPackage, find_package, read_package
from tmflow.mt.soundness import package_fault

MODEL, TOKENIZER = "model/model.bin", "sentencepiece.model"


def package_with(folder: Path, **changed: bytes) -> InstalledPackage:
    """A package in a folder: what reads like one, with some of its files changed (model, tokenizer)."""
    files = READABLE | {{"model": MODEL, "tokenizer": TOKENIZER}[name]: content for name, content in changed.items()}
    (folder / "model").mkdir(parents=True)
    (folder / "metadata.json").write_text(json.dumps({"from_code": "ja", "to_code": "en"}), encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return read_package(folder)


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6])
def test_what_reads_like_a_package(tmp_path: Path, version: int) -> None:
    weights = model_of(("a/b", b"\x01" * 30), ("c", b""), version=version)
    assert not package_fault(package_with(tmp_path / "p", model=weights), loads=False)


WHOLE = model_of(("weights", b"weights" * 100))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"model": WHOLE[:200]}, "model/model.bin is damaged: it ends 550 bytes too early"),
        ({"model": WHOLE[:20]}, "model/model.bin is damaged: it is cut off"),
        ({"model": WHOLE[:-3]}, "model/model.bin is damaged: it is cut off"),
        ({"model": b""}, "model/model.bin is damaged: it is cut off"),
        ({"model": b"\0" * 1000}, "model/model.bin is damaged: it is no model of CTranslate2"),
        ({"model": b"<html>" * 1000}, "model/model.bin is damaged: it is no model of CTranslate2"),
        ({"model": model_of(("a", b"x"), version=7)}, "it is no model of CTranslate2"),
        ({"model": WHOLE + b"more"}, "4 bytes follow its end"),
        ({"model": WHOLE.replace(b"weights\0", b"wei\x1bhts\0", 1)}, "it is no model of CTranslate2"),
        ({"tokenizer": b""}, "sentencepiece.model is damaged: it has no pieces"),
        ({"tokenizer": b"\xff" * 100}, "it is no tokenizer of sentencepiece"),
        ({"tokenizer": tokenizer_of("a", "b")[:9]}, "sentencepiece.model is damaged: it ends"),
        ({"tokenizer": b"<html>" * 100}, "sentencepiece.model is damaged"),
    ],
)
def test_what_is_damaged(tmp_path: Path, changed: dict[str, bytes], fault: str) -> None:
    assert fault in package_fault(package_with(tmp_path / "p", **changed), loads=False)


def test_any_end_that_is_missing_is_found(packages: Path, tmp_path: Path) -> None:
    """Of a real model and its tokenizer, cut off anywhere."""
    real = next(packages.glob("*ja_en*"))
    for name in (MODEL, TOKENIZER):
        whole = (real / name).read_bytes()
        folder = shutil.copytree(real, tmp_path / name.replace("/", "-"))
        missed = []
        for kept in range(0, len(whole), len(whole) // 97):
            (folder / name).write_bytes(whole[:kept])
            if not package_fault(read_package(folder), loads=False):
                missed.append(kept)
        # A tokenizer that ends between two pieces still reads: the engine's vocabulary is what it lacks.
        assert len(missed) <= (0 if name == MODEL else 97 // 4)


def test_what_only_the_engine_finds(packages: Path, tmp_path: Path) -> None:
    package = read_package(shutil.copytree(next(packages.glob("*ja_en*")), tmp_path / "p"))
    assert not package_fault(package)
    (package.path / MODEL).write_bytes(READABLE[MODEL])
    assert not package_fault(package, loads=False)
    assert "the engine cannot load it (" in package_fault(package)
    assert str(tmp_path) not in package_fault(package)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_damaged_package_is_not_installed(archive: Path, tmp_path: Path, name: str) -> None:
    import zipfile

    damaged = tmp_path / "damaged.argosmodel"
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(damaged, "w") as written:
        for one in whole.namelist():
            content = whole.read(one)
            written.writestr(one, content[: len(content) // 2 + 1] if one.endswith(name) else content)
    with pytest.raises(FormatError, match=r"Nothing was installed: get the package again") as raised:
        install_package(damaged, directory=tmp_path / "packages")
    assert raised.value.path == damaged
    assert not list((tmp_path / "packages").iterdir())
    kept = install_package(archive, directory=tmp_path / "packages")
    with pytest.raises(FormatError):
        install_package(damaged, directory=tmp_path / "packages")
    assert read_package(kept.path).checksum() == kept.checksum(), "the older one stays"
    from tmflow.model.language import Language, LanguagePair

    assert find_package(LanguagePair(Language.JA, Language.EN), tmp_path / "packages") == kept
