"""Laws of correcting an alignment, on made-up corrections."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.workflow.corrections import add_a_sentence, align_again, assert_partition, fix, knocks, pairs
from tests.workflow.projects import EN, JA, aligned, reopened, tree, units_of
from tmflow.errors import ConfigError
from tmflow.formats.po import read_po_file, write_po
from tmflow.workflow.correct import read_units
from tmflow.workflow.operations import Confirm, Link, Merge, Move, Operation, Split, Unlink
from tmflow.workflow.project import Project

numbers = st.integers(1, 12).map(str)
counts = st.integers(0, 3)
operations = st.one_of(
    st.builds(lambda first, size: Merge(units=(f"{first}-{first + size}",)), st.integers(1, 10), st.integers(1, 3)),
    st.builds(Split, unit=numbers, source=counts, target=counts),
    st.builds(
        Move, unit=numbers, side=st.sampled_from(["source", "target"]), is_down=st.booleans(), count=st.integers(1, 2)
    ),
    st.builds(lambda unit: Unlink(units=(unit,)), numbers),
    st.builds(lambda first, second: Link(units=(first, second)), numbers, numbers),
    st.builds(lambda unit: Confirm(units=(unit,)), numbers),
)


@given(steps=st.lists(operations, min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_corrections_keep_every_segment_and_outlast_the_next_alignment(steps: list[Operation]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = knocks(Path(folder))
        for step in steps:
            try:
                assert_partition(project, fix(project, step, "knock").pairing)
            except ConfigError:
                continue
        corrected = read_units(reopened(project), "knock")
        before = tree(project.root)
        align_again(project)
        assert tree(project.root) == before
        add_a_sentence(project, "knock")
        align_again(project)
        now = read_units(reopened(project), "knock")
        assert_partition(project, now)
        held = {(one.bead.source, one.bead.target): one.unit.state for one in now.units}
        for one in corrected.units:
            if one.unit.origin and one.unit.origin.reviewer:
                assert held.get((one.bead.source, one.bead.target)) is one.unit.state


def write_notes(project: Project) -> None:
    """Give each unit of the article a note of its own."""
    path = project.bitext_path("knock")
    file = read_po_file(path)
    units = tuple(replace(unit, notes=(f"note {number}",)) for number, unit in enumerate(file.bitext.units))
    write_po(replace(file.bitext, units=units), path, file.options)


@given(steps=st.lists(operations, min_size=1, max_size=12))
@example(steps=[Unlink(units=("4",)), Move(unit="4", side="source", is_down=False)])
@settings(max_examples=40, deadline=None)
def test_corrections_lose_no_note(steps: list[Operation]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = knocks(Path(folder))
        write_notes(project)
        for step in steps:
            before = Counter(note for unit in units_of(project, "knock") for note in unit.notes)
            with contextlib.suppress(ConfigError):
                fix(project, step, "knock")
            assert before <= Counter(note for unit in units_of(project, "knock") for note in unit.notes)


@given(cuts=st.lists(st.integers(0, len(EN)), min_size=len(EN) - 1, max_size=len(EN) - 1).map(sorted))
@settings(max_examples=40, deadline=None)
def test_target_sentences_shared_out_otherwise_in_a_po_editor_stay_so(cuts: list[int]) -> None:
    targets = [" ".join(EN[start:end]) for start, end in itertools.pairwise([0, *cuts, len(EN)])]
    expected = [(source, target or None) for source, target in zip(JA, targets, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        project = aligned(Path(folder))
        path = project.bitext_path("mist")
        text = path.read_text(encoding="utf-8")
        for source, old, new in zip(JA, EN, targets, strict=True):
            text = text.replace(f'msgid "{source}"\nmsgstr "{old}"', f'msgid "{source}"\nmsgstr "{new}"')
        path.write_text(text, encoding="utf-8")
        align_again(project)
        assert pairs(project) == expected
        assert_partition(project, read_units(reopened(project), "mist"))
        add_a_sentence(project)
        align_again(project)
        assert pairs(project)[: len(JA)] == expected
