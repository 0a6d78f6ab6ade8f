/** Feedback to a student: what is in it, that text stays text, and what is not in it. */
import { describe, expect, it } from "vitest";
import { type FeedbackInput, feedbackHtml } from "../../src/teaching/feedback.ts";
import type { Inspection } from "../../src/teaching/inspect.ts";
import { tinyAssignment } from "./tiny-task.ts";

const inspection: Inspection = {
  assignment: "same",
  runs: [{ name: "lab", broken: [], weights: undefined }],
  strangers: [],
  missing: [],
  nowhere: [],
  report: "same",
};

const ANSWER = { at: "2026-11-27T12:00:00.000Z", beforeRuns: true };

const same = { name: "lab", result: "same", epochs: 2, of: 2, epoch: undefined, sameWeights: true } as const;

function feedback(changes: Partial<FeedbackInput> = {}): string {
  return feedbackHtml({
    ...{ assignment: tinyAssignment(), student: { name: "Lin Student", number: "20243101" }, inspection },
    answers: { expect: { ...ANSWER, value: "It falls.\nSlowly.", places: [{ kind: "step", run: "lab", step: 3 }] } },
    ...{ checks: [{ ...same, differences: [] }], runs: 1, testAccuracy: 0.695, points: " 9 ", comment: "Well done." },
    ...changes,
  });
}

describe("feedback", () => {
  it("has points, comment, what was found, and every question with its answer", () => {
    const html = feedback();
    expect(html).toContain("<span>Lin Student</span><span>20243101</span>");
    expect(html).toContain("<dt>Points</dt><dd>9</dd>");
    expect(html).toContain("<dt>Test accuracy</dt><dd>69.5%</dd>");
    expect(html).toContain("<dt>Answers</dt><dd>1 / 2</dd>");
    expect(html).toContain("<p>Well done.</p>");
    expect(html).toContain("The run was trained again: all 2 epochs are equal to the bit.");
    expect(html).toMatch(
      /<h3>1\. What do you expect\?<\/h3>\s*<p>It falls\.<\/p>\s*<p>Slowly\.<\/p>\s*<p>Points at step 3 of lab\.<\/p>/,
    );
    expect(html).toMatch(/<h3>2\. Why\?<\/h3>\s*<p>No answer\.<\/p>/);
  });

  it("says where a run differs, with the numbers", () => {
    const differences = [{ path: "history[1].valAccuracy", recorded: 0.9375, found: 0.7125 }];
    const html = feedback({ checks: [{ ...same, result: "different", epochs: 1, epoch: 2, differences }] });
    expect(html).toContain("lab: differs from epoch 2 on. The weights are equal: the record was edited after the run.");
    expect(html).toMatch(/<code>history\[1\]\.valAccuracy<\/code><\/th><td class="number">0\.9375<\/td>/);
    expect(html).toContain("<dt>Runs equal to the bit</dt><dd>0 / 1</dd>");
  });

  it("does not say that something is equal which was not trained again", () => {
    expect(feedback({ checks: [] })).toContain("1 run was not trained again yet.");
    const partly = feedback({ checks: [{ ...same, epochs: 1, differences: [] }] });
    expect(partly).toContain("lab: 1 of 2 epochs were trained again");
    expect(partly).toContain("<dt>Runs equal to the bit</dt><dd>0 / 1</dd>");
    const broken = [{ path: "training.lr", expected: "0.1", received: "0.5" }];
    const html = feedback({
      inspection: { ...inspection, runs: [{ name: "lab", broken, weights: undefined }], report: "edited" },
    });
    expect(html).toContain("lab: training.lr is not as set: expected 0.1, received 0.5.");
    expect(html).toContain("The report shows something else than it was written with.");
    expect(html).not.toContain("own run");
    const weights = { name: "lab", broken: [], weights: "other" } as const;
    const other = feedback({ inspection: { ...inspection, runs: [weights] } });
    expect(other).toContain("lab: the weights are not those of your teacher&#39;s own run.");
  });

  it("is in the language of the assignment, and has no script whatever was typed", () => {
    const evil = `<script>alert(1)</script><img src=x onerror="alert(2)">`;
    const html = feedback({
      assignment: tinyAssignment({ language: "zh-CN", title: evil }),
      student: { name: evil, number: evil },
      answers: { expect: { value: evil, at: evil, beforeRuns: true } },
      ...{ points: evil, comment: evil },
      inspection: { ...inspection, strangers: [evil] },
      checks: [
        { ...same, name: evil, result: "different", differences: [{ path: evil, recorded: evil, found: evil }] },
      ],
    });
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain("评语");
    expect(html).not.toMatch(/<script|<img/i);
    expect(html.match(/&lt;script&gt;/g)!.length).toBeGreaterThan(7);
  });
});
