/** How a file of series is read, each part as it was found and to be corrected: of the user's own file on Data, of new files on Predict. */
import { useId } from "preact/hooks";
import type { ColumnOptions, ReadOptions } from "tidelab/readers";
import { namesShown, namesTyped } from "../state/name-list.ts";
import { controlTexts } from "../texts/controls.ts";
import { readingTexts } from "../texts/reading.ts";
import { SelectField } from "./fields.tsx";

export interface Fixed {
  readonly fixed: boolean;
  readonly why: string | undefined;
}

interface Props extends Fixed {
  /** What the user said. */
  readonly given: ReadOptions;
  /** What was said and found; undefined where nothing was found out. */
  readonly found: ReadOptions | undefined;
  /** Columns of the file; undefined where they are not known, and are typed. */
  readonly columns: readonly string[] | undefined;
  /** Whether the series may have groups, which only a split needs. */
  readonly hasGroups: boolean;
  /** Whether several files are read in this way: their names may say classes and groups. */
  readonly areSeveral?: boolean;
  readonly onChange: (change: Partial<ReadOptions>) => void;
}

const DELIMITERS = [",", ";", "\t", "|", " "] as const;
const FORMATS = ["csv", "ucr", "ts", "arff", "npy", "npz", "jsonl", "parquet"] as const;
const ENCODINGS = ["utf-8", "utf-16le", "gbk", "gb18030", "big5", "shift_jis", "euc-kr", "windows-1252"] as const;

/** One of a few readings, or what was found. */
function Choice(
  props: Fixed & {
    readonly label: string;
    readonly hint: string;
    /** What was found, as text; undefined where nothing was. */
    readonly found: string | undefined;
    readonly value: string | undefined;
    readonly options: readonly { readonly value: string; readonly text: string }[];
    readonly onChange: (value: string | undefined) => void;
  },
) {
  const { found, value, options, onChange, ...rest } = props;
  const texts = readingTexts();
  const first = { value: "", text: found === undefined ? texts.notFound : texts.found(found) };
  return (
    <SelectField
      {...rest}
      value={value ?? ""}
      options={[first, ...options]}
      onChange={(next) => onChange(next === "" ? undefined : next)}
    />
  );
}

/** A text that is taken when the field is left or Enter is pressed. */
export function TextField({
  label,
  hint,
  value,
  fixed,
  why,
  onChange,
}: Fixed & {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field" title={why ?? hint}>
      <label for={id}>{label}</label>
      <input
        id={id}
        class={`input wide${fixed ? " fixed" : ""}`}
        autocomplete="off"
        value={value}
        readOnly={fixed}
        title={hint}
        onChange={({ currentTarget }) => onChange(currentTarget.value.trim())}
      />
    </div>
  );
}

function Columns({ given, found, columns, hasGroups, onChange, fixed, why }: Props) {
  const texts = readingTexts();
  const names = controlTexts();
  const own = given.columns ?? {};
  const set = (role: keyof ColumnOptions, value: string | string[] | undefined) => {
    const { [role]: _, ...others } = own;
    const next = value === undefined || value.length === 0 ? others : { ...others, [role]: value };
    onChange({ columns: Object.keys(next).length > 0 ? next : undefined });
  };
  const roles = (["label", "id", "group", "time"] as const).filter((role) => hasGroups || role !== "group");
  return (
    <>
      {roles.map((role) =>
        columns === undefined ? (
          <TextField
            key={role}
            label={names[role]}
            hint={texts.roleHints[role]}
            value={own[role] ?? ""}
            onChange={(text) => set(role, text === "" ? undefined : text)}
            {...{ fixed, why }}
          />
        ) : (
          <Choice
            key={role}
            label={names[role]}
            hint={texts.roleHints[role]}
            found={own[role] === undefined ? found?.columns?.[role] : undefined}
            value={own[role]}
            options={columns.map((name) => ({ value: name, text: name }))}
            onChange={(name) => set(role, name)}
            {...{ fixed, why }}
          />
        ),
      )}
      <TextField
        label={names.channels}
        hint={texts.roleHints.channels}
        value={namesShown(own.channels ?? found?.columns?.channels)}
        onChange={(text) => set("channels", namesTyped(text))}
        {...{ fixed, why }}
      />
      <TextField
        label={names.ignore}
        hint={texts.roleHints.ignore}
        value={namesShown(own.ignore)}
        onChange={(text) => set("ignore", namesTyped(text))}
        {...{ fixed, why }}
      />
    </>
  );
}

