-- Names that occur often are stored once; and what the report and the data sets ask for is kept up
-- to date as events arrive, because nobody waits for ten million of them to be counted.
--
-- `hour` is everywhere the latest hour that an event of the row carried: when it is too old to be
-- kept, the row goes.

CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    hour TEXT NOT NULL
) STRICT;

-- The order of `id` is the order in which streams were first heard of: with it, (stream, seq) says
-- of any two events of a conversation which one is later. The other columns are the latest account
-- that the stream gave of its events.
CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    hour TEXT NOT NULL,
    captured INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    overflow INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    too_large INTEGER NOT NULL,
    opted_out INTEGER NOT NULL
) STRICT;

-- The tags of a batch, as a JSON object.
CREATE TABLE contexts (
    id INTEGER PRIMARY KEY,
    tags TEXT NOT NULL UNIQUE
) STRICT;

ALTER TABLE events RENAME TO events_1;
DROP INDEX events_by_answer;

INSERT INTO conversations (name, hour)
SELECT conversation, max(hour) FROM events_1 GROUP BY conversation ORDER BY min(arrival);

INSERT INTO streams (name, hour, captured, queued, overflow, rejected, too_large, opted_out)
SELECT stream, max(hour), captured, queued, overflow, rejected, too_large, opted_out
FROM events_1 JOIN ledgers USING (stream) GROUP BY stream ORDER BY min(arrival);

INSERT INTO contexts (tags)
SELECT DISTINCT context FROM events_1 WHERE context IS NOT NULL;

-- The order of `arrival` is the order in which events were stored; (stream, seq) names an event for
-- ever, so an event that is delivered twice is stored once.
CREATE TABLE events (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    stream INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    hour TEXT NOT NULL,
    context INTEGER,
    type TEXT NOT NULL,
    response TEXT,
    fields TEXT NOT NULL,
    UNIQUE (stream, seq)
) STRICT;

INSERT INTO events
SELECT arrival, streams.id, seq, conversations.id, events_1.hour, contexts.id, type, response, fields
FROM events_1
JOIN streams ON streams.name = stream
JOIN conversations ON conversations.name = conversation
LEFT JOIN contexts ON contexts.tags = context
ORDER BY arrival;

DROP TABLE events_1;
DROP TABLE ledgers;

-- What is in force about an answer in one conversation: `vote` is up, down or 1 to 5 stars, and
-- `state` everything, as JSON. `context` are the tags with which the answer was first heard of.
CREATE TABLE answers (
    conversation INTEGER NOT NULL,
    response TEXT NOT NULL,
    hour TEXT NOT NULL,
    context INTEGER,
    vote TEXT,
    state TEXT NOT NULL,
    PRIMARY KEY (conversation, response)
) STRICT, WITHOUT ROWID;

CREATE INDEX answers_with_vote ON answers (response) WHERE vote IS NOT NULL;

-- The comparison of two answers that is in force in one conversation; `a` is the lesser handle.
CREATE TABLE preferences (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    hour TEXT NOT NULL,
    stream INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (a, b, conversation)
) STRICT, WITHOUT ROWID;

-- The numbers that the report is made of. They name nobody, and outlive the events.
CREATE TABLE tallies (
    measure TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    c TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (measure, a, b, c)
) STRICT, WITHOUT ROWID;

-- The arrival number up to which events have been handed on.
CREATE TABLE forwarded (arrival INTEGER NOT NULL) STRICT;
INSERT INTO forwarded VALUES (0);

CREATE INDEX conversations_by_hour ON conversations (hour);
CREATE INDEX streams_by_hour ON streams (hour);
CREATE INDEX events_by_hour ON events (hour);
CREATE INDEX answers_by_hour ON answers (hour);
CREATE INDEX preferences_by_hour ON preferences (hour);
