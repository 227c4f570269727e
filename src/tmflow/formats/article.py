"""Articles as files: read one in any of the three formats, write it back byte for byte, make the target article of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tmflow.errors import FormatError
from tmflow.formats.article_language import language_of
from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.boilerplate import compile_patterns
from tmflow.formats.frontmatter import FrontMatter, quote_yaml, read_front_matter
from tmflow.formats.html import declared_language, head_title_span, read_html
from tmflow.formats.inline import escape_inline, parse_inline
from tmflow.formats.insets import escape_alternative
from tmflow.formats.plain import read_plain
from tmflow.formats.table_cells import escape_borders, is_between_borders
from tmflow.model.content import CodeKind, Content
from tmflow.model.document import ArticleFormat, Block, BlockKind, Document, FileEncoding
from tmflow.model.language import Language
from tmflow.text.encoding import (
    Decoded,
    DecodeDoubt,
    codec_display_name,
    decode_bytes,
    encode_text,
    first_non_utf8,
    likely_utf_16,
)
from tmflow.text.lines import line_start
from tmflow.text.newline import Newline

__all__ = [
    "ARTICLE_SUFFIXES",
    "format_of",
    "parse_article",
    "read_article",
    "replace_blocks",
    "serialize_article",
    "write_article",
]

_FORMATS = {
    ".txt": ArticleFormat.PLAIN,
    ".md": ArticleFormat.MARKDOWN,
    ".markdown": ArticleFormat.MARKDOWN,
    ".html": ArticleFormat.HTML,
    ".htm": ArticleFormat.HTML,
}
ARTICLE_SUFFIXES = tuple(_FORMATS)
"""The endings of article files, lower case."""

_LARGEST_BYTES = 20_000_000
_NO_MARGIN = re.compile(r"[^>\t]")
_UNNAMED = Path("-")
_SPACE_AFTER = re.compile(r"[^\S\n\r]*(?:\r\n|[\n\r])?")


def format_of(path: Path) -> ArticleFormat:
    """Return the format of an article file by its ending, in any case.

    Raises FormatError for another ending.

    >>> format_of(Path("a/x.MD")).value
    'markdown'
    """
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        endings = " ".join(ARTICLE_SUFFIXES)
        raise FormatError(f'"{path.suffix}" is not the ending of an article ({endings})', path=path) from None


def read_article(
    path: Path,
    *,
    language: Language | None = None,
    encoding: str | None = None,
    boilerplate: Sequence[str] = (),
    newline: Newline = Newline.AUTO,
) -> Document:
    """Read an article file.

    language: as `parse_article` has it. encoding: the codec of the file; "auto" takes the likeliest one; None takes
    UTF-8, and another codec where it is certain (a byte order mark, ISO-2022-JP, a Japanese text long enough to tell).
    boilerplate: regular expressions; a body block in which one is found is boilerplate.
    newline: what a single newline in the body of a plain text means.
    Raises FormatError if the file is missing, empty, binary, larger than 20 MB, in an encoding that is not certain (the message names the
    likely one and the command that converts it), or has malformed front matter; ConfigError for a broken pattern.
    """
    format = format_of(path)  # noqa: A001 - the word of the model
    try:
        size = path.stat().st_size
        if size > _LARGEST_BYTES:
            raise FormatError(f"too large for an article ({size} bytes, at most {_LARGEST_BYTES})", path=path)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise FormatError("no such file", path=path) from None
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
    decoded = _decode(raw, path, encoding or (_declared_charset(raw) if format is ArticleFormat.HTML else None))
    if not decoded.text.strip("\ufeff \t\n\r\u3000\u00a0"):
        raise FormatError(f"no text ({len(raw)} bytes). Remove it or add the article", path=path)
    return parse_article(
        decoded.text,
        format=format,
        language=language,
        path=path,
        encoding=FileEncoding(codec=decoded.codec, bom=decoded.bom),
        boilerplate=boilerplate,
        newline=newline,
    )


def parse_article(
    text: str,
    *,
    format: ArticleFormat,
    language: Language | None = None,
    path: Path | None = None,
    encoding: FileEncoding | None = None,
    boilerplate: Sequence[str] = (),
    newline: Newline = Newline.AUTO,
) -> Document:
    r"""Return the document of a text. Its `text` is the text given, to the character.

    language: None = what the text declares (lang), else what its letters are (Japanese from a fifth of kana and kanji).
    Raises FormatError for malformed front matter; ConfigError for a broken boilerplate pattern.

    >>> document = parse_article("# 港の話\n\n潮が満ちる。", format=ArticleFormat.MARKDOWN)
    >>> [(block.kind.value, block.text) for block in document.blocks], document.language.value
    ([('title', '港の話'), ('paragraph', '潮が満ちる。')], 'ja')
    """
    patterns = compile_patterns(boilerplate)
    where = path or _UNNAMED
    language = language or language_of(text, format, path=where)
    if format is ArticleFormat.PLAIN:
        blocks, metadata, insets = read_plain(text, language, patterns, newline=newline)
    elif format is ArticleFormat.HTML:
        blocks, metadata, insets = read_html(text, language, patterns)
    else:
        from tmflow.formats.markdown import read_markdown

        blocks, metadata, insets = read_markdown(text, language, patterns, where)
    return Document(
        language=language,
        format=format,
        text=text,
        blocks=blocks,
        metadata=metadata,
        path=path,
        encoding=encoding or FileEncoding(),
        insets=insets,
    )


def serialize_article(document: Document) -> bytes:
    """Return the bytes of a document: those of the file it was read from.

    Raises FormatError if its encoding lacks a character.
    """
    try:
        return encode_text(document.text, document.encoding.codec, bom=document.encoding.bom)
    except UnicodeEncodeError as error:
        character = error.object[error.start]
        line, _ = document.line_column(error.start)
        codec = codec_display_name(document.encoding.codec)
        problem = f'U+{ord(character):04X} "{character}" is not in {codec}. Use UTF-8'
        raise FormatError(problem, path=document.path or _UNNAMED, line=line) from error


def write_article(document: Document, path: Path) -> None:
    """Write a document to a file, whole or not at all.

    Raises FormatError if its encoding lacks a character, StorageError if the machine refuses the write.
    """
    write_bytes_atomic(path, serialize_article(document))


def replace_blocks(document: Document, translations: Mapping[int, Content], *, language: Language) -> str:
    r"""Return the text of the article with each given block replaced: the skeleton of one language, the words of the other.

    translations: the native content of a block, by its index in `document.blocks`; a block that is not given stays. A title
    block in `language` (the source repeats it) goes, since the title itself now says it.
    Front-matter values are quoted as YAML needs; lang attributes and keys become those of `language`.
    Raises ValueError for an index that is no block.

    >>> from tmflow.model.content import Content
    >>> document = parse_article("■潮の話\n", format=ArticleFormat.PLAIN)
    >>> replace_blocks(document, {0: Content.of("Tides")}, language=Language.EN)
    '■Tides\n'
    """
    unknown = [index for index in translations if not 0 <= index < len(document.blocks)]
    if unknown:
        raise ValueError(f"the document has no block {unknown[0]}")
    edits = sorted(_iter_edits(document, translations, language))
    parts, position = [], 0
    for start, end, text in edits:
        if start < position:
            continue
        parts += [document.text[position:start], text]
        position = end
    return "".join([*parts, document.text[position:]])


def _iter_edits(
    document: Document, translations: Mapping[int, Content], language: Language
) -> Iterator[tuple[int, int, str]]:
    front = FrontMatter()
    if document.format is ArticleFormat.MARKDOWN:
        front = read_front_matter(document.text, document.path or _UNNAMED)
        declared = front.first("language")
        if declared and language is not document.language:
            yield declared.start, declared.end, language.value
    if document.format is ArticleFormat.HTML:
        yield from _html_edits(document, translations, language)
    scalars = {scalar.inner_start: scalar for values in front.values.values() for scalar in values}
    for index, block in enumerate(document.blocks):
        if index in translations:
            content = translations[index]
            scalar = scalars.get(block.span.start)
            if scalar is not None:
                yield scalar.start, scalar.end, quote_yaml(_front_text(content))
            else:
                yield block.span.start, block.span.end, _written(content, block, document)
        elif _repeats_title(block, document, language):
            yield block.span.start, _end_of_line(document.text, block.span.end), ""


def _written(content: Content, block: Block, document: Document) -> str:
    """Return a block's new content as it stands in the article."""
    if content == block.content:
        return content.native
    native = content.native
    if block.kind is BlockKind.IMAGE:
        native = escape_alternative(content.text, document.text[block.span.start - 1])
    if is_between_borders(block, document):
        native = escape_borders(native)
    return _laid_out(native, block, document)


