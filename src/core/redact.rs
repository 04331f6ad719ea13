//! Takes out of a comment what tells who somebody is, as well as that can be done without
//! understanding it: best effort, and no more.
//!
//! One pass from left to right. What is looked at twice is bounded (an IBAN has at most 34
//! characters), so the time taken is linear in the length of the text.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

/// No IP address is longer, its zone and port included.
const LONGEST_ADDRESS: usize = 64;

/// The most characters that a comment keeps.
pub const MAX_CHARS: usize = 1_000;

/// A text from which everything was taken that looks like an address, a number or a secret.
///
/// There is no other way to make one, so nothing else can take its place in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Redacted(String);

impl Redacted {
    /// Redacts a text, and cuts it to [`MAX_CHARS`] characters.
    #[must_use]
    pub fn of(text: &str) -> Self {
        // What is cut off may be the half by which something would have been recognised, so the cut
        // comes last; what is far beyond it need not be read.
        let mut chars: Vec<char> = text.chars().take(2 * MAX_CHARS).collect();
        if chars.len() == 2 * MAX_CHARS {
            let last = chars.iter().rposition(|c| !is_word(*c)).unwrap_or(0);
            chars.truncate(last);
        }
        let mut kept = Kept::default();
        let mut at = 0;
        while at < chars.len() {
            let rest = chars.get(at..).unwrap_or_default();
            // A word was looked at as a whole from its beginning. Inside of it only numbers begin.
            let before = at.checked_sub(1).and_then(|before| chars.get(before).copied());
            let found = match before {
                Some(c) if is_letter_or_digit(c) => None,
                Some(c) if is_word(c) => find_number(rest),
                _ => find(rest),
            };
            match found {
                Some((length, name)) => {
                    kept.push_name(name);
                    at += length.max(1);
                }
                None => {
                    kept.push(rest.first().copied().unwrap_or(' '));
                    at += 1;
                }
            }
        }
        Self(kept.text)
    }

    /// The text that is left.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Default)]
struct Kept {
    text: String,
    chars: usize,
}

impl Kept {
    fn push(&mut self, c: char) {
        // Control characters, marks of direction and zero-width characters hide what a text says.
        let is_hidden = c.is_control() && c != '\n'
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}');
        if self.chars < MAX_CHARS && !is_hidden {
            self.text.push(c);
            self.chars += 1;
        }
    }

    /// A name is written whole or not at all.
    fn push_name(&mut self, name: &str) {
        if self.chars + name.len() + 2 <= MAX_CHARS {
            self.text.push('[');
            self.text.push_str(name);
            self.text.push(']');
            self.chars += name.len() + 2;
        } else {
            self.chars = MAX_CHARS;
        }
    }
}

/// What begins here and must not be kept: its length, and what takes its place.
fn find(rest: &[char]) -> Option<(usize, &'static str)> {
    let word = word_length(rest);
    let here = rest.get(..word)?;
    if is_email(here) && !has_scheme(here) {
        return Some((word, "e-mail"));
    }
    if is_url(here) {
        return Some((word, "link"));
    }
    iban(rest)
        .map(|length| (length, "IBAN"))
        .or_else(|| find_number(rest))
        .or_else(|| is_token(here).then_some((word, "token")))
}

/// The same for what consists of numbers, and may stand inside of a word.
fn find_number(rest: &[char]) -> Option<(usize, &'static str)> {
    let near = rest.get(..rest.len().min(LONGEST_ADDRESS))?;
    let here = near.get(..word_length(near))?;
    ip(here).map(|length| (length, "IP address")).or_else(|| number(rest))
}

/// The characters up to the next one that ends a word, without the marks that end a sentence.
fn word_length(rest: &[char]) -> usize {
    let end = rest.iter().position(|c| !is_word(*c)).unwrap_or(rest.len());
    let is_mark = |c: &char| matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '…' | '。' | '-');
    let word = rest.get(..end).unwrap_or_default();
    let marks = word.iter().rev().take_while(|c| is_mark(c)).count();
    end - marks
}

