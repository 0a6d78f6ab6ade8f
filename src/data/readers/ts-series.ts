/** One series of a `.ts` file: channels between colons, values between commas, each with its time where the file has times. */
import { TidelabError } from "../../errors/errors.ts";
import { float32At } from "./table/float32.ts";
import { addStep, isLater, KindsOfTimes, offsetOf, type StepTimes, type TimeSteps } from "./table/times.ts";
import { brief, type DayOrder, readCell, type TimeOf, timeError, timeOf } from "./table/values.ts";

/** A part of a line: the characters from `from` to `to`. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** The parts between colons; those inside parentheses belong to times. */
export function partsBetweenColons(text: string, hasTimes: boolean): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let at = text.indexOf(":");
  let open = hasTimes ? text.indexOf("(") : -1;
  while (at !== -1) {
    if (open !== -1 && open < at) {
      const close = text.indexOf(")", open);
      open = close === -1 ? -1 : text.indexOf("(", close);
      if (close > at) at = text.indexOf(":", close);
      continue;
    }
    parts.push({ from, to: at });
    from = at + 1;
    at = text.indexOf(":", from);
  }
  parts.push({ from, to: text.length });
  return parts;
}

/** Without the blanks around it. */
export function trimmed(text: string, { from, to }: Part): Part {
  let [start, end] = [from, to];
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return { from: start, to: end };
}

/** Reads the channels of one series after the other into the same memory. */
export class ChannelReader {
  readonly #hasTimes: boolean;
  readonly #dates: DayOrder | undefined;
  #values = new Float32Array(1024);
  #length = 0;
  /** Times of the first channel, with which the others must agree. */
  #times: string[] = [];
  #steps: TimeSteps | undefined;
  #offsets: number[] = [];
  #first: TimeOf | undefined;
  readonly #kinds = new KindsOfTimes();

  /** @param dates  see `ReadOptions.dates` */
  constructor(hasTimes: boolean, dates?: DayOrder) {
    this.#hasTimes = hasTimes;
    this.#dates = dates;
  }

  /** Of the channel that was read last; they hold until the next. */
  get values(): Float32Array {
    return this.#values.subarray(0, this.#length);
  }

  /** Between the times of the first channel; undefined where there are less than two. */
  get steps(): TimeSteps | undefined {
    return this.#steps;
  }

  /** Of the first channel; undefined where there are none. */
  get times(): StepTimes | undefined {
    return this.#first && { offsets: this.#offsets, isDate: this.#first.isDate };
  }

  /**
   * Reads a channel; `values` has its values.
   * @param isFirst  whether it is the first of its series
   * @param place    of a character of the line
   * @param miss     called with where a value is missing
   * @throws TidelabError `reader.number`, `reader.time…` or `ts.pair`
   */
  read(text: string, part: Part, about: { series: string; isFirst: boolean }, line: LinePlaces): void {
    this.#length = 0;
    if (this.#hasTimes) this.#readPairs(text, part, about, line);
    else this.#readValues(text, part, line);
  }

  /** A series that is left out: see `KindsOfTimes`. */
  forget(series: string): void {
    this.#kinds.forget(series);
  }

  #readValues(text: string, { from, to }: Part, line: LinePlaces): void {
    let at = from;
    for (;;) {
      const comma = text.indexOf(",", at);
      const end = comma === -1 || comma > to ? to : comma;
      this.#add(text, at, end, line);
      if (end === to) return;
      at = end + 1;
    }
  }

  #add(text: string, from: number, to: number, line: LinePlaces): void {
    let value = float32At(text, from, to);
    if (!Number.isFinite(value)) value = this.#readOther(text, trimmed(text, { from, to }), line);
    if (this.#length === this.#values.length) {
      const larger = new Float32Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** A value with blanks around it, a missing one, or none. */
  #readOther(text: string, { from, to }: Part, { place, miss }: LinePlaces): number {
    const value = readCell(text, from, to, place);
    if (Number.isNaN(value)) miss(from);
    return value;
  }

  /** `(time,value),(time,value)`; a time may hold blanks and colons, and no comma. */
  #readPairs(
    text: string,
    part: Part,
    { series, isFirst }: { series: string; isFirst: boolean },
    line: LinePlaces,
  ): void {
    const { place } = line;
    if (isFirst) {
      this.#times = [];
      this.#steps = undefined;
      this.#offsets = [];
      this.#first = undefined;
    }
    let before: TimeOf | undefined;
    let previous = "";
    let { from: at, to } = trimmed(text, part);
    for (;;) {
      const comma = text.indexOf(",", at);
      const close = text.indexOf(")", at);
      if (text[at] !== "(" || comma === -1 || close === -1 || comma > close || close >= to) {
        throw new TidelabError("ts.pair", { received: brief(text.slice(at, to)) }, place(at));
      }
      const received = text.slice(at + 1, comma).trim();
      const now = timeOf(received, this.#dates);
      if (now === undefined) throw timeError(received, place(at + 1), { dates: this.#dates });
      this.#kinds.check(0, now, received, series, () => place(at + 1));
      if (before !== undefined && !isLater(now, before)) {
        const params = { series: brief(series), previous: brief(previous), received: brief(received) };
        throw new TidelabError("reader.timeOrder", params, place(at + 1));
      }
      if (isFirst) {
        if (before !== undefined) this.#steps = addStep(this.#steps, before, now);
        this.#times.push(received);
        this.#first ??= now;
        this.#offsets.push(offsetOf(now, this.#first));
      } else {
        const expected = this.#times[this.#length];
        // A channel that is longer is refused for its length.
        if (expected !== undefined && expected !== received) {
          throw new TidelabError("reader.otherTimes", { expected, received }, place(at + 1));
        }
      }
      this.#add(text, comma + 1, close, line);
      [before, previous] = [now, received];
      at = trimmed(text, { from: close + 1, to }).from;
      if (at === to) return;
      if (text[at] !== ",") throw new TidelabError("ts.pair", { received: brief(text.slice(at, to)) }, place(at));
      at = trimmed(text, { from: at + 1, to }).from;
    }
  }
}

/** Where the characters of a line are in the file. */
export interface LinePlaces {
  /** `file:line:column` of a character. */
  readonly place: (at: number) => string;
  /** Takes note of a missing value. */
  readonly miss: (at: number) => void;
}
