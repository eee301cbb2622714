-- Volunteers' tasks. Times are UTC ISO-8601 of fixed width, the summit's, but for shown_at. Members are Discord's ids.
-- Texts are JSON: a string, or an object of language tags and strings.

CREATE TABLE team (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (json_valid(name)),
    lead INTEGER
) STRICT;

-- content: JSON, a task as it is now, see bot/volunteering/written.py; said: what its source last said, NULL for one made
-- in chat. told_start, told_end: when its people were last told that it is; trouble: what they were last told is wrong.
CREATE TABLE task (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    code       TEXT NOT NULL DEFAULT '',
    source     TEXT NOT NULL DEFAULT '',
    content    TEXT NOT NULL CHECK (json_valid(content)),
    said       TEXT CHECK (said IS NULL OR json_valid(said)),
    removed    INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    told_start TEXT CHECK (told_start LIKE '____-__-__T__:__:__Z'),
    told_end   TEXT CHECK (told_end LIKE '____-__-__T__:__:__Z'),
    trouble    TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX task_of_source ON task (source, code) WHERE code <> '';

-- Places that are taken. overridden: an organiser let it overlap; leaving: asks the lead to be let go.
CREATE TABLE claim (
    task       INTEGER NOT NULL REFERENCES task (number),
    member     INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('held', 'arrived', 'done', 'no-show')),
    since      TEXT NOT NULL CHECK (since LIKE '____-__-__T__:__:__Z'),
    overridden INTEGER NOT NULL DEFAULT 0 CHECK (overridden IN (0, 1)),
    leaving    INTEGER NOT NULL DEFAULT 0 CHECK (leaving IN (0, 1)),
    PRIMARY KEY (task, member)
) STRICT;

CREATE INDEX claim_of_member ON claim (member);

-- Who waits for a place, in the order of id. offered_until: a place is kept for them until then; NULL: not yet.
CREATE TABLE standby (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    task          INTEGER NOT NULL REFERENCES task (number),
    member        INTEGER NOT NULL,
    offered_until TEXT CHECK (offered_until LIKE '____-__-__T__:__:__Z'),
    UNIQUE (task, member)
) STRICT;

-- A place handed over, and another one for it where in_return is not NULL, once both have accepted.
CREATE TABLE swap (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    task           INTEGER NOT NULL REFERENCES task (number),
    giver          INTEGER NOT NULL,
    taker          INTEGER NOT NULL,
    in_return      INTEGER REFERENCES task (number),
    giver_accepted INTEGER NOT NULL DEFAULT 0 CHECK (giver_accepted IN (0, 1)),
    taker_accepted INTEGER NOT NULL DEFAULT 0 CHECK (taker_accepted IN (0, 1)),
    expires_at     TEXT NOT NULL CHECK (expires_at LIKE '____-__-__T__:__:__Z'),
    state          TEXT NOT NULL CHECK (state IN ('open', 'done', 'declined', 'expired'))
) STRICT;

-- What volunteers said of themselves. windows: JSON, pairs of times between which they can; empty: at any time.
CREATE TABLE volunteer (
    member    INTEGER PRIMARY KEY,
    skills    TEXT NOT NULL CHECK (json_valid(skills)),
    languages TEXT NOT NULL CHECK (json_valid(languages)),
    windows   TEXT NOT NULL CHECK (json_valid(windows)),
    asked     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What happened to tasks. member: whom it happened to; author: who did it, NULL for the program; undone: taken back.
CREATE TABLE task_event (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL CHECK (at LIKE '____-__-__T__:__:__Z'),
    task   INTEGER NOT NULL REFERENCES task (number),
    kind   TEXT NOT NULL,
    member INTEGER,
    author INTEGER,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;

CREATE INDEX task_event_of_task ON task_event (task, id);

-- The calls for help that went out for holes: once for each task, beginning and step.
CREATE TABLE task_call (
    task     INTEGER NOT NULL REFERENCES task (number),
    step     TEXT NOT NULL,
    start_at TEXT NOT NULL CHECK (start_at LIKE '____-__-__T__:__:__Z'),
    PRIMARY KEY (task, step, start_at)
) STRICT;

-- The messages of the board, and what they show. shown_at: the machine's time, since edits are paced by that.
CREATE TABLE task_board (
    part     TEXT PRIMARY KEY,
    channel  INTEGER NOT NULL,
    message  INTEGER,
    digest   TEXT NOT NULL DEFAULT '',
    shown_at TEXT NOT NULL CHECK (shown_at LIKE '____-__-__T__:__:__Z')
) STRICT;
