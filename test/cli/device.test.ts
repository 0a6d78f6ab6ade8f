/** `--device`: a run on a GPU, here one in software, is the run on the CPU, and its record says where it ran. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { whyNoGpu } from "../software-gpu.ts";
import { inScratch, readRecord, TINY, tidelab, write } from "./command.ts";

const reason = whyNoGpu();
const SOFTWARE = { env: { TIDELAB_GPU_SOFTWARE: "1" } };

beforeAll(async () => {
  write("tiny.json", JSON.stringify(TINY));
  expect((await tidelab(["train", "tiny.json", "--out", "cpu"])).code).toBe(0);
});

describe("--device", () => {
  it("is cpu, gpu or auto", async () => {
    const { code, stderr } = await tidelab(["train", "tiny.json", "--device", "tpu", "--out", "never"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("--device")]);
  });

  it.skipIf(reason)("refuses a GPU that is imitated in software, before anything is written", async () => {
    const { code, stderr } = await tidelab(["train", "tiny.json", "--device", "gpu", "--out", "never"]);
    expect(code).not.toBe(0);
    expect(stderr.replace(/\s+/g, " ")).toContain("no GPU but a slow imitation in software");
    expect(() => readRecord("never")).toThrow();
  });

  it("auto stays on the CPU for what is small", async () => {
    const { code, stdout } = await tidelab(["train", "tiny.json", "--device", "auto", "--out", "auto"]);
    expect([code, stdout.includes("GPU: ")]).toEqual([0, false]);
    expect(stdout).toContain("on the CPU: too little work for a GPU to pay");
    expect(readRecord("auto").environment).toEqual({ ...readRecord("cpu").environment, deviceReason: "small" });
    expect(readRecord("auto").weightsSha256).toBe(readRecord("cpu").weightsSha256);
  });

  it("is auto where it is not given, which says nothing of small runs", async () => {
    const { code, stdout } = await tidelab(["train", "tiny.json", "--out", "default"]);
    expect([code, stdout.includes("on the CPU"), stdout.includes("GPU: ")]).toEqual([0, false, false]);
    expect(readRecord("default").environment).not.toHaveProperty("deviceReason");
  });

  it("is what TIDELAB_DEVICE says where it is not given", async () => {
    const env = { TIDELAB_DEVICE: "tpu" };
    const { code, stderr } = await tidelab(["train", "tiny.json", "--out", "never"], { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining("TIDELAB_DEVICE")]);
    expect((await tidelab(["train", "tiny.json", "--device", "cpu", "--out", "given"], { env })).code).toBe(0);
    const off = await tidelab(["train", "tiny.json", "--out", "off"], { env: { TIDELAB_DEVICE: "cpu" } });
    expect(off.code).toBe(0);
  });

  it.skipIf(reason)("TIDELAB_DEVICE may name the GPU, on which a run is not verified unless that is said", async () => {
    const env = { TIDELAB_DEVICE: "gpu" };
    const { code, stderr } = await tidelab(["train", "tiny.json", "--out", "never"], { env });
    expect([code, stderr.replace(/\s+/g, " ")]).toEqual([2, expect.stringContaining("imitation in software")]);
    expect((await tidelab(["verify", inScratch("cpu")], { env })).code).toBe(0);
    expect((await tidelab(["verify", inScratch("cpu"), "--device", "gpu"], { env })).code).toBe(2);
  });

  it.skipIf(reason)("gpu gives the same run, which verifies on the CPU and the other way round", async () => {
    const { code, stdout } = await tidelab(["train", "tiny.json", "--device", "gpu", "--out", "gpu"], SOFTWARE);
    expect([code, stdout.includes("GPU: ")]).toEqual([0, true]);
    const [gpu, cpu] = [readRecord("gpu"), readRecord("cpu")];
    expect(gpu.weightsSha256).toBe(cpu.weightsSha256);
    expect(gpu.environment).toEqual({ ...cpu.environment, device: expect.stringContaining(", in software") });
    expect((await tidelab(["verify", inScratch("gpu")])).code).toBe(0);
    expect((await tidelab(["verify", inScratch("cpu"), "--device", "gpu"], SOFTWARE)).code).toBe(0);
    const evaluated = await tidelab(["evaluate", inScratch("cpu"), "--device", "gpu", "--json"], SOFTWARE);
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ sameAsRecord: true });
  });

  it.skipIf(reason)("gpu is for the processes of a sweep too", async () => {
    write(
      "sweep.json",
      JSON.stringify({ name: "one", base: "tiny.json", axes: [{ path: "training.epochs", values: [2] }], seeds: [7] }),
    );
    const { code } = await tidelab(
      ["sweep", "sweep.json", "--device", "gpu", "--jobs", "1", "--out", "sweep"],
      SOFTWARE,
    );
    expect(code).toBe(0);
    const [record] = readdirSync(inScratch("sweep"), { recursive: true }).filter((name) =>
      String(name).endsWith("run.json"),
    );
    const run = readRecord(join("sweep", dirname(String(record))));
    expect(run.environment.device).toContain(", in software");
    expect(run.weightsSha256).toBe(readRecord("cpu").weightsSha256);
  });

  it.skipIf(reason)("gpu finds the learning rate that the CPU finds", async () => {
    const flags = ["lr-find", "tiny.json", "--from", "1e-5", "--to", "0.1", "--steps", "10", "--json", "--out"];
    const cpu = await tidelab([...flags, "rate-cpu"]);
    const gpu = await tidelab([...flags, "rate-gpu", "--device", "gpu"], SOFTWARE);
    expect([cpu.code, gpu.code]).toEqual([0, 0]);
    const [expected, found] = [cpu, gpu].map(({ stdout }) => JSON.parse(stdout));
    expect(found.points).toEqual(expected.points);
    expect(found.points.length).toBe(10);
  });

  it("is refused by benchmark before anything is written", async () => {
    const datasets = { waves: { data: { kind: "waves", samples: 40, length: 16 } } };
    const suite = { name: "tiny", datasets, models: { DTW: { classical: "dtw" } }, seeds: 1 };
    write("suite.json", JSON.stringify(suite));
    const { code, stderr } = await tidelab(["benchmark", "suite.json", "--device", "tpu", "--out", "bench"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("--device")]);
  });

  it.skipIf(reason)("names the layer that a GPU cannot compute", async () => {
    const layers = [{ layer: "lstm", hiddenSize: 900 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }];
    write("wide.json", JSON.stringify({ ...TINY, model: { layers } }));
    const { code, stderr } = await tidelab(["train", "wide.json", "--device", "gpu", "--out", "wide"], SOFTWARE);
    expect([code, stderr]).toEqual([2, expect.stringContaining("model.layers[0]")]);
    expect(stderr.replace(/\s+/g, " ")).toContain('a layer "lstm" of this hiddenSize does not fit');
  });
});
