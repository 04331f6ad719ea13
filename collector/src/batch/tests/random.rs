use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(parse(&bytes).is_err());
    }

    #[test]
    fn arbitrary_bytes_that_look_like_gzip_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(parse(&[b"\x1f\x8b\x08\x00", &bytes[..]].concat()).is_err());
    }

    #[test]
    fn a_mutated_batch_never_panics_and_a_refusal_names_a_place(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let events = format!("[{}]", EVENTS.join(","));
        let mut body = BATCH.replace(r#"[{"seq": 0, "type": "rated", "response": "r1", "thumb": "up"}]"#, &events).into_bytes();
        for (place, byte) in edits {
            *place.get_mut(&mut body) = byte;
        }
        if let Some(cut) = cut {
            body.truncate(cut.index(body.len()));
        }
        for body in [gzip(&body), body] {
            if let Err(invalid) = parse(&body) {
                prop_assert!(invalid.to_string().contains(": "));
            }
        }
    }

    #[test]
    fn a_batch_with_one_value_of_another_kind_never_panics(
        member in any::<prop::sample::Index>(),
        value in prop::sample::select(vec!["null", "true", "-1", "1.5", "18446744073709551615", "\"\"", "[]", "{}", "[[]]"]),
    ) {
        let starts: Vec<usize> = BATCH.match_indices(": ").map(|(at, _)| at + 2).collect();
        let start = *member.get(&starts);
        let end = start + BATCH[start..].find([',', '}', ']']).unwrap();
        let mut body = BATCH.to_owned();
        body.replace_range(start..end, value);
        prop_assert!(parse(body.as_bytes()).is_err(), "{}", body);
    }
}
