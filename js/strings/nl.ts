import type { Strings } from "../strings.js";

/** The texts in Dutch. */
const strings: Strings = {
  rate: "Beoordeel dit antwoord",
  up: "Goed antwoord",
  down: "Slecht antwoord",
  stars: "{n} van 5 sterren",
  copy: "Antwoord kopiëren",
  copied: "Antwoord gekopieerd",
  notCopied: "Kopiëren mislukt",
  regenerate: "Opnieuw proberen",
  thanks: "Bedankt voor je feedback",
  retracted: "Feedback verwijderd",
  undo: "Ongedaan maken",
  close: "Sluiten",
  whyGood: "Wat was goed?",
  whyBad: "Wat ging er mis?",
  comment: "Opmerking (optioneel)",
  commentNote:
    "Vermeld geen namen of contactgegevens. We verwijderen wat we herkennen, maar kunnen niet beloven alles te vinden.",
  send: "Versturen",
  reasons: {
    accurate: "Juist",
    helpful: "Nuttig",
    clear: "Duidelijk",
    complete: "Volledig",
    concise: "Bondig",
    inaccurate: "Onjuist",
    unhelpful: "Niet nuttig",
    offensive: "Beledigend",
    too_long: "Te lang",
    off_topic: "Naast de kwestie",
  },
  compare: "Welk antwoord is beter?",
  answer: "Antwoord {n}",
  better: "Antwoord {n} is beter",
  tie: "Ongeveer even goed",
  bothBad: "Beide zijn slecht",
  outcome: "Heeft dit antwoord je geholpen?",
  worked: "Ja",
  partly: "Gedeeltelijk",
  failed: "Nee",
};

export default strings;
