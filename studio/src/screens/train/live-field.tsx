/** A setting that may change while a run trains: what was typed is taken when it is done, and begins with the next step. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { describedBy, Field } from "../../components/fields.tsx";
import { fixedAt } from "../../components/fixed-at.ts";
import { LogSlider } from "../../components/log-slider.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { checkSpec, typedNumber, withValue } from "../../state/recipe.ts";
import { type LiveKey, liveValue } from "../../state/steer.ts";
import { edit } from "../../state/studio.ts";
import { describeProblem } from "../../texts/errors.ts";
import { steerTexts } from "../../texts/steer.ts";

interface Props {
  readonly run: LiveRun;
  readonly setting: LiveKey;
  readonly label: string;
  readonly hint: string;
}

/** What the package says of a value of a run's training; nothing for one that fits. */
function problemOf(run: LiveRun, key: LiveKey, value: number | string): string | undefined {
  const path = ["training", key];
  const spec = withValue(run.facts.value?.spec as never, path, value);
  const found = checkSpec(spec).problems.find((problem) => problem.path === path.join("."));
  return found && describeProblem(found);
}

/** A teacher may lock a setting, or changes as such: they are a key of the spec. */
function fixedLive(setting: LiveKey) {
  const now = { fixed: false, why: steerTexts().liveHint };
  const own = fixedAt(`training.${setting}`, now);
  return own.fixed ? own : fixedAt("training.edits", now);
}

export function LiveField({ run, setting, label, hint }: Props) {
  const texts = steerTexts();
  const { fixed, why, locked } = fixedLive(setting);
  const id = useId();
  const typed = useSignal<string | undefined>(undefined);
  const problem = typed.value === undefined ? undefined : problemOf(run, setting, typedNumber(typed.value));
  const take = (text: string) => {
    const value = typedNumber(text);
    if (problemOf(run, setting, value) !== undefined) return;
    typed.value = undefined;
    if (value !== liveValue(run, setting)) edit({ [setting]: value as number });
  };
  return (
    <Field id={id} label={label} hint={hint} why={why} locked={locked} problem={problem}>
      {!fixed && <span class="live">{texts.live}</span>}
      <input
        id={id}
        class={`input${fixed ? " fixed" : ""}`}
        readOnly={fixed}
        inputMode="decimal"
        autocomplete="off"
        value={typed.value ?? String(liveValue(run, setting))}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy(id, problem)}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onChange={({ currentTarget }) => take(currentTarget.value)}
      />
    </Field>
  );
}

/** The learning rate of a run that trains, by powers of ten; it is taken when the slider is let go. */
export function LiveRate({ run, label }: { run: LiveRun; label: string }) {
  const { fixed, why, locked } = fixedLive("lr");
  const dragged = useSignal<number | undefined>(undefined);
  return (
    <LogSlider
      label={label}
      value={dragged.value ?? liveValue(run, "lr")}
      low={-5}
      high={0}
      {...(fixed && { fixed, why, locked })}
      onChange={(value) => {
        dragged.value = value;
      }}
      onDone={(lr) => {
        dragged.value = undefined;
        if (lr !== liveValue(run, "lr")) edit({ lr });
      }}
    />
  );
}
