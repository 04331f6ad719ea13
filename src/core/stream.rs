//! Streams: the random names under which a conversation's events travel.
//!
//! A stream belongs to one conversation and ends after 30 idle minutes. Its name is fresh
//! randomness and its sequence and ledger start at 0, so nothing in two streams links them.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use super::anonymize::{Draft, Event};
use super::handle::{Handle, Slug};
use super::ledger::{Dropped, Ledger, Loss};
use super::queue::{Settled, StreamKey};
use super::randomize::{Budgets, Epsilon, Opinion, Report};
use super::time::Millis;
use super::unrecorded::{Outcome, Why};
use super::wire::{About, Encoded, Header};
use super::words::Kind;

/// A conversation that rests this long goes on under another name.
const IDLE_MS: Millis = 30 * 60 * 1_000;

/// Fresh random bits at every call, good enough for names that nobody may guess or link.
pub type Random = Box<dyn FnMut() -> u128>;

/// What the host wants captured.
#[derive(Debug)]
pub struct Policy {
    /// The share of conversations that are captured at all, from 0 to 1.
    pub sample_rate: f64,
    /// The types of event that are switched off.
    pub muted: Vec<Kind>,
    /// Tags that every batch carries.
    pub context: Context,
    /// Where nothing but randomised answers may leave: how much each may tell.
    pub epsilon: Option<Epsilon>,
}

/// The host's tags, as they were when the stream began.
pub type Context = Rc<Vec<(Slug, Slug)>>;

/// One stream.
#[derive(Debug)]
struct Stream {
    /// Names the stream inside this page.
    key: StreamKey,
    /// The conversation; `None` where the page is one conversation.
    conversation: Option<Handle>,
    name: String,
    context: Context,
    first_used: Millis,
    last_used: Millis,
    /// The last reaction, other than reading and leaving.
    last: Option<Kind>,
    /// How many events there were when it was last said that the conversation was left; `None` once
    /// something has happened that is not captured. Where nothing ever happens, nothing is left.
    left_at: Option<u32>,
    is_current: bool,
    is_sampled: bool,
    next_seq: u32,
    delivered: u32,
    dropped: Dropped,
}

/// What a page that is gone has left of a stream: its account, and what is not known to be delivered.
#[derive(Debug)]
pub struct Left {
    /// The stream's random name.
    pub name: String,
    /// The conversation's handle, or the stream's name.
    pub conversation: Handle,
    /// The tags with which the stream began.
    pub context: Vec<(Slug, Slug)>,
    /// Events that were acknowledged.
    pub delivered: u32,
    /// Events that were given up, also because storage has not kept them.
    pub dropped: Dropped,
    /// Events that wait.
    pub events: Vec<Encoded>,
}

/// Every stream that still has something to say.
pub struct Streams {
    random: Random,
    policy: Policy,
    budgets: Budgets,
    streams: Vec<Stream>,
    /// The reader has refused conversations that are not running yet.
    refuses_new: bool,
    next_key: StreamKey,
    ended: Ledger,
    /// What became of what happened.
    pub outcome: Outcome,
}

impl Streams {
    /// No streams yet.
    #[must_use]
    pub fn new(policy: Policy, random: Random) -> Self {
        Self {
            random,
            budgets: Budgets::default(),
            policy,
            streams: Vec::new(),
            refuses_new: false,
            next_key: 0,
            ended: Ledger::default(),
            outcome: Outcome::default(),
        }
    }

    /// Ends the streams of conversations that have rested for too long.
    pub fn end_idle(&mut self, now: Millis) -> Vec<StreamKey> {
        let mut ended = Vec::new();
        for stream in &mut self.streams {
            if stream.is_current && now.saturating_sub(stream.last_used) > IDLE_MS {
                stream.is_current = false;
                ended.push(stream.key);
            }
        }
        ended
    }

    /// Whether only conversations that are running may be captured. One that has rested for so long
    /// that its stream has ended counts as new. Returns what held before.
    pub fn refuse_new(&mut self, refuses_new: bool) -> bool {
        core::mem::replace(&mut self.refuses_new, refuses_new)
    }

    /// Whether nothing is running, and nothing may begin.
    #[must_use]
    pub fn are_finished(&self) -> bool {
        self.refuses_new && !self.streams.iter().any(|stream| stream.is_current)
    }

    /// Whether the reader has refused a conversation, because it would begin now.
    #[must_use]
    pub fn refuses(&self, conversation: Option<&Handle>) -> bool {
        self.refuses_new && !self.streams.iter().any(|stream| stream.runs(conversation))
    }