/// The tables of all scripts would cost every page more than the rest of this.
fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii()
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
        || matches!(c, '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{2028}'..='\u{202F}' | '\u{3000}')
}

/// What may stand inside of an address.
fn is_word(c: char) -> bool {
    !(is_space(c)
        || matches!(
            c,
            '<' | '>'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '"'
                | '“'
                | '”'
                | '„'
                | '«'
                | '»'
                | '`'
                | '|'
                | '、'
                | '，'
        ))
}

/// `@`, also as it is written among full-width letters.
fn is_at(c: char) -> bool {
    matches!(c, '@' | '＠' | '﹫')
}

/// A decimal digit of the scripts that write numbers most.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{966}'..='\u{96F}' => '\u{966}',
        '\u{9E6}'..='\u{9EF}' => '\u{9E6}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

/// A name, `@`, and a place; or `@name`, an account, which says who somebody is as well.
fn is_email(word: &[char]) -> bool {
    let at = word.iter().position(|c| is_at(*c));
    let after = at.and_then(|at| word.get(at + 1..)).unwrap_or_default();
    after.iter().any(|c| is_letter_or_digit(*c))
}

fn has_scheme(word: &[char]) -> bool {
    word.windows(3).any(|three| three == [':', '/', '/'])
}

fn is_url(word: &[char]) -> bool {
    let starts = |start: &str| {
        start.chars().zip(word).filter(|(a, b)| a.eq_ignore_ascii_case(b)).count() == start.len()
    };
    has_scheme(word) || starts("www.") || starts("mailto:") || starts("tel:") || is_domain(word)
}

/// `example.com`, `example.com/path`, `пример.рф`: labels that end in letters.
fn is_domain(word: &[char]) -> bool {
    let end = word.iter().position(|c| matches!(c, '/' | '?' | '#' | ':')).unwrap_or(word.len());
    let host = word.get(..end).unwrap_or_default();
    let mut labels = 0;
    let mut last: &[char] = &[];
    for label in host.split(|c| *c == '.') {
        if label.is_empty()
            || !label.iter().all(|c| is_letter_or_digit(*c) || *c == '-' || *c == '_')
        {
            return false;
        }
        labels += 1;
        last = label;
    }
    // Code, or a sentence whose space is missing, looks the same.
    let is_lasting =
        last.len() >= 2 && last.iter().all(|c| c.is_ascii_alphabetic() || !c.is_ascii());
    labels >= 2 && is_lasting && (end < word.len() || is_known_ending(last))
}

/// Endings that people write without anything before or after.
fn is_known_ending(label: &[char]) -> bool {
    const KNOWN: [&str; 24] = [
        "com", "org", "net", "edu", "gov", "info", "app", "dev", "ai", "io", "co", "me", "uk",
        "de", "fr", "eu", "nl", "ch", "jp", "cn", "ru", "br", "in", "рф",
    ];
    KNOWN.iter().any(|known| {
        known.chars().count() == label.len()
            && known.chars().zip(label).all(|(a, b)| a == *b || a.eq_ignore_ascii_case(b))
    })
}

/// Two letters, two check digits and up to 30 letters and digits, in groups or not, that leave 1
/// divided by 97 (ISO 13616).
fn iban(rest: &[char]) -> Option<usize> {
    let mut found = None;
    let mut compact: Vec<u32> = Vec::new();
    let mut length = 0;
    while compact.len() < 34 {
        let c = *rest.get(length)?;
        let value = digit(c).or_else(|| c.to_digit(36))?;
        let is_letter = digit(c).is_none();
        if is_letter != (compact.len() < 2) && compact.len() < 4 {
            break;
        }
        compact.push(value);
        length += 1;
        let next = rest.get(length).copied();
        let ends = next.is_none_or(|c| !c.is_ascii_alphanumeric() && digit(c).is_none());
        if ends && compact.len() >= 15 && is_iban(&compact) {
            found = Some(length);
        }
        match next {
            Some(' ' | '\u{A0}' | '\u{202F}' | '-') => length += 1,
            Some(_) => {}
            None => break,
        }
        if rest.get(length).is_none_or(|c| c.to_digit(36).is_none() && digit(*c).is_none()) {
            break;
        }
    }
    found
}