const NAME_PARTS = ["file", "folder", "grandparent"] as const;

/** The part of the files' paths that says classes or groups; shown where it may say some. */
function NamePartField({
  part,
  areSeveral = false,
  hint,
  onChange,
  ...rest
}: Fixed &
  Pick<Props, "areSeveral"> & {
    readonly label: string;
    readonly hint: string;
    readonly part: ReadOptions["labelFrom"];
    readonly onChange: (part: ReadOptions["labelFrom"]) => void;
  }) {
  const texts = readingTexts();
  if (!areSeveral && part === undefined) return null;
  const parts = NAME_PARTS.map((value) => ({ value, text: texts.nameParts[value] }));
  return (
    <SelectField
      {...{ hint, ...rest }}
      value={part ?? ""}
      options={[{ value: "", text: texts.notInNames }, ...parts]}
      onChange={(next) => onChange(NAME_PARTS.find((one) => one === next))}
    />
  );
}

/** Options of the part that is closed until one of them is given. */
const RARE = ["encoding", "skipRows", "header", "comment", "labels", "axes", "padding"] as const;

/** What few files need. */
function MoreFields({ given, found, onChange, fixed, why }: Props) {
  const texts = readingTexts();
  const names = controlTexts();
  const id = useId();
  const yesNo = (is: boolean) => (is ? "yes" : "no");
  const text = (key: "resample" | "longestGap" | "comment") => (value: string) =>
    onChange({ [key]: value === "" ? undefined : value });
  return (
    <details class="more-reading" open={RARE.some((key) => given[key] !== undefined)}>
      <summary class="small">{texts.more}</summary>
      <Choice
        label={names.format}
        hint={texts.formatHint}
        found={undefined}
        value={given.format}
        options={FORMATS.map((value) => ({ value, text: value }))}
        onChange={(format) => onChange({ format: format as ReadOptions["format"] })}
        {...{ fixed, why }}
      />
      <Choice
        label={names.encoding}
        hint={texts.encodingHint}
        found={undefined}
        value={given.encoding}
        options={ENCODINGS.map((value) => ({ value, text: value }))}
        onChange={(encoding) => onChange({ encoding })}
        {...{ fixed, why }}
      />
      <Choice
        label={names.dates}
        hint={texts.datesHint}
        found={undefined}
        value={given.dates}
        options={(["dmy", "mdy"] as const).map((value) => ({ value, text: texts.dateOrders[value] }))}
        onChange={(dates) => onChange({ dates: dates as ReadOptions["dates"] })}
        {...{ fixed, why }}
      />
      <div class="field" title={why ?? texts.skipRowsHint}>
        <label for={id}>{names.skipRows}</label>
        <input
          id={id}
          class={`input${fixed ? " fixed" : ""}`}
          type="number"
          min={0}
          step={1}
          value={given.skipRows ?? ""}
          readOnly={fixed}
          title={texts.skipRowsHint}
          onChange={({ currentTarget }) => {
            const rows = currentTarget.valueAsNumber;
            onChange({ skipRows: Number.isInteger(rows) && rows >= 0 ? rows : undefined });
          }}
        />
      </div>
      <Choice
        label={names.header}
        hint={texts.headerHint}
        found={
          given.header === undefined && found?.header !== undefined ? texts.headers[yesNo(found.header)] : undefined
        }
        value={given.header === undefined ? undefined : yesNo(given.header)}
        options={(["yes", "no"] as const).map((value) => ({ value, text: texts.headers[value] }))}
        onChange={(header) => onChange({ header: header === undefined ? undefined : header === "yes" })}
        {...{ fixed, why }}
      />
      <Choice
        label={names.labels}
        hint={texts.labelsHint}
        found={given.labels === undefined && found?.labels ? texts.labelPlaces[found.labels] : undefined}
        value={given.labels}
        options={(["first", "last", "none"] as const).map((value) => ({ value, text: texts.labelPlaces[value] }))}
        onChange={(labels) => onChange({ labels: labels as ReadOptions["labels"] })}
        {...{ fixed, why }}
      />
      <TextField
        label={names.comment}
        hint={texts.commentHint}
        value={given.comment ?? ""}
        onChange={text("comment")}
        {...{ fixed, why }}
      />
      <Choice
        label={names.axes}
        hint={texts.axesHint}
        found={given.axes === undefined && found?.axes ? texts.axesOrders[found.axes] : undefined}
        value={given.axes}
        options={(["NTC", "NCT"] as const).map((value) => ({ value, text: texts.axesOrders[value] }))}
        onChange={(axes) => onChange({ axes: axes as ReadOptions["axes"] })}
        {...{ fixed, why }}
      />
      <Choice
        label={names.padding}
        hint={texts.paddingHint}
        found={given.padding === undefined && found?.padding ? texts.paddings[found.padding] : undefined}
        value={given.padding}
        options={(["trim", "keep"] as const).map((value) => ({ value, text: texts.paddings[value] }))}
        onChange={(padding) => onChange({ padding: padding as ReadOptions["padding"] })}
        {...{ fixed, why }}
      />
      <TextField
        label={names.resample}
        hint={texts.resampleHint}
        value={given.resample ?? ""}
        onChange={text("resample")}
        {...{ fixed, why }}
      />
      <TextField
        label={names.longestGap}
        hint={texts.longestGapHint}
        value={given.longestGap ?? ""}
        onChange={text("longestGap")}
        {...{ fixed, why }}
      />
    </details>
  );
}

