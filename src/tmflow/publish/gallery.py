"""The pictures of a page: where each is shown from, and what stands for one that is not loaded."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from tmflow.model.language import Language
from tmflow.model.picture import Picture
from tmflow.publish.markup import element
from tmflow.publish.urls import checked_url
from tmflow.publish.words import WORDS
from tmflow.text.image_markup import read_image
from tmflow.text.language_tags import told_language

__all__ = ["Gallery", "InlinePictures", "ShownPicture", "picture_name"]

_SUFFIXES: Final = MappingProxyType(
    {
        "image/png": ".png",
        "image/jpeg": ".jpg",
        "image/gif": ".gif",
        "image/webp": ".webp",
        "image/avif": ".avif",
        "image/svg+xml": ".svg",
    }
)
_NAME_CHARS: Final = 20


def picture_name(picture: Picture) -> str:
    """Return the name of a picture's file: the same for the same content.

    >>> picture_name(Picture(content=b"x", media_type="image/png"))
    '2d711642b726b0440162.png'
    """
    return hashlib.sha256(picture.content).hexdigest()[:_NAME_CHARS] + _SUFFIXES[picture.media_type]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """A picture as a page names it. lang: the language it is of, "" for both; width, height: pixels, 0 if not known."""

    src: str
    lang: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """The pictures an article names, by language and by address as it has them; what is not here is not loaded.

    folder: where their files stand, seen from the page ("" for beside it); None puts them into the page.
    has_drawings: whether a page may hold SVG, by which a picture it holds is shown more than once.
    """

    pictures: Mapping[tuple[Language, str], Picture] = field(default_factory=dict)
    folder: str | None = None
    has_drawings: bool = True

    def show(self, language: Language, address: str) -> ShownPicture | None:
        """Return a picture, None if there is none to be shown at this address."""
        picture = self.pictures.get((language, address))
        if picture is None:
            return None
        if self.folder is None:
            src = f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode('ascii')}"
        else:
            src = self.folder + picture_name(picture)
        return ShownPicture(src=src, width=picture.width, height=picture.height)

    def files(self) -> dict[str, Picture]:
        """Return the pictures by the names of their files, in order."""
        return dict(sorted((picture_name(picture), picture) for picture in self.pictures.values()))

    def link(self, language: Language, address: str) -> tuple[str, str] | None:
        """Return address and words of a link to a picture on another host, None for any other address."""
        href = checked_url(f"https:{address}" if address.startswith("//") else address)
        host = urlsplit(href).hostname if href else None
        return (href, WORDS[language]["image_at"].format(host=host)) if href and host else None

    def is_repeated(self, picture: Picture) -> bool:
        """Whether a page that holds its pictures would hold this one more than once if it stood there in each language."""
        return self.folder is None and self.has_drawings and list(self.pictures.values()).count(picture) > 1


class InlinePictures:
    """What stands for the images within the sentences of a page, each picture held by it once."""

    def __init__(self, gallery: Gallery, languages: Sequence[Language]) -> None:
        self._gallery, self._languages = gallery, languages
        self._drawn: dict[str, str] = {}

    def iter_shown(self, native: str, language: Language, *, is_in_link: bool) -> Iterator[str | Markup]:
        """Yield what stands for an image within a sentence. native: its markup."""
        found = read_image(native)
        if found is None:
            return
        alt = " ".join(found.alt.split())
        shown = self._gallery.show(language, found.address)
        link = self._gallery.link(language, found.address)
        if shown is not None:
            is_repeated = self._is_repeated(language, found.address)
            yield self._image(shown, alt, told_language(native), is_repeated=is_repeated)
        elif link is not None and not is_in_link:
            yield element("a", alt or link[1], attributes={"href": link[0]})
        else:
            yield alt

    def _is_repeated(self, language: Language, address: str) -> bool:
        return len(self._languages) > 1 and self._gallery.is_repeated(self._gallery.pictures[language, address])

    def _image(self, shown: ShownPicture, alt: str, told: str, *, is_repeated: bool) -> Markup:
        has_size = bool(shown.width and shown.height)
        size = {"width": str(shown.width), "height": str(shown.height)} if has_size else {}
        spoken = {"lang": told} if told else {}
        if not is_repeated or not has_size:
            return element("img", attributes={"src": shown.src, "alt": alt, **size, **spoken})
        first = shown.src not in self._drawn
        name = self._drawn.setdefault(shown.src, f"picture-{len(self._drawn) + 1}")
        held = {"id": name, "href": shown.src, **size} if first else {"href": f"#{name}"}
        said = {"role": "img", "aria-label": alt} if alt else {"aria-hidden": "true"}
        box = {"viewbox": f"0 0 {shown.width} {shown.height}"}
        drawn = element("image" if first else "use", attributes=held)
        return element("svg", drawn, attributes={**said, **spoken, **size, **box})
