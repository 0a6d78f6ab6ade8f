/** Node's way to a GPU: Dawn, in the optional package `webgpu`. Imported for its effect by what may use a GPU; it loads nothing yet. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setPlatform } from "../platform.ts";

type Dawn = typeof import("webgpu");

setPlatform({
  requestGpu: async () => {
    if (!mayHaveGpu()) return NO_GPU;
    const dawn = await findDawn();
    if (dawn === undefined) return undefined;
    setPlatform({ softwareGpu: process.env.TIDELAB_GPU_SOFTWARE === "1" });
    return dawn.create([]) as unknown as GPU;
  },
});

const NO_GPU = { requestAdapter: () => Promise.resolve(null) } as unknown as GPU;

/** What every driver for Linux is reached through. */
const VULKAN = "libvulkan.so.1";

/** Without Vulkan Dawn finds nothing on Linux, and says so on stderr in words of its own: it is not loaded then. */
function mayHaveGpu(): boolean {
  if (process.platform !== "linux") return true;
  const folders = process.env.LD_LIBRARY_PATH?.split(":") ?? [];
  if (folders.some((folder) => existsSync(join(folder, VULKAN)))) return true;
  try {
    return readFileSync("/etc/ld.so.cache").includes(VULKAN);
  } catch {
    // Another C library has no such list: Dawn finds out.
    return true;
  }
}

/** The package beside Tidelab or, for `npx`, which keeps Tidelab elsewhere, that of the current folder. */
async function findDawn(): Promise<Dawn | undefined> {
  try {
    return await import("webgpu");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
  }
  let file: string;
  try {
    file = createRequire(join(process.cwd(), "here.js")).resolve("webgpu");
  } catch {
    return undefined;
  }
  return (await import(pathToFileURL(file).href)) as Dawn;
}
