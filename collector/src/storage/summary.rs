//! The numbers of the report, all read from one state of the database.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use crate::report::{
    Copies, Delivery, HourCount, PartCount, Reading, Regenerations, Report, TypeCount, Votes,
    median, share,
};

/// How many hours the report tells apart.
const HOURS: u32 = 48;

pub fn report(connection: &mut Connection) -> rusqlite::Result<Report> {
    let snapshot = connection.transaction()?;
    let (events, conversations, first_hour, last_hour) = one(
        &snapshot,
        "SELECT count(*), count(DISTINCT conversation), min(hour), max(hour) FROM events",
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let answers = one(
        &snapshot,
        "SELECT count(*) FROM
             (SELECT DISTINCT conversation, response FROM events WHERE response IS NOT NULL)",
        |row| row.get(0),
    )?;
    Ok(Report {
        events,
        conversations,
        answers,
        first_hour,
        last_hour,
        votes: votes(&snapshot)?,
        reading: reading(&snapshot)?,
        regenerations: regenerations(&snapshot)?,
        copies: copies(&snapshot)?,
        delivery: delivery(&snapshot, events)?,
        types: types(&snapshot)?,
        hours: hours(&snapshot)?,
    })
}

// In these two queries SQLite takes `fields` from the row that has the highest `seq`: the latest
// event of a stream about an answer is the one that counts.

fn votes(snapshot: &Connection) -> rusqlite::Result<Votes> {
    let latest: Vec<(Option<String>, Option<usize>, u64)> = all(
        snapshot,
        "SELECT fields ->> 'thumb', fields ->> 'stars', count(*) FROM
             (SELECT fields, max(seq) FROM events WHERE type = 'rated' GROUP BY stream, response)
         GROUP BY 1, 2",
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut votes = Votes::default();
    for (thumb, stars, count) in latest {
        match (thumb.as_deref(), stars) {
            (Some("up"), _) => votes.up = count,
            (Some("down"), _) => votes.down = count,
            (None, Some(stars @ 1..)) => {
                if let Some(votes) = votes.stars.get_mut(stars - 1) {
                    *votes = count;
                }
            }
            _ => votes.retracted += count,
        }
    }
    votes.up_share = share(votes.up, votes.up + votes.down);
    let sum = votes.stars.iter().zip(1..).map(|(n, stars)| n * stars).sum();
    votes.mean_stars = share(sum, votes.stars.iter().sum());
    votes.answers = one(
        snapshot,
        "SELECT count(DISTINCT conversation || ' ' || response) FROM
             (SELECT conversation, response, fields, max(seq) FROM events
              WHERE type = 'rated' GROUP BY stream, response)
         WHERE fields ->> 'thumb' IS NOT 'none' AND fields ->> 'stars' IS NOT 0",
        |row| row.get(0),
    )?;
    Ok(votes)
}

fn reading(snapshot: &Connection) -> rusqlite::Result<Reading> {
    let latest: Vec<(u64, u64, u64)> = all(
        snapshot,
        "SELECT fields ->> 'dwell_ms', fields ->> 'depth_pct', count(*) FROM
             (SELECT fields, max(seq) FROM events WHERE type = 'viewed' GROUP BY stream, response)
         GROUP BY 1, 2",
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let (mut dwells, mut depths) = (BTreeMap::<u64, u64>::new(), BTreeMap::<u64, u64>::new());
    let mut reading = Reading::default();
    for (dwell_ms, depth_pct, count) in latest {
        *dwells.entry(dwell_ms).or_default() += count;
        *depths.entry(depth_pct).or_default() += count;
        reading.readings += count;
        match depth_pct {
            ..50 => reading.less_than_half += count,
            50..100 => {}
            _ => reading.to_the_end += count,
        }
    }
    reading.median_dwell_ms = median(&dwells.into_iter().collect::<Vec<_>>());
    reading.median_depth_pct = median(&depths.into_iter().collect::<Vec<_>>());
    Ok(reading)
}

fn regenerations(snapshot: &Connection) -> rusqlite::Result<Regenerations> {
    let delays = all(
        snapshot,
        "SELECT fields ->> 'after_ms', count(*) FROM events
         WHERE type = 'regenerated' GROUP BY 1 ORDER BY 1",
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut regenerations =
        Regenerations { median_after_ms: median(&delays), ..Regenerations::default() };
    for (after_ms, count) in delays {
        regenerations.count += count;
        match after_ms {
            ..=5_000 => regenerations.within_5_s += count,
            5_001..=30_000 => regenerations.within_30_s += count,
            _ => regenerations.later += count,
        }
    }
    Ok(regenerations)
}

fn copies(snapshot: &Connection) -> rusqlite::Result<Copies> {
    let shares = all(
        snapshot,
        "SELECT fields ->> 'part', fields ->> 'share_pct', count(*) FROM events
         WHERE type = 'copied' GROUP BY 1, 2 ORDER BY 1, 2",
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    let mut shares_by_part = BTreeMap::<String, Vec<(u64, u64)>>::new();
    for (part, share) in shares {
        shares_by_part.entry(part).or_default().push(share);
    }
    let mut by_part: Vec<PartCount> = shares_by_part
        .into_iter()
        .map(|(part, shares)| PartCount {
            part,
            count: shares.iter().map(|(_, count)| count).sum(),
            median_share_pct: median(&shares),
        })
        .collect();
    by_part.sort_by_key(|part| std::cmp::Reverse(part.count));
    Ok(Copies { count: by_part.iter().map(|part| part.count).sum(), by_part })
}

fn delivery(snapshot: &Connection, arrived: u64) -> rusqlite::Result<Delivery> {
    one(
        snapshot,
        "SELECT coalesce(sum(captured), 0), coalesce(sum(overflow), 0),
                coalesce(sum(rejected), 0), coalesce(sum(too_large), 0),
                coalesce(sum(opted_out), 0) FROM ledgers",
        |row| {
            let mut delivery = Delivery {
                captured: row.get(0)?,
                overflow: row.get(1)?,
                rejected: row.get(2)?,
                too_large: row.get(3)?,
                opted_out: row.get(4)?,
                missing: 0,
            };
            // A lost reply makes a page give up an event that did arrive; so the two may overlap.
            delivery.missing = delivery.captured.saturating_sub(arrived + delivery.dropped());
            Ok(delivery)
        },
    )
}

fn types(snapshot: &Connection) -> rusqlite::Result<Vec<TypeCount>> {
    all(snapshot, "SELECT type, count(*) FROM events GROUP BY type ORDER BY 2 DESC, 1", |row| {
        Ok(TypeCount { r#type: row.get(0)?, count: row.get(1)? })
    })
}

/// The hours come from the clocks of strangers: one that runs ahead must not move the window to a
/// year when nothing has happened yet, so the window ends now at the latest.
fn hours(snapshot: &Connection) -> rusqlite::Result<Vec<HourCount>> {
    let query = format!(
        "WITH RECURSIVE
             by_hour AS (SELECT hour, count(*) AS events FROM events GROUP BY hour),
             latest AS (
                 SELECT min(max(hour), strftime('%Y-%m-%dT%H', 'now')) AS hour FROM by_hour),
             recent(hour, age) AS (
                 SELECT hour, 0 FROM latest WHERE hour IS NOT NULL
                 UNION ALL
                 SELECT strftime('%Y-%m-%dT%H', hour || ':00', '-1 hour'), age + 1
                 FROM recent WHERE age + 1 < {HOURS})
         SELECT hour, coalesce(events, 0) FROM recent LEFT JOIN by_hour USING (hour)
         ORDER BY age DESC"
    );
    all(snapshot, &query, |row| Ok(HourCount { hour: row.get(0)?, count: row.get(1)? }))
}

fn one<T>(
    snapshot: &Connection,
    query: &str,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    snapshot.prepare_cached(query)?.query_row([], read)
}

fn all<T>(
    snapshot: &Connection,
    query: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    snapshot.prepare_cached(query)?.query_map([], read)?.collect()
}
