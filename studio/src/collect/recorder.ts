/** Records windows of a sensor: counts down, waits, takes the window. What was recorded is handed on; nothing is kept here. */
import { signal } from "@preact/signals";
import type { Sensor } from "./sensors.ts";

export type Trouble =
  /** The sensor said nothing while the window was recorded, and nothing before. */
  | "silent"
  /** The tab was hidden: a browser then gives a page few events and few timers. */
  | "hidden";

export type RecorderState =
  | { readonly at: "idle"; readonly trouble?: Trouble }
  /** Seconds that are left. */
  | { readonly at: "countdown"; readonly left: number }
  /** @see performance.now */
  | { readonly at: "recording"; readonly since: number };

export interface Recording {
  readonly rate: number;
  readonly steps: number;
  /** Seconds before the first window, and before each that follows. */
  readonly countdown: number;
  /** Windows one after the other. */
  readonly times: number;
}

export class Recorder {
  readonly state = signal<RecorderState>({ at: "idle" });
  readonly #sensor: Sensor;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onHidden = () => {
    if (document.visibilityState === "hidden") this.stop("hidden");
  };

  constructor(sensor: Sensor) {
    this.#sensor = sensor;
  }

  get isBusy(): boolean {
    return this.state.value.at !== "idle";
  }

  /** @param onSeries  (T, C), once for each window */
  record(recording: Recording, onSeries: (values: readonly number[]) => void): void {
    this.stop();
    document.addEventListener("visibilitychange", this.#onHidden);
    this.#countDown(recording.countdown, recording, onSeries);
  }

  stop(trouble?: Trouble): void {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#onHidden);
    this.state.value = trouble === undefined ? { at: "idle" } : { at: "idle", trouble };
  }

  #countDown(left: number, recording: Recording, onSeries: (values: readonly number[]) => void): void {
    if (left > 0) {
      this.state.value = { at: "countdown", left };
      this.#timer = setTimeout(() => this.#countDown(left - 1, recording, onSeries), 1000);
      return;
    }
    const since = performance.now();
    this.state.value = { at: "recording", since };
    const { rate, steps, times } = recording;
    this.#timer = setTimeout(
      () => {
        const { trace, name } = this.#sensor;
        const end = since + (steps * 1000) / rate;
        const values = trace.window(since, rate, steps);
        // Keys and a pointer that rest are a series, too; a phone's sensor is never silent.
        if (values === undefined || (name === "motion" && trace.count(since, end) === 0)) {
          this.stop("silent");
          return;
        }
        onSeries(values);
        if (times > 1) this.#countDown(recording.countdown, { ...recording, times: times - 1 }, onSeries);
        else this.stop();
      },
      (steps * 1000) / rate,
    );
  }
}
