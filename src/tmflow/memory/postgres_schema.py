"""The tables and statements of the PostgreSQL store.

All that is compared, sorted or searched has the collation "C", and what depends on Unicode (match keys, case, grams) is
computed by the client: the answers are the same in a database of any locale. A unit has two rows of `segment`, one a
side, so that both directions are searched alike. A neighbour's text is NULL where it is that of the unit before or after
in the same document. A removed document keeps its row, so that copies of the memory learn that it has gone.

There are no foreign keys: rows come by COPY, always a document's with the document, and checking each would double the
time.
"""

from __future__ import annotations

__all__ = [
    "CLAIM_DOCUMENT",
    "COPY_SEGMENTS",
    "COPY_UNITS",
    "DELETE_SEGMENTS",
    "DELETE_UNITS",
    "FINISH_DOCUMENT",
    "LOCK_DOCUMENTS",
    "LOCK_SCHEMA",
    "LOCK_WRITERS",
    "LOCK_WRITING",
    "MIGRATIONS",
    "NEXT_GENERATION",
    "REMOVE_DOCUMENT",
    "RETIRE",
    "ROLES",
    "SAMPLE_KEYS",
    "SEARCH_KEYS",
    "SELECT_BY_KEYS",
    "SELECT_BY_SHAPE",
    "SELECT_CHANGES",
    "SELECT_CONTAINING",
    "SELECT_DOCUMENT",
    "SELECT_DOCUMENTS",
    "SELECT_ENTRIES",
    "SELECT_FAULTS",
    "SELECT_FORMAT",
    "SELECT_GENERATION",
    "SELECT_KEYS",
    "SELECT_PAIRED",
    "SELECT_RIGHT",
    "SET_FORMAT",
    "TOUCH_DOCUMENTS",
]

MIGRATIONS = (
    """
CREATE SCHEMA tmflow;
COMMENT ON SCHEMA tmflow IS 'A shared translation memory of tmflow';
CREATE TABLE tmflow.memory (format integer NOT NULL, generation bigint NOT NULL, identity text COLLATE "C" NOT NULL);
INSERT INTO tmflow.memory VALUES (0, 0, gen_random_uuid());
CREATE TABLE tmflow.document (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    fingerprint text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    who text COLLATE "C" NOT NULL,
    happened timestamptz,
    units bigint NOT NULL DEFAULT 0,
    generation bigint NOT NULL DEFAULT 0,
    is_removed boolean NOT NULL DEFAULT false
);
CREATE INDEX document_by_generation ON tmflow.document (generation);
CREATE TABLE tmflow.unit (
    document_id bigint NOT NULL,
    position bigint NOT NULL,
    source_language text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    target_language text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    previous_source text COLLATE "C",
    next_source text COLLATE "C",
    previous_target text COLLATE "C",
    next_target text COLLATE "C",
    state text COLLATE "C" NOT NULL,
    origin text COLLATE "C" NOT NULL,
    is_draft boolean NOT NULL,
    notes text[] NOT NULL,
    name text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    created timestamptz,
    changed timestamptz,
    confidence integer,
    properties text[] NOT NULL,
    retired text COLLATE "C" NOT NULL,
    PRIMARY KEY (document_id, position)
);
CREATE TABLE tmflow.segment (
    document_id bigint NOT NULL,
    position bigint NOT NULL,
    key_hash bigint NOT NULL,
    shape_hash bigint,
    key_chars integer NOT NULL,
    side smallint NOT NULL,
    is_draft boolean NOT NULL,
    language text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    bits bit(1024) NOT NULL,
    grams integer[] NOT NULL,
    PRIMARY KEY (document_id, position, side)
);
CREATE INDEX segment_by_key ON tmflow.segment (language, key_hash);
CREATE INDEX segment_by_shape ON tmflow.segment (shape_hash) WHERE shape_hash IS NOT NULL;
CREATE INDEX segment_by_length ON tmflow.segment (language, key_chars);
CREATE INDEX segment_by_gram ON tmflow.segment USING gin (grams);
""",
)
"""What makes each format of the one before, from nothing to the present. Add to the end; never change what is there.

A new `match_key`, shape or gram makes the stored ones wrong: it is a new format, whose statements empty the memory. Where
only more texts have one, those already there are found by it when they are next brought.
"""

LOCK_SCHEMA = "SELECT pg_advisory_xact_lock(20250718000)"
"""Held while the tables are made or changed; the number is only unlike what others in the database may use."""

LOCK_WRITING = "SELECT pg_advisory_xact_lock_shared(20250718001)"
LOCK_WRITERS = "SELECT pg_advisory_xact_lock(20250718001)"
"""One change takes the first; several changes made one take the second, so that no two wait for each other in a circle."""

