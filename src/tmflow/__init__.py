"""tmflow: bilingual (Japanese and English) publishing from one translation memory.

import tmflow

for part in tmflow.segment("港は静かだ。風もない。", language="ja"):
    print(part.start, part.end, part.text)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tmflow._version import __version__
from tmflow.errors import TmflowError
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.library import align, check, open_project, publish, read_article, segment, translate

if TYPE_CHECKING:
    from tmflow.model.bitext import Bead, Bitext, Origin, State, TranslationUnit
    from tmflow.model.content import Content
    from tmflow.model.document import Block, Document, Segment
    from tmflow.model.match import Match
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


_HOMES = {
    "Bead": "model.bitext",
    "Bitext": "model.bitext",
    "Block": "model.document",
    "Content": "model.content",
    "Document": "model.document",
    "Match": "model.match",
    "Memory": "workflow.memories",
    "Origin": "model.bitext",
    "Segment": "model.document",
    "SegmentOptions": "segment.rules",
    "State": "model.bitext",
    "TranslationUnit": "model.bitext",
}


def __getattr__(name: str) -> Any:
    """Load what brings much with it, and what not every program needs, when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tmflow' has no attribute {name!r}")
    return getattr(import_module(f"tmflow.{_HOMES[name]}"), name)
