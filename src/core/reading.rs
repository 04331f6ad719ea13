//! How long and how deep one answer was read, from samples of what was in view.

use alloc::vec::Vec;

use super::signal::View;
use super::time::Millis;

/// Milliseconds between two samples of what is in view, and the least time for which a part of an
/// answer must be in view to count towards its depth.
pub const TICK_MS: Millis = 250;

/// A longer gap between two samples (sleep, a frozen tab, a blocked page) counts as no reading.
const LONGEST_GAP_MS: Millis = 2 * TICK_MS;

/// A width in CSS pixels closer than this to another is the same one.
const SAME_PX: f64 = 1.0;

/// The reading of one answer so far, exact. It leaves the page only as a coarse `viewed` event.
#[derive(Debug, Default)]
pub struct Reading {
    dwell_ms: Millis,
    visits: u32,
    depth_px: f64,
    height_px: f64,
    width_px: f64,
    chars: u32,
    in_view: bool,
    sampled_at: Millis,
    /// The last look, after those less than a tick old that may yet show a deeper part. Empty between
    /// visits.
    looks: Vec<Look>,
}

/// What has been in view all the while since then.
#[derive(Debug)]
struct Look {
    at: Millis,
    top: f64,
    bottom: f64,
}

/// What can be said about a reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Read {
    /// Time in view while the reader was active.
    pub dwell_ms: Millis,
    /// The deepest part in view, as a share of the answer's height from 0 to 1.
    pub depth: f64,
    /// How often the answer came into view.
    pub visits: u32,
    /// The length of the answer's text in UTF-16 code units.
    pub chars: u32,
}

impl Reading {
    /// Takes a sample, and says whether the answer went out of view. `active_until` is when the
    /// reader's last sign of life stops to count.
    pub fn sample(&mut self, now: Millis, view: &View, active_until: Millis) -> bool {
        self.follow_reflow(view);
        self.count_time(now, active_until);
        let was_in_view = core::mem::replace(&mut self.in_view, is_in_view(view));
        self.visits += u32::from(self.in_view && !was_in_view);
        self.height_px = view.height;
        self.width_px = view.width;
        self.chars = view.chars;
        self.sampled_at = now;
        self.look(Look { at: now, top: view.top, bottom: view.bottom });
        was_in_view && !self.in_view
    }

    /// What the last sample showed is known to have stayed in view until now.
    pub fn stay(&mut self, now: Millis, active_until: Millis) {
        self.count_time(now, active_until);
        if let Some(&Look { top, bottom, .. }) = self.looks.last() {
            self.look(Look { at: now, top, bottom });
        }
    }

    /// The text has another length. Out of sight, its height is taken to have grown along, so that
    /// the depth stays a share of all of it.
    pub fn grow(&mut self, chars: u32) {
        if !self.is_open() && self.chars > 0 {
            self.height_px *= f64::from(chars) / f64::from(self.chars);
            self.chars = chars;
        }
    }

    /// Ends the visit: the answer went out of sight, or the page did.
    pub fn end(&mut self, now: Millis, active_until: Millis) {
        self.count_time(now, active_until);
        self.in_view = false;
        self.looks = Vec::new();
    }

    /// Whether the last sample was taken then.
    #[must_use]
    pub fn was_sampled(&self, then: Millis) -> bool {
        self.is_open() && self.sampled_at == then
    }

    /// When the next sample of a visit is due: as soon as it may show that more of the answer was in
    /// view for a tick, because a page may tell of a move too late. 0 between visits.
    #[must_use]
    pub fn due_at(&self) -> Millis {
        self.looks.first().map_or(0, |oldest| oldest.at + TICK_MS)
    }

    /// Whether a visit is under way.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.looks.is_empty()
    }

    /// Time in view until `now`, in the middle of a visit.
    #[must_use]
    pub fn dwell_ms(&self, now: Millis, active_until: Millis) -> Millis {
        self.dwell_ms + self.since_last_sample(now, active_until)
    }

    /// What there is to say, or `None` where the answer was not read at all.
    #[must_use]
    pub fn read(&self) -> Option<Read> {
        (self.dwell_ms > 0).then(|| Read {
            dwell_ms: self.dwell_ms,
            depth: if self.height_px > 0.0 {
                (self.depth_px / self.height_px).min(1.0)
            } else {
                0.0
            },
            visits: self.visits,
            chars: self.chars,
        })
    }

    fn count_time(&mut self, now: Millis, active_until: Millis) {
        self.dwell_ms += self.since_last_sample(now, active_until);
    }

    /// The interval counts by how it began: what moves is looked at again at once.
    fn since_last_sample(&self, now: Millis, active_until: Millis) -> Millis {
        match self.looks.last() {
            Some(last) if self.in_view && now - last.at <= LONGEST_GAP_MS => {
                now.min(active_until).saturating_sub(last.at)
            }
            _ => 0,
        }
    }

    /// What has been in view for a tick counts towards the depth.
    fn look(&mut self, look: Look) {
        if self.looks.last().is_some_and(|last| look.at - last.at > LONGEST_GAP_MS) {
            self.looks.clear();
        }
        self.looks.retain_mut(|earlier| {
            earlier.top = earlier.top.max(look.top);
            earlier.bottom = earlier.bottom.min(look.bottom);
            let is_deeper = earlier.bottom > self.depth_px.max(earlier.top);
            let is_young = look.at - earlier.at < TICK_MS;
            if is_deeper && !is_young {
                self.depth_px = earlier.bottom;
            }
            is_deeper && is_young
        });
        self.looks.push(look);
    }

    /// The same text in another width is a reflow: the same words stand elsewhere, so all positions
    /// scale with the height. Anything else that changes the height (more text, a late image, an
    /// opened `<details>`) leaves what was read where it was.
    fn follow_reflow(&mut self, view: &View) {
        let reflowed = self.chars == view.chars
            && self.height_px > 0.0
            && (self.width_px - view.width).abs() > SAME_PX;
        if reflowed {
            let scale = view.height / self.height_px;
            self.depth_px *= scale;
            for look in &mut self.looks {
                look.top *= scale;
                look.bottom *= scale;
            }
        }
    }
}

/// At least half of the answer is in the window, or it fills at least half of the window.
fn is_in_view(view: &View) -> bool {
    let visible = view.bottom - view.top;
    visible > 0.0 && (visible >= view.height / 2.0 || visible >= view.window / 2.0)
}
