"""What the templates print of code and images: once where both languages have the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tmflow.model.document import Inset
from tmflow.model.language import Language
from tmflow.publish.cleaning import clean_code, clean_text
from tmflow.publish.gallery import Gallery, ShownPicture
from tmflow.publish.words import WORDS
from tmflow.text.scripts import guess_language

__all__ = ["CodeView", "ImageLink", "code_views", "image_links", "shown_pictures"]

_NO_LANGUAGE = "zxx"
"""What is in no language of people (BCP 47, section 4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """Code. lang: the language whose article has it, "" for both; written: of the words in it; label: what it is called.

    syntax: the language it is in as the article names it, "" if it does not.
    """

    lang: str
    written: str
    label: str
    syntax: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLink:
    """A link to an image that the page does not load."""

    lang: str
    href: str
    text: str


def code_views(insets: Mapping[Language, Inset], languages: Sequence[Language]) -> tuple[CodeView, ...]:
    """Return the code of a row, in the languages of the page. insets: of the languages that have it."""
    views = [_code_view(insets[language], language) for language in languages if language in insets]
    if set(languages) <= set(insets) and len({view.text for view in views}) == 1:
        text = views[0].text
        written = Language.JA.value if guess_language(text) == Language.JA.value else _NO_LANGUAGE
        label = " / ".join(dict.fromkeys(view.label for view in views))
        return (replace(views[0], lang="", written=written, label=label),)
    return tuple(views)


def _code_view(inset: Inset, language: Language) -> CodeView:
    syntax = clean_text(inset.syntax)
    word = WORDS[language]["code"]
    return CodeView(
        lang=language.value,
        written="",
        label=f"{word}: {syntax}" if syntax else word,
        syntax=syntax,
        text=clean_code(inset.text),
    )


def shown_pictures(
    insets: Mapping[Language, Inset], languages: Sequence[Language], gallery: Gallery
) -> tuple[ShownPicture, ...]:
    """Return the pictures of a row: one where all languages show the same."""
    found = {
        language: shown
        for language in languages
        if language in insets and (shown := gallery.show(language, insets[language].address))
    }
    if set(languages) <= set(insets) and len({shown.src for shown in found.values()}) == 1:
        return (next(iter(found.values())),)
    return tuple(replace(shown, lang=language.value) for language, shown in found.items())


def image_links(
    insets: Mapping[Language, Inset], languages: Sequence[Language], gallery: Gallery
) -> Iterator[ImageLink]:
    """Yield the links to the images of a row that stand on other hosts."""
    for language in languages:
        link = gallery.link(language, insets[language].address) if language in insets else None
        if link is not None:
            yield ImageLink(lang=language.value, href=link[0], text=link[1])
