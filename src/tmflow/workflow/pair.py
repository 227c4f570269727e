"""Finding which article files of two folders, or of a project's two languages, are translations of each other."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tmflow.align.lexicon import Lexicon
from tmflow.align.pairing import DocumentPair, LoneDocument, pair_documents
from tmflow.align.pairing_evidence import Clue
from tmflow.align.pairing_profile import DocumentProfile, profile_document
from tmflow.errors import ConfigError, FormatError, StorageError, TmflowError
from tmflow.formats.article import ARTICLE_SUFFIXES
from tmflow.model.bitext import DOUBTFUL_BELOW
from tmflow.model.language import Language
from tmflow.text.counts import counted
from tmflow.text.scripts import guess_language, japanese_share
from tmflow.workflow.parallel import map_in_order
from tmflow.workflow.project import Project
from tmflow.workflow.segmentation import find_texts
from tmflow.workflow.settings import Settings
from tmflow.workflow.texts import read_file
from tmflow.workflow.workload import UNDER_WAY_BYTES, count_processes, size_bytes

__all__ = ["FilePair", "FilePairing", "LoneFile", "pair_files"]

_PROCESS_BYTES = 1_000_000
"""A process more for each: it takes about as long to start as a fifth of this takes to be read."""
_FILE_BYTES = 4096
"""What a file weighs beside its text."""
_SIDES = 2
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What `os.link` says of a file system that has none, or no more of them."""
_UNTOLD = 0.5
"""Share of Japanese where nothing could be read."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePair:
    """Two files that may be translations of each other.

    confidence: 0.0 to 1.0. score, closeness: of `DocumentPair`. renamed: in a project, the path that gives the target the
    slug of its source; is_renamed: whether it has that now.
    """

    source: Path
    target: Path
    confidence: float
    score: float
    closeness: float
    clues: tuple[Clue, ...]
    is_doubtful: bool
    renamed: Path | None = None
    is_renamed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneFile:
    """A file without a partner, and the file of the other side with the most in common, if there is one."""

    path: Path
    is_source: bool
    nearest: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePairing:
    """What became of each file: in a pair, alone, or a problem. Pairs are in order of their sources, doubtful ones last."""

    pairs: tuple[FilePair, ...]
    lone: tuple[LoneFile, ...]
    problems: tuple[TmflowError, ...]

    @property
    def is_found(self) -> bool:
        """Whether there is a pair that is not doubtful, or nothing that could have been one."""
        return any(not pair.is_doubtful for pair in self.pairs) or not (self.pairs or self.lone)


def pair_files(
    folders: Sequence[Path],
    *,
    project: Project | None,
    min_confidence: float = DOUBTFUL_BELOW,
    rename: bool = False,
    jobs: int | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> FilePairing:
    """Pair the files of two folders; without folders, the project's articles that have no partner yet.

    A file that cannot be read, or is in the language of the other side, is a problem, and the others are paired.
    project: whose settings the files are read with. rename: give each target that is not doubtful the slug of its source.
    jobs: processes; None takes as many as the machine has cores and the files are worth. on_progress: called with the files
    read and the files in all.
    Raises ConfigError for a call that names no two folders of articles, or folders that are in one language; StorageError
    or MemoryLockedError if files are to be renamed and the project is not writable. One that cannot be is a problem.
    """
    if rename and (folders or project is None):
        raise ConfigError("only a project's articles are renamed. Leave the folders out: tmflow pair --rename")
    if folders:
        sides = _folder_sides(folders)
    elif project is not None:
        sides = _project_sides(project)
    else:
        raise ConfigError("no folders, and no project here. Name two: tmflow pair FOLDER_JA FOLDER_EN")
    settings = project.settings if project else Settings()
    with closing(_read_sides(sides, settings=settings, jobs=jobs, on_progress=on_progress)) as texts:
        pairing = _paired(texts, sides, min_confidence=min_confidence)
    if project is None or folders:
        return pairing
    proposed = replace(pairing, pairs=tuple(_with_new_name(pair) for pair in pairing.pairs))
    return _rename(project, proposed) if rename else proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The files of a side: the folder below which their names say something, and the language where it is known."""

    folder: Path
    paths: tuple[Path, ...]
    language: Language | None = None


