"""The tables and statements of the SQLite store.

Two rows of `segment` a unit, one a side, so that both directions are searched alike. A neighbour's text is NULL where
it is that of the unit before or after in the same document (unit ids of a document are consecutive): an article's
texts are stored once, not three times. The one hash is of the match key: a text is found among the few that share its
key. A second index of hashes, of the texts, costs a written page for nearly every new row: learning fell by a third.
"""

from __future__ import annotations

__all__ = [
    "APPLICATION_ID",
    "FORMAT",
    "SCHEMA",
    "SELECT_BY_KEY",
    "SELECT_CONTAINING",
    "SELECT_DOCUMENT",
    "SELECT_KEYS",
    "SELECT_KEYS_SINCE",
]

FORMAT = 1
"""The `user_version` this code writes. Raise it with every change of the tables; older files are built again."""

APPLICATION_ID = 0x746D666C
"""Marks the file as ours in SQLite's `application_id`: "tmfl" in ASCII."""

SCHEMA = """
CREATE TABLE memory (generation INTEGER NOT NULL);
INSERT INTO memory VALUES (0);
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    generation INTEGER NOT NULL
);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    is_draft INTEGER NOT NULL,
    notes TEXT NOT NULL,
    previous_source TEXT,
    next_source TEXT,
    previous_target TEXT,
    next_target TEXT
);
CREATE INDEX unit_of_document ON unit (document_id);
CREATE TABLE segment (
    unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
    side INTEGER NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    key TEXT,
    key_chars INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    PRIMARY KEY (unit_id, side)
) WITHOUT ROWID;
CREATE INDEX segment_by_key ON segment (key_hash);
CREATE INDEX segment_by_length ON segment (language, key_chars);
"""

# CROSS JOIN is SQLite's way to fix the order of the joins: from the few segments found to what belongs to them.
_ENTRY = """
SELECT found.language, document.name, source.language, source.text, target.language, target.text,
       unit.state, unit.origin, unit.is_draft, unit.notes,
       COALESCE(unit.previous_source, before_source.text), COALESCE(unit.next_source, after_source.text),
       COALESCE(unit.previous_target, before_target.text), COALESCE(unit.next_target, after_target.text)
FROM segment AS found
CROSS JOIN unit ON unit.id = found.unit_id
CROSS JOIN document ON document.id = unit.document_id
CROSS JOIN segment AS source ON source.unit_id = unit.id AND source.side = 0
CROSS JOIN segment AS target ON target.unit_id = unit.id AND target.side = 1
LEFT JOIN segment AS before_source ON before_source.unit_id = unit.id - 1 AND before_source.side = 0
LEFT JOIN segment AS after_source ON after_source.unit_id = unit.id + 1 AND after_source.side = 0
LEFT JOIN segment AS before_target ON before_target.unit_id = unit.id - 1 AND before_target.side = 1
LEFT JOIN segment AS after_target ON after_target.unit_id = unit.id + 1 AND after_target.side = 1
"""

SELECT_BY_KEY = _ENTRY + "WHERE found.key_hash = :hash AND found.language = :language ORDER BY document.name, unit.id"
SELECT_CONTAINING = (
    _ENTRY
    + """
WHERE (found.text LIKE :raw ESCAPE '\\' OR COALESCE(found.key, found.text) LIKE :folded ESCAPE '\\')
  AND (:language IS NULL OR found.language = :language)
  AND (:drafts OR NOT unit.is_draft)
ORDER BY found.key_chars, document.name, unit.id, found.side
"""
)
SELECT_DOCUMENT = (
    _ENTRY  # noqa: S608 - both parts are constants
    + """
WHERE found.side = 0 AND (:document IS NULL OR found.unit_id IN (
    SELECT unit.id FROM unit JOIN document ON document.id = unit.document_id WHERE document.name = :document
))
ORDER BY document.name, unit.id
"""
)
SELECT_KEYS = """
SELECT COALESCE(segment.key, segment.text) FROM segment CROSS JOIN unit ON unit.id = segment.unit_id
WHERE segment.language = :language AND segment.key_chars BETWEEN :shortest AND :longest
  AND (:drafts OR NOT unit.is_draft)
"""
# The unary plus keeps SQLite from the index by length: from a few changed units to their segments the key is quicker.
SELECT_KEYS_SINCE = """
SELECT COALESCE(segment.key, segment.text)
FROM document CROSS JOIN unit ON unit.document_id = document.id CROSS JOIN segment ON segment.unit_id = unit.id
WHERE document.generation > :since
  AND +segment.language = :language AND +segment.key_chars BETWEEN :shortest AND :longest
  AND (:drafts OR NOT unit.is_draft)
"""
