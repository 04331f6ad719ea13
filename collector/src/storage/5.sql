-- The report tells a number once enough conversations have contributed to it, and renews it when as
-- many have joined or left: what one reader does, however much it is, moves nothing by itself. `min_cell`
-- is how many that are.
CREATE TABLE telling (min_cell INTEGER NOT NULL) STRICT;
INSERT INTO telling VALUES (10);

-- `count` is the number as it is, and `contributors` the conversations behind it; `told` is what the
-- report may say, and `told_contributors` are those there were when that was last renewed.
CREATE TABLE tallies_5 (
    id INTEGER PRIMARY KEY,
    measure TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    c TEXT NOT NULL,
    count INTEGER NOT NULL,
    contributors INTEGER NOT NULL,
    told INTEGER NOT NULL,
    told_contributors INTEGER NOT NULL,
    UNIQUE (measure, a, b, c)
) STRICT;

-- Who contributed so far was not kept. What was told stays told.
INSERT INTO tallies_5 (measure, a, b, c, count, contributors, told, told_contributors)
SELECT measure, a, b, c, count, count, count - count % 10, count - count % 10
FROM (SELECT * FROM tallies
      UNION ALL SELECT 'events', '', '', '', sum(count) FROM tallies WHERE measure = 'hours'
      UNION ALL SELECT 'readings', '', '', '', sum(count) FROM tallies WHERE measure = 'depth_pct'
      UNION ALL SELECT 'voted', '', '', '', sum(count) FROM tallies
                WHERE measure = 'votes' AND a <> 'retracted'
      UNION ALL SELECT 'copied', a, '', '', sum(count) FROM tallies
                WHERE measure = 'copies' GROUP BY a
      UNION ALL SELECT 'regenerated_within', CASE WHEN CAST(a AS INTEGER) <= 5000 THEN '5_s'
                WHEN CAST(a AS INTEGER) <= 30000 THEN '30_s' ELSE 'later' END AS within, '', '',
                sum(count) FROM tallies WHERE measure = 'regenerated_after_ms' GROUP BY within)
WHERE count IS NOT NULL;

DROP TABLE tallies;
ALTER TABLE tallies_5 RENAME TO tallies;

-- How much a conversation has contributed to a number.
CREATE TABLE contributions (
    conversation INTEGER NOT NULL,
    tally INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (conversation, tally)
) STRICT, WITHOUT ROWID;
