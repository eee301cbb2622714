-- Panel questions. Times are UTC ISO-8601 of fixed width, the summit's. Sessions are named by their codes.
-- A token stands for a person in one round of one box: BLAKE2b with the round's key, which is in the file of keys and
-- never here. Once a round is sealed its key is destroyed, and so are the tokens.

-- by_hand: what a moderator decided, since when; NULL where it was closed before it was ever open. sealed: how many
-- rounds are over. key: the name of this round's key, '' while nobody asked or voted. rule: whether the session was ever
-- under the Chatham House Rule. sealing: 'begun' from the wish to seal until the rows are erased, 'erased' until the
-- write-ahead log is empty, too. links: how often the links to its moderators' page were revoked.
CREATE TABLE question_box (
    session TEXT PRIMARY KEY,
    by_hand TEXT NOT NULL DEFAULT '' CHECK (by_hand IN ('', 'open', 'closed')),
    since   TEXT CHECK (since LIKE '____-__-__T__:__:__Z'),
    sealed  INTEGER NOT NULL DEFAULT 0,
    key     TEXT NOT NULL DEFAULT '',
    rule    INTEGER NOT NULL DEFAULT 0 CHECK (rule IN (0, 1)),
    sealing TEXT NOT NULL DEFAULT '' CHECK (sealing IN ('', 'begun', 'erased')),
    links   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- asker and name: of one asked by name, outside the Rule; token: of an anonymous one, until its round is sealed.
-- recipient: whom on the panel it is for. votes: how many people want it, with what was merged into it; tally: what that
-- was when its round was sealed. version: grows with every change but votes. answer: what was answered, in short.
CREATE TABLE question (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    session     TEXT NOT NULL,
    round       INTEGER NOT NULL,
    text        TEXT NOT NULL CHECK (text <> ''),
    original    TEXT NOT NULL DEFAULT '',
    other       TEXT NOT NULL DEFAULT '',
    language    TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    recipient   TEXT NOT NULL DEFAULT '',
    asked_at    TEXT NOT NULL CHECK (asked_at LIKE '____-__-__T__:__:__Z'),
    state       TEXT NOT NULL
                CHECK (state IN ('waiting', 'approved', 'answering', 'answered', 'dismissed', 'merged')),
    asker       INTEGER,
    name        TEXT NOT NULL DEFAULT '',
    token       TEXT,
    merged_into INTEGER REFERENCES question (number) CHECK (merged_into <> number),
    reason      TEXT NOT NULL DEFAULT '',
    held        INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
    votes       INTEGER NOT NULL DEFAULT 0,
    tally       INTEGER NOT NULL DEFAULT 0,
    version     INTEGER NOT NULL DEFAULT 1,
    answer      TEXT NOT NULL DEFAULT '',
    CHECK (asker IS NULL OR token IS NULL),
    CHECK (asker IS NOT NULL OR name = ''),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL))
) STRICT;

CREATE INDEX question_of_session ON question (session);
CREATE INDEX question_merged ON question (merged_into) WHERE merged_into IS NOT NULL;
CREATE UNIQUE INDEX question_answering ON question (session) WHERE state = 'answering';

-- Who wants a question, by token. In the order of the tokens: the order of voting is not kept.
CREATE TABLE question_vote (
    question INTEGER NOT NULL REFERENCES question (number),
    voter    TEXT NOT NULL,
    PRIMARY KEY (question, voter)
) STRICT, WITHOUT ROWID;

-- Who may not ask in this round, by token.
CREATE TABLE question_mute (
    session TEXT NOT NULL,
    person  TEXT NOT NULL,
    PRIMARY KEY (session, person)
) STRICT, WITHOUT ROWID;

-- What moderators did, nobody says who. before and after: JSON, the fields that it changed. beside: the other question
-- that it was about. cleared: the votes that it destroyed. round: the box's then.
CREATE TABLE question_step (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    session  TEXT NOT NULL,
    question INTEGER NOT NULL REFERENCES question (number),
    kind     TEXT NOT NULL,
    before   TEXT NOT NULL CHECK (json_valid(before)),
    after    TEXT NOT NULL CHECK (json_valid(after)),
    beside   INTEGER REFERENCES question (number),
    cleared  INTEGER NOT NULL DEFAULT 0,
    round    INTEGER NOT NULL,
    undone   INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;

CREATE INDEX question_step_of_question ON question_step (question);
CREATE INDEX question_step_of_session ON question_step (session, id);

-- What people should remember of a session, as moderators wrote it down.
CREATE TABLE question_takeaway (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    text    TEXT NOT NULL CHECK (text <> '')
) STRICT;

-- The public message of each session that has one.
CREATE TABLE question_board (
    session TEXT PRIMARY KEY,
    channel INTEGER NOT NULL,
    message INTEGER NOT NULL
) STRICT;
