import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { offerSoftwareGpu } from "./test/software-gpu.ts";

offerSoftwareGpu();

/**
 * Folders of files that share a process, one after the other, which saves each of them the loading of vitest, of the sources and of
 * the built command, whose code is compiled by then. Commands, folders, stores and threads are no reason to be apart: what a file
 * changes of its process it changes back.
 */
const TOGETHER =
  "bench benchmark classical cli compare data engine errors figures inference kernels layers lens metrics model node " +
  "predict random reference report runs spec statistics store sweep teaching train zoo";

/**
 * Those of these folders that mock modules, measure memory, want a platform of which nothing is set or a GPU that nobody has asked for, or
 * run for minutes in processes that they start.
 */
const ALONE = [
  "test/cli/{claims,full-lab,interrupts}.test.ts",
  "test/engine/webgpu/self-test.test.ts",
  "test/model/{memory,sha256}.test.ts",
  "test/runs/folder.test.ts",
  "test/sweep/sweep.test.ts",
  "test/train/{predictor-memory,steady-state}.test.ts",
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
          include: [`test/!(${TOGETHER.replaceAll(" ", "|")})/**/*.test.ts`, ...ALONE],
          exclude: LONG,
          // Type tests (`*.test-d.ts`) hold what the public API accepts and rejects.
          typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
        },
      },
      {
        extends: true,
        test: {
          name: "together",
          include: [`test/{${TOGETHER.replaceAll(" ", ",")}}/**/*.test.ts`],
          exclude: [...ALONE, ...LONG],
          isolate: false,
        },
      },
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
