/** The head of a `.ts` file: its tags up to `@data`, as sktime, aeon and the archive's own tools write them. */
import { TidelabError } from "../../errors/errors.ts";
import { brief } from "./table/values.ts";

export interface TsHeader {
  /** Whether each value has a time: `(time,value)`. */
  readonly hasTimes: boolean;
  /** What is behind the last colon of a series. */
  readonly last: "class" | "target" | "channel";
  /** As declared; undefined where the file has classes and does not list them, or has none. */
  readonly classNames: readonly string[] | undefined;
  /** Undefined where the file does not say it. */
  readonly channels: number | undefined;
  /** Of all series; undefined where the file does not say it, or where lengths differ. */
  readonly length: number | undefined;
}

/** Tags of the same meaning. Others, such as `@problemName`, say nothing about the values. */
const SAME: Readonly<Record<string, string>> = {
  class_label: "classlabel",
  class_labels: "classlabel",
  classlabels: "classlabel",
  target_label: "targetlabel",
  dimension: "dimensions",
  series_length: "serieslength",
  equal_length: "equallength",
  time_stamps: "timestamps",
};
const FLAGS = ["timestamps", "missing", "univariate", "equallength", "classlabel", "targetlabel"];
const NUMBERS = ["dimensions", "serieslength"];

/** Takes the lines of a head, one after the other. */
export class TsHeaderReader {
  readonly #flags = new Map<string, boolean>();
  readonly #numbers = new Map<string, number>();
  #classNames: readonly string[] | undefined;

  /**
   * @param path  of the line, which begins with `@`
   * @returns whether the head ends here
   * @throws TidelabError `ts.…` for a tag with a value that it cannot have
   */
  push(line: string, path: string): boolean {
    const [tag = "", ...words] = line.slice(1).trim().split(/\s+/);
    const lower = tag.toLowerCase();
    const name = SAME[lower] ?? lower;
    const [value = ""] = words;
    if (name === "data") {
      if (words.length > 0)
        throw new TidelabError("ts.tag", { tag: `@${tag}`, expected: "nothing", received: value }, path);
      return true;
    }
    if (FLAGS.includes(name)) {
      const flag = { true: true, false: false }[value.toLowerCase()];
      if (flag === undefined) {
        throw new TidelabError("ts.tag", { tag: `@${tag}`, expected: "flag", received: brief(value) }, path);
      }
      this.#flags.set(name, flag);
      if (name === "classlabel") this.#classNames = flag && words.length > 1 ? words.slice(1) : undefined;
    } else if (NUMBERS.includes(name)) {
      if (!/^[1-9]\d{0,8}$/.test(value)) {
        throw new TidelabError("ts.tag", { tag: `@${tag}`, expected: "number", received: brief(value) }, path);
      }
      this.#numbers.set(name, Number(value));
    }
    return false;
  }

  get header(): TsHeader {
    const isUnequal = this.#flags.get("equallength") === false;
    const isOfOne = this.#flags.get("univariate") === true;
    return {
      hasTimes: this.#flags.get("timestamps") === true,
      last: this.#flags.get("classlabel") ? "class" : this.#flags.get("targetlabel") ? "target" : "channel",
      classNames: this.#classNames,
      channels: this.#numbers.get("dimensions") ?? (isOfOne ? 1 : undefined),
      length: isUnequal ? undefined : this.#numbers.get("serieslength"),
    };
  }
}
