-- A pair is one row. What the sheet says of it is in columns of its own, a quarter of what the same took as JSON; beside it is what
-- is asked and changed for it all the time. Which rows have come while a sheet is read, and on which lines, is no longer written
-- down: reading a million rows of which one has changed writes that one.
CREATE TABLE pair_now (
    n               INTEGER PRIMARY KEY,
    programme       TEXT NOT NULL,
    id              TEXT NOT NULL,
    fingerprint     BLOB NOT NULL,
    vanished        INTEGER NOT NULL,
    -- 0 is "at the next pass", NULL is "never by itself".
    wake_at         INTEGER,
    -- What is wrong with the row, and the line it was on.
    set_aside       TEXT,
    set_aside_line  INTEGER,
    held_by         INTEGER,
    first_seen_at   INTEGER NOT NULL,
    mentor_name     TEXT NOT NULL,
    mentor_called   TEXT,
    mentor_address  TEXT NOT NULL,
    mentor_zone     TEXT NOT NULL,
    mentor_language TEXT NOT NULL,
    mentee_name     TEXT NOT NULL,
    mentee_called   TEXT,
    mentee_address  TEXT NOT NULL,
    mentee_zone     TEXT NOT NULL,
    mentee_language TEXT NOT NULL,
    ends            TEXT,
    session         TEXT,
    place           TEXT,
    mentoring_plan  TEXT,
    -- A list, as JSON.
    goals           TEXT NOT NULL,
    contact_after   TEXT,
    copy_to         TEXT,
    status          TEXT NOT NULL
) STRICT;
INSERT INTO pair_now
    SELECT p.n, p.programme, p.id, k.fingerprint, k.vanished, k.wake_at,
        k.set_aside, iif(k.set_aside IS NULL, NULL, k.line), k.held_by, p.first_seen_at,
        p.pair ->> '$.mentor.name', p.pair ->> '$.mentor.called', p.pair ->> '$.mentor.address',
        p.pair ->> '$.mentor.zone', p.pair ->> '$.mentor.language',
        p.pair ->> '$.mentee.name', p.pair ->> '$.mentee.called', p.pair ->> '$.mentee.address',
        p.pair ->> '$.mentee.zone', p.pair ->> '$.mentee.language',
        p.pair ->> '$.ends', p.pair ->> '$.session', p.pair ->> '$.place', p.pair ->> '$.mentoring_plan', p.pair -> '$.goals',
        p.pair ->> '$.contact_after', p.pair ->> '$.copy_to', p.pair ->> '$.status'
    FROM pair p JOIN known k ON k.programme = p.programme AND k.pair = p.id ORDER BY p.n;
DROP TABLE known;
DROP TABLE pair;
ALTER TABLE pair_now RENAME TO pair;
CREATE UNIQUE INDEX pair_id ON pair (programme, id);
CREATE INDEX pair_mentor ON pair (mentor_address COLLATE NOCASE);
CREATE INDEX pair_mentee ON pair (mentee_address COLLATE NOCASE);
-- What is due, with what it is called: no row has to be looked up for it.
CREATE INDEX pair_wake ON pair (wake_at, programme, id) WHERE wake_at IS NOT NULL;
CREATE INDEX pair_held ON pair (held_by) WHERE held_by IS NOT NULL;
ALTER TABLE programme DROP COLUMN generation;

-- The same, with an index that has a name: for the first rows of a large sheet it is made when they are in.
CREATE TABLE fact_now (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    programme TEXT NOT NULL,
    pair      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    who       TEXT,
    what      TEXT NOT NULL,
    source    TEXT NOT NULL,
    digest    BLOB NOT NULL
) STRICT;
INSERT INTO fact_now SELECT id, programme, pair, at, who, what, source, digest FROM fact ORDER BY id;
DROP TABLE fact;
ALTER TABLE fact_now RENAME TO fact;
CREATE UNIQUE INDEX fact_once ON fact (programme, pair, at, digest);
