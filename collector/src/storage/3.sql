-- Events that a page's own storage has not kept, by the stream's own account.
ALTER TABLE streams ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;

-- The day on which the stream was last heard of, counted from 1970 by this machine's clock: a page's
-- may say anything. For a week from then on, whatever it has sent is known as a repeat.
ALTER TABLE streams ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;
UPDATE streams SET heard = unixepoch() / 86400;

-- The names of events that are not kept any more.
CREATE TABLE forgotten (
    stream INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER remember_names AFTER DELETE ON events BEGIN
    INSERT OR IGNORE INTO forgotten VALUES (old.stream, old.seq);
END;
