/** Files by name, of the folder of one run. */
export type FolderFiles = readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[];
