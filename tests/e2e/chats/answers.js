// What the chats of these tests answer.

const SENTENCES = [
  "Bread needs flour, water, salt and time.",
  "Knead until the dough is smooth, and let it rest in a warm place.",
  "Shape it when it has doubled, and give it another hour.",
  "Bake it hot at first, so that it springs, and then less so.",
];

/** A long answer, piece by piece. */
export const LONG = Array.from({ length: 12 }, () => `${SENTENCES.join(" ")}\n\n`);
/** A short one. */
export const SHORT = SENTENCES[0];
