/**
 * Every text that the controls show or that a screen reader says. A translation is a module of its
 * own, such as `tellback/strings/de`; the defaults are those of `tellback/strings/en`.
 */
export interface Strings extends ControlStrings, ConsentStrings {}

/** The texts of the controls that are about answers. */
export interface ControlStrings {
  /** Names the group of controls. Default: "Rate this answer" */
  rate: string;
  /** Names the thumb up. Default: "Good answer" */
  up: string;
  /** Names the thumb down. Default: "Bad answer" */
  down: string;
  /** Names a star; `{n}` becomes its number. Default: "{n} of 5 stars" */
  stars: string;
  /** Names the button that copies the answer. Default: "Copy answer" */
  copy: string;
  /** Said after the answer was copied. Default: "Answer copied" */
  copied: string;
  /** Said where the browser refused to copy. Default: "Copying failed" */
  notCopied: string;
  /** Names the button that asks for another answer. Default: "Try again" */
  regenerate: string;
  /** Shown after a vote. Default: "Thank you for your feedback" */
  thanks: string;
  /** Said after a vote was taken back. Default: "Feedback removed" */
  retracted: string;
  /** Takes the vote back. Default: "Undo" */
  undo: string;
  /** Closes what was opened. Default: "Close" */
  close: string;
  /** Asks for reasons after a good vote. Default: "What was good?" */
  whyGood: string;
  /** Asks for reasons after a bad vote. Default: "What went wrong?" */
  whyBad: string;
  /** Names the field for a comment. Default: "Comment (optional)" */
  comment: string;
  /**
   * Says what becomes of a comment. Default: "Please leave out names and contact details. We remove
   * what we recognise, but cannot promise to find everything."
   */
  commentNote: string;
  /** Sends the comment. Default: "Send" */
  send: string;
  /**
   * The words for reasons, by what the event calls them. Add those of your own that `good-reasons`
   * or `bad-reasons` name.
   */
  reasons: Record<string, string>;
  /** Asks which of two answers is better. Default: "Which answer is better?" */
  compare: string;
  /** Names one of two answers; `{n}` becomes 1 or 2. Default: "Answer {n}" */
  answer: string;
  /** Prefers one of two answers. Default: "Answer {n} is better" */
  better: string;
  /** Prefers neither. Default: "About the same" */
  tie: string;
  /** Refuses both. Default: "Both are bad" */
  bothBad: string;
  /** Asks later about an answer. Default: "Did this answer work for you?" */
  outcome: string;
  /** It worked. Default: "Yes" */
  worked: string;
  /** It worked in part. Default: "Partly" */
  partly: string;
  /** It did not work. Default: "No" */
  failed: string;
}

/** The texts of `<tellback-consent>`. */
export interface ConsentStrings {
  /** Names the switch by which the reader agrees or refuses. Default: "Share my reactions" */
  consentLabel: string;
  /** Says that reactions are recorded. Default: "On: your reactions to answers are recorded." */
  consentOn: string;
  /** Says that the reader has refused. Default: "Off: nothing is recorded or sent." */
  consentOff: string;
  /**
   * Says that the reader has not agreed yet. Default: "Off: nothing is recorded unless you switch
   * this on."
   */
  consentWaiting: string;
  /**
   * Says that only new conversations are refused. Default: "Off for new conversations. Those that
   * have begun are recorded until you leave the page."
   */
  consentRunning: string;
  /**
   * Says that the browser refuses, and what the reader can do. Default: "Off: your browser asks
   * sites not to track you (Global Privacy Control or Do Not Track). You can change that in its
   * settings."
   */
  consentBrowser: string;
  /**
   * Says that tellback does not work here. Default: "Something went wrong, so nothing is recorded on
   * this page."
   */
  consentFailed: string;
  /**
   * Says that the host has ended capture. Default: "Nothing is recorded on this page at the moment."
   */
  consentStopped: string;
  /**
   * Says what is recorded. Where you switch types of event off, or send batches elsewhere, say so
   * here. Default: "What is recorded: your votes, your reasons and whether an answer worked, how
   * long and how far you read, how much of an answer you copy, which of its buttons you use, and
   * whether you stop it, correct it, ask again, compare or leave."
   */
  consentCollected: string;
  /**
   * Says what is not. Default: "What is not: the words that you read or write, who you are, and
   * where you come from."
   */
  consentNever: string;
  /**
   * Added to that where you ask for comments. Default: "The exception: a comment that you send,
   * without what looks like contact details."
   */
  consentComments: string;
  /** Asks what a refusal covers. Default: "When I switch it off, stop recording" */
  consentScope: string;
  /** It covers everything. Default: "everything, at once" */
  consentEverything: string;
  /** It covers what begins later. Default: "only conversations that begin later" */
  consentNew: string;
  /** Refuses the conversations that still run. Default: "Stop recording these as well" */
  consentWiden: string;
  /** Opens the list of events. Default: "See what has been recorded" */
  consentShow: string;
  /** Shown where that is empty. Default: "Nothing has been recorded." */
  consentNothing: string;
  /** Above the events that wait; `{n}` becomes their number. Default: "Not sent yet: {n}" */
  consentNotSent: string;
  /** Above the events that were sent. Default: "Sent: {n}" */
  consentSent: string;
  /**
   * Says how many were sent before the control was on the page. Default: "Sent earlier, no copy kept
   * here: {n}"
   */
  consentEarlier: string;
}