SELECT_FORMAT = "SELECT format, identity FROM tmflow.memory"
SELECT_RIGHT = "SELECT has_table_privilege('tmflow.document', 'INSERT')"
SET_FORMAT = "UPDATE tmflow.memory SET format = %s"

ROLES = """
DO $$ BEGIN CREATE ROLE tmflow_read NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE tmflow_write NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT tmflow_read TO tmflow_write;
GRANT USAGE ON SCHEMA tmflow TO tmflow_read;
GRANT SELECT ON ALL TABLES IN SCHEMA tmflow TO tmflow_read;
GRANT UPDATE (generation) ON tmflow.memory TO tmflow_write;
GRANT INSERT, UPDATE, DELETE ON tmflow.document, tmflow.unit, tmflow.segment TO tmflow_write;
"""

SELECT_GENERATION = "SELECT generation FROM tmflow.memory"
NEXT_GENERATION = "UPDATE tmflow.memory SET generation = generation + 1 RETURNING generation"
"""The row stays locked until the transaction ends, so generations are committed, and seen, in their order."""

SELECT_DOCUMENTS = """
SELECT name, fingerprint, kind, units, who, happened FROM tmflow.document WHERE NOT is_removed ORDER BY name
"""
SELECT_FAULTS = """
(SELECT 'document ' || name || ': not the units it had' FROM tmflow.document
 WHERE NOT is_removed AND (
    (SELECT COUNT(*) FROM tmflow.unit WHERE document_id = document.id) <> document.units
    OR (SELECT COUNT(*) FROM tmflow.segment WHERE document_id = document.id) <> 2 * document.units)
 ORDER BY name LIMIT 5)
UNION ALL
SELECT 'index ' || relname || ': not valid' FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = 'tmflow'::regnamespace AND NOT indisvalid
"""
"""What can be seen to be wrong from without; it reads the whole of two indexes."""
SELECT_CHANGES = """
SELECT name, fingerprint, kind, units, who, happened, generation, is_removed
FROM tmflow.document WHERE generation > %(since)s ORDER BY generation, name
"""
CLAIM_DOCUMENT = """
INSERT INTO tmflow.document (name, fingerprint, kind, who, happened)
VALUES (%(name)s, %(fingerprint)s, %(kind)s, %(who)s, %(happened)s)
ON CONFLICT (name) DO UPDATE SET fingerprint = EXCLUDED.fingerprint, kind = EXCLUDED.kind, who = EXCLUDED.who,
    happened = EXCLUDED.happened, is_removed = false
RETURNING id
"""
FINISH_DOCUMENT = "UPDATE tmflow.document SET units = %(units)s, generation = %(generation)s WHERE id = %(id)s"
REMOVE_DOCUMENT = """
UPDATE tmflow.document SET is_removed = true, units = 0, fingerprint = '' WHERE name = %(name)s AND NOT is_removed
RETURNING id
"""
DELETE_UNITS = "DELETE FROM tmflow.unit WHERE document_id = %(id)s"
DELETE_SEGMENTS = "DELETE FROM tmflow.segment WHERE document_id = %(id)s"
COPY_UNITS = """
COPY tmflow.unit (document_id, position, source_language, source, target_language, target, previous_source, next_source,
    previous_target, next_target, state, origin, is_draft, notes, name, author, created, changed, confidence, properties,
    retired)
FROM STDIN
"""
COPY_SEGMENTS = """
COPY tmflow.segment (document_id, position, side, language, is_draft, key, key_chars, key_hash, shape_hash, bits, grams)
FROM STDIN
"""

_PAIRED = """
FROM tmflow.segment
JOIN tmflow.unit AS found ON found.document_id = segment.document_id AND found.position = segment.position
WHERE segment.language IN ('en', 'ja') AND segment.key_hash = ANY(%(hashes)s::bigint[]) AND segment.side = 0
    AND (found.source, found.target) IN (SELECT * FROM unnest(%(sources)s::text[], %(targets)s::text[]))
    AND found.retired <> %(reason)s AND found.retired = COALESCE(%(before)s::text, found.retired)
"""
SELECT_PAIRED = "SELECT DISTINCT found.document_id" + _PAIRED
LOCK_DOCUMENTS = "SELECT id FROM tmflow.document WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE"
RETIRE = f"""
UPDATE tmflow.unit SET retired = %(reason)s
WHERE document_id = ANY(%(ids)s) AND (document_id, position) IN (SELECT found.document_id, found.position {_PAIRED})
"""  # noqa: S608 - all parts are constants
TOUCH_DOCUMENTS = "UPDATE tmflow.document SET generation = %(generation)s WHERE id = ANY(%(ids)s)"

