/** `tidelab check spec`: everything that is wrong with a spec, and what it would do that hardly anyone means, without training. */
import { estimateMemory } from "../../model/memory.ts";
import { seriesFilesIn } from "../../node/series-files.ts";
import { runSpec } from "../../runs/run-spec.ts";
import { readSpec } from "../spec-file.ts";
import { EXIT } from "../terminal/failures.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { describeNotice } from "../views/notices.ts";

/** @throws TidelabError with all that is wrong, at its places in the file */
export async function checkSpecFile(file: string, numerics: string | undefined, terminal: Terminal): Promise<number> {
  const { messages } = terminal;
  const { spec, relocate } = await readSpec(file, messages.specFile, { numerics });
  const run = runSpec(spec, { threads: 1, files: seriesFilesIn() });
  try {
    const { value: event } = await run.next();
    if (!event || !("notices" in event)) throw new Error("a run began without being prepared");
    const { notices, model, data } = event;
    const { bytes, engine } = estimateMemory(spec, data.all) ?? { bytes: 0, engine: 0 }; // the series are known
    for (const notice of notices) terminal.result(`  ${describeNotice(notice, terminal)}`);
    const megabytes = Math.ceil(bytes / 2 ** 20);
    terminal.result(
      messages.specChecked({ notices: notices.length, parameters: model.graph.parameterCount, megabytes }),
    );
    terminal.document({
      valid: true,
      notices: notices.map((notice) => ({ ...notice, text: describeNotice(notice, terminal) })),
      parameterCount: model.graph.parameterCount,
      memory: { bytes, engine },
    });
    return EXIT.done;
  } catch (error) {
    throw relocate(error);
  } finally {
    await run.return(undefined as never);
  }
}
