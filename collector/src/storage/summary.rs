//! The numbers of the report, all read from one state of the database. They were counted when the
//! events arrived, so this takes no longer with ten million of them than with ten.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

use rusqlite::{Connection, Row, Transaction};

use super::randomized;
use super::tallies::{self, Detail};
use crate::batch::MAX_CONTEXT_ENTRIES;
use crate::report::{
    Behaviour, Bin, Copies, Count, Delivery, HourCount, MAX_ROWS, Pairing, PartCount, Reactions,
    Reading, Regenerations, Report, SideBySide, Silent, Tag, TagValue, TypeCount, Votes, median,
    side,
};

/// How many hours the report tells apart.
const HOURS: u32 = 48;

/// Where bins of times in view begin. They are reported with one digit, so each begins at one that
/// occurs.
const DWELL_BINS_MS: [u64; 10] =
    [0, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000, 60_000, 100_000, 200_000];

/// One state of the database, of which no more is told than may be.
struct Snapshot<'a> {
    transaction: Transaction<'a>,
    detail: Detail,
    min_cell: u64,
}

impl Snapshot<'_> {
    /// Rounds what may be told down to a multiple of how many are behind it at least. So the rows of
    /// a total, which are renewed at different times, do not say what of it is left over. All other
    /// numbers are worked out from such counts.
    fn coarse(&self, count: u64) -> u64 {
        count - count % self.min_cell
    }

    /// By how much a count may be larger than what is told of it, at least: only where single
    /// conversations did much is it more.
    fn untold(&self) -> u64 {
        self.min_cell - 1
    }

    fn read(&self, measure: &str) -> rusqlite::Result<Vec<([String; 3], u64)>> {
        let mut cells = tallies::read(&self.transaction, measure, self.detail)?;
        for (_, count) in &mut cells {
            *count = self.coarse(*count);
        }
        cells.retain(|(_, count)| *count > 0);
        Ok(cells)
    }
}

