//! What is taken out of a comment, and what is left in it.

use proptest::prelude::*;
use tellback::core::redact::{MAX_CHARS, Redacted};

use crate::script::check_events;

/// What tells who somebody is, and what takes its place.
pub const SECRETS: [(&str, &str); 85] = [
    ("jane@example.com", "e-mail"),
    ("jane.doe+chat@mail.example.co.uk", "e-mail"),
    ("JANE@EXAMPLE.COM", "e-mail"),
    ("jané@exämple.com", "e-mail"),
    ("иван@пример.рф", "e-mail"),
    ("用户@例子.公司", "e-mail"),
    ("محمد@مثال.إختبار", "e-mail"),
    ("उपयोगकर्ता@उदाहरण.भारत", "e-mail"),
    ("χρήστης@παράδειγμα.ελ", "e-mail"),
    ("o'neil@example.org", "e-mail"),
    ("jane@localhost", "e-mail"),
    ("a@b.c", "e-mail"),
    ("jane＠example.com", "e-mail"),
    ("jane_doe@sub.sub.example.museum", "e-mail"),
    ("from=jane@example.com", "e-mail"),
    ("@jane_doe", "e-mail"),
    ("\u{200B}jane@example.com", "e-mail"),
    ("+44 20 7946 0958", "number"),
    ("+442079460958", "number"),
    ("+44 (0)20 7946 0958", "number"),
    ("+44(0)20-7946-0958", "number"),
    ("020 7946 0958", "number"),
    ("07700 900123", "number"),
    ("+1 (555) 123-4567", "number"),
    ("1-800-555-0199", "number"),
    ("555-123-4567", "number"),
    ("555.123.4567", "number"),
    ("5551234567", "number"),
    ("+49 30 901820", "number"),
    ("030/901820-12", "number"),
    ("+33 1 23 45 67 89", "number"),
    ("01.23.45.67.89", "number"),
    ("+81-3-1234-5678", "number"),
    ("+86 138 0013 8000", "number"),
    ("+91 98765 43210", "number"),
    ("٠٥٥١٢٣٤٥٦٧", "number"),
    ("۰۹۱۲۳۴۵۶۷۸۹", "number"),
    ("९८७६५४३२१०", "number"),
    ("０９０１２３４５６７８", "number"),
    ("123\u{A0}456\u{A0}789", "number"),
    ("078-05-1120", "number"),
    ("4111 1111 1111 1111", "card"),
    ("4111-1111-1111-1111", "card"),
    ("4111111111111111", "card"),
    ("5500 0000 0000 0004", "card"),
    ("3782 822463 10005", "card"),
    ("6011000990139424", "card"),
    ("4222222222222", "card"),
    ("4111 1111 1111 1112", "number"),
    ("DE89 3704 0044 0532 0130 00", "IBAN"),
    ("DE89370400440532013000", "IBAN"),
    ("GB82 WEST 1234 5698 7654 32", "IBAN"),
    ("gb82west12345698765432", "IBAN"),
    ("FR1420041010050500013M02606", "IBAN"),
    ("NO9386011117947", "IBAN"),
    ("MT84MALT011000012345MTLCAST001S", "IBAN"),
    ("CH93 0076 2011 6238 5295 7", "IBAN"),
    ("192.168.0.1", "IP address"),
    ("8.8.8.8:53", "IP address"),
    ("10.0.0.0/8", "IP address"),
    ("host=203.0.113.77", "token"),
    ("2001:db8::1", "IP address"),
    ("::1", "IP address"),
    ("fe80::1%eth0", "IP address"),
    ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", "IP address"),
    ("http://example.com", "link"),
    ("https://example.com/a?b=c#d", "link"),
    ("HTTPS://EXAMPLE.COM/A", "link"),
    ("ftp://files.example.com/secret", "link"),
    ("www.example.com", "link"),
    ("example.com/jane", "link"),
    ("jane.example.org", "link"),
    ("пример.рф/страница", "link"),
    ("mailto:jane", "link"),
    ("sk-abc123DEF456ghi789", "token"),
    ("550e8400-e29b-41d4-a716-446655440000", "token"),
    ("da39a3ee5e6b4b0d3255bfef95601890afd80709", "token"),
    ("00:1a:2b:3c:4d:5e", "token"),
    ("12345678-abcd-4e12-9f00-0123456789ab", "token"),
    ("555\u{200B}123\u{AD}4567", "number"),
    ("4111\t1111\t1111\t1111", "card"),
    ("2001:db8::1/48", "IP address"),
    ("::ffff:192.0.2.1", "IP address"),
    ("jane\u{200D}@example.com", "e-mail"),
    ("@ユーザー", "e-mail"),
];

/// What people write about answers.
pub const HARMLESS: [&str; 45] = [
    "This is wrong: the capital of Australia is Canberra.",
    "Too long; I stopped after the 3rd paragraph.",
    "It took 12:30:45 and not 13 minutes.",
    "Version 1.2.3 has no such option.",
    "Python 3.11, Rust 1.95 and Node 20",
    "In 2026 there were 1,000,000 of them.",
    "The answer is 42.",
    "100 % agree",
    "50/50",
    "3.14 is not pi",
    "e.g. this, i.e. that, etc.",
    "Use Array.prototype.map or Vec::new()",
    "std::collections::HashMap is missing",
    "Node.js is no language.",
    "It ends here.And goes on there.",
    "C++ and C# and F#",
    "a = b + c - d",
    "O(n log n)",
    "Zürich, Köln, Málaga",
    "これは間違っています。",
    "Это неверно!",
    "هذا خطأ",
    "👍🏽 great",
    "10 000 steps",
    "1 2 3 4 5 6",
    "+1",
    "+1 from me",
    "-5 °C",
    "1984",
    "2026-11",
    "11/23",
    "room 101",
    "chapter 7, page 123",
    "$19.99",
    "€ 1.000,00",
    "#12345",
    "COVID-19",
    "ISO 9001",
    "x86_64",
    "a::b and Vec::<u8>::new()",
    "snake_case_names_are_fine",
    "Donaudampfschifffahrtsgesellschaft",
    "well-known state-of-the-art",
    "first line\nsecond line",
    "no",
];

