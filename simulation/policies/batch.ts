import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { batchOf } from "./define-batch.ts";

export const BATCH = batchOf(DOCUMENTED.kafkaLingerMs);
