use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::preferences::{digest, leave_out};
use super::responses::Responses;
use super::{Error, Tally, write_line};
use crate::storage::{Dataset, Scratch, Votes};

/// One row: a prompt, an answer, and whether more readers voted for it than against it.
#[derive(Serialize)]
struct Row {
    prompt: Value,
    completion: Value,
    label: bool,
    response: String,
    /// `thumbs`, `stars` or `both`.
    basis: &'static str,
    /// `unanimous`, or `majority` if anybody said otherwise.
    verdict: &'static str,
    /// By how many readers one side is ahead.
    margin: u64,
    /// How many readers voted, three stars included.
    readers: u64,
}

pub fn export(
    data: &Dataset,
    responses: &Path,
    min_margin: u64,
    out: &mut impl Write,
) -> Result<Tally, Error> {
    let mut responses = Responses::open(responses)?;
    let texts = Scratch::new()?;
    let mut tally = Tally::new("ratings");
    data.votes(|votes| {
        let Some(answer) = responses.find(&votes.response)? else {
            return leave_out(&mut tally, "the answer is not in the responses");
        };
        // A trainer knows answers by their text, so readers of the same one vote together.
        let digest = digest([&answer.prompt.to_string(), &answer.completion.to_string()]);
        if !texts.merge(&digest, votes, Votes::merge)? {
            tally.leave_out("counted with an earlier rating of the same texts");
        }
        Ok(())
    })?;
    texts.merged(|votes: Votes| {
        let [worst, bad, neither, good, best] = votes.stars;
        let votes_for = votes.thumbs_up + good + best;
        let votes_against = votes.thumbs_down + worst + bad;
        let margin = votes_for.abs_diff(votes_against);
        if margin == 0 {
            return leave_out(&mut tally, "as many readers voted for the answer as against it");
        }
        if margin < min_margin {
            return leave_out(&mut tally, "too few more readers voted one way than the other");
        }
        let Some(answer) = responses.find(&votes.response)? else {
            return leave_out(&mut tally, "the answer is not in the responses");
        };
        let readers = votes_for + votes_against + neither;
        let row = Row {
            prompt: answer.prompt,
            completion: answer.completion,
            label: votes_for > votes_against,
            basis: basis(&votes),
            response: votes.response,
            verdict: if margin == readers { "unanimous" } else { "majority" },
            margin,
            readers,
        };
        write_line(out, &row)?;
        tally.write(1);
        Ok(())
    })?;
    Ok(tally)
}

fn basis(votes: &Votes) -> &'static str {
    let has_thumbs = votes.thumbs_up + votes.thumbs_down > 0;
    let has_stars = votes.stars.iter().any(|count| *count > 0);
    match (has_thumbs, has_stars) {
        (true, true) => "both",
        (true, false) => "thumbs",
        _ => "stars",
    }
}
