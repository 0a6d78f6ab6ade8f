/** The recipe as a form: the settings that one changes first, each with what it means, and what is wrong with it at its place. */

import { useSignal } from "@preact/signals";
import { NumberField, SelectField, SwitchField } from "../../components/fields.tsx";
import { fixedAt } from "../../components/fixed-at.ts";
import { ClassName } from "../../components/glyph.tsx";
import { lazy } from "../../components/lazy.tsx";
import { LogSlider } from "../../components/log-slider.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { LinkNotice } from "../../link/linked.tsx";
import { ShareButton } from "../../link/share-button.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { isSameTraining } from "../../state/opened-link.ts";
import { filesOf } from "../../state/own-files.ts";
import {
  checked,
  FIRST_MODEL,
  type FormModel,
  formModelOf,
  type ModelKind,
  POOLINGS,
  setModel,
  setValue,
  shownSpec,
} from "../../state/recipe.ts";
import { current } from "../../state/studio.ts";
import { describeProblem } from "../../texts/errors.ts";
import { formatCount } from "../../texts/numbers.ts";
import { steerTexts } from "../../texts/steer.ts";
import { trainTexts } from "../../texts/train.ts";
import { LiveField, LiveRate } from "./live-field.tsx";

const AllSettings = lazy(() => import("./all-settings.tsx"));

const KINDS: readonly { value: ModelKind; text: string }[] = [
  { value: "lstm", text: "LSTM" },
  { value: "gru", text: "GRU" },
  { value: "rnn", text: "RNN" },
  { value: "cnn", text: "CNN" },
];
const OPTIMIZERS = [
  { value: "adam", text: "Adam" },
  { value: "adamw", text: "AdamW" },
  { value: "sgd", text: "SGD" },
];

/** What is wrong at a path of the spec, in words. */
function problemAt(path: string): string | undefined {
  const found = checked.value.problems.find((problem) => problem.path === path);
  return found && describeProblem(found);
}

