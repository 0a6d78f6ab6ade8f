/** What an assignment sets for one student: the seed, the spec, the sweep; and which keys of a run are not as set. */
import { sha256OfText } from "../bytes/sha256.ts";
import { leavesOf, parsePath, valueAt } from "../spec/paths.ts";
import type { Spec } from "../spec/spec.ts";
import type { SweepInput } from "../sweep/definition.ts";
import { EXERCISES } from "../sweep/exercises/index.ts";
import { type Assignment, type FreeKey, specOf } from "./assignment.ts";

/**
 * The seed of a student: the number itself; beyond 2³², or where it is no number, the first 32 bits of SHA-256 of the assignment's id, a
 * line end and the number.
 * @param number  as the student typed it; spaces around it do not count
 * @returns undefined where the assignment sets the seed for all
 * @example
 * ```ts
 * import { parseAssignment, seedOfStudent } from "tidelab/teaching";
 *
 * const work = { kind: "exercise", name: "summary" };
 * const lab = parseAssignment({ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", work, seed: "student" });
 * console.log(seedOfStudent(lab, "20243104"), seedOfStudent(lab, "2024310400007") === 2024310400007); // 20243104 false
 * ```
 */
export function seedOfStudent({ id, seed }: Pick<Assignment, "id" | "seed">, number: string): number | undefined {
  if (seed === "set") return undefined;
  const plain = number.trim();
  if (/^\d+$/.test(plain) && Number(plain) <= 0xffffffff) return Number(plain);
  return Number.parseInt(sha256OfText(`${id}\n${plain}`).slice(0, 8), 16);
}

/** What one student begins with. */
export type StudentWork =
  | { readonly kind: "spec"; readonly spec: Spec }
  | { readonly kind: "sweep"; readonly sweep: SweepInput };

/**
 * The spec or the sweep that a student begins with: with their own seed where the assignment says so.
 * @example
 * ```ts
 * import { parseAssignment, workOfStudent } from "tidelab/teaching";
 *
 * const work = { kind: "exercise", name: "summary" };
 * const lab = parseAssignment({ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", work, seed: "student" });
 * const own = await workOfStudent(lab, "20243104");
 * console.log(own.kind === "sweep" && own.sweep.name); // summary
 * ```
 */
export async function workOfStudent(assignment: Assignment, number: string): Promise<StudentWork> {
  const seed = seedOfStudent(assignment, number);
  const { work } = assignment;
  if (work.kind === "exercise") {
    const sweep = await EXERCISES[work.name]({ quick: work.quick });
    const base = sweep.base as Record<string, unknown>;
    return { kind: "sweep", sweep: seed === undefined ? sweep : { ...sweep, base: { ...base, seed } } };
  }
  const spec = specOf(assignment) as Spec; // of a spec there is one
  return { kind: "spec", spec: seed === undefined ? spec : { ...spec, seed } };
}

/** A key of a spec that is not as the assignment has it. */
export interface RuleBreak {
  readonly path: string;
  /** What it should be, as JSON: the value that is set, or the range or list of what is free. */
  readonly expected: string;
  /** As JSON; undefined where the key is not there. */
  readonly received: string | undefined;
}

/** What a run is called changes nothing of what it learns; which build of the kernels it had, its record says. */
const NEVER_SET = ["name", "$schema", "numerics"];

const isWithin = (path: string, key: string) =>
  path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`);

/**
 * The keys of a spec that are not as an assignment sets them.
 * @param spec  of a run, with all defaults
 * @param set   what the student begins with
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { rulesBroken } from "tidelab/teaching";
 *
 * const set = parseSpec({ model: models.recurrent({ hiddenSize: 8 }) });
 * const own = parseSpec({ model: models.recurrent({ hiddenSize: 8 }), training: { lr: 0.5, epochs: 3 } });
 * const broken = rulesBroken(own, set, [{ path: "training.lr", max: 0.1 }]);
 * console.log(broken.map(({ path, received }) => `${path} ${received}`).join(", ")); // training.epochs 3, training.lr 0.5
 * ```
 */
export function rulesBroken(spec: Spec, set: Spec, free: readonly FreeKey[]): RuleBreak[] {
  const [wanted, found] = [leavesOf(set), leavesOf(spec)];
  const isFree = (path: string) => free.some((key) => isWithin(path, key.path));
  /** Objects whose kind is free and another: their keys come and go with it. */
  const changed = [...wanted.keys()].filter((path) => {
    return /(?:^|\.)(?:layer|kind)$/.test(path) && isFree(path) && found.get(path) !== wanted.get(path);
  });
  const owners = changed.map((path) => path.replace(/\.?(?:layer|kind)$/, ""));
  const broken: RuleBreak[] = [];
  for (const path of [...new Set([...wanted.keys(), ...found.keys()])].sort()) {
    if (NEVER_SET.includes(path) || isFree(path)) continue;
    if (JSON.stringify(wanted.get(path)) === JSON.stringify(found.get(path))) continue;
    const isOfKind = owners.some((owner) => isWithin(path, owner)) && !(wanted.has(path) && found.has(path));
    if (isOfKind) continue;
    broken.push({ path, expected: json(wanted.get(path)) ?? "–", received: json(found.get(path)) });
  }
  return [...broken, ...free.flatMap((key) => outOfRange(spec, key))].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function outOfRange(spec: Spec, { path, min, max, values }: FreeKey): RuleBreak[] {
  const value = valueAt(spec, parsePath(path) ?? []);
  const isListed = values === undefined || values.some((one) => JSON.stringify(one) === JSON.stringify(value));
  const isInside = typeof value !== "number" || (value >= (min ?? value) && value <= (max ?? value));
  if (isListed && isInside) return [];
  const expected = values === undefined ? `${min ?? "−∞"} … ${max ?? "∞"}` : values.map((one) => json(one)).join(", ");
  return [{ path, expected, received: json(value) }];
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
