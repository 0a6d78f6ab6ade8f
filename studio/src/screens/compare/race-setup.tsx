/** Before a race: which models, how large, on which data, with which seed. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { SpecInput } from "tidelab";
import { ArmKey } from "../../charts/arm-mark.tsx";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import type { ErrorData } from "../../engine/protocol.ts";
import { RACERS, type RaceModel, type Racer, raceModels, raceSweep, SIZES } from "../../experiments/race-models.ts";
import { reportFault } from "../../state/faults.ts";
import { checked, draft, shownSpec } from "../../state/recipe.ts";
import { current, prepareRun } from "../../state/studio.ts";
import { compareTexts } from "../../texts/compare.ts";
import { formatCount } from "../../texts/numbers.ts";
import { beginExperiment, Problems } from "./begin.tsx";

interface RaceData {
  readonly base: Omit<SpecInput, "model">;
  readonly channels: number;
  readonly classes: number;
}

/** The data of the exercises: what distinguishes models. */
async function fiveWaves(): Promise<RaceData> {
  const { exerciseSweep } = await import("tidelab/sweep");
  const { base } = await exerciseSweep("summary", { quick: true });
  const { model: _, name: __, seed: ___, ...rest } = base as unknown as SpecInput;
  return { base: rest, channels: 1, classes: 5 };
}

/** The data and the training of the recipe; undefined until it is known how many channels and classes they have. */
function recipeData(): RaceData | undefined {
  const facts = current.value?.facts.value;
  const spec = checked.value.spec;
  if (spec === undefined || facts?.channels === undefined) return undefined;
  if (JSON.stringify([facts.spec.data, facts.spec.transforms]) !== JSON.stringify([spec.data, spec.transforms])) {
    return undefined;
  }
  const { model: _, name: __, seed: ___, ...base } = draft.value as unknown as SpecInput;
  return { base, channels: facts.channels, classes: facts.classNames.length };
}

export default function RaceSetup() {
  const texts = compareTexts();
  const racers = useSignal<readonly Racer[]>(RACERS);
  const size = useSignal<number>(SIZES[1]);
  const source = useSignal<"waves" | "recipe">("waves");
  const seed = useSignal("7");
  const epochs = useSignal("");
  const waves = useSignal<RaceData | undefined>(undefined);
  const models = useSignal<readonly RaceModel[]>([]);
  const problems = useSignal<readonly ErrorData[]>([]);
  const isBusy = useSignal(false);
  const isRecipe = source.value === "recipe";
  useEffect(() => {
    fiveWaves().then(
      (found) => {
        waves.value = found;
      },
      (error: unknown) => reportFault(String(error), ""),
    );
  }, []);
  const data = isRecipe ? recipeData() : waves.value;
  // What the recipe's data hold is known once they are prepared.
  const mustPrepare = isRecipe && data === undefined && checked.value.spec !== undefined;
  useEffect(() => {
    if (mustPrepare && !current.value?.isOpen.value) prepareRun(shownSpec.value);
  }, [mustPrepare]);
  const key = JSON.stringify([data?.channels, data?.classes, racers.value, size.value]);
  useEffect(() => {
    let isWanted = true;
    if (data === undefined) {
      models.value = [];
      return;
    }
    const parameters = size.value > 0 ? size.value : undefined;
    raceModels({ channels: data.channels, classes: data.classes, racers: racers.value, parameters }).then(
      (made) => {
        if (isWanted) models.value = made;
      },
      (error: unknown) => reportFault(String(error), ""),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  const usualEpochs = useMemo(() => (data?.base.training as { epochs?: number } | undefined)?.epochs ?? 20, [data]);
  const isRight = racers.value.length >= 2;
  const begin = async () => {
    if (data === undefined) return;
    isBusy.value = true;
    const typed = epochs.value.trim() === "" ? usualEpochs : Number(epochs.value);
    const base = { ...data.base, training: { ...data.base.training, epochs: typed } };
    const choice = {
      ...data,
      base,
      racers: racers.value,
      parameters: size.value || undefined,
      seed: Number(seed.value),
    };
    problems.value = await beginExperiment(async () => raceSweep(choice, models.value), { isRace: true });
    isBusy.value = false;
  };
  return (
    <div class="panel race-setup">
      <h1>{texts.raceTitle}</h1>
      <p class="soft">{texts.raceLead}</p>
      <fieldset class="race-models">
        <legend>{texts.models}</legend>
        {RACERS.map((racer, index) => {
          const model = models.value.find((one) => one.racer === racer);
          return (
            <label key={racer} class="check">
              <input
                type="checkbox"
                checked={racers.value.includes(racer)}
                onChange={({ currentTarget }) => {
                  const { checked: isIn } = currentTarget;
                  racers.value = RACERS.filter((one) => (one === racer ? isIn : racers.value.includes(one)));
                }}
              />
              <ArmKey index={index} />
              <b>{racer}</b>
              <span class="small soft">{model ? texts.modelLine(formatCount(model.parameters)) : ""}</span>
            </label>
          );
        })}
        {!isRight && (
          <p class="field-problem" role="alert">
            {texts.twoToFour}
          </p>
        )}
      </fieldset>
      <div class="race-fields">
        <div>
          <span class="tiny soft">{texts.sameSize}</span>
          <Segmented
            label={texts.sameSize}
            value={size.value}
            options={[
              ...SIZES.map((count) => ({ value: count as number, text: texts.sizes(formatCount(count)) })),
              { value: 0, text: texts.sameWidth },
            ]}
            onChange={(next) => {
              size.value = next;
            }}
          />
        </div>
        <div>
          <span class="tiny soft">{texts.data}</span>
          <Segmented
            label={texts.data}
            value={source.value}
            options={[
              { value: "waves", text: texts.fiveWaves },
              { value: "recipe", text: texts.recipeData },
            ]}
            onChange={(next) => {
              source.value = next;
            }}
          />
          {isRecipe && checked.value.spec === undefined && (
            <p class="field-problem" role="alert">
              {texts.recipeWrong}
            </p>
          )}
          {mustPrepare && <p class="small soft">{texts.preparing}</p>}
        </div>
        <label>
          <span class="tiny soft">{texts.seed}</span>
          <input
            class="input"
            inputMode="numeric"
            autocomplete="off"
            value={seed.value}
            onInput={({ currentTarget }) => {
              seed.value = currentTarget.value;
            }}
          />
        </label>
        <label>
          <span class="tiny soft">{texts.epochs}</span>
          <input
            class="input"
            inputMode="numeric"
            autocomplete="off"
            placeholder={String(usualEpochs)}
            value={epochs.value}
            onInput={({ currentTarget }) => {
              epochs.value = currentTarget.value;
            }}
          />
        </label>
      </div>
      <Problems problems={problems.value} />
      <button
        type="button"
        class="btn primary big race-start"
        disabled={!isRight || models.value.length === 0 || isBusy.value}
        onClick={() => void begin()}
      >
        <Icon name="play" />
        {texts.startRace}
      </button>
    </div>
  );
}
