"""Drafting for the aligner: a machine translation of each source segment, whose words it looks for in the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tmflow.align.metadata import HEADLINE_KINDS
from tmflow.errors import ConfigError
from tmflow.model.bitext import Bead
from tmflow.model.content import Content
from tmflow.model.document import Segment
from tmflow.model.language import LanguagePair
from tmflow.mt.translator import Translator
from tmflow.text.counts import counted
from tmflow.workflow.settings import Settings
from tmflow.workflow.wiring import make_translator

__all__ = ["Drafter", "SegmentDrafts", "draft_texts", "iter_texts_to_draft"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentDrafts:
    """Machine translations by the text of the segment. problem: how many texts got none, and why; "" if all got one."""

    by_text: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def of(self, segments: Iterable[Segment]) -> tuple[str, ...]:
        """Return one translation for each segment, "" where there is none; () if there is none at all."""
        drafts = tuple(self.by_text.get(segment.text, "") for segment in segments)
        return drafts if any(drafts) else ()


def iter_texts_to_draft(
    sources: Sequence[Segment], targets: Sequence[Segment], *, anchors: Sequence[Bead] = ()
) -> Iterator[str]:
    """Yield the texts of the source segments that are aligned by what they say: running text that has no anchor.

    The title block is paired otherwise, unless one of the sides has no headline.
    """
    anchored = (
        {index for bead in anchors for index in bead.source},
        {index for bead in anchors for index in bead.target},
    )
    free, others = (
        [segment for index, segment in enumerate(side) if index not in taken and segment.text.strip()]
        for side, taken in zip((sources, targets), anchored, strict=True)
    )
    has_headlines = all(any(segment.kind in HEADLINE_KINDS for segment in side) for side in (free, others))
    for segment in free:
        if segment.kind.is_body or (segment.kind in HEADLINE_KINDS and not has_headlines):
            yield segment.text


def draft_texts(
    texts: Iterable[str],
    *,
    pair: LanguagePair,
    translator: Translator,
    answers: Path | None = None,
    on_progress: Progress | None = None,
) -> SegmentDrafts:
    """Translate each text once. What the engine fails at, after a second try, or answers with nothing has no draft.

    No answer is refused for what it says: a figure that is wrong in it is one word that is not found.
    answers: where the engine's answers are kept for the next time, None = nowhere.
    Raises TranslatorUnavailable, TranslatorError if the engine breaks its contract, StorageError.

    >>> from tmflow.model.language import Language
    >>> from tmflow.mt.translator import EchoTranslator
    >>> drafts = draft_texts(["港は開く。"], pair=LanguagePair(Language.JA, Language.EN), translator=EchoTranslator())
    >>> drafts.by_text
    {'港は開く。': '[en] zizuro zi.'}
    """
    from tmflow.mt.cache import AnswerCache
    from tmflow.mt.pipeline import draft

    wanted = list(dict.fromkeys(texts))
    with AnswerCache(answers) if answers and wanted else nullcontext() as cache:
        drafts = list(
            draft(
                [Content.of(text) for text in wanted],
                pair=pair,
                translator=translator,
                cache=cache,
                gates=(),
                on_progress=on_progress,
            )
        )
    by_text = {text: one.target.text for text, one in zip(wanted, drafts, strict=True) if one.target is not None}
    reason = next((one.reason for one in drafts if one.reason is not None), None)
    missing = f"no machine translation of {len(wanted) - len(by_text)} of {counted(len(wanted), 'segment')}"
    return SegmentDrafts(by_text=by_text, problem=f"{missing} ({reason})" if reason is not None else "")


class Drafter:
    """Drafts segments with the engine of the settings; that of a direction is loaded when it first has something to do.

    answers: where the answers are kept; on_engine: told the name of each engine that is loaded; on_progress: called with
    the segments of an article done and to do. Without these two it can be handed to another process before it is used.
    Raises ConfigError if the settings switch machine translation off.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        answers: Path | None = None,
        on_engine: Callable[[str], None] | None = None,
        on_progress: Progress | None = None,
    ) -> None:
        if settings.mt.engine == "none":
            raise ConfigError(
                "mt.engine is none in tmflow.yaml: --mt has no engine. Take the line out, or leave out --mt"
            )
        self._settings, self._answers = settings, answers
        self._on_engine, self._on_progress = on_engine, on_progress
        self._engines: dict[LanguagePair, Translator] = {}

    def draft(
        self,
        sources: Sequence[Segment],
        targets: Sequence[Segment],
        *,
        pair: LanguagePair,
        anchors: Sequence[Bead] = (),
    ) -> SegmentDrafts:
        """Draft what the aligner will look at of two texts. Raises as `draft_texts` does."""
        texts = list(iter_texts_to_draft(sources, targets, anchors=anchors))
        if not texts:
            return SegmentDrafts()
        translator = self._engine(pair)
        return draft_texts(
            texts, pair=pair, translator=translator, answers=self._answers, on_progress=self._on_progress
        )

    def _engine(self, pair: LanguagePair) -> Translator:
        engine = self._engines.get(pair)
        if engine is None:
            make = make_translator(self._settings, pair)
            if make is None:
                raise ConfigError("mt.engine is none in tmflow.yaml")
            engine = self._engines[pair] = make()
            if self._on_engine:
                self._on_engine(engine.name)
        return engine
