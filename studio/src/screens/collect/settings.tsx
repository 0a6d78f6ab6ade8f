/** Sensor, rate, length, countdown: what every series has in common is fixed once there are some. */
import { type Signal, useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { type Collection, channelsOf, stepsOf } from "../../collect/collection.ts";
import { askForMotion, hasMotion, SENSORS } from "../../collect/sensors.ts";
import { SelectField } from "../../components/fields.tsx";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { changeCollection } from "../../state/collect.ts";
import { collectTexts } from "../../texts/collect.ts";

const RATES = [10, 20, 30, 50];
const SECONDS = [0.5, 1, 2, 3, 5, 8];
const COUNTDOWNS = [0, 1, 3, 5];
const TIMES = [1, 5, 10, 20];

interface Props {
  readonly now: Collection;
  readonly countdown: Signal<number>;
  readonly times: Signal<number>;
  readonly isBusy: boolean;
  readonly isAllowed: Signal<boolean>;
}

export function Settings({ now, countdown, times, isBusy, isAllowed }: Props) {
  const texts = collectTexts();
  const id = useId();
  const isRefused = useSignal(false);
  const hasSeries = now.series.length > 0;
  const fixed = hasSeries || isBusy;
  const why = hasSeries ? texts.fixed : undefined;
  const options = (list: readonly number[], text: (value: number) => string) =>
    list.map((value) => ({ value: String(value), text: text(value) }));
  const allow = async () => {
    isAllowed.value = await askForMotion();
    isRefused.value = !isAllowed.value;
  };
  return (
    <div class="collect-settings">
      <div class="field" title={texts.nameHint}>
        <label for={id}>{texts.name}</label>
        <input
          id={id}
          class="input wide"
          autocomplete="off"
          maxLength={60}
          value={now.name}
          title={texts.nameHint}
          onInput={({ currentTarget }) => changeCollection({ ...now, name: currentTarget.value })}
        />
      </div>
      <Segmented
        wide
        label={texts.sensor}
        value={now.sensor}
        options={SENSORS.map((value) => ({ value, text: texts.sensors[value] }))}
        onChange={(sensor) => changeCollection({ ...now, sensor })}
        {...{ fixed, why }}
      />
      <p class="tiny soft">
        {now.sensor === "motion" && !hasMotion() ? texts.noMotion : texts.sensorHints[now.sensor]}
      </p>
      {now.sensor === "motion" && hasMotion() && !isAllowed.value && (
        <button type="button" class="btn sm" onClick={() => void allow()}>
          {texts.allowMotion}
        </button>
      )}
      {isRefused.value && (
        <p class="notice warn" role="alert">
          <Icon name="warn" />
          {texts.motionRefused}
        </p>
      )}
      <SelectField
        label={texts.rate}
        hint={texts.rateHint}
        value={String(now.rate)}
        options={options(RATES, texts.perSecond)}
        onChange={(value) => changeCollection({ ...now, rate: Number(value) })}
        {...{ fixed, why }}
      />
      <SelectField
        label={texts.seconds}
        hint={texts.secondsHint}
        value={String(now.seconds)}
        options={options(SECONDS, texts.secondsOf)}
        onChange={(value) => changeCollection({ ...now, seconds: Number(value) })}
        {...{ fixed, why }}
      />
      <p class="tiny faint">{texts.steps(stepsOf(now), channelsOf(now).join(", "))}</p>
      {hasSeries && <p class="tiny soft">{texts.fixed}</p>}
      <SelectField
        label={texts.countdown}
        hint={texts.countdownHint}
        value={String(countdown.value)}
        options={options(COUNTDOWNS, (value) => (value === 0 ? texts.none : texts.secondsOf(value)))}
        onChange={(value) => {
          countdown.value = Number(value);
        }}
      />
      <SelectField
        label={texts.times}
        hint={texts.timesHint}
        value={String(times.value)}
        options={options(TIMES, String)}
        onChange={(value) => {
          times.value = Number(value);
        }}
      />
    </div>
  );
}
