"""What a publisher chooses for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tmflow.model.language import Language

__all__ = ["Layout", "PageOptions"]


class Layout(StrEnum):
    """How the two languages stand on a wide screen. Readers can switch; this is what they see first."""

    SIDE_BY_SIDE = "side-by-side"
    INTERLEAVED = "interleaved"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """The choices for a page or an index.

    layout: "side-by-side" or "interleaved"; first: the language of the page itself, read first and set on the left.
    only: the one language the page holds, None for both.
    site_name: the publication, "" for none; base_url: where the site stands, for the canonical link.
    source_url: the original article, linked from the page; a URL that is not http(s) is shown as text.
    contact: the mail address readers report mistakes to, "" for none.
    readings: words of the Japanese text and their kana, given where each first stands (ruby).
    vertical: whether Japanese alone is set vertically, on screens wide enough.
    mark_unreviewed: whether drafts nobody has confirmed carry a visible label. Switch it off only for proofs that
    are not published: machine-made text must say so (EU AI Act, article 50).
    Raises ValueError for an unknown layout.
    """

    layout: str = Layout.SIDE_BY_SIDE.value
    first: Language = Language.JA
    only: Language | None = None
    site_name: str = ""
    base_url: str = ""
    source_url: str = ""
    contact: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    vertical: bool = False
    mark_unreviewed: bool = True

    def __post_init__(self) -> None:
        if self.layout not in set(Layout):
            raise ValueError(f'layout "{self.layout}" is not one of: {", ".join(Layout)}')

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the page in reading order: two, or the only one."""
        return (self.only,) if self.only else (self.first, self.first.other)
