-- Links to private pages (rule 9): the SHA-256 of a token, never the token itself.
CREATE TABLE link (
    hash        BLOB NOT NULL PRIMARY KEY,
    programme   TEXT NOT NULL,
    pair        TEXT NOT NULL,
    role        TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    generation  INTEGER NOT NULL,
    address_key TEXT NOT NULL,
    revoked_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX link_person ON link (programme, pair, role, generation);

-- What one person is still writing on a page; nobody else reads it.
CREATE TABLE draft (
    programme TEXT NOT NULL,
    pair      TEXT NOT NULL,
    role      TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    draft     TEXT NOT NULL,
    saved_at  INTEGER NOT NULL,
    PRIMARY KEY (programme, pair, role, purpose)
) STRICT, WITHOUT ROWID;
