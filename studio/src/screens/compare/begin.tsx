/** Nothing is chosen: experiments that are ready, a race, and one of the user's own. */
import { useSignal } from "@preact/signals";
import { navigate } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { describeErrors } from "../../engine/error-data.ts";
import type { ErrorData } from "../../engine/protocol.ts";
import { createExperiment } from "../../experiments/list.ts";
import { reportFault } from "../../state/faults.ts";
import { checked, draft, shownSpec } from "../../state/recipe.ts";
import { compareTexts } from "../../texts/compare.ts";
import { describeProblem } from "../../texts/errors.ts";

const READY = ["training", "summary", "structure"] as const;

/** Plans an experiment, shows it and runs it. What is wrong with it is returned. */
export async function beginExperiment(
  make: () => Promise<Parameters<typeof createExperiment>[0]>,
  options: Parameters<typeof createExperiment>[1] = {},
): Promise<readonly ErrorData[]> {
  try {
    const experiment = await createExperiment(await make(), options);
    const query = options.isRace ? new URLSearchParams({ race: "1" }) : undefined;
    navigate(["compare", experiment.row.value.id], query && { query });
    experiment.start();
    return [];
  } catch (error) {
    const problems = describeErrors(error);
    if (problems) return problems;
    reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    return [];
  }
}

/** A value as it is typed: JSON where it is some, else text. */
function typedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `0.01, 0.003`, or a JSON list for values that have commas of their own. */
export function typedValues(text: string): unknown[] {
  const whole = typedValue(text.trim());
  if (Array.isArray(whole)) return whole;
  return text
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(typedValue);
}

/** Paths of single settings that are often varied, of those that the recipe has. */
function usualPaths(): string[] {
  const [first] = shownSpec.value.model.layers;
  const own = first ? Object.keys(first).filter((key) => !["layer", "name"].includes(key)) : [];
  const data = shownSpec.value.data.kind === "waves" ? ["data.noise", "data.samples"] : [];
  return [
    ...["lr", "batchSize", "clipGradNorm", "weightDecay", "optimizer"].map((key) => `training.${key}`),
    ...own.map((key) => `model.layers[0].${key}`),
    ...data,
  ];
}

function OwnExperiment() {
  const texts = compareTexts();
  const path = useSignal("training.lr");
  const values = useSignal("0.01, 0.003, 0.001");
  const seeds = useSignal("3");
  const problems = useSignal<readonly ErrorData[]>([]);
  const isBusy = useSignal(false);
  const begin = async () => {
    isBusy.value = true;
    problems.value = checked.value.problems;
    if (problems.value.length === 0) {
      const { name: _, ...base } = draft.value as Record<string, unknown>;
      const last = path.value.split(".").at(-1) ?? "";
      const count = /^[1-9]\d*$/.test(seeds.value.trim()) ? Number(seeds.value) : seeds.value;
      problems.value = await beginExperiment(async () => ({
        name: last.replaceAll(/[^\p{L}\p{N}._-]/gu, "-") || "experiment",
        base,
        axes: [{ path: path.value.trim(), values: typedValues(values.value) }],
        seeds: count as number,
      }));
    }
    isBusy.value = false;
  };
  return (
    <section class="own-experiment" aria-labelledby="own-title">
      <h2 id="own-title">{texts.own}</h2>
      <p class="small soft">{texts.ownHint}</p>
      <div class="own-fields">
        <label>
          <span class="tiny soft">{texts.path}</span>
          <input
            class="input"
            list="own-paths"
            autocomplete="off"
            spellcheck={false}
            value={path.value}
            onInput={({ currentTarget }) => {
              path.value = currentTarget.value;
            }}
          />
          <datalist id="own-paths">
            {usualPaths().map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
        <label>
          <span class="tiny soft">{texts.values}</span>
          <input
            class="input"
            autocomplete="off"
            spellcheck={false}
            placeholder={texts.valuesHint}
            value={values.value}
            onInput={({ currentTarget }) => {
              values.value = currentTarget.value;
            }}
          />
        </label>
        <label>
          <span class="tiny soft">{texts.seeds}</span>
          <input
            class="input"
            inputMode="numeric"
            autocomplete="off"
            value={seeds.value}
            onInput={({ currentTarget }) => {
              seeds.value = currentTarget.value;
            }}
          />
        </label>
        <button type="button" class="btn primary" disabled={isBusy.value} onClick={() => void begin()}>
          <Icon name="play" size={16} />
          {texts.begin}
        </button>
      </div>
      <Problems problems={problems.value} />
    </section>
  );
}

/** What is wrong with an experiment, in the package's words. */
export function Problems({ problems }: { problems: readonly ErrorData[] }) {
  const texts = compareTexts();
  if (problems.length === 0) return null;
  return (
    <div class="notice warn" role="alert">
      <Icon name="warn" />
      <div>
        <b>{texts.refused}</b>
        {problems.map((problem) => (
          <p key={`${problem.code} ${problem.path}`}>{describeProblem(problem)}</p>
        ))}
      </div>
    </div>
  );
}

export function Begin() {
  const texts = compareTexts();
  const isBusy = useSignal(false);
  const ready = async (name: (typeof READY)[number]) => {
    isBusy.value = true;
    await beginExperiment(async () => (await import("tidelab/sweep")).exerciseSweep(name, { quick: true }));
    isBusy.value = false;
  };
  return (
    <div class="panel begin">
      <h1>{texts.title}</h1>
      <p class="soft">{texts.chooseTwo}</p>
      <section aria-labelledby="ready-title">
        <h2 id="ready-title">{texts.ready}</h2>
        <ul class="ready-list">
          <li>
            <div>
              <b>{texts.race}</b>
              <p class="small soft">{texts.raceLine}</p>
            </div>
            <a class="btn" href="#/compare?race=1">
              <Icon name="play" size={16} />
              {texts.race}
            </a>
          </li>
          {READY.map((name) => (
            <li key={name}>
              <div>
                <b>{texts.readyNames[name]}</b>
                <p class="small soft">{texts.readyLines[name]}</p>
              </div>
              <button
                type="button"
                class="btn"
                disabled={isBusy.value}
                aria-label={`${texts.begin}: ${texts.readyNames[name]}`}
                onClick={() => void ready(name)}
              >
                <Icon name="play" size={16} />
                {texts.begin}
              </button>
            </li>
          ))}
        </ul>
        <p class="tiny faint">{texts.readyHint}</p>
      </section>
      <OwnExperiment />
    </div>
  );
}
