/** What a plan says in sentences, in any language: what was left out, what looks odd, and what was chosen. */
import type { TrainingPlan } from "../../data/files/plan-training.ts";
import type { choiceTexts } from "./choices.en.ts";

/** @param say  the texts of a language @returns a sentence each, in the order in which the command line has them */
export function choicesOf(
  { spec, choices, group, groupFrom, files }: TrainingPlan,
  say: typeof choiceTexts,
): { readonly notices: string[]; readonly choices: string[] } {
  const { modelTitle, modelReason, normalise, stratify } = choices;
  const { epochs, batchSize, earlyStopping } = spec.training as Chosen;
  const left = files.flatMap(({ name, skipped = 0 }) => (skipped === 0 ? [] : [say.skipped({ name, count: skipped })]));
  const isByGroup = keepsGroups(spec.split);
  return {
    notices: [
      ...left,
      ...((group ?? groupFrom) !== undefined && !isByGroup ? [say.groupsNotKept] : []),
      ...(!isByGroup && !stratify ? [say.notStratified] : []),
    ],
    choices: [
      say.model[modelReason]({ title: modelTitle }),
      say.scale[normalise],
      say.training({ epochs, batchSize, patience: earlyStopping?.patience ?? 0 }),
      ...(group !== undefined && isByGroup ? [say.groups({ column: group })] : []),
      ...(groupFrom !== undefined && isByGroup ? [say.groupsByName] : []),
    ],
  };
}

/** What `defaultSpec` says of a training. */
interface Chosen {
  readonly epochs: number;
  readonly batchSize: number;
  readonly earlyStopping?: { readonly patience: number };
}

/** Whether a split, as a spec has it, keeps all series of a group on one side. */
export function keepsGroups(split: object | undefined): boolean {
  const { kind, by } = (split ?? {}) as { kind?: string; by?: string };
  return kind === "groups" || (kind === "folds" && by === "group");
}
