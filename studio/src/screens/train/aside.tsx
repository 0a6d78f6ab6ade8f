/** Beside the curves: what came out, what the model is made of, the spec. */
import type { LiveRun } from "../../state/live-run.ts";
import { ModelTable } from "./model-table.tsx";
import { Result } from "./result.tsx";
import { SpecText } from "./spec-text.tsx";

export function Aside({ run }: { run: LiveRun | undefined }) {
  return (
    <>
      <Result run={run} />
      <ModelTable run={run} />
      <SpecText run={run} />
    </>
  );
}
