"""The library face: the use cases without a project, on texts, documents and files.

Each function imports its wing when it is called, so that `import tmflow` stays quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import tmflow.align
import tmflow.check
import tmflow.publish
import tmflow.segment  # noqa: F401 - loaded here so that the face's functions of these names stay bound: docs/adr/0003
from tmflow.errors import TranslatorUnavailable
from tmflow.model.language import Language, LanguagePair
from tmflow.model.span import Span

if TYPE_CHECKING:
    from tmflow.check.runner import Findings
    from tmflow.memory.memory import TranslationMemory
    from tmflow.model.bitext import Bead, Bitext, TranslationUnit
    from tmflow.model.document import Document, Segment
    from tmflow.model.glossary import Glossary
    from tmflow.mt.translator import Translator
    from tmflow.segment.segmenter import SegmentOptions
    from tmflow.workflow.filling import Progress
    from tmflow.workflow.project import Project

    Text = str | Sequence[str] | Sequence[Segment] | Document

__all__ = ["align", "check", "new_units", "open_project", "publish", "read_article", "segment", "translate"]


def open_project(path: Path | str = ".") -> Project:
    """Open the project whose `tmflow.yaml` stands in a folder or above it.

    Raises ConfigError if there is none, FormatError if the settings cannot be read.
    """
    from tmflow.workflow.project import open_project as open_at

    return open_at(path)


def read_article(
    path: Path | str, *, language: str | None = None, encoding: str | None = None, newline: str = "auto"
) -> Document:
    """Read an article file (.txt, .md, .html): its blocks and what its title block says.

    language: "ja" or "en", guessed if None; encoding: if it is not UTF-8 and cannot be told with certainty.
    newline: what a single newline in the body of a .txt means: "line", "paragraph", or "auto", which looks at the text.
    Raises FormatError if the file is missing, empty or cannot be decoded.
    """
    from tmflow.formats.article import read_article as read
    from tmflow.text.newline import Newline

    return read(Path(path), language=_language(language), encoding=encoding, newline=Newline(newline))


def segment(
    text: str | Document,
    *,
    language: str | None = None,
    options: SegmentOptions | None = None,
    whitespace: bool = False,
) -> Iterator[Segment]:
    """Yield the segments of a text, lazily. Of a document: its blocks' segments, block by block.

    The spans, half-open in code points, partition the text up to the white space between them; with `whitespace` that
    is yielded too, as segments of the kind "white-space", and joined they are the text.

    language: "ja" or "en"; guessed from the text if None.
    Raises TypeError for what is neither text nor a document.

    >>> [part.text for part in segment("港は静かだ。風もない。", language="ja")]
    ['港は静かだ。', '風もない。']
    """
    from tmflow.model.document import Document
    from tmflow.segment.segmenter import SegmentOptions, iter_document_segments, iter_segments, iter_trimmed

    if not isinstance(text, str | Document):
        raise TypeError(f"text is {type(text).__name__}: give a str, or a Document (tmflow.read_article)")
    options = options or SegmentOptions()
    if isinstance(text, Document):
        segments = iter_document_segments(text, options=options)
    else:
        segments = iter_segments(text, language=_language(language) or _guess(text), options=options)
    return iter_trimmed(segments, whitespace=whitespace)


def align(
    source: Text | Iterable[str] | Iterable[Segment],
    target: Text | Iterable[str] | Iterable[Segment],
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    dictionary: Path | str | None = "auto",
    translator: Translator | None = None,
    require_translation: bool = True,
) -> tuple[Bead, ...]:
    """Pair the segments of two texts, each given as text, as segments or strings, or as a document.

    source_language, target_language: "ja" or "en"; told by the text if None, and of a text without letters by the other.
    Each bead holds indexes into the lists given, or into `list(segment(text))`; where a text was given, also the code points
    [start, end) of it that the bead covers.
    dictionary: "auto" to use the system's EDICT if there is one, None or "none", or the path of a file in its format.
    translator: any object with a `name` and a `translate(sources, pair)`; each source segment is translated, and the words
    of that are looked for in the target. Where it fails or answers with nothing, the other signals decide.
    require_translation: refuse texts that do not look like translations of each other.
    Raises AlignmentError if they are refused, ValueError if both are of one language, TypeError for what is no text,
    FormatError if the dictionary cannot be read, TranslatorError if the translator is not there or gives more or fewer
    answers than it was asked for.

    >>> [bead.kind for bead in align("港は静かだ。風もない。", "The harbor is quiet. There is no wind.")]
    ['1:1', '1:1']
    >>> align(["港は静かだ。"], ["The harbor", "is quiet."], target_language="en")[0].target
    (0, 1)
    """
    from tmflow.align.aligner import align_segments
    from tmflow.workflow.wiring import find_dictionary

    source, target = _checked(source), _checked(target)
    pair = _pair_of(source, target, _language(source_language), _language(target_language))
    sources, targets = _segments(source, pair.source), _segments(target, pair.target)
    beads = align_segments(
        sources,
        targets,
        pair=pair,
        dictionary=find_dictionary(dictionary),
        drafts=_drafts(sources, targets, pair=pair, translator=translator) if translator else (),
        require_translation=require_translation,
    )
    return _with_spans(beads, sources if isinstance(source, str) else (), targets if isinstance(target, str) else ())


def _with_spans(beads: Iterable[Bead], sources: Sequence[Segment], targets: Sequence[Segment]) -> tuple[Bead, ...]:
    """Return beads with the code points they cover of two texts; of a side that was given in segments () says so."""
    return tuple(
        replace(bead, source_span=_covered(sources, bead.source), target_span=_covered(targets, bead.target))
        for bead in beads
    )


def _pair_of(source: Text, target: Text, first: Language | None, second: Language | None) -> LanguagePair:
    """Return the languages of two texts: those given, those the texts tell, and of a text without letters the other."""
    first = first or _told(source)
    second = second or _told(target) or (first.other if first else Language.EN)
    return LanguagePair(first or second.other, second)


def _drafts(
    sources: Sequence[Segment], targets: Sequence[Segment], *, pair: LanguagePair, translator: Translator
) -> tuple[str, ...]:
    from tmflow.workflow.drafting import draft_texts, iter_texts_to_draft

    return draft_texts(iter_texts_to_draft(sources, targets), pair=pair, translator=translator).of(sources)


def translate(
    article: str | Path | Document,
    *,
    to: str | None = None,
    memory: TranslationMemory | None = None,
    fallback: Translator | None = None,
    threshold: int = 70,
    glossary: Glossary | None = None,
    answers: Path | None = None,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Bitext:
    """Translate a text, an article file or a document: memory first, then the fallback; nothing else is written.

    The fallback also repairs fuzzy matches that differ in one span, with the glossary's help; the plain match and its own
    translation stay among the `candidates` of the unit.
    to: "ja" or "en", by default the other language; threshold: least score of a fuzzy match, percent.
    answers: a file for what the fallback answers, so that it is never asked twice. on_progress: called after each batch
    with the units drafted and to draft; should_stop: asked then, True leaves the rest empty.
    A `str` is text; give a file as a `Path`. Raises TranslatorError if the fallback fails, TranslatorUnavailable if it
    cannot be had, StorageError if `answers` cannot be used, TypeError for what is no article.
    """
    from tmflow.workflow.translate import Watch, translate_units

    document = _document_of(article, language=Language.parse(to).other if to else None)
    translation = translate_units(
        document,
        new_units(document),
        pair=LanguagePair(document.language, _language(to) or document.language.other),
        memory=memory,
        translator=(lambda: fallback) if fallback else None,
        threshold=threshold,
        answers=answers,
        glossary=glossary,
        watch=Watch(on_progress=on_progress, should_stop=should_stop),
    )
    if translation.mt_problem:
        raise TranslatorUnavailable(translation.mt_problem)
    return replace(translation.bitext, document=document)


def _document_of(article: str | Path | Document, *, language: Language | None) -> Document:
    from tmflow.formats.article import parse_article
    from tmflow.model.document import ArticleFormat, Document

    if isinstance(article, Path):
        return read_article(article)
    if isinstance(article, str):
        return parse_article(article, format=ArticleFormat.PLAIN, language=language)
    if not isinstance(article, Document):
        raise TypeError(f"article is {type(article).__name__}: give a str, a Path, or a Document (tmflow.read_article)")
    return article


def new_units(document: Document) -> tuple[TranslationUnit, ...]:
    """Return the untranslated units of a document."""
    from tmflow.model.bitext import TranslationUnit
    from tmflow.workflow.bind import number_units
    from tmflow.workflow.passages import read_passages

    units = [
        TranslationUnit(id=f"new-{number}", source=passage.content, source_place=passage.place)
        for number, passage in enumerate(read_passages(document))
    ]
    return tuple(number_units(units))


def check(
    bitext: Bitext,
    *,
    source: Document | None = None,
    target: Document | None = None,
    only: Iterable[str] = (),
    glossary: Glossary | None = None,
) -> Findings:
    """Check a bitext. source, target: its documents, checked with it; only: rule ids or patterns ("state.*").

    glossary: the terms that it has to keep to.
    """
    from tmflow.workflow.verify import check_bitext

    return check_bitext(bitext, source=source, target=target, only=tuple(only), glossary=glossary)


def publish(
    bitext: Bitext | Path,
    path: Path | str,
    *,
    source: str | Path | Document | None = None,
    target: str | Path | Document | None = None,
    options: SegmentOptions | None = None,
    layout: str = "side-by-side",
    allow_drafts: bool = False,
) -> Path:
    """Write a bitext as one self-contained bilingual HTML page, as `tmflow publish` does, and return its path.

    bitext: or the path of its PO file. source, target: its articles, as `translate` takes them: their structure, code,
    pictures and metadata are in no file of a bitext. What `translate` has made knows its source. options: how they were cut.
    layout: side-by-side or interleaved; allow_drafts: publish what nobody has confirmed, visibly marked.
    A picture that cannot be shown is a UserWarning; one outside of the project of the articles, or where they are in none
    of the folder they share, is not shown.
    Raises ConfigError if something is untranslated or unconfirmed and drafts are not allowed, or if the bitext is of an
    article that is not given; FormatError for a file that cannot be read; TypeError for what is no article.
    """
    from tmflow.workflow.publish_alone import publish_bitext

    if isinstance(bitext, Path):
        from tmflow.formats.po import read_po_file

        bitext = read_po_file(bitext).bitext
    publish_bitext(
        bitext,
        Path(path),
        source=bitext.document if source is None else _document_of(source, language=bitext.pair.source),
        target=None if target is None else _document_of(target, language=bitext.pair.target),
        options=options,
        layout=layout,
        allow_drafts=allow_drafts,
    )
    return Path(path)


def _language(code: str | None) -> Language | None:
    return None if code is None else Language.parse(code)


def _checked(text: Text | Iterable[str] | Iterable[Segment]) -> Text:
    """Return a text as it is, and what yields segments or strings as a list of them. Raises TypeError for anything else."""
    from tmflow.model.document import Document, Segment

    if isinstance(text, str | Document):
        return text
    if isinstance(text, bytes | bytearray) or not isinstance(text, Iterable):  # type: ignore[redundant-expr]  # callers are not all typed
        raise TypeError(f"a text is {type(text).__name__}: give a str, strings or segments, or a Document")
    items = list(text)
    for item in items:
        if not isinstance(item, str | Segment):
            raise TypeError(f"a segment is {type(item).__name__}: give strings, or what tmflow.segment yields")
    return items  # type: ignore[return-value]  # a list of both serves as well


def _guess(text: Text) -> Language:
    return _told(text) or Language.EN


def _told(text: Text) -> Language | None:
    """Return the language a text tells, None if it has no letters."""
    from tmflow.model.document import Document
    from tmflow.text.scripts import guess_language

    if isinstance(text, Document):
        return text.language
    items: Sequence[str | Segment] = [text] if isinstance(text, str) else text
    return _language(guess_language("\n".join(item if isinstance(item, str) else item.text for item in items)))


def _covered(segments: Sequence[Segment], indexes: Sequence[int]) -> Span | None:
    return Span(segments[indexes[0]].start, segments[indexes[-1]].end) if segments and indexes else None


def _by_blank_lines_else_lines(segments: Sequence[Segment], text: str) -> list[Segment]:
    """Number the segments of a bare text by paragraph: blank lines part them or, where there is none, line ends."""
    between = [text[before.end : after.start] for before, after in pairwise(segments)]
    least = 2 if any(gap.count("\n") > 1 for gap in between) else 1
    blocks = accumulate((gap.count("\n") >= least for gap in between), initial=0)
    return [replace(one, block=block) for one, block in zip(segments, blocks, strict=False)]


def _segments(text: Text, language: Language) -> list[Segment]:
    from tmflow.model.document import BlockKind, Document, Segment

    if isinstance(text, Document):
        return list(segment(text))
    if isinstance(text, str):
        return _by_blank_lines_else_lines(list(segment(text, language=language)), text)
    items: Sequence[str | Segment] = text
    return [
        item
        if isinstance(item, Segment)
        else Segment(start=0, end=len(item), text=item, kind=BlockKind.PARAGRAPH, rule="given")
        for item in items
    ]
