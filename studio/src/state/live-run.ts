/** A run as the page sees it: signals that follow the worker's replies, or a run that is kept. It computes nothing. */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { EditSpec, EditValues } from "tidelab";
import type { EpochRecord, RunRecord } from "tidelab/runs";
import type {
  CheckpointMark,
  ErrorData,
  ForkOrigin,
  ForkSource,
  Phase,
  Prepared,
  Reply,
  ResumedPart,
  StorageProblem,
} from "../engine/protocol.ts";
import { openFiles } from "../store/files.ts";
import type { GivenFile } from "../store/own-files.ts";
import { type KeptVerdict, weightsPath } from "../store/runs.ts";
import { thinCheckpoints } from "../store/thinning.ts";
import { type Branch, branchOf } from "./branches.ts";
import { StepLog } from "./step-log.ts";

/** What is known of a run before or without its worker. */
export type RunFacts = Pick<Prepared, "spec" | "numerics" | "threads" | "stepsPerEpoch" | "counts" | "classNames"> &
  Partial<Prepared>;

/** Whether the first step is still to come. */
const isBefore = (phase: Phase) => phase === "preparing" || phase === "ready";

export class LiveRun {
  readonly id: string;
  readonly label: string;
  /** The user's own files that it reads. */
  files: readonly GivenFile[] = [];
  /** The spec that it was prepared for, as JSON. */
  wanted: string | undefined;
  readonly phase = signal<Phase>("preparing");
  readonly facts = signal<RunFacts | undefined>(undefined);
  readonly steps = new StepLog();
  /** Counts the changes of `steps`, which is no signal itself. */
  readonly stepCount = signal(0);
  readonly history = signal<readonly EpochRecord[]>([]);
  readonly checkpoints = signal<readonly CheckpointMark[]>([]);
  /** Checkpoints whose weights can be had: those that are kept and, while the page is open, those that could not be. */
  readonly atHand: ReadonlySignal<readonly CheckpointMark[]>;
  readonly #inMemory = signal<readonly CheckpointMark[]>([]);
  readonly #weights = new Map<number, Float32Array<ArrayBuffer>>();
  readonly record = signal<RunRecord | undefined>(undefined);
  /** SHA-256 of the weights that the link to this run promises. */
  readonly expected = signal<string | undefined>(undefined);
  /** What the last verification on this device found. */
  readonly verified = signal<KeptVerdict | undefined>(undefined);
  readonly errors = signal<readonly ErrorData[]>([]);
  readonly storage = signal<StorageProblem | undefined>(undefined);
  /** The GPU that it began on is gone, and the processor goes on. */
  readonly isDeviceLost = signal(false);
  /** Another tab trains it. */
  readonly isElsewhere = signal(false);
  /** ISO 8601, of its first step; undefined before. */
  startedAt: string | undefined;
  /** The checkpoint of another run that it begins with. */
  forkOf: ForkOrigin | undefined;
  /** Changes by hand, those of its spec among them. */
  readonly edits = signal<readonly EditSpec[]>([]);
  /** What was asked for and has not begun. */
  readonly asked = signal<EditValues>({});
  /** Steps that one may go back to. */
  readonly states = signal<readonly number[]>([]);
  /** What it left behind when it went back, the newest last. */
  readonly branches = signal<readonly Branch[]>([]);
  /** It went back, and what came of it is still to be said. */
  readonly wentBack = signal<Branch | undefined>(undefined);
  /** `go` was asked for; preparing may still be in progress. */
  readonly isBegun = signal(false);
  readonly isBusy: ReadonlySignal<boolean> = computed(() => {
    const phase = this.phase.value;
    return phase === "training" || phase === "testing" || (this.isBegun.value && isBefore(phase));
  });
  /** Begun and not ended, in this tab. */
  readonly isOpen: ReadonlySignal<boolean> = computed(() => this.isBusy.value || this.phase.value === "paused");

  constructor(id: string, label: string) {
    this.id = id;
    this.label = label;
    this.atHand = computed(() => {
      const kept = this.checkpoints.value;
      const rest = this.#inMemory.value.filter(({ step }) => !kept.some((mark) => mark.step === step));
      return [...kept, ...rest].sort((a, b) => a.step - b.step);
    });
  }

  /** Begins with the weights of a checkpoint of another run. */
  beginWith({ from, weights }: ForkSource): void {
    this.forkOf = from;
    this.#weights.set(0, weights);
  }

  /** Whether its first weights are those that the seed draws. */
  get isFresh(): boolean {
    return this.forkOf === undefined;
  }

