"""The tables of what merging puts together; a step of `dragoman.store.layout`.

- ``sketches``: what is kept of an article's text to find others like it; ``likenesses``: which are.
- ``duplicates``: of each copy the report it is a copy of. ``stories``, ``story_articles``: which tell of the
  same news.
- ``happenings``: what happened, with a summary of what is told of it; ``component`` is shared by those that
  were decided upon together. ``happening_events``: their events, each with the reasons why it stands there.
- ``happening_articles``: their articles, which outlive a coding's events.
- ``merged``: the coding of each article that was merged.
- ``decisions``, ``decision_events``: what people decided, by article and characters, never changed.
"""

from __future__ import annotations

MERGED = """
CREATE TABLE sketches (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles,
    signature BLOB NOT NULL, phrases INTEGER NOT NULL, telling TEXT NOT NULL
);
CREATE TABLE likenesses (
    one INTEGER NOT NULL REFERENCES articles, other INTEGER NOT NULL REFERENCES articles,
    phrases REAL NOT NULL, likeness REAL NOT NULL, copy INTEGER NOT NULL,
    PRIMARY KEY (one, other)
);
CREATE INDEX likenesses_other ON likenesses (other);
CREATE TABLE duplicates (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles,
    original INTEGER NOT NULL REFERENCES articles
);
CREATE INDEX duplicates_original ON duplicates (original);
CREATE TABLE stories (
    story TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, articles INTEGER NOT NULL, first TEXT, last TEXT
);
CREATE TABLE story_articles (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles,
    story TEXT NOT NULL REFERENCES stories
);
CREATE INDEX story_articles_story ON story_articles (story);
CREATE TABLE happenings (
    happening TEXT NOT NULL PRIMARY KEY, component TEXT NOT NULL,
    type TEXT NOT NULL, mode TEXT NOT NULL, status TEXT NOT NULL, denied INTEGER NOT NULL,
    first_day TEXT, last_day TEXT,
    reports INTEGER NOT NULL, sources INTEGER NOT NULL, events INTEGER NOT NULL, first TEXT, last TEXT,
    summary TEXT NOT NULL
);
CREATE INDEX happenings_component ON happenings (component);
CREATE INDEX happenings_day ON happenings (last_day);
CREATE TABLE happening_events (
    event INTEGER NOT NULL PRIMARY KEY REFERENCES events ON DELETE CASCADE,
    happening TEXT NOT NULL REFERENCES happenings ON DELETE CASCADE,
    reasons TEXT NOT NULL
);
CREATE INDEX happening_events_happening ON happening_events (happening);
CREATE TABLE happening_articles (
    article INTEGER NOT NULL REFERENCES articles,
    happening TEXT NOT NULL REFERENCES happenings ON DELETE CASCADE,
    PRIMARY KEY (article, happening)
);
CREATE INDEX happening_articles_happening ON happening_articles (happening);
CREATE TABLE merged (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles, coding INTEGER NOT NULL
);
CREATE TABLE decisions (
    decision INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('join', 'split')),
    made TEXT NOT NULL, maker TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
);
CREATE TABLE decision_events (
    decision INTEGER NOT NULL REFERENCES decisions, side INTEGER NOT NULL,
    article TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, type TEXT NOT NULL
);
CREATE INDEX decision_events_decision ON decision_events (decision);
"""
