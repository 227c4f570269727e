"""Aligning files that belong to no project: two texts, many pairs of them; nothing is written but the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from tmflow._version import __version__
from tmflow.align.aligner import align_segments
from tmflow.errors import AlignmentError, ConfigError, TmflowError, TranslatorError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.export import ExportOptions
from tmflow.formats.fileformat import Trait
from tmflow.formats.registry import format_named
from tmflow.formats.units import write_bitext
from tmflow.model.bitext import Bead, Bitext, Side
from tmflow.model.document import Document
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.align import as_segment, check_language, unit_of
from tmflow.workflow.bind import number_units
from tmflow.workflow.file_pairs import FilePair
from tmflow.workflow.file_texts import BeadSide, FileText, TextForm, read_text
from tmflow.workflow.project import make_folder
from tmflow.workflow.settings import Settings
from tmflow.workflow.wiring import check_dictionary, find_dictionary
from tmflow.workflow.workload import UNDER_WAY_BYTES, count_processes, size_bytes

if TYPE_CHECKING:
    from tmflow.workflow.drafting import Drafter

__all__ = [
    "AlignedBead",
    "AlignedFiles",
    "Aligning",
    "FilesOutcome",
    "align_files",
    "align_pair",
    "aligning_of",
    "leaves_drafts_out",
    "serialize_bitext",
    "unit_suffix",
    "write_outcome",
]

Progress = Callable[[int, int], None]

_PROCESS_BYTES = 200_000
"""A process more for each: it takes about as long to start as a tenth of this takes to be aligned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligning:
    """How pairs of files are aligned.

    source, target: the languages; None where each file tells its own.
    require_translation: refuse texts that do not look like translations of each other.
    min_confidence: beads of less are left out; None leaves out none, but in TMX those in doubt.
    dictionary: "auto", "none" or the path of a file in EDICT's format; None for what the settings say.
    use_mt: draft each source segment with the engine of the settings.
    """

    settings: Settings
    source: Language | None = None
    target: Language | None = None
    form: TextForm = TextForm.ARTICLE
    require_translation: bool = True
    min_confidence: float | None = None
    dictionary: str | None = None
    use_mt: bool = False

    @property
    def dictionary_name(self) -> str:
        """The dictionary to align with, as `find_dictionary` takes it."""
        return self.settings.align.dictionary if self.dictionary is None else self.dictionary


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedBead:
    """A bead of two files: `bead` counts the segments that were aligned, its sides those of the files."""

    bead: Bead
    source: BeadSide
    target: BeadSide


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedFiles:
    """Two files that were aligned.

    source_segments, target_segments: how many were aligned.
    beads: those with enough confidence, in the order of the source; the units of `bitext` are theirs, one for each.
    draft_problem: how many segments machine translation gave nothing for, and why, where it was asked for.
    """

    pair: FilePair
    source_segments: int
    target_segments: int
    beads: tuple[AlignedBead, ...]
    bitext: Bitext
    options: ExportOptions
    with_drafts: bool
    draft_problem: str = ""

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many beads there are of each shape, the most frequent first."""
        return dict(Counter(found.bead.kind for found in self.beads).most_common())

    @property
    def least_confidence(self) -> float:
        """Of the beads that pair something; 0.0 if none does."""
        return min((one.bead.confidence for one in self.beads if one.bead.source and one.bead.target), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesOutcome:
    """What became of a pair: its result, as text or as the bytes of a file of some format, or the problem.

    doubtful: pairs of segments that are drafts; draft_problem: as `AlignedFiles` has it.
    """

    pair: FilePair
    content: str | bytes = ""
    doubtful: int = 0
    draft_problem: str = ""
    problem: TmflowError | None = None

    @property
    def is_written(self) -> bool:
        """Whether the result goes to a file."""
        return self.problem is None and self.pair.result is not None


def aligning_of(
    settings: Settings,
    *,
    source: str | None = None,
    target: str | None = None,
    is_plain: bool = False,
    has_lines: bool = False,
    force: bool = False,
    min_confidence: float | None = None,
    dictionary: str | None = None,
    use_mt: bool = False,
) -> Aligning:
    """Return how to align; of one language follows the other.

    is_plain, has_lines: the files are bare text, bare text with a segment on each line.
    force: accept texts that do not look like translations of each other.
    Raises ConfigError if both languages are one, the files would be of two forms, or the confidence is not between 0
    and 1; FormatError if the dictionary is named by its path and cannot be read.
    """
    if is_plain and has_lines:
        raise ConfigError("--lines says more than --plain: give one of them")
    if source and source == target:
        raise ConfigError(f"--from {source} --to {target}: source and target are one language")
    if min_confidence is not None and not 0.0 <= min_confidence <= 1.0:
        raise ConfigError(f"a confidence of {min_confidence} is not between 0 and 1")
    first = Language.parse(source) if source else None
    second = Language.parse(target) if target else None
    aligning = Aligning(
        settings=settings,
        source=first or (second.other if second else None),
        target=second or (first.other if first else None),
        form=TextForm.LINES if has_lines else TextForm.PLAIN if is_plain else TextForm.ARTICLE,
        require_translation=not force,
        min_confidence=min_confidence,
        dictionary=dictionary,
        use_mt=use_mt,
    )
    check_dictionary(aligning.dictionary_name)
    return aligning


def align_files(
    pairs: Sequence[FilePair],
    aligning: Aligning,
    *,
    render: Callable[[AlignedFiles], str | bytes],
    jobs: int | None = None,
    on_progress: Progress = lambda _done, _total: None,
    on_drafts: Progress | None = None,
    on_engine: Callable[[str], None] | None = None,
) -> Generator[FilesOutcome, None, None]:
    """Yield what `render` makes of each pair, in their order, written already where the pair has a file for it.

    A pair that cannot be aligned is a problem, no end.
    render: a function of a module, or a `partial` of one; it may go to another process.
    jobs: processes; None takes as many as the machine has cores and the files are worth, but one with machine
    translation, whose engine uses all cores.
    on_progress: called with the pairs done and the pairs in all; on_drafts: with the segments of a pair that are drafted
    and to draft, on_engine: told which engine is loaded, both where one process does it all.
    Raises ConfigError if machine translation is asked for and switched off, TranslatorError if its engine is missing or
    fails as a whole, StorageError if a result cannot be written.
    """
    sizes = [1 + size_bytes(pair.source) + size_bytes(pair.target) for pair in pairs]
    asked = jobs or (1 if aligning.use_mt else None)
    count = count_processes(sizes, asked=asked, process_bytes=_PROCESS_BYTES)
    is_told = count == 1  # what listens stays in this process
    drafter = _drafter(aligning, on_drafts=on_drafts if is_told else None, on_engine=on_engine if is_told else None)
    work = partial(_outcome, aligning=aligning, render=render, drafter=drafter)
    with closing(_outcomes(work, pairs, sizes, count)) as outcomes:
        for done, outcome in enumerate(outcomes, 1):
            if isinstance(outcome.problem, TranslatorError):
                raise outcome.problem
            if outcome.is_written:
                write_outcome(outcome)
            yield outcome
            on_progress(done, len(pairs))


def _outcomes(
    work: Callable[[FilePair], FilesOutcome], pairs: Sequence[FilePair], sizes: Sequence[int], count: int
) -> Generator[FilesOutcome, None, None]:
    if count == 1:
        yield from map(work, pairs)
        return
    from tmflow.workflow.parallel import map_in_order

    yield from map_in_order(work, pairs, weights=sizes, jobs=count, most=UNDER_WAY_BYTES)


def _drafter(
    aligning: Aligning, *, on_drafts: Progress | None = None, on_engine: Callable[[str], None] | None = None
) -> Drafter | None:
    if not aligning.use_mt:
        return None
    from tmflow.workflow.drafting import Drafter

    return Drafter(aligning.settings, on_engine=on_engine, on_progress=on_drafts)


def _outcome(
    pair: FilePair, *, aligning: Aligning, render: Callable[[AlignedFiles], str | bytes], drafter: Drafter | None
) -> FilesOutcome:
    try:
        aligned = align_pair(pair, aligning, drafter=drafter)
        doubtful = sum(unit.draft and unit.side is Side.BOTH for unit in aligned.bitext.units)
        return FilesOutcome(pair=pair, content=render(aligned), doubtful=doubtful, draft_problem=aligned.draft_problem)
    except (AlignmentError, TranslatorError) as error:
        return FilesOutcome(pair=pair, problem=error)
    except TmflowError as error:
        return FilesOutcome(pair=pair, problem=TmflowError(str(error)))  # others may not be pickled


def align_pair(pair: FilePair, aligning: Aligning, *, drafter: Drafter | None = None) -> AlignedFiles:
    """Align two files.

    drafter: what drafts the source; None = `aligning` says whether there is one. Raises TranslatorError if it fails,
    FormatError if one cannot be read or holds nothing to align, ConfigError if both are in one language or one is
    in another than it should be, AlignmentError if they do not look like translations of each other.
    """
    settings, form = aligning.settings, aligning.form
    source = read_text(pair.source, settings, form=form, language=aligning.source)
    target = read_text(pair.target, settings, form=form, language=aligning.target)
    languages = _languages(pair, source.document, target.document)
    try:
        beads, draft_problem = _beads(source, target, languages, aligning, drafter or _drafter(aligning))
    except AlignmentError as error:
        raise AlignmentError(f"{pair}: {error} (--force aligns them all the same)") from error
    sides = {"source": source.document, "target": target.document}
    units = number_units([unit_of(bead, source.passages, target.passages, **sides) for bead in beads])
    least = aligning.min_confidence or 0.0
    kept = [(bead, unit) for bead, unit in zip(beads, units, strict=True) if bead.confidence >= least]
    return AlignedFiles(
        pair=pair,
        source_segments=len(source.passages),
        target_segments=len(target.passages),
        beads=tuple(
            AlignedBead(bead=bead, source=source.side(bead.source), target=target.side(bead.target)) for bead, _ in kept
        ),
        bitext=Bitext(slug=pair.name, pair=languages, units=tuple(unit for _, unit in kept)),
        options=ExportOptions(
            source_format=source.document.format,
            target_format=target.document.format,
            source_path=pair.source.as_posix(),
            target_path=pair.target.as_posix(),
            tool_version=__version__,
        ),
        with_drafts=aligning.min_confidence is not None,
        draft_problem=draft_problem,
    )


def _beads(
    source: FileText, target: FileText, pair: LanguagePair, aligning: Aligning, drafter: Drafter | None
) -> tuple[tuple[Bead, ...], str]:
    """Return the beads of two texts, and what machine translation gave nothing for, "" if it did or was not asked."""
    segments = [as_segment(passage) for passage in source.passages]
    others = [as_segment(passage) for passage in target.passages]
    drafts = drafter.draft(segments, others, pair=pair) if drafter else None
    beads = align_segments(
        segments,
        others,
        pair=pair,
        dictionary=find_dictionary(aligning.dictionary_name),
        drafts=drafts.of(segments) if drafts else (),
        require_translation=aligning.require_translation,
    )
    return beads, drafts.problem if drafts else ""


def _languages(pair: FilePair, source: Document, target: Document) -> LanguagePair:
    if source.language is target.language:
        raise ConfigError(f"{pair}: both are {source.language.display_name}. If they are not: --from ja --to en")
    for document, path in ((source, pair.source), (target, pair.target)):
        body = [block.text for block in document.blocks if block.kind.is_body] or [document.text]
        check_language("\n".join(body), language=document.language, name=str(path))
    return LanguagePair(source.language, target.language)


def unit_suffix(name: str) -> str:
    """Return the ending of the files of a format. Raises ConfigError for a name of none."""
    return format_named(name).export_ending


def leaves_drafts_out(name: str) -> bool:
    """Whether a format is one of memories, which has what is in doubt only on demand. Raises ConfigError for a name of none."""
    return Trait.DRAFTS_ON_DEMAND in format_named(name).traits


def serialize_bitext(aligned: AlignedFiles, *, name: str) -> bytes:
    """Return two aligned files in a format that holds the units of an article, each with its state and origin.

    Text on one side alone is no entry of a TMX; the others have that of the source. Raises ConfigError for another name.
    """
    stream = BytesIO()
    options = replace(aligned.options, document=aligned.options.source_path, with_drafts=aligned.with_drafts)
    write_bitext(aligned.bitext, stream, name=name, options=options)
    return stream.getvalue()


def write_outcome(outcome: FilesOutcome) -> None:
    """Write the result of a pair to its file, atomically, into a folder that is there or can be made.

    Raises StorageError, ValueError if the pair has no file for it.
    """
    path = outcome.pair.result
    if path is None:
        raise ValueError(f"{outcome.pair} has no file for its result")
    make_folder(path.parent)
    content = outcome.content
    if isinstance(content, str):
        content = content.encode("utf-8", "backslashreplace")  # a name of a file may hold anything
    write_bytes_atomic(path, content)
