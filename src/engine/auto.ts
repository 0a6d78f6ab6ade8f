/**
 * The device for whoever leaves the choice to us: a GPU where it gives the same bits and was measured to be faster, else the processor.
 * Nothing of a GPU is loaded before there is enough work for one, and nothing that goes wrong with one ends a run.
 */
import { TidelabError } from "../errors/errors.ts";
import type { Device, DeviceModel, ProcessorReason, Session, SessionOptions } from "./device.ts";
import type { Numerics } from "./numerics.ts";
import { secondsOfStep } from "./trial.ts";

/**
 * Parameters times steps times series of all epochs from which on a GPU is tried: two to four seconds of a processor, which starting and
 * trying one takes. An epoch of the lab has 2.3e10.
 */
const LEAST_WORK = 4e10;

/** The same of an epoch, where their number is not known. */
const LEAST_WORK_AN_EPOCH = 1e10;

/**
 * The same of a batch, for each time step: a GPU's step has a latency that no small layer fills, 10 ms with 200 time steps, in which 16
 * threads compute as much (bench/RESULTS-gpu.md). The lab has 4.4e6.
 */
const LEAST_WORK_A_STEP = 1e6;

/** Milliseconds for starting a GPU and trying it; a driver that takes longer is taken to hang. */
const START_WITHIN = 30_000;

/** Of the processor's time for a step, what a GPU may take at most: less is no gain that is worth a second device. */
const CLEARLY_FASTER = 0.8;

/** What a choice is made between. */
export interface Choice {
  /**
   * Loads and starts a GPU that gives the bits of a build. Called only where there is enough work for one.
   * @param numerics  the build that the processor would run
   * @throws TidelabError `device.…` where there is none that does
   */
  readonly startGpu: (numerics: Numerics) => Promise<Device>;
  readonly processor: Device;
  /** The build that the processor runs. */
  readonly resolveNumerics: (wanted: Numerics | "auto" | undefined) => Promise<Numerics>;
  /** Whether to give a reason for the processor also where there was too little work: to whom asked for `auto`. */
  readonly isAsked?: boolean;
  /** Milliseconds for starting a GPU and trying it; 30 seconds unless given. */
  readonly startWithin?: number;
}

/** A device that makes the choice again for each session. */
export function chooseBetween(choice: Choice): Device {
  const { processor, isAsked = true } = choice;
  let chosen = processor;
  let reason: ProcessorReason | undefined;
  return {
    name: "auto",
    describe: () => chosen.describe?.(),
    whyProcessor: () => (reason === "small" && !isAsked ? undefined : reason),
    open: async (model, options) => {
      chosen = processor;
      reason = isSmall(model, options) ? "small" : undefined;
      if (reason) return processor.open(model, options);
      try {
        const [gpu, session] = await within(choice.startWithin ?? START_WITHIN, openFaster(choice, model, options));
        chosen = gpu;
        return session;
      } catch (error) {
        // Whatever the GPU cannot do, the processor can; what neither can, its own error says.
        reason = error === SLOWER ? "slower" : error === LATE ? "timeout" : reasonOf(error);
        return processor.open(model, options);
      }
    },
  };
}

function isSmall(model: DeviceModel, { training, series, mostSeries = 0 }: SessionOptions): boolean {
  if (!training || !series) return true;
  const parameters = model.parameters.reduce((sum, { size }) => sum + size, 0);
  const epoch = parameters * series.length * mostSeries;
  if (parameters * Math.min(training.batchSize, mostSeries) < LEAST_WORK_A_STEP) return true;
  return training.epochs === undefined ? epoch < LEAST_WORK_AN_EPOCH : epoch * training.epochs < LEAST_WORK;
}

const SLOWER = new Error("the GPU is slower than the processor");
const LATE = new Error("the GPU did not start in time");

/** A session on the GPU. @throws SLOWER, or whatever goes wrong with it */
async function openFaster(
  { startGpu, processor, resolveNumerics }: Choice,
  model: DeviceModel,
  options: SessionOptions,
): Promise<[Device, Session]> {
  // The build that the processor would run: another one has other bits.
  const numerics = await resolveNumerics(options.numerics);
  const exact = { ...options, numerics };
  const gpu = await startGpu(numerics);
  const there = await secondsOfStep(gpu, model, exact);
  // What the processor has no memory for, a GPU may have.
  const here = await secondsOfStep(processor, model, exact).catch(() => Number.POSITIVE_INFINITY);
  if (there > CLEARLY_FASTER * here) throw SLOWER;
  return [gpu, await gpu.open(model, exact)];
}

/** What `work` gives. @throws LATE where it takes longer; what it gives then is closed, and its errors are dropped */
async function within<T extends [Device, Session]>(milliseconds: number, work: Promise<T>): Promise<T> {
  let isLate = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(LATE);
    }, milliseconds);
  });
  work.then(
    ([, session]) => isLate && session.close(),
    () => {},
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): ProcessorReason {
  if (!(error instanceof TidelabError)) return "failed";
  switch (error.code) {
    case "device.numerics":
      return "numerics";
    case "device.unsupported":
      return "unsupported";
    case "device.memory":
    case "device.batch":
      return "memory";
    case "device.unavailable":
      return (error.params as { reason?: unknown } | undefined)?.reason === "package" ? "package" : "unavailable";
    default:
      return "failed";
  }
}