fn is_iban(compact: &[u32]) -> bool {
    let (head, body) = compact.split_at(4.min(compact.len()));
    body.iter()
        .chain(head)
        .fold(0, |rest, value| (if *value < 10 { rest * 10 } else { rest * 100 } + value) % 97)
        == 1
}

/// An IPv4 or IPv6 address, with its port or prefix.
fn ip(word: &[char]) -> Option<usize> {
    let colons = word.iter().filter(|c| **c == ':').count();
    let is_hex = |c: &char| c.is_ascii_hexdigit() || matches!(c, ':' | '.' | '%' | '/');
    let is_short = word.windows(2).any(|two| two == [':', ':']);
    let has_hex = word.iter().any(char::is_ascii_hexdigit);
    if colons >= 2
        && word.iter().take_while(|c| **c != '%').all(is_hex)
        && has_hex
        && (is_short || colons >= 6)
    {
        return Some(word.len());
    }
    let end = word.iter().position(|c| matches!(c, ':' | '/')).unwrap_or(word.len());
    let parts = word.get(..end).unwrap_or_default().split(|c| *c == '.');
    let mut count = 0;
    for part in parts {
        let number =
            part.iter().try_fold(0, |sum, c| Some(sum * 10 + digit(*c)?).filter(|n| *n < 1000));
        if part.is_empty() || number.is_none_or(|number| number > 255) {
            return None;
        }
        count += 1;
    }
    (count == 4).then_some(word.len())
}

/// A run of digits, with what people write between them: a card's number if its check digit says
/// so, otherwise a telephone's or an account's if it is long enough.
fn number(rest: &[char]) -> Option<(usize, &'static str)> {
    let first = *rest.first()?;
    if digit(first).is_none() && first != '+' && first != '＋' {
        return None;
    }
    let mut digits: Vec<u32> = Vec::new();
    let mut end = 0;
    let mut between = 0;
    for (at, c) in rest.iter().enumerate().take(64) {
        if let Some(value) = digit(*c) {
            digits.push(value);
            end = at + 1;
            between = 0;
        } else {
            let is_between = matches!(
                c,
                ' ' | '\u{A0}' | '\u{202F}' | '-' | '‑' | '–' | '.' | '/' | '(' | ')' | '+' | '＋'
            );
            between += 1;
            if !is_between || between > 3 {
                break;
            }
        }
    }
    let begins_with_plus = digit(first).is_none();
    // Part of a word, such as a version or a model's name, unless it is long.
    let is_word_on = rest.get(end).is_some_and(|c| is_letter_or_digit(*c));
    match digits.len() {
        13..=19 if is_card(&digits) => Some((end, "card")),
        7..=19 if !is_word_on || begins_with_plus => Some((end, "number")),
        20.. => Some((end, "number")),
        5..=6 if begins_with_plus => Some((end, "number")),
        _ => None,
    }
}

/// [Luhn's check](https://en.wikipedia.org/wiki/Luhn_algorithm).
fn is_card(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10)
}

/// A key, a hash, an identifier: long, and not a word that people have.
fn is_token(word: &[char]) -> bool {
    let is_code = |c: &char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '/' | '=' | '~' | ':')
    };
    let count = |fits: fn(&char) -> bool| word.iter().filter(|c| fits(c)).count();
    let digits = count(char::is_ascii_digit);
    let letters = count(char::is_ascii_alphabetic);
    if !word.iter().all(is_code) {
        return false;
    }
    word.len() >= 40 || (word.len() >= 16 && digits >= 3 && letters >= 3)
}
