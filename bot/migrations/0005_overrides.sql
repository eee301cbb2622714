-- What organisers do to the programme. Sessions are JSON objects of their fields that are not at their defaults.
-- Times are UTC ISO-8601 of fixed width, the summit's. author: a member's id; NULL where nobody was asked.

-- What was set in chat and stands against the source: one field ("time", "rooms", "status") of one session.
-- value and source: a session with nothing but that field; source is what the source last said.
CREATE TABLE override (
    session TEXT NOT NULL,
    field   TEXT NOT NULL CHECK (field IN ('time', 'rooms', 'status')),
    value   TEXT NOT NULL CHECK (json_valid(value)),
    source  TEXT NOT NULL CHECK (json_valid(source)),
    author  INTEGER NOT NULL,
    set_at  TEXT NOT NULL CHECK (set_at LIKE '____-__-__T__:__:__Z'),
    reason  TEXT NOT NULL,
    PRIMARY KEY (session, field)
) STRICT;

-- Changes that wait for a yes. content: compressed JSON, the whole new version of an import, else the sessions as they
-- would become; empty once the proposal is settled. fingerprint: of the content. base: the revision it was made for.
CREATE TABLE proposal (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    source      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    author      INTEGER,
    proposed_at TEXT NOT NULL CHECK (proposed_at LIKE '____-__-__T__:__:__Z'),
    base        INTEGER NOT NULL,
    content     BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    follow      INTEGER NOT NULL CHECK (follow IN (0, 1)),
    state       TEXT NOT NULL CHECK (state IN ('open', 'released', 'discarded', 'replaced'))
) STRICT;

CREATE INDEX proposal_of_source ON proposal (source) WHERE kind = 'import';

-- What each release changed: a session before (NULL: added) and after, without abstracts; aspects is a JSON array.
CREATE TABLE change (
    revision INTEGER NOT NULL,
    session  TEXT NOT NULL,
    before   TEXT CHECK (before IS NULL OR json_valid(before)),
    after    TEXT NOT NULL CHECK (json_valid(after)),
    aspects  TEXT NOT NULL CHECK (json_valid(aspects)),
    PRIMARY KEY (revision, session)
) STRICT;

-- Who did what, when. details: a JSON object, the values of the phrase audit-<kind>.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL CHECK (at LIKE '____-__-__T__:__:__Z'),
    author  INTEGER,
    kind    TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details))
) STRICT;

-- Agendas on the web as they were last fetched: what the server said of that version, and the compressed file.
CREATE TABLE source (
    address       TEXT PRIMARY KEY,
    etag          TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    name          TEXT NOT NULL DEFAULT '',
    content       BLOB,
    failing       INTEGER NOT NULL DEFAULT 0 CHECK (failing IN (0, 1))
) STRICT;
