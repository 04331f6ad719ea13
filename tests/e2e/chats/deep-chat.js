import "deep-chat";
import { LONG, SHORT } from "./answers.js";

const chat = document.createElement("deep-chat");
chat.style.cssText = "inline-size: 600px; block-size: 400px";
chat.history = [{ role: "ai", text: LONG.join("") }];
chat.connect = {
  handler: (_, signals) => {
    const buttons = '<button title="Good answer">+</button><button title="Bad answer">-</button>';
    setTimeout(() => signals.onResponse({ html: `<p>${SHORT}</p>${buttons}` }), 500);
  },
};
document.getElementById("chat").append(chat);