    /// The stream for something that happens in a conversation now. `None` where the reader has
    /// refused it.
    pub fn current(&mut self, now: Millis, conversation: Option<&Handle>) -> Option<StreamKey> {
        for stream in &mut self.streams {
            if stream.runs(conversation) {
                stream.last_used = now;
                return Some(stream.key);
            }
        }
        if self.refuses_new {
            self.outcome.refuse(Why::Refused);
            return None;
        }
        Some(self.begin(now, conversation.cloned()))
    }

    /// Goes on with the account of a stream that a page which is gone has left, under its own name;
    /// nothing new happens in it.
    pub fn restore(&mut self, left: Left) -> (StreamKey, Vec<Encoded>) {
        let key = self.begin(0, Some(left.conversation));
        if let Some(stream) = self.find(key) {
            stream.name = left.name;
            stream.context = Rc::new(left.context);
            stream.is_current = false;
            stream.next_seq = left.delivered + left.dropped.total() + left.events.len() as u32;
            stream.delivered = left.delivered;
            stream.dropped = left.dropped;
        }
        (key, left.events)
    }

    /// Lets go of the stream of this name: another page goes on with its account.
    pub fn hand_over(&mut self, name: &str) -> Option<StreamKey> {
        let at = self.streams.iter().position(|stream| stream.name == name)?;
        Some(self.streams.swap_remove(at).key)
    }

    /// Makes the stream's next event, unless its type is switched off, or the conversation was not
    /// drawn into the sample, or nothing but randomised answers may leave.
    pub fn capture(
        &mut self,
        key: StreamKey,
        response: Option<&Handle>,
        draft: Draft,
    ) -> Option<Event> {
        let kind = draft.kind();
        if self.are_randomized() {
            if kind == Kind::Rated {
                self.withhold(key);
            }
            self.outcome.refuse(Why::Randomized);
            return None;
        }
        let is_muted = self.policy.muted.contains(&kind);
        let Some(stream) = self.find(key).filter(|stream| stream.is_sampled) else {
            self.outcome.refuse(Why::Unsampled);
            return None;
        };
        if is_muted {
            stream.left_at = None;
            self.outcome.refuse(Why::Muted);
            return None;
        }
        let seq = stream.next_seq;
        stream.next_seq += 1;
        if !matches!(kind, Kind::Viewed | Kind::Left) {
            stream.last = Some(kind);
        }
        self.outcome.record(kind);
        Some(draft.place(seq, response.cloned()))
    }

    /// Whether nothing but randomised answers may leave.
    #[must_use]
    pub fn are_randomized(&self) -> bool {
        self.policy.epsilon.is_some()
    }

    /// What was said in this conversation at an earlier visit has been reported there.
    pub fn spend(&mut self, key: StreamKey) {
        if self.are_randomized()
            && let Some(stream) = self.streams.iter().find(|stream| stream.key == key)
        {
            self.budgets.spend(stream.conversation.as_ref());
        }
    }

    /// Counts a vote that comes too late to be reported.
    fn withhold(&mut self, key: StreamKey) {
        let stream = self.streams.iter().find(|stream| stream.key == key && stream.is_sampled);
        let is_late =
            stream.is_some_and(|stream| self.budgets.is_spent(stream.conversation.as_ref()));
        self.budgets.withheld += u32::from(is_late);
    }

    /// Makes the one report of a conversation, when it has been left with these opinions.
    pub fn report(&mut self, key: StreamKey, opinions: &[Opinion]) -> Option<Report> {
        let epsilon = self.policy.epsilon?;
        let stream = self.streams.iter_mut().find(|s| s.key == key && s.is_sampled)?;
        if self.budgets.is_spent(stream.conversation.as_ref()) {
            return None;
        }
        let asks = [Kind::Rated, Kind::Reasoned].map(|kind| !self.policy.muted.contains(&kind));
        let report = epsilon.report(asks, opinions, &mut self.random)?;
        self.budgets.spend(stream.conversation.as_ref());
        self.budgets.withheld += opinions.len() as u32 - 1;
        stream.next_seq += 1;
        Some(report)
    }

