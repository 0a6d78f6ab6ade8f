/**
 * `tidelab/teaching`: what a teacher sets, what a student submits, and how it is checked: assignments and their links, submissions as
 * files, runs trained again to the bit, hints. Without a file system: the studio and `tidelab verify` share it.
 */
import "../errors/file-errors.ts";
import "../errors/teaching-errors.ts";

export { type Assignment, type AssignmentInput, type FreeKey, parseAssignment, type Question } from "./assignment.ts";
export { checkSubmittedRun, type RunCheck } from "./check.ts";
export { type AssignedExercise, assignedExercises, exerciseAssignment } from "./exercises.ts";
export { compareExpected, type ExpectedWeights } from "./expected.ts";
export { type FeedbackInput, type FeedbackRun, feedbackHtml } from "./feedback.ts";
export { findHints, type Hint, type NamedSubmission } from "./hints.ts";
export { type Inspection, inspectSubmission, type Missing, type RunOfWork } from "./inspect.ts";
export { assignmentLink, readAssignmentLink } from "./link.ts";
export { hasPlace, type Place, stepsPerEpoch } from "./place.ts";
export { type RuleBreak, rulesBroken, type StudentWork, seedOfStudent, workOfStudent } from "./rules.ts";
export {
  type Answer,
  type Answers,
  checkSubmissionSize,
  makeSubmission,
  type PinnedObservation,
  type RunFolder,
  readSubmission,
  type Student,
  type Submission,
  type SubmissionInput,
  type SubmittedRun,
} from "./submission.ts";
