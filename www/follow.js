// @ts-check
/** Keeps the newest text in view, but only while the reader is at the end. */

/** Closer to the end than this, in pixels, counts as being there. */
const NEAR = 64;

/** Where pixels are no whole numbers, the end is this inexact. */
const SHAKY = 2;

export class Follower {
  #scroller;
  #button;
  #following = false;
  #top = 0;
  #observer = new ResizeObserver(() => this.keep());

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} button shown when the end is out of view; brings the reader there
   */
  constructor(scroller, button) {
    this.#scroller = scroller;
    this.#button = button;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    button.addEventListener("click", () => {
      // The button is about to go, and the focus must not go with it.
      scroller.focus({ preventScroll: true });
      this.toEnd();
    });
  }

  /**
   * Watches another content, from where its reader left it.
   *
   * @param {Element} content
   * @param {{ top: number, following: boolean }} position
   */
  watch(content, { top, following }) {
    this.#observer.disconnect();
    this.#observer.observe(this.#scroller);
    this.#observer.observe(content);
    this.#scroller.scrollTop = this.#top = top;
    this.#following = following || this.#distance < NEAR;
    this.keep();
  }

  /** Where the reader is. */
  get position() {
    return { top: this.#scroller.scrollTop, following: this.#following };
  }

  /** Goes to the end, and stays there as the text grows. */
  toEnd() {
    this.#following = true;
    this.keep();
  }

  /** Brings the end back into view if the reader was there. Growth is noticed without it. */
  keep() {
    if (this.#following) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#refresh();
  }

  #scrolled() {
    const top = this.#scroller.scrollTop;
    // Going up means leaving, unless the text has shrunk. Going down to the end means coming back.
    if (top < this.#top) this.#following = this.#distance < SHAKY;
    else if (this.#distance < NEAR) this.#following = true;
    this.#top = top;
    this.#refresh();
  }

  #refresh() {
    this.#button.hidden = this.#distance < NEAR;
  }

  get #distance() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight;
  }
}
