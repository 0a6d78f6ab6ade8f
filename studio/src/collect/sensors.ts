/**
 * What series can be recorded from: a pointer on a surface, keys that are held, the motion of a phone. Each writes what it reads into a trace.
 */
import { Trace } from "./trace.ts";

export const SENSORS = ["pointer", "keys", "motion"] as const;
export type SensorName = (typeof SENSORS)[number];

/** Names of the columns that a sensor gives. */
export const CHANNELS: Readonly<Record<SensorName, readonly string[]>> = {
  // From -1 to 1, from left to right and from the bottom to the top of the surface.
  pointer: ["x", "y"],
  // -1, 0 or 1 each: arrow keys, and the space bar.
  keys: ["x", "y", "tap"],
  // Acceleration with gravity, in m/s².
  motion: ["ax", "ay", "az"],
};

/** Least and largest value that is drawn. */
export const RANGES: Readonly<Record<SensorName, readonly [number, number]>> = {
  pointer: [-1, 1],
  keys: [-1, 1],
  motion: [-20, 20],
};

/** Four decimals are finer than a hand and than a phone's sensor, and keep the file short. */
const rounded = (value: number) => Math.round(value * 1e4) / 1e4 + 0; // + 0: no -0

export interface Sensor {
  readonly name: SensorName;
  readonly trace: Trace;
  /** Begins to listen. @returns what ends it */
  listen(surface: HTMLElement): () => void;
}

/** Whether this browser gives a page the device's motion at all: it does so in a secure context alone. */
export const hasMotion = (): boolean => typeof DeviceMotionEvent !== "undefined";

/** Asks for what the browser wants to be asked for. Call it from a click. @returns whether the page may listen */
export async function askForMotion(): Promise<boolean> {
  const { requestPermission } = DeviceMotionEvent as unknown as { requestPermission?: () => Promise<string> };
  if (requestPermission === undefined) return true;
  return (await requestPermission.call(DeviceMotionEvent).catch(() => "denied")) === "granted";
}

export function createSensor(name: SensorName): Sensor {
  const trace = new Trace();
  const add = (at: number, values: readonly number[]) => trace.add({ at, values: values.map(rounded) });
  const listen = { pointer: listenToPointer, keys: listenToKeys, motion: listenToMotion }[name];
  return { name, trace, listen: (surface) => listen(surface, add) };
}

type Add = (at: number, values: readonly number[]) => void;

function listenToPointer(surface: HTMLElement, add: Add): () => void {
  const within = (share: number) => Math.min(1, Math.max(-1, 2 * share - 1));
  const take = (event: PointerEvent) => {
    const box = surface.getBoundingClientRect();
    const parts = event.getCoalescedEvents?.() ?? [];
    for (const part of parts.length > 0 ? parts : [event]) {
      const x = within((part.clientX - box.left) / box.width);
      const y = -within((part.clientY - box.top) / box.height);
      add(part.timeStamp, [x, y]);
    }
  };
  const down = (event: PointerEvent) => {
    // Beyond its border, too, until it is let go.
    surface.setPointerCapture(event.pointerId);
    take(event);
  };
  surface.addEventListener("pointerdown", down);
  surface.addEventListener("pointermove", take);
  return () => {
    surface.removeEventListener("pointerdown", down);
    surface.removeEventListener("pointermove", take);
  };
}

const KEYS: Readonly<Record<string, readonly [x: number, y: number, tap: number]>> = {
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  ArrowUp: [0, 1, 0],
  ArrowDown: [0, -1, 0],
  " ": [0, 0, 1],
};

function listenToKeys(surface: HTMLElement, add: Add): () => void {
  const held = new Set<string>();
  const say = (at: number) => {
    const sum = [0, 0, 0];
    for (const key of held) for (const [index, value] of KEYS[key]!.entries()) sum[index]! += value;
    add(at, sum);
  };
  const change = (isDown: boolean) => (event: KeyboardEvent) => {
    if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (held.has(event.key) === isDown) return;
    if (isDown) held.add(event.key);
    else held.delete(event.key);
    say(event.timeStamp);
  };
  const release = (event: FocusEvent) => {
    held.clear();
    say(event.timeStamp);
  };
  const [down, up] = [change(true), change(false)];
  // No key is held to begin with.
  say(performance.now());
  surface.addEventListener("keydown", down);
  surface.addEventListener("keyup", up);
  surface.addEventListener("blur", release);
  return () => {
    surface.removeEventListener("keydown", down);
    surface.removeEventListener("keyup", up);
    surface.removeEventListener("blur", release);
  };
}

function listenToMotion(_: HTMLElement, add: Add): () => void {
  const take = (event: DeviceMotionEvent) => {
    const { x, y, z } = event.accelerationIncludingGravity ?? {};
    // A device without the sensor says so by null.
    if (typeof x !== "number" || typeof y !== "number" || typeof z !== "number") return;
    add(event.timeStamp, [x, y, z]);
  };
  addEventListener("devicemotion", take);
  return () => removeEventListener("devicemotion", take);
}
