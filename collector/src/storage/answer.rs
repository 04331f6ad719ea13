//! What is in force about one answer in one conversation, and what it counts for in the report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::tallies::{Cell, cell, cell1, cell2};
use crate::batch::Fields;

/// When an event happened, in comparison with others of its conversation: streams follow one
/// another, and `seq` counts within each.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Place(pub i64, pub u32);

/// One reader's reactions to one answer. Of every kind that supersedes, the latest counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    rated: Option<(Place, Vote)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoned: Option<(Place, Vec<String>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    viewed: Option<(Place, View)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<(Place, String)>,
    #[serde(skip_serializing_if = "is_false")]
    commented: bool,
    #[serde(skip_serializing_if = "is_false")]
    copied: bool,
    #[serde(skip_serializing_if = "is_false")]
    regenerated: bool,
    #[serde(skip_serializing_if = "is_false")]
    corrected: bool,
    #[serde(skip_serializing_if = "is_false")]
    stopped: bool,
}

/// A rating.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    Up,
    Down,
    /// 1 to 5.
    Stars(u32),
    /// Taken back.
    None,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct View {
    dwell_ms: u64,
    depth_pct: u32,
}

impl Vote {
    /// The vote as it is stored and counted; none if it was taken back.
    pub fn name(self) -> Option<String> {
        match self {
            Self::Up => Some("up".to_owned()),
            Self::Down => Some("down".to_owned()),
            Self::Stars(stars) => Some(stars.to_string()),
            Self::None => None,
        }
    }

    /// Whether it speaks for the answer; three stars speak neither for nor against it.
    fn is_for(self) -> Option<bool> {
        match self {
            Self::Up | Self::Stars(4..) => Some(true),
            Self::Down | Self::Stars(1..=2) => Some(false),
            Self::Stars(_) | Self::None => None,
        }
    }
}

impl Answer {
    /// Takes an event about this answer into account.
    pub fn apply(&mut self, place: Place, fields: &Fields) {
        match fields {
            Fields::Thumb { thumb: "up" } => supersede(&mut self.rated, place, Vote::Up),
            Fields::Thumb { thumb: "down" } => supersede(&mut self.rated, place, Vote::Down),
            Fields::Thumb { .. } | Fields::Stars { stars: 0 } => {
                supersede(&mut self.rated, place, Vote::None);
            }
            Fields::Stars { stars } => supersede(&mut self.rated, place, Vote::Stars(*stars)),
            Fields::Reasoned { reasons } => {
                supersede(&mut self.reasoned, place, reasons.clone());
            }
            Fields::Viewed { dwell_ms, depth_pct, .. } => {
                let view = View { dwell_ms: *dwell_ms, depth_pct: *depth_pct };
                supersede(&mut self.viewed, place, view);
            }
            Fields::Outcome { worked } => {
                supersede(&mut self.outcome, place, (*worked).to_owned());
            }
            Fields::Commented { .. } => self.commented = true,
            Fields::Copied { .. } => self.copied = true,
            Fields::Regenerated { .. } => self.regenerated = true,
            Fields::FollowedUp { intent: "correction", .. } => self.corrected = true,
            Fields::Edited { what: "response", .. } => self.corrected = true,
            Fields::Stopped { .. } => self.stopped = true,
            Fields::Edited { .. }
            | Fields::FollowedUp { .. }
            | Fields::Switched { .. }
            | Fields::Acted { .. }
            | Fields::Preferred { .. }
            | Fields::Left { .. } => {}
        }
    }

    /// The vote that is in force.
    pub fn vote(&self) -> Option<Vote> {
        self.rated.as_ref().map(|(_, vote)| *vote).filter(|vote| *vote != Vote::None)
    }

    /// The cells of the report that this answer counts for, each once.
    pub fn counts(&self, tags: &BTreeMap<String, String>) -> Vec<Cell> {
        let mut cells = vec![cell("answers")];
        match self.rated.as_ref().map(|(_, vote)| vote.name()) {
            Some(Some(vote)) => cells.extend([cell("voted"), cell1("votes", vote)]),
            Some(None) => cells.push(cell1("votes", "retracted")),
            None => {}
        }
        let reasons = self.reasoned.iter().flat_map(|(_, reasons)| reasons);
        cells.extend(reasons.map(|reason| cell1("reasons", reason)));
        if let Some((_, worked)) = &self.outcome {
            cells.push(cell1("outcomes", worked));
        }
        if let Some((_, view)) = &self.viewed {
            cells.push(cell("readings"));
            cells.push(cell1("dwell_ms", view.dwell_ms));
            cells.push(cell1("depth_pct", view.depth_pct));
        }
        for (name, holds) in [
            ("explicit", self.is_explicit()),
            ("copied", self.copied),
            ("regenerated", self.regenerated),
            ("corrected", self.corrected),
            ("stopped", self.stopped),
        ] {
            if holds {
                cells.push(cell1("reactions", name));
            }
        }

        let opinion = match self.vote().and_then(Vote::is_for) {
            Some(true) => "for",
            Some(false) => "against",
            None => "silent",
        };
        if let Some(behaviour) = self.behaviour() {
            cells.push(cell2("behaviours", behaviour, opinion));
        }
        for (tag, value) in tags {
            cells.push(("tags", tag.clone(), value.clone(), opinion.to_owned()));
        }
        cells
    }

    /// Whether the reader said something about the answer in so many words or presses.
    fn is_explicit(&self) -> bool {
        self.vote().is_some()
            || self.outcome.is_some()
            || self.commented
            || self.reasoned.as_ref().is_some_and(|(_, reasons)| !reasons.is_empty())
    }

    /// What the reader did with the answer without judging it; the most telling thing counts.
    fn behaviour(&self) -> Option<&'static str> {
        match &self.viewed {
            _ if self.regenerated || self.corrected => Some("asked again"),
            _ if self.copied => Some("copied"),
            Some((_, View { depth_pct: 90.., .. })) => Some("read to the end"),
            Some((_, View { depth_pct: 50.., .. })) => Some("read half or more"),
            Some(_) => Some("read less than half"),
            None => None,
        }
    }
}

fn supersede<T>(current: &mut Option<(Place, T)>, place: Place, value: T) {
    if current.as_ref().is_none_or(|(latest, _)| *latest < place) {
        *current = Some((place, value));
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