export function ReadingFields(props: Props) {
  const { given, found, areSeveral, onChange, fixed, why } = props;
  const texts = readingTexts();
  const names = controlTexts();
  return (
    <>
      <Choice
        label={names.layout}
        hint={texts.layoutHint}
        found={given.layout === undefined && found?.layout ? texts.layouts[found.layout] : undefined}
        value={given.layout}
        options={(["wide", "long"] as const).map((value) => ({ value, text: texts.layouts[value] }))}
        onChange={(layout) => onChange({ layout: layout as ReadOptions["layout"] })}
        {...{ fixed, why }}
      />
      <Choice
        label={names.delimiter}
        hint={texts.delimiterHint}
        found={given.delimiter === undefined && found?.delimiter ? texts.delimiterOf(found.delimiter) : undefined}
        value={given.delimiter}
        options={DELIMITERS.map((value) => ({ value, text: texts.delimiterOf(value) }))}
        onChange={(delimiter) => onChange({ delimiter: delimiter as ReadOptions["delimiter"] })}
        {...{ fixed, why }}
      />
      <Choice
        label={names.decimal}
        hint={texts.decimalHint}
        found={given.decimal === undefined && found?.decimal ? texts.decimals[found.decimal] : undefined}
        value={given.decimal}
        options={(["point", "comma"] as const).map((value) => ({ value, text: texts.decimals[value] }))}
        onChange={(decimal) => onChange({ decimal: decimal as ReadOptions["decimal"] })}
        {...{ fixed, why }}
      />
      <Columns {...props} />
      <NamePartField
        label={names.labelFrom}
        hint={texts.labelFromHint}
        part={given.labelFrom}
        onChange={(labelFrom) => onChange({ labelFrom })}
        {...{ areSeveral, fixed, why }}
      />
      <NamePartField
        label={names.groupFrom}
        hint={texts.groupFromHint}
        part={given.groupFrom}
        onChange={(groupFrom) => onChange({ groupFrom })}
        {...{ areSeveral, fixed, why }}
      />
      <MoreFields {...props} />
    </>
  );
}
