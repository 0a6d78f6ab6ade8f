/** Files that are dropped on a run are predicted with it. */
import { useEffect } from "preact/hooks";
import { navigate } from "../../app/router.ts";
import { addNewFiles } from "../../state/new-files.ts";

export function useDropsTo(id: string, label: string): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      addNewFiles(id, label, files);
      navigate(["predict", id]);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [id, label]);
}
