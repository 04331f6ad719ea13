use std::borrow::Cow;
use std::io::{ErrorKind, Read};

use flate2::bufread::GzDecoder;

use super::Invalid;

/// The most bytes that a request may have on the wire: what browsers grant to `keepalive`.
pub const MAX_WIRE_BYTES: usize = 64 * 1024;
const MAX_PLAIN_BYTES: u64 = 1024 * 1024;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The JSON bytes of a body, which is gzipped if it begins like gzip. A header can't say so: it
/// would cost the page a preflight.
pub fn plain(body: &[u8]) -> Result<Cow<'_, [u8]>, Invalid> {
    if body.len() > MAX_WIRE_BYTES {
        return Err(Invalid::too_large("64 KiB"));
    }
    if !body.starts_with(&GZIP_MAGIC) {
        return Ok(Cow::Borrowed(body));
    }

    let mut plain = Vec::new();
    let mut decoder = GzDecoder::new(body);
    decoder.by_ref().take(MAX_PLAIN_BYTES + 1).read_to_end(&mut plain).map_err(
        |error| match error.kind() {
            ErrorKind::UnexpectedEof => Invalid::at("", "the gzip data ends too early"),
            _ => Invalid::at("", "the gzip data is damaged"),
        },
    )?;
    if plain.len() as u64 > MAX_PLAIN_BYTES {
        return Err(Invalid::too_large("1 MiB after gunzip"));
    }
    if !decoder.into_inner().is_empty() {
        return Err(Invalid::at("", "bytes follow the gzip data"));
    }
    Ok(Cow::Owned(plain))
}
