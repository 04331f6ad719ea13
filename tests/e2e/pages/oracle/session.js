// One session: a page, what its own script does to it, and what the oracle says of it.
import { start } from "tellback";
import { build } from "./layout.js";
import { Oracle } from "./oracle.js";
import { randomOf } from "./random.js";

const random = randomOf(Number(new URLSearchParams(location.search).get("seed")));
const { list, answers, clips, traits, paragraph } = build(random);
const events = [];
// What was there before counts as complete since then.
for (const answer of answers) answer.completeSince = performance.now();
const tellback = start({
  endpoint: "/feedback",
  batch: { maxDelayMs: 3_600_000 },
  onBatch: (batch) => {
    events.push(...batch.events);
    return true;
  },
});
await tellback.ready;
// Its first look is at the next moment, as is ours.
const oracle = new Oracle(answers);

/** Does something over and over, after as many milliseconds as it says. */
function repeat(act) {
  const after = act();
  if (after) setTimeout(repeat, after, act);
}

const streaming = random.happens(0.5)
  ? random.one(answers.filter(({ scrolls }) => !scrolls))
  : undefined;
if (streaming) {
  const states = random.happens(0.5);
  const follows = random.happens(0.4);
  let left = Math.round(random.between(3, 25));
  traits.push(`streams ${streaming.name}${follows ? " followed" : ""}`);
  if (states) streaming.element.dataset.tellbackState = "streaming";
  else delete streaming.element.dataset.tellbackState;
  repeat(() => {
    streaming.completeSince = performance.now();
    if (left-- > 0) {
      streaming.element.append(paragraph());
      if (follows) (clips.at(-1) ?? document.documentElement).scrollTop = 1e6;
      return random.between(20, 200);
    }
    if (states) streaming.element.dataset.tellbackState = "complete";
    return 0;
  });
}

if (random.happens(0.25)) {
  // A virtualised list: what is out of sight is taken out, and comes back as another element.
  traits.push("virtualised");
  repeat(() => {
    for (const answer of answers) {
      if (answer === streaming || answer.scrolls) continue;
      const { top, bottom, height } = (answer.place ?? answer.element).getBoundingClientRect();
      const isNear = bottom > -50 && top < innerHeight + 50;
      if (isNear && answer.place) {
        answer.element = answer.element.cloneNode(true);
        answer.place.replaceWith(answer.element);
        answer.place = undefined;
      } else if (!isNear && !answer.place) {
        const scale = height / answer.element.offsetHeight || 1;
        answer.place = document.createElement("div");
        answer.place.style.blockSize = `${height / scale}px`;
        answer.element.replaceWith(answer.place);
      }
    }
    return 16;
  });
}

if (random.happens(0.2)) {
  // A tab that is not displayed for a while.
  traits.push("tabs");
  setTimeout(
    () => {
      list.style.display = "none";
      dispatchEvent(new Event("resize"));
    },
    random.between(800, 2_000),
  );
  setTimeout(
    () => {
      list.style.display = "";
      dispatchEvent(new Event("resize"));
    },
    random.between(2_200, 3_500),
  );
}

const again = document.createElement("button");
const asked = random.one(answers);
again.className = "again";
again.textContent = "Again";
again.dataset.tellbackAction = "regenerate";
again.dataset.tellbackFor = asked.name;
document.body.append(again);
const facts = {};
again.addEventListener("click", ({ timeStamp }) => {
  facts.regenerated = {
    name: asked.name,
    after: timeStamp - asked.completeSince,
    dwell: oracle.dwell(asked.name),
  };
});

window.session = {
  traits: traits.join(", "),
  /** Selects a part of an answer that is on the page, and says which share that is. */
  select() {
    const there = answers.filter(({ element }) => element.isConnected && element.offsetHeight > 0);
    if (there.length === 0) return;
    const { name, element } = random.one(there);
    const texts = Array.from(element.querySelectorAll("p"), ({ firstChild }) => firstChild);
    const [from, to] = [random.one(texts), random.one(texts)].sort((one, other) =>
      one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1,
    );
    const at = [
      random.between(0, from.length / 2),
      random.between(to.length / 2 + 1, to.length),
    ].map(Math.floor);
    getSelection().setBaseAndExtent(from, at[0], to, at[1]);
    const before = (text) =>
      texts.slice(0, texts.indexOf(text)).reduce((sum, { length }) => sum + length, 0);
    const total = texts.reduce((sum, { length }) => sum + length, 0);
    const [begins, ends] = [before(from) + at[0], before(to) + at[1]];
    facts.copied = {
      name,
      from: (100 * begins) / total,
      to: (100 * ends) / total,
      share: (100 * (ends - begins)) / total,
    };
  },
  /** Ends the session, and says what was recorded and what should have been. */
  async end() {
    const read = oracle.end(() => {
      for (const { element, place } of answers) place?.replaceWith(element);
    });
    tellback.stop();
    await tellback.flush();
    const { longestGap } = oracle;
    return { traits: traits.join(", "), events, read, facts, longestGap };
  },
};
