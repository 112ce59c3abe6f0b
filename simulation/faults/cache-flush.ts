import { defineFault } from "../kinds/define.ts";

export const cacheFlush = defineFault({
  id: "cache-flush",
  label: "Cache flush",
  help: "A cache loses what it holds at one instant, as by FLUSHALL or a change of its key format; of a CDN all points and the shield.",
  icon: "refresh",
  targets: ["node"],
  only: ["cache", "cdn"],
  ramp: false,
  instant: true,
  params: {
    ratio: {
      type: "ratio",
      label: "Share that goes",
      help: "Share of the entries, each by chance.",
      default: 1,
      live: true,
    },
  },
});
