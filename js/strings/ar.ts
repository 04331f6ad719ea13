import type { Strings } from "../strings.js";

/** The texts in Arabic. */
const strings: Strings = {
  rate: "قيّم هذه الإجابة",
  up: "إجابة جيدة",
  down: "إجابة سيئة",
  stars: "{n} من 5 نجوم",
  copy: "نسخ الإجابة",
  copied: "تم نسخ الإجابة",
  notCopied: "تعذّر النسخ",
  regenerate: "إعادة المحاولة",
  thanks: "شكرًا على ملاحظاتك",
  retracted: "تمت إزالة الملاحظات",
  undo: "تراجع",
  close: "إغلاق",
  whyGood: "ما الذي أعجبك؟",
  whyBad: "ما المشكلة؟",
  comment: "تعليق (اختياري)",
  commentNote:
    "يُرجى عدم ذكر الأسماء أو بيانات الاتصال. نحذف ما نتعرّف عليه، لكن لا يمكننا أن نعد بالعثور على كل شيء.",
  send: "إرسال",
  reasons: {
    accurate: "صحيحة",
    helpful: "مفيدة",
    clear: "واضحة",
    complete: "كاملة",
    concise: "موجزة",
    inaccurate: "غير صحيحة",
    unhelpful: "غير مفيدة",
    offensive: "مسيئة",
    too_long: "طويلة جدًا",
    off_topic: "خارج الموضوع",
  },
  compare: "أي إجابة أفضل؟",
  answer: "الإجابة {n}",
  better: "الإجابة {n} أفضل",
  tie: "متقاربتان",
  bothBad: "كلتاهما سيئة",
  outcome: "هل أفادتك هذه الإجابة؟",
  worked: "نعم",
  partly: "جزئيًا",
  failed: "لا",
};

export default strings;
