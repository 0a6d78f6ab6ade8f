/** `tidelab benchmark`: models on data sets, with seeds, beside the figures that others published. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { portableName } from "../../runs/file-names.ts";
import { addExamples, addFlag, addFlags, addHelpAfter, type CommandContext } from "../command.ts";
import { RUN_FLAGS } from "../lab-flags.ts";

interface BenchmarkFlags {
  readonly published?: string;
  readonly jobs?: string;
  readonly device?: string;
  readonly out?: string;
  readonly verify?: boolean;
}

export function addBenchmark(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.benchmark;
  const command = program.command("benchmark").description(texts.about).argument("<suite.json>", texts.file);
  addFlag(command, "--published", "<file.csv>", texts.published);
  addFlag(command, "--jobs", "<n>", messages.commands.sweep.jobs);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key === "device"),
    messages,
  );
  addFlag(command, "--out", "<folder>", texts.out);
  command.option("--verify", texts.verify);
  addHelpAfter(command, texts.exitCodes);
  addExamples(command, texts.examples, messages);
  command.action(async (file: string, { published, jobs, device, out, verify = false }: BenchmarkFlags) => {
    const terminal = context.terminalOf(command);
    const [{ readSuite, readPublishedFile }, { runBenchmark, verifyBenchmark }] = await Promise.all([
      import("../suite-file.ts"),
      import("../run-benchmark.ts"),
    ]);
    const suite = await readSuite(file, terminal);
    const folder = out ?? benchmarkFolder(suite.name);
    if (verify) return context.exit(await verifyBenchmark(suite, folder, terminal));
    const figures = await readPublishedFile(published ?? suite.published, terminal);
    context.exit(await runBenchmark({ suite, figures, folder, jobs, device }, terminal));
  });
}

/** `benchmarks/<name>`, under a name that every system has; one of before stays where it is. */
function benchmarkFolder(name: string): string {
  const before = join("benchmarks", name);
  return existsSync(before) ? before : join("benchmarks", portableName(name));
}
