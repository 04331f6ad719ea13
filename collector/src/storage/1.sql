-- The order of `arrival` is the order in which events were stored; (stream, seq) names an event for
-- ever, so an event that is delivered twice is stored once.
CREATE TABLE events (
    arrival INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    hour TEXT NOT NULL,
    context TEXT,
    type TEXT NOT NULL,
    response TEXT,
    fields TEXT NOT NULL,
    UNIQUE (stream, seq)
) STRICT;

CREATE INDEX events_by_answer ON events (type, stream, response, seq);

-- The latest account that each stream gave of its events.
CREATE TABLE ledgers (
    stream TEXT PRIMARY KEY,
    captured INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    overflow INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    too_large INTEGER NOT NULL,
    opted_out INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
