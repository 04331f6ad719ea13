import { useEffect } from "react";
import { start } from "tellback";

const ANSWERS = [
  {
    id: "r1",
    text: "Bread needs flour and water. Everything else is patience, and a warm kitchen.",
    isStreaming: false,
  },
];

/** Records reactions for as long as the chat is on the page. */
function useTellback() {
  useEffect(() => {
    const tellback = start({ endpoint: "/feedback" });
    return () => tellback.stop();
  }, []);
}

export function Chat() {
  useTellback();
  return (
    <main data-tellback-conversation="c1">
      <h1>A chat</h1>
      {ANSWERS.map(({ id, text, isStreaming }) => (
        <section key={id}>
          <div
            data-tellback-response={id}
            data-tellback-state={isStreaming ? "streaming" : "complete"}
          >
            <p>{text}</p>
          </div>
          <tellback-bar for={id} />
        </section>
      ))}
    </main>
  );
}
