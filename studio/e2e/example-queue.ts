/** A queue as a server reports it, for pages of the tests: a sweep with everything that can be shown. */
import type { Page } from "playwright-core";

const build = { version: "1.0.0", kernels: "0123456789abcdef", numerics: "fused" };
const worker = { tags: [], build, silent: 1, slots: 2, running: 1, pid: 4711 };
const EXAMPLE = {
  sweeps: [
    {
      ...{ name: "rates & cells", state: "open", owner: "lab-1:/home/lena/sweeps/rates", priority: 0, perMinute: 4.5 },
      jobs: { waiting: 25, running: 2, saved: 12, failed: 1 },
      running: [
        { arm: "lr-0.01-cell-gru", seed: 3, host: "lab-1", epoch: 17 },
        { arm: "lr-0.001-cell-lstm-with-a-name-that-is-long", seed: 4, host: "lab-2", epoch: null },
      ],
      parked: [{ arm: "lr-10-cell-gru", seed: 1, failure: { message: "the loss became NaN" } }],
      alarms: [
        {
          ...{ sweep: "rates & cells", arm: "lr-0.01-cell-gru", seed: 2, what: "weights" },
          first: { host: "lab-1", build, value: "a" },
          second: { host: "lab-3", build, value: "b" },
        },
      ],
    },
    {
      ...{ name: "demo", state: "done", owner: "lab-1:/home/lena/sweeps/demo", priority: 0, perMinute: 0 },
      ...{ jobs: { waiting: 0, running: 0, saved: 4, failed: 0 }, running: [], parked: [], alarms: [] },
    },
  ],
  workers: [
    { ...worker, id: "a", host: "lab-1", state: "working", done: 7 },
    { ...worker, id: "b", host: "lab-2", state: "draining", done: 5, tags: ["gpu", "large-memory"] },
    { ...worker, id: "c", host: "lab-3", state: "lost", done: 1, running: 0 },
  ],
};

/** Answers a page as a server with a queue would. */
export async function showQueue(page: Page): Promise<void> {
  await page.route("**/queue/events", (route) =>
    route.fulfill({ contentType: "text/event-stream", body: `data: ${JSON.stringify(EXAMPLE)}\n\n` }),
  );
}
