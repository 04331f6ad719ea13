//! Takes out of a comment what tells who somebody is, as well as that can be done without
//! understanding it: best effort, and no more.
//!
//! One pass from left to right. Whatever is looked for in one place is looked for in a word, which is
//! looked at once, and in the [`NEAR`] characters that follow; so the time taken is linear in the
//! length of the text.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

/// No address and no account number is longer, with all that may stand inside of it.
const NEAR: usize = 72;

/// The most characters that a comment keeps.
pub const MAX_CHARS: usize = 1_000;

/// A text from which everything was taken that looks like an address, a number or a secret.
///
/// There is no other way to make one, so nothing else can take its place in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Redacted(String);

impl Redacted {
    /// Redacts a text, and cuts it to [`MAX_CHARS`] characters.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::counted(text).0
    }

    /// The same, and how many characters were looked at for that: those that were looked at for
    /// several reasons count as often.
    #[must_use]
    pub fn counted(text: &str) -> (Self, usize) {
        // What cannot be seen hides what stands around it. What is cut off may be the half by which
        // something would have been recognised, so the cut comes last; what is far beyond it need
        // not be read.
        let mut chars: Vec<char> = text.chars().filter_map(seen).take(2 * MAX_CHARS).collect();
        if chars.len() == 2 * MAX_CHARS {
            let last = chars.iter().rposition(|c| !is_word(*c)).unwrap_or(0);
            chars.truncate(last);
        }
        let mut kept = Kept::default();
        let mut before = None;
        let mut at = 0;
        let mut looked = 0;
        while let Some(&c) = chars.get(at) {
            let rest = chars.get(at..).unwrap_or_default();
            let found = find(before, rest, &mut looked);
            let length = match found {
                Some((length, name)) => {
                    kept.push_name(name);
                    length.max(1)
                }
                None => {
                    kept.push(c);
                    1
                }
            };
            at += length;
            before = rest.get(length - 1).copied();
        }
        (Self(kept.text), looked)
    }

    /// The text that is left.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, marks of direction and characters without a width hide what a text says.
