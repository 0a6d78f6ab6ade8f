/** What can be taken from a run, made when it is asked for. */
import type { RunRecord } from "tidelab/runs";
import { askRun } from "../../engine/run-client.ts";
import type { FolderFiles } from "../../engine/run-protocol.ts";
import { safeName } from "../../state/download.ts";
import { language } from "../../texts/language.ts";
import { predictionsCsv } from "./predictions-csv.ts";

export const DOWNLOADS = ["folder", "weights", "record", "reportHtml", "reportMarkdown", "predictions"] as const;
export type DownloadKind = (typeof DOWNLOADS)[number];

export interface Made {
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer> | string;
  readonly type: string;
}

/** @param label  what the user calls the run; begins the names of files */
export async function makeDownload(
  kind: DownloadKind,
  files: FolderFiles,
  label: string,
  record: RunRecord,
): Promise<Made> {
  const folder = safeName(label);
  const fileOf = (name: string) => files.find(([one]) => one === name)?.[1] ?? new Uint8Array();
  switch (kind) {
    case "weights":
      return { name: `${label}.safetensors`, content: fileOf("model.safetensors"), type: "application/octet-stream" };
    case "record":
      return { name: "run.json", content: fileOf("run.json"), type: "application/json" };
    case "folder": {
      const content = await askRun("pack", { files, folder, lang: language.value, part: "folder" });
      return { name: `${label}.zip`, content, type: "application/zip" };
    }
    case "reportHtml": {
      const { html } = await askRun("report", { files, folder, lang: language.value });
      return { name: `${label}-report.html`, content: html, type: "text/html" };
    }
    case "reportMarkdown": {
      const content = await askRun("pack", { files, folder, lang: language.value, part: "report" });
      return { name: `${label}-report.zip`, content, type: "application/zip" };
    }
    case "predictions": {
      const test = await askRun("test", { files, folder });
      return {
        name: `${label}-predictions.csv`,
        content: predictionsCsv(test, record.data.classNames),
        type: "text/csv",
      };
    }
  }
}