    /// The conversation was left, for now at least. What happened in it since it began, or since it
    /// was last left, makes that worth saying.
    pub fn leave(&mut self, key: StreamKey, turns: u32) -> Option<Event> {
        let stream = self.find(key).filter(|stream| stream.left_at != Some(stream.next_seq))?;
        let duration_ms = stream.last_used.saturating_sub(stream.first_used);
        let left = Draft::left(turns, duration_ms, stream.last);
        let event = self.capture(key, None, left);
        if let Some(stream) = self.find(key) {
            stream.left_at = Some(stream.next_seq);
        }
        event
    }

    /// Nothing is to be known of what happened in a conversation: unless something does from now on,
    /// it is not left, either.
    pub fn silence(&mut self, key: StreamKey) {
        if let Some(stream) = self.find(key) {
            stream.left_at = Some(stream.next_seq);
            stream.last = None;
        }
    }

    /// The streams that conversations go on in.
    #[must_use]
    pub fn keys(&self) -> Vec<StreamKey> {
        let current = self.streams.iter().filter(|stream| stream.is_current);
        current.map(|stream| stream.key).collect()
    }

    /// Counts events that were delivered or given up.
    pub fn settle(&mut self, settled: &Settled) {
        if let Some(stream) = self.find(settled.stream) {
            let events = settled.events.len() as u32;
            match settled.loss {
                Some(loss) => stream.dropped.add(loss, events),
                None => stream.delivered += events,
            }
        }
    }

    /// What a batch of this stream begins with, given how many of its events are queued.
    #[must_use]
    pub fn header(&self, key: StreamKey, queued: u32) -> Option<Header<'_>> {
        let stream = self.streams.iter().find(|stream| stream.key == key)?;
        let conversation = stream.conversation.as_ref().map_or(&*stream.name, Handle::as_str);
        let about = self.policy.epsilon.map_or(About::Conversation(conversation), About::Privacy);
        Some(Header {
            stream: &stream.name,
            about,
            context: &stream.context,
            ledger: stream.ledger(queued),
        })
    }

    /// Forgets streams that have ended and have nothing queued, but keeps their account.
    pub fn forget_ended(&mut self, mut queued: impl FnMut(StreamKey) -> u32) {
        let ended = &mut self.ended;
        self.streams.retain(|stream| {
            let keep = stream.is_current || queued(stream.key) > 0;
            if !keep {
                ended.add(&stream.ledger(0));
            }
            keep
        });
    }

    /// Ends every stream: what happens from now on has another name.
    pub fn end_all(&mut self) {
        for stream in &mut self.streams {
            stream.is_current = false;
        }
    }

    /// The account of all streams together, given how many events of each are queued.
    pub fn total(&self, mut queued: impl FnMut(StreamKey) -> u32) -> Ledger {
        let mut total = self.ended;
        if self.are_randomized() {
            total.captured += self.budgets.withheld;
            total.dropped.add(Loss::Budget, self.budgets.withheld);
        }
        for stream in &self.streams {
            total.add(&stream.ledger(queued(stream.key)));
        }
        total
    }

    /// A random number from 0 up to, not including, 1.
    pub fn chance(&mut self) -> f64 {
        chance(&mut self.random)
    }

    fn begin(&mut self, now: Millis, conversation: Option<Handle>) -> StreamKey {
        let key = self.next_key;
        self.next_key += 1;
        let is_sampled = chance(&mut self.random) < self.policy.sample_rate;
        self.streams.push(Stream {
            key,
            conversation,
            name: hex((self.random)()),
            context: Rc::clone(&self.policy.context),
            first_used: now,
            last_used: now,
            last: None,
            left_at: Some(0),
            is_current: true,
            is_sampled,
            next_seq: 0,
            delivered: 0,
            dropped: Dropped::default(),
        });
        key
    }

    fn find(&mut self, key: StreamKey) -> Option<&mut Stream> {
        self.streams.iter_mut().find(|stream| stream.key == key)
    }
}

impl Stream {
    /// Whether a conversation goes on in it.
    fn runs(&self, conversation: Option<&Handle>) -> bool {
        self.is_current && self.conversation.as_ref() == conversation
    }

    fn ledger(&self, queued: u32) -> Ledger {
        Ledger { captured: self.next_seq, delivered: self.delivered, queued, dropped: self.dropped }
    }
}

/// A random number from 0 up to, not including, 1.
pub fn chance(random: &mut Random) -> f64 {
    // 53 bits are all that a double between 0 and 1 can hold.
    (random() >> 75) as u64 as f64 / (1_u64 << 53) as f64
}

fn hex(bits: u128) -> String {
    let mut text = String::with_capacity(32);
    for byte in bits.to_be_bytes() {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
        }
    }
    text
}
