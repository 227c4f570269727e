"""One function over many items, in processes of their own; the results come in the order of the items."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from types import FrameType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from tmflow.errors import TmflowError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext

__all__ = ["map_in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2
"""Items a process has at hand: it begins the next one while its last result is still being fetched."""


def map_in_order(
    work: Callable[[Item], Result], items: Sequence[Item], *, weights: Sequence[int], jobs: int, most: int
) -> Generator[Result, None, None]:
    """Yield `work(item)` for each item, in order, done by `jobs` processes.

    work: a function of a module, or a `partial` of one; it, the items and the results are pickled. An exception it lets
    through ends its process.
    weights: what each item takes (bytes, 1 and up); items of at most `most` in all, or a single heavier one, are being
    worked on or wait to be yielded.
    The processes live as long as the iterator: exhaust or close it. Ctrl-C reaches only this process.
    Raises TmflowError if a process dies.
    """
    context = multiprocessing.get_context("spawn")  # the same on every system, and safe beside threads
    workers: list[_Worker[Item, Result]] = []
    ready: dict[int, Result] = {}
    given = taken = weight = 0
    try:
        workers.extend(_Worker(context, work) for _ in range(min(jobs, len(items))))
        while taken < len(items):
            while given < len(items) and (not weight or weight + weights[given] <= most):
                worker = min(workers, key=lambda one: len(one.tasks))
                if len(worker.tasks) == _AHEAD:
                    break
                worker.give(given, items[given])
                weight += weights[given]
                given += 1
            if taken in ready:
                yield ready.pop(taken)
                weight -= weights[taken]
                taken += 1
                continue
            busy = {worker.connection: worker for worker in workers if worker.tasks}
            for connection in wait(list(busy)):
                number, result = busy[connection].take()  # type: ignore[index]
                ready[number] = result
    finally:
        for worker in workers:
            worker.end()


class _Worker(Generic[Item, Result]):
    """A process that does the work; `tasks` are the numbers and items it has been given, the one it is at first."""

    def __init__(self, context: SpawnContext, work: Callable[[Item], Result]) -> None:
        self.tasks: deque[tuple[int, Item]] = deque()
        self.connection, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(far, work), daemon=True)
        with _held_interrupts():
            self._process.start()
        far.close()

    def give(self, number: int, item: Item) -> None:
        """Hand over an item. Raises TmflowError if the process is dead."""
        self.tasks.append((number, item))
        try:
            self.connection.send(item)
        except OSError as error:
            raise self._died() from error

    def take(self) -> tuple[int, Result]:
        """Wait for the next result. Raises TmflowError if the process is dead."""
        try:
            result = self.connection.recv()
        except (EOFError, OSError) as error:
            raise self._died() from error
        number, _ = self.tasks.popleft()
        return number, result

    def _died(self) -> TmflowError:
        """The error of a dead process, which names the item it was at."""
        return TmflowError(f"{self.tasks[0][1]}: the process that read it died. Try --jobs 1")

    def end(self) -> None:
        self.connection.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def _serve(connection: Connection, work: Callable[[Any], Any]) -> None:
    """Work off what comes until there is nobody at the other end, or until it is ended: then it clears up what it was at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    while True:
        try:
            item = connection.recv()
        except (EOFError, OSError):
            break
        result = work(item)
        try:
            connection.send(result)
        except OSError:
            break
    _stop_clearing_up()


def _stop_clearing_up() -> None:
    """Let SIGTERM simply end the process: an interpreter that shuts down would complain of `_leave`.

    Held back meanwhile: one that came before is answered at once, and none comes between the two ways.
    """
    if sys.platform == "win32":
        return  # nothing is sent there: a process is ended from outside
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave(signal_number: int, frame: FrameType | None) -> NoReturn:
    del frame
    sys.exit(128 + signal_number)  # as a shell tells of a program that was ended


@contextmanager
def _held_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back; a process started meanwhile never gets one, so it cannot break off in the midst of its imports."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # now, since it lets them through again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
