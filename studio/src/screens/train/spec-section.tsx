/** The spec as text, behind its heading: what reads JSON with its places is loaded when it is opened. */
import { useSignal } from "@preact/signals";
import { lazy } from "../../components/lazy.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { current } from "../../state/studio.ts";
import { trainTexts } from "../../texts/train.ts";

const SpecText = lazy(() => import("./spec-text.tsx"));

export function SpecSection({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const isOpen = useSignal(false);
  const isFixed = run !== undefined && (run.isOpen.value || run !== current.value);
  return (
    <section class="section">
      <details
        onToggle={({ currentTarget }) => {
          isOpen.value = currentTarget.open;
        }}
      >
        <summary>
          <h2>{texts.spec}</h2>
        </summary>
        {isOpen.value && <SpecText isFixed={isFixed} edits={run?.edits.value ?? []} />}
      </details>
    </section>
  );
}
