import type { Strings } from "../strings.js";

/** The texts in Swedish. */
const strings: Strings = {
  rate: "Betygsätt svaret",
  up: "Bra svar",
  down: "Dåligt svar",
  stars: "{n} av 5 stjärnor",
  copy: "Kopiera svaret",
  copied: "Svaret har kopierats",
  notCopied: "Det gick inte att kopiera",
  regenerate: "Försök igen",
  thanks: "Tack för din feedback",
  retracted: "Feedbacken har tagits bort",
  undo: "Ångra",
  close: "Stäng",
  whyGood: "Vad var bra?",
  whyBad: "Vad var fel?",
  comment: "Kommentar (valfritt)",
  commentNote:
    "Skriv inga namn eller kontaktuppgifter. Vi tar bort det vi känner igen men kan inte lova att vi hittar allt.",
  send: "Skicka",
  reasons: {
    accurate: "Korrekt",
    helpful: "Till hjälp",
    clear: "Tydligt",
    complete: "Fullständigt",
    concise: "Kärnfullt",
    inaccurate: "Felaktigt",
    unhelpful: "Inte till hjälp",
    offensive: "Stötande",
    too_long: "För långt",
    off_topic: "Utanför ämnet",
  },
  compare: "Vilket svar är bättre?",
  answer: "Svar {n}",
  better: "Svar {n} är bättre",
  tie: "Ungefär lika bra",
  bothBad: "Båda är dåliga",
  outcome: "Hjälpte svaret dig?",
  worked: "Ja",
  partly: "Delvis",
  failed: "Nej",
};

export default strings;
