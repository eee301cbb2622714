-- Stars, and how people want to be reminded. Times are UTC ISO-8601 of fixed width. Sessions are named by their codes.

CREATE TABLE star (
    member  INTEGER NOT NULL,
    session TEXT NOT NULL,
    since   TEXT NOT NULL CHECK (since LIKE '____-__-__T__:__:__Z'),
    PRIMARY KEY (member, session)
) STRICT, WITHOUT ROWID;

CREATE INDEX star_of_session ON star (session, member, since);

-- A row is there once somebody was asked, with via NULL until they answer. Quiet hours are venue wall times.
CREATE TABLE preference (
    member       INTEGER PRIMARY KEY,
    changed_at   TEXT NOT NULL CHECK (changed_at LIKE '____-__-__T__:__:__Z'),
    lead         INTEGER NOT NULL CHECK (lead BETWEEN 0 AND 120),
    via          TEXT CHECK (via IN ('dm', 'channel', 'off')),
    language     TEXT NOT NULL CHECK (language IN ('', 'zh-CN', 'en')),
    quiet_begins TEXT CHECK (quiet_begins LIKE '__:__'),
    quiet_ends   TEXT CHECK (quiet_ends LIKE '__:__'),
    digests      INTEGER NOT NULL CHECK (digests IN (0, 1)),
    CHECK ((quiet_begins IS NULL) = (quiet_ends IS NULL)),
    CHECK (quiet_begins <> quiet_ends)
) STRICT;

-- Sessions whose reminders are written down, and what of the session they were planned from; '' where only some people's
-- are. Planned again when that is no longer so.
CREATE TABLE planned_session (
    session TEXT PRIMARY KEY,
    facts   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