function DataSection({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const { data } = shownSpec.value;
  const facts = run?.facts.value;
  const names = facts?.classNames ?? ("kinds" in data ? data.kinds : []);
  const sizes = facts && [facts.counts.train, facts.counts.val, facts.counts.test];
  return (
    <section class="section">
      <div class="section-head">
        <h3>{texts.data}</h3>
      </div>
      <div class="class-list small">
        {names.map((name, label) => (
          <ClassName key={name} name={name} label={label} />
        ))}
      </div>
      <p class="small soft">
        {"samples" in data
          ? texts.dataLine(formatCount(data.samples), data.length, String(data.noise))
          : texts.dataFiles}
      </p>
      {sizes && (
        <>
          <div class="split" aria-hidden="true">
            {sizes.map((size, set) => (
              <i key={set} style={{ flex: size }} />
            ))}
          </div>
          <div class="legend">
            {texts.counts(facts.counts.train, facts.counts.val, facts.counts.test).map((text, set) => (
              <span key={text}>
                <i class="sq" style={{ background: `var(--set-${["train", "val", "test"][set]})` }} />
                {text}
              </span>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function ModelSection({ run, isFixed }: { run: LiveRun | undefined; isFixed: boolean }) {
  const texts = trainTexts();
  const form = formModelOf(shownSpec.value);
  const why = isFixed ? texts.fixed : undefined;
  const change = (part: Partial<FormModel>) => setModel({ ...(form ?? FIRST_MODEL), ...part });
  const layers = run?.facts.value?.layers;
  const total = layers?.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  const first = "model.layers[0]";
  const at = (path: string) => fixedAt(path, { fixed: isFixed, why });
  return (
    <section class="section">
      <div class="section-head">
        <h3>{texts.model}</h3>
      </div>
      <Segmented
        wide
        label={texts.kind}
        value={form?.kind}
        options={KINDS}
        onChange={(kind) => change({ kind })}
        {...at(`${first}.layer`)}
      />
      {form === undefined && <p class="tiny soft own-model">{texts.own}</p>}
      {form && form.kind !== "cnn" && (
        <>
          <NumberField
            label={texts.hiddenSize}
            hint={texts.hiddenSizeHint}
            path={["model", "layers", 0, "hiddenSize"]}
            shown={form.hiddenSize}
            problem={problemAt(`${first}.hiddenSize`)}
            onChange={(value) => change({ hiddenSize: value as number })}
            {...at(`${first}.hiddenSize`)}
          />
          <NumberField
            label={texts.layers}
            hint={texts.layersHint}
            path={["model", "layers", 0, "numLayers"]}
            shown={form.numLayers}
            problem={problemAt(`${first}.numLayers`)}
            onChange={(value) => change({ numLayers: value as number })}
            {...at(`${first}.numLayers`)}
          />
          <SwitchField
            label={texts.bidirectional}
            hint={texts.bidirectionalHint}
            on={form.bidirectional}
            onChange={(bidirectional) => change({ bidirectional })}
            {...at(`${first}.bidirectional`)}
          />
          <NumberField
            label={texts.dropout}
            hint={texts.dropoutHint}
            path={["model", "layers", 0, "dropout"]}
            shown={form.dropout}
            problem={problemAt(`${first}.dropout`)}
            onChange={(value) => change({ dropout: value as number })}
            {...at(`${first}.dropout`)}
          />
          <SelectField
            label={texts.pooling}
            hint={texts.poolingHint}
            value={form.pooling}
            options={POOLINGS.map((value) => ({ value, text: texts.poolings[value] }))}
            onChange={(pooling) => change({ pooling: pooling as FormModel["pooling"] })}
            {...at("model.layers[1].layer")}
          />
        </>
      )}
      {total !== undefined && <p class="tiny faint">{texts.parameters(formatCount(total))}</p>}
    </section>
  );
}

function TrainingSection({ run, isFixed }: { run: LiveRun | undefined; isFixed: boolean }) {
  const texts = trainTexts();
  const { training, seed } = shownSpec.value;
  const at = (path: string) => fixedAt(path, { fixed: isFixed, why: isFixed ? texts.fixed : undefined });
  const live = isFixed && run !== undefined && run === current.value ? run : undefined;
  const number = (key: "lr" | "clipGradNorm" | "epochs" | "batchSize", label: string, hint: string) => (
    <NumberField
      label={label}
      hint={hint}
      path={["training", key]}
      shown={training[key]}
      problem={problemAt(`training.${key}`)}
      onChange={(value) => setValue(["training", key], value)}
      {...at(`training.${key}`)}
    />
  );
  return (
    <section class="section">
      <div class="section-head">
        <h3>{texts.trainingSection}</h3>
      </div>
      {live ? (
        <>
          <LiveField run={live} setting="lr" label={texts.lr} hint={texts.lrHint} />
          <LiveRate run={live} label={texts.lr} />
          <LiveField run={live} setting="clipGradNorm" label={texts.clip} hint={texts.clipHint} />
          <LiveField
            run={live}
            setting="weightDecay"
            label={steerTexts().weightDecay}
            hint={steerTexts().weightDecayHint}
          />
        </>
      ) : (
        <>
          {number("lr", texts.lr, texts.lrHint)}
          <LogSlider
            label={texts.lr}
            value={training.lr}
            low={-5}
            high={0}
            onChange={(value) => setValue(["training", "lr"], value)}
            {...at("training.lr")}
          />
          {number("clipGradNorm", texts.clip, texts.clipHint)}
        </>
      )}
      {number("epochs", texts.epochs, texts.epochsHint)}
      {number("batchSize", texts.batchSize, texts.batchSizeHint)}
      <SelectField
        label={texts.optimizer}
        hint={texts.optimizerHint}
        value={training.optimizer}
        options={OPTIMIZERS}
        onChange={(value) => setValue(["training", "optimizer"], value)}
        {...at("training.optimizer")}
      />
      <NumberField
        label={texts.seed}
        hint={texts.seedHint}
        path={["seed"]}
        shown={seed}
        problem={problemAt("seed")}
        onChange={(value) => setValue(["seed"], value)}
        {...at("seed")}
      />
    </section>
  );
}

/** What is wrong where the form has no field for it. */
function OtherProblems() {
  const texts = trainTexts();
  const fields =
    /^(seed|training\.(lr|clipGradNorm|epochs|batchSize|optimizer)|model\.layers\[0\]\.(hiddenSize|numLayers|dropout))$/;
  const others = checked.value.problems.filter(({ path }) => path === undefined || !fields.test(path));
  if (others.length === 0) return null;
  return (
    <div class="notice warn" role="alert">
      <div>
        <b>{texts.problems}</b>
        {others.map((problem) => (
          <p key={problem.path}>{describeProblem(problem)}</p>
        ))}
      </div>
    </div>
  );
}

/** Behind its heading: the form of all settings is loaded when it is opened. */
function MoreSection({ isFixed }: { isFixed: boolean }) {
  const isOpen = useSignal(false);
  return (
    <section class="section">
      <details
        onToggle={({ currentTarget }) => {
          isOpen.value = currentTarget.open;
        }}
      >
        <summary>
          <h3>{trainTexts().allSettings}</h3>
        </summary>
        {isOpen.value && <AllSettings isFixed={isFixed} />}
      </details>
    </section>
  );
}

export function Recipe({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const isFixed = run?.isOpen.value === true;
  const spec = checked.value.spec;
  const record = run?.record.value;
  // Of a run that was stopped, or begun with other weights, the spec alone does not give the weights.
  const isWhole = record?.status === "finished" && record.initial === undefined;
  const weights = isWhole && spec && isSameTraining(spec, record.spec) ? record.weightsSha256 : undefined;
  return (
    <>
      <div class="between recipe-title">
        <h2 class="recipe-name">{texts.recipe}</h2>
        <ShareButton quiet spec={spec} weightsSha256={weights} files={filesOf(shownSpec.value)} />
      </div>
      <LinkNotice />
      <OtherProblems />
      <DataSection run={run} />
      <ModelSection run={run} isFixed={isFixed} />
      <TrainingSection run={run} isFixed={isFixed} />
      <MoreSection isFixed={isFixed} />
    </>
  );
}
