/** English errors of the run store and of lists of runs. Part of `experiments.en.ts`. */

export const storeErrors = {
  // The database
  "store.address": () =>
    "cannot read this address. Write postgres://user:password@host:port/database with special characters of the password percent-encoded (@ is %40, / is %2F), the name of a SQLite file, or off.",
  "store.newer": (p: { most: string; received: string }) =>
    `the store has schema step ${p.received}, this Tidelab knows steps up to ${p.most}: a newer Tidelab wrote it. Update with npm install tidelab@latest, or name another store with TIDELAB_STORE.`,
  "store.corrupt": (p: { reason: string }) =>
    `the file is damaged or is no SQLite database: ${p.reason}. The runs themselves are in their folders: tidelab runs rebuild sets this file aside and makes a new store from them.`,
  "store.damaged": (p: { reason: string }) =>
    `the store has rows that cannot be read: ${p.reason}. The runs themselves are in their folders: name an empty database with TIDELAB_STORE and fill it with tidelab runs rebuild.`,
  "store.foreign": (p: { tables: string }) =>
    `the database belongs to another program (tables: ${p.tables}). Nothing was changed. Name another one with TIDELAB_STORE.`,
  "store.unopened": (p: { reason: string }) =>
    `cannot open the run store: ${p.reason}. Check that the path is a file, that its folder exists and can be written, and that its disk is not full; or name another file with TIDELAB_STORE.`,
  "store.readOnly": (p: { reason: string }) =>
    `cannot write the run store: ${p.reason}. Change the permissions of the file and its folder, or name another file with TIDELAB_STORE.`,
  "store.disk": (p: { reason: string }) =>
    `reading or writing the run store failed: ${p.reason}. Check that its disk is connected and not full, then try again; or name another file with TIDELAB_STORE. Runs that are missing are added by tidelab runs rebuild.`,
  "store.busy": (p: { seconds: number }) =>
    `another process kept the store locked for ${p.seconds} seconds. Try again when it is done; runs that are missing are added by tidelab runs rebuild.`,
  "store.unreachable": (p: { reason: string }) =>
    `cannot connect to PostgreSQL: ${p.reason}. Check TIDELAB_STORE and that the server runs; runs that are missing are added by tidelab runs rebuild.`,
  "store.certificate": (p: { reason: string }) =>
    `cannot trust the certificate of the PostgreSQL server: ${p.reason}. Add sslmode=verify-full&sslrootcert=<file> to TIDELAB_STORE, with the certificate of the authority that signed it, and use the host name that it is for.`,
  "store.certificateFile": (p: { reason: string }) =>
    `cannot read a file that TIDELAB_STORE names for TLS: ${p.reason}. Correct sslrootcert, sslcert or sslkey there; a relative path begins at the current folder.`,
  "store.lost": (p: { reason: string }) =>
    `the connection to PostgreSQL was lost: ${p.reason}. Nothing is half written. Try again; runs that are missing are added by tidelab runs rebuild.`,
  "store.refused": (p: { reason: string }) => `the database refused the data: ${p.reason}.`,
  "store.off": () => "there is no run store: TIDELAB_STORE is off. Unset it, or name a file or a postgres:// address.",

  // Runs in it
  "store.noRun": () =>
    "expected a run of the store (its folder, its id or the beginning of it, or its name), received none of these. tidelab runs lists them; tidelab runs rebuild adds those of folders.",
  "store.ambiguous": (p: { count: number; ids: string }) =>
    `expected one run, received the name of ${p.count} (${p.ids} …). Give the folder or the id.`,
  "store.about": (p: { reason: string }) =>
    `notes, tags and parent cannot be read: ${p.reason}. Correct the file, or write a note: the damaged file is then kept beside the new one.`,

  // Lines of an export
  "store.line": () =>
    "expected a line that tidelab runs export wrote, received something else. Restore the line or remove it.",
  "store.lineNewer": (p: { most: number; received: number }) =>
    `expected a line of version ${p.most} or older, received version ${p.received}. It was written by a newer Tidelab: update with npm install tidelab@latest.`,
  "store.place": (p: { received: string }) =>
    `expected a folder inside the project, as a relative path, received ${p.received}. Folders outside the project are not accepted: copy the run here and add it with tidelab runs rebuild.`,
  "store.startedAt": (p: { received: string }) =>
    `expected startedAt as an ISO 8601 time, received ${p.received}. Restore it.`,
  "store.duplicate": (p: { what: "class" | "arm" | "file"; received: string }) =>
    `expected each ${{ class: "class label", arm: "arm", file: "file path" }[p.what]} once, received ${p.received} twice. Restore the record.`,
  "store.text": (p: { key: string }) => `${p.key} has a NUL character or half a surrogate pair in it. Remove it.`,

  // Lists
  "runs.filter": (p: { received: string; operators: string }) =>
    `expected a key, one of ${p.operators} and a value, received ${JSON.stringify(p.received)}. Write it like status=finished or "training.lr<0.01".`,
  "runs.filterValue": (p: { key: string; kind: "number" | "boolean"; received: string }) =>
    `expected ${p.kind === "number" ? "a number" : "true or false"} for ${p.key}, received ${JSON.stringify(p.received)}. Write it like ${p.kind === "number" ? `"${p.key}<0.01"` : `${p.key}=true`}; operators are = != < <= > >= and ~ (contains).`,
  "runs.filterChoice": (p: { key: string; values: string; received: string; nearest: string | undefined }) =>
    `expected one of ${p.values} for ${p.key}, received ${JSON.stringify(p.received)}.${p.nearest ? ` Did you mean ${p.nearest}?` : ""}`,
  "runs.key": (p: { received: string; nearest: string | undefined; fields: string }) =>
    `expected a column or a path of the runs' specs, received ${p.received}. ${p.nearest ? `Did you mean ${p.nearest}?` : `Columns are ${p.fields}.`}`,
  "runs.keyShort": (p: { received: string; paths: string }) =>
    `expected a key that means one path, received ${p.received}, which ends several: ${p.paths}. Write the whole path.`,
  "runs.tag": (p: { received: string; most: number }) =>
    `expected a word of at most ${p.most} characters without spaces or commas, received ${JSON.stringify(p.received)}. Give several tags as several words.`,
};
