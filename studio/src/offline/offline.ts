/** The page's side of the service worker: registers it, has all files kept, and gets the threads that it gives by loading the page once more. */
import { signal } from "@preact/signals";

/** Whether all files of this version are kept: the page then opens without a network. */
export const worksOffline = signal(false);

/** In a tab that was loaded again for its threads: it is done once, whether it helped or not. */
const RELOADED = "tidelab.reloaded";

/**
 * Does nothing where browser or address have no service workers: over plain HTTP to another machine, or in a private window.
 * @param mayReload  whether the page may be loaded again without losing anything
 */
export async function goOffline(mayReload: () => boolean): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (container === undefined || !import.meta.env.PROD) return;
  try {
    const registration = await container.register("sw.js", { scope: "./", updateViaCache: "none" });
    registration.addEventListener("updatefound", () => keepWhenInstalled(registration));
    keepWhenInstalled(registration);
    const { active } = await container.ready;
    if (!globalThis.crossOriginIsolated && mayReload() && isFirstTime()) {
      location.reload();
      return;
    }
    if (active) await askToKeep(active);
    if (registration.waiting) await askToKeep(registration.waiting);
  } catch (error) {
    // The studio works without it; whoever looks for a reason finds it.
    console.info("Tidelab: no service worker.", error);
  }
}

/** A new version keeps its own files, whether the one before it still has something to do or not: it may wait for that for minutes. */
function keepWhenInstalled(registration: ServiceWorkerRegistration): void {
  const { installing } = registration;
  installing?.addEventListener("statechange", () => {
    // The first version is asked below, when the page has what it needs itself.
    if (installing.state === "installed" && registration.active) void askToKeep(installing);
  });
}

/** @returns false in the second try, and where no tab can remember the first */
function isFirstTime(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED) !== null) return false;
    sessionStorage.setItem(RELOADED, "1");
    return sessionStorage.getItem(RELOADED) !== null;
  } catch {
    return false;
  }
}

function askToKeep(worker: ServiceWorker): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<{ readonly isKept: boolean; readonly reason?: string }>) => {
      port1.close();
      if (data.reason) console.info(`Tidelab: this version is not kept for use without a network. ${data.reason}`);
      worksOffline.value = data.isKept;
      resolve();
    };
    worker.postMessage("keep", [port2]);
  });
}
