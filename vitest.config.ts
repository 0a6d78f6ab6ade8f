import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { offerSoftwareGpu } from "./test/software-gpu.ts";

offerSoftwareGpu();

/**
 * Tests that compute and keep nothing: no process, store, signal or setting of their own. Their files share a process,
 * which saves each of them the loading of vitest and of the sources. Files that open a GPU have a process each: it may be opened once.
 */
const PURE = [
  "test/{bench,data,figures,kernels,layers,metrics,random,reference,report,spec,statistics}/**/*.test.ts",
  "test/engine/*.test.ts",
  "test/train/{answers,check-padding,cnn,dropout-order,early-stopping,goldens,gradients,lengths,loss}.test.ts",
  "test/train/{lr-find,optimizer,schedule,sequences,strategies}.test.ts",
  "test/model/{flops,load-state-dict,notices}.test.ts",
];

/**
 * What takes half of the time of all tests and is left to `npm run test:long`, which CI runs too: documents whose every step is done, processes
 * that are killed again and again, and what needs Debian's package chromium, as a browser and as a GPU in software.
 */
const LONG = [
  "test/{browser,guides}/**/*.test.ts",
  "test/engine/webgpu/{contract,masks,presets,resources,session}.test.ts",
  "test/{cli/device,project/commands,queue/commands,queue/sweep,sweep/kills}.test.ts",
];

/** Each is minutes of one process: begun last, as their few lines would have it, one core waits for them at the end. */
const LONGEST = ["cli/full-lab", "sweep/sweep", "guides/guides", "webgpu/session", "project/commands"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONGEST.some((name) => moduleId.endsWith(`${name}.test.ts`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "apart",
          include: ["test/**/*.test.ts"],
          exclude: [...PURE, ...LONG],
          // Type tests (`*.test-d.ts`) hold what the public API accepts and rejects.
          typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
        },
      },
      { extends: true, test: { name: "pure", include: PURE, exclude: LONG, isolate: false } },
      { extends: true, test: { name: "long", include: LONG } },
    ],
    // Commands under test keep no records where the tests run; those that test records say so.
    env: { TIDELAB_STORE: "off", TIDELAB_GPU_SOFTWARE: "1" },
    setupFiles: ["./test/setup.ts"],
    // Only for what hangs: how long a test takes says more of the machine than of the code.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
