/** Node's way to a GPU: Dawn, in the optional package `webgpu`. Imported for its effect by what may use a GPU; it loads nothing yet. */
import { setPlatform } from "../platform.ts";

setPlatform({
  requestGpu: async () => {
    let dawn: typeof import("webgpu");
    try {
      dawn = await import("webgpu");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
      throw error;
    }
    setPlatform({ softwareGpu: process.env.TIDELAB_GPU_SOFTWARE === "1" });
    return dawn.create([]) as unknown as GPU;
  },
});
