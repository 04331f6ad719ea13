import { start } from "tellback";

start({
  endpoint: "/feedback",
  selectors: {
    response: ".cs-message--incoming .cs-message__content",
    conversation: ".cs-message-list",
    composer: ".cs-message-input",
    id: (element) => element.closest("[data-message-id]")?.dataset.messageId,
    actions: {
      up: ".cs-message__footer button[title='Good answer']",
      down: ".cs-message__footer button[title='Bad answer']",
      regenerate: ".cs-message__footer button[title='Try again']",
    },
  },
});
