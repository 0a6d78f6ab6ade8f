/** A run whose spec gives other series now: `evaluate`, `fork`, `resume` and `verify` say so, with both hashes. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { startCheckpoints } from "../../src/node/runs/checkpoints.ts";
import type { TrainingState } from "../../src/train/records.ts";
import { stopAfter, tinySpec } from "../runs/tiny.ts";
import { inScratch, readRecord, TINY, tidelab, write } from "./command.ts";

const OTHER = "5".repeat(64);
let found: string;

beforeAll(async () => {
  write("tiny.json", JSON.stringify(TINY));
  expect((await tidelab(["train", "tiny.json", "--out", "run"])).code).toBe(0);
  found = readRecord("run").data.sha256 ?? "";
  expect(found).toMatch(/^[0-9a-f]{64}$/);
  cpSync(inScratch("run"), inScratch("other"), { recursive: true });
  const file = inScratch("other", "run.json");
  writeFileSync(file, readFileSync(file, "utf8").replace(found, OTHER));
});

const both = () => `recorded ${OTHER}, found ${found}`;

describe("evaluate", () => {
  it("warns, and has both in its document", async () => {
    const { code, stdout, stderr } = await tidelab(["evaluate", "other", "--json"]);
    expect(code).toBe(0);
    expect(stderr.replace(/\s+/g, " ")).toContain(both());
    expect(JSON.parse(stdout)).toMatchObject({ dataSha256: { recorded: OTHER, found } });
  });

  it("says nothing where the series are the same", async () => {
    const { stdout, stderr } = await tidelab(["evaluate", "run", "--json"]);
    expect(stderr).not.toContain("series now");
    expect(JSON.parse(stdout)).not.toHaveProperty("dataSha256");
  });
});

describe("fork", () => {
  const fork = async (...set: string[]) => {
    const flags = set.flatMap((setting) => ["--set", setting]);
    const { code, stderr } = await tidelab(["fork", "other", ...flags, "--out", `fork-${set.join("-")}`]);
    expect(code).toBe(0);
    return stderr.replace(/\s+/g, " ");
  };

  it("warns where the series should be the same", async () => {
    expect(await fork("training.lr=0.01")).toContain(both());
  });

  it("does not where they were changed", async () => {
    expect(await fork("data.noise=0.3")).not.toContain(OTHER);
    expect(await fork("seed=8")).not.toContain(OTHER);
  });
});

describe("verify", () => {
  it("trains nothing and has a verdict that is about the data", async () => {
    const { code, stdout } = await tidelab(["verify", "other"]);
    expect(code).toBe(1);
    expect(stdout.replace(/\s+/g, " ")).toContain(both());
    expect(stdout).not.toMatch(/^Epoch/m);
    expect(stdout).toContain("Not verified: the spec now gives other series");
  });
});

describe("resume", () => {
  it("refuses to continue with other series, in the languages", async () => {
    const { state } = await stopAfter(tinySpec(), 4);
    await checkpointAt("begun", state, OTHER);
    const en = await tidelab(["resume", "begun"]);
    expect(en.code).toBe(2);
    expect(en.stderr).toContain(`(SHA-256 ${OTHER})`);
    expect(en.stderr).toContain(`(SHA-256 ${found})`);
    const zh = await tidelab(["resume", "begun", "--lang", "zh-CN"]);
    expect(zh.stderr).toContain(OTHER);
    expect(zh.stderr).not.toContain("expected");
  });

  it.each(["same", "none"])("goes on where its start names the same series, or none (%s)", async (name) => {
    const { state } = await stopAfter(tinySpec(), 4);
    await checkpointAt(name, state, name === "same" ? found : undefined);
    expect((await tidelab(["resume", name])).code).toBe(0);
    expect(readRecord(name)).toMatchObject({ status: "finished", data: { sha256: found } });
  });
});

function checkpointAt(folder: string, state: TrainingState, dataSha256: string | undefined): Promise<void> {
  const start = { spec: tinySpec(), numerics: "portable" as const, startedAt: "2026-01-01T00:00:00.000Z" };
  const full = dataSha256 === undefined ? start : { ...start, dataSha256 };
  mkdirSync(inScratch(folder));
  return startCheckpoints(inScratch(folder), full).write(state);
}