def _laid_out(native: str, block: Block, document: Document) -> str:
    r"""Return a block's text with its further lines as its first: the article's newline, its indent, its quotation marks.

    What stands before the block says how deep a line stands: "> " goes before each, "- " is two blanks on all but the first.
    """
    if document.format is not ArticleFormat.MARKDOWN or "\n" not in native:
        return native
    start = block.span.start
    newline = "\r\n" if "\r\n" in document.text else "\n"
    margin = _NO_MARGIN.sub(" ", document.text[line_start(document.text, start) : start])
    return native.replace("\n", newline + margin)


def _repeats_title(block: Block, document: Document, language: Language) -> bool:
    return (
        document.format is ArticleFormat.PLAIN
        and block.kind in {BlockKind.TITLE, BlockKind.DECK}
        and block.language is language
        and document.language is not language
    )


def _end_of_line(text: str, position: int) -> int:
    """Return where the next line begins, a blank line after it skipped."""
    for _ in range(2):
        match = _SPACE_AFTER.match(text, position)
        if match is None or not match[0].endswith(("\n", "\r")):
            break
        position = match.end()
    return position


def _front_text(content: Content) -> str:
    """Return what front matter takes: the text with its markup, escapes undone, since YAML has its own."""
    pieces = (
        part if isinstance(part, str) else part.text if part.kind is CodeKind.ENTITY else part.native
        for part in content.parts
    )
    return "".join(pieces)


