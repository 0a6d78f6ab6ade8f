/**
 * An experiment of this page: its plan, the runs that have ended, and those that train now, as many at a time as there are cores. The sweep's own planning and
 * results; only where the runs are computed is the page's.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { EpochRecord } from "tidelab/runs";
import type { EndedRun, PlannedRun, PlannedSweep } from "tidelab/sweep";
import type { StorageProblem } from "../engine/protocol.ts";
import { newId } from "../state/labels.ts";
import { LiveRun } from "../state/live-run.ts";
import { keeps, refreshRuns } from "../state/studio.ts";
import { type ExperimentRow, putExperiment } from "../store/experiments.ts";
import type { RunRow } from "../store/runs.ts";
import { Lane, type LaneListener } from "./lane.ts";
import { Turns } from "./turns.ts";

export const keyOf = ({ arm, seed }: { readonly arm: string; readonly seed: number }): string => `${seed} ${arm}`;

/** Workers that go on at a time: one thread each. More would take memory and end no sooner. */
const coresHere = (): number => Math.max(1, Math.min(globalThis.navigator?.hardwareConcurrency || 1, 8));

/** A run of the plan, wherever it is: its epochs so far, and its id where it is kept. */
export interface RunSoFar {
  readonly arm: string;
  readonly seed: number;
  readonly id: string | undefined;
  readonly history: readonly EpochRecord[];
  /** SHA-256 of its last weights, once it has ended. */
  readonly weightsSha256: string | undefined;
  readonly isOver: boolean;
}

export class Experiment {
  readonly row;
  readonly plan;
  /** By `keyOf`. */
  readonly ended;
  /** Ids of the ended runs that are kept, by `keyOf`. */
  readonly ids;
  readonly live = signal<ReadonlyMap<string, LiveRun>>(new Map());
  readonly state = signal<"idle" | "running" | "paused">("idle");
  readonly storage = signal<StorageProblem | undefined>(undefined);
  readonly done: ReadonlySignal<number>;
  #queue: PlannedRun[] = [];
  #lanes: Lane[] = [];
  #turns: Turns<Lane> | undefined;
  /** Runs that were interrupted and can continue, by `keyOf`. */
  readonly #interrupted: Map<string, Pick<RunRow, "id" | "label">>;
  /** Racers that are not prepared yet. */
  #unready = 0;

  constructor(
    row: ExperimentRow,
    plan: PlannedSweep,
    ended: ReadonlyMap<string, EndedRun>,
    ids: ReadonlyMap<string, string>,
    interrupted: ReadonlyMap<string, Pick<RunRow, "id" | "label">> = new Map(),
  ) {
    this.#interrupted = new Map(interrupted);
    this.row = signal(row);
    this.plan = signal(plan);
    this.ended = signal(ended);
    this.ids = signal(ids);
    this.done = computed(() => this.plan.value.runs.filter((run) => this.ended.value.has(keyOf(run))).length);
  }

  /** Runs what is left, or goes on. */
  start(cores = coresHere()): void {
    if (this.state.value === "paused") this.#goOn();
    if (this.state.value !== "idle") return;
    const left = this.plan.value.runs.filter((run) => !this.ended.value.has(keyOf(run)));
    if (left.length === 0) return;
    this.state.value = "running";
    this.#queue = left;
    const seeds = new Set(left.map(({ seed }) => seed));
    // A race has all its racers at the start, whatever the cores.
    const isSideBySide = this.row.value.isRace && seeds.size === 1;
    const lanes = isSideBySide ? left.length : Math.min(left.length, cores);
    this.#unready = isSideBySide ? lanes : 0;
    for (let lane = 0; lane < lanes; lane++) this.#next();
    this.#turns = isSideBySide ? new Turns(this.#lanes, cores, (lane, reach) => lane.go(reach)) : undefined;
  }

