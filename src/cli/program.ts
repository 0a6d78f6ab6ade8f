/**
 * The `tidelab` command from its arguments to an exit code: commander with our texts instead of its own, and the one place
 * where failures become texts.
 */
import { Command, CommanderError } from "commander";
import { TidelabError } from "../errors/errors.ts";
import { nearest } from "../spec/nearest.ts";
import { VERSION } from "../version.ts";
import type { CommandContext } from "./command.ts";
import { addBenchmark } from "./commands/benchmark.ts";
import { addCheck } from "./commands/check.ts";
import { addCompare } from "./commands/compare.ts";
import { addData } from "./commands/data.ts";
import { addDevices } from "./commands/devices.ts";
import { addEvaluate } from "./commands/evaluate.ts";
import { addExercise } from "./commands/exercise.ts";
import { addFigures } from "./commands/figures.ts";
import { addFork } from "./commands/fork.ts";
import { addLab } from "./commands/lab.ts";
import { addLrFind } from "./commands/lr-find.ts";
import { addPredict } from "./commands/predict.ts";
import { addReport } from "./commands/report.ts";
import { addResume } from "./commands/resume.ts";
import { addRuns } from "./commands/runs.ts";
import { addStudio } from "./commands/studio.ts";
import { addSweep } from "./commands/sweep.ts";
import { addTrain } from "./commands/train.ts";
import { addVerify } from "./commands/verify.ts";
import { addWorker } from "./commands/worker.ts";
import type { CliMessages } from "./messages/en.ts";
import { EXIT, exitCodeOf, explain, failureDocument } from "./terminal/failures.ts";
import {
  checkLanguage,
  type Language,
  loadLanguage,
  localeLanguage,
  messagesIn,
  requestedLanguage,
} from "./terminal/language.ts";
import { displayWidth, padEnd } from "./terminal/table.ts";
import { createTerminal, paint, type Streams, widthOf } from "./terminal/terminal.ts";
import { wrapBlock, wrapText } from "./terminal/wrap.ts";

/**
 * Runs the command.
 * @param args  without node and script
 * @returns the exit code; failures are printed on stderr and not thrown
 */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  const { stderr, env } = streams;
  const lang = requestedLanguage(args, localeLanguage(env));
  await loadLanguage(lang);
  const messages = messagesIn(lang);
  let exitCode: number = EXIT.done;
  let isDocumented = false;
  const program = createProgram(lang, streams, {
    exit: (code) => {
      exitCode = code;
    },
    documented: () => {
      isDocumented = true;
    },
  });
  try {
    await program.parseAsync(helpAsFlag(args), { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const label = paint(stderr, env, "red", messages.error);
    for (const text of explain(error, lang, env.TIDELAB_DEBUG === "1")) {
      stderr.write(`${label}${messages.afterError}${text}\n`);
    }
    // Whoever reads stdout as JSON finds one document there, whatever happened.
    if (asksForJson(args) && !isDocumented) {
      createTerminal({ lang, json: true, quiet: true }, streams).document({ error: failureDocument(error, lang) });
    }
    return exitCodeOf(error);
  }
}

/** Looked for in the arguments: a command that could not be parsed has no flags yet. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).includes("--json");
}

const WIDEST_HELP = 100;
/** Columns beside a flag or a command that its description needs; with fewer it goes under it. */
const LEAST_BESIDE = 24;

/** A flag, command or argument of the help with its description. */
function formatItem(term: string, termWidth: number, description: string, width: number): string {
  const indent = "  ";
  if (description === "")
    return wrapText(term, width - indent.length)
      .map((line) => indent + line)
      .join("\n");
  const beside = width - termWidth - 2 * indent.length;
  if (beside < LEAST_BESIDE) {
    const lines = [
      ...wrapText(term, width - indent.length).map((line) => indent + line),
      ...wrapText(description, width - 3 * indent.length).map((line) => indent.repeat(3) + line),
    ];
    return lines.join("\n");
  }
  const hanging = " ".repeat(termWidth + 2 * indent.length);
  return `${indent}${padEnd(term, termWidth)}${indent}${wrapText(description, beside).join(`\n${hanging}`)}`;
}

/** `help runs rm` is `runs rm --help`, which commander's own help does not look for. */
function helpAsFlag(args: readonly string[]): string[] {
  if (args.length === 0) return ["--help"];
  const [first, ...names] = args;
  return first === "help" && names.length > 1 ? [...names, "--help"] : [...args];
}

interface Outcome {
  readonly exit: (code: number) => void;
  /** A document of `--json` was printed. */
  readonly documented: () => void;
}

function createProgram(lang: Language, streams: Streams, { exit, documented }: Outcome): Command {
  const messages = messagesIn(lang);
  const { global } = messages;
  const helpWidth = widthOf(streams.stdout, streams.env) ?? WIDEST_HELP;
  const program = new Command("tidelab")
    .description(messages.about)
    .version(VERSION, "-V, --version", messages.showVersion)
    .helpOption("-h, --help", messages.showHelp)
    .helpCommand("help [command]", messages.helpCommand)
    .option("--lang <lang>", global.lang)
    .option("--json", global.json)
    .option("--quiet", global.quiet)
    .showSuggestionAfterError(false)
    .configureHelp({
      showGlobalOptions: true,
      displayWidth,
      boxWrap: (text, width) => wrapBlock(text, width),
      styleUsage: (usage) => {
        const room = helpWidth - displayWidth(messages.titles["Usage:"] ?? "Usage:") - 1;
        return wrapText(usage, room).join("\n  ");
      },
      formatItem: (term, termWidth, description) => formatItem(term, termWidth, description, helpWidth),
      styleTitle: (title) => paint(streams.stdout, streams.env, "bold", messages.titles[title] ?? title),
    })
    .configureOutput({
      writeOut: (text) => void streams.stdout.write(text),
      // Errors are printed in `run`.
      writeErr: () => {},
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
      getOutHasColors: () => streams.stdout.isTTY === true,
    });
  const more = `\n${messages.examples}\n${firstExamples(messages.commands)}\n\n${messages.exitCodes}`;
  program.addHelpText("after", wrapBlock(more, helpWidth));
  const context: CommandContext = {
    messages,
    terminalOf(command) {
      const flags = command.optsWithGlobals<{ lang?: string; json?: boolean; quiet?: boolean }>();
      if (flags.lang !== undefined) checkLanguage(flags.lang);
      const terminal = createTerminal({ lang, json: flags.json === true, quiet: flags.quiet === true }, streams);
      const print = terminal.document;
      terminal.document = (value) => {
        documented();
        print(value);
      };
      return terminal;
    },
    exit,
  };
  for (const add of [
    addLab,
    addTrain,
    addData,
    addLrFind,
    addResume,
    addVerify,
    addCheck,
    addEvaluate,
    addPredict,
    addFigures,
    addStudio,
    addDevices,
    addSweep,
    addWorker,
    addExercise,
    addBenchmark,
    addReport,
    addRuns,
    addCompare,
    addFork,
  ]) {
    add(program, context);
  }
  for (const command of withInner(program)) {
    command.exitOverride((error) => {
      throw translate(error, command, program, messages);
    });
  }
  return program;
}

/** A command and those within it. */
function withInner(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withInner)];
}

