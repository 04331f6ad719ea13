import Link from "next/link";

// Rendered anew for every request, so that the server imports what the page needs each time.
export const dynamic = "force-dynamic";

export default function Page() {
  return (
    <main data-tellback-conversation="c1">
      <article data-tellback-response="r1" data-tellback-state="complete">
        <p>Bread needs flour and water. Everything else is patience, and a warm kitchen.</p>
      </article>
      <tellback-bar for="r1" />
      <Link href="/elsewhere">Elsewhere</Link>
    </main>
  );
}
