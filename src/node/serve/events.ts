/**
 * Server-sent events: what changes, to all pages that look. Nothing is asked while nobody does. What they are about is up to the source. Node only.
 */
import type { ServerResponse } from "node:http";

/** Something that changes, as JSON. */
export interface LiveSource {
  /** As it is now. */
  snapshot(): Promise<unknown>;
  /** Says when it may have changed, until it is stopped. */
  follow(onNews: () => void): Promise<{ close(): Promise<void> }>;
  close(): Promise<void>;
}

export interface Events {
  /** Sends events until the page leaves. */
  send(response: ServerResponse, headers: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** Milliseconds between two snapshots at most, however much changes, and at least, in case that news were lost. */
const SOONEST = 500;
const LATEST = 5000;

/** One event source for any number of pages: it is asked once for all of them. */
export function createEvents(source: LiveSource): Events {
  const pages = new Set<ServerResponse>();
  let following: Promise<{ close(): Promise<void> }> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last: string | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  /** There were news while it was asked. */
  let isStale = false;
  let isClosed = false;

  const plan = (within: number) => {
    clearTimeout(timer);
    timer = pages.size > 0 && !isClosed ? setTimeout(() => void sendAll(), within) : undefined;
  };
  const soon = () => {
    if (isAsking) isStale = true;
    else plan(Math.max(0, sentAt + SOONEST - performance.now()));
  };
  const sendAll = async () => {
    if (isAsking) return;
    isAsking = true;
    sentAt = performance.now();
    const event = await source.snapshot().then(
      (value) => `data: ${JSON.stringify(value)}\n\n`,
      // A page does not learn why.
      () => "event: away\ndata: {}\n\n",
    );
    isAsking = false;
    // A line that says nothing keeps proxies from ending a connection that is silent.
    for (const page of pages) page.write(event === last ? ":\n\n" : event);
    last = event;
    plan(isStale ? SOONEST : LATEST);
    isStale = false;
  };

  return {
    send(response, headers) {
      response.writeHead(200, { ...headers, "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      response.write("retry: 2000\n\n");
      pages.add(response);
      response.on("close", () => pages.delete(response));
      following ??= source.follow(soon);
      following.catch(() => {
        following = undefined;
      });
      // A page that comes now has heard nothing yet.
      last = undefined;
      sentAt = Number.NEGATIVE_INFINITY;
      soon();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      for (const page of pages) page.end();
      await (await following?.catch(() => undefined))?.close();
      await source.close();
    },
  };
}
