import * as z from "zod/mini";

/** The schema itself, under a description that editors show. */
export function described<T extends z.ZodMiniType>(schema: T, description: string): T {
  z.globalRegistry.add(schema, { description });
  return schema;
}
