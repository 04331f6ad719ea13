use std::fmt;

/// Names come from the sender: a reply repeats no more of them than helps to find the mistake.
const MAX_PLACE_CHARS: usize = 80;

/// Why a batch was refused, and where: `events[0].thumb: expected up, down or none`.
#[derive(Debug)]
pub struct Invalid {
    reason: Reason,
    place: String,
    problem: String,
}

/// The two kinds of refusal, which become different status codes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// The batch is not what the contract describes.
    Malformed,
    /// The batch is larger than the contract allows.
    TooLarge,
}

impl Invalid {
    /// A batch that breaks the contract at `place`; an empty place is the body itself.
    pub(super) fn at(place: &str, problem: impl Into<String>) -> Self {
        let mut shown: String = place.chars().take(MAX_PLACE_CHARS).collect();
        if shown.len() < place.len() {
            shown.push('…');
        }
        Self { reason: Reason::Malformed, place: shown, problem: problem.into() }
    }

    /// A body that is larger than `limit`.
    pub(super) fn too_large(limit: &str) -> Self {
        Self { reason: Reason::TooLarge, ..Self::at("", format!("larger than {limit}")) }
    }

    /// Which kind of refusal this is.
    pub fn reason(&self) -> Reason {
        self.reason
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.place.as_str() {
            "" => "body",
            place => place,
        };
        write!(f, "{place}: {}", self.problem)
    }
}

impl std::error::Error for Invalid {}
