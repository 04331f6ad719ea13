import type { Strings } from "../strings.js";

/** The texts in Japanese. */
const strings: Strings = {
  rate: "この回答を評価",
  up: "良い回答",
  down: "良くない回答",
  stars: "5つ星中{n}",
  copy: "回答をコピー",
  copied: "回答をコピーしました",
  notCopied: "コピーできませんでした",
  regenerate: "もう一度試す",
  thanks: "ご意見ありがとうございます",
  retracted: "評価を取り消しました",
  undo: "元に戻す",
  close: "閉じる",
  whyGood: "良かった点は？",
  whyBad: "良くなかった点は？",
  comment: "コメント（任意）",
  commentNote:
    "お名前や連絡先は書かないでください。検出できたものは削除しますが、すべてを見つけられるとは限りません。",
  send: "送信",
  reasons: {
    accurate: "正確",
    helpful: "役に立つ",
    clear: "わかりやすい",
    complete: "十分",
    concise: "簡潔",
    inaccurate: "不正確",
    unhelpful: "役に立たない",
    offensive: "不快",
    too_long: "長すぎる",
    off_topic: "的外れ",
  },
  compare: "どちらの回答が良いですか？",
  answer: "回答 {n}",
  better: "回答 {n} の方が良い",
  tie: "ほぼ同じ",
  bothBad: "どちらも良くない",
  outcome: "この回答は役に立ちましたか？",
  worked: "はい",
  partly: "一部",
  failed: "いいえ",
};

export default strings;
