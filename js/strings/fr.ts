import type { Strings } from "../strings.js";

/** The texts in French. */
const strings: Strings = {
  rate: "Évaluer cette réponse",
  up: "Bonne réponse",
  down: "Mauvaise réponse",
  stars: "{n} étoiles sur 5",
  copy: "Copier la réponse",
  copied: "Réponse copiée",
  notCopied: "Échec de la copie",
  regenerate: "Réessayer",
  thanks: "Merci pour votre avis",
  retracted: "Avis supprimé",
  undo: "Annuler",
  close: "Fermer",
  whyGood: "Qu’est-ce qui était bien ?",
  whyBad: "Qu’est-ce qui n’allait pas ?",
  comment: "Commentaire (facultatif)",
  commentNote:
    "N’indiquez ni noms ni coordonnées. Nous supprimons ce que nous reconnaissons, sans pouvoir garantir de tout trouver.",
  send: "Envoyer",
  reasons: {
    accurate: "Exact",
    helpful: "Utile",
    clear: "Clair",
    complete: "Complet",
    concise: "Concis",
    inaccurate: "Inexact",
    unhelpful: "Inutile",
    offensive: "Offensant",
    too_long: "Trop long",
    off_topic: "Hors sujet",
  },
  compare: "Quelle réponse est la meilleure ?",
  answer: "Réponse {n}",
  better: "La réponse {n} est meilleure",
  tie: "À peu près pareil",
  bothBad: "Les deux sont mauvaises",
  outcome: "Cette réponse vous a-t-elle aidé ?",
  worked: "Oui",
  partly: "En partie",
  failed: "Non",
};

export default strings;
