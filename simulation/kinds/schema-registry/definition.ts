import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { defineKind } from "../define.ts";
export const schemaRegistry = defineKind({
  id: "schema-registry",
  label: "Schema registry",
  family: "control",
  icon: "schema-registry",
  summary:
    "Knows what events look like, version by version, and refuses changes that would break readers.",
  ports: { out: [], in: ["call"] },
  protocols: ["rest", "grpc"],
  params: {
    replicas: {
      type: "number",
      label: "Instances",
      help: "How many instances of it run.",
      unit: "",
      min: 1,
      max: 1000,
      soft: [1, 5],
      integer: true,
      default: 1,
    },
    concurrency: {
      type: "number",
      label: "Slots per instance",
      help: "Requests that one instance works on at the same time; others wait.",
      unit: "",
      min: 1,
      max: 1_000_000,
      soft: [1, 256],
      scale: "log",
      integer: true,
      default: 16,
      live: true,
    },
    serviceTime: {
      type: "distribution",
      label: "Handling a request",
      help: "Time to look a schema up, or to check and register one. Assumption.",
      unit: "ms",
      default: { type: "exponential", meanMs: 5 },
      live: true,
    },
    compatibility: {
      type: "choice",
      label: "Compatibility",
      help:
        "What a new version must keep to. Backward: new readers read old events (upgrade readers first). " +
        "Forward: old readers read new events (upgrade writers first). Full: both. None: anything goes.",
      options: ["backward", "forward", "full", "none"],
      optionLabels: ["Backward", "Forward", "Full", "None"],
      default: DOCUMENTED.schemaCompatibility.value,
      source: DOCUMENTED.schemaCompatibility.source,
      live: true,
    },
    registeredBy: {
      type: "choice",
      label: "Versions are registered",
      help:
        "By writers as they run: one that is refused cannot publish. By the pipeline, before anything is " +
        "released: what is refused stays undone and the old version runs on.",
      options: ["writers", "pipeline"],
      optionLabels: ["By writers, as they run", "By the pipeline, before"],
      default: "writers",
    },
  },
});
