/** What every screen is given. */
import type { Route } from "./router.ts";

export interface ScreenProps {
  readonly route: Route;
}
