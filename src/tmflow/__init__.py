"""tmflow: bilingual (Japanese and English) publishing from one translation memory.

import tmflow

for part in tmflow.segment("港は静かだ。風もない。", language="ja"):
    print(part.start, part.end, part.text)
"""

from typing import TYPE_CHECKING, Any

from tmflow._version import __version__
from tmflow.errors import TmflowError
from tmflow.model.bitext import Bead, Bitext, Origin, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Block, Document, Segment
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match
from tmflow.workflow.library import align, check, open_project, publish, read_article, segment, translate

if TYPE_CHECKING:
    from tmflow.segment.rules import SegmentOptions
    from tmflow.workflow.memories import Memory

__all__ = [
    "Bead",
    "Bitext",
    "Block",
    "Content",
    "Document",
    "Language",
    "LanguagePair",
    "Match",
    "Memory",
    "Origin",
    "Segment",
    "SegmentOptions",
    "State",
    "TmflowError",
    "TranslationUnit",
    "__version__",
    "align",
    "check",
    "open_project",
    "publish",
    "read_article",
    "segment",
    "translate",
]


def __getattr__(name: str) -> Any:
    """Load what brings much with it when it is first asked for: `Memory` SQLite and the file formats."""
    if name == "SegmentOptions":
        from tmflow.segment.rules import SegmentOptions

        return SegmentOptions
    if name == "Memory":
        from tmflow.workflow.memories import Memory

        return Memory
    raise AttributeError(f"module 'tmflow' has no attribute {name!r}")
