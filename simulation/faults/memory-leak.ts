import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { defineFault } from "../kinds/define.ts";

export const memoryLeak = defineFault({
  id: "memory-leak",
  label: "Memory leak",
  help:
    "Each request that an instance begins to serve leaves memory behind. When none is left the instance " +
    "is killed, each by itself, and starts anew with all of its memory. Slowing down before that, by " +
    "garbage collection or swapping, is not modeled.",
  icon: "droplet",
  targets: ["node"],
  ramp: false,
  params: {
    perRequestKb: {
      type: "number",
      label: "Leaks a request",
      help: "Memory that is not given back, for each request served.",
      unit: "KB",
      min: 0.001,
      max: 1e9,
      soft: [1, 10_000],
      scale: "log",
      default: 100,
      live: true,
    },
    freeMb: {
      type: "number",
      label: "Memory to leak",
      help: "What an instance has left when the leak begins, and again after each restart.",
      unit: "MB",
      min: 0.001,
      max: 1e9,
      soft: [1, 10_000],
      scale: "log",
      default: 256,
      live: true,
    },
    startS: {
      type: "number",
      label: "Time to start",
      help: "From being killed until the instance is up again.",
      unit: "s",
      min: 0,
      max: 86_400,
      soft: [0, 120],
      default: DOCUMENTED.podStartS.value,
      source: DOCUMENTED.podStartS.source,
      live: true,
    },
  },
});
