/** `tidelab devices`: what runs can be computed on here, and what each gives. */
import { availableParallelism, cpus } from "node:os";
import type { Command } from "commander";
import { describeError, TidelabError } from "../../errors/errors.ts";
import { addExamples, type CommandContext } from "../command.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import type { Terminal } from "../terminal/terminal.ts";

const BUILDS = ["fused", "portable"] as const;

interface FoundDevice {
  readonly device: "cpu" | "gpu";
  readonly name?: string;
  /** Builds whose bits it gives. */
  readonly numerics: readonly (typeof BUILDS)[number][];
  readonly threads?: number;
  readonly software?: boolean;
  /** Why it cannot be used. */
  readonly problem?: string;
}

export function addDevices(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.devices;
  const command = program.command("devices").description(texts.about);
  addExamples(command, texts.examples, messages);
  command.action(async () => {
    const terminal = context.terminalOf(command);
    const devices = [await findCpu(), await findGpu(terminal)];
    for (const one of devices) terminal.result(format(one, terminal));
    terminal.document({ devices });
  });
}

async function findCpu(): Promise<FoundDevice> {
  await import("../../node/platform.ts");
  const { probeRelaxedMultiplyAdd } = await import("../../engine/devices.ts");
  const isFused = (await probeRelaxedMultiplyAdd()) === "fused";
  const [cpu] = cpus();
  return {
    device: "cpu",
    ...(cpu && { name: cpu.model.trim() }),
    numerics: isFused ? BUILDS : ["portable"],
    threads: availableParallelism(),
  };
}

async function findGpu({ lang }: Terminal): Promise<FoundDevice> {
  await import("../../node/dawn.ts");
  const [{ openAdapter }, { describeAdapter }] = await Promise.all([
    import("../../engine/webgpu/adapter.ts"),
    import("../../engine/webgpu/device.ts"),
  ]);
  const explain = (error: unknown) => {
    if (!(error instanceof TidelabError)) throw error;
    return describeError(error, errorMessagesIn(lang));
  };
  try {
    const { adapter, gpu } = await openAdapter();
    const tested = await Promise.all(BUILDS.map((numerics) => gpu(numerics).then(() => undefined, explain)));
    const numerics = BUILDS.filter((_, index) => tested[index] === undefined);
    const problem = numerics.length === 0 ? tested[0] : undefined;
    const name = describeAdapter(adapter);
    return { device: "gpu", name, numerics, software: adapter.isSoftware, ...(problem !== undefined && { problem }) };
  } catch (error) {
    return { device: "gpu", numerics: [], problem: explain(error) };
  }
}

function format({ device, name, numerics, threads, problem }: FoundDevice, { messages }: Terminal): string {
  if (problem !== undefined) return messages.deviceProblem({ device, problem });
  return messages.deviceFound({ device, name: name ?? "–", numerics: numerics.join(", "), threads });
}
