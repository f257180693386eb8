"""The tables of a project, and the steps that bring an older file up to date.

One file holds one project. Offsets are those of `dragoman.records`: characters of ``articles.text``.

- ``articles``: each text once, by its stable id (words, outlet, day); ``coding`` is the one that counts.
- ``codings``: all that coders ever read out of it. ``record`` is the record without its article, as JSON
  packed with zlib. Rows of ``events``, ``statements`` and their spans belong to the coding that counts; those
  of older codings are in their records only, so that nobody counts an event twice.
- ``actors``: as described in a coding; one ``id`` may have several rows, as offices change. ``article`` is
  set where the id means somebody of that article only ("protesters").
- ``actor_articles``: how often each actor acts, receives and says in each article; ``actor_pairs``,
  ``country_pairs``: who acts on whom in each event. Counted when written: questions are quick.
- ``rejects``: what could not be read or coded, and why.
- ``corrections``: what people put right, kept apart from what the coder read.

Steps are written as SQLite reads them, and put into PostgreSQL's words by `statements`; lines between
``-- only sqlite`` or ``-- only postgres`` and ``-- both`` are for the one only.

Happenings and stories are to join rows of ``events`` and ``articles`` from tables of their own: nothing here
changes with them.
"""

from __future__ import annotations

import re
import sqlite3

from dragoman.store.mergedlayout import MERGED

APPLICATION = 0x44524147  #: marks the file as one of ours ("DRAG")

