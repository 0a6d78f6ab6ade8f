/**
 * News of the queue by PostgreSQL's NOTIFY, on a connection of its own. News may be lost while it is broken: who listens looks at the tables
 * now and then all the same. Node only.
 */
import type { Client } from "pg";
import type { Store } from "../store/store.ts";
import { CHANNEL, type QueueNews } from "./boss.ts";

/** Milliseconds before a connection that broke is made again. */
const AGAIN_AFTER = 1000;

export interface Listening {
  close(): Promise<void>;
}

/** Listens until it is closed. @param onNews  called with what arrives */
export async function listen(store: Store, onNews: (news: QueueNews) => void): Promise<Listening> {
  const { location } = store;
  if (location.kind !== "postgres") throw new Error("only PostgreSQL has news");
  const { default: pg } = await import("pg");
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const connect = async () => {
    const made = new pg.Client({ connectionString: location.url, keepAlive: true, application_name: "tidelab listen" });
    client = made;
    const again = () => {
      if (isClosed || client !== made) return;
      client = undefined;
      void made.end().catch(() => {});
      timer = setTimeout(() => void connect(), AGAIN_AFTER);
      timer.unref();
    };
    made.on("error", again);
    made.on("end", again);
    made.on("notification", ({ payload }) => {
      const news = parseNews(payload ?? "");
      if (news) onNews(news);
    });
    try {
      await made.connect();
      await made.query(`listen ${CHANNEL}`);
    } catch {
      again();
    }
  };
  await connect();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}

/** Anybody who may connect can send on the channel: what is not ours is passed over. */
function parseNews(payload: string): QueueNews | undefined {
  try {
    const value = JSON.parse(payload) as QueueNews;
    return typeof value === "object" && value !== null && typeof value.type === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
