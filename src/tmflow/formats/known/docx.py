"""DOCX: an article as a bilingual table."""

from __future__ import annotations

from typing import Final

from tmflow.formats import review_docx
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.signatures import has_part

__all__ = ["FORMATS"]

FORMATS: Final = (
    FileFormat(
        name="docx",
        title="DOCX",
        summary="a table, for reviewers with a word processor",
        suffixes=(".docx",),
        is_content=has_part("word/"),
        read=review_docx.read,
        write=review_docx.write,
    ),
)
