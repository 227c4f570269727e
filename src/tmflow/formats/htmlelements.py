"""What the elements and classes of HTML mean to a reader of articles."""

from __future__ import annotations

from tmflow.model.document import BlockKind

__all__ = [
    "BLOCK",
    "CLOSED_BY_BLOCK",
    "CLOSED_BY_SAME",
    "ELEMENT_KINDS",
    "KIND_OF_CLASS",
    "SITE_ELEMENTS",
    "SKIPPED",
    "WHOLE",
]

BLOCK = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "link",
        "main",
        "menu",
        "meta",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "source",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "video",
        "audio",
        "object",
        "base",
        "col",
        "colgroup",
    }
)
SITE_ELEMENTS = frozenset({"nav", "menu", "dialog", "button", "search", "label"})
SKIPPED = frozenset({"pre", "head", "title", "video", "audio"})
WHOLE = frozenset({"html", "body", "main", "article"})
"""Elements whose attributes are of the page and not of a block: `translate="no"` there is said to the browser."""
CLOSED_BY_BLOCK = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
CLOSED_BY_SAME = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), frozenset({"dl"}))),
    **dict.fromkeys(("td", "th"), (frozenset({"td", "th"}), frozenset({"tr", "table"}))),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"}))),
}
"""By the name of an element: those it ends where their end tags are left out, and those beyond which it does not look."""
ELEMENT_KINDS = {
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "li": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTATION,
}
_CLASS_KINDS = {
    BlockKind.KICKER: "kicker eyebrow category section-label",
    BlockKind.TITLE: "headline entry-title article-title",
    BlockKind.DECK: "deck dek standfirst subtitle sub-title lede lead summary",
    BlockKind.BYLINE: "byline author writer",
    BlockKind.DATELINE: "date dateline published pubdate timestamp posted-on",
    BlockKind.CREDIT: "credit credits photo-credit translator copyright",
    BlockKind.SOURCE: "source outlet",
    BlockKind.CAPTION: "caption wp-caption-text",
    BlockKind.QUOTATION: "pullquote pull-quote wp-block-pullquote",
    BlockKind.NOTE: "note notes translator-note translators-note editor-note editors-note footnote footnotes",
    BlockKind.BOILERPLATE: """nav navigation navbar menu breadcrumb breadcrumbs share sharing social sns related sidebar newsletter
    subscribe advert advertisement ads ad comments pager pagination cookie cookies site-header site-footer skip-link""",
}
KIND_OF_CLASS = {name: kind for kind, names in _CLASS_KINDS.items() for name in names.split()}
