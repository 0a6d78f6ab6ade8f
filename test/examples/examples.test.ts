/** Every example runs as a user would run it, from the built package, and says what it should. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "tidelab-examples-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** @returns the lines on stdout; an example that fails or that warns on stderr rejects */
async function run(...args: string[]): Promise<string[]> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect(stderr).toBe("");
  return stdout.trimEnd().split("\n");
}

const examples = readdirSync(join(root, "examples")).filter((file) => file.endsWith(".mjs"));

describe("examples", () => {
  it("are all here", () => {
    expect(examples.sort()).toEqual(["classify.mjs", "own-data.mjs", "stop-and-inspect.mjs", "train-lab.mjs"]);
  });

  it("fit the types that a user sees", async () => {
    const options = ["--ignoreConfig", "--noEmit", "--allowJs", "--checkJs", "--strict", "--noUncheckedIndexedAccess"];
    const target = ["--module", "nodenext", "--target", "es2023", "--types", "node", "--skipLibCheck"];
    const files = examples.map((file) => join("examples", file));
    // tsc says what is wrong on stdout.
    const check = run(join("node_modules", "typescript", "bin", "tsc"), ...options, ...target, ...files);
    expect(await check.catch((error: { stdout?: string }) => error.stdout)).toEqual([""]);
  });

  it("train-lab.mjs gives the notebook's first epochs", async () => {
    const golden = readFileSync(join(root, "test/fixtures/goldens/lab-seed7.txt"), "utf8");
    const expected = [...golden.matchAll(/^Epoch 0(\d): train_loss=(\S+) .* val_acc=(\S+)$/gm)].slice(0, 4);
    const lines = await run("examples/train-lab.mjs");
    const epochs = lines.slice(0, -1).map((line) => line.split(" ").map(Number));
    expect(epochs.map(([epoch, loss, accuracy]) => [`${epoch}`, loss?.toFixed(4), accuracy?.toFixed(3)])).toEqual(
      expected.map(([, epoch, loss, accuracy]) => [epoch, loss, accuracy]),
    );
    expect(lines.at(-1)).toBe("test accuracy 1");
  });

  it("own-data.mjs learns three gestures and writes weights by PyTorch's names", async () => {
    const path = join(scratch, "weights.safetensors");
    const lines = await run("examples/own-data.mjs", path);
    const accuracies = lines.flatMap((line) => /^epoch \d: .* ([\d.]+)$/.exec(line)?.[1] ?? []).map(Number);
    expect(accuracies.length).toBe(8);
    expect(accuracies[0]).toBeLessThan(0.8);
    expect(accuracies.at(-1)).toBeGreaterThan(0.9);
    const text = lines.join("\n");
    for (const name of ["circle", "line", "zigzag"]) expect(text).toMatch(new RegExp(`^ +${name} +[01]\\.`, "m"));
    // The format by hand: eight bytes of length, then JSON.
    const bytes = readFileSync(path);
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString()) as Record<
      string,
      { shape: number[] }
    >;
    expect(header["0.weight"]?.shape).toEqual([16, 2, 7]);
    expect(header["block.layers.3.weight"]?.shape).toEqual([16, 16, 3]);
    expect(header["block.layers.4.running_var"]?.shape).toEqual([16]);
    expect(header["classifier.bias"]?.shape).toEqual([3]);
  });

  it("stop-and-inspect.mjs lists the layers, stops early, and has one hash on one thread and on two", async () => {
    const text = (await run("examples/stop-and-inspect.mjs")).join("\n");
    // Two directions of three gates: 16 × (1 + 16) weights and two biases of 16 each.
    const gru = 2 * 3 * (16 * (1 + 16) + 2 * 16);
    expect(text).toMatch(new RegExp(`^lstm +gru +\\(60, 32\\) +${gru}$`, "m"));
    const epochs = [...text.matchAll(/^stopped after epoch (\d+)$/gm)].map(([, epoch]) => Number(epoch));
    expect(epochs.length).toBe(2);
    expect(epochs[0]).toBeLessThan(100);
    expect(epochs[1]).toBe(epochs[0]);
    const hashes = [...text.matchAll(/^threads [12]: ([0-9a-f]{64})$/gm)].map(([, hash]) => hash);
    expect(hashes.length).toBe(2);
    expect(hashes[1]).toBe(hashes[0]);
  });
});
