"""The pictures of an article: found beside it, inside of the project, and read; whatever else it names is not loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from tmflow.errors import FormatError
from tmflow.formats.pictures import read_picture
from tmflow.model.content import CodeKind
from tmflow.model.document import Document, InsetKind
from tmflow.model.language import Language, LanguagePair
from tmflow.model.picture import Picture
from tmflow.text.image_markup import read_image
from tmflow.workflow.project import shown_path

__all__ = ["Pictures", "gather_pictures"]

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
"""How an address begins that is not of a file beside the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What was found. pictures: by language and address; faults: of the pictures that cannot be shown, with file and line.

    paths: of the files looked for, there or not.
    """

    pictures: dict[tuple[Language, str], Picture] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()


def gather_pictures(pair: LanguagePair, *, source: Document | None, target: Document | None, root: Path) -> Pictures:
    """Return the pictures both sides of an article name; a target that is not there yet has those of its source.

    root: the folder that no picture may lie outside of.
    """
    found: dict[tuple[Language, str], Picture] = {}
    faults: list[str] = []
    paths: dict[Path, None] = {}
    for language, document in ((pair.source, source), (pair.target, target or source)):
        if document is None or document.path is None:
            continue
        for address, position in dict(_iter_addresses(document)).items():
            path = document.path.parent / unquote(re.split(r"[?#]", address, maxsplit=1)[0])
            try:
                _check_inside(root, path, address)
                paths[path] = None
                found[language, address] = _read(path)
            except FormatError as error:
                line, _ = document.line_column(position)
                faults.append(f"{shown_path(document.path, root=root)}:{line}: picture {address}: {error.problem}")
    return Pictures(pictures=found, faults=tuple(dict.fromkeys(faults)), paths=tuple(paths))


def _iter_addresses(document: Document) -> Iterator[tuple[str, int]]:
    """Yield the addresses of the images of an article that are files, and where each stands."""
    placed = [(inset.address, inset.span.start) for inset in document.insets if inset.kind is InsetKind.IMAGE]
    for block in document.blocks:
        for code in block.content.codes:
            image = read_image(code.native) if code.kind is CodeKind.IMAGE else None
            if image is not None:
                placed.append((image.address, block.span.start))
    for address, position in reversed(placed):
        if address and not _ELSEWHERE.match(address):
            yield address, position


def _check_inside(root: Path, path: Path, address: str) -> None:
    """Raise FormatError for a path that is not inside of a folder, wherever its links and dots lead."""
    try:
        is_inside = path.resolve().is_relative_to(root.resolve())
        path.stat()
    except FileNotFoundError:
        pass
    except (OSError, RuntimeError, ValueError):  # a name too long, links in a circle, a NUL
        is_inside = False
    if address.startswith("/") or "\\" in address or not is_inside:
        raise FormatError("leads out of the project. Put the file beside the article", path=path)


def _read(path: Path) -> Picture:
    if not path.is_file():  # a pipe would be waited for
        raise FormatError("no such file. Put it beside the article", path=path)
    return read_picture(path)
