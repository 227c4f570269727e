"""A file that comes back from another tool: what it says of each unit, before anything is taken over.

Nothing here is trusted: the merge compares source and codes with the bitext and takes or refuses each unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from tmflow.formats.skeleton import Skeleton
from tmflow.model.bitext import State
from tmflow.model.content import Content
from tmflow.model.language import LanguagePair
from tmflow.text.newline import trim_end, trim_start
from tmflow.text.normalize import fold_spaces

__all__ = ["ReturnedFile", "ReturnedUnit", "judge_state", "slug_of", "trim_layout"]

_ARTICLE_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
_EXPORT_ENDING = re.compile(r"(?:\.21)?\.(?:xlf|xliff)$", re.IGNORECASE)
"""Of an export: a tool that makes a file of its own out of it names the export as the original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedUnit:
    """One unit as the file has it.

    target: None where the file has none or an empty one; `is_emptied` tells the latter. state: what the file claims, None
    if it claims nothing that means anything here; `draft` whether it asks for a review, `is_rejected` whether a reviewer
    turned the target down. INITIAL with a target means "the tool says untranslated, and there is text": it counts only if
    it differs from the source and from what was exported (the merge knows that). is_partial: some of the segments a tool
    cut it into have no target yet. is_locked: not to be translated, so that nothing comes back in it. is_silent: the file
    names no state for it, so that the one given is only what it looks like. line: in the file, None if not known.
    fault: why nothing of it can be taken, "" if all is well.
    """

    id: str
    source: Content
    target: Content | None
    state: State | None
    draft: bool
    notes: tuple[str, ...] = ()
    line: int | None = None
    is_emptied: bool = False
    is_rejected: bool = False
    is_partial: bool = False
    is_locked: bool = False
    is_silent: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFile:
    """The units of one article, as they came back.

    pair: None where the file is of other languages, or names none; `languages` is what it says ("fr > de").
    is_native: whether its texts are the article's own, markup and all. dialect: what tool's variant of the format it is, "" if of none: such a tool gives units ids of its own.
    warning: what a user should know of how it was read. skeleton: the source article, where the file brings it along.
    more: the other articles of a document that holds several, in order.
    """

    slug: str
    pair: LanguagePair | None
    units: tuple[ReturnedUnit, ...]
    languages: str = ""
    is_native: bool = False
    dialect: str = ""
    warning: str = ""
    skeleton: Skeleton | None = None
    more: tuple[ReturnedFile, ...] = ()

    @property
    def articles(self) -> tuple[ReturnedFile, ...]:
        """This article and all others of the document."""
        return (self, *self.more)


def slug_of(original: str) -> str:
    r"""Return the slug an `original` attribute names: the last part of the path, without an article's suffix.

    The path is data and never opened. An export that another tool's file names as its original counts as the article.

    >>> slug_of("articles/ja/harbor.md"), slug_of("harbor"), slug_of("v1.2"), slug_of("C:\\work\\harbor.21.xlf")
    ('harbor', 'harbor', 'v1.2', 'harbor')
    """
    path = PurePosixPath(_EXPORT_ENDING.sub("", original.replace("\\", "/")))
    return path.stem if path.suffix.lower() in _ARTICLE_SUFFIXES else path.name


def judge_state(claimed: State | None, source: Content, target: Content | None) -> tuple[State, bool]:
    """Return state and draft of a unit whose file may claim nothing: a target unlike its source is a translation.

    >>> judge_state(None, Content.of("港"), Content.of("Harbor"))
    (<State.TRANSLATED: 'translated'>, False)
    >>> judge_state(None, Content.of("港"), Content.of("港"))
    (<State.INITIAL: 'initial'>, True)
    """
    if target is None:
        return State.INITIAL, False
    if claimed is not None:
        return claimed, claimed is State.INITIAL
    is_copy = fold_spaces(target.text) == fold_spaces(source.text)
    return (State.INITIAL, True) if is_copy else (State.TRANSLATED, False)


def trim_layout(content: Content) -> Content:
    r"""Return the content without the line breaks and indents a pretty-printer put at its ends.

    Blanks with no line break are text and stay.

    >>> trim_layout(Content.of("\n    Harbor \n  ")).text, trim_layout(Content.of(" Harbor")).text
    ('Harbor', ' Harbor')
    """
    parts = list(content.parts)
    if parts and isinstance(parts[0], str):
        parts[0] = trim_start(parts[0])
    if parts and isinstance(parts[-1], str):
        parts[-1] = trim_end(parts[-1])
    return Content.of(*parts)
