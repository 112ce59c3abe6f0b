import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor, PlacesDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { database } from "./definition.ts";

type Values = ValuesOf<(typeof database)["params"]>;

function placesOf({ layout, replicaLag, readsFrom, failoverMs }: Values): PlacesDescriptor | null {
  if (layout === "one-store") return null;
  if (layout === "shards") return { way: "shards" };
  return { way: "replicas", lag: replicaLag, readsFrom, failoverMs };
}

export function compile(input: ModelInput<Values>): NodeDescriptor {
  const places = placesOf(input.values);
  const station = compileStation(input);
  // What is at one instance cannot be asked of another, so there is no queue that they could share.
  const sharedQueue = places === null && station.sharedQueue;
  return { primitive: "station", station: { ...station, sharedQueue, places } };
}
