-- Who subscribed to their own stars as a calendar. The address that they were given carries the code, signed; another
-- code in its place revokes it. Times are UTC ISO-8601 of fixed width.

CREATE TABLE calendar_link (
    member  INTEGER PRIMARY KEY,
    code    TEXT NOT NULL UNIQUE CHECK (length(code) >= 20),
    made_at TEXT NOT NULL CHECK (made_at LIKE '____-__-__T__:__:__Z')
) STRICT;
