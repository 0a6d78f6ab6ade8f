/** The best epoch is the one that the run itself selected, wherever one is shown: with `monitor` and `restoreBest` of its spec. */

import { describe, expect, it } from "vitest";
import { loadLanguage, messagesIn } from "../../src/cli/terminal/language.ts";
import { createTerminal } from "../../src/cli/terminal/terminal.ts";
import { sweepDocument } from "../../src/cli/views/sweep-document.ts";
import { formatSweep } from "../../src/cli/views/sweep-table.ts";
import { choiceOf } from "../../src/metrics/epoch-choice.ts";
import type { SweepResult } from "../../src/sweep/result.ts";
import { makeRecord } from "../report/sweep/records.ts";

await loadLanguage("zh-CN");

const curves = { validation: [0.5, 0.9, 0.7], losses: [0.9, 0.8, 0.1] };
const byLoss = makeRecord(curves);
const byAccuracy = makeRecord({ ...curves, spec: { training: { monitor: "valAccuracy", restoreBest: true } } });

describe("the best epoch of a run", () => {
  it("is that of its monitor, and tested are the weights that it kept", () => {
    expect(choiceOf(byLoss)).toMatchObject({ best: { epoch: 3 }, tested: { epoch: 3 }, monitor: "valLoss" });
    expect(choiceOf(byAccuracy)).toMatchObject({ best: { epoch: 2 }, tested: { epoch: 2 }, last: { epoch: 3 } });
    // A record that says nothing of it.
    expect(choiceOf({ ...byAccuracy, selection: null })).toMatchObject({ best: { epoch: 3 }, tested: { epoch: 3 } });
    expect(choiceOf({ history: [], selection: null })).toBeUndefined();
  });

  it("is in the table and the document of a sweep", () => {
    const arm = (id: string, run: typeof byLoss) => ({ id, settings: {}, runs: [run], failures: [] });
    const result: SweepResult = { name: "x", axes: [], seeds: [1], arms: [arm("a", byLoss), arm("b", byAccuracy)] };
    const stream = { write: () => true };
    const terminal = createTerminal(
      { lang: "en", json: false, quiet: false },
      { stdout: stream, stderr: stream, env: {} },
    );
    const [heading, a, b] = formatSweep(result, terminal);
    expect(heading).not.toMatch(/last/i);
    expect(a).toMatch(/^a +1 +0\.1000 +0\.700 /);
    expect(b).toMatch(/^b +1 +0\.8000 +0\.900 /);
    const document = sweepDocument({ result, outcome: { ended: "done", left: 0 }, report: [] }, "sweeps/x");
    expect(document).toMatchObject({
      arms: [
        { runs: [{ bestEpoch: { epoch: 3 }, testedEpoch: 3 }] },
        { runs: [{ bestEpoch: { epoch: 2 }, testedEpoch: 2 }] },
      ],
    });
  });

  it.each(["en", "zh-CN"] as const)("is called so in %s, and no test is said to be of the last epoch", (lang) => {
    const { runMetrics, sweepColumns } = messagesIn(lang);
    for (const text of [runMetrics.testLoss, runMetrics.testAccuracy, ...sweepColumns]) {
      expect(text).not.toMatch(/last|最后/);
    }
    expect(runMetrics.bestEpoch).toContain("training.monitor");
  });
});
