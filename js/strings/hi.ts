import type { Strings } from "../strings.js";

/** The texts in Hindi. */
const strings: Strings = {
  rate: "इस उत्तर को रेट करें",
  up: "अच्छा उत्तर",
  down: "खराब उत्तर",
  stars: "5 में से {n} स्टार",
  copy: "उत्तर कॉपी करें",
  copied: "उत्तर कॉपी हो गया",
  notCopied: "कॉपी नहीं हो सका",
  regenerate: "फिर से कोशिश करें",
  thanks: "आपकी राय के लिए धन्यवाद",
  retracted: "राय हटा दी गई",
  undo: "वापस लें",
  close: "बंद करें",
  whyGood: "क्या अच्छा था?",
  whyBad: "क्या कमी थी?",
  comment: "टिप्पणी (वैकल्पिक)",
  commentNote:
    "कृपया नाम या संपर्क जानकारी न लिखें। जो हम पहचान पाते हैं उसे हटा देते हैं, पर सब कुछ ढूँढने का वादा नहीं कर सकते।",
  send: "भेजें",
  reasons: {
    accurate: "सही",
    helpful: "मददगार",
    clear: "स्पष्ट",
    complete: "पूरा",
    concise: "सटीक और छोटा",
    inaccurate: "गलत",
    unhelpful: "मददगार नहीं",
    offensive: "आपत्तिजनक",
    too_long: "बहुत लंबा",
    off_topic: "विषय से बाहर",
  },
  compare: "कौन-सा उत्तर बेहतर है?",
  answer: "उत्तर {n}",
  better: "उत्तर {n} बेहतर है",
  tie: "लगभग एक जैसे",
  bothBad: "दोनों खराब हैं",
  outcome: "क्या इस उत्तर से काम बना?",
  worked: "हाँ",
  partly: "कुछ हद तक",
  failed: "नहीं",
};

export default strings;
