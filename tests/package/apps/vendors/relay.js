import { langfuse } from "tellback/to/langfuse";
import { send } from "tellback/to/send";

/** Takes what `start({ endpoint: "/feedback" })` sends, and hands it on with the secret key. */
export async function POST(request) {
  const batch = JSON.parse(await request.text());
  const { LANGFUSE_PUBLIC_KEY, LANGFUSE_SECRET_KEY, LANGFUSE_BASE_URL } = process.env;
  await send(
    langfuse(batch, {
      publicKey: LANGFUSE_PUBLIC_KEY,
      secretKey: LANGFUSE_SECRET_KEY,
      baseUrl: LANGFUSE_BASE_URL,
    }),
  );
  return new Response(null, { status: 204 });
}
