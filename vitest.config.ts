import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Type tests (`*.test-d.ts`) hold what the public API accepts and rejects.
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
    // Commands under test keep no records where the tests run; those that test records say so.
    env: { TIDELAB_STORE: "off" },
    // Only for what hangs: how long a test takes says more of the machine than of the code.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
