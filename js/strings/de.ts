import type { Strings } from "../strings.js";

/** The texts in German. */
const strings: Strings = {
  rate: "Antwort bewerten",
  up: "Gute Antwort",
  down: "Schlechte Antwort",
  stars: "{n} von 5 Sternen",
  copy: "Antwort kopieren",
  copied: "Antwort kopiert",
  notCopied: "Kopieren fehlgeschlagen",
  regenerate: "Neu erzeugen",
  thanks: "Danke für Ihr Feedback",
  retracted: "Feedback entfernt",
  undo: "Rückgängig",
  close: "Schließen",
  whyGood: "Was war gut?",
  whyBad: "Was hat nicht gestimmt?",
  comment: "Kommentar (freiwillig)",
  commentNote:
    "Bitte keine Namen oder Kontaktdaten. Was wir erkennen, entfernen wir; alles zu finden, können wir nicht versprechen.",
  send: "Senden",
  reasons: {
    accurate: "Richtig",
    helpful: "Hilfreich",
    clear: "Verständlich",
    complete: "Vollständig",
    concise: "Auf den Punkt",
    inaccurate: "Falsch",
    unhelpful: "Nicht hilfreich",
    offensive: "Beleidigend",
    too_long: "Zu lang",
    off_topic: "Am Thema vorbei",
  },
  compare: "Welche Antwort ist besser?",
  answer: "Antwort {n}",
  better: "Antwort {n} ist besser",
  tie: "Etwa gleich gut",
  bothBad: "Beide sind schlecht",
  outcome: "Hat Ihnen diese Antwort geholfen?",
  worked: "Ja",
  partly: "Teilweise",
  failed: "Nein",
};

export default strings;
