/** The generator: which waves, how they vary, what spoils them. Each setting is a key of the spec's `data`, with what it means. */
import { useId } from "preact/hooks";
import type { Spec } from "tidelab";
import { NumberField, SelectField } from "../../components/fields.tsx";
import { type Fixed, fixedAt } from "../../components/fixed-at.ts";
import { ClassName } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { RangeField } from "../../components/range-field.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { Slider } from "../../components/slider.tsx";
import { fitClasses } from "../../state/data.ts";
import { checked, setValue, shownSpec } from "../../state/recipe.ts";
import { dataTexts } from "../../texts/data.ts";
import { describeProblem } from "../../texts/errors.ts";
import { EXAMPLES, exampleOf } from "./examples.ts";

const KINDS = ["sine", "square", "triangle", "sawtooth", "chirp"] as const;
type WavesSpec = Extract<Spec["data"], { kind: "waves" }>;

/** What is wrong with a setting, or with one end of its range. */
const problem = (path: string) => {
  const found = checked.value.problems.find((one) => one.path === path || one.path?.startsWith(`${path}[`));
  return found && describeProblem(found);
};

function Kinds({ data, fixed, why }: { data: WavesSpec } & Fixed) {
  const texts = dataTexts();
  const id = useId();
  const toggle = (kind: (typeof KINDS)[number]) => {
    const next = KINDS.filter((one) => (one === kind ? !data.kinds.includes(one) : data.kinds.includes(one)));
    if (fixed || next.length < 2) return;
    setValue(["data", "kinds"], next);
    fitClasses(next.length);
  };
  return (
    <section class="section">
      <div class="section-head">
        <h3>{texts.classes}</h3>
        <span class="tiny faint">{texts.classesOf(data.kinds.length, KINDS.length)}</span>
      </div>
      {KINDS.map((kind, place) => {
        const label = data.kinds.indexOf(kind);
        const isOn = label >= 0;
        const isLast = isOn && data.kinds.length === 2;
        return (
          <label key={kind} class="kind" title={why ?? (isLast ? texts.twoClasses : texts.kindHint)}>
            <ClassName name={kind} label={isOn ? label : place} />
            <input
              type="checkbox"
              class="box"
              checked={isOn}
              disabled={fixed || isLast}
              aria-describedby={`${id}-hint`}
              onChange={() => toggle(kind)}
            />
          </label>
        );
      })}
      <p id={`${id}-hint`} class="visually-hidden">
        {texts.kindHint} {texts.twoClasses} {why}
      </p>
    </section>
  );
}

function Missing({ data, fixed, why, locked }: { data: WavesSpec; locked: boolean } & Fixed) {
  const texts = dataTexts();
  const { missing } = data;
  const spans = missing?.spans ?? 0;
  const change = (value: number | string) => {
    if (value === 0 || value === "") setValue(["data", "missing"], undefined);
    else {
      if (missing === undefined) setValue(["data", "missing", "length"], [5, 10]);
      setValue(["data", "missing", "spans"], value);
    }
  };
  return (
    <>
      <NumberField
        label={texts.missing}
        hint={texts.missingHint}
        path={["data", "missing", "spans"]}
        shown={spans}
        problem={problem("data.missing.spans")}
        onChange={change}
        {...{ fixed, why, locked }}
      />
      {missing && (
        <>
          <RangeField
            label={texts.missingLength}
            hint={texts.missingLengthHint}
            ends={texts.ends}
            path={["data", "missing", "length"]}
            shown={missing.length}
            problem={problem("data.missing.length")}
            onChange={(value) => setValue(["data", "missing", "length"], value)}
            {...{ fixed, why, locked }}
          />
          <SelectField
            label={texts.missingFill}
            hint={texts.missingFillHint}
            value={missing.fill}
            options={(["previous", "linear", "zero"] as const).map((value) => ({ value, text: texts.fills[value] }))}
            onChange={(value) => setValue(["data", "missing", "fill"], value)}
            {...{ fixed, why, locked }}
          />
        </>
      )}
    </>
  );
}

