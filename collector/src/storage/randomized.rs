//! Randomised answers: counted once each, and not kept.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use rusqlite::{Connection, Transaction};

use super::Stored;
use super::account::Account;
use super::tallies::{self, Detail, cell3};
use crate::batch::Randomized;
use crate::report::{Estimates, MAX_ROWS};

/// Counts of answers, by question and epsilon; and the same by each tag, such as `model=m7`.
const ALL: &str = "randomized";
const BY_TAG: &str = "randomized_by_tag";

/// Counts an answer that was not counted before. What stays of it is its random name, for as long as
/// those of events that are not kept any more.
pub fn count(
    transaction: &Transaction<'_>,
    account: &mut Account<'_>,
    report: &Randomized,
) -> rusqlite::Result<Stored> {
    let stream: i64 = transaction
        .prepare_cached(
            "INSERT INTO streams (name, hour, heard,
                 captured, queued, overflow, rejected, too_large, opted_out)
             VALUES (?1, ?2, unixepoch() / 86400, 0, 0, 0, 0, 0, 0)
             ON CONFLICT (name) DO UPDATE SET heard = excluded.heard
             RETURNING id",
        )?
        .query_row((&report.stream, &report.hour), |row| row.get(0))?;
    let is_new = transaction
        .prepare_cached("INSERT OR IGNORE INTO forgotten (stream, seq) VALUES (?1, 0)")?
        .execute([stream])?
        == 1;
    if !is_new {
        return Ok(Stored { accepted: 0, repeated: 1 });
    }
    let Randomized { question, epsilon_pct, answer, .. } = report;
    account.tallies.count(cell3(ALL, question, epsilon_pct, answer), 1, 1);
    for (name, value) in &report.context {
        let asked = format!("{question} {epsilon_pct}");
        account.tallies.count(cell3(BY_TAG, format!("{name}={value}"), asked, answer), 1, 1);
    }
    Ok(Stored { accepted: 1, repeated: 0 })
}

/// Counts of each answer, by the tag (empty for all), the question and epsilon in hundredths.
type Groups = BTreeMap<(String, String, String), Vec<(String, u64)>>;

/// What the counts say, most reports first. They are not coarse, as others are: each answer is
/// hidden already, and an estimate of coarse counts would be wrong. Groups of fewer than `min_cell`
/// reports are not told, nor what would tell them by subtraction.
pub fn estimates(snapshot: &Connection, min_cell: NonZeroU32) -> rusqlite::Result<Vec<Estimates>> {
    let mut groups = Groups::new();
    for ([question, epsilon_pct, answer], count) in tallies::read(snapshot, ALL, Detail::Exact)? {
        let key = (String::new(), question, epsilon_pct);
        groups.entry(key).or_default().push((answer, count));
    }
    for ([tag, asked, answer], count) in tallies::read(snapshot, BY_TAG, Detail::Exact)? {
        let (question, epsilon_pct) = asked.split_once(' ').unwrap_or_default();
        let key = (tag, question.to_owned(), epsilon_pct.to_owned());
        groups.entry(key).or_default().push((answer, count));
    }
    hide_few(&mut groups, u64::from(min_cell.get()));
    let mut all: Vec<_> = groups
        .into_iter()
        .filter_map(|((tag, question, epsilon_pct), counts)| {
            let tag = tag.split_once('=').map(|(name, value)| [name, value].map(str::to_owned));
            Estimates::of(question, tag, epsilon_pct.parse().ok()?, &counts)
        })
        .collect();
    all.sort_by_key(|estimates| (estimates.tag.is_some(), u64::MAX - estimates.reports));
    // Anybody can invent tags.
    let untagged = all.iter().filter(|estimates| estimates.tag.is_none()).count();
    all.truncate(untagged + MAX_ROWS);
    Ok(all)
}

/// Removes groups of fewer than `min_cell` reports. All reports less those of a tag's other values
/// would tell a small rest, so the smallest of these is removed along with it.
fn hide_few(groups: &mut Groups, min_cell: u64) {
    let reports = |counts: &Vec<(String, u64)>| counts.iter().map(|(_, count)| count).sum::<u64>();
    groups.retain(|_, counts| reports(counts) >= min_cell);
    let mut told: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (key @ (tag, question, epsilon_pct), counts) in &*groups {
        if let Some((name, _)) = tag.split_once('=') {
            let values = told.entry((name.to_owned(), question.clone(), epsilon_pct.clone()));
            values.or_default().push((reports(counts), key.clone()));
        }
    }
    for ((_, question, epsilon_pct), values) in told {
        let all = groups.get(&(String::new(), question, epsilon_pct)).map_or(0, reports);
        let rest = all.saturating_sub(values.iter().map(|(count, _)| count).sum());
        if (1..min_cell).contains(&rest)
            && let Some((_, smallest)) = values.into_iter().min()
        {
            groups.remove(&smallest);
        }
    }
}
