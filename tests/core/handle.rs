//! What may leave the page as a name.

use tellback::core::handle::{Handle, Slug};

#[test]
fn a_handle_is_opaque() {
    for text in ["r1", "9", "A.b_c:d-e", "chatcmpl-8f3:0", &"x".repeat(128)] {
        assert_eq!(Handle::parse(text).unwrap().as_str(), text);
    }
}

#[test]
fn whatever_may_be_text_or_an_address_is_no_handle() {
    let long = "x".repeat(129);
    for text in ["", " r1", "a b", "me@example.org", "https://a.example/", "r1\n", "é", "\"", &long]
    {
        assert_eq!(Handle::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_slug_is_one_short_word() {
    for text in ["a", "7", "read-aloud", "GPT.4_1", &"x".repeat(32)] {
        assert_eq!(Slug::parse(text).unwrap().as_str(), text);
    }
    let long = "x".repeat(33);
    for text in ["", "-a", ".a", "_a", "a b", "a:b", "a/b", "é", "a\"", &long] {
        assert_eq!(Slug::parse(text), None, "{text:?}");
    }
}
