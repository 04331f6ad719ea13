//! The two kinds of name that may leave the page: opaque handles and short slugs.

use alloc::rc::Rc;

use serde::ser::{Serialize, SerializeSeq, Serializer};

/// An opaque name that the host's server gave to an answer, a turn or a conversation.
///
/// It is one to 128 characters of `[A-Za-z0-9_.:-]`. Anything else (an e-mail address, a URL, a
/// sentence) is refused, so that no text of the page can travel as a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handle(Rc<str>);

impl Handle {
    /// Reads a handle, or returns `None` where the text is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits =
            (1..=128).contains(&text.len()) && text.bytes().all(|b| is_in_name(b) || b == b':');
        fits.then(|| Self(text.into()))
    }

    /// The handle as the host wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A word from a small set that the host chose: a model's name, an action, a reason.
///
/// It is one to 32 characters of `[A-Za-z0-9._-]` that begin with a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slug(Rc<str>);

impl Slug {
    /// Reads a slug, or returns `None` where the text is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() <= 32
            && text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
            && text.bytes().all(is_in_name);
        fits.then(|| Self(text.into()))
    }

    /// The slug as the host wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// At most eight slugs, such as the reasons for a vote.
///
/// They are kept as one text with commas between them, which is small to keep and to compare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slugs(Option<Rc<str>>);

impl Slugs {
    /// Reads slugs with commas between them, or returns `None` where the text is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut count = 0;
        let mut length = 0;
        for b in text.bytes() {
            if b == b',' && length > 0 {
                count += 1;
                length = 0;
            } else {
                length += 1;
                let fits = if length > 1 { is_in_name(b) } else { b.is_ascii_alphanumeric() };
                if !fits || length > 32 {
                    return None;
                }
            }
        }
        if text.is_empty() {
            return Some(Self(None));
        }
        (length > 0 && count < 8).then(|| Self(Some(text.into())))
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn has(&self, slug: &str) -> bool {
        let slugs = self.0.as_deref().unwrap_or_default().as_bytes();
        slugs.split(|&b| b == b',').any(|one| one == slug.as_bytes())
    }
}

/// Whether this may stand anywhere in a handle or a slug.
fn is_in_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')
}

impl Serialize for Slugs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut slugs = serializer.serialize_seq(None)?;
        let mut rest = self.0.as_deref();
        while let Some(text) = rest {
            let end = text.bytes().position(|b| b == b',').unwrap_or(text.len());
            slugs.serialize_element(text.get(..end).unwrap_or_default())?;
            rest = text.get(end + 1..);
        }
        slugs.end()
    }
}

impl Serialize for Handle {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
