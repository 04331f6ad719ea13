// What dwell and depth must be, by their definitions and by what was shown frame by frame. It
// shares no code with what it judges, and works on paragraphs where that works on pixels.

/** A part counts to the depth once it was in view for this long. */
const DEPTH_MS = 250;
/** A longer time without a frame is no reading. */
const LONGEST_GAP_MS = 500;
/**
 * A part that was in view for nearly that long, or hardly longer, may count or not: what moves is
 * looked at every 50 ms.
 */
const DOUBT_MS = 50;

export class Oracle {
  #answers;
  /** @type {Map<string, Record>} */
  #records = new Map();
  #last = performance.now();
  #isOver = false;
  /** The longest time without a frame. */
  longestGap = 0;

  /** @param {object[]} answers as `layout.js` builds them */
  constructor(answers) {
    this.#answers = answers;
    for (const { name } of answers) {
      this.#records.set(name, { dwell: 0, isInView: false, looks: [], least: 0, most: 0 });
    }
    const frame = () => {
      if (this.#isOver) return;
      this.#look(performance.now());
      requestAnimationFrame(frame);
    };
    frame();
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
      const { dwell, least, most } = this.#records.get(answer.name);
      const depth = (unit) => (100 * placeOf(answer, unit)) / heightOf(answer);
      return { name: answer.name, dwell, least: depth(least), most: depth(most) };
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
      if (passed > LONGEST_GAP_MS) record.looks = [];
      else if (record.isInView) record.dwell += passed;
      // What the last frame showed was shown until now.
      const shown = record.looks.at(-1);
      if (shown) {
        record.looks.push({ ...shown, at: now });
        record.least = Math.max(record.least, stayed(record.looks, DEPTH_MS + DOUBT_MS));
        record.most = Math.max(record.most, stayed(record.looks, DEPTH_MS - DOUBT_MS));
        record.looks = record.looks.filter(({ at }) => now - at < 2 * DEPTH_MS);
      }
      const view = viewOf(answer);
      record.isInView = view?.isInView ?? false;
      if (!view) record.looks = [];
      else
        record.looks.push({
          at: now,
          top: unitAt(answer, view.top),
          bottom: unitAt(answer, view.bottom),
        });
    }
  }
}

/** Where a unit ends, in pixels below the answer's beginning. */
function placeOf(answer, unit) {
  const paragraphs = [...answer.element.querySelectorAll("p")];
  const at = Math.min(Math.floor(unit), paragraphs.length - 1);
  const rect = paragraphs[at].getBoundingClientRect();
  return rect.top + (unit - at) * rect.height - beginOf(answer);
}

/** The end of the part that all of the last looks of so many milliseconds have shown. */
function stayed(looks, ms) {
  const { at } = looks.at(-1);
  let [top, bottom] = [0, Number.POSITIVE_INFINITY];
  for (const look of looks.toReversed()) {
    top = Math.max(top, look.top);
    bottom = Math.min(bottom, look.bottom);
    if (at - look.at >= ms) return bottom > top ? bottom : 0;
  }
  return 0;
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