  pause(): void {
    if (this.state.value !== "running") return;
    this.state.value = "paused";
    this.#turns?.pause();
    for (const lane of this.#lanes) lane.pause();
  }

  /** Gives up what trains now; what has ended stays. */
  stop(): void {
    for (const lane of this.#lanes) lane.close();
    this.#finish();
  }

  /** Adds seeds after those that there are. @returns once they are planned */
  async addSeeds(total: number): Promise<void> {
    const { planSweep } = await import("tidelab/sweep");
    const { sweep } = this.row.value;
    const seeds = [...sweep.seeds];
    while (seeds.length < total) seeds.push((Math.max(...seeds) + 1) % 2 ** 32);
    const row = { ...this.row.value, sweep: { ...sweep, seeds } };
    const plan = await planSweep(row.sweep);
    const known = new Set(this.plan.value.runs.map(keyOf));
    this.plan.value = plan;
    this.row.value = row;
    // One that is in progress takes them in.
    if (this.state.value !== "idle") this.#queue.push(...plan.runs.filter((run) => !known.has(keyOf(run))));
    await putExperiment(row).catch(() => undefined);
  }

  /** Every run of the plan that has begun, in the plan's order. */
  soFar(): RunSoFar[] {
    const [ended, live, ids] = [this.ended.value, this.live.value, this.ids.value];
    return this.plan.value.runs.flatMap((planned) => {
      const key = keyOf(planned);
      const { arm, seed } = planned;
      const record = ended.get(key)?.record;
      const run = live.get(key);
      if (record) {
        const { history, weightsSha256 } = record;
        return { arm, seed, id: ids.get(key), history, weightsSha256, isOver: true };
      }
      if (run === undefined) return [];
      return { arm, seed, id: undefined, history: run.history.value, weightsSha256: undefined, isOver: false };
    });
  }

  #goOn(): void {
    this.state.value = "running";
    if (this.#turns) {
      if (this.#unready === 0) this.#turns.start();
      return;
    }
    for (const lane of this.#lanes) if (lane.run.phase.value !== "preparing") lane.go("end");
  }

  #next(): void {
    const planned = this.#queue.shift();
    if (planned === undefined) {
      if (this.#lanes.length === 0) this.#finish();
      return;
    }
    const { name, sweep } = this.row.value;
    const before = this.#interrupted.get(keyOf(planned));
    // Once: what is stopped by hand begins again.
    this.#interrupted.delete(keyOf(planned));
    const label = `${name} ${planned.arm}${sweep.seeds.length > 1 ? ` ${planned.seed}` : ""}`;
    const run = before ? new LiveRun(before.id, before.label) : new LiveRun(newId(planned.spec.name), label);
    const listener: LaneListener = {
      onReady: (ready) => this.#onReady(ready),
      onRest: (rested) => this.#turns?.rest(rested),
      onEnd: (over, ended) => this.#onEnd(over, ended),
      onStorage: (problem) => {
        this.storage.value = problem;
        if (problem === "refused") keeps.value = false;
      },
    };
    const lane = new Lane(planned, run, this.row.value.id, listener, before !== undefined);
    this.#lanes.push(lane);
    this.live.value = new Map([...this.live.value, [keyOf(planned), run]]);
  }

  #onReady(lane: Lane): void {
    if (this.#turns === undefined) {
      if (this.state.value === "running") lane.go("end");
      return;
    }
    this.#unready--;
    if (this.#unready === 0 && this.state.value === "running") this.#turns.start();
  }

  #onEnd(lane: Lane, ended: EndedRun): void {
    const key = keyOf(ended);
    this.#lanes = this.#lanes.filter((one) => one !== lane);
    this.ended.value = new Map([...this.ended.value, [key, ended]]);
    if (ended.record) this.ids.value = new Map([...this.ids.value, [key, lane.run.id]]);
    this.live.value = new Map([...this.live.value].filter(([one]) => one !== key));
    // One that could not be prepared is not waited for.
    if (this.#unready > 0 && lane.run.facts.value === undefined) this.#unready--;
    this.#turns?.end(lane);
    if (this.#turns && this.#unready === 0 && this.state.value === "running") this.#turns.start();
    this.#next();
  }

  #finish(): void {
    this.#lanes = [];
    this.#queue = [];
    this.#turns = undefined;
    this.#unready = 0;
    this.live.value = new Map();
    this.state.value = "idle";
    void refreshRuns();
  }
}
