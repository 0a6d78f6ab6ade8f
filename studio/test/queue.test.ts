/** The queue as a page follows it: what it shows of what is reported, of silence, and of hosts without a queue. */
import { expect, it } from "vitest";
import { followQueue, minutesLeft, type QueuedSweep, type QueueState } from "../src/state/live-queue.ts";

const SWEEP: QueuedSweep = {
  ...{ name: "s", state: "open", owner: "host:/s", running: [], parked: [], alarms: [], perMinute: 2 },
  jobs: { waiting: 5, running: 1, saved: 2, failed: 0 },
};

function follow() {
  const states: QueueState[] = [];
  const source = Object.assign(new EventTarget(), { readyState: 1, isClosed: false, close() {} });
  source.close = () => {
    source.isClosed = true;
  };
  const stop = followQueue(
    (state) => states.push(state),
    () => source as never,
  );
  const report = (data: unknown) =>
    source.dispatchEvent(
      Object.assign(new Event("message"), { data: typeof data === "string" ? data : JSON.stringify(data) }),
    );
  const fail = (readyState: number) => {
    source.readyState = readyState;
    source.dispatchEvent(new Event("error"));
  };
  return { source, stop, report, fail, last: () => states.at(-1), states };
}

it("shows what is reported, keeps the last of it through silence, and says which silence", () => {
  const { source, stop, report, fail, last } = follow();
  report({ sweeps: [SWEEP], workers: [] });
  const live = { kind: "live", sweeps: [SWEEP], workers: [] };
  expect(last()).toEqual({ ...live, silent: undefined });
  source.dispatchEvent(new Event("away"));
  expect(last()).toEqual({ ...live, silent: "database" });
  fail(0);
  expect(last()).toEqual({ ...live, silent: "server" });
  report({ sweeps: [], workers: [] });
  expect(last()).toEqual({ kind: "live", sweeps: [], workers: [], silent: undefined });
  stop();
  expect(source.isClosed).toBe(true);
});

it("says that there is none where a host answers with anything else, and passes over what it cannot read", () => {
  const { report, fail, states, last } = follow();
  report("<!doctype html>");
  report({ sweeps: 3 });
  report("null");
  expect(states).toEqual([]);
  fail(2);
  expect(last()).toEqual({ kind: "absent" });
});

it("reckons what is left by the pace of an open sweep alone", () => {
  expect(minutesLeft(SWEEP)).toBe(3);
  expect(minutesLeft({ ...SWEEP, perMinute: 0 })).toBeUndefined();
  expect(minutesLeft({ ...SWEEP, state: "paused" })).toBeUndefined();
  expect(minutesLeft({ ...SWEEP, jobs: { waiting: 0, running: 0, saved: 8, failed: 0 } })).toBeUndefined();
});
