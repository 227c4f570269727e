"""Kill a process that writes a memory, at random instants, and look at what is left.

    python benchmarks/crash_loop.py [--kills 200] [--seed 7]

After each kill (SIGKILL): the file is whole and its references are; each document is as it was before or after a change,
never between; the number of changes never falls; a reader that was open all the time still reads; what is found by
likeness is there; the next writer works. Of a project: an import is there byte for byte with what it retired, or it is
not and nothing is retired; the next command goes on.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tmflow._version import __version__
from tmflow.formats.tmx import write_tmx
from tmflow.memory.health import examine_store
from tmflow.memory.importing import OnConflict
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.workflow.memory_import import ImportOrder, import_memory, undo_import
from tmflow.workflow.places import opened_memory
from tmflow.workflow.project import open_project
from tmflow.workflow.recall import rebuild_memory

PAIR = LanguagePair(Language.JA, Language.EN)
NAMES = 8
LONGEST_S = 0.12
"""A worker is killed at most so long after its first change began: by then it has made dozens."""
PROJECT_UNITS = 1_500
KNOWN = "港の灯りは夜明けに消える。"
OLD, NEW = "The harbor lights go out at dawn.", "At dawn the lights of the harbor go out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What was found after a kill. begun, done: changes the worker told of; faults: what should not be, () if all is well."""

    number: int
    scene: str
    begun: int
    done: int
    faults: tuple[str, ...]


def units(turn: int) -> list[MemoryEntry]:
    """Return the entries of a document as the given change writes it: 20 to 419, each naming the change."""
    return [
        MemoryEntry(source=f"灯台{turn}の話{at}", target=f"Story {at} of lighthouse {turn}", pair=PAIR)
        for at in range(20 + turn * 37 % 400)
    ]


def write_store(path: Path, seed: int) -> Iterator[None]:
    """Change a store for ever: replace, retire, remove, and both in one change. Yields after each."""
    chooser = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    with SqliteStore(path) as store:
        while True:
            turn = chooser.randrange(1, 10_000)
            name = f"{turn % NAMES}.po"
            match chooser.randrange(6):
                case 0:
                    store.remove_document(name)
                case 1:
                    store.retire([(unit.source, unit.target) for unit in units(turn)], reason="old")
                case 2:
                    with store.changing():
                        store.replace_document(f"{name}.a", str(turn), units(turn))
                        store.replace_document(f"{name}.b", str(turn), units(turn))
                case _:
                    store.replace_document(name, str(turn), units(turn))
            yield


def write_project(root: Path, seed: int) -> Iterator[None]:
    """Import into a project, take it back, compile it anew, for ever. Yields after each."""
    project = open_project(root)
    while True:
        order = ImportOrder(path=root / f"new-{seed % 2}.tmx", on_conflict=OnConflict.OVERWRITE, name="new")
        import_memory(project, order)
        yield
        rebuild_memory(project)
        yield
        undo_import(project, "new")
        yield


def work(scene: str, place: Path, seed: int) -> None:
    """Be the worker: say before and after each change that it begins and is done."""
    changes = write_store(place, seed) if scene == "store" else write_project(place, seed)
    print("begin", flush=True)
    for _ in changes:
        print("done\nbegin", flush=True)


def kill_one(scene: str, place: Path, seed: int, after_s: float) -> tuple[int, int]:
    """Start a worker, kill it so long after its first change began, and return how many began and were done."""
    paths = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", "benchmarks.crash_loop", "--worker", scene, str(place), "--seed", str(seed)]
    root = Path(__file__).parents[1]
    environment = os.environ | {"PYTHONPATH": paths}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, env=environment) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        told = process.stdout.readline()
        select.select([], [], [], after_s)
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read()
    if process.returncode != -signal.SIGKILL:
        raise RuntimeError(f"the worker ended by itself with {process.returncode}")
    return told.count(b"begin"), told.count(b"done")


def store_faults(path: Path, reader: SqliteStore, before: int) -> Iterator[str]:
    """Yield what is wrong with a store whose writer was killed. before: its number of changes at the last look."""
    yield from examine_store(path).faults
    documents = reader.documents()
    if reader.generation() < before:
        yield f"the number of changes fell from {before} to {reader.generation()}"
    for name, told in documents.items():
        expected = [unit.source for unit in units(int(told.fingerprint))]
        entries = list(reader.iter_entries(name))
        if [entry.source for entry in entries] != expected or told.units != len(expected):
            yield f"{name} has {len(entries)} entries of {len(expected)}"
        if len({entry.retired for entry in entries}) > 1:
            yield f"{name} is retired in part"
        twin = documents.get(f"{name[:-1]}b") if name.endswith(".a") else None
        if name.endswith(".a") and (twin is None or twin.fingerprint != told.fingerprint):
            yield f"{name} was changed without its twin"
    with SqliteStore(path) as writer, TranslationMemory(SqliteStore(path)) as memory:
        if writer.replace_document("1.po", "1", units(1)) != len(units(1)):
            yield "the next writer does not write"
        if not memory.lookup("灯台1の話3。", threshold=60):
            yield "what the next writer wrote is not found"


