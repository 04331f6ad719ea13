import "@chatscope/chat-ui-kit-styles/dist/default/styles.min.css";
import {
  ChatContainer,
  MainContainer,
  Message,
  MessageInput,
  MessageList,
} from "@chatscope/chat-ui-kit-react";
import { createElement as create, useState } from "react";
import { createRoot } from "react-dom/client";
import { LONG, SHORT } from "./answers.js";

function Thumb({ title, children }) {
  const [pressed, setPressed] = useState(false);
  const onClick = () => setPressed(!pressed);
  return create("button", { type: "button", title, "aria-pressed": pressed, onClick }, children);
}

function Chat() {
  const [messages, setMessages] = useState([{ id: "a1", text: LONG.join(""), isAnswer: true }]);
  const put = (message) =>
    setMessages((all) => [...all.filter(({ id }) => id !== message.id), message]);
  const answer = (id, text) => {
    // It streams, as answers do.
    const words = text.split(" ");
    words.forEach((_, at) => {
      const shown = words.slice(0, at + 1).join(" ");
      setTimeout(() => put({ id, text: shown, isAnswer: true }), 50 * at);
    });
  };
  const list = messages.map(({ id, text, isAnswer }) =>
    create(
      Message,
      {
        key: id,
        "data-message-id": id,
        model: { message: text, direction: isAnswer ? "incoming" : "outgoing", position: "single" },
      },
      isAnswer &&
        create(
          Message.Footer,
          null,
          create(Thumb, { title: "Good answer" }, "+"),
          create(Thumb, { title: "Bad answer" }, "-"),
          create(
            "button",
            { type: "button", title: "Try again", onClick: () => answer("a3", SHORT) },
            "Again",
          ),
        ),
    ),
  );
  const onSend = (_, __, text) => {
    put({ id: "q2", text });
    setTimeout(() => answer("a2", SHORT), 100);
  };
  return create(
    MainContainer,
    { style: { inlineSize: "600px", blockSize: "400px" } },
    create(
      ChatContainer,
      null,
      create(MessageList, { autoScrollToBottomOnMount: false }, list),
      create(MessageInput, { placeholder: "Ask", onSend, attachButton: false }),
    ),
  );
}

createRoot(document.getElementById("chat")).render(create(Chat));
