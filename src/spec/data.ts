/**
 * The kinds of data that a spec can ask for, told apart by `data.kind`. A further kind adds its schema here, what loads it to
 * `data/kinds/index.ts` and what reports say of it to `report/data-kinds/index.ts`; the type check fails until all three are there.
 * Imports only the kinds' schemas.
 */
import type * as v from "valibot";
import { filesSchema } from "./files.ts";
import { oneOf } from "./values.ts";
import { wavesSchema } from "./waves.ts";

const dataSchemas = { waves: wavesSchema, files: filesSchema };

export const dataSchema = oneOf("kind", dataSchemas);

export type DataSpec = v.InferOutput<(typeof dataSchemas)[keyof typeof dataSchemas]>;
export type DataKindName = keyof typeof dataSchemas;
