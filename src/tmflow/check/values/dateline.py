"""The date of an article, against which 今月2日 and "last year" are read."""

from __future__ import annotations

from collections.abc import Iterator

from tmflow.model.bitext import Bitext
from tmflow.model.document import BlockKind, Document
from tmflow.text.numbers import ValueKind, iter_values
from tmflow.text.values import ISO_DATE, date_parts

__all__ = ["article_day"]


def article_day(bitext: Bitext, *documents: Document | None) -> tuple[int, int, int] | None:
    """Return the year, month and day an article says of itself, None if it says none in full.

    The date of publication counts first, then the dates of the title block, then the date lines of the bitext.
    """
    for text, language in _iter_said(bitext, documents):
        if found := ISO_DATE.match(text):
            return int(found["year"]), int(found["month"]), int(found["day"])
        for value in iter_values(text, language=language):
            if value.kind is ValueKind.DATE and not str(value.value).endswith("x"):
                year, month, day = date_parts(str(value.value))
                if year and month and day:
                    return year, month, day
    return None


def _iter_said(bitext: Bitext, documents: tuple[Document | None, ...]) -> Iterator[tuple[str, str]]:
    known = [document for document in documents if document is not None]
    yield from (
        (document.metadata.published, document.language.value) for document in known if document.metadata.published
    )
    yield from ((date, document.language.value) for document in known for date in document.metadata.dates)
    for unit in bitext.units:
        if unit.source_place is not None and unit.source_place.kind is BlockKind.DATELINE:
            yield unit.source.text, bitext.pair.source.value
