/** One setting with its explanation: a control by its schema, with the settings that it holds. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { describedBy, Field, SelectField, SwitchField } from "../components/fields.tsx";
import { fixedAt } from "../components/fixed-at.ts";
import { setValue } from "../state/recipe.ts";
import {
  type Control,
  controlOf,
  ELSEWHERE,
  firstObject,
  firstOf,
  keysOf,
  type Node,
  pathText,
  settingOf,
} from "../state/spec-schema.ts";
import { shownValue, typedValue } from "../state/typed-value.ts";
import { settingTexts } from "../texts/settings.ts";
import { trainTexts } from "../texts/train.ts";
import { Items } from "./items.tsx";
import { heldAt, meaningOf, type Path, problemOf } from "./setting-state.ts";

interface SettingProps {
  readonly path: Path;
  readonly node: Node;
  /** A run is open: nothing can be changed. */
  readonly isFixed: boolean;
  readonly isRequired?: boolean;
}

/** What holds other settings has its explanation before them. */
const HOLDERS: readonly Control["type"][] = ["object", "kinds", "items"];

function Meaning({ path }: { path: Path }) {
  const text = meaningOf(path);
  return text === "" ? null : <p class="tiny soft">{text}</p>;
}

export function Setting(props: SettingProps) {
  const { path, node } = props;
  const control = controlOf(node);
  if (control === undefined || ELSEWHERE[settingOf(path)] !== undefined) return null;
  return (
    <div class="setting">
      <SettingControl {...props} control={control} />
      {!HOLDERS.includes(control.type) && <Meaning path={path} />}
    </div>
  );
}

/** Settings that an object holds. */
export function Keys({
  path,
  keys,
  required,
  isFixed,
}: {
  path: Path;
  keys: readonly [string, Node][];
  required: readonly string[];
  isFixed: boolean;
}) {
  return (
    <>
      {keys.map(([key, inner]) => (
        <Setting key={key} path={[...path, key]} node={inner} isFixed={isFixed} isRequired={required.includes(key)} />
      ))}
    </>
  );
}

function SettingControl({ path, node, control, isFixed, isRequired = false }: SettingProps & { control: Control }) {
  const texts = settingTexts().form;
  const state = fixedAt(pathText(path), { fixed: isFixed, why: isFixed ? trainTexts().fixed : undefined });
  const label = String(path.at(-1));
  const hint = meaningOf(path);
  const held = heldAt(path, node);
  const set = (value: unknown) => setValue(path, value as never);
  switch (control.type) {
    case "switch":
      return <SwitchField label={label} hint={hint} on={held === true} onChange={set} {...state} />;
    case "choice":
      return (
        <SelectField
          label={label}
          hint={hint}
          value={String(held ?? "")}
          options={[
            ...(held === undefined ? [{ value: "", text: texts.none }] : []),
            ...control.values.map((value) => ({ value, text: value })),
          ]}
          problem={problemOf(path, false)}
          onChange={(value) => set(value === "" ? undefined : value)}
          {...state}
        />
      );
    case "items":
      return (
        <Items
          path={path}
          meaning={hint}
          kinds={control.of}
          label={label}
          inside={(at, kind) => (
            <Keys
              path={at}
              keys={keysOf(control.of, kind)}
              required={control.of.kinds.get(kind)?.required ?? []}
              isFixed={state.fixed}
            />
          )}
          {...state}
        />
      );
    case "object": {
      // What is always there has no switch.
      const isAlways = node.default !== undefined;
      const isOn = isAlways || held !== undefined;
      return (
        <>
          {isAlways ? (
            <h4>{label}</h4>
          ) : (
            <SwitchField
              label={label}
              hint={hint}
              on={isOn}
              onChange={(on) => set(on ? firstObject(node) : undefined)}
              {...state}
            />
          )}
          <Meaning path={path} />
          {isOn && (
            <div class="settings-inside">
              <Keys
                path={path}
                keys={Object.entries(control.keys)}
                required={node.required ?? []}
                isFixed={state.fixed}
              />
            </div>
          )}
        </>
      );
    }
    case "kinds": {
      const kind = (held as Record<string, string> | undefined)?.[control.key];
      const names = [...control.kinds.keys()].filter((name) => name !== undefined);
      const first = control.kinds.has(undefined) ? texts.byShares : texts.none;
      return (
        <>
          <SelectField
            label={label}
            hint={hint}
            value={kind ?? ""}
            options={[{ value: "", text: first }, ...names.map((name) => ({ value: name, text: name }))]}
            problem={problemOf(path, false)}
            onChange={(next) => set(next === "" ? undefined : firstOf(control, next))}
            {...state}
          />
          <Meaning path={path} />
          {held !== undefined && (
            <div class="settings-inside">
              <Keys
                path={path}
                keys={keysOf(control, kind)}
                required={control.kinds.get(kind)?.required ?? []}
                isFixed={state.fixed}
              />
            </div>
          )}
        </>
      );
    }
    default:
      return (
        <TextSetting
          label={label}
          hint={control.type === "list" ? `${hint} (${texts.list})` : hint}
          held={held}
          kind={control.type}
          isRequired={isRequired}
          problem={problemOf(path, true)}
          onChange={set}
          {...state}
        />
      );
  }
}

interface TextProps {
  readonly label: string;
  readonly hint: string;
  readonly held: unknown;
  readonly kind: "number" | "text" | "list" | "free";
  readonly isRequired: boolean;
  readonly fixed: boolean;
  readonly why: string | undefined;
  readonly locked: boolean;
  readonly problem: string | undefined;
  readonly onChange: (value: unknown) => void;
}

/** A number, a word or several: as it was typed, until something else changes it. */
function TextSetting({ label, hint, held, kind, isRequired, fixed, why, locked, problem, onChange }: TextProps) {
  const id = useId();
  const typed = useSignal<{ text: string; value: unknown } | undefined>(undefined);
  const own = typed.value;
  const isOwn = own !== undefined && JSON.stringify(own.value) === JSON.stringify(held);
  const type = (text: string) => {
    // A key that has to be there is not left out: what is missing is said at its field.
    const value = typedValue(text, kind) ?? (isRequired ? "" : undefined);
    onChange(value);
    typed.value = { text, value: value ?? held };
  };
  return (
    <Field id={id} label={label} hint={hint} why={why} locked={locked} problem={problem}>
      <input
        id={id}
        class={`input${kind === "number" ? "" : " wide"}${fixed ? " fixed" : ""}`}
        autocomplete="off"
        spellcheck={false}
        value={isOwn ? own.text : shownValue(held)}
        readOnly={fixed}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy(id, problem)}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    </Field>
  );
}
