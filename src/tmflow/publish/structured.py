"""What machines read of a page: schema.org statements as JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tmflow.model.document import Metadata
from tmflow.model.language import LanguagePair
from tmflow.publish.cleaning import clean_text
from tmflow.publish.theme import Json
from tmflow.publish.urls import checked_url
from tmflow.publish.words import parse_date

__all__ = ["article_statement"]

_OWN_PAGE = frozenset({"description", "timeRequired"})
"""What a page says of its own article and not of the one it belongs to: that one's own page does."""


def article_statement(
    pair: LanguagePair,
    *,
    source: Metadata,
    target: Metadata,
    source_title: str,
    target_title: str,
    url: str | None,
    source_url: str,
    site_name: str,
    source_deck: str = "",
    target_deck: str = "",
    minutes: Mapping[str, int] = MappingProxyType({}),
    is_machine_made: bool = False,
    of_source: bool = False,
) -> Json:
    """Return the statement of a translated article: a NewsArticle that is the translation of another.

    minutes: by language, how long it takes to read; is_machine_made: whether it has translations nobody has reviewed.
    of_source: the page holds the original alone, and so is a NewsArticle that has the other as its translation.
    Reference: schema.org 29.0, NewsArticle, `translator`, `translationOfWork` and its inverse `workTranslation`. What is
    not known is left out.
    """
    original = _work(source, language=pair.source.value, title=source_title, deck=source_deck, minutes=minutes)
    if address := checked_url(source_url):
        original["url"] = address
    if source.source:
        original["publisher"] = _thing("Organization", source.source)
    title = target_title or source_title
    translation = _work(target, language=pair.target.value, title=title, deck=target_deck, minutes=minutes)
    if "author" in original:
        translation.setdefault("author", original["author"])
    if translator := target.translator or source.translator:
        translation["translator"] = _thing("Person", translator)
    if is_machine_made:
        translation["digitalSourceType"] = "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource"
    statement: dict[str, str | int | Json | list[str]] = {"@context": "https://schema.org"}
    statement |= original if of_source else translation
    if url:
        statement["url"] = statement["mainEntityOfPage"] = url
    if site_name and not (of_source and "publisher" in original):
        statement["publisher"] = _thing("Organization", site_name)
    relation, other = ("workTranslation", translation) if of_source else ("translationOfWork", original)
    statement[relation] = {name: value for name, value in other.items() if name not in _OWN_PAGE}
    return statement


def _work(
    metadata: Metadata, *, language: str, title: str, deck: str, minutes: Mapping[str, int]
) -> dict[str, str | int | Json | list[str]]:
    work: dict[str, str | int | Json | list[str]] = {"@type": "NewsArticle", "inLanguage": language}
    if duration := minutes.get(language):
        work["timeRequired"] = f"PT{duration}M"
    if title:
        work["headline"] = title
    if deck:
        work["description"] = deck
    if metadata.byline:
        work["author"] = _thing("Person", metadata.byline)
    if metadata.published and parse_date(metadata.published):
        work["datePublished"] = metadata.published.strip()
    if metadata.updated and parse_date(metadata.updated):
        work["dateModified"] = metadata.updated.strip()
    if licence := checked_url(metadata.licence or ""):
        work["license"] = licence
    elif metadata.licence:
        work["copyrightNotice"] = clean_text(metadata.licence)
    if metadata.credits:
        work["creditText"] = clean_text("; ".join(metadata.credits))
    return work


def _thing(kind: str, name: str) -> Json:
    return {"@type": kind, "name": clean_text(name)}
