/** The user's own file: opened, and how it is read, each part as it was found and to be corrected. */
import { useId } from "preact/hooks";
import type { ReadOptions } from "tidelab/readers";
import { SelectField, SwitchField } from "../../components/fields.tsx";
import type { FileView } from "../../engine/data-protocol.ts";
import { asked, correct, fileView, fillMissing, isExamining } from "../../state/file.ts";
import { dataTexts } from "../../texts/data.ts";
import { formatCount } from "../../texts/numbers.ts";
import { columnNames } from "./columns.ts";
import { DropZone } from "./drop-zone.tsx";

interface Fixed {
  readonly fixed: boolean;
  readonly why: string | undefined;
}

const DELIMITERS = [",", ";", "\t", "|", " "] as const;
const RULES = ["linear", "previous", "mask"] as const;

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
  const texts = dataTexts();
  const first = { value: "", text: found === undefined ? texts.file.notFound : texts.file.found(found) };
  return (
    <SelectField
      {...rest}
      value={value ?? ""}
      options={[first, ...options]}
      onChange={(next) => onChange(next === "" ? undefined : next)}
    />
  );
}

function Columns({ view, fixed, why }: { view: FileView } & Fixed) {
  const texts = dataTexts();
  const names = columnNames(view);
  const { columns } = view.reading;
  const given = asked.value.reading.columns;
  const options = names.map((name) => ({ value: name, text: name }));
  const set = (role: "label" | "id" | "time" | "group") => (name: string | undefined) => {
    const { [role]: _, ...others } = given ?? {};
    const next = name === undefined ? others : { ...others, [role]: name };
    void correct({ columns: Object.keys(next).length > 0 ? next : undefined });
  };
  return (
    <>
      {(["label", "id", "group", "time"] as const).map((role) => (
        <Choice
          key={role}
          label={texts.file.roles[role]}
          hint={texts.file.roleHints[role]}
          found={given?.[role] === undefined ? columns?.[role] : undefined}
          value={given?.[role]}
          options={options}
          onChange={set(role)}
          {...{ fixed, why }}
        />
      ))}
      <ListField of="channels" names={columns?.channels} {...{ fixed, why }} />
      <ListField of="ignore" names={given?.ignore} {...{ fixed, why }} />
    </>
  );
}

/** Names of columns, separated by commas. */
function ListField({
  of: role,
  names,
  fixed,
  why,
}: { of: "channels" | "ignore"; names: readonly string[] | undefined } & Fixed) {
  const texts = dataTexts();
  const id = useId();
  const given = asked.value.reading.columns;
  const change = (text: string) => {
    const list = text.split(",").flatMap((name) => name.trim() || []);
    const { [role]: _, ...others } = given ?? {};
    const next = list.length === 0 ? others : { ...others, [role]: list };
    void correct({ columns: Object.keys(next).length > 0 ? next : undefined });
  };
  return (
    <div class="field" title={why ?? texts.file.roleHints[role]}>
      <label for={id}>{texts.file.roles[role]}</label>
      <input
        id={id}
        class={`input wide${fixed ? " fixed" : ""}`}
        autocomplete="off"
        value={(given?.[role] ?? names ?? []).join(", ")}
        readOnly={fixed}
        title={texts.file.roleHints[role]}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
    </div>
  );
}

export function FileForm({ fixed, why }: Fixed) {
  const texts = dataTexts();
  const view = fileView.value;
  const { reading } = asked.value;
  const set =
    <Key extends keyof ReadOptions>(key: Key) =>
    (value: string | undefined) => {
      void correct({ [key]: value } as Partial<ReadOptions>);
    };
  return (
    <>
      <DropZone fixed={fixed} />
      {isExamining.value && <p class="small soft">{texts.file.reading}</p>}
      {view && (
        <section class="section" aria-label={texts.file.howRead}>
          <div class="section-head">
            <h3>{texts.file.howRead}</h3>
          </div>
          <p class="small file-name">
            <b>{view.name}</b>
          </p>
          <p class="tiny soft">
            {texts.file.size(view.reading.format ?? "?", formatCount(view.bytes), formatCount(view.series))}
          </p>
          <Choice
            label={texts.file.layout}
            hint={texts.file.layoutHint}
            found={
              reading.layout === undefined && view.reading.layout ? texts.file.layouts[view.reading.layout] : undefined
            }
            value={reading.layout}
            options={(["wide", "long"] as const).map((value) => ({ value, text: texts.file.layouts[value] }))}
            onChange={set("layout")}
            {...{ fixed, why }}
          />
          <Choice
            label={texts.file.delimiter}
            hint={texts.file.delimiterHint}
            found={
              reading.delimiter === undefined && view.reading.delimiter
                ? texts.file.delimiterOf(view.reading.delimiter)
                : undefined
            }
            value={reading.delimiter}
            options={DELIMITERS.map((value) => ({ value, text: texts.file.delimiterOf(value) }))}
            onChange={set("delimiter")}
            {...{ fixed, why }}
          />
          <Choice
            label={texts.file.decimal}
            hint={texts.file.decimalHint}
            found={
              reading.decimal === undefined && view.reading.decimal
                ? texts.file.decimals[view.reading.decimal]
                : undefined
            }
            value={reading.decimal}
            options={(["point", "comma"] as const).map((value) => ({ value, text: texts.file.decimals[value] }))}
            onChange={set("decimal")}
            {...{ fixed, why }}
          />
          <Columns view={view} fixed={fixed} why={why} />
          <SelectField
            label={texts.file.missing}
            hint={texts.file.missingHint}
            value={asked.value.missing ?? "refuse"}
            options={(["refuse", ...RULES] as const).map((value) => ({ value, text: texts.file.rules[value] }))}
            onChange={(value) => void fillMissing(value === "refuse" ? undefined : value)}
            {...{ fixed, why }}
          />
          <SwitchField
            label={texts.file.skip}
            hint={texts.file.skipHint}
            on={reading.onError === "skip"}
            onChange={(on) => void correct({ onError: on ? "skip" : undefined })}
            {...{ fixed, why }}
          />
        </section>
      )}
    </>
  );
}
