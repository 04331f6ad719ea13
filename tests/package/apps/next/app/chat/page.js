"use client";

import { useChat } from "@ai-sdk/react";
import { useState } from "react";

export default function Chat() {
  const { messages, sendMessage, status, id } = useChat();
  const [question, setQuestion] = useState("");
  const isStreaming = (message) => status === "streaming" && message === messages.at(-1);
  return (
    <main data-tellback-conversation={id}>
      {messages
        .filter(({ role }) => role === "assistant")
        .map((message) => (
          <section key={message.id}>
            <p
              data-tellback-response={message.id}
              data-tellback-state={isStreaming(message) ? "streaming" : "complete"}
            >
              {message.parts.map((part) => (part.type === "text" ? part.text : ""))}
            </p>
            <tellback-bar for={message.id} />
          </section>
        ))}
      <form
        data-tellback-composer=""
        onSubmit={(event) => {
          event.preventDefault();
          sendMessage({ text: question });
          setQuestion("");
        }}
      >
        <input
          aria-label="Question"
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
      </form>
    </main>
  );
}