_ENTRY = """
SELECT document.name, unit.source_language, unit.source, unit.target_language, unit.target,
       COALESCE(unit.previous_source, before.source), COALESCE(unit.next_source, after.source),
       COALESCE(unit.previous_target, before.target), COALESCE(unit.next_target, after.target),
       unit.state, unit.origin, unit.is_draft, unit.notes, unit.name, unit.author, unit.created, unit.changed,
       unit.confidence, unit.properties, unit.retired
"""
_NEIGHBOURS = """
LEFT JOIN tmflow.unit AS before ON before.document_id = unit.document_id AND before.position = unit.position - 1
LEFT JOIN tmflow.unit AS after ON after.document_id = unit.document_id AND after.position = unit.position + 1
"""
_OF_SEGMENT = f"""
FROM tmflow.segment
JOIN tmflow.document ON document.id = segment.document_id
JOIN tmflow.unit ON unit.document_id = segment.document_id AND unit.position = segment.position
{_NEIGHBOURS}
"""

SELECT_ENTRIES = f"""
{_ENTRY} FROM tmflow.document JOIN tmflow.unit ON unit.document_id = document.id {_NEIGHBOURS}
ORDER BY document.name, unit.position
"""
SELECT_DOCUMENT = f"""
{_ENTRY} FROM tmflow.document JOIN tmflow.unit ON unit.document_id = document.id {_NEIGHBOURS}
WHERE document.name = %(document)s ORDER BY unit.position
"""
SELECT_BY_KEYS = f"""
{_ENTRY} {_OF_SEGMENT} WHERE segment.language = %(language)s AND segment.key_hash = ANY(%(hashes)s)
ORDER BY document.name, unit.position
"""
SELECT_BY_SHAPE = f"""
{_ENTRY} {_OF_SEGMENT} WHERE (segment.document_id, segment.position, segment.side) IN (
    SELECT segment.document_id, segment.position, segment.side FROM tmflow.segment
    JOIN tmflow.document ON document.id = segment.document_id
    JOIN tmflow.unit ON unit.document_id = segment.document_id AND unit.position = segment.position
    WHERE segment.shape_hash = %(hash)s AND segment.language = %(language)s
      AND unit.retired = '' AND (%(drafts)s OR NOT segment.is_draft)
    ORDER BY document.name, unit.position LIMIT %(limit)s
)
ORDER BY document.name, unit.position
"""  # noqa: S608 - all parts are constants
"""Of a shape that many texts have, only those that are wanted are read whole."""
SELECT_CONTAINING = f"""
{_ENTRY}, segment.language {_OF_SEGMENT}
WHERE (CASE segment.side WHEN 0 THEN unit.source ELSE unit.target END ILIKE %(raw)s OR segment.key ILIKE %(folded)s)
  AND (%(language)s::text IS NULL OR segment.language = %(language)s) AND (%(drafts)s OR NOT segment.is_draft)
ORDER BY segment.key_chars, document.name, unit.position, segment.side
"""
SELECT_KEYS = """
SELECT segment.key FROM tmflow.segment
JOIN tmflow.unit ON unit.document_id = segment.document_id AND unit.position = segment.position
JOIN tmflow.document ON document.id = segment.document_id
WHERE segment.language = %(language)s AND segment.key_chars BETWEEN %(shortest)s AND %(longest)s
  AND (%(drafts)s OR NOT segment.is_draft) AND unit.retired = '' AND document.generation > %(since)s
"""
SAMPLE_KEYS = "SELECT key FROM tmflow.segment WHERE language = %(language)s ORDER BY key_hash LIMIT %(limit)s"
"""The order of the hash is that of chance, and has an index."""

_ALIKE = """
SELECT key FROM tmflow.segment
WHERE {found} AND (%(drafts)s OR NOT is_draft)
  AND bit_count(%(bits)s::bit(1024) & ~bits)
      <= 2 * (greatest(%(chars)s, key_chars) * (100 - %(threshold)s) / 100) - greatest(0, key_chars - %(chars)s)
  AND bit_count(bits & ~%(bits)s::bit(1024))
      <= 2 * (greatest(%(chars)s, key_chars) * (100 - %(threshold)s) / 100) - greatest(0, %(chars)s - key_chars)
"""
SEARCH_KEYS = "{} UNION {}".format(
    _ALIKE.format(found="grams && %(grams)s::integer[]"),
    _ALIKE.format(found="language = %(language)s AND key_chars BETWEEN %(bare)s AND %(longest)s"),
)
"""Each key once; a gram tells the language. Of d edits, an inserted character takes one bigram and makes two, a deleted one the other way round."""
