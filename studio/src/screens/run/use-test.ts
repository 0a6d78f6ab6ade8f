/** The test series of a run, from its worker; read again for another run. */
import { useEffect, useState } from "preact/hooks";
import type { ErrorData } from "../../engine/protocol.ts";
import { askRun, RunRefused } from "../../engine/run-client.ts";
import type { TestSeries } from "../../engine/run-protocol.ts";
import { reportFault } from "../../state/faults.ts";
import { readFolder } from "../../state/run-files.ts";

export type TestState =
  | { readonly status: "reading" }
  | { readonly status: "there"; readonly test: TestSeries }
  /** The weights are not here. */
  | { readonly status: "notKept" }
  | { readonly status: "refused"; readonly errors: readonly ErrorData[] };

/** @param isEnded  nothing is read before */
export function useTest(id: string, label: string, isEnded: boolean): TestState {
  const [state, setState] = useState<TestState>({ status: "reading" });
  useEffect(() => {
    setState({ status: "reading" });
    if (!isEnded) return;
    let isWanted = true;
    readTest(id, label).then((found) => isWanted && setState(found));
    return () => {
      isWanted = false;
    };
  }, [id, label, isEnded]);
  return state;
}

async function readTest(id: string, label: string): Promise<TestState> {
  const files = await readFolder(id);
  if (files === undefined) return { status: "notKept" };
  try {
    return { status: "there", test: await askRun("test", { files, folder: label }) };
  } catch (error) {
    if (error instanceof RunRefused) return { status: "refused", errors: error.errors };
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    reportFault(message, stack);
    return { status: "notKept" };
  }
}
