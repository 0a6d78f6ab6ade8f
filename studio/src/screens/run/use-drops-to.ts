/** Files that are dropped on a run are predicted with it. */
import { navigate } from "../../app/router.ts";
import { useDrops } from "../../components/use-drops.ts";
import { addNewFiles } from "../../state/new-files.ts";

export function useDropsTo(id: string, label: string): void {
  useDrops(({ files }) => {
    if (files.length === 0) return;
    addNewFiles(id, label, files);
    navigate(["predict", id]);
  });
}
