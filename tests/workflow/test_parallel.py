"""Work in processes: the order of the items, what is under way at once, and the end of the processes."""

from __future__ import annotations

import importlib
import multiprocessing
import operator
import os
import time
from pathlib import Path

import pytest

from tmflow.errors import TmflowError
from tmflow.workflow.parallel import _Worker, map_in_order
from tmflow.workflow.workload import usable_cores

PATIENCE_S = 30


def test_results_come_in_the_order_of_the_items() -> None:
    items = range(40)
    results = map_in_order(operator.neg, items, weights=[1] * 40, jobs=3, most=1000)
    assert list(results) == [-item for item in items]
    assert multiprocessing.active_children() == []


def test_an_item_heavier_than_all_that_may_be_under_way_is_done_alone() -> None:
    assert list(map_in_order(operator.neg, [1, 2, 3], weights=[5, 500, 5], jobs=2, most=100)) == [-1, -2, -3]


def test_no_items_are_no_work() -> None:
    assert list(map_in_order(operator.neg, list[int](), weights=[], jobs=2, most=100)) == []


def test_the_processes_end_with_the_iterator() -> None:
    results = map_in_order(operator.neg, range(1000), weights=[1] * 1000, jobs=2, most=1000)
    assert next(results) == 0
    assert len(multiprocessing.active_children()) == 2
    results.close()
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_is_named_with_its_item() -> None:
    with pytest.raises(TmflowError, match="7: the process that read it died"):
        list(map_in_order(os._exit, [7, 7, 7], weights=[1] * 3, jobs=2, most=100))
    assert multiprocessing.active_children() == []


def test_a_process_that_is_dead_before_it_gets_its_item_is_named_too() -> None:
    worker: _Worker[int, int] = _Worker(multiprocessing.get_context("spawn"), operator.neg)
    worker._process.kill()
    worker._process.join()
    with pytest.raises(TmflowError, match="7: the process that read it died"):
        worker.give(0, 7)
    worker.end()


SLOW = """
import time
from tmflow.formats.atomic import open_atomic

def write(path):
    with open_atomic(path) as stream:
        stream.write(b"half")
        time.sleep(60)
"""


def test_a_process_ended_in_the_midst_of_a_file_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "slow_writer.py").write_text(SLOW, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    write = importlib.import_module("slow_writer").write
    worker: _Worker[Path, None] = _Worker(multiprocessing.get_context("spawn"), write)
    worker.give(0, folder / "page.html")
    deadline = time.monotonic() + PATIENCE_S
    while not list(folder.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [path.suffix for path in folder.iterdir()] == [".tmp"]
    worker.end()
    assert list(folder.iterdir()) == []
    assert time.monotonic() < deadline


def test_there_is_a_core_to_use() -> None:
    assert usable_cores() >= 1
