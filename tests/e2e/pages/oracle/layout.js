// A chat page that no two seeds lay out alike.

const WORDS =
  "bread needs flour water salt and time while yeast works slowly in a warm kitchen".split(" ");

/**
 * Builds the page, and says what the oracle may know of it: what clips the answers, and where an
 * answer's element is at the moment.
 *
 * @param {ReturnType<typeof import("./random.js").randomOf>} random
 */
export function build(random) {
  /** What the reader looks through, from the outside inwards, beside the viewport. */
  const clips = [];
  /** @type {string[]} */
  const traits = [];
  let place = document.body;
  const inside = (tag, style) => {
    const element = document.createElement(tag);
    element.style.cssText = style;
    place.append(element);
    place = element;
    return element;
  };

  if (random.happens(0.2)) {
    traits.push("rtl");
    document.documentElement.dir = "rtl";
  }
  const scroller = (height) => {
    clips.push(inside("main", `block-size: ${height}px; overflow-y: auto; border: 2px solid`));
  };
  const kind = random.one(["page", "page", "scroller", "nested"]);
  traits.push(kind);
  if (kind !== "page") scroller(random.between(120, 200));
  if (kind === "nested") {
    inside("div", `block-size: 0`);
    place = place.parentElement;
    const spacer = document.createElement("div");
    spacer.style.blockSize = `${random.between(0, 60)}px`;
    place.append(spacer);
    scroller(random.between(80, 160));
  }
  const scale = random.one([1, 1, 1, 0.5, 0.8, 1.5, 2, 4]);
  if (scale !== 1) {
    const how = random.one(["zoom", "transform"]);
    traits.push(`${how} ${scale}`);
    // What is transformed keeps its place in the layout: it is given the place that it fills.
    if (how === "zoom") inside("div", `zoom: ${scale}`);
    else {
      const origin = document.documentElement.dir === "rtl" ? "100% 0" : "0 0";
      inside(
        "div",
        `transform: scale(${scale}); transform-origin: ${origin}; inline-size: ${100 / scale}%`,
      );
    }
  }
  if (random.happens(0.25)) {
    traits.push("shadow");
    const shadow = inside("chat-log", "display: block").attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = "p { margin: 0; padding-block-end: 8px }";
    const body = document.createElement("div");
    shadow.append(style, body);
    place = body;
  }
  const list = inside("div", random.happens(0.3) ? "padding-block: 40px" : "");
  list.dataset.tellbackConversation = "c1";

  const paragraph = () => {
    const p = document.createElement("p");
    const length = Math.round(random.between(8, 30));
    p.textContent = Array.from({ length }, () => random.one(WORDS)).join(" ");
    return p;
  };
  const answers = Array.from({ length: Math.round(random.between(2, 6)) }, (_, at) => {
    const element = document.createElement("article");
    element.dataset.tellbackResponse = `r${at}`;
    element.dataset.tellbackState = "complete";
    const length = random.one([1, 2, 4, 9, 20]) / Math.max(1, scale);
    for (let made = 0; made < Math.max(1, length); made += 1) element.append(paragraph());
    const answer = { name: `r${at}`, element, clips: [...clips] };
    if (random.happens(0.15)) {
      // An answer that scrolls inside itself.
      element.style.cssText = "max-block-size: 90px; overflow-y: auto";
      answer.scrolls = true;
    }
    list.append(element);
    return answer;
  });
  // So that the last answer can be scrolled away.
  const rest = document.createElement("div");
  rest.style.blockSize = `${random.between(0, 150)}px`;
  list.append(rest);
  return { list, answers, clips, traits, paragraph };
}
