"""A file that comes back from another tool: what it says of each unit, before anything is taken over.

Nothing here is trusted: the merge compares source and codes with the bitext and takes or refuses each unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tmflow.formats.skeleton import Skeleton
from tmflow.model.bitext import State
from tmflow.model.content import Content
from tmflow.model.language import LanguagePair
from tmflow.text.newline import trim_end, trim_start
from tmflow.text.scripts import has_japanese

__all__ = [
    "MAX_RETURNED_UNITS",
    "Claim",
    "ReturnedFile",
    "ReturnedUnit",
    "blank_between",
    "trim_layout",
]

MAX_RETURNED_UNITS: Final = 50_000
"""Of a file that comes back, which is kept whole; one for a memory may have any number."""


class Claim(StrEnum):
    """What a file says of a target. Only the merge, which knows what was exported, can say what it means.

    none: nothing, in a format that gives such silence no meaning; default: nothing, where that means untranslated.
    untranslated: the tool says so, or left it standing. draft: it is to be reviewed. rejected: a reviewer turned it down.
    """

    NONE = "none"
    DEFAULT = "default"
    UNTRANSLATED = "untranslated"
    DRAFT = "draft"
    REJECTED = "rejected"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"

    @property
    def confirmed(self) -> State | None:
        """The state that a person has brought the target to; None if the claim is not that somebody confirmed it."""
        return _CONFIRMED.get(self)

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said."""
        return self is Claim.NONE or self is Claim.DEFAULT


_CONFIRMED: Final = {Claim(state.value): state for state in (State.TRANSLATED, State.REVIEWED, State.FINAL)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedUnit:
    """One unit as the file has it.

    target: None where the file has none or an empty one; `is_emptied` tells the latter. is_partial: some of the segments
    a tool cut it into have no target yet. is_locked: not to be translated, so that nothing comes back in it. line: in the
    file, None if not known. fault: why nothing of it can be taken, "" if all is well.
    """

    id: str
    source: Content
    target: Content | None
    claim: Claim
    notes: tuple[str, ...] = ()
    line: int | None = None
    is_emptied: bool = False
    is_partial: bool = False
    is_locked: bool = False
    fault: str = ""

    @property
    def is_copy(self) -> bool:
        """Whether the target is the source over again, white space aside."""
        return self.target is not None and "".join(self.target.text.split()) == "".join(self.source.text.split())

    @property
    def state(self) -> State:
        """How far it is by its own word, and where that says nothing by its look: a target unlike the source is one."""
        if self.target is None or self.claim is Claim.UNTRANSLATED or (self.claim.is_silent and self.is_copy):
            return State.INITIAL
        return self.claim.confirmed or State.TRANSLATED

    @property
    def draft(self) -> bool:
        """Whether nobody has confirmed its target, by the same."""
        if self.target is None:
            return False
        is_confirmed = self.claim.confirmed is not None or (self.claim.is_silent and not self.is_copy)
        return self.is_partial or not is_confirmed


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


def blank_between(before: str, after: str) -> str:
    """Return the blank that two segments of one text need between them if the tool has put none: in English one.

    >>> blank_between("Fog.", "Rain."), blank_between("霧。", "雨。"), blank_between("Fog. ", "Rain.")
    (' ', '', '')
    """
    joint = before[-1:] + after[:1]
    return " " if before and after and not has_japanese(joint) and joint.strip() == joint else ""


def trim_layout(content: Content) -> Content:
    r"""Return the content without the line breaks and indents a pretty-printer put at its ends.

    Blanks with no line break are text and stay.

    >>> trim_layout(Content.of("\n    Harbor \n  ")).text, trim_layout(Content.of(" Harbor")).text
    ('Harbor', ' Harbor')
    """
    if "\n" not in content.text:
        return content
    parts = list(content.parts)
    if parts and isinstance(parts[0], str):
        parts[0] = trim_start(parts[0])
    if parts and isinstance(parts[-1], str):
        parts[-1] = trim_end(parts[-1])
    return Content.of(*parts)