export function WavesForm({ data, fixed, why }: { data: WavesSpec } & Fixed) {
  const texts = dataTexts();
  const { seed } = shownSpec.value;
  const at = (path: string) => fixedAt(path, { fixed, why });
  const number = (key: "noise" | "length" | "samples" | "labelNoise" | "minLength", label: string, hint: string) => (
    <NumberField
      label={label}
      hint={hint}
      path={["data", key]}
      shown={data[key] ?? ""}
      problem={problem(`data.${key}`)}
      onChange={(value) => setValue(["data", key], value === "" ? undefined : value)}
      {...at(`data.${key}`)}
    />
  );
  const range = (key: "frequency" | "phase" | "amplitude", label: string, hint: string) => (
    <RangeField
      label={label}
      hint={hint}
      ends={texts.ends}
      path={["data", key]}
      shown={data[key]}
      problem={problem(`data.${key}`)}
      onChange={(value) => setValue(["data", key], value)}
      {...at(`data.${key}`)}
    />
  );
  return (
    <>
      <SelectField
        label={texts.example}
        hint={texts.exampleHint}
        value={exampleOf(shownSpec.value)}
        options={(["own", "lab", "five"] as const).map((value) => ({ value, text: texts.examplesOf[value] }))}
        onChange={(value) => EXAMPLES[value as keyof typeof EXAMPLES]?.use()}
        {...at("data")}
      />
      <Kinds data={data} {...at("data.kinds")} />
      <section class="section">
        {number("noise", texts.noise, texts.noiseHint)}
        <Slider
          label={texts.noise}
          value={data.noise}
          low={0}
          high={1}
          step={0.01}
          marks={["0", "0.5", "1"]}
          onChange={(value) => setValue(["data", "noise"], value)}
          {...at("data.noise")}
        />
        <div class="field" title={why ?? texts.noiseHint}>
          <span>{texts.noiseType}</span>
          <Segmented
            small
            label={texts.noiseType}
            value={data.noiseType}
            options={(["white", "randomWalk"] as const).map((value) => ({ value, text: texts.noiseTypes[value] }))}
            onChange={(value) => setValue(["data", "noiseType"], value)}
            {...at("data.noiseType")}
          />
        </div>
        {number("length", texts.length, texts.lengthHint)}
        <Slider
          label={texts.length}
          value={data.length}
          low={16}
          high={500}
          step={4}
          marks={["16", "258", "500"]}
          onChange={(value) => setValue(["data", "length"], value)}
          {...at("data.length")}
        />
        {number("minLength", texts.minLength, texts.minLengthHint)}
        {range("frequency", texts.frequency, texts.frequencyHint)}
        {range("phase", texts.phase, texts.phaseHint)}
        {range("amplitude", texts.amplitude, texts.amplitudeHint)}
        {number("samples", texts.samples, texts.samplesHint)}
        <Missing data={data} {...at("data.missing")} />
        {number("labelNoise", texts.labelNoise, texts.labelNoiseHint)}
        <div class="field" title={why ?? texts.scaleHint}>
          <span>{texts.scale}</span>
          <Segmented
            small
            label={texts.scale}
            value={data.scale}
            options={(["max", "none"] as const).map((value) => ({ value, text: texts.scales[value] }))}
            onChange={(value) => setValue(["data", "scale"], value)}
            {...at("data.scale")}
          />
        </div>
        <div class="seed">
          <NumberField
            label={texts.seed}
            hint={texts.seedHint}
            path={["seed"]}
            shown={seed}
            problem={problem("seed")}
            onChange={(value) => setValue(["seed"], value)}
            {...at("seed")}
          />
          <button
            type="button"
            class="btn icon"
            aria-label={texts.anotherSeed}
            title={texts.anotherSeed}
            aria-disabled={at("seed").fixed || undefined}
            onClick={() => !at("seed").fixed && setValue(["seed"], crypto.getRandomValues(new Uint16Array(1))[0]!)}
          >
            <Icon name="dice" />
          </button>
        </div>
      </section>
    </>
  );
}
