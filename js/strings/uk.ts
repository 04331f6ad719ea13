import type { Strings } from "../strings.js";

/** The texts in Ukrainian. */
const strings: Strings = {
  rate: "Оцініть цю відповідь",
  up: "Хороша відповідь",
  down: "Погана відповідь",
  stars: "Оцінка: {n} з 5",
  copy: "Копіювати відповідь",
  copied: "Відповідь скопійовано",
  notCopied: "Не вдалося скопіювати",
  regenerate: "Спробувати ще раз",
  thanks: "Дякуємо за відгук",
  retracted: "Відгук видалено",
  undo: "Скасувати",
  close: "Закрити",
  whyGood: "Що сподобалося?",
  whyBad: "Що не так?",
  comment: "Коментар (необов’язково)",
  commentNote:
    "Не вказуйте імен і контактних даних. Ми видаляємо те, що розпізнаємо, але не можемо обіцяти, що знайдемо все.",
  send: "Надіслати",
  reasons: {
    accurate: "Правильна",
    helpful: "Корисна",
    clear: "Зрозуміла",
    complete: "Повна",
    concise: "Стисла",
    inaccurate: "Неправильна",
    unhelpful: "Не корисна",
    offensive: "Образлива",
    too_long: "Задовга",
    off_topic: "Не по темі",
  },
  compare: "Яка відповідь краща?",
  answer: "Відповідь {n}",
  better: "Відповідь {n} краща",
  tie: "Приблизно однакові",
  bothBad: "Обидві погані",
  outcome: "Ця відповідь допомогла?",
  worked: "Так",
  partly: "Частково",
  failed: "Ні",
};

export default strings;
