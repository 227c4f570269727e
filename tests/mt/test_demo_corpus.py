"""The sentences that scripts/train_demo_model learns from are translations of each other."""

from __future__ import annotations

import runpy
from itertools import islice
from pathlib import Path

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.gates import DEFAULT_GATES, Attempt, first_problem
from tmflow.mt.mask import MaskForm

SCRIPT = Path(__file__).parents[2] / "scripts" / "demo_corpus.py"


def test_the_pairs_pass_the_gates_that_drafts_must_pass() -> None:
    pairs = list(islice(runpy.run_path(str(SCRIPT))["iter_pairs"](seed=7), 1000))
    assert len(set(pairs)) > 800
    wrong = []
    for japanese, english in pairs:
        for source, target, pair in (
            (japanese, english, LanguagePair(Language.JA, Language.EN)),
            (english, japanese, LanguagePair(Language.EN, Language.JA)),
        ):
            bare = [MaskForm.BRACKETS.pattern.sub(" ", text) for text in (source, target)]
            problem = first_problem(Attempt(source=bare[0], target=bare[1], pair=pair), DEFAULT_GATES)
            if problem is not None and problem.gate != "length":
                wrong.append((str(problem), source, target))
    assert wrong == []


def test_the_same_seed_gives_the_same_sentences() -> None:
    iter_pairs = runpy.run_path(str(SCRIPT))["iter_pairs"]
    assert list(islice(iter_pairs(seed=3), 50)) == list(islice(iter_pairs(seed=3), 50))
