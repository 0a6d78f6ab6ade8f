/** A list of objects of several kinds: transforms, augmentations, layers. Entries are added, moved, removed, each with its settings. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { announce } from "../app/announce.ts";
import { Icon, type IconName } from "../components/icon.tsx";
import { draft, setValue, shownSpec, valueAt } from "../state/recipe.ts";
import { firstOf, type Kinds, pathText } from "../state/spec-schema.ts";
import { settingTexts } from "../texts/settings.ts";
import { type Path, problemOf, stepsHere } from "./setting-state.ts";

type Entry = Readonly<Record<string, unknown>>;

/** Kinds whose own layers only the text has. */
const NESTED = ["residual", "multiply", "concat"];

interface Props {
  readonly path: Path;
  readonly kinds: Kinds;
  readonly label: string;
  readonly meaning: string;
  readonly fixed: boolean;
  readonly why: string | undefined;
  /** The settings of an entry of a kind. */
  readonly inside: (path: Path, kind: string) => ComponentChildren;
}

/** Where the focus goes once the list is as it was asked for: a button of an entry, what opens it, or what adds one. */
interface Focus {
  readonly index: number;
  readonly parts: readonly string[];
}

export function Items({ path, kinds, label, meaning, fixed, why, inside }: Props) {
  const texts = settingTexts().form;
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const focus = useRef<Focus | undefined>(undefined);
  const open = useSignal<ReadonlySet<number>>(new Set());
  const given = valueAt(draft.value, path) ?? valueAt(shownSpec.value, path) ?? [];
  const entries = Array.isArray(given) ? (given as readonly Entry[]) : [];
  // What needs layers of its own is begun in the text.
  const offered = [...kinds.kinds.keys()].filter((name) => name !== undefined && !NESTED.includes(name)) as string[];
  const chosen = useSignal(offered[0] ?? "");
  const problem = problemOf(path, false);
  const nameOf = (entry: Entry | undefined, index: number) => texts.item(index + 1, String(entry?.[kinds.key] ?? ""));

  useEffect(() => {
    const { index, parts } = focus.current ?? { index: 0, parts: [] };
    focus.current = undefined;
    for (const part of parts) {
      const found = place.current?.querySelector<HTMLElement>(`[data-part="${part}${part === "add" ? "" : index}"]`);
      if (found) return found.focus();
    }
  });

  const set = (next: readonly Entry[], opened: readonly number[], then: Focus) => {
    focus.current = then;
    open.value = new Set(opened);
    setValue(path, next as never);
  };
  const move = (from: number, to: number) => {
    const next = [...entries];
    const [entry] = next.splice(from, 1);
    if (entry === undefined) return;
    next.splice(to, 0, entry);
    // What is open stays open, wherever it is now.
    const placeOf = (index: number) => (index === from ? to : index === to ? from : index);
    set(next, [...open.value].map(placeOf), {
      index: to,
      parts: to < from ? ["up", "down", "open"] : ["down", "up", "open"],
    });
    announce(texts.movedTo(String(entry[kinds.key] ?? ""), to + 1, next.length));
  };
  const remove = (index: number) => {
    const others = [...open.value].filter((one) => one !== index).map((one) => (one > index ? one - 1 : one));
    const rest = entries.filter((_, at) => at !== index);
    announce(texts.removed(nameOf(entries[index], index)));
    set(rest, others, { index: Math.min(index, rest.length - 1), parts: ["open", "add"] });
  };
  const add = () => {
    const steps = stepsHere();
    const length = chosen.value === "windows" ? Math.max(1, Math.round(steps / 2)) : steps;
    const entry = firstOf(kinds, chosen.value, { length });
    set([...entries, entry], [...open.value, entries.length], { index: entries.length, parts: ["open"] });
  };

  return (
    <div class="setting-items" title={why} ref={place}>
      <h4 id={id}>{label}</h4>
      <p class="tiny soft">{meaning}</p>
      {entries.length > 0 && (
        <ol aria-labelledby={id}>
          {entries.map((entry, index) => {
            const { [kinds.key]: kind = "", ...rest } = entry;
            const name = nameOf(entry, index);
            const buttons: readonly (readonly [part: string, icon: IconName, text: string, run: () => void])[] = [
              ...(index > 0 ? [["up", "up", texts.up(name), () => move(index, index - 1)] as const] : []),
              ...(index < entries.length - 1
                ? [["down", "down", texts.down(name), () => move(index, index + 1)] as const]
                : []),
              ["remove", "close", texts.remove(name), () => remove(index)],
            ];
            return (
              <li key={index}>
                <details
                  open={open.value.has(index)}
                  onToggle={({ currentTarget }) => {
                    const others = [...open.value].filter((one) => one !== index);
                    open.value = new Set(currentTarget.open ? [...others, index] : others);
                  }}
                >
                  <summary data-part={`open${index}`}>
                    <code>{name}</code> <span class="tiny soft">{inShort(rest)}</span>
                  </summary>
                  <div class="settings-inside">
                    <KindMeaning kinds={kinds} kind={String(kind)} />
                    {inside([...path, index], String(kind))}
                    {NESTED.includes(String(kind)) && <p class="tiny soft">{texts.asText}</p>}
                  </div>
                </details>
                {!fixed && (
                  <span class="item-buttons">
                    {buttons.map(([part, icon, text, run]) => (
                      <button
                        key={part}
                        type="button"
                        class="btn icon quiet sm"
                        data-part={`${part}${index}`}
                        aria-label={text}
                        title={text}
                        onClick={run}
                      >
                        <Icon name={icon} size={14} />
                      </button>
                    ))}
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      )}
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {!fixed && (
        <>
          <span class="item-add">
            <select
              class="input wide"
              aria-label={`${texts.kind}: ${pathText(path)}`}
              aria-describedby={`${id}-kind`}
              value={chosen.value}
              onChange={({ currentTarget }) => {
                chosen.value = currentTarget.value;
              }}
            >
              {offered.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
            <button
              type="button"
              class="btn sm"
              data-part="add"
              aria-label={`${texts.add}: ${pathText(path)}`}
              onClick={add}
            >
              <Icon name="plus" size={14} />
              {texts.add}
            </button>
          </span>
          <div id={`${id}-kind`}>
            <KindMeaning kinds={kinds} kind={chosen.value} />
          </div>
        </>
      )}
    </div>
  );
}

/** What entries of a kind do; nothing of those that their settings explain. */
function KindMeaning({ kinds: { key }, kind }: { kinds: Kinds; kind: string }) {
  const { kinds } = settingTexts();
  const text = (kinds as Readonly<Record<string, string>>)[`${key}.${kind}`];
  return text === undefined ? null : <p class="tiny soft">{text}</p>;
}

/** What an entry is set to, beside its name: numbers, words, switches. */
function inShort(values: Entry): string {
  return Object.entries(values)
    .filter(([, value]) => typeof value !== "object")
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(" · ");
}
