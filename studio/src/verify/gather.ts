/**
 * Finds runs and reports among files that were dropped: folders of runs at any depth, zip archives with such folders, single reports. What is
 * in them is read later, one run at a time.
 */

/** A file with its path, as folders that are dropped have it. */
export interface DroppedFile {
  /** `submissions/ada/run.json`; a name alone for a file without its folder. */
  readonly path: string;
  readonly blob: Blob;
}

/** What can be verified: the folder of a run, or a report with its record inside. */
export interface FoundRun {
  /** Its folder, or the name of the report: what it is to the user. */
  readonly name: string;
  /** By name within the folder; only those that are looked at. */
  readonly files: ReadonlyMap<string, Blob>;
  /** All of its folder was given: what is not among the files is missing. */
  readonly isWhole: boolean;
}

/** Files of a run's folder that mean something, beside its figures and checkpoints: files of others are left alone. */
const OF_A_RUN =
  /^(run\.json|model\.safetensors|gradients\.json|snapshots\.safetensors|notes\.json|about\.json|report(-\d+)?\.(html|md))$/;
const RECORD = "run.json";
const FIGURES = "figures";
const FIGURE = /\.(svg|png|json)$/;
const CHECKPOINTS = "checkpoints";
/** Of a run that has not ended or was stopped, in the folder within its own. */
const OF_CHECKPOINTS = /^(start\.json|step-\d+\.safetensors)$/;
/** Of such a run: what was written about it, and where it came from. */
const BESIDE = /^(notes|about)\.json$/;
const HTML = /\.html?$/i;
const ARCHIVE = /\.(zip|tidelab)$/i;

/** More are left out, which is said: a disk that was dropped by mistake would take forever. */
export const MOST_FILES = 20_000;

/** Everything that was dropped, folders with all that is in them. */
export async function filesOfDrop(transfer: DataTransfer): Promise<DroppedFile[]> {
  // All entries at once: the list is empty once the event is over.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...transfer.files].map((blob) => ({ path: blob.name, blob }));
  const found: DroppedFile[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry: FileSystemEntry, found: DroppedFile[]): Promise<void> {
  if (found.length > MOST_FILES) return;
  if (entry.isFile) {
    const blob = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ""), blob });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const inner of some) await walk(inner, found);
  }
}

/** Files that were chosen: a folder's have their path in it. */
export function filesOfInput(files: FileList): DroppedFile[] {
  return [...files].map((blob) => ({ path: blob.webkitRelativePath || blob.name, blob }));
}

export interface Gathered {
  readonly runs: readonly FoundRun[];
  /** Runs that have not ended: what they were started with, and their states. */
  readonly unfinished: readonly FoundRun[];
  /** Archives, which are unpacked to more files. */
  readonly archives: readonly DroppedFile[];
}

/** @param prefix  of the names: the archive that the files are from */
export function gatherRuns(files: readonly DroppedFile[], prefix = ""): Gathered {
  const named = (name: string) => (prefix === "" ? name : name === "" ? prefix : `${prefix}/${name}`);
  const records = files.filter(({ path }) => baseName(path) === RECORD);
  const folders = [...new Set(records.map(({ path }) => folderOf(path)))];
  const isOfRun = (path: string) => folders.includes(folderOf(path)) && OF_A_RUN.test(baseName(path));
  const runs = folders.flatMap((folder): FoundRun[] => {
    const name = named(folder) || RECORD;
    const own = records.filter(({ path }) => folderOf(path) === folder);
    // Records that were chosen without their folders: each is a run of its own, and nothing says whose the other files are.
    if (own.length > 1) return own.map(({ blob }) => ({ name, files: new Map([[RECORD, blob]]), isWhole: false }));
    const inside = files.filter(({ path }) => folderOf(path) === folder && isOfRun(path));
    const figures = files.filter(({ path }) => isFigureOf(folder, path));
    const states = files.filter(({ path }) => isState(path) && folderOf(folderOf(path)) === folder);
    return [
      {
        name,
        files: new Map([
          ...inside.map(({ path, blob }) => [baseName(path), blob] as const),
          ...figures.map(({ path, blob }) => [`${FIGURES}/${baseName(path)}`, blob] as const),
          ...states.map(({ path, blob }) => [`${CHECKPOINTS}/${baseName(path)}`, blob] as const),
        ]),
        isWhole: folder !== "" || prefix !== "",
      },
    ];
  });
  // Below the folder of a run are its figures; a report there is not its own.
  const isBelowRun = (path: string) =>
    folders.some((folder) => folder !== "" && folder !== folderOf(path) && path.startsWith(`${folder}/`));
  const others = files.filter(({ path }) => !isOfRun(path) && !isBelowRun(path));
  const reports = others
    .filter(({ path }) => HTML.test(path))
    .map(
      ({ path, blob }): FoundRun => ({ name: named(path), files: new Map([[baseName(path), blob]]), isWhole: false }),
    );
  return {
    runs: [...runs, ...reports],
    unfinished: unfinishedOf(files, folders, named),
    archives: others.filter(({ path }) => ARCHIVE.test(path)),
  };
}

function isFigureOf(folder: string, path: string): boolean {
  return folderOf(path) === (folder === "" ? FIGURES : `${folder}/${FIGURES}`) && FIGURE.test(path);
}

const isState = (path: string) => baseName(folderOf(path)) === CHECKPOINTS && OF_CHECKPOINTS.test(baseName(path));

/** Folders with checkpoints and without a record. */
function unfinishedOf(
  files: readonly DroppedFile[],
  ended: readonly string[],
  named: (name: string) => string,
): FoundRun[] {
  const runOf = (path: string) => folderOf(folderOf(path));
  const states = files.filter(({ path }) => isState(path) && !ended.includes(runOf(path)));
  const folders = new Set(states.filter(({ path }) => baseName(path) === "start.json").map(({ path }) => runOf(path)));
  return [...folders].map((folder) => {
    const own = states.filter(({ path }) => runOf(path) === folder);
    const beside = files.filter(({ path }) => folderOf(path) === folder && BESIDE.test(baseName(path)));
    return {
      name: named(folder) || CHECKPOINTS,
      isWhole: true,
      files: new Map([
        ...own.map(({ path, blob }) => [`${CHECKPOINTS}/${baseName(path)}`, blob] as const),
        ...beside.map(({ path, blob }) => [baseName(path), blob] as const),
      ]),
    };
  });
}

const baseName = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
