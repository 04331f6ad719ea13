import type { Strings } from "../strings.js";

/** The texts in Turkish. */
const strings: Strings = {
  rate: "Bu yanıtı değerlendir",
  up: "İyi yanıt",
  down: "Kötü yanıt",
  stars: "5 üzerinden {n} yıldız",
  copy: "Yanıtı kopyala",
  copied: "Yanıt kopyalandı",
  notCopied: "Kopyalanamadı",
  regenerate: "Yeniden dene",
  thanks: "Geri bildiriminiz için teşekkürler",
  retracted: "Geri bildirim kaldırıldı",
  undo: "Geri al",
  close: "Kapat",
  whyGood: "Neyi iyiydi?",
  whyBad: "Sorun neydi?",
  comment: "Yorum (isteğe bağlı)",
  commentNote:
    "Lütfen ad veya iletişim bilgisi yazmayın. Fark ettiklerimizi sileriz, ancak hepsini bulacağımıza söz veremeyiz.",
  send: "Gönder",
  reasons: {
    accurate: "Doğru",
    helpful: "Yararlı",
    clear: "Açık",
    complete: "Eksiksiz",
    concise: "Kısa ve öz",
    inaccurate: "Yanlış",
    unhelpful: "Yararsız",
    offensive: "Rahatsız edici",
    too_long: "Çok uzun",
    off_topic: "Konu dışı",
  },
  compare: "Hangi yanıt daha iyi?",
  answer: "Yanıt {n}",
  better: "Yanıt {n} daha iyi",
  tie: "Aşağı yukarı aynı",
  bothBad: "İkisi de kötü",
  outcome: "Bu yanıt işinize yaradı mı?",
  worked: "Evet",
  partly: "Kısmen",
  failed: "Hayır",
};

export default strings;
