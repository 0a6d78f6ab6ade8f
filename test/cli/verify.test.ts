/** `tidelab verify` looks at every file of a run, not at its record alone, and takes sweeps and their reports. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { seal } from "../../src/report/seal.ts";
import { DRAWN, inScratch, start, TINY, tidelab, write } from "./command.ts";

beforeAll(async () => {
  write("tiny.json", JSON.stringify({ ...TINY, training: { ...TINY.training, record: { gradientsEvery: 2 } } }));
  expect((await tidelab(["train", "tiny.json", "--out", "run"], DRAWN)).code).toBe(0);
});

const verify = async (...args: string[]) => {
  const { code, stdout, stderr } = await tidelab(["verify", ...args, "--json", "--quiet", "--threads", "1"]);
  expect(stderr).toBe("");
  return { code, document: JSON.parse(stdout) };
};

describe("a run's files", () => {
  it("are those that it left", async () => {
    const { code, document } = await verify("run");
    expect(code).toBe(0);
    expect(document.verified).toBe(true);
    const results = new Set(document.files.map(({ result }: { result: string }) => result));
    expect(results).toEqual(new Set(["same"]));
    const files = new Set(document.files.map(({ file }: { file: string }) => file));
    expect(files).toContain("model.safetensors");
    expect(files).toContain("gradients.json");
    expect(files).toContain("figures/learning-curves.svg");
    expect(files).toContain("figures/learning-curves.png");
  });

  const flip = (file: string, at: number) => {
    const bytes = readFileSync(file);
    bytes[bytes.length - at]! ^= 1;
    writeFileSync(file, bytes);
  };
  it.each<[string, string, (file: string) => void, string]>([
    ["a bit of the last weight", "model.safetensors", (file) => flip(file, 4), "different"],
    [
      "the header of the weights",
      "model.safetensors",
      (file) => writeFileSync(file, readFileSync(file, "latin1").replace('"pt"', '"np"'), "latin1"),
      "different",
    ],
    ["no weights", "model.safetensors", (file) => rmSync(file), "missing"],
    ["weights that are cut off", "model.safetensors", (file) => truncateSync(file, 100), "different"],
    [
      "a number of the gradients",
      "gradients.json",
      (file) => writeFileSync(file, readFileSync(file, "utf8").replace(/"norm":\d/, '"norm":9')),
      "different",
    ],
    ["no gradients", "gradients.json", (file) => rmSync(file), "missing"],
    ["a figure", "figures/learning-curves.svg", (file) => appendFileSync(file, " "), "different"],
    ["no figure", "figures/samples.png", (file) => rmSync(file), "missing"],
    ["the figures' record", "figures/drawn.json", (file) => writeFileSync(file, "{}"), "unreadable"],
    ["no record of the figures", "figures/drawn.json", (file) => rmSync(file), "unfinished"],
    [
      "a record that leaves out a figure",
      "figures/drawn.json",
      (file) => writeFileSync(file, readFileSync(file, "utf8").replace('"samples.png"', '"other.png"')),
      "unfinished",
    ],
    ["a report in HTML", "report.html", (file) => appendFileSync(file, " "), "edited"],
    [
      "a report in Markdown",
      "report.md",
      (file) => writeFileSync(file, readFileSync(file, "utf8").replace("tiny", "Tiny")),
      "edited",
    ],
  ])("%s: not verified, and the file is named", async (_, file, spoil, result) => {
    rmSync(inScratch("spoilt"), { recursive: true, force: true });
    cpSync(inScratch("run"), inScratch("spoilt"), { recursive: true });
    spoil(inScratch("spoilt", file));
    // What is wrong is seen without all epochs, and the record is as right as it was.
    const { code, document } = await verify("spoilt", "--epochs", "1");
    expect(code).toBe(1);
    expect(document).toMatchObject({ verified: false, result: "same" });
    const wrong = document.files.filter((one: { result: string }) => one.result !== "same");
    expect(wrong).toContainEqual({ file, result });
    const { stdout } = await tidelab(["verify", "spoilt", "--epochs", "1", "--quiet"]);
    expect(stdout).toMatch(new RegExp(`^Not verified: ${file}`, "m"));
    expect(stdout).not.toMatch(/^Verified/m);
  });

  it.each(["report.html", "report.md"])("%s is compared with what the record gives, sealed or not", async (name) => {
    cpSync(inScratch("run"), inScratch("sealed", name), { recursive: true });
    const file = inScratch("sealed", name, name);
    const text = readFileSync(file, "utf8").replace(/\d\.\d{4}/, "0.0001");
    writeFileSync(file, seal(text.replace(/<!-- tidelab sha256 .* -->\n$/, "")));
    const { code, document } = await verify(`sealed/${name}`);
    expect(code).toBe(1);
    expect(document.files.filter((one: { result: string }) => one.result !== "same")).toEqual([
      { file: name, result: "edited" },
    ]);
  });

  it("whose drawing was cut off are said to be unfinished, and drawing them again fixes it", async () => {
    cpSync(inScratch("run"), inScratch("cut"), { recursive: true });
    const drawn = inScratch("cut", "figures", "drawn.json");
    const { child, result } = start(["figures", "cut", "--lang", "zh-CN"]);
    while (existsSync(drawn)) await setTimeout(2);
    child.kill("SIGKILL");
    await result;
    const { code, stdout } = await tidelab(["verify", "cut", "--quiet"]);
    expect(code).toBe(1);
    expect(stdout).toContain("drawing was not finished. Draw them again: tidelab figures.");
    expect(stdout).not.toContain("changed, damaged or replaced");
    expect((await tidelab(["figures", "cut"])).code).toBe(0);
    expect((await verify("cut")).code).toBe(0);
  });

  it("a file that is no run is refused by what verify takes", async () => {
    for (const name of ["tiny.json", "run/model.safetensors"]) {
      const { code, stderr } = await tidelab(["verify", name]);
      expect(code).toBe(2);
      expect(stderr).toContain(`error: ${name}: expected what was trained: the folder, name or id of a run`);
      expect(stderr).not.toContain("HTML file without");
    }
  });

  it("are compared with what comes out again, where a record was changed to fit them", async () => {
    cpSync(inScratch("run"), inScratch("forged"), { recursive: true });
    const { createHash } = await import("node:crypto");
    const gradients = readFileSync(inScratch("forged", "gradients.json"), "utf8").replace(/"norm":\d/, '"norm":9');
    writeFileSync(inScratch("forged", "gradients.json"), gradients);
    const record = JSON.parse(readFileSync(inScratch("forged", "run.json"), "utf8"));
    record.files["gradients.json"] = createHash("sha256").update(gradients).digest("hex");
    writeFileSync(inScratch("forged", "run.json"), JSON.stringify(record));
    const { code, document } = await verify("forged");
    expect(code).toBe(1);
    expect(document.files).toContainEqual({ file: "gradients.json", result: "different" });
  });

  it("of before there were hashes are verified by what is in them", async () => {
    cpSync(inScratch("run"), inScratch("old"), { recursive: true });
    const { files: _, ...record } = JSON.parse(readFileSync(inScratch("old", "run.json"), "utf8"));
    writeFileSync(inScratch("old", "run.json"), JSON.stringify(record));
    rmSync(inScratch("old", "figures", "drawn.json"));
    expect((await verify("old")).code).toBe(0);
    flip(inScratch("old", "model.safetensors"), 4);
    expect((await verify("old", "--epochs", "1")).code).toBe(1);
  });

  it("report.md is held against the record too, and needs it beside it", async () => {
    expect((await verify("run/report.md")).document).toMatchObject({ verified: true, report: { result: "same" } });
    cpSync(inScratch("run"), inScratch("edited"), { recursive: true });
    const text = readFileSync(inScratch("edited", "report.md"), "utf8");
    writeFileSync(inScratch("edited", "report.md"), text.replace(/\d\.\d{4}/, "0.0001"));
    expect((await verify("edited/report.md")).document).toMatchObject({
      verified: false,
      report: { result: "different" },
    });
    write("alone.md", text);
    const { code, stderr } = await tidelab(["verify", "alone.md"]);
    expect(code).toBe(2);
    expect(stderr).toContain("no run.json beside it");
  });
});

describe("a sweep", () => {
  beforeAll(async () => {
    write(
      "sweep.json",
      JSON.stringify({
        name: "cells",
        base: { ...TINY, training: { epochs: 1, batchSize: 16 } },
        axes: [{ path: "training.lr", values: [0.01, 0.001] }],
        seeds: [1, 2],
      }),
    );
    const swept = await tidelab(["sweep", "sweep.json", "--out", "cells"]);
    expect(swept.code, swept.stderr).toBe(0);
    expect((await tidelab(["report", "cells", "--out", "cells.html"])).code).toBe(0);
  });

  it("gives one verdict a run and a summary, for its folder and for its report", async () => {
    for (const path of ["cells", "cells.html"]) {
      const { code, stdout } = await tidelab(["verify", path, "--quiet"]);
      expect(code).toBe(0);
      const lines = stdout.trimEnd().split("\n");
      expect(lines).toHaveLength(5);
      for (const line of lines.slice(0, 4)) expect(line).toMatch(/: verified$/);
      expect(lines[4]).toBe("4 of 4 runs verified.");
    }
    expect((await verify("cells")).document.runs).toHaveLength(4);
    expect(readFileSync(inScratch("cells.html"), "utf8").match(/tidelab verify /g)).toHaveLength(1);
  });

  it("says which planned runs are not there, which report was edited, and refuses settings that the runs have not", async () => {
    const [arm = ""] = (await verify("cells")).document.runs.map(({ name }: { name: string }) => name);
    renameSync(inScratch(arm), inScratch("aside"));
    const fewer = await tidelab(["verify", "cells", "--quiet"]);
    expect(fewer.stderr).toContain("1 of the 4 runs that cells/sweep.json plans are not in the folder");
    expect(fewer.stdout).toContain("3 of 3 runs verified.");
    renameSync(inScratch("aside"), inScratch(arm));

    const markdown = readFileSync(inScratch("cells", "report.md"), "utf8");
    writeFileSync(inScratch("cells", "report.md"), `${markdown} `);
    expect((await tidelab(["verify", "cells", "--quiet"])).stderr).toContain(
      "report.md was edited after Tidelab wrote it.",
    );
    writeFileSync(inScratch("cells", "report.md"), markdown);

    const sweep = readFileSync(inScratch("cells", "sweep.json"), "utf8");
    writeFileSync(inScratch("cells", "sweep.json"), sweep.replaceAll("0.001", "0.002"));
    const renamed = await tidelab(["verify", "cells", "--quiet"]);
    expect(renamed.code).toBe(1);
    expect(renamed.stdout).toMatch(/Not verified: cells\/\S+ is not a run that cells\/sweep.json plans/);
    const changed = JSON.parse(sweep) as { arms: { settings: Record<string, number> }[] };
    changed.arms[0]!.settings["training.lr"] = 0.5;
    writeFileSync(inScratch("cells", "sweep.json"), JSON.stringify(changed));
    const other = await tidelab(["verify", "cells", "--quiet"]);
    expect(other.code).toBe(1);
    expect(other.stdout).toContain("Not verified: sweep.json says training.lr 0.5 for");
    writeFileSync(inScratch("cells", "sweep.json"), sweep);
    const whole = await tidelab(["verify", "cells", "--quiet"]);
    expect(whole).toMatchObject({ code: 0, stderr: "" });
  });

  it("is not verified where one run is not, is not there, or is another than the report says", async () => {
    const [arm = ""] = (await verify("cells")).document.runs.map(({ name }: { name: string }) => name);
    const weights = inScratch(arm, "model.safetensors");
    const bytes = readFileSync(weights);
    writeFileSync(weights, Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])]));
    const { code, stdout } = await tidelab(["verify", "cells", "--quiet"]);
    expect(code).toBe(1);
    expect(stdout).toContain(`${arm}: NOT verified\n`);
    expect(stdout).toContain("  Not verified: model.safetensors is not the file");
    expect(stdout).toContain("3 of 4 runs verified.");
    writeFileSync(weights, bytes);

    const html = readFileSync(inScratch("cells.html"), "utf8");
    const hash = JSON.parse(readFileSync(inScratch(arm, "run.json"), "utf8")).weightsSha256;
    write("other.html", html.replaceAll(hash, "0".repeat(64)));
    expect((await tidelab(["verify", "other.html", "--quiet"])).stdout).toContain("3 of 4 runs verified.");

    write("typed.html", `${html}<p>What I learnt</p>`);
    const typed = await tidelab(["verify", "typed.html", "--quiet"]);
    expect(typed.code).toBe(0);
    expect(typed.stderr).toContain("typed.html was edited after Tidelab wrote it. Its runs are verified;");

    const record = readFileSync(inScratch(arm, "run.json"));
    rmSync(inScratch(arm, "run.json"));
    const without = await tidelab(["verify", "cells", "--quiet"]);
    expect(without.code).toBe(1);
    expect(without.stdout).toContain(`${arm}: NOT verified: its folder has no run.json\n`);
    expect(without.stdout).toContain("3 of 4 runs verified.");
    writeFileSync(inScratch(arm, "run.json"), record);

    renameSync(inScratch("cells"), inScratch("moved"));
    const gone = await tidelab(["verify", "cells.html", "--quiet"]);
    expect(gone.code).toBe(1);
    expect(gone.stdout).toContain("0 of 4 runs verified.");
  });
});
