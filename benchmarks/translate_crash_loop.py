"""End `tmflow translate` at random instants, in processes of their own with a real engine, and look at what is left.

    python benchmarks/translate_crash_loop.py [--kills 60] [--seed 7]

Two of three runs are killed (SIGKILL), the third is asked to stop (SIGINT or SIGTERM). After each: the bitext can be read
and no unit that had a target lacks one; who was asked to stop says how many are saved, and it is so; the engine was asked
for no text whose answer was kept. The next run goes on from there; once an article is done it is begun anew, and the result
is always the same.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tmflow._version import __version__
from tmflow.formats.po import read_po
from tmflow.formats.tmx import write_tmx
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.mt.argos import ArgosTranslator
from tmflow.mt.cache import AnswerCache
from tmflow.mt.install import install_package

PAIR = LanguagePair(Language.JA, Language.EN)
ROOT = Path(__file__).parents[1]
UNITS = 120
BATCH = 4
LONGEST_S = 1.5
"""A run is ended at most so long after its first batch was asked for, or after its start; it may be done before."""
HARBORS = ("北港", "南港", "東港", "西港")
TABLE = {
    "中港": " Middle Port", "北港": " North Port", "南港": " South Port", "東港": " East Port", "西港": " West Port", "の船は": "'s ships",
    "桟橋": " pier", "番": " number", "から出る": " leave from", "灯台": " lighthouse", "を見る": " look at", "。": ".", "、": ",",
}  # fmt: skip
INTERRUPTED = 130
_SAVED = re.compile(rb"Stopped\. (\d+) units are saved; run the same command again")

WORKER = """
import os, sys
from tmflow.cli import main
from tmflow.mt.argos import ArgosTranslator
import tmflow.workflow.translate as translate