/** `tidelab runs rm` */
function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function firstExamples(commands: Readonly<Record<string, { examples: string }>>): string {
  return Object.values(commands)
    .map(({ examples }) => examples.split("\n")[0])
    .join("\n");
}

/** The first example of a command, of which commands within others may have none. */
function exampleOf(name: string, { commands }: CliMessages): string | undefined {
  const lines = Object.values(commands).flatMap(({ examples }) => examples.split("\n").map((line) => line.trim()));
  return lines.find((line) => line.startsWith(`${name} `));
}

/** `version` is a flag, not a command. */
function nearestCommand(typed: string, names: readonly string[], program: Command): string | undefined {
  return program.options.find(({ long }) => long === `--${typed}`)?.long ?? nearest(typed, names);
}

/** What commander found wrong, as an error with our text. Only the quoted part of its message says what it is about. */
function translate(error: CommanderError, command: Command, program: Command, messages: CliMessages): Error {
  const [, quoted = ""] = /'(.*)'/.exec(error.message) ?? [];
  const help = `${fullName(command)} --help`;
  const names = (command.commands.length > 0 ? command : program).commands.map((known) => known.name());
  const flag = quoted.split(/[ ,]/)[0];
  const example = exampleOf(fullName(command), messages);
  if (error.exitCode === 0) return error;
  switch (error.code) {
    case "commander.unknownOption":
      return unknownFlag(quoted, command, program, help);
    case "commander.unknownCommand":
      return new TidelabError(
        "cli.unknownCommand",
        { nearest: nearestCommand(quoted, [...names, "help"], program), known: names.join(", ") },
        quoted,
      );
    case "commander.help": {
      // Commander would print the help instead: for `help` with a command that is not known, or for flags without one.
      const [first = "", asked = ""] = command.args;
      if (first !== "help") return new TidelabError("cli.missingCommand", { known: names.join(", "), help });
      return new TidelabError("cli.unknownCommand", { nearest: nearest(asked, names), known: names.join(", ") }, asked);
    }
    case "commander.missingArgument":
      return new TidelabError("cli.missingArgument", { example, help }, `<${quoted}>`);
    case "commander.optionMissingArgument":
      return new TidelabError("cli.missingValue", { help }, flag);
    case "commander.missingMandatoryOptionValue":
      return new TidelabError("cli.missingArgument", { example, help }, flag);
    case "commander.excessArguments": {
      const [typed = ""] = command.args;
      if (command.commands.length > 0 && command.registeredArguments.length === 0) {
        return new TidelabError(
          "cli.unknownCommand",
          { nearest: nearest(typed, names), known: names.join(", ") },
          `${command.name()} ${typed}`,
        );
      }
      const received = command.args.slice(command.registeredArguments.length).join(" ");
      return new TidelabError("cli.excessArguments", { received, help }, command.name());
    }
    default:
      return error;
  }
}

function unknownFlag(typed: string, command: Command, program: Command, help: string): TidelabError {
  const [name = typed] = typed.split("=");
  // What other programs call it.
  if (name === "-v") return new TidelabError("cli.unknownFlag", { nearest: "--version", help }, name);
  const known = [...command.options, ...(command === program ? [] : program.options)].flatMap(({ long }) => long ?? []);
  if (name !== typed && known.includes(name)) return new TidelabError("cli.unexpectedValue", { help }, name);
  return new TidelabError("cli.unknownFlag", { nearest: nearest(name, [...known, "--help"]), help }, name);
}
