/** `tidelab studio`: the lab in a browser's tab, served from the installed package to this machine. */
import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { TidelabError } from "../../errors/errors.ts";
import type { DataSpec } from "../../spec/data.ts";
import { addExamples, addFlag, type CommandContext } from "../command.ts";
import { numberOf } from "../lab-flags.ts";
import { EXIT } from "../terminal/failures.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface StudioFlags {
  port?: string;
  host?: string;
  open: boolean;
}

const MOST_PORT = 65_535;

/** Where the package has the studio's files. */
const STUDIO = fileURLToPath(new URL("../../studio/", import.meta.url));

export function addStudio(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.studio;
  const command = program.command("studio").description(texts.about);
  command.argument("[run]", texts.run);
  addFlag(command, "--port", "<n>", texts.port);
  addFlag(command, "--host", "<address>", texts.host);
  command.option("--no-open", texts.noOpen);
  addExamples(command, texts.examples, messages);
  command.action(async (run: string | undefined, flags: StudioFlags) => {
    context.exit(await serveStudio(run, flags, context.terminalOf(command)));
  });
}

async function serveStudio(run: string | undefined, flags: StudioFlags, terminal: Terminal): Promise<number> {
  const [{ readSite }, { serveSite, USUAL_PORT }, { openBrowser }, { catchInterrupts }] = await Promise.all([
    import("../../node/serve/site.ts"),
    import("../../node/serve/serve.ts"),
    import("../../node/serve/open-browser.ts"),
    import("../terminal/interrupts.ts"),
  ]);
  const { messages } = terminal;
  const folder = process.env.TIDELAB_STUDIO || STUDIO;
  const port = portOf(flags.port);
  const site = await readSite(folder);
  if (!site.has("/index.html")) throw new TidelabError("studio.absent", undefined, join(folder, "index.html"));
  const opened = run === undefined ? undefined : await linkTo(run, terminal);
  const served = await serveSite(site, { port, host: flags.host, live: await findQueue() });
  const stop = catchInterrupts(() => {});
  const url = served.url + (opened?.fragment ?? "");
  try {
    terminal.result(messages.studioServed({ url }));
    if (opened && opened.files.length > 0) terminal.notice(messages.studioFiles({ names: opened.files.join(", ") }));
    if (port === undefined && served.port !== USUAL_PORT) {
      terminal.notice(messages.studioOtherPort({ usual: USUAL_PORT, port: served.port }));
    }
    if (served.isOpen) terminal.notice(messages.studioOpenHost);
    terminal.document({ url, port: served.port, token: served.token ?? null });
    if (flags.open && terminal.isScreen) openBrowser(url, process.env);
    if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  } finally {
    await served.close();
    stop.dispose();
  }
  terminal.info(messages.studioEnded);
  return EXIT.done;
}

/** The queue, where the store is one that has queues. Whether it can be reached is seen when a page asks. */
async function findQueue() {
  const { locateStore } = await import("../../node/store/location.ts");
  const location = locateStore(process.env.TIDELAB_STORE);
  if (location?.kind !== "postgres") return undefined;
  return (await import("../../node/queue/live.ts")).liveQueue(location);
}

/** What opens a run or a spec in the page. */
interface Opened {
  /** `#/s/…`, and the weights that training it must give. */
  readonly fragment: string;
  /** Files that the spec names. */
  readonly files: readonly string[];
}

async function linkTo(run: string, { messages }: Terminal): Promise<Opened> {
  const [{ specLink }, { findRunPath }, { loadRecord, RECORD }, { readSpec }] = await Promise.all([
    import("../../runs/link.ts"),
    import("../find-run.ts"),
    import("../../node/runs/folder.ts"),
    import("../spec-file.ts"),
  ]);
  const isSpec = statSync(run, { throwIfNoEntry: false })?.isFile() === true && basename(run) !== RECORD;
  if (isSpec) {
    const { spec } = await readSpec(run, messages.specFile, {});
    return { fragment: `#/s/${await specLink(spec)}`, files: fileNames(spec.data) };
  }
  const record = await loadRecord(await findRunPath(run));
  // A run that began with the weights of another is not what its spec gives.
  const expected = record.initial === undefined && record.status === "finished" ? `?h=${record.weightsSha256}` : "";
  return { fragment: `#/s/${await specLink(record.spec)}${expected}`, files: fileNames(record.spec.data) };
}

/** Files of series that a page cannot read by their path. */
function fileNames(data: DataSpec): readonly string[] {
  if (data.kind !== "files") return [];
  return [data.train, data.val ?? [], data.test ?? [], Object.values(data.labels ?? {})].flat();
}

function portOf(text: string | undefined): number | undefined {
  const value = numberOf(text);
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST_PORT) return value;
  throw new TidelabError("studio.portNumber", { most: MOST_PORT, received: String(text) }, "--port");
}