fn seen(c: char) -> Option<char> {
    match c {
        '\n' => Some(c),
        '\t' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => Some(' '),
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' => None,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => None,
        '\u{E0000}'..='\u{E007F}' => None,
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

#[derive(Default)]
struct Kept {
    text: String,
    chars: usize,
}

impl Kept {
    fn push(&mut self, c: char) {
        if self.chars < MAX_CHARS {
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
fn find(before: Option<char>, rest: &[char], looked: &mut usize) -> Option<(usize, &'static str)> {
    let first = *rest.first()?;
    let near = rest.get(..rest.len().min(NEAR))?;
    let starts_word = !before.is_some_and(is_word);
    // Not all scripts put spaces between words.
    let after_other_script = first.is_ascii_alphanumeric() && before.is_some_and(|c| !c.is_ascii());
    let starts_code = starts_word || after_other_script;
    let starts_number = starts_code || digit(first).is_some() || is_plus(first);
    let mut found = None;
    if starts_word {
        let word = without_marks(run(rest, is_word));
        *looked += word.len();
        found = whole_word(word);
    }
    if starts_code {
        *looked += near.len();
        found = found.or_else(|| iban(near).map(|length| (length, "IBAN")));
        found = found.or_else(|| ipv6(near).map(|length| (length, "IP address")));
    }
    // A part of a number is no number.
    if starts_number && before.is_none_or(|c| digit(c).is_none()) {
        *looked += 2 * near.len();
        found = found.or_else(|| ipv4(near).map(|length| (length, "IP address")));
        found = found.or_else(|| number(rest));
        *looked += found.map_or(0, |(length, _)| length);
    }
    if starts_code {
        let code = without_marks(run(rest, is_code));
        *looked += code.len();
        // What begins with a number may be more than that.
        if is_token(code) && found.is_none_or(|(length, _)| length < code.len()) {
            found = Some((code.len(), "token"));
        }
    }
    found
}

/// What is recognised by the whole word.
fn whole_word(word: &[char]) -> Option<(usize, &'static str)> {
    if is_email(word) && !has_scheme(word) {
        Some((word.len(), "e-mail"))
    } else {
        is_url(word).then_some((word.len(), "link"))
    }
}

/// The characters up to the next one that does not fit.
fn run(rest: &[char], fits: fn(char) -> bool) -> &[char] {
    let end = rest.iter().position(|c| !fits(*c)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Marks that end a sentence are no part of its last word.
fn without_marks(word: &[char]) -> &[char] {
    let is_mark = |c: &char| matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '…' | '。' | '-');
    let marks = word.iter().rev().take_while(|c| is_mark(c)).count();
    word.get(..word.len() - marks).unwrap_or_default()
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

fn is_plus(c: char) -> bool {
    matches!(c, '+' | '＋')
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

/// Four numbers up to 255, with a port or a prefix.
fn ipv4(near: &[char]) -> Option<usize> {
    let digits = |at: usize| run(near.get(at..).unwrap_or_default(), |c| digit(c).is_some());
    let mut at = 0;
    for part in 0..4 {
        if part > 0 {
            near.get(at).filter(|c| **c == '.')?;
            at += 1;
        }
        let number = digits(at);
        let value = number
            .iter()
            .filter_map(|c| digit(*c))
            .fold(0_u32, |sum, digit| sum.saturating_mul(10).saturating_add(digit));
        if number.is_empty() || value > 255 {
            return None;
        }
        at += number.len();
    }
    match near.get(at) {
        // Of five numbers, none is an address.
        Some('.') if !digits(at + 1).is_empty() => None,
        Some(':' | '/') if !digits(at + 1).is_empty() => Some(at + 1 + digits(at + 1).len()),
        _ => Some(at),
    }
}

/// Groups of hexadecimal digits with colons between, with a zone or a prefix.
fn ipv6(near: &[char]) -> Option<usize> {
    let address = without_marks(run(near, |c| c.is_ascii_hexdigit() || matches!(c, ':' | '.')));
    let colons = address.iter().filter(|c| **c == ':').count();
    let is_short = address.windows(2).any(|two| two == [':', ':']);
    // A path in a program has colons, too.
    let has_digit = address.iter().any(char::is_ascii_digit);
    if colons < 2 || !(is_short || colons >= 6) || !has_digit {
        return None;
    }
    match near.get(address.len()) {
        Some('%' | '/') => {
            let more = near.get(address.len() + 1..).unwrap_or_default();
            Some(address.len() + 1 + run(more, |c| c.is_ascii_alphanumeric()).len())
        }
        Some(c) if c.is_ascii_alphanumeric() => None,
        _ => Some(address.len()),
    }
}

/// A run of digits, with what people write between them: a card's number if its check digit says
/// so, otherwise a telephone's or an account's if it is long enough.
fn number(rest: &[char]) -> Option<(usize, &'static str)> {
    let first = *rest.first()?;
    if digit(first).is_none() && !is_plus(first) {
        return None;
    }
    let mut digits: Vec<u32> = Vec::new();
    let mut end = 0;
    let mut between = 0;
    for (at, c) in rest.iter().enumerate() {
        if let Some(value) = digit(*c) {
            // More than that says nothing more.
            if digits.len() < 20 {
                digits.push(value);
            }
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
    match digits.len() {
        13..=19 if is_card(&digits) => Some((end, "card")),
        7.. => Some((end, "number")),
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

/// What keys, hashes and identifiers are made of.
fn is_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '/' | '=' | '~' | ':')
}

/// A key, a hash, an identifier: long, and not a word that people have.
fn is_token(code: &[char]) -> bool {
    let count = |fits: fn(&char) -> bool| code.iter().filter(|c| fits(c)).count();
    let digits = count(char::is_ascii_digit);
    let letters = count(char::is_ascii_alphabetic);
    code.len() >= 40 || (code.len() >= 16 && digits >= 3 && letters >= 3)
}
