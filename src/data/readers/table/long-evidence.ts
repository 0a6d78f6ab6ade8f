/**
 * What the series of a long table, or series with times, show when they are complete: uneven times, other rates, and channels that look like times or
 * names. For notices only; a model reads steps, and no times.
 */

import type { LongNotice } from "../notices.ts";
import { areEvenlySpaced } from "./order.ts";
import { SAME_STEP, type TimeSteps } from "./times.ts";
import { brief } from "./values.ts";

export interface LongSeries {
  readonly id: string;
  /** Of each time column; undefined where the series has one step. */
  readonly steps: readonly (TimeSteps | undefined)[];
  /** (T, C) */
  readonly values: Float32Array | Float64Array;
}

/** Of fewer steps, a measured value may grow by chance. */
const FEWEST_GROWING = 10;

export class LongEvidence {
  readonly #times: readonly string[];
  readonly #channels: readonly string[];
  readonly #uneven: Extract<LongNotice, { kind: "unevenTime" }>[] = [];
  readonly #rates: Extract<LongNotice, { kind: "otherRate" }>[] = [];
  /** The first series with even times, by column. */
  readonly #references: ({ id: string; step: number } | undefined)[] = [];
  readonly #areEven: boolean[];
  readonly #areConstant: boolean[];
  readonly #areGrowing: boolean[];
  #count = 0;

  constructor(times: readonly string[], channels: readonly string[]) {
    this.#times = times;
    this.#channels = channels;
    this.#areEven = channels.map(() => true);
    this.#areConstant = channels.map(() => channels.length > 1);
    this.#areGrowing = channels.map(() => channels.length > 1);
  }

  add({ id, steps, values }: LongSeries): void {
    this.#count++;
    for (const [column, name] of this.#times.entries()) this.#addTimes(column, name, id, steps[column]);
    const channels = this.#channels.length;
    for (let c = 0; c < channels; c++) {
      if (!this.#areEven[c] && !this.#areConstant[c] && !this.#areGrowing[c]) continue;
      const channel = values.filter((_, i) => i % channels === c);
      this.#areEven[c] &&= areEvenlySpaced(channel);
      this.#areConstant[c] &&= channel.length > 1 && channel.every((value) => value === channel[0]);
      this.#areGrowing[c] &&=
        channel.length >= FEWEST_GROWING && channel.every((value, i) => !(value <= channel[i - 1]!));
    }
  }

  /** Call it behind the last series. */
  notices(): LongNotice[] {
    const odd = (flags: readonly boolean[], look: "even" | "constant" | "growing"): LongNotice[] => {
      const names = this.#channels.filter((_, c) => this.#count > 0 && flags[c]);
      return names.length === 0 ? [] : [{ kind: "oddChannels", names: names.map(brief).join(", "), look }];
    };
    const growing = this.#areGrowing.map((isGrowing, c) => isGrowing && !this.#areEven[c]);
    const notices = [...this.#uneven, ...this.#rates].filter((notice) => notice !== undefined);
    return [
      ...notices,
      ...odd(this.#areEven, "even"),
      ...odd(this.#areConstant, "constant"),
      ...odd(growing, "growing"),
    ];
  }

  #addTimes(index: number, column: string, id: string, steps: TimeSteps | undefined): void {
    if (steps === undefined) return;
    const { shortest, longest, isDate } = steps;
    const show = (step: number) => `${Number(step.toPrecision(4))}${isDate ? " s" : ""}`;
    if (longest > shortest * SAME_STEP) {
      const [was] = this.#uneven.filter((notice) => notice.column === column);
      if (was) was.count++;
      else {
        const [least, most] = [show(shortest), show(longest)];
        this.#uneven.push({ kind: "unevenTime", column, series: brief(id), shortest: least, longest: most, count: 1 });
      }
      return;
    }
    this.#references[index] ??= { id, step: longest };
    const reference = this.#references[index];
    if (longest <= reference.step * SAME_STEP && reference.step <= longest * SAME_STEP) return;
    const [was] = this.#rates.filter((notice) => notice.column === column);
    if (was) was.count++;
    else {
      const [step, firstStep] = [show(longest), show(reference.step)];
      const first = brief(reference.id);
      this.#rates.push({ kind: "otherRate", column, series: brief(id), step, first, firstStep, count: 1 });
    }
  }
}
