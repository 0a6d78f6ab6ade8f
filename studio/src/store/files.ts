/**
 * Files by path, in the origin's own file system where there is one, else in the database. A worker writes them; pages read them too.
 * Paths are `folder/folder/name`.
 */
import { answer, transact } from "./database.ts";

export interface FileStore {
  write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @returns undefined where there is no such file */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Names in a folder; none where there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** A file, or a folder with all that is in it; what is not there is no error. */
  remove(path: string): Promise<void>;
  /** Bytes of a file, or of all files in a folder; 0 where there is neither. */
  sizeOf(path: string): Promise<number>;
}

let chosen: Promise<FileStore> | undefined;

/** @throws StorageRefused where the browser keeps nothing */
export function openFiles(): Promise<FileStore> {
  chosen ??= chooseStore();
  return chosen;
}

async function chooseStore(): Promise<FileStore> {
  try {
    const root = await navigator.storage.getDirectory();
    return new OriginFiles(root);
  } catch {
    return databaseFiles;
  }
}

const isMissing = (error: unknown) => error instanceof DOMException && error.name === "NotFoundError";

class OriginFiles implements FileStore {
  readonly #root: FileSystemDirectoryHandle;

  constructor(root: FileSystemDirectoryHandle) {
    this.#root = root;
  }

  async write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { folder, name } = await this.#place(path, true);
    const file = await folder.getFileHandle(name, { create: true });
    if ("createSyncAccessHandle" in file) {
      const handle = await (file as SyncFileHandle).createSyncAccessHandle();
      try {
        handle.truncate(0);
        const written = handle.write(bytes, { at: 0 });
        if (written < bytes.byteLength) throw new DOMException("not all bytes were written", "QuotaExceededError");
        handle.flush();
      } finally {
        handle.close();
      }
      return;
    }
    const stream = await (file as FileSystemFileHandle).createWritable();
    await stream.write(bytes);
    await stream.close();
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const { folder, name } = await this.#place(path, false);
      const file = await (await folder.getFileHandle(name)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async list(path: string): Promise<string[]> {
    try {
      const folder = await this.#folder(path.split("/"), false);
      const names: string[] = [];
      for await (const name of (folder as FolderWithKeys).keys()) names.push(name);
      return names.sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async remove(path: string): Promise<void> {
    try {
      const { folder, name } = await this.#place(path, false);
      await folder.removeEntry(name, { recursive: true });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async sizeOf(path: string): Promise<number> {
    try {
      const { folder, name } = await this.#place(path, false);
      return await sizeIn(folder, name);
    } catch (error) {
      if (isMissing(error)) return 0;
      throw error;
    }
  }

  async #place(path: string, create: boolean): Promise<{ folder: FileSystemDirectoryHandle; name: string }> {
    const parts = path.split("/");
    const name = parts.pop() ?? "";
    return { folder: await this.#folder(parts, create), name };
  }

  async #folder(parts: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    let folder = this.#root;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
    return folder;
  }
}

/** @throws DOMException `NotFoundError` */
async function sizeIn(folder: FileSystemDirectoryHandle, name: string): Promise<number> {
  const file = await folder.getFileHandle(name).catch(() => undefined);
  if (file) return (await file.getFile()).size;
  const inner = await folder.getDirectoryHandle(name);
  let size = 0;
  for await (const one of (inner as FolderWithKeys).keys()) size += await sizeIn(inner, one);
  return size;
}

/** Of a worker alone; the DOM's own types do not have it. */
interface SyncFileHandle {
  createSyncAccessHandle(): Promise<{
    truncate(size: number): void;
    write(bytes: Uint8Array, options: { at: number }): number;
    flush(): void;
    close(): void;
  }>;
}
interface FolderWithKeys {
  keys(): AsyncIterable<string>;
}

const databaseFiles: FileStore = {
  async write(path, bytes) {
    await transact(["files"], "readwrite", (table) => void table("files").put({ path, blob: new Blob([bytes]) }));
  },
  async read(path) {
    const row = await transact(["files"], "readonly", (table) => answer(table("files").get(path)));
    const blob = (row as { blob: Blob } | undefined)?.blob;
    return blob && new Uint8Array(await blob.arrayBuffer());
  },
  async list(folder) {
    const keys = await transact(["files"], "readonly", (table) => answer(table("files").getAllKeys(within(folder))));
    const rest = keys.map(
      (key) =>
        String(key)
          .slice(folder.length + 1)
          .split("/")[0] ?? "",
    );
    return [...new Set(rest)];
  },
  async sizeOf(path) {
    const rows = (await transact(["files"], "readonly", async (table) => [
      await answer(table("files").get(path)),
      ...(await answer(table("files").getAll(within(path)))),
    ])) as ({ blob: Blob } | undefined)[];
    return rows.reduce((sum, row) => sum + (row?.blob.size ?? 0), 0);
  },
  async remove(path) {
    await transact(["files"], "readwrite", (table) => {
      table("files").delete(path);
      table("files").delete(within(path));
    });
  },
};

/** Keys below a folder. */
function within(folder: string): IDBKeyRange {
  return IDBKeyRange.bound(`${folder}/`, `${folder}0`, false, true);
}