pub fn report(connection: &mut Connection, detail: Detail) -> rusqlite::Result<Report> {
    let transaction = connection.transaction()?;
    let (detail, least) = match (detail, tallies::min_cell(&transaction)?) {
        (Detail::Exact, _) | (_, NonZeroU32::MIN) => (Detail::Exact, NonZeroU32::MIN),
        told => told,
    };
    let min_cell = least.get().into();
    let snapshot = Snapshot { transaction, detail, min_cell };
    let by_hour = counts(&snapshot, "hours")?;
    let events = one(&snapshot, "events", "")?;
    let answers = one(&snapshot, "answers", "")?;
    Ok(Report {
        min_cell,
        events,
        conversations: one(&snapshot, "conversations", "")?,
        answers,
        first_hour: by_hour.first().map(|hour| hour.name.clone()),
        last_hour: by_hour.last().map(|hour| hour.name.clone()),
        reactions: reactions(&snapshot, answers)?,
        votes: votes(&snapshot)?,
        reasons: largest(counts(&snapshot, "reasons")?),
        outcomes: counts(&snapshot, "outcomes")?,
        reading: reading(&snapshot)?,
        regenerations: regenerations(&snapshot)?,
        copies: copies(&snapshot)?,
        follow_ups: counts(&snapshot, "followed_up")?,
        endings: most_first(counts(&snapshot, "left_after")?),
        silent: silent(&snapshot)?,
        comparisons: most_first(counts(&snapshot, "comparisons")?),
        side_by_side: side_by_side(&snapshot)?,
        tags: tags(&snapshot)?,
        randomized: randomized::estimates(&snapshot.transaction, least)?,
        delivery: delivery(&snapshot, events)?,
        types: most_first(counts(&snapshot, "types")?)
            .into_iter()
            .map(|Count { name, count }| TypeCount { r#type: name, count })
            .collect(),
        hours: hours(&snapshot)?,
    })
}

fn reactions(snapshot: &Snapshot<'_>, answers: u64) -> rusqlite::Result<Reactions> {
    let count = |name| one(snapshot, "reactions", name);
    let explicit = count("explicit")?;
    Ok(Reactions {
        explicit,
        explicit_share: answers
            .checked_sub(explicit)
            .and_then(|others| side(explicit, others, snapshot.untold()))
            .map(|(share, _)| share),
        copied: count("copied")?,
        regenerated: count("regenerated")?,
        corrected: count("corrected")?,
        stopped: count("stopped")?,
    })
}

fn votes(snapshot: &Snapshot<'_>) -> rusqlite::Result<Votes> {
    let mut votes = Votes::default();
    for Count { name, count } in counts(snapshot, "votes")? {
        match name.as_str() {
            "up" => votes.up = count,
            "down" => votes.down = count,
            "retracted" => votes.retracted = count,
            stars => {
                let place = stars.parse::<usize>().ok().and_then(|stars| stars.checked_sub(1));
                if let Some(votes) = place.and_then(|place| votes.stars.get_mut(place)) {
                    *votes = count;
                }
            }
        }
    }
    (votes.up_share, votes.up_interval) = side(votes.up, votes.down, snapshot.untold()).unzip();
    let starred: u64 = votes.stars.iter().sum();
    let sum: u64 = votes.stars.iter().zip(1..).map(|(n, stars)| n * stars).sum();
    let is_told = starred > 0 && (snapshot.untold() == 0 || !votes.stars.contains(&0));
    votes.mean_stars = is_told.then(|| sum as f64 / starred as f64);
    votes.answers = one(snapshot, "voted", "")?;
    Ok(votes)
}

fn reading(snapshot: &Snapshot<'_>) -> rusqlite::Result<Reading> {
    let dwells = histogram(snapshot, "dwell_ms")?;
    let depths = histogram(snapshot, "depth_pct")?;
    let readings_of = |wanted: &dyn Fn(u64) -> bool| {
        depths.iter().filter(|(depth, _)| wanted(*depth)).map(|(_, count)| count).sum()
    };
    let ends = DWELL_BINS_MS.iter().skip(1).copied().map(Some).chain([None]);
    Ok(Reading {
        readings: one(snapshot, "readings", "")?,
        median_dwell_ms: median(&dwells),
        median_depth_pct: median(&depths),
        less_than_half: readings_of(&|depth| depth < 50),
        to_the_end: readings_of(&|depth| depth >= 100),
        dwell: DWELL_BINS_MS
            .into_iter()
            .zip(ends)
            .map(|(from, to)| {
                let within = |ms: u64| ms >= from && to.is_none_or(|to| ms < to);
                let count = dwells.iter().filter(|(ms, _)| within(*ms)).map(|(_, n)| n).sum();
                Bin { from, to, count }
            })
            .collect(),
        depth: (0..=100).step_by(10).map(|pct| readings_of(&|depth| depth == pct)).collect(),
    })
}

fn regenerations(snapshot: &Snapshot<'_>) -> rusqlite::Result<Regenerations> {
    let within = |name| one(snapshot, "regenerated_within", name);
    Ok(Regenerations {
        count: one(snapshot, "types", "regenerated")?,
        median_after_ms: median(&histogram(snapshot, "regenerated_after_ms")?),
        within_5_s: within("5_s")?,
        within_30_s: within("30_s")?,
        later: within("later")?,
    })
}

fn copies(snapshot: &Snapshot<'_>) -> rusqlite::Result<Copies> {
    let mut shares_by_part = BTreeMap::<String, BTreeMap<u64, u64>>::new();
    for ([part, share, _], count) in snapshot.read("copies")? {
        shares_by_part.entry(part).or_default().insert(number(&share), count);
    }
    let by_part = most_first(counts(snapshot, "copied")?)
        .into_iter()
        .map(|Count { name: part, count }| {
            let shares = shares_by_part.remove(&part).unwrap_or_default();
            let median_share_pct = median(&shares.into_iter().collect::<Vec<_>>());
            PartCount { part, count, median_share_pct }
        })
        .collect();
    let by_tenth: BTreeMap<u64, u64> = histogram(snapshot, "copied_from")?.into_iter().collect();
    Ok(Copies {
        count: one(snapshot, "types", "copied")?,
        by_part,
        by_tenth: (0..100)
            .step_by(10)
            .map(|tenth| by_tenth.get(&tenth).copied().unwrap_or(0))
            .collect(),
    })
}

fn silent(snapshot: &Snapshot<'_>) -> rusqlite::Result<Option<Silent>> {
    let mut behaviours = BTreeMap::<String, Behaviour>::new();
    for ([name, opinion, _], count) in snapshot.read("behaviours")? {
        let behaviour = behaviours
            .entry(name.clone())
            .or_insert_with(|| Behaviour { name, ..Behaviour::default() });
        match opinion.as_str() {
            "for" => behaviour.r#for = count,
            "against" => behaviour.against = count,
            _ => behaviour.silent = count,
        }
    }
    Ok(Silent::estimate(behaviours.into_values().collect(), snapshot.untold()))
}

fn side_by_side(snapshot: &Snapshot<'_>) -> rusqlite::Result<SideBySide> {
    let mut asked = SideBySide::default();
    for ([verdict, shown, _], count) in snapshot.read("asked")? {
        match verdict.as_str() {
            "one" => asked.one += count,
            "tie" => asked.tie += count,
            _ => asked.both_bad += count,
        }
        match shown.as_str() {
            "first" => asked.first += count,
            "second" => asked.second += count,
            _ => {}
        }
    }
    (asked.first_share, asked.first_interval) =
        side(asked.first, asked.second, snapshot.untold()).unzip();
    Ok(asked)
}

fn tags(snapshot: &Snapshot<'_>) -> rusqlite::Result<Vec<Tag>> {
    let mut tags = BTreeMap::<String, BTreeMap<String, [u64; 3]>>::new();
    for ([tag, value, opinion], count) in snapshot.read("tags")? {
        let [votes_for, votes_against, silent] =
            tags.entry(tag).or_default().entry(value).or_default();
        *match opinion.as_str() {
            "for" => votes_for,
            "against" => votes_against,
            _ => silent,
        } += count;
    }
    let mut pairings = pairings(snapshot)?;
    let tag_value = |(value, [votes_for, votes_against, silent]): (String, [u64; 3])| {
        let answers = votes_for + votes_against + silent;
        TagValue::new(value, answers, votes_for, votes_against, snapshot.untold())
    };
    let mut tags: Vec<Tag> = tags
        .into_iter()
        .map(|(tag, values)| {
            let pairings = pairings.remove(&tag).unwrap_or_default();
            Tag::new(tag, values.into_iter().map(tag_value).collect(), pairings, snapshot.untold())
        })
        .collect();
    // A batch has at most so many tags, and so does an honest host.
    tags.sort_by_key(|tag| Reverse(tag.values.iter().map(|value| value.answers).sum::<u64>()));
    tags.truncate(MAX_CONTEXT_ENTRIES);
    Ok(tags)
}

/// For each tag, how answers of two of its values did against each other; the lesser value first.
fn pairings(snapshot: &Snapshot<'_>) -> rusqlite::Result<BTreeMap<String, Vec<Pairing>>> {
    let mut by_tag = BTreeMap::<String, BTreeMap<(String, String), Pairing>>::new();
    for measure in ["wins", "draws"] {
        for ([tag, winner, loser], count) in snapshot.read(measure)? {
            if winner == loser {
                continue;
            }
            let is_first = winner < loser;
            let (first, second) = if is_first { (winner, loser) } else { (loser, winner) };
            let pairings = by_tag.entry(tag).or_default();
            let pairing = pairings
                .entry((first.clone(), second.clone()))
                .or_insert_with(|| Pairing { first, second, ..Pairing::default() });
            match (measure, is_first) {
                ("wins", true) => pairing.wins += count,
                ("wins", false) => pairing.losses += count,
                _ => pairing.draws += count,
            }
        }
    }
    Ok(by_tag.into_iter().map(|(tag, pairings)| (tag, pairings.into_values().collect())).collect())
}

fn delivery(snapshot: &Snapshot<'_>, arrived: u64) -> rusqlite::Result<Delivery> {
    let ledger = |name| one(snapshot, "ledger", name);
    let mut delivery = Delivery {
        captured: ledger("captured")?,
        overflow: ledger("overflow")?,
        rejected: ledger("rejected")?,
        too_large: ledger("too_large")?,
        opted_out: ledger("opted_out")?,
        lost: ledger("lost")?,
        missing: 0,
    };
    // A lost reply makes a page give up an event that did arrive; so the two may overlap.
    delivery.missing = delivery.captured.saturating_sub(arrived + delivery.dropped());
    Ok(delivery)
}

/// The hours come from the clocks of strangers: one that runs ahead must not move the window to a
/// time when nothing has happened yet, so the window ends now at the latest.
fn hours(snapshot: &Snapshot<'_>) -> rusqlite::Result<Vec<HourCount>> {
    let number = snapshot.detail.column();
    let query = format!(
        "WITH RECURSIVE
             by_hour AS (
                 SELECT a AS hour, {number} AS count FROM tallies
                 WHERE measure = 'hours' AND {number} > 0),
             latest AS (
                 SELECT min(max(hour), strftime('%Y-%m-%dT%H', 'now')) AS hour FROM by_hour),
             recent(hour, age) AS (
                 SELECT hour, 0 FROM latest WHERE hour IS NOT NULL
                 UNION ALL
                 SELECT strftime('%Y-%m-%dT%H', hour || ':00', '-1 hour'), age + 1
                 FROM recent WHERE age + 1 < {HOURS})
         SELECT hour, coalesce(count, 0) FROM recent LEFT JOIN by_hour USING (hour)
         ORDER BY age DESC"
    );
    let hour =
        |row: &Row<'_>| Ok(HourCount { hour: row.get(0)?, count: snapshot.coarse(row.get(1)?) });
    snapshot.transaction.prepare_cached(&query)?.query_map([], hour)?.collect()
}

fn one(snapshot: &Snapshot<'_>, measure: &str, name: &str) -> rusqlite::Result<u64> {
    let cells = counts(snapshot, measure)?;
    Ok(cells.iter().find(|cell| cell.name == name).map_or(0, |cell| cell.count))
}

fn counts(snapshot: &Snapshot<'_>, measure: &str) -> rusqlite::Result<Vec<Count>> {
    let cells = snapshot.read(measure)?;
    Ok(cells.into_iter().map(|([name, ..], count)| Count { name, count }).collect())
}

fn most_first(mut counts: Vec<Count>) -> Vec<Count> {
    counts.sort_by_key(|entry| Reverse(entry.count));
    counts
}

/// Anybody can invent reasons.
fn largest(counts: Vec<Count>) -> Vec<Count> {
    let mut most = most_first(counts);
    most.truncate(MAX_ROWS);
    most
}

/// The cells of a measure of numbers, smallest number first.
fn histogram(snapshot: &Snapshot<'_>, measure: &str) -> rusqlite::Result<Vec<(u64, u64)>> {
    let cells = counts(snapshot, measure)?;
    let by_number: BTreeMap<u64, u64> =
        cells.into_iter().map(|cell| (number(&cell.name), cell.count)).collect();
    Ok(by_number.into_iter().collect())
}

/// Numbers were written by this program.
fn number(text: &str) -> u64 {
    text.parse().unwrap_or(0)
}
