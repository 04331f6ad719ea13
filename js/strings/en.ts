import type { ConsentStrings, ControlStrings, Strings } from "../strings.js";

/** The texts of the controls that are about answers. */
export const controls: ControlStrings = {
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

/** The texts of `<tellback-consent>`. */
export const consent: ConsentStrings = {
  consentLabel: "Share my reactions",
  consentOn: "On: your reactions to answers are recorded.",
  consentOff: "Off: nothing is recorded or sent.",
  consentWaiting: "Off: nothing is recorded unless you switch this on.",
  consentRunning:
    "Off for new conversations. Those that have begun are recorded until you leave the page.",
  consentBrowser:
    "Off: your browser asks sites not to track you (Global Privacy Control or Do Not Track). You can change that in its settings.",
  consentFailed: "Something went wrong, so nothing is recorded on this page.",
  consentStopped: "Nothing is recorded on this page at the moment.",
  consentCollected:
    "What is recorded: your votes, your reasons and whether an answer worked, how long and how far you read, how much of an answer you copy, which of its buttons you use, and whether you stop it, correct it, ask again, compare or leave.",
  consentNever:
    "What is not: the words that you read or write, who you are, and where you come from.",
  consentComments:
    "The exception: a comment that you send, without what looks like contact details.",
  consentScope: "When I switch it off, stop recording",
  consentEverything: "everything, at once",
  consentNew: "only conversations that begin later",
  consentWiden: "Stop recording these as well",
  consentShow: "See what has been recorded",
  consentNothing: "Nothing has been recorded.",
  consentNotSent: "Not sent yet: {n}",
  consentSent: "Sent: {n}",
  consentEarlier: "Sent earlier, no copy kept here: {n}",
};

/** The texts in English, which hold where a host gives none. Marked so that files take only the part that they need. */
const strings: Strings = /* @__PURE__ */ Object.assign({}, controls, consent);

export default strings;