class Logged(ArgosTranslator):
    def translate(self, sources, pair):
        log = os.open(os.environ["ASKED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(log, "".join(f"{source}\\n" for source in sources).encode())
        os.close(log)
        print("begin", file=sys.stderr, flush=True)
        yield from super().translate(sources, pair)

translate.make_translator = lambda settings, pair: lambda: Logged(pair)
print("begin", file=sys.stderr, flush=True)
main.main()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What was found after a run ended. code: its exit code; saved: units with a target; faults: () if all is well."""

    number: int
    code: int
    saved: int
    faults: tuple[str, ...]


@dataclass(kw_only=True)
class Scene:
    """A project with one article to translate, and an engine. known: targets by source at the last look."""

    root: Path
    packages: Path
    known: dict[str, str] = field(default_factory=dict)
    finished: set[bytes] = field(default_factory=set)

    @property
    def bitext_path(self) -> Path:
        """The file that must never be lost."""
        return self.root / "memories" / "port.po"

    @property
    def asked_path(self) -> Path:
        """What the engine was asked for in the last run."""
        return self.root / "asked.txt"

    def run(self, ending: signal.Signals, *, begun: int, after_s: float) -> tuple[int, bytes]:
        """Run `tmflow translate` and end it; return its exit code and what it said.

        begun: lines to wait for, of which the first is written at the start and one before each batch; then, after_s.
        """
        self.asked_path.unlink(missing_ok=True)
        own = {"ARGOS_PACKAGES_DIR": str(self.packages), "ASKED": str(self.asked_path)}
        home = {name: str(self.root / "home") for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-c", WORKER, "translate", "port", "--to", "en"]
        with subprocess.Popen(
            command,
            cwd=self.root,
            env=os.environ | home | own | paths,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                told = b"".join(islice(process.stderr, begun)) if process.stderr else b""
                rest = process.communicate(timeout=after_s)[1]
            except subprocess.TimeoutExpired:
                process.send_signal(ending)
                rest = process.communicate()[1]
        return process.returncode, told + rest

    def faults(self, code: int, told: bytes, answered: set[str]) -> Iterator[str]:
        """Yield what is wrong after a run. answered: the texts whose answers were kept before it."""
        there = {}
        if self.bitext_path.exists():
            units = read_po(self.bitext_path).units
            there = {unit.source.native: unit.target.native for unit in units if unit.target is not None}
        if lost := self.known.keys() - there.keys():
            yield f"{len(lost)} units are lost"
        self.known = there
        if twice := answered & set(self.asked()):
            yield f"{len(twice)} texts were translated twice"
        said = _SAVED.search(told)
        if said and int(said.group(1)) != len(there):
            yield f"{said.group(1).decode()} units said to be saved, {len(there)} are"
        if code not in {0, INTERRUPTED, -signal.SIGKILL, -signal.SIGINT, -signal.SIGTERM}:
            yield f"it ended with {code}: {told.decode(errors='replace')[-200:]}"
        if code == 0:
            repaired = sum("The ships of" in target and "Middle" not in target for target in there.values())
            if (len(there), repaired) != (UNITS + 1, UNITS * 2 // 3):
                yield f"done with {len(there)} of {UNITS + 1} units, {repaired} of {UNITS * 2 // 3} repaired"
            self.finished.add(self.bitext_path.read_bytes())
            if len(self.finished) > 1:
                yield "the result is not the same as before"

    def asked(self) -> list[str]:
        """Return the texts the engine was asked for in the last run."""
        return self.asked_path.read_text(encoding="utf-8").splitlines() if self.asked_path.exists() else []

    def begin_anew(self) -> None:
        """Forget all that was translated."""
        self.bitext_path.unlink()
        shutil.rmtree(self.root / ".tmflow")
        self.known = {}


def make_scene(folder: Path) -> Scene:
    """Make a project whose memory has matches to repair, and install the engine."""
    packages = folder / "packages"
    install_package(_build_model(folder / "ja_en.argosmodel"), directory=packages)
    root = folder / "project"
    (root / "memories").mkdir(parents=True)
    (root / "articles" / "ja").mkdir(parents=True)
    (root / "tmflow.yaml").write_text(f"mt: {{batch: {BATCH}}}\nalign: {{dictionary: none}}\n", encoding="utf-8")
    lines = [
        f"{HARBORS[at % 4]}の船は、{at}番桟橋から出る。" if at % 3 else f"{at}番灯台を見る。"
        for at in range(1, UNITS + 1)
    ]
    (root / "articles" / "ja" / "port.txt").write_text("\n\n".join(["灯台、桟橋", *lines]) + "\n", encoding="utf-8")
    old = [
        MemoryEntry(
            source=f"中港の船は、{at}番桟橋から出る。",
            target=f"The ships of Middle Port leave from pier No. {at}.",
            pair=PAIR,
        )
        for at in range(1, UNITS + 1)
        if at % 3
    ]
    write_tmx(old, root / "memories" / "old.tmx")
    return Scene(root=root, packages=packages)


def _build_model(path: Path) -> Path:
    """Build the tests' tiny model: a real package whose translations are known."""
    spec = importlib.util.spec_from_file_location("tiny_model", ROOT / "tests" / "mt" / "tiny_model.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    builder = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = builder
    spec.loader.exec_module(builder)
    return Path(builder.build_package(path, TABLE, source="ja", target="en"))


def kill_all(folder: Path, *, kills: int, seed: int) -> Iterator[Kill]:
    """End runs one after the other and yield what was found after each; the last goes to the end."""
    chooser = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    scene = make_scene(folder)
    fingerprint = ArgosTranslator(PAIR, directory=scene.packages).fingerprint
    asked: set[str] = set()
    for number in range(kills + 1):
        with AnswerCache(scene.root / ".tmflow" / "answers.sqlite") as cache:
            answered = set(cache.find(asked, pair=PAIR, fingerprint=fingerprint))
        ending = signal.SIGKILL if number % 3 else chooser.choice([signal.SIGINT, signal.SIGTERM])
        after_s = chooser.uniform(0, LONGEST_S) if number < kills else 600
        code, told = scene.run(ending, begun=chooser.choice([1, 2, 2]), after_s=after_s)
        faults = tuple(scene.faults(code, told, answered))
        asked |= set(scene.asked())
        yield Kill(number=number, code=code, saved=len(scene.known), faults=faults)
        if code == 0:
            scene.begin_anew()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for kill in kill_all(Path(folder), kills=options.kills, seed=options.seed):
            counts.update({"runs": 1, "ended early": kill.code != 0, "faults": len(kill.faults)})
            print(f"{kill.number}: exit {kill.code}, {kill.saved} units, {', '.join(kill.faults) or 'nothing lost'}")
    signature = f"crash|scene:translate|kills:{options.kills}|seed:{options.seed}|v:{__version__}"
    print(f"{counts['runs']} runs, {counts['ended early']} ended early, {counts['faults']} faults   {signature}")


if __name__ == "__main__":
    main()
