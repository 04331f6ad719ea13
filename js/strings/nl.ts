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
  consentLabel: "Mijn reacties delen",
  consentOn: "Aan: uw reacties op antwoorden worden vastgelegd.",
  consentOff: "Uit: er wordt niets vastgelegd of verzonden.",
  consentWaiting: "Uit: er wordt niets vastgelegd zolang u dit niet aanzet.",
  consentRunning:
    "Uit voor nieuwe gesprekken. Begonnen gesprekken worden vastgelegd tot u de pagina verlaat.",
  consentBrowser:
    "Uit: uw browser vraagt sites om u niet te volgen (Global Privacy Control of Do Not Track). U kunt dat in de instellingen ervan wijzigen.",
  consentFailed: "Er ging iets mis, dus op deze pagina wordt niets vastgelegd.",
  consentStopped: "Op deze pagina wordt nu niets vastgelegd.",
  consentCollected:
    "Vastgelegd wordt: uw stemmen, uw redenen en of een antwoord hielp, hoe lang en hoe ver u leest, hoeveel van een antwoord u kopieert, welke knoppen u gebruikt, en of u het stopt, verbetert, opnieuw vraagt, vergelijkt of weggaat.",
  consentNever:
    "Niet vastgelegd wordt: de woorden die u leest of schrijft, wie u bent en waar u vandaan komt.",
  consentComments:
    "De uitzondering: een opmerking die u verzendt, zonder wat op contactgegevens lijkt.",
  consentScope: "Als ik dit uitzet, niet meer vastleggen:",
  consentEverything: "alles, meteen",
  consentNew: "alleen gesprekken die later beginnen",
  consentWiden: "Ook deze niet meer vastleggen",
  consentShow: "Bekijken wat is vastgelegd",
  consentNothing: "Er is niets vastgelegd.",
  consentNotSent: "Nog niet verzonden: {n}",
  consentSent: "Verzonden: {n}",
  consentEarlier: "Eerder verzonden, hier geen kopie: {n}",
};

export default strings;
