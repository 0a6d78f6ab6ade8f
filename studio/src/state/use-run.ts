/** The run of an address. */
import { useEffect, useState } from "preact/hooks";
import type { LiveRun } from "./live-run.ts";
import { current, openKept } from "./studio.ts";

/** The run of an address: the worker's, or one that is kept; without a name the worker's. @returns undefined while it is read */
export function useRun(id: string | undefined): LiveRun | "missing" | undefined {
  const [kept, setKept] = useState<LiveRun | "missing" | undefined>(undefined);
  const live = current.value;
  const isLive = id === undefined || live?.id === id;
  useEffect(() => {
    setKept(undefined);
    if (isLive || id === undefined) return;
    let isWanted = true;
    openKept(id).then(
      (found) => isWanted && setKept(found ?? "missing"),
      () => isWanted && setKept("missing"),
    );
    return () => {
      isWanted = false;
    };
  }, [id, isLive]);
  return isLive ? live : kept;
}
