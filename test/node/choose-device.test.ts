/** A GPU for whoever did not ask for one: none in software, and no error of it is a run's; small work does not load any of it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "../../src/node/platform.ts";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { SessionOptions } from "../../src/engine/device.ts";
import { deviceModel } from "../../src/model/device-model.ts";
import { deviceFor } from "../../src/node/choose-device.ts";
import { platform, setPlatform } from "../../src/platform.ts";
import { parseModel, parseTraining } from "../../src/spec/parse.ts";
import { inScratch, TINY, tidelabProcess, write } from "../cli/command.ts";

const model = parseModel({ layers: [{ layer: "last" }, { layer: "linear", outFeatures: 20_000 }] });
const loss = { classWeights: undefined, labelSmoothing: 0 };
const described = deviceModel({ model, length: 3, channels: 1, classes: 20_000, loss, batchSize: 64 });
const large: SessionOptions = {
  series: { length: 3 },
  mostSeries: 64,
  training: { ...parseTraining({ batchSize: 64 }), epochs: 1e6 },
};

/** A WebGPU with this adapter. */
function found(adapter: unknown): () => Promise<unknown> {
  return () => Promise.resolve({ requestAdapter: () => Promise.resolve(adapter) });
}

async function reasonFor(options: SessionOptions = large): Promise<string | undefined> {
  const device = await deviceFor("auto");
  const session = await device!.open(described, options);
  session.close();
  expect(device!.describe?.()).toBeUndefined();
  return device!.whyProcessor?.();
}

describe("auto", () => {
  const { requestGpu } = platform;
  // What `deviceFor` imports sets the way to Dawn, once: these come after it.
  const offer = async (request: () => Promise<unknown>) => {
    await import("../../src/node/dawn.ts");
    setPlatform({ requestGpu: request as () => Promise<GPU> });
  };
  afterEach(() => setPlatform({ softwareGpu: false }));
  afterAll(() => requestGpu && setPlatform({ requestGpu }));

  const info = { vendor: "v", architecture: "a", device: "d", description: "x", isFallbackAdapter: true };
  const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 28 };
  const fails = () => Promise.reject(new Error("ERROR_INITIALIZATION_FAILED"));
  const hardware = { info: { ...info, isFallbackAdapter: false }, limits };

  it.each([
    ["there is no package", () => Promise.resolve(undefined), "package"],
    ["the package cannot be loaded", fails, "failed"],
    ["there is no adapter", found(null), "unavailable"],
    ["the adapter is imitated in software", found({ info, limits }), "unavailable"],
    ["the adapter gives no device", found({ ...hardware, requestDevice: fails }), "failed"],
  ] as const)("is the processor where %s", async (_, request, reason) => {
    await offer(request);
    expect(await reasonFor()).toBe(reason);
  });

  it("says nothing of little work, unless it was asked for", async () => {
    await offer(fails);
    expect(await reasonFor({ ...large, mostSeries: 2 })).toBeUndefined();
    const asked = await deviceFor("auto", true);
    (await asked!.open(described, { ...large, mostSeries: 2 })).close();
    expect(asked!.whyProcessor?.()).toBe("small");
  });

  // Last: this adapter stays open.
  it("takes no imitation in software, even where tests may have one by name", async () => {
    const device = { lost: new Promise(() => {}), limits: {}, addEventListener: () => {} };
    await offer(found({ info, limits, requestDevice: () => Promise.resolve(device) }));
    setPlatform({ softwareGpu: true });
    expect(await reasonFor()).toBe("unavailable");
  });
});

it("loads nothing of a GPU for a small run", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tidelab-loaded-"));
  write("small.json", JSON.stringify(TINY));
  try {
    const env = { NODE_V8_COVERAGE: folder };
    const { code } = await tidelabProcess(["train", "small.json", "--out", "small"], { env });
    expect(code).toBe(0);
    const loaded = readdirSync(folder).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { result: { url: string }[] };
      return result.map(({ url }) => url);
    });
    expect(loaded.filter((url) => url.endsWith("/engine/auto.js"))).not.toEqual([]);
    expect(loaded.filter((url) => /webgpu|dawn/.test(url))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("finds the package webgpu in the current folder, where Tidelab was not installed beside it", async () => {
  const script = inScratch("elsewhere.mjs");
  const url = new URL("../../dist/", import.meta.url).href;
  // Beside Tidelab there is one, in these tests: that it is not found is what a loader's hook says.
  const hook = `export const resolve = (name, context, next) => {
    if (name === "webgpu" && context.parentURL.endsWith("/dawn.js")) {
      throw Object.assign(new Error("not here"), { code: "ERR_MODULE_NOT_FOUND" });
    }
    return next(name, context);
  };`;
  writeFileSync(
    script,
    `import { register } from "node:module";
    register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hook)}));
    await import(${JSON.stringify(`${url}node/dawn.js`)});
    const { platform } = await import(${JSON.stringify(`${url}platform.js`)});
    console.log(await platform.requestGpu());`,
  );
  mkdirSync(inScratch("libraries"));
  write("libraries/libvulkan.so.1", "");
  // Where there is no Vulkan the package is not looked for at all.
  const run = () => {
    const env = { ...process.env, LD_LIBRARY_PATH: inScratch("libraries") };
    return spawnSync(process.execPath, [script], { cwd: inScratch(), encoding: "utf8", env });
  };
  expect(run()).toMatchObject({ stdout: "undefined\n", stderr: "" });
  write("package.json", JSON.stringify({ name: "someone", type: "module" }));
  mkdirSync(inScratch("node_modules", "webgpu"), { recursive: true });
  write("node_modules/webgpu/package.json", JSON.stringify({ name: "webgpu", type: "module", main: "index.js" }));
  write("node_modules/webgpu/index.js", 'export const create = () => "a GPU";');
  expect(run()).toMatchObject({ stdout: "a GPU\n", stderr: "" });
});

const LIBRARIES = "/etc/ld.so.cache";
const hasNoVulkan = existsSync(LIBRARIES) && !readFileSync(LIBRARIES).includes("libvulkan.so.1");

it.runIf(process.platform === "linux" && hasNoVulkan)("says nothing of its own where there is no Vulkan", async () => {
  const { code, stdout, stderr } = await tidelabProcess(["devices"], { env: { LD_LIBRARY_PATH: "" } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("GPU");
});