  /** @returns parameters, then running statistics, of a checkpoint; undefined where they are gone */
  async weightsOf(step: number): Promise<Float32Array<ArrayBuffer> | undefined> {
    const held = this.#weights.get(step);
    if (held) return held;
    const bytes = await (await openFiles()).read(weightsPath(this.id, step)).catch(() => undefined);
    return bytes && new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }

  /** The newest weights stay in memory, and all that are not kept elsewhere, as far as checkpoints are. */
  #hold(mark: CheckpointMark, weights: Float32Array<ArrayBuffer>): void {
    this.#weights.set(mark.step, weights);
    const kept = this.checkpoints.value;
    const isKept = ({ step }: CheckpointMark) => kept.some((one) => one.step === step);
    const unkept = this.#inMemory.value.filter((one) => one.step !== mark.step && !isKept(one));
    const held = thinCheckpoints([...unkept, mark], this.history.value, this.#beforeEdits());
    for (const step of this.#weights.keys()) if (!held.some((one) => one.step === step)) this.#weights.delete(step);
    this.#inMemory.value = held;
  }

  /** The loss of guessing: ln K. */
  get guessing(): number | undefined {
    const classes = this.facts.value?.classNames.length;
    return classes === undefined ? undefined : Math.log(classes);
  }

  #beforeEdits(): ReadonlySet<number> {
    return new Set(this.edits.value.map(({ step }) => step - 1));
  }

  /** Takes what a resumed run has done; of one that went back, what it did since becomes a branch. */
  #resume(resumed: ResumedPart): void {
    const { step, steps, history, checkpoints, edits, states, rewound } = resumed;
    if (rewound) {
      const whole = {
        ...{ steps: this.steps, history: this.history.value, edits: this.edits.value },
        ...{ stepsPerEpoch: this.facts.value?.stepsPerEpoch ?? 1, isDiverged: this.phase.value === "diverged" },
      };
      const branch = branchOf(whole, step, rewound);
      this.branches.value = [...this.branches.value, branch];
      this.wentBack.value = branch;
      this.record.value = undefined;
      this.verified.value = undefined;
      this.steps.cut(step);
      for (const held of this.#weights.keys()) if (held > step) this.#weights.delete(held);
      this.#inMemory.value = this.#inMemory.value.filter((mark) => mark.step <= step);
    } else if (steps) this.steps.put(1, steps);
    this.isBegun.value = true;
    this.asked.value = {};
    this.history.value = history;
    this.checkpoints.value = checkpoints;
    this.edits.value = edits;
    this.states.value = states;
    this.stepCount.value = this.steps.count;
  }

  take(reply: Reply): void {
    switch (reply.type) {
      case "prepared":
        batch(() => {
          this.facts.value = reply.prepared;
          if (reply.resumed) this.#resume(reply.resumed);
          else this.edits.value = reply.prepared.spec.training.edits ?? [];
          this.phase.value = reply.resumed ? "paused" : "ready";
        });
        break;
      case "edited": {
        const others = this.edits.value.filter(({ step }) => step !== reply.edit.step);
        this.edits.value = [...others, reply.edit].sort((a, b) => a.step - b.step);
        this.states.value = reply.states;
        const { set } = reply.edit;
        const isPending = ([key, value]: [string, unknown]) => set[key as keyof EditValues] !== value;
        this.asked.value = Object.fromEntries(Object.entries(this.asked.value).filter(isPending));
        break;
      }
      case "begun":
        this.startedAt = reply.startedAt;
        break;
      case "phase":
        this.phase.value = reply.phase;
        break;
      case "steps":
        this.steps.put(reply.first, reply.block);
        this.stepCount.value = this.steps.count;
        break;
      case "epoch":
        this.history.value = [...this.history.value, reply.record];
        break;
      case "checkpoint":
        if (reply.kept && !this.checkpoints.value.some(({ step }) => step === reply.mark.step)) {
          this.checkpoints.value = [...this.checkpoints.value, reply.mark];
        }
        this.#hold(reply.mark, reply.weights);
        this.states.value = reply.states;
        break;
      case "ended":
        this.record.value = reply.record;
        this.verified.value = undefined;
        // A step that failed has none of its own.
        this.edits.value = reply.record.spec.training.edits ?? [];
        this.phase.value = reply.record.status;
        break;
      case "refused":
        this.errors.value = reply.errors;
        this.phase.value = "failed";
        break;
      case "storage":
        this.storage.value = reply.problem;
        break;
      case "deviceLost":
        this.isDeviceLost.value = true;
        break;
      case "busy":
        this.isBegun.value = false;
        this.isElsewhere.value = true;
        break;
      case "fault":
        this.phase.value = "failed";
        break;
    }
  }
}
