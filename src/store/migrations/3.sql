-- Whether a row of `known` has its row of `pair` is no longer looked up when it comes: for a million of them, in another order than
-- theirs, that costs more than everything else.
CREATE TABLE known_now (
    programme   TEXT NOT NULL,
    pair        TEXT NOT NULL,
    n           INTEGER NOT NULL,
    wake_at     INTEGER,
    line        INTEGER NOT NULL,
    generation  INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    vanished    INTEGER NOT NULL,
    set_aside   TEXT,
    held_by     INTEGER,
    PRIMARY KEY (programme, pair)
) STRICT, WITHOUT ROWID;
INSERT INTO known_now SELECT programme, pair, n, wake_at, line, generation, fingerprint, vanished, set_aside, held_by FROM known;
DROP TABLE known;
ALTER TABLE known_now RENAME TO known;
CREATE INDEX known_wake ON known (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX known_held ON known (held_by) WHERE held_by IS NOT NULL;
