//! Takes events into account: what is in force about answers and pairs, and the report's numbers.
//! It reads and writes each row once a transaction, however many events are about it.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{OptionalExtension, Transaction};

use super::answer::{Answer, Place};
use super::json;
use super::preference::{self, Preference};
use super::tallies::{Tallies, cell, cell1, cell2};
use crate::batch::{Event, Fields};

type Tags = BTreeMap<String, String>;

/// Where an event comes from.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    pub conversation: i64,
    pub stream: i64,
    pub hour: &'a str,
    pub context: Option<i64>,
}

/// The changes of one transaction that are not written yet.
pub struct Account<'t> {
    transaction: &'t Transaction<'t>,
    pub tallies: Tallies,
    answers: HashMap<(i64, String), Row>,
    tags: HashMap<i64, Tags>,
}

struct Row {
    before: Option<Answer>,
    after: Answer,
    hour: String,
    context: Option<i64>,
}

impl<'t> Account<'t> {
    pub fn new(transaction: &'t Transaction<'t>) -> Self {
        Self {
            transaction,
            tallies: Tallies::default(),
            answers: HashMap::new(),
            tags: HashMap::new(),
        }
    }

    /// Takes an event into account that was not stored before.
    pub fn add(&mut self, origin: Origin<'_>, event: &Event) -> rusqlite::Result<()> {
        let Origin { conversation, hour, .. } = origin;
        self.tallies.add(conversation, cell("events"), 1);
        self.tallies.add(conversation, cell1("types", event.kind), 1);
        self.tallies.add(conversation, cell1("hours", hour), 1);
        self.count(conversation, &event.fields);
        if let Some(response) = &event.response {
            let place = Place(origin.stream, event.seq);
            self.answer(origin, response)?.apply(place, &event.fields);
        }
        if let Fields::Preferred { pair, verdict, basis, first_shown } = &event.fields {
            let place = Place(origin.stream, event.seq);
            let new = Preference::new(pair, verdict, basis, first_shown.as_ref(), place);
            self.prefer(origin, &new)?;
        }
        if let Fields::Left { last, .. } = &event.fields {
            self.leave(origin, event.seq, last)?;
        }
        Ok(())
    }

    /// Counts how a conversation ended. A page says so whenever it is hidden, and may come back: of a
    /// conversation's stream the latest word counts, in whatever order they arrive.
    fn leave(&mut self, origin: Origin<'_>, seq: u32, last: &str) -> rusqlite::Result<()> {
        let known: Option<(u32, String)> = self
            .transaction
            .prepare_cached(
                "SELECT seq, fields ->> 'last' FROM events
                 WHERE stream = ?1 AND conversation = ?3 AND type = 'left'
                     AND arrival < (SELECT arrival FROM events WHERE stream = ?1 AND seq = ?2)
                 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row((origin.stream, seq, origin.conversation), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        if known.as_ref().is_some_and(|(latest, _)| *latest > seq) {
            return Ok(());
        }
        let before = known.map(|(_, last)| cell1("left_after", last));
        let before = before.into_iter().collect();
        self.tallies.replace(origin.conversation, before, vec![cell1("left_after", last)]);
        Ok(())
    }

    /// Counts what nothing supersedes.
    fn count(&mut self, conversation: i64, fields: &Fields) {
        let mut add = |cell| self.tallies.add(conversation, cell, 1);
        match fields {
            Fields::Copied { share_pct, from_pct, to_pct, part, .. } => {
                add(cell1("copied", part));
                add(cell2("copies", part, share_pct));
                // A copy covers the tenths of the answer from the first to the last character.
                let last = (*to_pct).max(from_pct + 10).min(100);
                for tenth in (*from_pct..last).step_by(10) {
                    add(cell1("copied_from", tenth));
                }
            }
            Fields::Regenerated { after_ms, .. } => {
                let within = match after_ms {
                    ..=5_000 => "5_s",
                    5_001..=30_000 => "30_s",
                    _ => "later",
                };
                add(cell1("regenerated_within", within));
                add(cell1("regenerated_after_ms", after_ms));
            }
            Fields::FollowedUp { intent, .. } => add(cell1("followed_up", intent)),
            _ => {}
        }
    }

    fn answer(&mut self, origin: Origin<'_>, response: &str) -> rusqlite::Result<&mut Answer> {
        let key = (origin.conversation, response.to_owned());
        let row = match self.answers.entry(key) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                let stored = find(self.transaction, origin.conversation, response)?;
                entry.insert(stored.unwrap_or_else(|| Row {
                    before: None,
                    after: Answer::default(),
                    hour: origin.hour.to_owned(),
                    context: origin.context,
                }))
            }
        };
        if row.hour.as_str() < origin.hour {
            row.hour = origin.hour.to_owned();
        }
        Ok(&mut row.after)
    }

