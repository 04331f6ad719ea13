import type { Strings } from "../options.js";

/** The texts in English, which hold where a host gives none. */
const strings: Strings = {
  rate: "Rate this answer",
  up: "Good answer",
  down: "Bad answer",
  thanks: "Thank you for your feedback",
  retracted: "Feedback removed",
};

export default strings;
