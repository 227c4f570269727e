"""What an export is asked for and what it answers: the same for every interchange format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tmflow.formats.skeleton import Skeleton
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language

__all__ = ["ExportOptions", "ExportProfile", "ExportReport", "TermOptions"]


class ExportProfile(StrEnum):
    """What an export is for.

    default: every unit. prefill-source: an untranslated unit gets its source as target, for tools that show only units
    with a target (OmegaT). review: only what nobody has confirmed. memory-only: nothing a machine translated.
    """

    DEFAULT = "default"
    PREFILL_SOURCE = "prefill-source"
    REVIEW = "review"
    MEMORY_ONLY = "memory-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How a bitext is written.

    source_format, target_format: of the two articles, so that native markup becomes inline codes.
    source_path, target_path: the articles, as text for the reader of the file; never opened.
    tool_version: tmflow's, for the file's header; "" leaves it out.
    profile: what of the bitext the reader of the file needs; the writers of XLIFF heed PREFILL_SOURCE, the rest is done
    before. skeleton: the source article, for the formats that can bring it along.
    document, with_drafts: for a memory (TMX): the name of the text its units are of, "" for that of the bitext, and whether
    what nobody has confirmed is written too. headers: lines a PO header keeps from the editor that wrote them (name, value).
    """

    source_format: ArticleFormat = ArticleFormat.PLAIN
    target_format: ArticleFormat = ArticleFormat.PLAIN
    source_path: str = ""
    target_path: str = ""
    tool_version: str = ""
    profile: ExportProfile = ExportProfile.DEFAULT
    skeleton: Skeleton | None = None
    document: str = ""
    with_drafts: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOptions:
    """How a glossary is written.

    first, plain: of tables: the language of the first column, and two columns without headings alone.
    tool_version: tmflow's, for the header of TBX; "" leaves it out.
    """

    first: Language = Language.JA
    plain: bool = False
    tool_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written: how many units, and per unit (id or number) the characters the format cannot hold."""

    units: int
    removed: tuple[tuple[str, str], ...] = ()