def project_faults(root: Path) -> Iterator[str]:
    """Yield what is wrong with a project whose writer was killed; it is then brought to where it began."""
    project = open_project(root)
    new = project.memories_folder / "new.tmx"
    if new.exists() and new.read_bytes() not in {(root / f"new-{at}.tmx").read_bytes() for at in range(2)}:
        yield "the import is there in part"
    with opened_memory(project) as memory:
        targets = {match.target for match in memory.lookup(KNOWN, threshold=100)}
        count = sum(1 for _ in memory.store.iter_entries("new.tmx"))
    if targets != ({NEW} if new.exists() else {OLD}):
        yield f"offered: {sorted(targets)}, and the import is {'there' if new.exists() else 'not there'}"
    if count != (PROJECT_UNITS if new.exists() else 0):
        yield f"{count} units of the import are compiled"
    yield from examine_store(project.index_path).faults
    if new.exists():
        undo_import(project, "new")
    with opened_memory(project) as memory:
        if [match.target for match in memory.lookup(KNOWN, threshold=100)] != [OLD]:
            yield "taking the import back does not bring the old translation back"
    for path in project.memories_folder.glob(".*.tmp"):
        path.unlink()


def make_project(root: Path) -> None:
    """Make a project with a memory of one pair, and two files that contradict it."""
    (root / "memories").mkdir(parents=True)
    (root / "tmflow.yaml").write_text("{}\n", encoding="utf-8")
    write_tmx([MemoryEntry(source=KNOWN, target=OLD, pair=PAIR)], root / "memories" / "old.tmx")
    for at in range(2):
        others = [
            MemoryEntry(source=f"岬{at}の{n}", target=f"Cape {at} {n}", pair=PAIR) for n in range(PROJECT_UNITS - 1)
        ]
        write_tmx([MemoryEntry(source=KNOWN, target=NEW, pair=PAIR), *others], root / f"new-{at}.tmx")


def kill_store(folder: Path, kills: int, seed: int) -> Iterator[Kill]:
    """Kill writers of one store, one after the other, and yield what was found after each."""
    path = folder / "memory.sqlite"
    with SqliteStore(path) as reader:
        before = reader.generation()

        def look() -> list[str]:
            nonlocal before
            faults = list(store_faults(path, reader, before))
            before = reader.generation()
            return faults

        yield from _kill_all("store", path, kills, seed, look)


def kill_project(folder: Path, kills: int, seed: int) -> Iterator[Kill]:
    """Kill writers of one project, one after the other, and yield what was found after each."""
    root = folder / "project"
    make_project(root)
    yield from _kill_all("project", root, kills, seed, lambda: list(project_faults(root)))


def _kill_all(scene: str, place: Path, kills: int, seed: int, look: Callable[[], list[str]]) -> Iterator[Kill]:
    chooser = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    longest = LONGEST_S if scene == "store" else 3 * LONGEST_S
    for number in range(kills):
        begun, done = kill_one(scene, place, chooser.randrange(1 << 30), chooser.uniform(0, longest))
        yield Kill(number=number, scene=scene, begun=begun, done=done, faults=tuple(look()))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="of each scene")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--worker", nargs=2, metavar=("SCENE", "PLACE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.worker[0], Path(options.worker[1]), options.seed)
    for scene in (kill_store, kill_project):
        counts: Counter[str] = Counter()
        with tempfile.TemporaryDirectory() as folder:
            for kill in scene(Path(folder), options.kills, options.seed):
                counts.update(kills=1, faults=len(kill.faults), changes=kill.done)
                print(f"{kill.scene} {kill.number}: {kill.done} changes done, {kill.faults or 'nothing lost'}")
        signature = f"crash|scene:{scene.__name__}|kills:{options.kills}|seed:{options.seed}|v:{__version__}"
        print(f"{counts['kills']} kills, {counts['changes']} changes done, {counts['faults']} faults   {signature}")


if __name__ == "__main__":
    main()
