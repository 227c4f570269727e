"""Publishing a bitext with its articles and without a project: the page that the project's own command would write."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from tmflow.errors import ConfigError
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.model.bitext import Bitext
from tmflow.model.document import Document
from tmflow.publish.gate import publishable
from tmflow.publish.options import PageOptions
from tmflow.publish.page import render_page
from tmflow.publish.theme import Theme
from tmflow.segment.segmenter import SegmentOptions
from tmflow.text.counts import counted
from tmflow.workflow.bind import bind
from tmflow.workflow.passages import read_passages
from tmflow.workflow.project import find_project
from tmflow.workflow.publish import make_page, placed_bitext

__all__ = ["publish_bitext"]

_CALLER = 3
"""Frames from a warning to whoever called `tmflow.publish`."""


def publish_bitext(
    bitext: Bitext,
    path: Path,
    *,
    source: Document | None,
    target: Document | None,
    options: SegmentOptions | None = None,
    layout: str,
    allow_drafts: bool,
) -> None:
    """Write the page of a bitext. Parameters, errors and warnings as `tmflow.publish` has them."""
    bound = _bound(bitext, source, target, options)
    refusals = () if allow_drafts else publishable(bound, require="translated")
    if refusals:
        raise ConfigError(
            f"{bitext.slug}: {counted(len(refusals), 'unit')} not ready to publish (first: {refusals[0].reason.value})"
        )
    made = make_page(
        bound, source=source, target=target, options=PageOptions(layout=layout), root=_root(source, target)
    )
    for fault in made.warnings:
        warnings.warn(fault, stacklevel=_CALLER)
    write_bytes_atomic(path, render_page(made.page, theme=Theme()).encode())


def _bound(bitext: Bitext, source: Document | None, target: Document | None, options: SegmentOptions | None) -> Bitext:
    """Return a bitext as it stands in its articles; one of no article as it is."""
    if source is not None:
        bound = bind(
            bitext,
            source=source,
            source_passages=read_passages(source, options=options),
            target_passages=read_passages(target, options=options) if target else None,
        )
        return placed_bitext(bound.bitext)
    if target is not None or any(unit.source_place or unit.target_place for unit in bitext.units):
        raise ConfigError(
            f"{bitext.slug}: give its article, too: source=tmflow.read_article(PATH). "
            "The tables, code and pictures in it are in no bitext"
        )
    return bitext


def _root(*documents: Document | None) -> Path:
    """Return the folder whose pictures may be shown: of the articles' project, else the one the articles share."""
    folders = [document.path.resolve().parent for document in documents if document and document.path]
    if not folders:
        return Path()
    return find_project(folders[0]) or Path(os.path.commonpath(folders))
