-- The released programme. Texts are JSON: a string, or an object of language tags to strings.
-- Times are UTC ISO-8601 of fixed width, days are ISO dates, flags 0 or 1.

CREATE TABLE programme (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL CHECK (revision > 0),
    name     TEXT NOT NULL CHECK (json_valid(name)),
    timezone TEXT NOT NULL
) STRICT;

CREATE TABLE room (
    code  TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    name  TEXT NOT NULL CHECK (json_valid(name))
) STRICT;

CREATE TABLE track (
    code  TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    name  TEXT NOT NULL CHECK (json_valid(name))
) STRICT;

CREATE TABLE block (
    code  TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    name  TEXT NOT NULL CHECK (json_valid(name))
) STRICT;

-- rooms: JSON array of room codes. speakers: JSON array of {"name": text, "affiliation": text}.
CREATE TABLE session (
    code          TEXT PRIMARY KEY,
    source_id     TEXT NOT NULL,
    title         TEXT NOT NULL CHECK (json_valid(title)),
    kind          TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('scheduled', 'postponed', 'cancelled')),
    day           TEXT,
    starts_at     TEXT CHECK (starts_at LIKE '____-__-__T__:__:__Z'),
    ends_at       TEXT CHECK (ends_at LIKE '____-__-__T__:__:__Z'),
    part          TEXT,
    rooms         TEXT NOT NULL CHECK (json_valid(rooms)),
    track         TEXT REFERENCES track (code) DEFERRABLE INITIALLY DEFERRED,
    block         TEXT REFERENCES block (code) DEFERRABLE INITIALLY DEFERRED,
    position      INTEGER NOT NULL,
    speakers      TEXT NOT NULL CHECK (json_valid(speakers)),
    abstract      TEXT NOT NULL CHECK (json_valid(abstract)),
    language      TEXT NOT NULL,
    url           TEXT NOT NULL,
    chatham_house INTEGER NOT NULL CHECK (chatham_house IN (0, 1)),
    questions     INTEGER NOT NULL CHECK (questions IN (0, 1))
) STRICT;

CREATE INDEX session_by_start ON session (starts_at);

-- What was released when, from where. counts: JSON object of aspects ("moved") to numbers of sessions.
CREATE TABLE release (
    revision    INTEGER PRIMARY KEY,
    released_at TEXT NOT NULL CHECK (released_at LIKE '____-__-__T__:__:__Z'),
    source      TEXT NOT NULL,
    counts      TEXT NOT NULL CHECK (json_valid(counts))
) STRICT;
