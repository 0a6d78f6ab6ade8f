/**
 * Which process owns something on disk, and whether it still runs. A process id alone proves nothing: the system gives it to
 * another process later, and on another machine or in another container it means another process. Node only.
 */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import * as v from "valibot";

/** What is kept of a process so that another one can find out whether it still runs. Parts that a system lacks are absent. */
export const ownerSchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  host: v.string(),
  /** ISO 8601: when it became the owner. */
  since: v.string(),
  /** The machine, whatever its name. */
  machine: v.optional(v.string()),
  /** The time from one start of the machine to the next. */
  boot: v.optional(v.string()),
  /** What process ids count within: each container has its own namespace. */
  namespace: v.optional(v.string()),
  /** When the process started, in ticks since the machine did: with it, an id that was given again is recognised. */
  started: v.optional(v.string()),
});
export type Owner = v.InferOutput<typeof ownerSchema>;

/** `elsewhere`: on another machine or in another container, where this process cannot look. */
export type OwnerState = "alive" | "dead" | "elsewhere";

/** This process as an owner. */
export function thisProcess(): Owner {
  const place = {
    machine: readText("/etc/machine-id"),
    boot: readText("/proc/sys/kernel/random/boot_id"),
    namespace: namespaceOfPids(),
    started: startOf(process.pid)?.started,
  };
  const known = Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
  return { pid: process.pid, host: hostname(), since: new Date().toISOString(), ...known };
}

export function stateOf(owner: Owner, here: Owner = thisProcess()): OwnerState {
  const differs = (key: "machine" | "boot" | "namespace") =>
    owner[key] !== undefined && here[key] !== undefined && owner[key] !== here[key];
  if (owner.host !== here.host || differs("machine")) return "elsewhere";
  // A machine that was started again has none of its processes; without its own id it may as well be another machine.
  if (differs("boot")) return owner.machine === undefined ? "elsewhere" : "dead";
  if (differs("namespace")) return "elsewhere";
  if (!isRunning(owner.pid)) return "dead";
  const found = startOf(owner.pid);
  if (found?.hasEnded) return "dead";
  return owner.started !== undefined && found !== undefined && owner.started !== found.started ? "dead" : "alive";
}

/** Whether this machine has a process of that id, ours or not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, of another user.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** From Linux's `/proc`; undefined elsewhere. */
function startOf(pid: number): { started: string | undefined; hasEnded: boolean } | undefined {
  const text = readText(`/proc/${pid}/stat`);
  // The name of the program, in parentheses, may hold spaces and parentheses itself.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  // A zombie waits for its parent to ask how it ended; its last threads may still be in a call of the system.
  const isZombie = fields?.[0] === "Z" || fields?.[0] === "X";
  return fields && { started: fields[19], hasEnded: isZombie && Number(fields[17]) <= 1 };
}

function namespaceOfPids(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}
