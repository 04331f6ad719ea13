import { start } from "tellback";

start({
  endpoint: "/feedback",
  selectors: {
    response: ".ai-message-text:not(.deep-chat-loading-message-bubble)",
    conversation: "deep-chat",
    composer: "#text-input",
    actions: { up: "button[title='Good answer']", down: "button[title='Bad answer']" },
  },
});
