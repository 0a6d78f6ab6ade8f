/** Verifies one run of a classifier without gradients for `tidelab verify`: fits it again, and holds the file of the classifier against its hash. */
import { join } from "node:path";
import { sha256Hex } from "../bytes/sha256.ts";
import { TidelabError } from "../errors/errors.ts";
import { readIfThere } from "../node/files.ts";
import type { FileVerdict } from "../node/reports/verify-files.ts";
import { filesOfRun } from "../node/series-files.ts";
import { CLASSIFIER, type ClassicalRunRecord } from "../runs/classical/record.ts";
import { type ClassicalVerdict, verifyClassicalRun } from "../runs/classical/verify.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { formatDifferences, formatEnvironments } from "./views/differences.ts";

export interface ClassicalVerifyFlags {
  readonly epochs?: string;
  readonly device?: string;
  readonly data?: string;
}

/** What came of it, and the document of `--json`. */
export interface ClassicalOutcome {
  readonly isVerified: boolean;
  readonly document: ReturnType<typeof toDocument>;
}

/** @throws TidelabError `classical.flag`; as loading the series does */
export async function verifyClassical(
  folder: string,
  record: ClassicalRunRecord,
  flags: ClassicalVerifyFlags,
  terminal: Terminal,
): Promise<ClassicalOutcome> {
  const { method } = record.spec.classifier;
  for (const key of ["epochs", "device"] as const) {
    if (flags[key] !== undefined) throw new TidelabError("classical.flag", { method }, `--${key}`);
  }
  const file = await checkClassifier(folder, record);
  const verdict = await verifyClassicalRun(record, filesOfRun(undefined, folder, flags.data).files);
  const isVerified = verdict.result === "same" && file.result === "same";
  showVerdict(verdict, record, file, terminal);
  return { isVerified, document: toDocument(folder, isVerified, verdict, record, file) };
}

async function checkClassifier(folder: string, { files }: ClassicalRunRecord): Promise<FileVerdict> {
  const bytes = await readIfThere(join(folder, CLASSIFIER));
  if (bytes === undefined) return { file: CLASSIFIER, result: "missing" };
  return { file: CLASSIFIER, result: sha256Hex(bytes) === files[CLASSIFIER] ? "same" : "different" };
}

function showVerdict(
  { result, differences, environment, run }: ClassicalVerdict,
  record: ClassicalRunRecord,
  { file, result: fileResult }: FileVerdict,
  terminal: Terminal,
): void {
  const { messages, style } = terminal;
  if (result === "same") {
    // A verdict that begins with "Verified" must not be printed above a file that is not.
    if (fileResult === "same") {
      terminal.result(style("green", messages.classicalVerified({ sha256: record.files[CLASSIFIER] })));
    } else terminal.result(messages.classicalRecordVerified);
  } else {
    const [first] = differences;
    const isOtherData = run === undefined && first !== undefined;
    const title = isOtherData
      ? messages.dataDiffers({ recorded: String(first.recorded), found: String(first.found) })
      : messages.classicalDiffers;
    terminal.result(style("red", title));
    if (!isOtherData) terminal.result(formatDifferences(differences, terminal).join("\n"));
    terminal.result(formatEnvironments(record.environment, environment, terminal).join("\n"));
  }
  if (fileResult === "same") terminal.result(messages.filesSame({ files: [file] }));
  else terminal.result(style("red", messages.fileVerdicts[fileResult]({ file })));
}

function toDocument(
  path: string,
  verified: boolean,
  { result, differences, environment }: ClassicalVerdict,
  record: ClassicalRunRecord,
  file: FileVerdict,
) {
  return {
    path,
    verified,
    classifierSha256: record.files[CLASSIFIER],
    result,
    differences,
    files: [file],
    recorded: record.environment,
    ...(environment && { here: environment }),
  };
}