fn redacted(text: &str) -> String {
    Redacted::of(text).as_str().to_owned()
}

#[test]
fn every_secret_is_taken_out_wherever_it_stands() {
    let mut wrong = Vec::new();
    for (secret, name) in SECRETS {
        for (before, after) in
            [("", ""), ("see ", " now"), ("(", ")"), ("Mine: ", "."), ("\n", ", and")]
        {
            let (text, expected) =
                (format!("{before}{secret}{after}"), format!("{before}[{name}]{after}"));
            if redacted(&text) != expected {
                wrong.push((text.clone(), redacted(&text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_people_write_about_answers_stays() {
    for text in HARMLESS {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn scripts_without_spaces_hide_nothing() {
    for (text, expected) in [
        ("电话13800138000吗", "电话[number]吗"),
        ("电话１３８００１３８０００吗", "电话[number]吗"),
        ("地址192.168.0.1在", "地址[IP address]在"),
        ("密钥sk-abc123DEF456ghi789", "密钥[token]"),
        ("账号DE89370400440532013000", "账号[IBAN]"),
        ("邮箱jane@example.com", "[e-mail]"),
        ("call5551234567", "call[number]"),
    ] {
        assert_eq!(redacted(text), expected);
    }
}

#[test]
fn a_long_number_goes_as_a_whole() {
    for digits in 7..300 {
        assert_eq!(redacted(&"7".repeat(digits)).replace("card", "number"), "[number]");
        assert!(!redacted(&"7 ".repeat(digits)).contains('7'), "{digits}");
    }
}

/// Whoever looks at everything from every place looks at four times as much of twice the text.
#[test]
fn twice_the_text_takes_twice_the_looks() {
    let parts = [
        "a", "1", "+", ".", ":", "a.", "a:", "1.", "1 ", "a@", "é", "é1", "1a", "(", "::1", "DE89 ",
    ];
    for part in parts.into_iter().chain(SECRETS.map(|(secret, _)| secret)).chain(HARMLESS) {
        let looks = |chars: usize| {
            let text: String = part.chars().cycle().take(chars).collect();
            Redacted::counted(&text).1
        };
        let (half, whole) = (looks(900), looks(1_800));
        assert!(whole <= half * 5 / 2, "{part:?}: {half}, {whole}");
    }
}

#[test]
fn several_are_taken_out_of_one_text() {
    assert_eq!(
        redacted("I am jane@example.com, +44 20 7946 0958, at https://example.com/me."),
        "I am [e-mail], [number], at [link].",
    );
}

#[test]
fn at_most_a_thousand_characters_stay_and_no_half_of_anything() {
    assert_eq!(redacted(&"ä ".repeat(3_000)).chars().count(), MAX_CHARS);
    let late = format!("{} jane@example.com", "a ".repeat(498));
    assert!(!redacted(&late).contains("jane"));
    for length in 1_900..2_100 {
        let text = format!("{}jane.doe@example.com", "\u{200B}".repeat(length));
        assert!(!redacted(&text).contains("jane"), "{length}");
    }
}

#[test]
fn what_cannot_be_seen_hides_nothing() {
    assert_eq!(redacted("a\u{202E}b\u{0}c\u{FEFF}d"), "abcd");
}

#[test]
fn a_comment_is_an_event_only_where_the_host_says_so() {
    check_events(
        "0 call r1 comment is jane@example.com
        1 press r1 comment is text
        2 press r1 comment is text untrusted",
        "commented r1 text=[e-mail]
        acted r1 action=comment
        acted r1 action=comment by=script",
    );
    check_events("with muted commented\n 0 call r1 comment is text", "");
    check_events("0 call r1 comment", "acted r1 action=comment");
    check_events("0 call r1 comment is \u{200B}", "");
}

proptest! {
    #[test]
    fn any_text_is_taken_and_is_never_too_long(text in any::<String>()) {
        prop_assert!(redacted(&text).chars().count() <= MAX_CHARS);
    }

    #[test]
    fn any_text_of_what_is_looked_for_is_taken(text in "[0-9a-fA-F:.@+/() \\-=%a-z٠-٩]{0,400}") {
        prop_assert!(redacted(&text).chars().count() <= MAX_CHARS);
    }

    #[test]
    fn no_address_survives(name in "[a-zà-ÿа-я0-9._-]{1,20}", host in "[a-zà-ÿа-я0-9-]{1,20}", before in "[ a-z.,]{0,20} ") {
        let text = format!("{before}{name}@{host}.com");
        prop_assert!(!redacted(&text).contains('@'), "{}", redacted(&text));
    }

    #[test]
    fn no_long_number_survives(number in "\\+?[0-9]{7,25}", before in "[ a-z.,]{0,20} ") {
        let text = format!("{before}{number}");
        let left = redacted(&text);
        prop_assert!(!left.chars().any(|c| c.is_ascii_digit()), "{}", left);
    }
}
