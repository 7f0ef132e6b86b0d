-- Instants are microseconds since 1970, UTC. Addresses called `_key` are lower case (rule 13).

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE programme (
    id            TEXT NOT NULL PRIMARY KEY,
    programme     TEXT NOT NULL,
    epoch         TEXT NOT NULL,
    approved      INTEGER NOT NULL,
    paused        INTEGER NOT NULL,
    vanished      INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    generation    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What a row of the sheet said last. Wide and seldom written.
CREATE TABLE pair (
    n             INTEGER PRIMARY KEY,
    programme     TEXT NOT NULL,
    id            TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    mentor_key    TEXT NOT NULL,
    mentee_key    TEXT NOT NULL,
    pair          TEXT NOT NULL
) STRICT;
CREATE INDEX pair_mentor ON pair (mentor_key, mentee_key);
CREATE INDEX pair_mentee ON pair (mentee_key);

-- What is asked and changed for every pair all the time. Narrow, so that a pass over a million of them stays small.
-- wake_at: 0 is "at the next pass", NULL is "never by itself".
CREATE TABLE known (
    programme   TEXT NOT NULL,
    pair        TEXT NOT NULL,
    n           INTEGER NOT NULL REFERENCES pair (n),
    wake_at     INTEGER,
    line        INTEGER NOT NULL,
    generation  INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    vanished    INTEGER NOT NULL,
    set_aside   TEXT,
    held_by     INTEGER,
    PRIMARY KEY (programme, pair)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_wake ON known (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE fact (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    programme TEXT NOT NULL,
    pair      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    who       TEXT,
    what      TEXT NOT NULL,
    source    TEXT NOT NULL,
    digest    BLOB NOT NULL,
    UNIQUE (programme, pair, at, digest)
) STRICT;

CREATE TABLE address (
    key        TEXT NOT NULL PRIMARY KEY,
    stopped_at INTEGER,
    bounced_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    programme       TEXT NOT NULL,
    pair            TEXT NOT NULL,
    step            TEXT NOT NULL,
    occurrence      INTEGER NOT NULL,
    role            TEXT NOT NULL,
    slot            TEXT NOT NULL,
    reader          INTEGER NOT NULL,
    round           INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    address         TEXT,
    state           TEXT NOT NULL CHECK (state IN
        ('queued', 'held', 'sending', 'deferred', 'sent', 'refused', 'uncertain', 'lapsed', 'skipped')),
    reason          TEXT,
    due_at          INTEGER NOT NULL,
    decided_at      INTEGER NOT NULL,
    useful_until    INTEGER,
    basis           TEXT NOT NULL,
    message_id      TEXT,
    subject         TEXT,
    shown           TEXT,
    changed_at      INTEGER NOT NULL,
    next_attempt_at INTEGER,
    attempts        INTEGER NOT NULL,
    may_have_arrived INTEGER NOT NULL,
    event           TEXT,
    address_key     TEXT,
    change          INTEGER NOT NULL,
    UNIQUE (programme, pair, step, occurrence, role, slot, reader, round, revision)
) STRICT;
CREATE INDEX delivery_waiting ON delivery (next_attempt_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX delivery_sending ON delivery (programme, pair, event, address_key) WHERE state = 'sending';
CREATE INDEX delivery_message_id ON delivery (message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX delivery_change ON delivery (change);

-- One row: how many changes there have been to deliveries. It never goes back, whatever is deleted.
CREATE TABLE change_count (n INTEGER NOT NULL) STRICT;
INSERT INTO change_count VALUES (0);

-- The finished bytes, apart, so that no scan of deliveries drags them along.
CREATE TABLE message (
    delivery      INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
    envelope_from TEXT NOT NULL,
    envelope_to   TEXT NOT NULL,
    bytes         BLOB NOT NULL
) STRICT;

-- How many deliveries stand where, kept by the triggers below, so that nobody has to count millions.
CREATE TABLE tally (
    programme TEXT NOT NULL,
    state     TEXT NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (programme, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER delivery_came AFTER INSERT ON delivery BEGIN
    INSERT INTO tally VALUES (new.programme, new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER delivery_turned AFTER UPDATE OF state ON delivery WHEN old.state <> new.state BEGIN
    UPDATE tally SET n = n - 1 WHERE programme = old.programme AND state = old.state;
    INSERT INTO tally VALUES (new.programme, new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER delivery_went AFTER DELETE ON delivery BEGIN
    UPDATE tally SET n = n - 1 WHERE programme = old.programme AND state = old.state;
END;

CREATE TABLE meeting (
    programme  TEXT NOT NULL,
    pair       TEXT NOT NULL,
    event      TEXT NOT NULL,
    starts_at  INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    mentor_key TEXT NOT NULL,
    mentee_key TEXT NOT NULL,
    PRIMARY KEY (programme, pair, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_mentor ON meeting (mentor_key, starts_at);
CREATE INDEX meeting_mentee ON meeting (mentee_key, starts_at);

-- Rule 7: stored with the first REQUEST and never recomputed.
CREATE TABLE event_identity (
    programme TEXT NOT NULL,
    pair      TEXT NOT NULL,
    event     TEXT NOT NULL,
    uid       TEXT NOT NULL UNIQUE,
    organizer TEXT NOT NULL,
    PRIMARY KEY (programme, pair, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    programme   TEXT NOT NULL,
    pair        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    occurrence  TEXT NOT NULL,
    detail      TEXT NOT NULL,
    urgent      INTEGER NOT NULL,
    raised_at   INTEGER NOT NULL,
    resolved_at INTEGER,
    UNIQUE (programme, pair, kind, occurrence)
) STRICT;
CREATE INDEX note_open ON note (programme) WHERE resolved_at IS NULL;

CREATE TABLE note_told (
    note            INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE,
    coordinator_key TEXT NOT NULL,
    delivery        INTEGER NOT NULL,
    PRIMARY KEY (note, coordinator_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE hold (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL,
    programme    TEXT NOT NULL,
    detail       TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    decided_at   INTEGER,
    decision     TEXT
) STRICT;
CREATE INDEX hold_open ON hold (programme, kind) WHERE decided_at IS NULL;
CREATE INDEX known_held ON known (held_by) WHERE held_by IS NOT NULL;

-- Mails that were read, by a hash of what they are or of what the mailbox calls them: each acts once.
CREATE TABLE seen (
    key     BLOB NOT NULL PRIMARY KEY,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- A bounce finds its letter by where it came back to.
CREATE INDEX message_envelope_from ON message (envelope_from COLLATE NOCASE);
-- An answer finds its pair by whom it was sent to.
CREATE INDEX event_identity_organizer ON event_identity (organizer COLLATE NOCASE);

-- Roadmaps as their mentors wrote them by mail, until they say yes.
CREATE TABLE roadmap_draft (
    programme TEXT NOT NULL,
    pair      TEXT NOT NULL,
    number    INTEGER NOT NULL,
    roadmap   TEXT NOT NULL,
    PRIMARY KEY (programme, pair, number)
) STRICT, WITHOUT ROWID;
