"""tmflow: bilingual (Japanese and English) publishing from one translation memory.

    import tmflow

    for part in tmflow.segment("港は静かだ。風もない。", language="ja"):
        print(part.start, part.end, part.text)
"""

from tmflow._version import __version__
from tmflow.errors import TmflowError
from tmflow.model.bitext import Bead, Bitext, Origin, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Block, Document, Segment
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match
from tmflow.workflow.library import align, check, publish, read_article, segment, translate
from tmflow.workflow.lazy import Memory, open_project

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
