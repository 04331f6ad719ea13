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
  consentLabel: "Partager mes réactions",
  consentOn: "Activé : vos réactions aux réponses sont enregistrées.",
  consentOff: "Désactivé : rien n’est enregistré ni envoyé.",
  consentWaiting: "Désactivé : rien n’est enregistré tant que vous n’activez pas ce réglage.",
  consentRunning:
    "Désactivé pour les nouvelles conversations. Celles en cours sont enregistrées jusqu’à ce que vous quittiez la page.",
  consentBrowser:
    "Désactivé : votre navigateur demande aux sites de ne pas vous pister (Global Privacy Control ou Do Not Track). Vous pouvez changer cela dans ses réglages.",
  consentFailed: "Un problème est survenu : rien n’est enregistré sur cette page.",
  consentStopped: "Rien n’est enregistré sur cette page pour le moment.",
  consentCollected:
    "Ce qui est enregistré : vos votes, leurs raisons et si une réponse vous a aidé, la durée et l’étendue de votre lecture, la part d’une réponse que vous copiez, les boutons que vous utilisez, et si vous l’arrêtez, la corrigez, redemandez, comparez ou partez.",
  consentNever:
    "Ce qui ne l’est pas : les mots que vous lisez ou écrivez, qui vous êtes et d’où vous venez.",
  consentComments:
    "L’exception : un commentaire que vous envoyez, sans ce qui ressemble à des coordonnées.",
  consentScope: "Quand je désactive, ne plus enregistrer",
  consentEverything: "tout, immédiatement",
  consentNew: "seulement les conversations qui commencent ensuite",
  consentWiden: "Ne plus enregistrer celles-ci non plus",
  consentShow: "Voir ce qui a été enregistré",
  consentNothing: "Rien n’a été enregistré.",
  consentNotSent: "Pas encore envoyé : {n}",
  consentSent: "Envoyé : {n}",
  consentEarlier: "Envoyé plus tôt, sans copie ici : {n}",
};

export default strings;
