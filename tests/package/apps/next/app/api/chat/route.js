import { createUIMessageStream, createUIMessageStreamResponse } from "ai";

/** Stands in for a model, and streams as one does. */
export async function POST() {
  const words =
    "Bread needs flour and water. Everything else is patience, and a warm kitchen.".split(" ");
  const stream = createUIMessageStream({
    async execute({ writer }) {
      // The handle of the answer: made here, on the server.
      writer.write({ type: "start", messageId: crypto.randomUUID() });
      writer.write({ type: "text-start", id: "text" });
      for (const word of words) {
        writer.write({ type: "text-delta", id: "text", delta: `${word} ` });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      writer.write({ type: "text-end", id: "text" });
    },
  });
  return createUIMessageStreamResponse({ stream });
}