_FIRST = r"""
CREATE TABLE coders (
    coder INTEGER PRIMARY KEY,
    version TEXT NOT NULL, model TEXT NOT NULL, ontology TEXT NOT NULL, knowledge TEXT NOT NULL,
    UNIQUE (version, model, ontology, knowledge)
);
CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('add', 'recode')),
    started TEXT NOT NULL, ended TEXT,
    settings TEXT NOT NULL DEFAULT '{}',
    coded INTEGER NOT NULL DEFAULT 0, known INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE articles (
    article INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE, given_id TEXT NOT NULL,
    published TEXT, published_time TEXT, title TEXT NOT NULL, text TEXT NOT NULL,
    url TEXT, source TEXT, language TEXT NOT NULL,
    byline TEXT, dateline TEXT, agency TEXT,
    file TEXT, line INTEGER,
    run INTEGER NOT NULL REFERENCES runs,
    coding INTEGER REFERENCES codings DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX articles_given ON articles (given_id);
CREATE INDEX articles_published ON articles (published);
CREATE TABLE codings (
    coding INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    coder INTEGER NOT NULL REFERENCES coders,
    run INTEGER NOT NULL REFERENCES runs,
    record BLOB NOT NULL,
    UNIQUE (article, coder)
);
CREATE TABLE actors (
    actor INTEGER PRIMARY KEY,
    id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    country TEXT NOT NULL, sector TEXT NOT NULL, wikidata TEXT,
    article INTEGER REFERENCES articles
);
CREATE INDEX actors_id ON actors (id);
CREATE INDEX actors_name ON actors (name COLLATE NOCASE);
CREATE INDEX actors_article ON actors (article) WHERE article IS NOT NULL;
CREATE TABLE actor_countries (
    country TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actors ON DELETE CASCADE,
    PRIMARY KEY (country, actor)
) WITHOUT ROWID;
CREATE INDEX actor_countries_actor ON actor_countries (actor);
CREATE TABLE actor_sectors (
    sector TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actors ON DELETE CASCADE,
    PRIMARY KEY (sector, actor)
) WITHOUT ROWID;
CREATE INDEX actor_sectors_actor ON actor_sectors (actor);
CREATE TABLE places (
    place INTEGER PRIMARY KEY, country TEXT NOT NULL, name TEXT, lat REAL, lon REAL, geonames INTEGER
);
CREATE INDEX places_country ON places (country, name);
CREATE TABLE events (
    event INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    id TEXT NOT NULL, mention_of TEXT NOT NULL,
    type TEXT NOT NULL, mode TEXT NOT NULL, context TEXT NOT NULL,
    aux TEXT NOT NULL, status TEXT NOT NULL, quad TEXT NOT NULL, score REAL, cameo TEXT NOT NULL,
    trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
    sentence_start INTEGER, sentence_end INTEGER,
    date TEXT, first_day TEXT, last_day TEXT, granularity TEXT,
    killed INTEGER, injured INTEGER, arrested INTEGER, participants INTEGER, money TEXT,
    confidence REAL
);
CREATE INDEX events_article ON events (article);
CREATE INDEX events_type ON events (type);
CREATE INDEX events_day ON events (last_day);
CREATE TABLE event_spans (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    role TEXT NOT NULL, position INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    actor INTEGER REFERENCES actors, place INTEGER REFERENCES places, value TEXT,
    PRIMARY KEY (event, role, position)
) WITHOUT ROWID;
CREATE INDEX event_spans_actor ON event_spans (actor, role) WHERE actor IS NOT NULL;
CREATE INDEX event_spans_place ON event_spans (place) WHERE place IS NOT NULL;
CREATE TABLE statements (
    statement INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    id TEXT NOT NULL, mode TEXT NOT NULL, stance TEXT NOT NULL, confidence REAL
);
CREATE INDEX statements_article ON statements (article);
CREATE TABLE statement_spans (
    statement INTEGER NOT NULL REFERENCES statements ON DELETE CASCADE,
    role TEXT NOT NULL, position INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    actor INTEGER REFERENCES actors,
    PRIMARY KEY (statement, role, position)
) WITHOUT ROWID;
CREATE INDEX statement_spans_actor ON statement_spans (actor, role) WHERE actor IS NOT NULL;
CREATE TABLE statement_about (
    statement INTEGER NOT NULL REFERENCES statements ON DELETE CASCADE,
    actor INTEGER NOT NULL REFERENCES actors,
    PRIMARY KEY (statement, actor)
) WITHOUT ROWID;
CREATE INDEX statement_about_actor ON statement_about (actor);
CREATE TABLE statement_asserts (
    statement INTEGER NOT NULL REFERENCES statements ON DELETE CASCADE,
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (statement, event)
) WITHOUT ROWID;
CREATE INDEX statement_asserts_event ON statement_asserts (event);
CREATE TABLE rejects (
    reject INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    article TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL, line INTEGER NOT NULL DEFAULT 0,
    code TEXT NOT NULL, message TEXT NOT NULL,
    coder TEXT NOT NULL DEFAULT '',
    UNIQUE (file, line, article, code)
);
CREATE INDEX rejects_article ON rejects (article) WHERE article <> '';
CREATE TABLE corrections (
    correction INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    part TEXT NOT NULL, before TEXT, after TEXT,
    made TEXT NOT NULL, maker TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX corrections_article ON corrections (article);
-- only postgres
ALTER TABLE articles ADD FOREIGN KEY (coding) REFERENCES codings DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT strpos($1, $2)';
CREATE FUNCTION substr(text, bigint, bigint) RETURNS text LANGUAGE sql IMMUTABLE
    AS 'SELECT substr($1, $2::integer, $3::integer)';
CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE
    AS 'SELECT regexp_replace(normalize(left($1, 200000), NFD), ''[\u0300-\u036F]'', '''', ''g'')';
ALTER TABLE articles ADD COLUMN words tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', plain(text))) STORED;
CREATE INDEX articles_words ON articles USING gin (words);
-- only sqlite
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = 'articles', content_rowid = 'article', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER articles_in AFTER INSERT ON articles BEGIN
    INSERT INTO words (rowid, text) VALUES (new.article, new.text);
END;
CREATE TRIGGER articles_out AFTER DELETE ON articles BEGIN
    INSERT INTO words (words, rowid, text) VALUES ('delete', old.article, old.text);
END;
-- both
CREATE VIEW spans AS
    SELECT 'event' AS of, s.event AS owner, e.article, s.role, s.position, s.start, s."end", s.actor, s.place,
        s.value, substr(a.text, s.start + 1, s."end" - s.start) AS words
    FROM event_spans s JOIN events e USING (event) JOIN articles a ON a.article = e.article
    UNION ALL
    SELECT 'statement', s.statement, e.article, s.role, s.position, s.start, s."end", s.actor, NULL,
        NULL, substr(a.text, s.start + 1, s."end" - s.start)
    FROM statement_spans s JOIN statements e USING (statement) JOIN articles a ON a.article = e.article;
"""

