/** The head of an ARFF file: its attributes up to `@data`, and what each is for. */
import { TidelabError } from "../../errors/errors.ts";
import { cellAt, cellsOf, textOf } from "./arff-tokens.ts";
import type { ReadOptions } from "./reader.ts";
import { type ColumnRole, rolesOf } from "./table/columns.ts";
import { brief } from "./table/values.ts";

interface Attribute {
  readonly name: string;
  readonly type: "numeric" | "nominal" | "relational" | "other";
  /** As the file writes it, where it is another. */
  readonly written?: string;
  /** Of a nominal one, its values. */
  readonly values: readonly string[];
  /** Of a relational one, how many attributes it has. */
  readonly length: number;
}

export interface ArffHeader {
  /** Of each attribute. A relational one is a value: it holds all channels. */
  readonly roles: readonly ColumnRole[];
  /** Steps of every channel of a series, before padding is taken off. */
  readonly length: number;
  readonly isRelational: boolean;
  /** As declared; undefined where the classes are no list of names, or there are none. */
  readonly classNames: readonly string[] | undefined;
  readonly labelName: string | undefined;
}

/** Takes the lines of a head, one after the other. */
export class ArffHeaderReader {
  readonly #source: string;
  readonly #attributes: Attribute[] = [];
  /** Of a relational attribute that has not ended: its name, and its attributes so far. */
  #open: { readonly name: string; length: number } | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  /**
   * @param text  begins with `@`
   * @returns whether the head ends here
   * @throws TidelabError `arff.…` for a line that is none of a head
   */
  push(text: string, place: (at: number) => string): boolean {
    const from = Math.max(text.search(/\S/), 0);
    const [line = "", keyword = ""] = /^@([a-z]+)\s*/i.exec(text.slice(from)) ?? [];
    const rest = from + line.length;
    switch (keyword.toLowerCase()) {
      case "relation":
        return false;
      case "attribute":
        this.#attribute(text, rest, place);
        return false;
      case "end": {
        if (this.#open === undefined) break;
        const { name, length } = this.#open;
        this.#attributes.push({ name, type: "relational", values: [], length });
        this.#open = undefined;
        return false;
      }
      case "data":
        if (this.#open !== undefined) throw new TidelabError("arff.noEnd", { name: this.#open.name }, place(from));
        return true;
    }
    throw new TidelabError("arff.line", { received: brief(text.trim()) }, place(from));
  }

  #attribute(text: string, from: number, place: (at: number) => string): void {
    const end = text.trimEnd().length;
    const isQuoted = text[from] === "'" || text[from] === '"';
    const word = isQuoted
      ? cellAt(text, from, end, place)
      : { from, to: from + wordAt(text.slice(from)).length, isQuoted };
    const name = textOf(text, word);
    let at = word.to + (isQuoted ? 1 : 0);
    while (at < end && /\s/.test(text[at] ?? "")) at++;
    const type = text.slice(at, end);
    const lower = type.toLowerCase();
    if (name === "" || type === "") throw new TidelabError("arff.line", { received: brief(text.trim()) }, place(from));
    const isNumeric = /^(?:numeric|real|integer)\b/.test(lower);
    if (this.#open !== undefined) {
      if (!isNumeric) throw new TidelabError("arff.type", { name: brief(name), type: brief(type) }, place(at));
      this.#open.length++;
    } else if (lower === "relational") {
      this.#open = { name, length: 0 };
    } else if (type.startsWith("{")) {
      if (!type.endsWith("}")) throw new TidelabError("arff.line", { received: brief(text.trim()) }, place(at));
      const values = cellsOf(text, at + 1, end - 1, place).map((cell) => textOf(text, cell));
      this.#attributes.push({ name, type: "nominal", values, length: 0 });
    } else {
      const kind = isNumeric ? { type: "numeric" as const } : { type: "other" as const, written: type };
      this.#attributes.push({ name, ...kind, values: [], length: 0 });
    }
  }

  /** What the attributes are for. @throws TidelabError `arff.…` where they do not say it */
  finish(options: ReadOptions, path: string): ArffHeader {
    const attributes = this.#attributes;
    const names = attributes.map(({ name }) => name);
    const { columns, labels } = options;
    const found = rolesOf(names, this.#source, { layout: "wide", columns });
    const roles = found.roles.map((role) => (role === "label" && labels === "none" ? "ignored" : role));
    const nominal = [...attributes.keys()].filter((i) => attributes[i]?.type === "nominal" && roles[i] === "value");
    // Weka's own rule: the class is the last attribute.
    const last = nominal.find((i) => i === attributes.length - 1) ?? (nominal.length === 1 ? nominal[0] : undefined);
    if (last !== undefined && !roles.includes("label")) roles[last] = labels === "none" ? "ignored" : "label";
    const values = attributes.filter((_, i) => roles[i] === "value");
    const odd = values.find(({ type }) => type !== "numeric" && type !== "relational");
    if (odd !== undefined) {
      const type = brief(odd.written ?? odd.type);
      throw new TidelabError("arff.type", { name: brief(odd.name), type }, path);
    }
    const relational = values.filter(({ type }) => type === "relational");
    const [first] = relational;
    if (values.length === 0 || (first !== undefined && (values.length > 1 || first.length === 0))) {
      throw new TidelabError("arff.values", { received: values.length }, path);
    }
    const label = attributes[roles.indexOf("label")];
    return {
      roles,
      length: first?.length ?? values.length,
      isRelational: first !== undefined,
      classNames: label?.type === "nominal" ? label.values : undefined,
      labelName: label?.name,
    };
  }
}

function wordAt(text: string): string {
  return /^[^\s{]*/.exec(text)?.[0] ?? "";
}
