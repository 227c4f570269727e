"""When the steps of an engine are saved: at once while that is cheap, then in a tenth of the time at most."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.workflow.projects import make_project, targets_of
from tmflow.errors import TranslatorError, TranslatorUnavailable
from tmflow.formats.po import read_po
from tmflow.model.bitext import Bitext
from tmflow.model.language import LanguagePair
from tmflow.mt.translator import EchoTranslator
from tmflow.workflow.ingest import load_article
from tmflow.workflow.machine import MachineOptions, MachineStep, iter_machine_steps
from tmflow.workflow.project import Project
from tmflow.workflow.saving import StepKeeper, StepSaver, StepTaker
from tmflow.workflow.translate import Watch, translate_article

SENTENCES = ["鐘の話", *(f"鐘は{number}回鳴った。" for number in range(2, 12))]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, ja={"bell": SENTENCES}, settings="mt: {batch: 2}")


@dataclass
class Times:
    """What the saver reads: the time, and the work of the process, which a save adds `save_s` to."""

    now_s: float = 0.0
    save_s: float = 0.0
    asked: int = field(default=0)

    def process_s(self) -> float:
        self.asked += 1
        return (self.asked // 2) * self.save_s


def steps_of(project: Project) -> tuple[Bitext, list[MachineStep]]:
    bitext = load_article(project, "bell").bound.bitext
    return bitext, list(iter_machine_steps(bitext, EchoTranslator, MachineOptions(batch=2)))


def on_disk(project: Project) -> int:
    path = project.bitext_path("bell")
    return sum(unit.target is not None for unit in read_po(path).units) if path.exists() else 0


@pytest.mark.parametrize(
    ("save_s", "saved"),
    [
        (0.04, [True] * 6),  # cheap
        (0.3, [True, False, False, True, False, True]),  # 3 s, and the end
        (0.09, [True] * 6),  # a second is more than ten times as long
        (9.0, [True, False, False, False, False, True]),
    ],
)
def test_a_save_waits_for_ten_times_its_own_length(project: Project, save_s: float, saved: list[bool]) -> None:
    times = Times(save_s=save_s)
    bitext, steps = steps_of(project)
    saver = StepSaver(project, bitext, clock=lambda: times.now_s, process_s=times.process_s)
    found = []
    for step in steps:
        times.now_s += 1
        found.append(saver.take(step))
        assert not found[-1] or on_disk(project) == step.done, "what is told as saved is"
    assert found == saved
    assert on_disk(project) == len(SENTENCES)


@pytest.mark.parametrize("kind", [StepSaver, StepTaker])
def test_what_waits_is_in_the_end(project: Project, kind: type[StepKeeper]) -> None:
    times = Times(save_s=9)
    bitext, steps = steps_of(project)
    keeper: StepKeeper
    keeper = StepTaker(bitext) if kind is StepTaker else StepSaver(project, bitext, process_s=times.process_s)
    for step in steps[:3]:
        keeper.take(step)
    end = keeper.finish()
    assert sum(unit.target is not None for unit in end.units) == 6
    assert on_disk(project) == (6 if kind is StepSaver else 0)
    assert keeper.finish() == end


class Failing(EchoTranslator):
    """Ends a run in its fourth batch."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.left, self.error = 4, error

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[str]:
        self.left -= 1
        if not self.left:
            raise self.error
        yield from super().translate(sources, pair)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), TranslatorUnavailable("away"), TranslatorError("odd")])
def test_any_end_that_is_told_saves_what_waits(
    project: Project, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr("tmflow.workflow.saving._CHEAP_S", -1.0)
    monkeypatch.setattr("tmflow.workflow.saving._SHARE", 1e9)
    saved: list[int] = []
    drafted: list[int] = []
    watch = Watch(
        on_drafted=lambda done, _total: drafted.append(done), on_progress=lambda done, _total: saved.append(done)
    )
    try:
        translate_article(project, "bell", translator=Failing(error), watch=watch)
    except (KeyboardInterrupt, TranslatorError):
        assert not isinstance(error, TranslatorUnavailable)
    assert drafted[:3] == [2, 4, 6]
    assert (saved[0], 4 in saved) == (2, False), "the second batch waits"
    assert on_disk(project) >= 6


def test_the_work_grows_with_the_article_and_not_with_its_square(tmp_path: Path) -> None:
    """In the work of the process; four times as long an article took sixteen times as long."""
    program = (
        "import sys, time; from tmflow.mt.translator import EchoTranslator;"
        "from tmflow.workflow.project import open_project; from tmflow.workflow.translate import translate_article;"
        "project = open_project(sys.argv[1]); began = time.process_time();"
        "translate_article(project, 'bell', translator=EchoTranslator()); print(time.process_time() - began)"
    )
    taken = []
    for units in (300, 1200):
        lines = ["鐘の話", *(f"鐘は朝の港で{number}回鳴った。" for number in range(2, units + 1))]
        project = make_project(tmp_path / f"{units}", ja={"bell": lines})
        done = subprocess.run(
            [sys.executable, "-c", program, str(project.root)], capture_output=True, text=True, check=True
        )
        taken.append(float(done.stdout))
        assert None not in targets_of(project, "bell").values()
    assert taken[1] < 8 * taken[0]
