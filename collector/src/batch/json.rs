//! A strict reading of JSON: it keeps repeated keys, so that they can be refused, and it tells
//! whole numbers from all others.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::Invalid;

/// A batch holds events, an event may hold a list: nothing in the contract lies deeper.
const MAX_DEPTH: u32 = 4;

/// What was wanted in place of a value: `expected up, down or none`.
pub type Expected = String;

/// A JSON value, as far as the contract tells values apart.
#[derive(Debug)]
pub enum Value {
    Null,
    Bool(bool),
    Whole(u64),
    OtherNumber,
    Text(String),
    Array(Vec<Value>),
    Object(Vec<(String, Value)>),
}

/// Reads exactly one JSON value.
pub fn parse(bytes: &[u8]) -> Result<Value, Invalid> {
    let text = str::from_utf8(bytes).map_err(|error| {
        let problem = format!("not UTF-8 from byte {} on", error.valid_up_to());
        Invalid::at("", problem)
    })?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = ValueReader { depth: 0 }.deserialize(&mut reader);
    value.and_then(|value| reader.end().map(|()| value)).map_err(|error| {
        let problem = match error.classify() {
            // Only the limit below is not about JSON itself.
            Category::Data => error.to_string(),
            _ => format!("not JSON: {error}"),
        };
        Invalid::at("", problem)
    })
}

/// The members of one JSON object that have not been read yet.
#[derive(Debug)]
pub struct Object {
    place: String,
    members: Vec<(String, Value)>,
}

impl Object {
    /// Takes an object apart; a key that occurs twice has no defined meaning and is refused.
    pub fn new(place: &str, value: Value) -> Result<Self, Invalid> {
        let Value::Object(members) = value else {
            return Err(Invalid::at(place, "expected an object"));
        };
        let object = Self { place: place.to_owned(), members };
        let mut seen = BTreeSet::new();
        for (name, _) in &object.members {
            if !seen.insert(name) {
                return Err(object.invalid(name, "occurs twice"));
            }
        }
        Ok(object)
    }

    /// Reads a member that has to be there.
    pub fn required<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&Value) -> Result<T, Expected>,
    ) -> Result<T, Invalid> {
        self.optional(name, read)?.ok_or_else(|| self.missing(name))
    }

    /// Reads a member that may be absent.
    pub fn optional<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&Value) -> Result<T, Expected>,
    ) -> Result<Option<T>, Invalid> {
        self.nested(name, |place, value| {
            read(&value).map_err(|expected| Invalid::at(place, expected))
        })
    }

    /// Reads a member that may be absent and that has places of its own inside.
    pub fn nested<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str, Value) -> Result<T, Invalid>,
    ) -> Result<Option<T>, Invalid> {
        match self.members.iter().position(|(key, _)| key == name) {
            Some(index) => {
                let (_, value) = self.members.remove(index);
                read(&self.place_of(name), value).map(Some)
            }
            None => Ok(None),
        }
    }

    /// Takes all members that are left, for objects whose keys are free.
    pub fn into_members(self) -> Vec<(String, Value)> {
        self.members
    }

    /// Ends the reading: a member that is still left is one that the contract doesn't know.
    pub fn finish(self) -> Result<(), Invalid> {
        match self.members.first() {
            Some((name, _)) => Err(self.invalid(name, "unknown field")),
            None => Ok(()),
        }
    }

    /// The refusal of an object that lacks `name`.
    pub fn missing(&self, name: &str) -> Invalid {
        self.invalid(name, "missing")
    }

    /// The refusal of the member `name`.
    pub fn invalid(&self, name: &str, problem: &str) -> Invalid {
        Invalid::at(&self.place_of(name), problem)
    }

    /// The refusal of the object as a whole.
    pub fn invalid_as_a_whole(&self, problem: &str) -> Invalid {
        Invalid::at(&self.place, problem)
    }

    fn place_of(&self, name: &str) -> String {
        match self.place.as_str() {
            "" => name.to_owned(),
            place => format!("{place}.{name}"),
        }
    }
}

/// Reads a value that stands inside of `depth` lists and objects.
#[derive(Clone, Copy)]
struct ValueReader {
    depth: u32,
}

impl ValueReader {
    fn inside<E: de::Error>(self) -> Result<Self, E> {
        match self.depth {
            MAX_DEPTH.. => Err(E::custom(format_args!("nested deeper than {MAX_DEPTH} levels"))),
            depth => Ok(Self { depth: depth + 1 }),
        }
    }
}

impl<'de> DeserializeSeed<'de> for ValueReader {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueReader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Whole(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::OtherNumber)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(inside)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut members = Vec::new();
        while let Some(name) = access.next_key()? {
            members.push((name, access.next_value_seed(inside)?));
        }
        Ok(Value::Object(members))
    }
}
