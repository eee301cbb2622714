-- Promises to people, and the messages that keep them. See docs/delivery.md.
-- Times are UTC ISO-8601 with microseconds, of fixed width. due_at, ready_at, expires_at, composed_at and sent_at are
-- the summit's; first_attempt_at, window_from and next_attempt_at the machine's, so that a rehearsal retries no faster.

-- One message to Discord. What goes into it is fixed when it is first attempted, and so is its nonce, <origin>-<id>:
-- attempted again, it is the same message. Numbers are never used twice (AUTOINCREMENT), nor are nonces.
-- place: "@<member>" or "#<channel>". next_attempt_at: NULL where nothing is left to do; moved ahead while someone tries.
-- amends: corrections asked for; amended: those that the message shows.
CREATE TABLE message (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    origin           TEXT NOT NULL,
    member           INTEGER,
    channel          TEXT NOT NULL,
    place            TEXT NOT NULL AS (CASE channel WHEN '' THEN '@' || member ELSE '#' || channel END) STORED,
    digest           INTEGER NOT NULL CHECK (digest IN (0, 1)),
    state            TEXT NOT NULL CHECK (state IN ('open', 'sent', 'refused', 'void')),
    attempts         INTEGER NOT NULL,
    composed_at      TEXT NOT NULL CHECK (length(composed_at) = 27),
    first_attempt_at TEXT NOT NULL CHECK (length(first_attempt_at) = 27),
    window_from      TEXT NOT NULL CHECK (length(window_from) = 27),
    next_attempt_at  TEXT CHECK (length(next_attempt_at) = 27),
    last_error       TEXT NOT NULL DEFAULT '',
    sent_at          TEXT CHECK (length(sent_at) = 27),
    discord_channel  INTEGER,
    discord_message  INTEGER,
    amends           INTEGER NOT NULL DEFAULT 0,
    amended          INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX message_to_do ON message (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX message_of_member ON message (member, composed_at) WHERE channel = '';

-- One promise to one recipient. lines and presses: JSON arrays of bot.outbox.model's Line and Press; correction: lines,
-- or NULL. ready_at: due_at, or later where a person has had enough messages for now. error: a phrase's key, or ''.
-- message: the message that carries it, NULL before it is first attempted.
CREATE TABLE delivery (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    member     INTEGER,
    channel    TEXT NOT NULL,
    place      TEXT NOT NULL AS (CASE channel WHEN '' THEN '@' || member ELSE '#' || channel END) STORED,
    lines      TEXT NOT NULL CHECK (json_valid(lines)),
    presses    TEXT NOT NULL CHECK (json_valid(presses)),
    subject    TEXT NOT NULL,
    cause      TEXT NOT NULL,
    private    INTEGER NOT NULL CHECK (private IN (0, 1)),
    due_at     TEXT NOT NULL CHECK (length(due_at) = 27),
    ready_at   TEXT NOT NULL CHECK (length(ready_at) = 27),
    expires_at TEXT NOT NULL CHECK (length(expires_at) = 27),
    state      TEXT NOT NULL CHECK (state IN ('open', 'sent', 'expired', 'refused', 'withdrawn')),
    error      TEXT NOT NULL DEFAULT '',
    message    INTEGER REFERENCES message (id),
    sent_at    TEXT CHECK (length(sent_at) = 27),
    correction TEXT CHECK (correction IS NULL OR json_valid(correction)),
    CHECK (channel <> '' OR member IS NOT NULL)
) STRICT;

CREATE INDEX delivery_ready ON delivery ((channel = ''), ready_at) WHERE state = 'open' AND message IS NULL;
CREATE INDEX delivery_at_place ON delivery (place, due_at) WHERE state = 'open' AND message IS NULL;
CREATE INDEX delivery_to_expire ON delivery (expires_at) WHERE state = 'open';
CREATE INDEX delivery_in_message ON delivery (message) WHERE message IS NOT NULL;
CREATE INDEX delivery_of_member ON delivery (member, state);
CREATE INDEX delivery_about ON delivery (subject) WHERE subject <> '';
CREATE INDEX delivery_because ON delivery (cause, state);

-- People who take no direct messages from the bot, until they choose direct messages again or press a button.
CREATE TABLE closed_door (
    member INTEGER PRIMARY KEY,
    since  TEXT NOT NULL CHECK (length(since) = 27)
) STRICT;