_COUNTED = """
CREATE TABLE actor_articles (
    actor INTEGER NOT NULL REFERENCES actors ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles,
    acts INTEGER NOT NULL, receives INTEGER NOT NULL, says INTEGER NOT NULL, published TEXT,
    PRIMARY KEY (actor, article)
) WITHOUT ROWID;
INSERT INTO actor_articles
    SELECT d.actor, d.article, count(*) FILTER (WHERE d.role = 'actor'),
        count(*) FILTER (WHERE d.role = 'recipient'), count(*) FILTER (WHERE d.role = 'speaker'),
        max(a.published)
    FROM (
        SELECT s.actor, e.article, s.role FROM event_spans s JOIN events e USING (event)
        WHERE s.role IN ('actor', 'recipient') AND s.actor IS NOT NULL
        UNION ALL
        SELECT s.actor, e.article, s.role FROM statement_spans s JOIN statements e USING (statement)
        WHERE s.role = 'speaker' AND s.actor IS NOT NULL
    ) d JOIN articles a ON a.article = d.article GROUP BY d.actor, d.article;
CREATE INDEX actor_articles_article ON actor_articles (article);
CREATE INDEX actors_lower ON actors (lower(name));
CREATE INDEX articles_source ON articles (lower(source));
DROP INDEX actors_name;
CREATE TABLE actor_pairs (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    actor INTEGER NOT NULL REFERENCES actors, recipient INTEGER NOT NULL REFERENCES actors,
    PRIMARY KEY (event, actor, recipient)
) WITHOUT ROWID;
INSERT INTO actor_pairs
    SELECT DISTINCT s.event, s.actor, t.actor FROM event_spans s JOIN event_spans t ON t.event = s.event
    WHERE s.role = 'actor' AND t.role = 'recipient' AND s.actor IS NOT NULL AND t.actor IS NOT NULL;
CREATE INDEX actor_pairs_actor ON actor_pairs (actor, recipient);
CREATE INDEX actor_pairs_recipient ON actor_pairs (recipient, actor);
CREATE TABLE country_pairs (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE, actor TEXT NOT NULL, recipient TEXT NOT NULL,
    PRIMARY KEY (event, actor, recipient)
) WITHOUT ROWID;
INSERT INTO country_pairs
    SELECT DISTINCT p.event, x.country, y.country FROM actor_pairs p
    JOIN actor_countries x ON x.actor = p.actor JOIN actor_countries y ON y.actor = p.recipient;
ALTER TABLE corrections ADD COLUMN kind TEXT NOT NULL DEFAULT 'fix';
"""

#: What lists and their facets are read from: events by kind, happenings by how many tell of them.
_ORDERED = """
DROP INDEX events_type;
DROP INDEX events_article;
CREATE INDEX events_article ON events (article, quad);
CREATE INDEX events_kind ON events (type, quad, status);
CREATE INDEX happenings_told ON happenings (sources DESC, reports DESC, coalesce(first, ''), happening);
CREATE INDEX happenings_reports ON happenings (reports, happening);
CREATE INDEX happenings_status ON happenings (status);
"""
_TYPES = """
ALTER TABLE events ADD COLUMN types TEXT NOT NULL DEFAULT '';
"""

#: One step a version: ``MIGRATIONS[n]`` brings a file of version n to version n + 1.
MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _COUNTED,
    MERGED,
    _ORDERED,
    _TYPES,
)
VERSION = len(MIGRATIONS)

_FOR_POSTGRES = (
    (re.compile(r"\bINTEGER PRIMARY KEY\b"), "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
    (re.compile(r"\bINTEGER REFERENCES codings DEFERRABLE INITIALLY DEFERRED"), "bigint"),
    (re.compile(r"\bINTEGER\b"), "bigint"),
    (re.compile(r"\bTEXT\b"), 'text COLLATE "C"'),  # compared character by character, as SQLite does
    (re.compile(r"\bREAL\b"), "double precision"),
    (re.compile(r"\bBLOB\b"), "bytea"),
    (re.compile(r"\bWITHOUT ROWID\b|\bCOLLATE NOCASE\b"), ""),
)


def statements(step: str, dialect: str) -> list[str]:
    """The statements of a step, for ``sqlite`` or ``postgres``."""
    out, waiting, only = [], "", ""
    for line in step.splitlines(keepends=True):
        if line.startswith(("-- only ", "-- both")):
            only = line[len("-- only ") :].strip()
            continue
        if only and only != dialect:
            continue
        waiting += line
        if waiting.strip() and sqlite3.complete_statement(waiting):
            out.append(waiting)
            waiting = ""
    if dialect == "sqlite":
        return out
    return [_for_postgres(statement) for statement in out]


def _for_postgres(statement: str) -> str:
    for pattern, words in _FOR_POSTGRES:
        statement = pattern.sub(words, statement)
    return statement
