use super::*;

#[test]
fn a_body_that_is_not_json_is_refused() {
    check("", Err("body: not JSON: EOF while parsing a value at line 1 column 0"));
    check("hello", Err("body: not JSON: expected value at line 1 column 1"));
    check(&BATCH[..60], Err("body: not JSON: EOF while parsing a string at line 3 column 39"));
    check(format!("{BATCH} {{}}"), Err("body: not JSON: trailing characters at line 10 column 3"));
    check(b"{\"tellback\":\xff}", Err("body: not UTF-8 from byte 12 on"));
    check(
        r#"{"tellback":"\ud800"}"#,
        Err("body: not JSON: unexpected end of hex escape at line 1 column 20"),
    );
    check_with(
        "\"captured\": 212",
        "\"captured\": 1e999",
        Err("body: not JSON: number out of range at line 9 column 32"),
    );
}

#[test]
fn deep_nesting_is_refused_before_it_hurts() {
    let nested = "[".repeat(30_000);
    check(nested, Err("body: nested deeper than 4 levels at line 1 column 5"));
    check(
        r#"{"a":{"a":{"a":{"a":{}}}}}"#,
        Err("body: nested deeper than 4 levels at line 1 column 22"),
    );
    check(r#"{"a":{"a":{"a":{}}}}"#, Err("tellback: missing"));
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    for body in ["[]", "null", "1", "\"tellback\""] {
        check(body, Err("body: expected an object"));
    }
}

#[test]
fn a_gzipped_batch_is_recognised_by_its_first_bytes() {
    check(gzip(BATCH.as_bytes()), Ok(1));
}

#[test]
fn damaged_gzip_is_refused() {
    let whole = gzip(BATCH.as_bytes());
    check(&whole[..whole.len() - 9], Err("body: the gzip data ends too early"));
    check(&whole[..2], Err("body: the gzip data ends too early"));

    let mut wrong_checksum = whole.clone();
    let checksum = whole.len() - 8;
    wrong_checksum[checksum] ^= 1;
    check(wrong_checksum, Err("body: the gzip data is damaged"));

    check([&whole[..], b"{}"].concat(), Err("body: bytes follow the gzip data"));
    check([&whole[..], &whole[..]].concat(), Err("body: bytes follow the gzip data"));
}

#[test]
fn a_body_has_to_be_small_before_and_after_gunzip() {
    let padded = |bytes: usize| format!("{BATCH}{}", " ".repeat(bytes - BATCH.len()));
    check(padded(65_536), Ok(1));
    check(padded(65_537), Err("body: larger than 64 KiB"));
    check(gzip(padded(1_048_576).as_bytes()), Ok(1));
    check(gzip(padded(1_048_577).as_bytes()), Err("body: larger than 1 MiB after gunzip"));

    let bomb = gzip(&vec![b' '; 50_000_000]);
    assert!(bomb.len() < 65_536);
    let refusal = parse(&bomb).unwrap_err();
    assert_eq!(refusal.reason(), Reason::TooLarge);
}
