/**
 * Rows of named and typed cells as series, in any of three forms: a list of values in a row; a value a column; a time step a row. For
 * formats whose cells need no guessing of numbers; CSV has its own reader.
 */
import { TidelabError } from "../../../errors/errors.ts";
import type { ReaderNotice } from "../notices.ts";
import type { ReadOptions, SeriesReading } from "../reader.ts";
import { isExact, isList, nameIn, numberIn, shown, timeIn } from "./cells.ts";
import { SeriesCollector } from "./collector.ts";
import { type ColumnRole, columnsOf, type Roles, rolesOf } from "./columns.ts";
import { Faults } from "./faults.ts";
import { GrowingSeries, type SeriesAbout } from "./growing.ts";
import { LongEvidence } from "./long-evidence.ts";
import { NestedAxes } from "./nested-axes.ts";
import { areChannels, orderOf } from "./order.ts";
import { Resampler } from "./resample.ts";
import { ReturningIds } from "./returning.ts";
import { checkHaveSteps, KindsOfTimes, SamplingOfSeries, type TimeSteps } from "./times.ts";
import { brief, timeError } from "./values.ts";

/** A row of the file. */
export interface RecordRow {
  /** Its line, or its number where the format has no lines; from 1. */
  readonly number: number;
  readonly cell: (column: number) => unknown;
  /** Where a cell is, or an element of the list in it. */
  readonly place: (column: number, ...indices: number[]) => string;
}

type Form = "lists" | "wide" | "long";

/** A series of which each row is a step, while its rows come in. */
type OpenSeries = GrowingSeries & {
  /** Why it cannot be read. */
  fault?: TidelabError;
  firstMissed?: () => string;
};

export class RecordReader {
  readonly #source: string;
  readonly #options: ReadOptions;
  readonly #names: readonly string[];
  readonly #roles: Roles;
  readonly #form: Form;
  readonly #values: readonly number[];
  readonly #ignored: readonly string[];
  readonly #collector: SeriesCollector;
  readonly #growing = new Map<string, OpenSeries>();
  readonly #returning = new ReturningIds();
  readonly #kinds = new KindsOfTimes();
  readonly #faults: Faults;
  readonly #resampler: Resampler | undefined;
  /** Of the series of the current time step, as soon as it is known. */
  #id: string | undefined;
  readonly #sampling = new SamplingOfSeries();
  readonly #axes: NestedAxes;
  #isNested = false;
  #channels = 0;

