import type { Strings } from "../strings.js";

/** The texts in Polish. */
const strings: Strings = {
  rate: "Oceń tę odpowiedź",
  up: "Dobra odpowiedź",
  down: "Zła odpowiedź",
  stars: "Ocena: {n} na 5",
  copy: "Kopiuj odpowiedź",
  copied: "Odpowiedź skopiowana",
  notCopied: "Nie udało się skopiować",
  regenerate: "Spróbuj ponownie",
  thanks: "Dziękujemy za opinię",
  retracted: "Opinia usunięta",
  undo: "Cofnij",
  close: "Zamknij",
  whyGood: "Co było dobre?",
  whyBad: "Co było nie tak?",
  comment: "Komentarz (opcjonalnie)",
  commentNote:
    "Nie podawaj imion, nazwisk ani danych kontaktowych. Usuwamy to, co rozpoznamy, ale nie możemy obiecać, że znajdziemy wszystko.",
  send: "Wyślij",
  reasons: {
    accurate: "Poprawna",
    helpful: "Pomocna",
    clear: "Jasna",
    complete: "Pełna",
    concise: "Zwięzła",
    inaccurate: "Błędna",
    unhelpful: "Niepomocna",
    offensive: "Obraźliwa",
    too_long: "Za długa",
    off_topic: "Nie na temat",
  },
  compare: "Która odpowiedź jest lepsza?",
  answer: "Odpowiedź {n}",
  better: "Odpowiedź {n} jest lepsza",
  tie: "Mniej więcej takie same",
  bothBad: "Obie są złe",
  outcome: "Czy ta odpowiedź pomogła?",
  worked: "Tak",
  partly: "Częściowo",
  failed: "Nie",
};

export default strings;
