// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { provide } from "./globals.js";
import { load } from "./source.js";

const { observe } = await load("observe");

/** A control of another frame: an element, but no instance of this frame's `Element`. */
class Control extends EventTarget {
  nodeType = 1;
  ownerDocument = { defaultView: null, addEventListener() {} };

  /** @param {string} pressed */
  constructor(pressed) {
    super();
    this.pressed = pressed;
  }

  closest() {
    return this;
  }

  getAttribute() {
    return this.pressed;
  }
}

test("a control of another frame is heard, with what it said of itself before the press", (t) => {
  provide(t, "Element", () => class {});
  provide(
    t,
    "MutationObserver",
    () =>
      class {
        observe() {}
        disconnect() {}
      },
  );
  for (const pressed of ["true", "false"]) {
    const control = new Control(pressed);
    /** @type {unknown[][]} */
    const heard = [];
    const capture = { pressed: (/** @type {unknown[]} */ ...facts) => heard.push(facts.slice(1)) };
    const end = observe(/** @type {never} */ (control), (tell, isGesture) => {
      assert.equal(isGesture, true);
      tell(/** @type {never} */ (capture));
    });
    control.dispatchEvent(new Event("click"));
    end();
    control.dispatchEvent(new Event("click"));
    assert.deepEqual(heard, [[control, pressed === "true", false]]);
  }
});
