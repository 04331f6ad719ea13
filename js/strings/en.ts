import type { Strings } from "../strings.js";

/** The texts in English, which hold where a host gives none. */
const strings: Strings = {
  rate: "Rate this answer",
  up: "Good answer",
  down: "Bad answer",
  stars: "{n} of 5 stars",
  copy: "Copy answer",
  copied: "Answer copied",
  notCopied: "Copying failed",
  regenerate: "Try again",
  thanks: "Thank you for your feedback",
  retracted: "Feedback removed",
  undo: "Undo",
  close: "Close",
  whyGood: "What was good?",
  whyBad: "What went wrong?",
  comment: "Comment (optional)",
  commentNote:
    "Please leave out names and contact details. We remove what we recognise, but cannot promise to find everything.",
  send: "Send",
  reasons: {
    accurate: "Accurate",
    helpful: "Helpful",
    clear: "Clear",
    complete: "Complete",
    concise: "To the point",
    inaccurate: "Inaccurate",
    unhelpful: "Unhelpful",
    offensive: "Offensive",
    too_long: "Too long",
    off_topic: "Off topic",
  },
  compare: "Which answer is better?",
  answer: "Answer {n}",
  better: "Answer {n} is better",
  tie: "About the same",
  bothBad: "Both are bad",
  outcome: "Did this answer work for you?",
  worked: "Yes",
  partly: "Partly",
  failed: "No",
};

export default strings;
