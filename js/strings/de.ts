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
  consentLabel: "Meine Reaktionen teilen",
  consentOn: "An: Ihre Reaktionen auf Antworten werden aufgezeichnet.",
  consentOff: "Aus: Es wird nichts aufgezeichnet oder gesendet.",
  consentWaiting: "Aus: Es wird nichts aufgezeichnet, solange Sie dies nicht einschalten.",
  consentRunning:
    "Aus für neue Unterhaltungen. Begonnene werden aufgezeichnet, bis Sie die Seite verlassen.",
  consentBrowser:
    "Aus: Ihr Browser bittet Websites, Sie nicht zu verfolgen (Global Privacy Control oder Do Not Track). Das können Sie in seinen Einstellungen ändern.",
  consentFailed: "Etwas ist schiefgegangen, deshalb wird auf dieser Seite nichts aufgezeichnet.",
  consentStopped: "Auf dieser Seite wird zurzeit nichts aufgezeichnet.",
  consentCollected:
    "Aufgezeichnet wird: Ihre Bewertungen mit Gründen und ob eine Antwort half, wie lange und wie weit Sie lesen, wie viel einer Antwort Sie kopieren, welche ihrer Knöpfe Sie benutzen und ob Sie sie anhalten, korrigieren, neu fragen, vergleichen oder gehen.",
  consentNever:
    "Nicht aufgezeichnet wird: was Sie lesen oder schreiben, wer Sie sind und woher Sie kommen.",
  consentComments:
    "Die Ausnahme: ein Kommentar, den Sie senden, ohne das, was nach Kontaktdaten aussieht.",
  consentScope: "Wenn ich ausschalte, nicht mehr aufzeichnen:",
  consentEverything: "alles, sofort",
  consentNew: "nur Unterhaltungen, die später beginnen",
  consentWiden: "Auch diese nicht mehr aufzeichnen",
  consentShow: "Ansehen, was aufgezeichnet wurde",
  consentNothing: "Es wurde nichts aufgezeichnet.",
  consentNotSent: "Noch nicht gesendet: {n}",
  consentSent: "Gesendet: {n}",
  consentEarlier: "Früher gesendet, hier ohne Kopie: {n}",
};

export default strings;
