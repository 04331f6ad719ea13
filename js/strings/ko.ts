import type { Strings } from "../strings.js";

/** The texts in Korean. */
const strings: Strings = {
  rate: "이 답변 평가",
  up: "좋은 답변",
  down: "나쁜 답변",
  stars: "별점 5점 중 {n}점",
  copy: "답변 복사",
  copied: "답변을 복사했습니다",
  notCopied: "복사하지 못했습니다",
  regenerate: "다시 시도",
  thanks: "의견을 보내 주셔서 감사합니다",
  retracted: "의견을 삭제했습니다",
  undo: "실행 취소",
  close: "닫기",
  whyGood: "어떤 점이 좋았나요?",
  whyBad: "어떤 점이 아쉬웠나요?",
  comment: "의견(선택 사항)",
  commentNote:
    "이름이나 연락처는 적지 마세요. 확인된 정보는 삭제하지만, 모두 찾아낸다고 보장할 수는 없습니다.",
  send: "보내기",
  reasons: {
    accurate: "정확함",
    helpful: "유용함",
    clear: "명확함",
    complete: "충분함",
    concise: "간결함",
    inaccurate: "부정확함",
    unhelpful: "도움이 안 됨",
    offensive: "불쾌함",
    too_long: "너무 김",
    off_topic: "주제에서 벗어남",
  },
  compare: "어느 답변이 더 좋은가요?",
  answer: "답변 {n}",
  better: "답변 {n} 쪽이 더 좋음",
  tie: "비슷함",
  bothBad: "둘 다 별로임",
  outcome: "이 답변이 도움이 되었나요?",
  worked: "예",
  partly: "일부",
  failed: "아니요",
};

export default strings;
