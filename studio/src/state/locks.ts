/**
 * Settings that somebody else chose: which keys of the spec may not be changed, and what they were set to. Links (`lock=`) lock a list of
 * keys, assignments leave a list of keys free. A lock helps to keep to a task; it does not guard it: whoever opens the link can leave it.
 */
import { signal } from "@preact/signals";
import type { Spec } from "tidelab";

/** Keys as errors write them: `training.lr`, `model.layers[0].hiddenSize`; each includes all that is below it. */
export type LockRule = { readonly locked: readonly string[] } | { readonly free: readonly string[] };

export interface Locks {
  readonly rule: LockRule;
  /** What the locked keys are set to. */
  readonly spec: Spec;
  /** SHA-256 of the weights that training it gives, as an assignment has it of the teacher's own run. */
  readonly expected?: string;
}

/** A locked key that has another value. */
export interface BrokenLock {
  readonly path: string;
  /** As JSON; undefined where it was left out. */
  readonly set: string | undefined;
}

/** Of the recipe; undefined where everything may be changed. */
export const locks = signal<Locks | undefined>(undefined);

/** Longer lists are refused: a recipe has fewer keys. */
const MOST_KEYS = 64;
const KEY = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*|\[\d{1,3}\])*$/;
/** What a run is called changes nothing of what it learns. */
const NEVER_LOCKED = ["name", "$schema"];

/** Whether a path is one of some, or below one. */
const isWithin = (path: string, keys: readonly string[]) =>
  keys.some((key) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`));

/**
 * Whether the control of a key is locked.
 * @param path  of one key: `training.lr`
 */
export function isLocked(path: string, rule: LockRule | undefined = locks.value?.rule): boolean {
  if (rule === undefined || isWithin(path, NEVER_LOCKED)) return false;
  return "free" in rule ? !isWithin(path, rule.free) : isWithin(path, rule.locked);
}

/**
 * Locked keys that a spec has other values for, each as deep as it goes.
 * @param spec  with all defaults
 */
export function brokenLocks(spec: Spec, { rule, spec: set }: Locks): BrokenLock[] {
  const broken: BrokenLock[] = [];
  visit(set, spec, "", rule, broken);
  return broken;
}

type Container = Readonly<Record<string, unknown>>;
const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;

function visit(set: unknown, now: unknown, path: string, rule: LockRule, broken: BrokenLock[]): void {
  if (Object.is(set, now)) return;
  if (!isContainer(set) || !isContainer(now) || Array.isArray(set) !== Array.isArray(now)) {
    if (path !== "" && isLocked(path, rule)) broken.push({ path, set: JSON.stringify(set) });
    return;
  }
  const isFreeKind = ["layer", "kind"].some((key) => set[key] !== now[key] && !isLocked(join(path, key, false), rule));
  for (const key of new Set([...Object.keys(set), ...Object.keys(now)])) {
    // Another kind of layer has other keys: they come and go with it.
    if (isFreeKind && !(key in set && key in now)) continue;
    visit(set[key], now[key], join(path, key, Array.isArray(set)), rule, broken);
  }
}

function join(path: string, key: string, isList: boolean): string {
  if (isList) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/**
 * The keys of `lock=`, which are divided by commas.
 * @param spec  that the link brings: what is locked is a key of it
 * @returns undefined for what is no list of its keys, as where the link was cut
 */
export function parseLock(text: string, spec: Spec): LockRule | undefined {
  const keys = [...new Set(text.split(","))];
  if (keys.length > MOST_KEYS || !keys.every((key) => KEY.test(key) && hasPlace(spec, key))) return undefined;
  return { locked: keys };
}

/** The value of `lock=`; undefined where nothing is locked. */
export function formatLock(keys: readonly string[]): string | undefined {
  return keys.length === 0 ? undefined : keys.join(",");
}

const ROOT = ["name", "seed", "numerics", "data", "split", "transforms", "model", "training"];

/** Whether a spec has a key, or may have it: keys that are left out are known by the object that they belong to. */
function hasPlace(spec: Spec, path: string): boolean {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  if (!ROOT.includes(keys[0] ?? "")) return false;
  let inner: unknown = spec;
  for (const key of keys.slice(0, -1)) {
    if (!isContainer(inner) || !Object.hasOwn(inner, key)) return false;
    inner = inner[key];
  }
  return keys.length === 1 || isContainer(inner);
}
