/** Tests of the studio: logic in this process (`test`), journeys in a real Chromium on the built files (`e2e`). */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { tidelab } from "./vite.config.ts";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [tidelab()],
  test: {
    include: ["test/**/*.test.ts", "e2e/**/*.e2e.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: "forks",
    maxWorkers: 1,
    // For tests of one file that say that they may be concurrent: pages that wait for nothing but themselves.
    maxConcurrency: 2,
    // A journey waits for a browser that may be late on a busy machine; one that fails twice is wrong. The report says what was tried again.
    retry: 1,
  },
});
