"""Whether the files under `memories/` are as they should be before a commit: the glossary, and the bitexts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path

from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.glossary import iter_glossary
from tmflow.formats.glossary_writing import sort_glossary
from tmflow.formats.languages import wrong_language
from tmflow.formats.po import serialize
from tmflow.memory.filter import EntryFilter
from tmflow.model.bitext import Bitext
from tmflow.model.glossary import Term, sorting_key
from tmflow.text.normalize import match_key
from tmflow.text.terminal import excerpt
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.project import Project
from tmflow.workflow.recall import iter_entries, memory_files
from tmflow.workflow.upkeep import list_conflicts

__all__ = ["FileProblem", "check_glossary", "check_memory", "sort_project_glossary", "tidy_memory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem:
    """What is wrong in a file. path: relative to the project; line: from 1, None for the file as a whole."""

    path: str
    line: int | None = None
    problem: str


def check_glossary(project: Project, *, wants_order: bool = False) -> tuple[FileProblem, ...]:
    """Return what is wrong in the glossary: two terms of one form, what one forbids and another has, terms out of order.

    wants_order: whether terms have to be in order. Raises FormatError for a glossary that cannot be read.
    """
    path = project.glossary_path
    if not path.exists():
        return ()
    terms = list(iter_glossary(path))
    found = [*_iter_doubles(terms), *_iter_contradictions(terms), *(_iter_unordered(terms) if wants_order else ())]
    name = project.relative(path)
    return tuple(FileProblem(path=name, line=line, problem=problem) for line, problem in sorted(found))


def _iter_doubles(terms: Sequence[tuple[int, Term]]) -> Iterator[tuple[int, str]]:
    first: dict[str, tuple[int, str]] = {}
    for line, term in terms:
        for form in term.japanese:
            earlier, other = first.setdefault(_key(form), (line, form))
            if earlier != line:
                yield line, f'"{form}" is "{other}" of line {earlier} but for its width. Keep one of them'


def _iter_contradictions(terms: Sequence[tuple[int, Term]]) -> Iterator[tuple[int, str]]:
    allowed: dict[tuple[str, str], int] = {}
    for line, term in terms:
        pairs = ((_key(japanese), _key(english)) for japanese in term.japanese for english in term.english)
        allowed |= dict.fromkeys(pairs, line)
    for line, term in terms:
        refused = [(japanese, english) for japanese in term.forbidden_japanese for english in term.english]
        refused += [(japanese, english) for japanese in term.japanese for english in term.forbidden_english]
        for japanese, english in refused:
            other = allowed.get((_key(japanese), _key(english)))
            if other is not None:
                yield (
                    line,
                    f'"{japanese}" for "{english}" is forbidden here and the term of line {other}. Decide for one',
                )


def _iter_unordered(terms: Sequence[tuple[int, Term]]) -> Iterator[tuple[int, str]]:
    for (_, before), (line, term) in pairwise(terms):
        if sorting_key(term) < sorting_key(before):
            yield (
                line,
                f'"{term.japanese[0]}" comes before "{before.japanese[0]}". Put them in order: tmflow glossary check --fix',
            )


def _key(form: str) -> str:
    return match_key(form).casefold()


def sort_project_glossary(project: Project) -> bool:
    """Put the terms of the glossary in order, each with the comments above it; return whether that changed anything.

    Raises FormatError for a glossary that cannot be read, or whose terms are not on lines of their own;
    MemoryLockedError, StorageError.
    """
    path = project.glossary_path
    if not path.exists():
        raise ConfigError(f"there is no {project.relative(path)}. To begin one: tmflow glossary import FILE")
    with project.writing():
        before = path.read_bytes()
        after = sort_glossary(before.decode("utf-8", "surrogateescape"), path=path).encode("utf-8", "surrogateescape")
        if after != before:
            write_bytes_atomic(path, after)
    project.forget_glossary()
    return after != before


def check_memory(project: Project, names: Iterable[str] = ()) -> tuple[FileProblem, ...]:
    """Return what is wrong in the files of the memory.

    Bitexts that are not as tmflow writes them, or whose units are not in the order of the article; texts with several
    translations; pairs that are surely no translations. A unit nobody has confirmed is none of these.
    names: files, by path or by name, () for all; whatever is no file of the memory is passed over.
    Raises FormatError for a file that cannot be read.
    """
    files = memory_files(project)
    chosen = {Path(name).name for name in names} & set(files) if names else set(files)
    problems = []
    for name in sorted(chosen):
        path = files[name][0]
        shown = project.relative(path)
        if path.suffix == ".po":
            problems += [FileProblem(path=shown, line=line, problem=told) for line, told in _iter_order(project, path)]
        problems += [FileProblem(path=shown, problem=told) for told in _iter_noise(path)]
    return (*problems, *_iter_conflicts(project, chosen))


def _iter_order(project: Project, path: Path) -> Iterator[tuple[int, str]]:
    article = load_article(project, path.stem)
    before, after = path.read_bytes(), _canonical(article)
    if before != after:
        lines = zip_longest(before.split(b"\n"), after.split(b"\n"))
        line = next(number for number, (one, two) in enumerate(lines, 1) if one != two)
        yield line, "not as tmflow writes it from this line on. To write it anew: tmflow memory check --fix"
    if _is_out_of_order(article.stored):
        yield 1, f"its units are not in the order of the article. To lay them anew: tmflow align {article.slug}"


def _canonical(article: Article) -> bytes:
    return serialize(article.stored, article.options)


def _is_out_of_order(bitext: Bitext) -> bool:
    places = [unit.source_place for unit in bitext.units if unit.source_place is not None]
    return any((two.line, two.column) < (one.line, one.column) for one, two in pairwise(places))


def _iter_noise(path: Path) -> Iterator[str]:
    for entry in iter_entries(path):
        if entry.draft or entry.retired:
            continue
        reason = wrong_language(entry.source, entry.target, entry.pair)
        if reason is None and "\ufffd" in entry.source + entry.target:
            reason = "damaged characters (U+FFFD)"
        if reason is not None:
            yield f"{reason}: {excerpt(entry.source)} | {excerpt(entry.target)}"


def _iter_conflicts(project: Project, chosen: set[str]) -> Iterator[FileProblem]:
    for group in list_conflicts(project, EntryFilter()):
        where = [entry.document for entry in group.entries if entry.document in chosen]
        if where:
            targets = dict.fromkeys(excerpt(entry.target) for entry in group.entries)
            told = f"{excerpt(group.source)} has {len(targets)} translations: {' | '.join(targets)}"
            path = project.relative(project.memories_folder / where[0])
            yield FileProblem(path=path, problem=f"{told}. To settle it: tmflow memory retire")


def tidy_memory(project: Project, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Write the bitexts as tmflow does; return those that changed. names: as `check_memory` has it.

    Raises FormatError for one that cannot be read, MemoryLockedError, StorageError.
    """
    chosen = {Path(name).stem for name in names} or set(project.bitext_slugs)
    changed = []
    with project.writing():
        for slug in sorted(chosen.intersection(project.bitext_slugs)):
            path, content = project.bitext_path(slug), _canonical(load_article(project, slug))
            if path.read_bytes() != content:
                write_bytes_atomic(path, content)
                changed.append(project.relative(path))
    return tuple(changed)
