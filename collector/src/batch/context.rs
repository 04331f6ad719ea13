use std::collections::BTreeMap;

use super::Invalid;
use super::json::{Object, Value};
use super::read;

/// How many tags a batch may have.
pub const MAX_ENTRIES: usize = 8;

/// The host's tags: few, short, and of a form that can't hold a sentence or an address.
pub fn read(place: &str, value: Value) -> Result<BTreeMap<String, String>, Invalid> {
    let members = Object::new(place, value)?.into_members();
    if members.len() > MAX_ENTRIES {
        let expected = format!("expected at most {MAX_ENTRIES} entries");
        return Err(Invalid::at(place, expected));
    }
    members
        .into_iter()
        .map(|(key, value)| {
            let entry = format!("{place}.{key}");
            if !read::is_slug(&key) {
                let expected = format!("expected the name to be {}", read::SLUG);
                return Err(Invalid::at(&entry, expected));
            }
            let value = read::slug(&value).map_err(|expected| Invalid::at(&entry, expected))?;
            Ok((key, value))
        })
        .collect()
}
