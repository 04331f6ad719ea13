use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::responses::Responses;
use super::{Error, Tally, write_line};
use crate::storage::{Comparisons, Dataset, Scratch};

/// What was concluded from behaviour is worth less than an answer to a question.
const BASES: [&str; 3] = ["side_by_side", "switched", "regenerated"];

/// One row: a prompt, the answer that more readers preferred, and the other one.
#[derive(Serialize)]
struct Row {
    prompt: Value,
    chosen: Value,
    rejected: Value,
    chosen_response: String,
    rejected_response: String,
    /// The strongest basis among those who preferred `chosen`.
    basis: &'static str,
    /// `unanimous`, or `majority` if anybody said otherwise.
    verdict: &'static str,
    /// By how many readers `chosen` is ahead.
    margin: u64,
    /// How many readers compared the two, whatever they said.
    readers: u64,
    /// To how many `chosen` was shown first, of those who were asked and chose one of the two.
    chosen_first: u64,
    /// The same of `rejected`.
    rejected_first: u64,
}

/// Who won, and how clearly.
#[derive(Debug, PartialEq)]
struct Outcome {
    is_a: bool,
    basis: &'static str,
    verdict: &'static str,
    margin: u64,
}

pub fn export(
    data: &Dataset,
    responses: &Path,
    min_margin: u64,
    out: &mut impl Write,
) -> Result<Tally, Error> {
    let mut responses = Responses::open(responses)?;
    let texts = Scratch::new()?;
    let mut tally = Tally::new("pairs");
    data.comparisons(|pair| {
        let (Some(a), Some(b)) = (responses.find(&pair.a)?, responses.find(&pair.b)?) else {
            return leave_out(&mut tally, "an answer is not in the responses");
        };
        if a.prompt != b.prompt {
            return leave_out(&mut tally, "the two answers have different prompts");
        }
        if a.completion == b.completion {
            return leave_out(&mut tally, "the two answers have the same text");
        }
        // A trainer knows answers by their text, so readers of the same two decide together,
        // whichever of them was called what.
        let (prompt, a, b) =
            (a.prompt.to_string(), a.completion.to_string(), b.completion.to_string());
        let digest = digest([&prompt, a.as_str().min(&b), a.as_str().max(&b)]);
        let pair = if a < b { pair } else { pair.turned() };
        if !texts.merge(&digest, pair, Comparisons::merge)? {
            tally.leave_out("counted with an earlier pair of the same texts");
        }
        Ok(())
    })?;
    texts.merged(|pair: Comparisons| {
        let readers = pair.verdicts.iter().map(|verdict| verdict.readers).sum();
        let outcome = match outcome(&pair, min_margin) {
            Ok(outcome) => outcome,
            Err(reason) => return leave_out(&mut tally, reason),
        };
        let pair = if outcome.is_a { pair } else { pair.turned() };
        let (chosen, rejected) = (pair.a, pair.b);
        let [chosen_first, rejected_first] = pair.shown_first;
        let (Some(better), Some(worse)) = (responses.find(&chosen)?, responses.find(&rejected)?)
        else {
            return leave_out(&mut tally, "an answer is not in the responses");
        };
        let row = Row {
            prompt: better.prompt,
            chosen: better.completion,
            rejected: worse.completion,
            chosen_response: chosen,
            rejected_response: rejected,
            basis: outcome.basis,
            verdict: outcome.verdict,
            margin: outcome.margin,
            readers,
            chosen_first,
            rejected_first,
        };
        write_line(out, &row)?;
        tally.write(1);
        Ok(())
    })?;
    Ok(tally)
}

fn outcome(pair: &Comparisons, min_margin: u64) -> Result<Outcome, &'static str> {
    let count = |wanted| -> u64 {
        let same = pair.verdicts.iter().filter(|verdict| verdict.verdict == wanted);
        same.map(|verdict| verdict.readers).sum()
    };
    let (for_a, for_b) = (count("a"), count("b"));
    let margin = for_a.abs_diff(for_b);
    if for_a + for_b == 0 {
        return Err("no reader preferred either answer");
    }
    if margin == 0 {
        return Err("as many readers preferred one answer as the other");
    }
    if margin < min_margin {
        return Err("too few more readers preferred one answer than the other");
    }
    let is_a = for_a > for_b;
    let winner = if is_a { "a" } else { "b" };
    let has_basis = |basis: &str| {
        pair.verdicts.iter().any(|reader| reader.verdict == winner && reader.basis == basis)
    };
    let is_unanimous = pair.verdicts.iter().all(|reader| reader.verdict == winner);
    Ok(Outcome {
        is_a,
        basis: BASES.into_iter().find(|basis| has_basis(basis)).unwrap_or("regenerated"),
        verdict: if is_unanimous { "unanimous" } else { "majority" },
        margin,
    })
}

pub fn leave_out(tally: &mut Tally, reason: &'static str) -> Result<(), Error> {
    tally.leave_out(reason);
    Ok(())
}

/// Tells texts apart without keeping them.
pub fn digest<const N: usize>(texts: [&str; N]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        verdicts: &[(&str, &str)],
        min_margin: u64,
        expected: Result<(bool, &str, &str, u64), &str>,
    ) {
        let mut pair = Comparisons { a: "r1".into(), b: "r2".into(), ..Comparisons::default() };
        for (verdict, basis) in verdicts {
            pair.add((*verdict).to_owned(), (*basis).to_owned(), 1);
        }
        let found = outcome(&pair, min_margin)
            .map(|outcome| (outcome.is_a, outcome.basis, outcome.verdict, outcome.margin));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_majority_wins_and_its_strongest_basis_is_named() {
        let readers = [
            ("b", "regenerated"),
            ("b", "side_by_side"),
            ("a", "side_by_side"),
            ("tie", "switched"),
        ];
        check(&readers, 1, Ok((false, "side_by_side", "majority", 1)));
        check(&readers[..2], 2, Ok((false, "side_by_side", "unanimous", 2)));
        check(&readers[..1], 1, Ok((false, "regenerated", "unanimous", 1)));
    }

    #[test]
    fn what_is_undecided_is_left_out() {
        let (a, b, tie) = (("a", "switched"), ("b", "switched"), ("tie", "side_by_side"));
        check(&[a, b], 1, Err("as many readers preferred one answer as the other"));
        check(&[tie, tie], 1, Err("no reader preferred either answer"));
        check(&[a, a, b], 2, Err("too few more readers preferred one answer than the other"));
    }
}