    fn prefer(&mut self, origin: Origin<'_>, new: &Preference) -> rusqlite::Result<()> {
        let old = preference::find(self.transaction, origin.conversation, new)?;
        if old.as_ref().is_some_and(|old| !new.supersedes(old)) {
            return Ok(());
        }
        // An answer that is known by a comparison alone is an answer too.
        self.answer(origin, &new.a)?;
        self.answer(origin, &new.b)?;
        let (a, b) = (self.tags_of(origin, &new.a)?, self.tags_of(origin, &new.b)?);
        let before = old.map(|old| old.counts(&a, &b)).unwrap_or_default();
        self.tallies.replace(origin.conversation, before, new.counts(&a, &b));
        preference::write(self.transaction, origin, new)
    }

    fn tags_of(&mut self, origin: Origin<'_>, response: &str) -> rusqlite::Result<Tags> {
        let row = self.answers.get(&(origin.conversation, response.to_owned()));
        let context = row.and_then(|row| row.context);
        tags(self.transaction, &mut self.tags, context)
    }

    /// Writes all changes.
    pub fn write(mut self) -> rusqlite::Result<()> {
        let mut upsert = self.transaction.prepare_cached(
            "INSERT INTO answers (conversation, response, hour, context, vote, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET
                 hour = excluded.hour, vote = excluded.vote, state = excluded.state",
        )?;
        for ((conversation, response), row) in self.answers {
            let tags = tags(self.transaction, &mut self.tags, row.context)?;
            let before = row.before.as_ref().map(|answer| answer.counts(&tags));
            let after = row.after.counts(&tags);
            self.tallies.replace(conversation, before.unwrap_or_default(), after);
            let vote = row.after.vote().and_then(|vote| vote.name());
            let state = json(&row.after)?;
            upsert.execute((conversation, response, row.hour, row.context, vote, state))?;
        }
        self.tallies.write(self.transaction)
    }

    /// Counts a conversation that was not known before.
    pub fn add_conversation(&mut self) {
        self.tallies.count(cell("conversations"), 1, 1);
    }
}

fn find(
    transaction: &Transaction<'_>,
    conversation: i64,
    response: &str,
) -> rusqlite::Result<Option<Row>> {
    transaction
        .prepare_cached(
            "SELECT hour, context, state FROM answers WHERE conversation = ?1 AND response = ?2",
        )?
        .query_row((conversation, response), |row| {
            let state: Answer = super::from_json(&row.get::<_, String>(2)?)?;
            let (hour, context) = (row.get(0)?, row.get(1)?);
            Ok(Row { before: Some(state.clone()), after: state, hour, context })
        })
        .optional()
}

fn tags(
    transaction: &Transaction<'_>,
    known: &mut HashMap<i64, Tags>,
    context: Option<i64>,
) -> rusqlite::Result<Tags> {
    let Some(context) = context else { return Ok(Tags::new()) };
    if let Some(tags) = known.get(&context) {
        return Ok(tags.clone());
    }
    let tags: String = transaction
        .prepare_cached("SELECT tags FROM contexts WHERE id = ?1")?
        .query_row([context], |row| row.get(0))?;
    let tags: Tags = super::from_json(&tags)?;
    known.insert(context, tags.clone());
    Ok(tags)
}
