/** The whole job: `tidelab lab` with its 20 epochs, against PyTorch's record of the notebook's own run. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DRAWN, inScratch, readRecord, tidelabProcess } from "./command.ts";

const golden = (name: string) => readFileSync(new URL(`../fixtures/goldens/${name}`, import.meta.url), "utf8");

it("prints the notebook's lines to the character, and is PyTorch's run to 2e-6 at every epoch", async () => {
  const { code, stdout, stderr } = await tidelabProcess(["lab", "--threads", "2", "--out", "full"], DRAWN);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).not.toContain("\u001b");

  const [header = "", printed = ""] = stdout.split(/(?=^Epoch 01)/ms);
  expect(header).toMatch(/^Tidelab \S+ · numerics: (?:fused|portable) · threads: 2\n/);
  expect(header).toContain("Data: 1200 series of length 200, 1 channel, classes sine, square\n");
  expect(header).toContain("Split: 840 train / 180 validation / 180 test\n");
  expect(header).toMatch(/^lstm +lstm +\(200, 128\) +133,632$/m);
  expect(header).toMatch(/^Total +137,955$/m);
  const lines = printed.split("\n");
  expect(lines.at(-2)).toMatch(
    /^Saved to full \(model\.safetensors, gradients\.json, run\.json, figures, report\.html, report\.md\) after /,
  );
  expect(lines.slice(0, -2).join("\n")).toBe(golden("lab-seed7.txt").trimEnd());

  const record = readRecord("full");
  const { history } = JSON.parse(golden("lab-seed7.json")) as { history: Record<string, number[]> };
  expect(record.status).toBe("finished");
  expect(record.history.length).toBe(20);
  for (const [index, epoch] of record.history.entries()) {
    const recorded = [epoch.trainLoss, epoch.valLoss, epoch.trainAccuracy, epoch.valAccuracy];
    for (const [at, key] of ["train_loss", "val_loss", "train_acc", "val_acc"].entries()) {
      const difference = Math.abs(recorded[at]! - history[key]![index]!);
      expect(difference, `${key} of epoch ${index + 1}`).toBeLessThanOrEqual(at < 2 ? 2e-6 : 1e-12);
    }
  }
  expect(record.model.parameterCount).toBe(137_955);
  expect(readdirSync(inScratch("full")).sort()).toEqual([
    "figures",
    "gradients.json",
    "model.safetensors",
    "report.html",
    "report.md",
    "run.json",
  ]);
  const figures = [
    "attention",
    "confusion-matrix",
    "gradient-norms",
    "learning-curves",
    "samples",
    "state-gradients",
    "tensor-gradients",
  ];
  expect(readdirSync(inScratch("full", "figures")).sort()).toEqual(
    [...figures.flatMap((name) => [`${name}.png`, `${name}.svg`]), "drawn.json"].sort(),
  );
});
