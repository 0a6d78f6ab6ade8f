/** `tidelab lab` as the issue describes it, in small; all 20 epochs are in `full-lab.test.ts`. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DRAWN, inScratch, readRecord, TINY_LAB, tidelab } from "./command.ts";

it("records every flag in the spec", async () => {
  const flags =
    "--cell gru --hidden 4 --layers 2 --unidirectional --dropout 0.4 --samples 80 --length 15 --noise 0.2 --batch 20 --epochs 1 --lr 0.002 --weight-decay 0.01 --clip-norm 2 --seed 11 --pooling max --optimizer adamw --clip-value 0.5 --numerics portable --threads 1 --name flags --out flags";
  expect(await tidelab(["lab", ...flags.split(" "), "--quiet"])).toMatchObject({ code: 0 });
  const { spec, seed, numerics, threads, name, data } = readRecord("flags");
  expect({ seed, numerics, threads, name }).toEqual({ seed: 11, numerics: "portable", threads: 1, name: "flags" });
  // int(80 × 0.7) = 56 (55.99… in binary, as in Python), int(80 × 0.85) = 68.
  expect(data).toMatchObject({ train: Math.trunc(80 * 0.7), length: 15, channels: 1, classNames: ["sine", "square"] });
  expect(spec.data).toMatchObject({ kind: "waves", samples: 80, length: 15, noise: 0.2 });
  expect(spec.model.layers.slice(0, 2)).toMatchObject([
    { layer: "gru", hiddenSize: 4, numLayers: 2, bidirectional: false, dropout: 0.4 },
    { layer: "globalMaxPool" },
  ]);
  expect(spec.training).toMatchObject({
    epochs: 1,
    batchSize: 20,
    optimizer: "adamw",
    lr: 0.002,
    weightDecay: 0.01,
    clipGradNorm: 2,
    clipGradValue: 0.5,
  });
});

it("trains a CNN, on fewer steps than its pools halve too", async () => {
  const { code, stdout } = await tidelab("lab --model cnn --samples 60 --length 16 --epochs 1 --out cnn".split(" "));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^features\.0 +conv1d +\(16, 32\) +224$/m);
  expect(stdout).toMatch(/^features\.3 +maxPool +\(8, 32\) +0$/m);
});

it("--json prints one document on stdout, the run's record, and the rest on stderr", async () => {
  const { code, stdout, stderr } = await tidelab([...TINY_LAB, "--json", "--out", "json"]);
  expect(code).toBe(0);
  const { folder, ...document } = JSON.parse(stdout);
  expect(folder).toBe("json");
  const { $schema, ...record } = readRecord("json");
  expect(document).toEqual(record);
  expect(stderr).toMatch(/^Tidelab .*\n(?:.*\n)*Epoch 01: .*\nEpoch 02: /);
});

it("--quiet prints the result alone", async () => {
  const { code, stdout } = await tidelab([...TINY_LAB, "--quiet", "--out", "quiet"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Test loss: /);
  expect(stdout).not.toContain("Epoch");
});

it("goes to runs/<date>-<name>, and beside it when that is taken", async () => {
  for (let round = 0; round < 2; round++) expect((await tidelab([...TINY_LAB, "--name", "twice"])).code).toBe(0);
  const folders = readdirSync(inScratch("runs")).sort();
  expect(folders.length).toBe(2);
  expect(folders[0]).toMatch(/^\d{4}-\d\d-\d\d-twice$/);
  expect(folders[1]).toBe(`${folders[0]}-2`);
  // The same spec and seed: the same run.
  const [one, two] = folders.map((folder) => readRecord(`runs/${folder}`));
  expect(one?.weightsSha256).toBe(two?.weightsSha256);
});

it.each(["./dotted", "slashed/", "a/../b"])("names the files of --out %s as of any other", async (out) => {
  const { code, stdout } = await tidelab([...TINY_LAB, "--out", out], DRAWN);
  expect(code).toBe(0);
  expect(stdout).toContain(
    `Saved to ${out} (model.safetensors, gradients.json, run.json, figures, report.html, report.md) after `,
  );
});

it("speaks Chinese, in its reports and figures too, and prints the notebook's lines all the same", async () => {
  const { code, stdout } = await tidelab([...TINY_LAB, "--out", "chinese"], {
    env: { ...DRAWN.env, LC_ALL: "zh_CN.UTF-8" },
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^数据：60 条序列，长度 12，1 个通道，类别 sine、square$/m);
  expect(stdout).toMatch(/^Epoch 01: train_loss=/m);
  expect(stdout).toMatch(/^已保存到 chinese（/m);
  expect(readFileSync(inScratch("chinese", "report.html"), "utf8")).toContain('<html lang="zh-CN">');
});

it("reports a run that diverges: step, norms before it, what to try; and keeps the last good weights", async () => {
  const { code, stdout, stderr } = await tidelab([...TINY_LAB, "--lr", "1e30", "--out", "diverged"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Saved to diverged /m);
  const { status, divergence, test } = readRecord("diverged");
  expect(status).toBe("diverged");
  expect(divergence?.step).toBe(2);
  expect(divergence?.gradNorms.length).toBe(1);
  const [error = ""] = stderr.trimEnd().split("\n").slice(-1);
  expect(error).toMatch(
    /^error: training diverged in epoch 1 at step 2: .*Gradient norms of the steps before: 0\.\d+\./,
  );
  expect(error).toContain("The last good weights are kept. Try a lower learning rate (0.001 instead of 1e+30)");
  expect(stderr).not.toMatch(/ at .*\.[jt]s:/);
  // What was kept can be used, and gives what was recorded.
  expect(test?.loss).toSatisfy(Number.isFinite);
  const evaluated = await tidelab(["evaluate", "diverged"]);
  expect(evaluated.code).toBe(0);
  expect(evaluated.stdout).toContain("The same as in the run's record.");
});
