/** A list of objects of several kinds: transforms, augmentations, layers. Entries are added, moved up, removed, each with its settings. */
import type { ComponentChildren } from "preact";
import { Icon } from "../../../components/icon.tsx";
import { draft, setValue, shownSpec, valueAt } from "../../../state/recipe.ts";
import { firstOf, type Kinds, pathText } from "../../../state/spec-schema.ts";
import { settingTexts } from "../../../texts/settings.ts";
import { type Path, problemOf } from "./setting-state.ts";

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

export function Items({ path, kinds, label, meaning, fixed, why, inside }: Props) {
  const texts = settingTexts().form;
  const list = (valueAt(draft.value, path) ?? valueAt(shownSpec.value, path) ?? []) as readonly Entry[];
  const entries = Array.isArray(list) ? list : [];
  const set = (next: readonly Entry[]) => setValue(path, next as never);
  const names = [...kinds.kinds.keys()].filter((name) => name !== undefined);
  // What needs layers of its own is begun in the text.
  const offered = names.filter((name) => !NESTED.includes(name));
  const problem = problemOf(path, false);
  return (
    <div class="setting-items" title={why}>
      <h4>{label}</h4>
      <p class="tiny soft">{meaning}</p>
      <ol>
        {entries.map((entry, index) => {
          const kind = String(entry[kinds.key] ?? "");
          const name = texts.item(index + 1, kind);
          return (
            <li key={`${String(index)}${kind}`}>
              <details>
                <summary>
                  <code>{name}</code>
                </summary>
                <div class="settings-inside">
                  {inside([...path, index], kind)}
                  {NESTED.includes(kind) && <p class="tiny soft">{texts.asText}</p>}
                </div>
              </details>
              {!fixed && (
                <span class="hstack">
                  {index > 0 && (
                    <button
                      type="button"
                      class="btn icon quiet sm"
                      aria-label={texts.up(name)}
                      title={texts.up(name)}
                      onClick={() => set(moved(entries, index))}
                    >
                      <Icon name="sort" size={14} />
                    </button>
                  )}
                  <button
                    type="button"
                    class="btn icon quiet sm"
                    aria-label={texts.remove(name)}
                    title={texts.remove(name)}
                    onClick={() => set(entries.filter((_, at) => at !== index))}
                  >
                    <Icon name="close" size={14} />
                  </button>
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {!fixed && (
        <select
          class="input wide"
          aria-label={`${texts.add}: ${pathText(path)}`}
          value=""
          onChange={({ currentTarget }) => {
            set([...entries, firstOf(kinds, currentTarget.value)]);
            currentTarget.value = "";
          }}
        >
          <option value="">{texts.add} …</option>
          {offered.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

/** The same entries with one a place earlier. */
function moved(entries: readonly Entry[], index: number): Entry[] {
  const next = [...entries];
  const [entry] = next.splice(index, 1);
  if (entry) next.splice(index - 1, 0, entry);
  return next;
}
