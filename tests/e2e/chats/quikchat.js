import "quikchat/dist/quikchat.css";
import quikchat from "quikchat";
import { LONG, SHORT } from "./answers.js";

const box = document.getElementById("chat");
box.style.cssText = "inline-size: 600px; block-size: 400px";

const chat = new quikchat(
  box,
  (chat, question) => {
    chat.messageAddNew(question, "me", "right", "user");
    const id = chat.messageAddTypingIndicator("bot");
    // It streams, as answers do.
    SHORT.split(/(?= )/).forEach((word, at) => {
      const put = () =>
        at === 0 ? chat.messageReplaceContent(id, word) : chat.messageAppendContent(id, word);
      setTimeout(put, 300 + 50 * at);
    });
  },
  { theme: "quikchat-theme-light" },
);
chat.messageAddNew(LONG.join(""), "bot", "left", "assistant");
