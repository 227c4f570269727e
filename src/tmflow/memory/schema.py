"""The tables and statements of the SQLite store.

Two rows of `segment` a unit, one a side, so that both directions are searched alike. A neighbour's text is NULL where
it is that of the unit before or after in the same document (unit ids of a document are consecutive): an article's
texts are stored once, not three times. The one hash is of the match key: a text is found among the few that share its
key, and of the key in lower case, so that case is the asker's choice. A second index of hashes, of the texts, costs a
written page for nearly every new row: learning fell by a third. `owner` tells the memory from any other at its place, so
that a file compiled from another is never taken for its own.
"""

from __future__ import annotations

__all__ = [
    "APPLICATION_ID",
    "FORMAT",
    "INSERT_DOCUMENT",
    "INSERT_SEGMENT",
    "INSERT_UNIT",
    "MIGRATIONS",
    "READABLE",
    "RETIRE",
    "SCHEMA",
    "SELECT_ALL_KEYS",
    "SELECT_BY_KEYS",
    "SELECT_BY_LONG_KEYS",
    "SELECT_BY_SHAPE",
    "SELECT_CONTAINING",
    "SELECT_CONTAINING_SINCE",
    "SELECT_DOCUMENT",
    "SELECT_DOCUMENTS",
    "SELECT_KEYS",
    "SELECT_KEYS_SINCE",
    "SELECT_PAIRED",
    "SELECT_SIDE",
]

FORMAT = 4
"""The `user_version` this code writes. Raise it with every change of the tables, and say in MIGRATIONS how to get there."""

READABLE = 2
"""The oldest format that a file which cannot be written may have: only what is found by shape has changed since."""

APPLICATION_ID = 0x746D666C
"""Marks the file as ours in SQLite's `application_id`: "tmfl" in ASCII."""

SCHEMA = """
CREATE TABLE memory (generation INTEGER NOT NULL, owner TEXT NOT NULL DEFAULT '');
INSERT INTO memory VALUES (0, lower(hex(randomblob(16))));
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    generation INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'file',
    who TEXT NOT NULL DEFAULT '',
    happened TEXT
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
    next_target TEXT,
    name TEXT,
    author TEXT,
    created TEXT,
    changed TEXT,
    confidence INTEGER,
    properties TEXT,
    retired TEXT
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
    shape_hash INTEGER,
    PRIMARY KEY (unit_id, side)
) WITHOUT ROWID;
CREATE INDEX segment_by_key ON segment (key_hash);
CREATE INDEX segment_by_shape ON segment (shape_hash) WHERE shape_hash IS NOT NULL;
"""

MIGRATIONS = {
    1: """
ALTER TABLE memory ADD COLUMN owner TEXT NOT NULL DEFAULT '';
UPDATE memory SET owner = lower(hex(randomblob(16)));
ALTER TABLE document ADD COLUMN kind TEXT NOT NULL DEFAULT 'file';
ALTER TABLE document ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN happened TEXT;
ALTER TABLE unit ADD COLUMN name TEXT;
ALTER TABLE unit ADD COLUMN author TEXT;
ALTER TABLE unit ADD COLUMN created TEXT;
ALTER TABLE unit ADD COLUMN changed TEXT;
ALTER TABLE unit ADD COLUMN confidence INTEGER;
ALTER TABLE unit ADD COLUMN properties TEXT;
ALTER TABLE unit ADD COLUMN retired TEXT;
DROP INDEX segment_by_length;
ALTER TABLE segment ADD COLUMN shape_hash INTEGER;
UPDATE segment SET key = match_key(text);
UPDATE segment SET
    key_chars = length(key), key_hash = key_hash(key), shape_hash = shape_hash(key, language), key = NULLIF(key, text);
CREATE INDEX segment_by_shape ON segment (shape_hash) WHERE shape_hash IS NOT NULL;
""",
    2: """
UPDATE segment SET shape_hash = shape_hash(COALESCE(key, text), language)
    WHERE (shape_hash IS NULL AND key_chars < 100) OR (language = 'en' AND text LIKE '%days%');
""",
    3: """
UPDATE segment SET shape_hash = shape_hash(COALESCE(key, text), language) WHERE language = 'en' AND key_chars < 40;
""",
}
"""Format to the statements that make the next one of it; `match_key`, `key_hash` and `shape_hash` are functions of the store's.

To format 3: texts that are nothing but values have shapes (longer ones are too rare to read the whole memory again for
them), and Mondays are a value. To format 4: March alone is one, as is each of two months (September to November),
and a full stop after a value alone says nothing.
"""

