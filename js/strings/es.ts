import type { Strings } from "../strings.js";

/** The texts in Spanish. */
const strings: Strings = {
  rate: "Valorar esta respuesta",
  up: "Buena respuesta",
  down: "Mala respuesta",
  stars: "{n} de 5 estrellas",
  copy: "Copiar respuesta",
  copied: "Respuesta copiada",
  notCopied: "No se pudo copiar",
  regenerate: "Volver a intentar",
  thanks: "Gracias por tu opinión",
  retracted: "Opinión eliminada",
  undo: "Deshacer",
  close: "Cerrar",
  whyGood: "¿Qué te gustó?",
  whyBad: "¿Qué falló?",
  comment: "Comentario (opcional)",
  commentNote:
    "No incluyas nombres ni datos de contacto. Eliminamos lo que reconocemos, pero no podemos prometer encontrarlo todo.",
  send: "Enviar",
  reasons: {
    accurate: "Correcta",
    helpful: "Útil",
    clear: "Clara",
    complete: "Completa",
    concise: "Concisa",
    inaccurate: "Incorrecta",
    unhelpful: "Poco útil",
    offensive: "Ofensiva",
    too_long: "Demasiado larga",
    off_topic: "Fuera de tema",
  },
  compare: "¿Qué respuesta es mejor?",
  answer: "Respuesta {n}",
  better: "La respuesta {n} es mejor",
  tie: "Más o menos iguales",
  bothBad: "Las dos son malas",
  outcome: "¿Te sirvió esta respuesta?",
  worked: "Sí",
  partly: "En parte",
  failed: "No",
};

export default strings;
