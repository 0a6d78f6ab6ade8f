/**
 * A GPU in software for the tests: SwiftShader, which Debian's chromium package brings along with a Vulkan loader. The loader's path must
 * be set before a process starts, so the configuration of the tests calls this and their processes inherit it.
 */
import { existsSync } from "node:fs";

const CHROMIUM = "/usr/lib/chromium";

export function offerSoftwareGpu(): void {
  const driver = `${CHROMIUM}/vk_swiftshader_icd.json`;
  if (process.env.VK_DRIVER_FILES === undefined && existsSync(driver)) {
    process.env.VK_DRIVER_FILES = driver;
    process.env.VK_ICD_FILENAMES = driver; // what older loaders read
    process.env.LD_LIBRARY_PATH = [process.env.LD_LIBRARY_PATH, CHROMIUM].filter(Boolean).join(":");
  }
}

/** Whether tests may be skipped for want of a GPU; CI has one in software, and must not skip. */
export function whyNoGpu(): string | undefined {
  if (process.env.VK_DRIVER_FILES !== undefined || process.env.CI) return undefined;
  return `no GPU in software: ${CHROMIUM} (Debian's package chromium) is not installed`;
}
