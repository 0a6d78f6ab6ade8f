/** Runs the spec of a classifier without gradients for `train`: has it fitted, tested, saved, recorded and drawn, and shows what came of it. */
import { relative } from "node:path";
import { METHOD_TITLES } from "../classical/titles.ts";
import type { SeriesFiles } from "../data/kinds/kind.ts";
import { claimFolder } from "../node/runs/claim.ts";
import { runClassicalClaimed } from "../node/runs/classical-folder.ts";
import { seriesFilesIn } from "../node/series-files.ts";
import { recordFiles, recordRun } from "../node/store/record-run.ts";
import { formatSeconds, formatSetting } from "../report/formats.ts";
import type { ClassicalSpec } from "../runs/classical/spec.ts";
import { VERSION } from "../version.ts";
import { EXIT } from "./terminal/failures.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { checkThreads } from "./threads.ts";
import { showScores } from "./views/results.ts";
import { warnOf } from "./views/run-problems.ts";

export interface ClassicalRequest {
  readonly spec: ClassicalSpec;
  /** Folder of the run; `runs/<date>-<name>` when undefined. */
  readonly out: string | undefined;
  /** As typed. There is one thread, whatever it says. */
  readonly threads?: string | undefined;
  /** Reads the files of the spec; those of the current folder unless given. */
  readonly files?: SeriesFiles | undefined;
  /** Puts errors of the run where the user wrote what caused them. */
  relocate(error: unknown): unknown;
}

/**
 * @returns the exit code
 * @throws TidelabError for bad input, before anything is written
 */
export async function runClassical(request: ClassicalRequest, terminal: Terminal): Promise<number> {
  const { spec, out, relocate, files = seriesFilesIn(".") } = request;
  const { messages, lang } = terminal;
  checkThreads(request.threads);
  const { method } = spec.classifier;
  const recording = { store: process.env.TIDELAB_STORE, onProblem: warnOf(terminal) };
  const started = performance.now();
  const claim = await claimFolder(out, spec.name);
  try {
    const saved = await runClassicalClaimed(spec, claim, {
      files,
      onData: ({ all, train, test }) => {
        const { count, length, channels, classNames } = all;
        terminal.info(
          [
            terminal.style("bold", messages.classicalHeadline({ version: VERSION, title: METHOD_TITLES[method] })),
            messages.data({ count, length, channels, classes: classNames }),
            messages.classicalSplit({ train: train.count, test: test.count }),
            "",
          ].join("\n"),
        );
      },
    }).catch((error: unknown) => {
      throw relocate(error);
    });
    const { record, folder } = saved;
    const found = Object.entries(record.found).map(([name, value]) => `${name} ${formatSetting(value)}`);
    terminal.info(messages.classicalFitted({ seconds: formatSeconds(record.seconds.fit, lang), found }));
    showScores(record.test, terminal);
    const isRecorded = await recordRun(folder, record, undefined, recording);
    if (isRecorded) await recordFiles(folder, record, recording);
    const names = saved.savedFiles.map((file) => relative(folder, file).split(/[\\/]/)[0] ?? "");
    const seconds = formatSeconds((performance.now() - started) / 1000, lang);
    terminal.saved(messages.saved({ folder, files: [...new Set(names)], seconds }));
    terminal.document({ ...record, folder });
    return EXIT.done;
  } finally {
    await claim.release();
  }
}
