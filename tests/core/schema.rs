//! The published schema against the types that are sent. `contract::read` holds every body to it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use tellback::core::wire;

use crate::inputs::handle;
use crate::randomize::reports;
use crate::readme::drafts;

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../schema/batch.schema.json")).unwrap());
static VALIDATOR: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::validator_for(&SCHEMA).unwrap());

/// Whether a body fulfils the schema.
pub fn check(body: &Value) -> Result<(), String> {
    VALIDATOR
        .validate(body)
        .map_err(|error| format!("schema: {error} at {}", error.instance_path()))
}

#[test]
fn every_field_of_the_schema_is_made_and_every_field_made_is_in_it() {
    let mut made = BTreeSet::new();
    for draft in drafts() {
        let kind = draft.kind().name();
        let about = Some(handle("r1")).filter(|_| !["preferred", "left"].contains(&kind));
        let json = wire::json(&draft.place(0, about));
        let event: serde_json::Map<String, Value> = serde_json::from_slice(&json).unwrap();
        made.extend(event.keys().map(|field| format!("{kind}.{field}")));
    }
    for report in reports() {
        let report: serde_json::Map<String, Value> =
            serde_json::from_slice(&wire::json(&report)).unwrap();
        made.extend(report.keys().map(|field| format!("randomized.{field}")));
    }
    assert_eq!(described(), made);
}

/// Every field of every type of event, as `rated.thumb`.
fn described() -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for item in SCHEMA.pointer("/properties/events/items/oneOf").unwrap().as_array().unwrap() {
        let name = item["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let event = &SCHEMA["$defs"][name];
        let forms = event.get("oneOf").and_then(Value::as_array).filter(|forms| {
            // Some forms only say which fields go together.
            forms.iter().all(|form| form.pointer("/properties/type").is_some())
        });
        for form in forms.map_or(std::slice::from_ref(event), Vec::as_slice) {
            assert_eq!(form["properties"]["type"]["const"], name);
            let own = form["properties"].as_object().unwrap().keys();
            fields.extend(own.map(|field| format!("{name}.{field}")));
        }
    }
    fields
}

#[test]
fn no_object_of_the_schema_has_room_for_anything_else() {
    let mut open = Vec::new();
    let mut objects = 0;
    visit(&SCHEMA, "", &mut |place, value| {
        if value.get("type").is_some_and(|kind| kind == "object") {
            objects += 1;
            // The site's tags have names of their own, which are as narrow as what they hold.
            let is_closed = value["additionalProperties"] == false
                || value["propertyNames"]["$ref"] == "#/$defs/slug";
            if !is_closed {
                open.push(place.to_owned());
            }
        }
    });
    assert!(objects > 15, "{objects}");
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn no_text_of_the_schema_is_without_limits_but_a_comment() {
    let mut free = Vec::new();
    visit(&SCHEMA, "", &mut |place, value| {
        if value.get("type").is_some_and(|kind| kind == "string") && value.get("pattern").is_none()
        {
            free.push(place.to_owned());
        }
    });
    assert_eq!(free, ["/$defs/commented/properties/text"]);
}

fn visit(value: &Value, place: &str, see: &mut dyn FnMut(&str, &Value)) {
    see(place, value);
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                visit(member, &format!("{place}/{name}"), see);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                visit(item, &format!("{place}/{at}"), see);
            }
        }
        _ => {}
    }
}
