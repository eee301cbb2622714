-- Small things the program remembers for itself, by name: which commands it has published, what it has told whom once.
CREATE TABLE note (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
