// Every kind of the palette has a drawing of its own name, and the outline of the family it belongs to.
import { expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import type { Family, KindDefinition } from "../../simulation/kinds/define.ts";
import { KIND_ICONS } from "../../src/ui/kind-icons.ts";

/** Icons by the family whose outline they stand in. */
const FAMILIES: Readonly<Record<Family, readonly string[]>> = {
  edge: ["client", "api-gateway", "load-balancer", "cdn", "external-api", "websocket-hub"],
  compute: ["service", "monolith", "serverless-function", "stream-processor", "sidecar-proxy"],
  data: ["database", "shared-database", "cache", "event-store"],
  messaging: ["queue", "log", "cloud-queue", "pubsub-topic", "event-bus"],
  control: [
    "identity-provider",
    "schema-registry",
    "scheduler",
    "coordinator",
    "saga-orchestrator",
    "tracing-collector",
    "control-plane",
  ],
};

const kinds = Object.values<KindDefinition>(catalog);

it("draws every icon of the families, and no other", () => {
  expect(Object.keys(KIND_ICONS).sort()).toEqual(Object.values(FAMILIES).flat().sort());
});

it.each(kinds)("$id has an icon of its family", ({ icon, family }) => {
  expect(FAMILIES[family]).toContain(icon);
});

it("gives each icon to one kind alone, but for brokers that work alike", () => {
  const shared = kinds.filter(
    ({ icon, family }) =>
      family !== "messaging" && kinds.filter((other) => other.icon === icon).length > 1,
  );
  expect(shared.map(({ id }) => id)).toEqual([]);
});