  /**
   * @param source  begins the path of errors
   * @param lists   whether each column holds lists
   * @throws TidelabError `reader.noColumn`, `reader.layout` or `reader.noColumns` where the columns do not say what they are for
   */
  constructor(source: string, names: readonly string[], lists: readonly boolean[], options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    this.#axes = new NestedAxes(options.axes);
    this.#names = names;
    const { columns, layout } = options;
    const found = rolesOf(names, source, { columns, layout, guess: true, lists });
    const roleIn = (role: ColumnRole, column: number): ColumnRole => {
      if (role === "label" && options.labels === "none") return "ignored";
      // A list is no name: x and y are channels there, although y is a class elsewhere.
      return lists[column] && !["value", "time", "ignored"].includes(role) ? "value" : role;
    };
    this.#roles = { ...found, roles: found.roles.map(roleIn) };
    const values = columnsOf(this.#roles, "value");
    const inLists = values.filter((column) => lists[column]);
    this.#form = inLists.length > 0 ? "lists" : this.#roles.layout;
    this.#values = this.#form === "lists" ? inLists : values;
    // Beside lists, single values describe a series and are none of it.
    this.#ignored = values.filter((column) => !this.#values.includes(column)).map((column) => names[column] ?? "");
    if (this.#values.length === 0)
      throw new TidelabError("reader.noColumns", { names: names.map(brief).join(", ") }, source);
    if (this.#form === "wide" && layout === undefined && columns?.channels === undefined) this.#checkSteps();
    this.#collector = new SeriesCollector(source);
    this.#faults = new Faults(source, options);
    this.#resampler = Resampler.from(source, options);
  }

  add(row: RecordRow): void {
    if (this.#form === "long") {
      this.#tryStep(row);
      return;
    }
    const before = this.#channels;
    const undo = () => {
      this.#channels = before;
      this.#kinds.forget(String(this.#collector.number));
      return this.#collector.skip();
    };
    this.#faults.attempt(() => (this.#form === "lists" ? this.#addLists(row) : this.#addWide(row)), undo);
  }

  /** Leaves a row out that could not be made a record. @throws the error, unless rows are left out and it is certain whose this one is */
  skip(error: TidelabError): void {
    if (!this.#faults.skips || this.#form === "long") throw error;
    this.#faults.add(error, this.#collector.skip());
  }

  /** A step that cannot be read makes its series one that cannot: without it, it would be another. */
  #tryStep(row: RecordRow): void {
    this.#id = undefined;
    try {
      this.#addStep(row);
    } catch (error) {
      if (!this.#faults.skips || !(error instanceof TidelabError)) throw error;
      if (this.#id === undefined) throw error;
      const about = { id: this.#id, line: row.number, label: undefined, group: undefined };
      const series = this.#growing.get(about.id) ?? this.#begin(about);
      series.fault ??= error;
      this.#kinds.forget(about.id);
    }
  }

  #begin(about: SeriesAbout): OpenSeries {
    const series: OpenSeries = new GrowingSeries(about, false, this.#resampler !== undefined);
    this.#growing.set(series.id, series);
    return series;
  }

  finish(): SeriesReading {
    const collector = this.#collector;
    const namesOf = (role: ColumnRole) => columnsOf(this.#roles, role).map((column) => this.#names[column] ?? "");
    const evidence = new LongEvidence(namesOf("time"), namesOf("value"));
    for (const series of this.#growing.values()) {
      if (series.fault !== undefined) {
        this.#faults.add(series.fault, collector.skip());
        continue;
      }
      const read = () => {
        if (series.missed > 0) collector.miss(series.firstMissed ?? (() => this.#source), series.missed);
        series.writeTo(collector.blocks);
        const first = this.#resampled(series, this.#values.length) ?? series.steps[0];
        this.#sampling.add(first);
        collector.end(this.#values.length, series);
        const { id, values } = collector.series.at(-1)!; // the one that has just ended
        evidence.add({ id, steps: [first, ...series.steps.slice(1)], values });
      };
      this.#faults.attempt(read, () => collector.skip());
    }
    this.#growing.clear();
    this.#faults.check(collector.series.length);
    const { skipped } = this.#faults;
    const nested = this.#isNested ? this.#axes.decide(this.#source, collector.series.length) : undefined;
    if (nested?.axes === "NCT") {
      this.#channels = this.#axes.outer;
      collector.turn(this.#channels);
    }
    const { sampling } = this.#sampling;
    const nameOf = (column: number) => this.#names[column] ?? "";
    const first = (role: ColumnRole) => columnsOf(this.#roles, role).map(nameOf)[0];
    const id = first("series") ?? first("id");
    const [label, group, time] = [first("label"), first("group"), first("time")];
    const isOfChannels = this.#form === "long" || (this.#form === "lists" && this.#values.length > 1);
    const names = this.#values.map(nameOf);
    if (this.#form === "long" && this.#options.layout === undefined)
      checkHaveSteps(
        collector.series,
        { time, series: id ?? "", values: names.length },
        this.#source,
        this.#options.resample,
      );
    const notices: ReaderNotice[] = this.#form === "long" ? [...this.#returning.notices(), ...evidence.notices()] : [];
    notices.push(...(nested?.notices ?? []), ...collector.notices(this.#form === "wide" ? [] : names));
    if (this.#ignored.length > 0) notices.push({ kind: "ignoredColumns", names: this.#ignored.map(brief).join(", ") });
    return {
      ...collector.table(this.#form === "wide" ? 1 : this.#channels, this.#form === "wide" ? [] : names),
      ...(isOfChannels && { channelNames: names }),
      ...(this.#form === "wide" && { stepNames: names }),
      ...(sampling && { sampling }),
      ...(skipped && { skipped }),
      notices,
      reading: {
        ...this.#options,
        ...(nested && { axes: nested.axes }),
        layout: this.#form === "long" ? "long" : "wide",
        columns: {
          ...(id !== undefined && { id }),
          ...(label !== undefined && { label }),
          ...(group !== undefined && { group }),
          ...(time !== undefined && { time }),
          channels: names,
          ...(this.#options.columns?.ignore && { ignore: this.#options.columns.ignore }),
        },
      },
    };
  }

  /** A row of single numbers is a series only where the columns are numbered, or the options say so. */
  #checkSteps(): void {
    const names = this.#values.map((column) => this.#names[column] ?? "");
    if (orderOf(names)?.kind === "growing" && !areChannels(names)) return;
    throw new TidelabError("reader.layout", { names: this.#names.slice(0, 20).map(brief).join(", ") }, this.#source);
  }

  #addLists(row: RecordRow): void {
    const { blocks } = this.#collector;
    const lists = this.#values.map((column) => {
      const cell = row.cell(column);
      if (isList(cell) && cell.length > 0) return cell;
      throw new TidelabError("reader.list", { received: brief(shown(cell)) }, row.place(column));
    });
    const [first] = lists;
    const length = first?.length ?? 0;
    const isNested = isList(first?.[0]);
    const inside = isNested && isList(first[0]) ? first[0].length : 1;
    const channels = isNested ? inside : lists.length;
    if (this.#channels === 0) {
      this.#channels = channels;
      this.#isNested = isNested;
    }
    // Lists in lists may be of channels or of steps, which shows at the end.
    const times = this.#timesIn(row);
    const fits = isNested ? this.#axes.fits(length, inside) : channels === this.#channels;
    if (isNested !== this.#isNested)
      throw new TidelabError("reader.nested", { isNested: this.#isNested }, row.place(this.#values[0] ?? 0));
    if (!fits || (isNested && lists.length > 1) || channels === 0) {
      const params = {
        expected: isNested ? this.#axes.expected : this.#channels,
        received: channels * (isNested ? lists.length : 1),
        cause: "first",
      } as const;
      throw new TidelabError("reader.channels", params, row.place(this.#values[0] ?? 0));
    }
    const values = blocks.take(length * channels);
    for (const [i, list] of lists.entries()) {
      const column = this.#values[i] ?? 0;
      if (list.length !== length) {
        throw new TidelabError(
          "reader.steps",
          { expected: length, received: list.length, cause: "channel" },
          row.place(column),
        );
      }
      for (let t = 0; t < length; t++) {
        const cell = list[t];
        if (!isNested) {
          values[t * channels + i] = this.#valueOf(cell, () => row.place(column, t));
          continue;
        }
        if (!isList(cell) || cell.length !== channels) {
          const received = isList(cell) ? cell.length : 1;
          throw new TidelabError(
            "reader.channels",
            { expected: channels, received, cause: "first" },
            row.place(column, t),
          );
        }
        for (let c = 0; c < channels; c++) {
          values[t * channels + c] = this.#valueOf(cell[c], () => row.place(column, t, c));
        }
      }
    }
    const stamps = this.#timesOf(row, isNested ? this.#stepsOf(row, length, inside, times) : length);
    const steps = stamps && (this.#resampled(stamps, channels) ?? stamps.steps[0]);
    this.#collector.end(channels, this.#headOf(row));
    if (isNested) this.#axes.add(length, inside, times);
    this.#sampling.add(steps);
  }

  #addWide(row: RecordRow): void {
    const values = this.#collector.blocks.take(this.#values.length);
    for (const [i, column] of this.#values.entries()) {
      values[i] = this.#valueOf(this.#cellOf(row, column), () => row.place(column));
    }
    this.#collector.end(1, this.#headOf(row));
  }

  #addStep(row: RecordRow): void {
    this.#channels = this.#values.length;
    const id = this.#idOf(row) ?? this.#source;
    this.#id = id;
    let series = this.#growing.get(id);
    if (columnsOf(this.#roles, "time").length === 0) {
      const [column = 0] = columnsOf(this.#roles, "series").concat(columnsOf(this.#roles, "id"));
      const begins = series && (() => `${this.#source}:${series?.line}`);
      this.#returning.add(id, begins, () => row.place(column));
    }
    if (series?.fault !== undefined) return;
    const head = this.#headOf(row);
    series ??= this.#begin({ ...head, id });
    for (const role of ["label", "group"] as const) {
      if (series[role] === head[role]) continue;
      const params = { series: brief(id), first: brief(series[role] ?? ""), received: brief(head[role] ?? "") };
      const code = role === "label" ? "reader.labelChanges" : "reader.groupChanges";
      throw new TidelabError(code, params, row.place(columnsOf(this.#roles, role)[0] ?? 0));
    }
    for (const [i, column] of columnsOf(this.#roles, "time").entries()) {
      const cell = row.cell(column);
      const now = timeIn(cell, this.#options.dates);
      if (now === undefined) throw timeError(shown(cell), row.place(column), this.#options);
      this.#kinds.check(i, now, shown(cell), id, () => row.place(column));
      series.addTime(i, now, shown(cell), (params) => new TidelabError("reader.timeOrder", params, row.place(column)));
    }
    for (const column of this.#values) {
      const value = this.#read(this.#cellOf(row, column), () => row.place(column));
      if (Number.isNaN(value)) {
        series.missed++;
        series.firstMissed ??= () => row.place(column);
      }
      series.push(value);
    }
  }

  /** Resamples the current series where that is asked for and it has times. @returns what lies between its times then */
  #resampled(series: GrowingSeries, channels: number): TimeSteps | undefined {
    const { times } = series;
    if (this.#resampler === undefined || times === undefined) return undefined;
    const about = { series: series.id, path: `${this.#source}:${series.line}` };
    this.#collector.replace(this.#resampler.resample(this.#collector.blocks.values, channels, times, about));
    return this.#resampler.stepsOf(times);
  }

  /** How many times are beside the lists of a row; undefined where there are none. */
  #timesIn(row: RecordRow): number | undefined {
    const [column] = columnsOf(this.#roles, "time");
    const cell = column === undefined ? undefined : row.cell(column);
    return isList(cell) ? cell.length : undefined;
  }

  /** @throws TidelabError `reader.steps` for lists of steps that are to be resampled: these must be lists of channels */
  #stepsOf(row: RecordRow, outer: number, inner: number, times: number | undefined): number {
    if (this.#resampler === undefined) return this.#axes.steps(outer, inner, times);
    if (this.#options.axes !== "NCT") return outer;
    const params = { expected: inner, received: outer, cause: "channel" } as const;
    throw new TidelabError("reader.steps", params, row.place(this.#values[0] ?? 0));
  }

  /** Times beside lists of values, as many as those, as a series without values. */
  #timesOf(row: RecordRow, length: number): GrowingSeries | undefined {
    const [column] = columnsOf(this.#roles, "time");
    if (column === undefined) return undefined;
    const cell = row.cell(column);
    // One time for a whole series says when it began.
    if (!isList(cell)) return undefined;
    if (cell.length !== length) {
      throw new TidelabError(
        "reader.steps",
        { expected: length, received: cell.length, cause: "channel" },
        row.place(column),
      );
    }
    const series = new GrowingSeries(
      { id: String(this.#collector.number), line: row.number, label: undefined, group: undefined },
      false,
      this.#resampler !== undefined,
    );
    for (let t = 0; t < length; t++) {
      const now = timeIn(cell[t], this.#options.dates);
      if (now === undefined) throw timeError(shown(cell[t]), row.place(column, t), this.#options);
      this.#kinds.check(0, now, shown(cell[t]), series.id, () => row.place(column, t));
      series.addTime(
        0,
        now,
        shown(cell[t]),
        (params) => new TidelabError("reader.timeOrder", params, row.place(column, t)),
      );
    }
    return series;
  }

  #headOf(row: RecordRow) {
    const [label, group] = [this.#nameOf(row, "label"), this.#nameOf(row, "group")];
    return { line: row.number, id: this.#idOf(row), label, group };
  }

  #idOf(row: RecordRow): string | undefined {
    return this.#nameOf(row, "series") ?? this.#nameOf(row, "id");
  }

  /** @throws TidelabError `reader.noName`, `reader.noLabel` or `reader.inexactName` */
  #nameOf(row: RecordRow, role: ColumnRole): string | undefined {
    const keepsUnlabelled = this.#options.unlabelled === "keep";
    const [column] = columnsOf(this.#roles, role);
    if (column === undefined) return undefined;
    const cell = row.cell(column);
    const name = nameIn(cell);
    // As in all formats, ? says that there is no class.
    if (name !== undefined && !(role === "label" && name === "?")) {
      if (isExact(cell)) return name;
      throw new TidelabError("reader.inexactName", { received: name }, row.place(column));
    }
    if (role === "label" && keepsUnlabelled) return undefined;
    if (role === "label") throw new TidelabError("reader.noLabel", undefined, row.place(column));
    throw new TidelabError("reader.noName", { column: this.#names[column] ?? "" }, row.place(column));
  }

  /** Of a column of single values. @throws TidelabError `reader.textColumn` for a text that is no number */
  #cellOf(row: RecordRow, column: number): unknown {
    const cell = row.cell(column);
    if (typeof cell !== "string" || numberIn(cell) !== undefined) return cell;
    const params = { column: brief(this.#names[column] ?? ""), received: brief(cell) };
    throw new TidelabError("reader.textColumn", params, row.place(column));
  }

  #valueOf(cell: unknown, place: () => string): number {
    const value = this.#read(cell, place);
    if (Number.isNaN(value)) this.#collector.miss(place);
    return value;
  }

  /** @returns NaN for a missing value */
  #read(cell: unknown, place: () => string): number {
    const value = numberIn(cell);
    const rounded = value === undefined ? Number.POSITIVE_INFINITY : Math.fround(value);
    if (Number.isFinite(rounded) || Number.isNaN(rounded)) return rounded;
    throw new TidelabError("reader.number", { received: brief(shown(cell)) }, place());
  }
}
