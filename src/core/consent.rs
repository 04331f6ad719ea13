//! The one decision that comes before everything else: what may this page capture?
//!
//! The most private answer wins. `js/consent.ts` asks the same question before it fetches the
//! wasm; `tests/consent.json` is the truth table that holds both to one answer.

/// All that the decision rests on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// The host's flag `optOut`.
    pub opt_out: bool,
    /// The host asked for `consent: "opt-in"`: nothing is captured until the reader agrees.
    pub opt_in_required: bool,
    /// The browser sends Global Privacy Control or Do Not Track, and the host honours them.
    pub browser_refuses: bool,
    /// A refusal from an earlier visit is stored, whatever its scope: a page that has just been
    /// opened has only new conversations. A stored value that cannot be read counts as one.
    pub stored_refusal: bool,
    /// What the reader last chose on this page, if anything.
    pub choice: Option<Allowed>,
}

/// How much may be captured: what the reader chose while the page was open, and what follows from
/// all facts together. Its numbers are those of `js/consent.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Nothing.
    Nothing = 0,
    /// Conversations that are running; none that begins later.
    Running = 1,
    /// Everything.
    Everything = 2,
}

/// What may be captured.
///
/// A signal of the browser outranks everything. A choice made on this page replaces the flag and
/// what an earlier visit stored, because it is the later word of the same person.
#[must_use]
pub fn allows(facts: &Facts) -> Allowed {
    if facts.browser_refuses {
        return Allowed::Nothing;
    }
    let is_refused = facts.opt_out || facts.stored_refusal || facts.opt_in_required;
    let standard = if is_refused { Allowed::Nothing } else { Allowed::Everything };
    facts.choice.unwrap_or(standard)
}
