// What dwell and depth must be, by their definitions and by what was shown frame by frame. It
// shares no code with what it judges, and works on paragraphs where that works on pixels.

/** A part counts to the depth once it was in view for this long. */
const DEPTH_MS = 250;
/** A longer time without a frame is no reading. */
const LONGEST_GAP_MS = 500;
/** What moves is looked at every 50 ms, so a stay may seem to begin, or to end, so much off. */
const DOUBT_MS = 50;
/** How often this looks whether timers come in time. */
const TIMER_MS = 10;

export class Oracle {
  #answers;
  /** @type {Map<string, Record>} */
  #records = new Map();
  #timers = [];
  #last = performance.now();
  #isOver = false;
  /** The longest time without a frame. */
  longestGap = 0;

  /** @param {object[]} answers as `layout.js` builds them */
  constructor(answers) {
    this.#answers = answers;
    for (const { name } of answers) {
      this.#records.set(name, { dwell: 0, isInView: false, turns: [], stays: [[]] });
    }
    const frame = () => {
      if (this.#isOver) return;
      this.#look(performance.now());
      requestAnimationFrame(frame);
    };
    frame();
    this.#watchTimers();
  }

  /**
   * Ends the session, and says what it has come to, once `restore` has put all answers back.
   * @param {() => void} restore
   */
  end(restore) {
    this.#look(performance.now());
    this.#isOver = true;
    restore();
    return this.#answers.map((answer) => {
      const { dwell, turns, stays } = this.#records.get(answer.name);
      const depth = (unit) => (100 * placeOf(answer, unit)) / heightOf(answer);
      for (const look of stays.flat()) look.late = this.#late(look.at);
      const surely = (from, to) => DEPTH_MS + 2 * DOUBT_MS + from.late + to.late;
      return {
        name: answer.name,
        dwell,
        doubt: turns.reduce((sum, at) => sum + this.#late(at), 0),
        least: depth(deepest(stays, surely)),
        most: depth(deepest(stays, () => DEPTH_MS - DOUBT_MS)),
      };
    });
  }

  /** The time in view of one answer so far. */
  dwell(name) {
    this.#look(performance.now());
    return this.#records.get(name).dwell;
  }

  #look(now) {
    const passed = now - this.#last;
    this.longestGap = Math.max(this.longestGap, passed);
    this.#last = now;
    for (const answer of this.#answers) {
      const record = this.#records.get(answer.name);
      if (passed > LONGEST_GAP_MS) record.stays.push([]);
      else if (record.isInView) record.dwell += passed;
      // What the last frame showed was shown until now.
      const shown = record.stays.at(-1).at(-1);
      if (shown) record.stays.at(-1).push({ ...shown, at: now });
      const view = viewOf(answer);
      const isInView = view?.isInView ?? false;
      if (isInView !== record.isInView) record.turns.push(now);
      record.isInView = isInView;
      if (!view) record.stays.push([]);
      else
        record.stays.at(-1).push({
          at: now,
          top: unitAt(answer, view.top),
          bottom: unitAt(answer, view.bottom),
        });
    }
  }

  /**
   * A busy browser lets input and frames come before timers, and what is judged looks at what moves
   * by a timer: it can be no more exact than they are.
   */
  #watchTimers() {
    let due = performance.now() + TIMER_MS;
    const fired = () => {
      if (this.#isOver) return;
      const at = performance.now();
      this.#timers.push({ due, at });
      due = at + TIMER_MS;
      setTimeout(fired, TIMER_MS);
    };
    setTimeout(fired, TIMER_MS);
  }

  /** How late timers were at about that time. */
  #late(time) {
    const near = DOUBT_MS + TIMER_MS;
    return this.#timers
      .filter(({ due, at }) => due <= time + near && at >= time - near)
      .reduce((late, { due, at }) => Math.max(late, at - due), 0);
  }
}

/** The end of the part that was in view all the while between two looks that are `enough` apart. */
function deepest(stays, enough) {
  let end = 0;
  for (const looks of stays) {
    for (const [index, last] of looks.entries()) {
      let [top, bottom] = [0, Number.POSITIVE_INFINITY];
      for (const look of looks.slice(0, index + 1).toReversed()) {
        top = Math.max(top, look.top);
        bottom = Math.min(bottom, look.bottom);
        if (bottom <= Math.max(top, end)) break;
        if (last.at - look.at >= enough(look, last)) {
          end = bottom;
          break;
        }
      }
    }
  }
  return end;
}

/** Where a unit ends, in pixels below the answer's beginning. */
function placeOf(answer, unit) {
  const paragraphs = [...answer.element.querySelectorAll("p")];
  const at = Math.min(Math.floor(unit), paragraphs.length - 1);
  const rect = paragraphs[at].getBoundingClientRect();
  return rect.top + (unit - at) * rect.height - beginOf(answer);
}

/** Which part of an answer shows, in pixels of the viewport; `undefined` where none does. */
function viewOf(answer) {
  const { element, clips, scrolls } = answer;
  const rect = element.getBoundingClientRect();
  if (!element.isConnected || rect.height === 0) return undefined;
  const window = { top: 0, bottom: document.documentElement.clientHeight };
  for (const clip of clips) {
    const { top, bottom } = clip.getBoundingClientRect();
    window.top = Math.max(window.top, top);
    window.bottom = Math.min(window.bottom, bottom);
  }
  const top = Math.max(window.top, rect.top);
  const bottom = Math.min(window.bottom, rect.bottom);
  if (bottom <= top) return undefined;
  // An answer that scrolls inside itself is a window to its own text, and can fill no other.
  const height = window.bottom - window.top;
  const fills = (bottom - top) / (scrolls ? Math.min(height, rect.height) : height);
  return { top, bottom, isInView: fills >= 0.5 || bottom - top >= heightOf(answer) / 2 };
}

/** Where the text begins, scrolled away or not. */
function beginOf({ element, scrolls }) {
  const { top } = element.getBoundingClientRect();
  return scrolls ? top - element.scrollTop * scaleOf(element) : top;
}

/** How high all of the text is. */
function heightOf({ element, scrolls }) {
  return scrolls ? element.scrollHeight * scaleOf(element) : element.getBoundingClientRect().height;
}

function scaleOf(element) {
  return element.getBoundingClientRect().height / element.offsetHeight;
}

/** A place in the viewport as a place in the text: paragraphs, and parts of one. */
function unitAt({ element }, y) {
  const paragraphs = element.querySelectorAll("p");
  let [low, high] = [0, paragraphs.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (paragraphs[middle].getBoundingClientRect().bottom < y) low = middle + 1;
    else high = middle;
  }
  const rect = paragraphs[low].getBoundingClientRect();
  return low + Math.min(1, Math.max(0, (y - rect.top) / rect.height));
}
