-- Which of two compared answers the reader saw first, where that is known.
ALTER TABLE preferences ADD COLUMN first TEXT;

UPDATE preferences SET first = (
    SELECT iif(fields ->> 'first_shown' = a, 'a', 'b') FROM events
    WHERE events.stream = preferences.stream AND events.seq = preferences.seq
        AND fields ->> 'first_shown' IS NOT NULL);

-- What readers said who were asked, in the comparisons that are there still.
INSERT INTO tallies (measure, a, b, c, count)
SELECT 'asked', iif(verdict IN ('a', 'b'), 'one', verdict),
    CASE WHEN verdict NOT IN ('a', 'b') OR first IS NULL THEN ''
         WHEN verdict = first THEN 'first' ELSE 'second' END AS shown,
    '', count(*)
FROM preferences WHERE basis = 'side_by_side' GROUP BY 2, 3;
