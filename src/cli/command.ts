/** What all commands share when they are defined: the texts, the terminal of a call, flags from the table, examples. */
import { type Command, Option } from "commander";
import { TidelabError } from "../errors/errors.ts";
import type { Flag } from "./lab-flags.ts";
import type { CliMessages } from "./messages/en.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { wrapBlock } from "./terminal/wrap.ts";

export interface CommandContext {
  readonly messages: CliMessages;
  /** The terminal as the flags of this call want it. */
  terminalOf(command: Command): Terminal;
  /** Passes on the exit code of a command that is done. */
  exit(code: number): void;
}

/** A flag of the table as commander's option, its default shown but not set: the spec fills it in. */
export function addFlags(command: Command, flags: readonly Flag[], messages: CliMessages): void {
  for (const { key, flag, value, group, default: usual } of flags) {
    const shown = usual === undefined ? "" : messages.withDefault({ value: usual });
    const option = new Option(value === undefined ? flag : `${flag} ${value}`, messages.flags[key] + shown);
    if (value !== undefined) option.argParser((text) => requireText(text, flag));
    command.addOption(option.helpGroup(messages.groups[group]));
  }
}

/** Adds a flag of one command only. */
export function addFlag(command: Command, flag: `--${string}`, value: string, text: string): Option {
  const option = new Option(`${flag} ${value}`, text).argParser((typed) => requireText(typed, flag));
  command.addOption(option);
  return option;
}

/** Where the files of a run are, of commands that load its series again. */
export function addDataFolderFlag(command: Command, messages: CliMessages): void {
  addFlag(command, "--data", "<folder>", messages.dataFolder);
}

/** For a flag that may be given several times: all its values. */
export function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

function requireText(text: string, flag: string): string {
  if (text.trim() === "") throw new TidelabError("cli.emptyValue", undefined, flag);
  return text;
}

export function addExamples(command: Command, examples: string, messages: CliMessages): void {
  addHelpAfter(command, `${messages.examples}\n${examples}`);
}

/** Text at the end of a command's help, fitted to the terminal. */
export function addHelpAfter(command: Command, text: string): void {
  command.addHelpText("after", () => {
    const width = command.configureOutput().getOutHelpWidth?.() ?? Number.POSITIVE_INFINITY;
    return wrapBlock(`\n${text}`, width);
  });
}
