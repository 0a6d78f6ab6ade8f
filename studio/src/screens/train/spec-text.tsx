/** The whole run as text: what the command line reads. A text that is right becomes the recipe; one that is wrong says where. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { LiveRun } from "../../state/live-run.ts";
import { checkSpec, draft, loadRecipe } from "../../state/recipe.ts";
import { current } from "../../state/studio.ts";
import { describeProblem } from "../../texts/errors.ts";
import { trainTexts } from "../../texts/train.ts";

function readJson(text: string): { readonly value?: unknown; readonly problem?: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

export function SpecText({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const typed = useSignal<string | undefined>(undefined);
  const isFixed = run !== undefined && (run.isOpen.value || run !== current.value);
  const written = JSON.stringify(draft.value, undefined, 2);
  // What the form changes is seen here, unless a text is being typed that is not right yet.
  useEffect(() => {
    typed.value = undefined;
  }, [written]);
  const text = typed.value ?? written;
  const read = readJson(text);
  const problems = read.problem === undefined ? checkSpec(read.value).problems.map(describeProblem) : [read.problem];
  const type = (next: string) => {
    typed.value = next;
    const { value, problem } = readJson(next);
    if (problem === undefined && checkSpec(value).spec) loadRecipe(value);
  };
  return (
    <section class="section">
      <details>
        <summary>
          <h2>{texts.spec}</h2>
        </summary>
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
      </details>
    </section>
  );
}
