/**
 * The page's side of the lens: what a run's model says of the series on the screen, with the weights that are shown. Its signals follow;
 * the newest question wins.
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { ErrorData } from "../engine/protocol.ts";
import { reportFault } from "../state/faults.ts";
import type { LiveRun } from "../state/live-run.ts";
import { Latest } from "./latest.ts";
import type { CardSeries, Inside, LensFacts, LensReply, LensRequest, Morph, Verdict } from "./lens-protocol.ts";

/** A verdict, with the step whose weights gave it, and when its series came to be. */
interface Judged {
  readonly verdict: Verdict;
  readonly step: number;
  readonly since: number;
}

/** Two series of one length, (T, C) each in the units of the data. */
export interface Ends {
  readonly from: Float32Array;
  readonly to: Float32Array;
}

interface Asked {
  readonly values: Float32Array;
  readonly since: number;
}

export class Lens {
  readonly run: LiveRun;
  readonly facts = signal<LensFacts | undefined>(undefined);
  readonly errors = signal<readonly ErrorData[]>([]);
  /** The run cannot be looked at: what is wrong with its spec or its series, nothing where the fault is not theirs. Undefined while it may still be. */
  readonly refusal: ReadonlySignal<readonly ErrorData[] | undefined>;
  readonly #isUseless = signal(false);
  /** Of the series that was asked about last. */
  readonly judged = signal<Judged | undefined>(undefined);
  /** Inside the model while it read the series that `explain` was asked about last. */
  readonly inside = signal<Inside | undefined>(undefined);
  readonly morph = signal<Morph | undefined>(undefined);
  readonly #tests = new Map<number, (values: Float32Array) => void>();
  readonly cards = signal<readonly CardSeries[]>([]);
  /** The checkpoint that is looked at; undefined for the newest. */
  readonly viewing = signal<number | undefined>(undefined);
  /** The step whose weights are to be shown; 0 for the untrained model. */
  readonly step: ReadonlySignal<number> = computed(() => this.viewing.value ?? this.run.atHand.value.at(-1)?.step ?? 0);
  #worker: Worker | undefined;
  #asked: Asked | undefined;
  #rows: readonly number[] = [];
  #explained: Float32Array | undefined;
  #ends: Ends | undefined;
  #wanted = -1;
  #stopFollowing: (() => void) | undefined;
  readonly #series = new Latest<Asked>(({ values, since }) =>
    this.#send({ type: "classify", run: this.run.id, values, since }),
  );
  readonly #validation = new Latest<readonly number[]>((rows) =>
    this.#send({ type: "validation", run: this.run.id, rows }),
  );

  readonly #insides = new Latest<Float32Array>((values) => this.#send({ type: "explain", run: this.run.id, values }));
  readonly #morphs = new Latest<Ends>((ends) => this.#send({ type: "morph", run: this.run.id, ...ends }));

  constructor(run: LiveRun) {
    this.run = run;
    this.refusal = computed(() => {
      if (this.facts.value !== undefined) return undefined;
      if (this.#isUseless.value) return this.errors.value;
      // Where not even the training could be prepared, the lens has nothing to begin with.
      return run.phase.value === "failed" && run.facts.value === undefined ? run.errors.value : undefined;
    });
  }

  /** Starts the worker, once what is to be looked at is known. Costs some hundred milliseconds of another core. */
  open(): void {
    const facts = this.run.facts.value;
    if (this.#worker !== undefined || facts === undefined) return;
    this.#worker = new Worker(new URL("../engine/worker.ts", import.meta.url), {
      type: "module",
      name: "tidelab-lens",
    });
    this.#worker.onmessage = ({ data }: MessageEvent<LensReply>) => this.#take(data);
    this.#worker.onerror = ({ message, filename, lineno }) => {
      reportFault(message || "the lens worker did not load", `${filename}:${lineno}`);
      this.#isUseless.value = true;
    };
    this.#send({ type: "open", run: this.run.id, spec: facts.spec, numerics: facts.numerics, files: this.run.files });
  }

  /** What does the model say of this series? The answer comes in `judged`. */
  classify(values: Float32Array, since = performance.now()): void {
    this.#asked = { values, since };
    if (this.facts.value) this.#series.ask(this.#asked);
  }

  /** What is to be seen inside the model while it reads this series? The answer comes in `inside`; undefined ends it. */
  explain(values: Float32Array | undefined): void {
    this.#explained = values;
    if (values && this.facts.value) this.#insides.ask(values);
  }

  /** What is said between two series? The answer comes in `morph`; undefined ends it. */
  findMorph(ends: Ends | undefined): void {
    this.#ends = ends;
    this.morph.value = undefined;
    if (ends && this.facts.value) this.#morphs.ask(ends);
  }

  /** @returns a test series, (T, C) in the units of the data */
  testSeries(row: number): Promise<Float32Array> {
    return new Promise((resolve) => {
      this.#tests.set(row, resolve);
      this.#send({ type: "testSeries", run: this.run.id, row });
    });
  }

  /** Which validation series `cards` shows. */
  showValidation(rows: readonly number[]): void {
    this.#rows = rows;
    if (this.facts.value && rows.length > 0) this.#validation.ask(rows);
  }

  close(): void {
    this.#stopFollowing?.();
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** Gives the worker the weights of the step that is shown, whenever that changes, and asks again. */
  #follow(): void {
    this.#stopFollowing = effect(() => {
      const step = this.step.value;
      if (step === this.#wanted) return;
      this.#wanted = step;
      void this.#use(step);
    });
  }

  async #use(step: number): Promise<void> {
    const weights = await this.run.weightsOf(step);
    // While they were read, others may have been chosen.
    if (step !== this.#wanted) return;
    if (weights) this.#send({ type: "weights", run: this.run.id, step, weights });
    this.#askAgain();
  }

  #askAgain(): void {
    if (this.#asked) this.#series.ask({ ...this.#asked, since: performance.now() });
    if (this.#rows.length > 0) this.#validation.ask(this.#rows);
    if (this.#explained) this.#insides.ask(this.#explained);
    if (this.#ends) this.#morphs.ask(this.#ends);
  }

  #send(request: LensRequest): void {
    this.#worker?.postMessage(request);
  }

  #take(reply: LensReply): void {
    if (reply.type === "opened") {
      this.facts.value = reply.facts;
      this.#follow();
      this.#askAgain();
    } else if (reply.type === "classified") {
      const { verdict, step, since } = reply;
      this.judged.value = { verdict, step, since };
      this.#series.answered();
    } else if (reply.type === "validated") {
      this.cards.value = reply.cards;
      this.#validation.answered();
    } else if (reply.type === "explained") {
      this.inside.value = reply.inside;
      this.#insides.answered();
    } else if (reply.type === "morphed") {
      if (this.#ends) this.morph.value = reply.morph;
      this.#morphs.answered();
    } else if (reply.type === "testSeries") {
      this.#tests.get(reply.row)?.(reply.values);
      this.#tests.delete(reply.row);
    } else {
      if (reply.type === "refused") this.errors.value = reply.errors;
      else reportFault(reply.message, reply.details);
      if (reply.asked === "open") this.#isUseless.value = true;
      if (reply.asked === "classify") this.#series.answered();
      if (reply.asked === "explain") this.#insides.answered();
      if (reply.asked === "morph") this.#morphs.answered();
      if (reply.asked === "validation") this.#validation.answered();
    }
  }
}

let held: Lens | undefined;

/** The lens on a run; that on another run is closed. */
export function lensOf(run: LiveRun): Lens {
  if (held?.run === run) return held;
  held?.close();
  held = new Lens(run);
  return held;
}