def _folder_sides(folders: Sequence[Path]) -> tuple[_Side, _Side]:
    if len(folders) != _SIDES:
        raise ConfigError(f"{counted(len(folders), 'folder')} to pair. Name two: tmflow pair FOLDER_JA FOLDER_EN")
    source, target = (_Side(folder=folder, paths=_articles_in(folder)) for folder in folders)
    if source.folder.resolve() == target.folder.resolve():
        raise ConfigError(f"{source.folder}: source and target are the same folder. Name the folder of each language")
    known = {path.resolve() for path in source.paths}
    twice = next((path for path in target.paths if path.resolve() in known), None)
    if twice is not None:
        raise ConfigError(f"{twice} stands in both folders. Name two folders of which none holds the other")
    return source, target


def _articles_in(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder. Name the folder of each language")
    paths = find_texts([folder])
    if paths == [folder]:
        raise ConfigError(f"{folder}: no article in this folder ({' '.join(ARTICLE_SUFFIXES)}). Name another folder")
    return tuple(paths)


def _project_sides(project: Project) -> tuple[_Side, _Side]:
    """The articles of each language that have no file in the other one."""

    def side(language: Language) -> _Side:
        alone = (sides[language] for sides in project.articles.values() if set(sides) == {language})
        return _Side(folder=project.articles_folder(language), paths=tuple(alone), language=language)

    return side(project.settings.pair.source), side(project.settings.pair.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A file as it was read: its profile, or the reason why it has none. share: of kana and kanji among its letters."""

    path: Path
    profile: DocumentProfile | None = None
    share: float = 0.0
    problem: str = ""


def _read_sides(
    sides: tuple[_Side, _Side], *, settings: Settings, jobs: int | None, on_progress: Progress
) -> Generator[_Text, None, None]:
    """Yield the files of both sides, read, the source's first."""
    items = [(path, side.folder) for side in sides for path in side.paths]
    work = partial(_read, settings=settings, lexicon=Lexicon.build())
    weights = [_FILE_BYTES + size_bytes(path) for path, _ in items]
    count = count_processes(weights, asked=jobs, process_bytes=_PROCESS_BYTES)
    many = map_in_order(work, items, weights=weights, jobs=count, most=UNDER_WAY_BYTES) if count > 1 else None
    with closing(many) if many else nullcontext(map(work, items)) as texts:
        for done, text in enumerate(texts, 1):
            on_progress(done, len(items))
            yield text


def _read(item: tuple[Path, Path], *, settings: Settings, lexicon: Lexicon) -> _Text:
    """Read a file of a folder; this runs in whatever process has it."""
    path, folder = item
    try:
        if path.is_dir():
            raise FormatError("this folder cannot be read", path=path)
        document = read_file(path, language=None, encoding=None, settings=settings)
    except TmflowError as error:
        return _Text(path=path, problem=str(error))
    blocks = [block.text for block in document.blocks if block.kind.is_translatable]
    whole = "\n".join(blocks)
    profile = profile_document(
        blocks,
        name=path.as_posix(),
        language=Language(guess_language(whole) or document.language),
        lexicon=lexicon,
        titles=[title for title in (document.metadata.title, document.metadata.original_title) if title],
        file_name=path.relative_to(folder).with_suffix("").as_posix(),
    )
    return _Text(path=path, profile=profile, share=japanese_share(whole))


def _paired(texts: Iterable[_Text], sides: tuple[_Side, _Side], *, min_confidence: float) -> FilePairing:
    """Pair what was read and is in the language of its side."""
    every = list(texts)
    cut = len(sides[0].paths)
    read = every[:cut], every[cut:]
    languages = _languages(read, sides)
    problems = [TmflowError(text.problem) for text in every if text.problem]
    profiles: list[list[DocumentProfile]] = [[], []]
    for texts_of_side, language, fitting in zip(read, languages, profiles, strict=True):
        for text in texts_of_side:
            if text.profile and text.profile.language is language:
                fitting.append(text.profile)
            elif text.profile:
                problems.append(_on_the_wrong_side(text, text.profile.language))
    pairing = pair_documents(*profiles, lexicon=Lexicon.build(), min_confidence=min_confidence)
    pairs = [_file_pair(pair, is_doubtful=False) for pair in pairing.pairs]
    doubtful = [_file_pair(pair, is_doubtful=True) for pair in pairing.doubtful]
    lone = [_lone_file(one, is_source=True) for one in pairing.lone_sources]
    lone += [_lone_file(one, is_source=False) for one in pairing.lone_targets]
    return FilePairing(pairs=(*pairs, *doubtful), lone=tuple(lone), problems=tuple(problems))


def _languages(read: Sequence[Sequence[_Text]], sides: tuple[_Side, _Side]) -> tuple[Language, Language]:
    """Return the language of each side: the project's, else Japanese for the one with the larger share of such files.

    Raises ConfigError if neither has.
    """
    if sides[0].language and sides[1].language:
        return sides[0].language, sides[1].language
    told = [[text.profile.language for text in texts if text.profile] for texts in read]
    shares = [languages.count(Language.JA) / len(languages) if languages else _UNTOLD for languages in told]
    if all(told) and shares[0] == shares[1]:
        raise ConfigError(
            f"{sides[0].folder} and {sides[1].folder}: the same share of both is Japanese ({round(100 * shares[0])} % of the "
            "articles). Name a folder of Japanese articles and one of English ones"
        )
    return (Language.JA, Language.EN) if shares[0] >= shares[1] else (Language.EN, Language.JA)


def _on_the_wrong_side(text: _Text, language: Language) -> TmflowError:
    percent = round(100 * text.share)
    return FormatError(
        f"is {language.display_name} ({percent} % kana and kanji) among {language.other.display_name} articles; "
        "not paired. Move it to the other folder",
        path=text.path,
    )


def _file_pair(pair: DocumentPair, *, is_doubtful: bool) -> FilePair:
    return FilePair(
        source=Path(pair.source),
        target=Path(pair.target),
        confidence=pair.confidence,
        score=pair.score,
        closeness=pair.closeness,
        clues=pair.clues,
        is_doubtful=is_doubtful,
    )


def _lone_file(document: LoneDocument, *, is_source: bool) -> LoneFile:
    nearest = Path(document.nearest) if document.nearest else None
    return LoneFile(path=Path(document.name), is_source=is_source, nearest=nearest)


def _with_new_name(pair: FilePair) -> FilePair:
    """Propose that the target takes the slug of its source, unless the pair is doubtful."""
    if pair.is_doubtful:
        return pair
    return replace(pair, renamed=pair.target.with_name(f"{pair.source.stem}{pair.target.suffix}"))


def _rename(project: Project, pairing: FilePairing) -> FilePairing:
    """Give each target that is not doubtful its new name; what cannot be renamed is a problem."""
    pairs: list[FilePair] = []
    problems = list(pairing.problems)
    with project.writing():
        for pair in pairing.pairs:
            if pair.is_doubtful or pair.renamed is None:
                pairs.append(pair)
                continue
            try:
                _move(pair.target, pair.renamed, bitext=project.bitext_path(pair.target.stem))
            except (ConfigError, StorageError) as error:
                problems.append(error)
                pairs.append(pair)
            else:
                pairs.append(replace(pair, is_renamed=True))
    return replace(pairing, pairs=tuple(pairs), problems=tuple(problems))


def _move(old: Path, new: Path, *, bitext: Path) -> None:
    """Rename a file unless one of the new name is there, in one step.

    Raises ConfigError if there is one, or if the old name has a bitext; StorageError if the machine refuses.
    """
    if bitext.exists():
        raise ConfigError(f"{old}: not renamed, since {bitext} has its name. Rename both, or remove the bitext")
    try:
        _rename_exclusively(old, new)
    except FileExistsError as error:
        raise ConfigError(f"{old}: not renamed, since {new} is there already. Move one of them") from error
    except OSError as error:
        raise StorageError(f"{old} cannot be renamed to {new.name}: {error.strerror}") from error


def _rename_exclusively(old: Path, new: Path) -> None:
    """Rename a file; raise FileExistsError, unlike Path.rename, if something has the new name."""
    try:
        os.link(old, new, follow_symlinks=False)
    except NotImplementedError:
        _reserve_and_replace(old, new)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        _reserve_and_replace(old, new)
    else:
        old.unlink()


def _reserve_and_replace(old: Path, new: Path) -> None:
    """Rename a file where there are no hard links: an empty file, made only if nothing has the new name, is replaced."""
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    try:
        old.replace(new)
    except OSError:
        new.unlink()
        raise