def _html_edits(
    document: Document, translations: Mapping[int, Content], language: Language
) -> Iterator[tuple[int, int, str]]:
    """Yield the changes outside of the blocks: the page's language, and the title in its head where it is the article's."""
    declared = declared_language(document.text)
    if declared is not None and language is not document.language:
        yield declared[1], declared[2], language.value
    span = head_title_span(document.text)
    titles = [(i, block) for i, block in enumerate(document.blocks) if block.kind is BlockKind.TITLE]
    if span is None or not titles or titles[0][0] not in translations or titles[0][1].span.start == span[0]:
        return
    index, block = titles[0]
    head = parse_inline(document.text[span[0] : span[1]], ArticleFormat.HTML).text
    for joint in ("", " "):
        old = re.sub(r"\s*\n\s*", joint, block.text)
        if old and old in head:
            new = re.sub(r"\s*\n\s*", " " if language is Language.EN else "", translations[index].text)
            yield *span, escape_inline(head.replace(old, new, 1), ArticleFormat.HTML)
            return


def _declared_charset(raw: bytes) -> str | None:
    """The codec an HTML file names in its head, None if it names none that Python knows (HTML, 4.2.5.4)."""
    found = _CHARSET.search(raw[:_HEAD_BYTES])
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    try:
        return _WEB_CODECS.get(name) or codecs.lookup(name).name
    except LookupError:
        return None


def _decode(raw: bytes, path: Path, encoding: str | None) -> Decoded:
    try:
        decoded = decode_bytes(raw, declared=None if encoding in {None, "auto"} else encoding)
    except DecodeDoubt as doubt:
        raise FormatError(_doubt_message(doubt, path), path=path) from doubt
    except ValueError as error:
        raise FormatError(str(error), path=path) from error
    if encoding is None and not decoded.certain:
        other = DecodeDoubt("not UTF-8", likely=decoded.codec, raw=raw, offset=first_non_utf8(raw) or 0)
        raise FormatError(_doubt_message(other, path), path=path)
    position = decoded.text.find("\0")
    if position >= 0:
        if likely := likely_utf_16(raw):
            unmarked = DecodeDoubt("it has NUL bytes", likely=likely, raw=raw, offset=raw.index(b"\0"))
            raise FormatError(_doubt_message(unmarked, path), path=path)
        document = replace(_EMPTY, text=decoded.text)
        line, column = document.line_column(position)
        raise FormatError("a NUL byte: this is no text file", path=path, line=line, column=column)
    return decoded


_CHARSET = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.IGNORECASE)
_HEAD_BYTES = 1024
_WEB_CODECS = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
"""What pages call a codec where Python's codec of that name is not what browsers use (Encoding Standard, 4.2)."""

_EMPTY = Document(language=Language.EN, format=ArticleFormat.PLAIN, text="", blocks=())


def _doubt_message(doubt: DecodeDoubt, path: Path) -> str:
    place = f" (byte 0x{doubt.byte:02x} at line {doubt.line}, column {doubt.column})" if doubt.byte is not None else ""
    if doubt.likely is None:
        return (
            f"{doubt.problem}{place}; no encoding fits: binary, or more than one encoding in one file? Save it as UTF-8"
        )
    name = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(doubt.likely, doubt.likely)
    return f"{doubt.problem}{place}; looks like {codec_display_name(doubt.likely)}. tmflow convert {path} --from {name}"
