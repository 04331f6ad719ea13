//! Signed handles: proof that the host's server named an answer to the reader who reacts to it.
//!
//! The host appends a token to the handle, `r1.20811.Xb4…`: the last UTC day, counted from the
//! first one of 1970, on which it is accepted, and an HMAC over conversation, handle and that day.
//! The page passes the whole on as the answer's ID; what is stored is `r1`.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::batch::{Batch, Hour};

/// A key that is shorter could be guessed.
const MIN_KEY_BYTES: usize = 16;
/// How much of the HMAC a token carries: half of it leaves room for the handle.
const MAC_BYTES: usize = 16;

/// The keys of which any may have signed a handle: two while one replaces the other.
pub struct Keys(Vec<Hmac<Sha256>>);

/// Why a key can't be used.
#[derive(Debug)]
pub struct KeyError {
    path: PathBuf,
    reason: KeyReason,
}

#[derive(Debug)]
enum KeyReason {
    Unreadable(io::Error),
    TooShort,
}

/// Why a batch was refused: it names the first handle at fault.
#[derive(Debug)]
pub struct Refused {
    place: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What can be wrong with a signed handle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// It carries no token.
    Unsigned,
    /// Its last day is over.
    Expired,
    /// Its token was made for another answer or conversation, with another key, or by chance.
    Forged,
    /// Two handles that have to be two answers' are one's.
    Same,
    /// There is none, and nobody knows the stream.
    Stranger,
}

impl Refused {
    /// A batch without any handle, of a stream that has sent none before.
    pub fn stranger() -> Self {
        Self { place: "events".to_owned(), reason: Reason::Stranger }
    }
}

impl Keys {
    /// Reads each key from a file; white space around it does not count, nor a byte order mark.
    pub fn read(paths: &[PathBuf]) -> Result<Self, KeyError> {
        paths
            .iter()
            .map(|path| key(path).map_err(|reason| KeyError { path: path.to_owned(), reason }))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Checks every handle of an answer in a batch that came in the hour `now`, and takes the
    /// tokens off. Tells whether there were any: a batch may hold events that are about no answer.
    pub fn open(&self, batch: &mut Batch, now: Hour) -> Result<bool, Refused> {
        let Batch { conversation, events, .. } = batch;
        let mut is_signed = false;
        for (index, event) in events.iter_mut().enumerate() {
            for (name, handle) in event.handles() {
                *handle = self.opened(conversation, handle, now).map_err(|reason| Refused {
                    place: format!("events[{index}].{name}"),
                    reason,
                })?;
                is_signed = true;
            }
            // Two tokens may name one answer.
            if event.names_an_answer_twice() {
                let place = format!("events[{index}]");
                return Err(Refused { place, reason: Reason::Same });
            }
        }
        Ok(is_signed)
    }

    fn opened(&self, conversation: &str, signed: &str, now: Hour) -> Result<String, Reason> {
        let mut parts = signed.rsplitn(3, '.');
        let (mac, day, handle) = match (parts.next(), parts.next(), parts.next()) {
            (Some(mac), Some(day), Some(handle)) if !handle.is_empty() => (mac, day, handle),
            _ => return Err(Reason::Unsigned),
        };
        let last_day: i64 = day.parse().map_err(|_| Reason::Unsigned)?;
        let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).map_err(|_| Reason::Unsigned)?;
        if mac.len() != MAC_BYTES {
            return Err(Reason::Unsigned);
        }
        // No handle holds a line break, so the parts can't be shifted against each other.
        let text = format!("{conversation}\n{handle}\n{day}");
        let is_ours = self
            .0
            .iter()
            .any(|key| key.clone().chain_update(&text).verify_truncated_left(&mac).is_ok());
        match is_ours {
            false => Err(Reason::Forged),
            true if last_day < now.day() => Err(Reason::Expired),
            true => Ok(handle.to_owned()),
        }
    }
}

fn key(path: &Path) -> Result<Hmac<Sha256>, KeyReason> {
    let key = fs::read(path).map_err(KeyReason::Unreadable)?;
    // Some editors put a byte order mark before the text, of which the host's server knows nothing.
    let key = key.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&key).trim_ascii();
    if key.len() < MIN_KEY_BYTES {
        return Err(KeyReason::TooShort);
    }
    Hmac::new_from_slice(key).map_err(|_| KeyReason::TooShort)
}

impl Reason {
    /// The reason as a word, for counting.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::Expired => "expired",
            Self::Forged => "forged",
            Self::Same => "same",
            Self::Stranger => "stranger",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self.reason {
            Reason::Unsigned => "expected a signed handle",
            Reason::Expired => "its token has expired",
            Reason::Same => "expected two different answers",
            Reason::Stranger => "expected a signed handle, here or earlier in the stream",
            Reason::Forged => "its token was not made for this answer",
        };
        write!(f, "{}: {problem}", self.place)
    }
}

impl std::error::Error for Refused {}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot use the signing key {}: ", self.path.display())?;
        match &self.reason {
            KeyReason::Unreadable(error) => write!(f, "{error}"),
            KeyReason::TooShort => write!(f, "it has fewer than {MIN_KEY_BYTES} bytes"),
        }
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Node's `createHmac("sha256", key).update("c1\nr.1\n20780").digest()` makes of it, its
    /// first 16 bytes as base64url.
    const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
    const SIGNED: &str = "r.1.20780.8e-QMLm4cO3g9FIOUpXTjQ";

    #[track_caller]
    fn check(conversation: &str, signed: &str, now: &str, expected: Result<&str, Reason>) {
        let keys = Keys(vec![
            Hmac::new_from_slice(b"another key that is in use").unwrap(),
            Hmac::new_from_slice(KEY).unwrap(),
        ]);
        let opened = keys.opened(conversation, signed, Hour::parse(now).unwrap());
        assert_eq!(opened.as_deref(), expected.as_ref().copied());
    }

    #[test]
    fn a_signed_handle_is_accepted_until_its_last_day_is_over() {
        check("c1", SIGNED, "2026-11-23T05", Ok("r.1"));
        check("c1", SIGNED, "2026-11-23T23", Ok("r.1"));
        check("c1", SIGNED, "2026-11-24T00", Err(Reason::Expired));
    }

    #[test]
    fn a_token_is_good_for_one_answer_in_one_conversation() {
        check("c2", SIGNED, "2026-11-23T05", Err(Reason::Forged));
        for forged in [
            SIGNED.replace("r.1.", "r.2."),
            SIGNED.replace(".20780.", ".20781."),
            SIGNED.replace(".20780.", ".+20780."),
            SIGNED.replace("r.1.", "1."),
        ] {
            check("c1", &forged, "2026-11-23T05", Err(Reason::Forged));
        }
    }

    #[test]
    fn every_mutation_is_refused() {
        for at in 0..SIGNED.len() {
            let mut bytes = SIGNED.as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
            let mutated = String::from_utf8(bytes).unwrap();
            let keys = Keys(vec![Hmac::new_from_slice(KEY).unwrap()]);
            let opened = keys.opened("c1", &mutated, Hour::parse("2026-11-23T05").unwrap());
            assert!(opened.is_err(), "{mutated}");
        }
    }

    #[test]
    fn a_handle_without_a_token_is_unsigned() {
        for handle in ["r1", "r.1", "r.1.2", ".20780.AAAAAAAAAAAAAAAAAAAAAA", "a.b.c"] {
            check("c1", handle, "2026-11-23T05", Err(Reason::Unsigned));
        }
    }
}
