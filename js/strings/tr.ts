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
  consentLabel: "Tepkilerimi paylaş",
  consentOn: "Açık: yanıtlara verdiğiniz tepkiler kaydediliyor.",
  consentOff: "Kapalı: hiçbir şey kaydedilmiyor veya gönderilmiyor.",
  consentWaiting: "Kapalı: siz açmadıkça hiçbir şey kaydedilmez.",
  consentRunning:
    "Yeni sohbetler için kapalı. Başlamış olanlar, siz sayfadan ayrılana kadar kaydedilir.",
  consentBrowser:
    "Kapalı: tarayıcınız sitelerden sizi izlememelerini istiyor (Global Privacy Control veya Do Not Track). Bunu tarayıcının ayarlarından değiştirebilirsiniz.",
  consentFailed: "Bir sorun oluştu, bu yüzden bu sayfada hiçbir şey kaydedilmiyor.",
  consentStopped: "Şu anda bu sayfada hiçbir şey kaydedilmiyor.",
  consentCollected:
    "Kaydedilenler: oylarınız, ne kadar ve nereye kadar okuduğunuz, bir yanıtın ne kadarını kopyaladığınız ve onu düzeltip düzeltmediğiniz, yeniden sormanız, karşılaştırmanız veya ayrılmanız.",
  consentNever:
    "Kaydedilmeyenler: okuduğunuz veya yazdığınız sözler, kim olduğunuz ve nereden geldiğiniz.",
  consentScope: "Kapattığımda kaydetmeyi bırak:",
  consentEverything: "her şeyi, hemen",
  consentNew: "yalnızca sonra başlayan sohbetleri",
  consentWiden: "Bunları da kaydetmeyi bırak",
  consentShow: "Kaydedilenleri gör",
  consentNothing: "Hiçbir şey kaydedilmedi.",
  consentNotSent: "Henüz gönderilmedi: {n}",
  consentSent: "Gönderildi: {n}",
  consentEarlier: "Önceden gönderildi, burada kopyası yok: {n}",
};

export default strings;
