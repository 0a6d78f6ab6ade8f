/** `tidelab evaluate`: makes a run's series again from its spec and evaluates its weights, held against its record. */
import type { Command } from "commander";
import type { RunRecord, TestRecord } from "../../runs/record.ts";
import { addDataFolderFlag, addExamples, addFlag, addFlags, type CommandContext } from "../command.ts";
import { choose, RUN_FLAGS } from "../lab-flags.ts";
import { formatFixed } from "../terminal/number-format.ts";
import type { Terminal } from "../terminal/terminal.ts";

type Split = "train" | "val" | "test";
const SPLITS: readonly Split[] = ["train", "val", "test"];

interface EvaluateFlags {
  split?: string;
  threads?: string;
  device?: string;
  data?: string;
}

export function addEvaluate(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.evaluate;
  const command = program.command("evaluate").description(texts.about).argument("<run>", texts.run);
  addFlag(command, "--split", "<set>", texts.split + messages.withDefault({ value: "test" }));
  addDataFolderFlag(command, messages);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key === "threads" || key === "device"),
    messages,
  );
  addExamples(command, texts.examples, messages);
  command.action(async (folder: string, flags: EvaluateFlags) => {
    const split = (choose(flags.split, SPLITS, "--split") ?? "test") as Split;
    await evaluateRun(folder, split, flags, context.terminalOf(command));
  });
}

async function evaluateRun(
  named: string,
  split: Split,
  { threads: threadsFlag, device: deviceFlag, data: dataFolder }: EvaluateFlags,
  terminal: Terminal,
) {
  const [
    { findRunPath },
    { loadRun },
    { loadData },
    { resolveNumerics },
    { testRecord },
    { evaluate },
    threads,
    results,
    { filesOfRun },
    { chooseDevice },
  ] = await Promise.all([
    import("../find-run.ts"),
    import("../../node/runs/folder.ts"),
    import("../../data/load.ts"),
    import("../../engine/devices.ts"),
    import("../../runs/test-record.ts"),
    import("../../inference/evaluate.ts"),
    import("../threads.ts"),
    import("../views/results.ts"),
    import("../../node/series-files.ts"),
    import("../device.ts"),
  ]);
  threads.checkThreads(threadsFlag);
  const device = await chooseDevice(deviceFlag);
  const folder = await findRunPath(named);
  const { record, model } = await loadRun(folder);
  const data = await loadData(record.spec, filesOfRun(record.data.source?.files, folder, dataFolder));
  const dataset = data[split];
  const recordedData = record.data.sha256;
  // Before the numbers: they are of other series than the record's.
  const otherData = recordedData !== undefined && recordedData !== data.sha256;
  if (otherData) results.warn(terminal, terminal.messages.otherData({ recorded: recordedData, found: data.sha256 }));
  const here = await resolveNumerics();
  const numerics = record.numerics === "portable" ? "portable" : here;
  const chosen = threads.chooseThreads(threadsFlag, dataset.count);
  const result = testRecord(await evaluate(model, dataset, { numerics, threads: chosen, device }), dataset);
  results.showTest(result, terminal, terminal.messages.splits[split]);
  const compared = split === "test" && record.test ? compare(result, record.test, record, numerics) : undefined;
  if (compared) showComparison(compared, record, numerics, terminal, results.warn);
  terminal.document({
    folder,
    split,
    ...result,
    numerics,
    ...(otherData && { dataSha256: { recorded: recordedData, found: data.sha256 } }),
    ...(compared && { sameAsRecord: compared.same, lossCompared: compared.lossCompared }),
  });
}

interface Comparison {
  readonly same: boolean;
  readonly lossCompared: boolean;
}

/** The same build gives the same bits; another one may differ in the last digits. */
function compare(result: TestRecord, recorded: TestRecord, { spec, numerics }: RunRecord, here: string): Comparison {
  const { classWeights, labelSmoothing } = spec.training;
  const lossCompared = classWeights === undefined && labelSmoothing === 0;
  const tolerance = numerics === here ? 0 : 1e-5 * Math.max(1, Math.abs(recorded.loss));
  const sameLoss = !lossCompared || Math.abs(result.loss - recorded.loss) <= tolerance;
  const sameCounts = JSON.stringify(result.confusionMatrix) === JSON.stringify(recorded.confusionMatrix);
  // By name too: the hash of the series has the numbers of their classes alone.
  const sameClasses = JSON.stringify(result.labels) === JSON.stringify(recorded.labels);
  return { same: sameClasses && sameLoss && sameCounts && result.accuracy === recorded.accuracy, lossCompared };
}

function showComparison(
  { same, lossCompared }: Comparison,
  record: RunRecord,
  here: string,
  terminal: Terminal,
  warn: (terminal: Terminal, text: string) => void,
): void {
  const { messages } = terminal;
  if (record.numerics !== here) warn(terminal, messages.otherNumerics({ recorded: record.numerics, here }));
  if (!lossCompared) terminal.result(messages.weightedLoss);
  if (same) terminal.result(messages.asRecorded);
  else if (record.test) {
    const { loss, accuracy } = record.test;
    warn(terminal, messages.notAsRecorded({ loss: String(loss), accuracy: formatFixed(accuracy, 3) }));
  }
}
