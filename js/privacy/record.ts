/**
 * What has been recorded on this page, as it left or will leave it.
 */

/** The most events of which a copy is kept. */
const MOST = 1000;

/** The events that were sent, each as it was sent, by the batch's head: whose they are. */
const sent = new Map<string, Set<string>>();

/** What a reader is shown. */
export interface Recorded {
  /** The events that wait. */
  waiting: string[];
  /** What was sent: what stood before the events of a batch, and the events. */
  sent: [head: string, events: string[]][];
  /** How many more events were sent, of which no copy was kept. */
  earlier: number;
}

/** Keeps a copy of a batch that leaves the page. */
export function remember(body: string): void {
  const head = `${body.slice(0, body.indexOf(',"events":['))}}`;
  const known = sent.get(head) ?? new Set();
  sent.set(head, known);
  // What is tried again is what was sent before.
  for (const event of JSON.parse(body).events) known.add(JSON.stringify(event));
  while (count() > MOST) dropOldest();
}

export function forget(): void {
  sent.clear();
}

/** What the events that wait and those that were sent look like. */
export function recorded(
  recorders: { waiting(): string; stats(): { delivered: number; queued: number } }[],
): Recorded {
  const waiting = recorders.flatMap((recorder) => JSON.parse(recorder.waiting()));
  const texts = waiting.map((event) => JSON.stringify(event));
  const left = [...sent].map(([head, events]): [string, string[]] => [
    head,
    // What has come back from an endpoint that could not take it waits again.
    [...events].filter((event) => !texts.includes(event)),
  ]);
  const shown = left.reduce((sum, [, events]) => sum + events.length, 0);
  const gone = recorders.reduce((sum, recorder) => {
    const { delivered, queued } = recorder.stats();
    return sum + delivered + queued;
  }, -texts.length);
  return {
    waiting: texts,
    sent: left.filter(([, events]) => events.length > 0),
    earlier: Math.max(0, gone - shown),
  };
}

function count(): number {
  return [...sent.values()].reduce((sum, { size }) => sum + size, 0);
}

function dropOldest(): void {
  for (const [head, events] of sent) {
    for (const event of events) {
      events.delete(event);
      if (events.size === 0) sent.delete(head);
      return;
    }
  }
}
