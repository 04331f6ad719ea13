-- The data sets of `tellback-collector export`, made in ClickHouse from what an OpenTelemetry
-- pipeline stored there (the table `otel_logs` of its exporter). `responses` is the host's own
-- record of answers: response, prompt, completion.
--
-- An event may be there twice; taking the latest of each reader makes that harmless.

-- When an event happened, compared with others of its conversation: streams follow one another,
-- and `seq` counts within each.
CREATE OR REPLACE VIEW tellback_events AS
SELECT
    LogAttributes['tellback.type'] AS type,
    LogAttributes['gen_ai.conversation.id'] AS conversation,
    LogAttributes['gen_ai.response.id'] AS response,
    LogAttributes['tellback.stream'] AS stream,
    toUInt32(LogAttributes['tellback.seq']) AS seq,
    (min(Timestamp) OVER (PARTITION BY stream), stream, seq) AS place,
    LogAttributes AS attributes
FROM otel_logs
WHERE ScopeName = 'tellback';

-- Unpaired ratings.
CREATE OR REPLACE VIEW tellback_ratings AS
WITH votes AS (
    SELECT
        conversation,
        response,
        argMax(attributes['gen_ai.evaluation.score.label'], place) AS vote
    FROM tellback_events
    WHERE type = 'rated'
    GROUP BY conversation, response
)
SELECT
    response,
    countIf(vote IN ('up', '4', '5')) AS votes_for,
    countIf(vote IN ('down', '1', '2')) AS votes_against,
    votes_for > votes_against AS label,
    greatest(votes_for, votes_against) - least(votes_for, votes_against) AS margin,
    countIf(vote != 'none') AS readers
FROM votes
GROUP BY response
HAVING margin > 0;

-- Pairs. A comparison that the reader was asked for outranks one that was concluded.
CREATE OR REPLACE VIEW tellback_preferences AS
WITH
    compared AS (
        SELECT
            conversation,
            attributes['tellback.verdict'] AS verdict,
            attributes['tellback.chosen'] AS chosen,
            attributes['tellback.rejected'] AS rejected,
            arraySort(
                verdict = 'one'
                    ? [chosen, rejected]
                    : JSONExtract(attributes['tellback.between'], 'Array(String)')
            ) AS pair,
            indexOf(['regenerated', 'switched', 'side_by_side'], attributes['tellback.basis'])
                AS rank,
            place
        FROM tellback_events
        WHERE type = 'preferred'
    ),
    verdicts AS (
        SELECT
            conversation,
            pair,
            argMax(if(verdict = 'one', chosen, ''), (rank, place)) AS winner
        FROM compared
        GROUP BY conversation, pair
    )
SELECT
    countIf(winner = pair[1]) AS for_first,
    countIf(winner = pair[2]) AS for_second,
    for_first > for_second ? pair[1] : pair[2] AS chosen,
    for_first > for_second ? pair[2] : pair[1] AS rejected,
    greatest(for_first, for_second) - least(for_first, for_second) AS margin,
    count() AS readers
FROM verdicts
GROUP BY pair
HAVING margin > 0;

-- The rows that trainers read.
SELECT prompt, completion, label FROM tellback_ratings JOIN responses USING (response);

SELECT better.prompt AS prompt, better.completion AS chosen, worse.completion AS rejected
FROM tellback_preferences AS pair
JOIN responses AS better ON better.response = pair.chosen
JOIN responses AS worse ON worse.response = pair.rejected
WHERE better.prompt = worse.prompt AND better.completion != worse.completion;