INSERT_DOCUMENT = "INSERT INTO document (name, fingerprint, kind, who, happened, generation) VALUES (?, ?, ?, ?, ?, ?)"
INSERT_UNIT = "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_SEGMENT = "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
SELECT_PAIRED = """
SELECT one.unit_id, other.text FROM segment AS one JOIN segment AS other ON other.unit_id = one.unit_id AND other.side <> one.side
WHERE one.key_hash = ? AND one.text = ?
"""
RETIRE = """
UPDATE unit SET retired = :reason
WHERE id = :unit AND retired IS NOT :reason AND (:whatever OR retired IS :before)
"""
SELECT_DOCUMENTS = """
SELECT name, fingerprint, kind, who, happened, (SELECT COUNT(*) FROM unit WHERE unit.document_id = document.id)
FROM document ORDER BY name
"""

# CROSS JOIN is SQLite's way to fix the order of the joins: from the few segments found to what belongs to them.
_ENTRY = """
SELECT found.language, document.name, source.language, source.text, target.language, target.text,
       unit.state, unit.origin, unit.is_draft, unit.notes,
       COALESCE(unit.previous_source, before_source.text), COALESCE(unit.next_source, after_source.text),
       COALESCE(unit.previous_target, before_target.text), COALESCE(unit.next_target, after_target.text),
       unit.name, unit.author, unit.created, unit.changed, unit.confidence, unit.properties, unit.retired
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

SELECT_BY_KEYS = (
    _ENTRY  # noqa: S608 - both parts are constants
    + """
WHERE found.key_hash IN (SELECT value FROM json_each(:hashes)) AND found.language = :language
ORDER BY document.name, unit.id
"""
)
# Of a shape that many texts have, only those that are wanted are read whole.
SELECT_BY_SHAPE = (
    _ENTRY  # noqa: S608 - both parts are constants
    + """
WHERE (found.unit_id, found.side) IN (
    SELECT found.unit_id, found.side FROM segment AS found
    CROSS JOIN unit ON unit.id = found.unit_id
    CROSS JOIN document ON document.id = unit.document_id
    WHERE found.shape_hash = :hash AND found.language = :language
      AND unit.retired IS NULL AND (:drafts OR NOT unit.is_draft)
    ORDER BY document.name, unit.id LIMIT :limit
)
ORDER BY document.name, unit.id
"""
)
# Of a word in most texts only the first few are read whole. `length` counts to the first NUL, which is all LIKE sees.
_PLACE = "SELECT found.key_chars, document.name, found.unit_id, found.side"
_PLACED = """
FROM segment AS found
CROSS JOIN unit ON unit.id = found.unit_id
CROSS JOIN document ON document.id = unit.document_id
"""
_CONTAINING = """
WHERE (:language IS NULL OR found.language = :language) AND document.generation > :since
  AND (found.text LIKE :raw ESCAPE '\\'
       OR (found.key IS NOT NULL OR :raw <> :folded) AND COALESCE(found.key, found.text) LIKE :folded ESCAPE '\\'
       OR length(COALESCE(found.key, found.text)) <> found.key_chars)
  AND (:drafts OR NOT unit.is_draft)
ORDER BY found.key_chars, document.name, found.unit_id, found.side
"""
SELECT_CONTAINING = _PLACE + _PLACED + _CONTAINING
SELECT_CONTAINING_SINCE = (
    _PLACE
    + """
FROM document CROSS JOIN unit ON unit.document_id = document.id CROSS JOIN segment AS found ON found.unit_id = unit.id
"""
    + _CONTAINING
)
SELECT_BY_LONG_KEYS = (
    _PLACE  # noqa: S608 - all parts are constants
    + _PLACED
    + """
WHERE found.key_hash IN (SELECT value FROM json_each(:hashes)) AND found.key_chars = :chars
  AND (:language IS NULL OR found.language = :language) AND document.generation <= :since
  AND (:drafts OR NOT unit.is_draft)
ORDER BY found.key_chars, document.name, found.unit_id, found.side
"""
)
SELECT_SIDE = _ENTRY + "WHERE found.unit_id = :unit AND found.side = :side"
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
SELECT_ALL_KEYS = """
SELECT COALESCE(segment.key, segment.text) AS found, MIN(unit.is_draft)
FROM segment CROSS JOIN unit ON unit.id = segment.unit_id
WHERE segment.language = :language
GROUP BY segment.key_chars, found ORDER BY segment.key_chars, found
"""
SELECT_KEYS_SINCE = """
SELECT COALESCE(segment.key, segment.text)
FROM document CROSS JOIN unit ON unit.document_id = document.id CROSS JOIN segment ON segment.unit_id = unit.id
WHERE document.generation > :since
  AND segment.language = :language AND segment.key_chars BETWEEN :shortest AND :longest
  AND (:drafts OR NOT unit.is_draft)
"""
