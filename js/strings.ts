/**
 * Every text that the controls show or that a screen reader says. A translation is a module of its
 * own, such as `tellback/strings/de`; the defaults are those of `tellback/strings/en`.
 */
export interface Strings {
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
