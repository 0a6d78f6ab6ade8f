/** What all sections of a sweep's report read: input, measured arms, and the texts in the report's language. Has no section itself. */
import type { FigureLanguage } from "../../figures/index.ts";
import { reportMessagesIn } from "../language.ts";
import type { ReportMessages } from "../messages/run.en.ts";
import type { SweepMessages } from "../messages/sweep.en.ts";
import type { Arm } from "./arms.ts";
import type { SweepReportInput } from "./input.ts";
import { sweepMessagesIn } from "./language.ts";

/** Texts of the report: its own and those that it shares with the report of a run. */
export interface Texts {
  readonly sweep: SweepMessages;
  readonly run: ReportMessages;
}

export function textsIn(lang: FigureLanguage): Texts {
  return { sweep: sweepMessagesIn(lang), run: reportMessagesIn(lang) };
}

/** What the sections are made of. */
export interface SweepContext {
  readonly input: SweepReportInput;
  readonly arms: readonly Arm[];
  readonly lang: FigureLanguage;
  readonly texts: Texts;
  /** Validation accuracy that epochs are counted up to; undefined where no arm trained. */
  readonly reach: number | undefined;
  /** Whether every arm has been run with every seed, successfully or not. */
  readonly isComplete: boolean;
}
