/** Runs on disk: saved and loaded again, refused where they cannot be, and nothing left where saving failed. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { isPartial, makeFolder, replaceFile } from "../../src/node/files.ts";
import { rewriteFigures, saveRun } from "../../src/node/reports/draw.ts";
import { defaultRunFolder } from "../../src/node/runs/claim.ts";
import { checkOutput, loadRun } from "../../src/node/runs/folder.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { finish, finishDiverged, finishStopped, tinySpec } from "./tiny.ts";

/** What the disk will say to the next files that are opened under such a name. */
const faults = vi.hoisted(() => ({ at: undefined as string | undefined, code: "" }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof fs>();
  return {
    ...real,
    open: async (...args: Parameters<typeof fs.open>) => {
      const handle = await real.open(...args);
      if (faults.at === undefined || !String(args[0]).includes(faults.at)) return handle;
      handle.writeFile = async () => {
        throw Object.assign(new Error(`${faults.code}: as simulated, write`), { code: faults.code, syscall: "write" });
      };
      return handle;
    },
  };
});
afterEach(() => {
  faults.at = undefined;
});

const scratch = mkdtempSync(join(tmpdir(), "tidelab-folder-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (...names: string[]) => join(scratch, ...names);

let run: FinishedRun;
beforeAll(async () => {
  run = await finish(tinySpec());
});

describe("saveRun and loadRun", () => {
  it("give back record and weights, to the bit", async () => {
    const files = await saveRun(at("whole"), run);
    expect(files.slice(0, 3)).toEqual(
      ["model.safetensors", "gradients.json", "run.json"].map((name) => at("whole", name)),
    );
    for (const file of files) expect(existsSync(file)).toBe(true);
    const { record, model } = await loadRun(at("whole"));
    const hashOf = (name: string) =>
      createHash("sha256")
        .update(readFileSync(at("whole", name)))
        .digest("hex");
    const hashes = { "model.safetensors": hashOf("model.safetensors"), "gradients.json": hashOf("gradients.json") };
    expect(record).toEqual({ ...run.record, files: hashes });
    expect(model.parameters).toEqual(run.model.parameters);
    const onDisk = (readdirSync(at("whole"), { recursive: true }) as string[]).filter((name) => name !== "figures");
    expect(onDisk.map((name) => at("whole", name)).sort()).toEqual([...files].sort());
  });

  it("do so for stopped and diverged runs", async () => {
    for (const [name, other] of Object.entries({ stopped: await finishStopped(), diverged: await finishDiverged() })) {
      await saveRun(at(name), other);
      const { record, model } = await loadRun(at(name));
      expect(record).toEqual({ ...other.record, files: expect.anything() });
      expect(model.parameters).toEqual(other.model.parameters);
    }
  });

  it("makes folders above the run's, and takes an empty one", async () => {
    mkdirSync(at("empty"));
    await saveRun(at("empty"), run);
    await saveRun(at("a", "b", "run"), run);
    expect((await loadRun(at("a", "b", "run"))).record.name).toBe("tiny");
  });

  it("takes runs side by side at once, in a folder that each may be the first to make", async () => {
    const names = Array.from({ length: 12 }, (_, i) => `seed-${i}`);
    for (const round of ["first", "second", "third"]) {
      await Promise.all(names.map((name) => saveRun(at("side", round, name), run, "en", { figures: false })));
      for (const name of names) expect((await loadRun(at("side", round, name))).record.name).toBe("tiny");
    }
  });

  it("draws figures and reports again as they were", async () => {
    const before = Object.fromEntries(
      ["report.html", "report.md", "figures/attention.svg"].map((name) => [
        name,
        readFileSync(at("whole", name), "utf8"),
      ]),
    );
    await rewriteFigures(at("whole"), "zh-CN");
    expect(readFileSync(at("whole", "report.md"), "utf8")).not.toBe(before["report.md"]);
    await rewriteFigures(at("whole"), "en");
    for (const [name, text] of Object.entries(before))
      expect(readFileSync(at("whole", name), "utf8") === text, name).toBe(true);
  });
});

describe("where a run cannot be saved", () => {
  it("is refused for a folder with something in it, and for a file", async () => {
    mkdirSync(at("taken"));
    writeFileSync(at("taken", "mine.txt"), "mine");
    for (const folder of [at("taken"), at("taken", "mine.txt")]) {
      await expect(checkOutput(folder)).rejects.toMatchObject({ code: "run.outputExists", path: folder });
      await expect(saveRun(folder, run)).rejects.toMatchObject({ code: "run.outputExists" });
    }
    expect(readdirSync(at("taken"))).toEqual(["mine.txt"]);
    expect(readFileSync(at("taken", "mine.txt"), "utf8")).toBe("mine");
  });

  it.each([
    ["below a file", () => at("taken", "mine.txt", "run")],
    ["with a name that is too long", () => at("x".repeat(300))],
    // mkdir's own `recursive` never returns here.
    ["in /proc", () => "/proc/tidelab/run"],
  ])("is refused %s", async (_, folder) => {
    await expect(checkOutput(folder())).rejects.toMatchObject({ code: "run.outputUnwritable", path: folder() });
    await expect(saveRun(folder(), run)).rejects.toMatchObject({ code: "run.outputUnwritable" });
  });

  it("checking leaves nothing behind", async () => {
    await checkOutput(at("new", "and", "deep"));
    expect(existsSync(at("new"))).toBe(false);
  });

  it.each([
    ["ENOSPC", "run.diskFull", ["model.safetensors", "gradients.json", "run.json"]],
    ["EDQUOT", "run.diskFull", ["model.safetensors"]],
    ["EACCES", "run.outputUnwritable", ["model.safetensors"]],
    ["EIO", "run.outputUnwritable", ["run.json"]],
  ])("%s while writing is %s, and leaves no folder that was not there", async (code, expected, files) => {
    for (const file of files) {
      Object.assign(faults, { at: file, code });
      await expect(saveRun(at("full"), run)).rejects.toMatchObject({ code: expected });
      expect(existsSync(at("full"))).toBe(false);
      mkdirSync(at("full"));
      await expect(saveRun(at("full"), run)).rejects.toMatchObject({ code: expected });
      expect(readdirSync(at("full"))).toEqual([]);
      rmSync(at("full"), { recursive: true });
    }
    faults.at = undefined;
    await saveRun(at("full"), run);
    expect((await loadRun(at("full"))).record.weightsSha256).toBe(run.record.weightsSha256);
    rmSync(at("full"), { recursive: true });
  });

  it.each(["samples.svg", "report.html", "samples.png", "drawn.json"])(
    "a run is safe before anything is drawn: %s cannot be written",
    async (file) => {
      Object.assign(faults, { at: file, code: "ENOSPC" });
      await expect(saveRun(at("undrawn"), run)).rejects.toMatchObject({ code: "run.diskFull" });
      const { record, model } = await loadRun(at("undrawn"));
      expect(record.weightsSha256).toBe(run.record.weightsSha256);
      expect(model.parameters).toEqual(run.model.parameters);
      expect(existsSync(at("undrawn", "gradients.json"))).toBe(true);
      expect((readdirSync(at("undrawn"), { recursive: true }) as string[]).filter(isPartial)).toEqual([]);
      faults.at = undefined;
      await rewriteFigures(at("undrawn"), "en");
      expect(existsSync(at("undrawn", "figures", "samples.png"))).toBe(true);
      rmSync(at("undrawn"), { recursive: true });
    },
  );

  it("a file that could not be replaced is the old one still", async () => {
    await replaceFile(at("file.txt"), "old");
    Object.assign(faults, { at: "file.txt", code: "ENOSPC" });
    await expect(replaceFile(at("file.txt"), "new")).rejects.toMatchObject({
      code: "run.diskFull",
      params: { reason: "ENOSPC: as simulated" },
    });
    expect(readFileSync(at("file.txt"), "utf8")).toBe("old");
    expect(readdirSync(scratch).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("makeFolder says what it made, for whoever cleans up", async () => {
    expect(await makeFolder(at("m", "n", "o"))).toBe(at("m"));
    expect(await makeFolder(at("m", "n", "p"))).toBe(at("m", "n", "p"));
    expect(await makeFolder(at("m", "n", "p"))).toBeUndefined();
    await expect(makeFolder(at("q", "x".repeat(300)))).rejects.toMatchObject({ code: "ENAMETOOLONG" });
    expect(existsSync(at("q"))).toBe(false);
    // Many at a time, as the runs of a sweep begin.
    const names = Array.from({ length: 20 }, (_, index) => at("together", "a", "b", String(index % 2)));
    await Promise.all(names.map(makeFolder));
    for (const name of names) expect(existsSync(name)).toBe(true);
  });
});

describe("a folder that is no whole run", () => {
  async function spoil(name: string, change: (folder: string) => void) {
    const folder = at(name);
    rmSync(folder, { recursive: true, force: true });
    await fs.cp(at("whole"), folder, { recursive: true });
    change(folder);
    return loadRun(folder).then(
      () => undefined,
      (error: unknown) => error,
    );
  }
  type Tensors = ReturnType<typeof readSafetensors>["tensors"];
  const withTensors = (change: (tensors: Tensors) => void) => (folder: string) => {
    const path = join(folder, "model.safetensors");
    const { tensors } = readSafetensors(readFileSync(path));
    change(tensors);
    writeFileSync(path, writeSafetensors(tensors));
  };

  it("is distinguished from a missing one and from a file", async () => {
    await expect(loadRun(at("none"))).rejects.toMatchObject({ code: "run.missing", path: at("none") });
    await expect(loadRun(at("whole", "run.json"))).rejects.toMatchObject({ code: "run.notFolder" });
    await expect(loadRun(at("whole", "run.json", "x"))).rejects.toMatchObject({ code: "run.notFolder" });
  });

  it.each<[string, (folder: string) => void, string]>([
    ["without a record", (folder) => rmSync(join(folder, "run.json")), "run.noRecord"],
    ["without weights", (folder) => rmSync(join(folder, "model.safetensors")), "run.noWeights"],
    [
      "with a folder for a record",
      (folder) => {
        rmSync(join(folder, "run.json"));
        mkdirSync(join(folder, "run.json"));
      },
      "run.unreadable",
    ],
    [
      "with no weights in the file",
      (folder) => writeFileSync(join(folder, "model.safetensors"), ""),
      "safetensors.tooShort",
    ],
    ["with a tensor missing", withTensors((tensors) => tensors.delete("attention.bias")), "run.tensorMissing"],
    [
      "with an extra tensor",
      withTensors((tensors) => tensors.set("more", { shape: [1], data: new Float32Array(1) })),
      "run.tensorExtra",
    ],
    [
      "with a tensor of another shape",
      withTensors((tensors) => {
        const { data } = tensors.get("attention.weight")!;
        tensors.set("attention.weight", { shape: [data.length, 1], data });
      }),
      "run.tensorShape",
    ],
    [
      "with another weight",
      withTensors((tensors) => {
        tensors.get("attention.bias")!.data[0]! += 1;
      }),
      "run.weightsChanged",
    ],
  ])("%s", async (_, change, code) => {
    expect(await spoil("spoilt", change)).toMatchObject({ code, path: expect.stringContaining(at("spoilt")) });
  });

  it("takes weights that another program wrote in another order and type", async () => {
    const change = withTensors((tensors) => {
      const entries = [...tensors].reverse();
      tensors.clear();
      for (const [name, tensor] of entries) tensors.set(name, tensor);
    });
    expect(await spoil("reordered", change)).toBeUndefined();
  });
});

it("defaultRunFolder is the day and the name, and never a folder that is there", () => {
  const here = process.cwd();
  process.chdir(scratch);
  try {
    const day = new Date(2026, 0, 5, 23, 59);
    expect(defaultRunFolder("lab", day)).toBe(join("runs", "2026-01-05-lab"));
    mkdirSync(join("runs", "2026-01-05-lab"), { recursive: true });
    expect(defaultRunFolder("lab", day)).toBe(join("runs", "2026-01-05-lab-2"));
    mkdirSync(join("runs", "2026-01-05-lab-2"));
    expect(defaultRunFolder("lab", day)).toBe(join("runs", "2026-01-05-lab-3"));
    expect(defaultRunFolder("other", day)).toBe(join("runs", "2026-01-05-other"));
  } finally {
    process.chdir(here);
  }
});
