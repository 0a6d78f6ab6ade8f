/** The whole run as text: what the command line reads. A text that is right becomes the recipe; one that is wrong says where. */
import { useSignal } from "@preact/signals";
import type { EditSpec } from "tidelab";
import { parseSpecText, shortSpec } from "tidelab/runs";
import { describeErrors } from "../../engine/error-data.ts";
import type { ErrorData } from "../../engine/protocol.ts";
import { checked, draft, loadRecipe } from "../../state/recipe.ts";
import { describeProblem } from "../../texts/errors.ts";
import { trainTexts } from "../../texts/train.ts";

/** What is wrong with a text, each at its line and column; nothing for a spec. */
function problemsIn(text: string): readonly ErrorData[] {
  try {
    parseSpecText(text, "spec");
    return [];
  } catch (error) {
    const problems = describeErrors(error);
    if (problems === undefined) throw error;
    return problems;
  }
}

/** What the draft is as text: without what has a default, where it is a spec. */
function written(edits: readonly EditSpec[]): string {
  const { spec } = checked.value;
  if (spec === undefined) return JSON.stringify(draft.value, undefined, 2);
  const { training } = spec;
  const whole = edits.length > 0 ? { ...spec, training: { ...training, edits: [...edits] } } : spec;
  return JSON.stringify(shortSpec(whole), undefined, 2);
}

/** @param edits  changes by hand of the run that is shown: they are part of its spec */
export default function SpecText({ isFixed, edits }: { isFixed: boolean; edits: readonly EditSpec[] }) {
  const texts = trainTexts();
  /** What was typed, and the draft that it made: until the form makes another, the text stays as it was typed. */
  const typed = useSignal<{ readonly text: string; readonly draft: unknown } | undefined>(undefined);
  const isOwn = typed.value !== undefined && (typed.value.draft === undefined || typed.value.draft === draft.value);
  const text = isOwn && typed.value ? typed.value.text : written(isFixed ? edits : []);
  const problems = problemsIn(text).map(describeProblem);
  const type = (next: string) => {
    const isRight = problemsIn(next).length === 0;
    if (isRight) loadRecipe(JSON.parse(next));
    typed.value = { text: next, draft: isRight ? draft.value : undefined };
  };
  return (
    <>
      <p class="tiny soft" id="spec-hint">
        {isFixed ? texts.specRead : texts.specHint}
      </p>
      <textarea
        class="spec-text mono"
        aria-label={texts.specLabel}
        aria-describedby="spec-hint spec-problems"
        aria-invalid={problems.length > 0}
        spellcheck={false}
        readOnly={isFixed}
        rows={Math.min(28, text.split("\n").length + 1)}
        value={text}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
      <div id="spec-problems" role="alert">
        {problems.map((problem) => (
          <p key={problem} class="field-problem">
            {problem}
          </p>
        ))}
      </div>
    </>
  );
}
