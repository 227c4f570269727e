"""The rules of both languages as one set of SRX rules, and a list of what SRX cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.model.segmentation import BreakRule, LanguageMap, LanguageRules, SegmentationRules
from tmflow.segment.rules import SegmentOptions
from tmflow.segment.srx.english import english_rules
from tmflow.segment.srx.japanese import japanese_rules
from tmflow.segment.srx.pieces import BLANKS, keep

__all__ = ["iter_unsaid", "native_rules"]

_UNSAID = (
    (
        "layout.*",
        "blocks, headings, lists and wrapped lines are found before the sentences are; a CAT tool has its own",
    ),
    (
        "ja.inside-brackets, en.inside-brackets",
        "brackets are matched by kind, to any depth; SRX sees one level, near by",
    ),
    ("ja.quotation.continues", "a row of more than eight quotations, or of quotations that hold others"),
    ("ja.quotation.title, en.quotation.title", "whether a quotation is a title, by what stands before it"),
    ("ja.brackets.inside-sentence", "whether something of the sentence stands before the bracket, at any distance"),
    ("ja.ellipsis, ja.symbol", "forms are told apart by more than their ending; faces made of characters"),
    ("ja.name-with-mark, en.name-with-mark", "which word with a mark is a name, by the verb or noun after it"),
    ("ja.note, en.note", "notes that hold brackets themselves"),
    ("en.inline-list, en.number-of-list", "items are counted: 2. counts after 1. only"),
    ("en.address, en.smiley, en.emoji", "ends without an ender, before a word that opens sentences"),
    ("en.abbreviation.may-end", "whether a clause stands before the abbreviation and another after it"),
    ("en.abbreviation.before-number", '"no." as an answer, told by what stands before it'),
    ("en.ellipsis.hesitation", "how much of the sentence stands before the ellipsis"),
    ("en.lower-case", "whether the sentence itself began in lower case"),
    ("en.quotation.*", "single quotes, and straight quotes far apart"),
)


def native_rules(options: SegmentOptions) -> SegmentationRules:
    """Return the rules of Japanese and English, as far as SRX can say them, under the options of a project.

    Names of `names_with_marks` and own abbreviations are part of them; patterns of `never` and `always`, which are
    Python's, are not, and rules of SRX in the options have no say.
    """
    own = tuple(_names(options))
    return SegmentationRules(
        languages=(
            LanguageRules(name="Japanese", rules=(*own, *japanese_rules(options))),
            LanguageRules(name="English", rules=(*own, *english_rules(options))),
        ),
        maps=(LanguageMap(pattern="[Jj][Aa].*", name="Japanese"), LanguageMap(pattern="[Ee][Nn].*", name="English")),
    )


def iter_unsaid(options: SegmentOptions) -> Iterator[tuple[str, str]]:
    """Yield the rules SRX cannot say, or not in full, each with what is missing."""
    yield from _UNSAID
    if options.never:
        yield "user.never", "patterns of Python's regular expressions"
    if options.always:
        yield "user.always", "patterns of Python's regular expressions"


def _names(options: SegmentOptions) -> Iterator[BreakRule]:
    """Yield the rules that cut nothing inside of the names of a project, nor after them."""
    for name in sorted(options.names_with_marks):
        for position in range(1, len(name)):
            yield keep(re.escape(name[:position]), re.escape(name[position:]))
        yield keep(f"{re.escape(name)}{BLANKS}")
