import type { Strings } from "../strings.js";

/** The texts in Italian. */
const strings: Strings = {
  rate: "Valuta questa risposta",
  up: "Buona risposta",
  down: "Cattiva risposta",
  stars: "{n} stelle su 5",
  copy: "Copia risposta",
  copied: "Risposta copiata",
  notCopied: "Copia non riuscita",
  regenerate: "Riprova",
  thanks: "Grazie per il feedback",
  retracted: "Feedback rimosso",
  undo: "Annulla",
  close: "Chiudi",
  whyGood: "Che cosa è andato bene?",
  whyBad: "Che cosa non andava?",
  comment: "Commento (facoltativo)",
  commentNote:
    "Non inserire nomi o recapiti. Rimuoviamo ciò che riconosciamo, ma non possiamo promettere di trovare tutto.",
  send: "Invia",
  reasons: {
    accurate: "Corretta",
    helpful: "Utile",
    clear: "Chiara",
    complete: "Completa",
    concise: "Concisa",
    inaccurate: "Inesatta",
    unhelpful: "Poco utile",
    offensive: "Offensiva",
    too_long: "Troppo lunga",
    off_topic: "Fuori tema",
  },
  compare: "Quale risposta è migliore?",
  answer: "Risposta {n}",
  better: "La risposta {n} è migliore",
  tie: "Più o meno uguali",
  bothBad: "Entrambe scarse",
  outcome: "Questa risposta ti è servita?",
  worked: "Sì",
  partly: "In parte",
  failed: "No",
};

export default strings;
