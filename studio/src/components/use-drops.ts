/** What is dropped anywhere on the page while a screen is shown; the browser would leave the page for it. */
import { useEffect, useRef } from "preact/hooks";

export function useDrops(take: (dropped: DataTransfer) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer) latest.current(event.dataTransfer);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, []);
}
