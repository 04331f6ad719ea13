use std::io::Write;

use super::{Error, Tally};
use crate::storage::Dataset;

/// Writes all events that have arrived by now, as `GET /events` does.
pub fn export(data: &mut Dataset, out: &mut impl Write) -> Result<Tally, Error> {
    let mut tally = Tally::new("events");
    let until = data.latest_arrival()?;
    let mut after = 0;
    loop {
        let page = data.page(after, until)?;
        if page.events == 0 {
            return Ok(tally);
        }
        out.write_all(&page.lines).map_err(Error::Write)?;
        tally.write(page.events);
        after = page.last_arrival;
    }
}
