import { start } from "tellback";

start({
  endpoint: "/feedback",
  selectors: {
    response: ".quikchat-role-assistant .quikchat-message-content",
    conversation: ".quikchat-messages-area",
    composer: ".quikchat-input-textbox",
    streaming: ".quikchat-typing-dots",
  },
});
