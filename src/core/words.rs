//! Closed words: each of these types is all that a field of an event, or a control, can say.

/// An enum whose variants have names, in order.
macro_rules! closed_words {
    ($(#[$doc:meta])* $type:ident { $($(#[$of:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type {
            $($(#[$of])* #[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl $type {
            /// All of them.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// The word itself.
            #[must_use]
            pub fn name(self) -> &'static str {
                const NAMES: &[&str] = &[$($name),*];
                NAMES.get(self as usize).copied().unwrap_or_default()
            }

            /// The one that is called so.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|word| word.name() == name)
            }
        }
    };
}

closed_words! {
    /// The types of event, as `type` on the wire and as names of the option `capture`.
    Kind {
        Rated = "rated",
        Reasoned = "reasoned",
        Commented = "commented",
        Viewed = "viewed",
        Copied = "copied",
        Regenerated = "regenerated",
        Edited = "edited",
        FollowedUp = "followed_up",
        Stopped = "stopped",
        Switched = "switched",
        Preferred = "preferred",
        Outcome = "outcome",
        Acted = "acted",
        Left = "left",
    }
}

closed_words! {
    /// What a marked control does, or a call of the host says was done.
    Action {
        Up = "up",
        Down = "down",
        /// With their number.
        Stars = "stars",
        /// Takes the vote back.
        Unrate = "unrate",
        /// All reasons for the vote, in place of those that were given before.
        Reasons = "reasons",
        /// What the reader wrote, where the host says so by a call.
        Comment = "comment",
        /// The new answer, where its name is known.
        Regenerate = "regenerate",
        /// `prompt` or `response`, and how much of it was changed, from 0 to 1.
        Edited = "edited",
        /// The reader's [`Intent`].
        FollowedUp = "followed_up",
        Stop = "stop",
        /// Another version.
        Show = "show",
        /// The version before.
        Previous = "previous",
        /// The version after.
        Next = "next",
        /// The answer that is not as good, and whether that one was shown first.
        Prefer = "prefer",
        /// The other answer, and whether that one was shown first.
        Tie = "tie",
        /// The same.
        BothBad = "both_bad",
        /// Whether it [`Worked`].
        Outcome = "outcome",
    }
}

closed_words! {
    /// The reasons that the aggregate-only mode asks for. Elsewhere a host may have others.
    Reason {
        Inaccurate = "inaccurate",
        Unhelpful = "unhelpful",
        Offensive = "offensive",
        TooLong = "too_long",
        OffTopic = "off_topic",
    }
}

closed_words! {
    /// The kind of content that was copied.
    Part {
        Text = "text",
        Code = "code",
        List = "list",
        Table = "table",
        /// More than one of these.
        Mixed = "mixed",
    }
}

closed_words! {
    /// How something was copied.
    Via {
        /// The browser's own copy of a selection.
        Selection = "selection",
        /// A copy button of the page.
        Button = "button",
    }
}

closed_words! {
    /// What a reader wants who writes again.
    Intent {
        /// The answer was not what they wanted.
        Correction = "correction",
        /// They go on from it.
        Continuation = "continuation",
        /// Their words do not tell.
        Unknown = "unknown",
    }
}

closed_words! {
    /// Whether an answer served its purpose, as the reader says later.
    Worked {
        Yes = "yes",
        Partly = "partly",
        No = "no",
    }
}

closed_words! {
    /// How a comparison of two answers ended.
    Verdict {
        /// One of the two is better.
        One = "one",
        Tie = "tie",
        BothBad = "both_bad",
    }
}

closed_words! {
    /// What a preference rests on.
    Basis {
        /// The reader asked for another version, and used it.
        Regenerated = "regenerated",
        /// The reader was asked which is better.
        SideBySide = "side_by_side",
        /// The reader went back and forth between versions.
        Switched = "switched",
    }
}
