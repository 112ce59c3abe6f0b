// Writes a program into the columns: all of it for a fresh run, or only its parameters while one
// goes on.
import { resetEvents } from "../core/event-list.ts";
import { clearMemory } from "../core/memory.ts";
import { registers } from "../core/registers.ts";
import { loadDistributions, replaceDistributions } from "../core/sample.ts";
import { listenToCrashes } from "../primitives/crash.ts";
import { placeEdgeHistograms } from "../primitives/edge-histograms.ts";
import { chooseRecords, openLoad } from "../primitives/instance-load.ts";
import { drawKeys, placeTypeHistograms } from "../primitives/request.ts";
import { retimeSource } from "../primitives/source.ts";
import { sources } from "../primitives/source-parameters.ts";
import { startStations } from "../primitives/station-events.ts";
import { brokerHistograms, crashListeners, fillBrokers } from "./brokers.ts";
import { forgetPieces } from "./checkpoint.ts";
import { fillAccess } from "./fill-access.ts";
import { startBalancing } from "./fill-balancing.ts";
import { fillCaches, fillCommands, startCaches } from "./fill-caches.ts";
import { fillData, followsData } from "./fill-data.ts";
import { fillDoors } from "./fill-doors.ts";
import { fillEdges } from "./fill-edges.ts";
import { fillEventStores } from "./fill-event-stores.ts";
import { fillEventTime } from "./fill-event-time.ts";
import { fillFleets } from "./fill-fleets.ts";
import { fillFunctions } from "./fill-functions.ts";
import { fillHubs } from "./fill-hubs.ts";
import { fillKeys, usesKeys } from "./fill-keys.ts";
import { fillLines } from "./fill-lines.ts";
import { fillNodes, fillOperations } from "./fill-nodes.ts";
import { fillParcels } from "./fill-parcels.ts";
import { fillPatterns } from "./fill-patterns.ts";
import { fillPlaces } from "./fill-places.ts";
import { fillPolicies } from "./fill-policies.ts";
import { fillPools, servePools, startPools } from "./fill-pools.ts";
import { fillQuotas } from "./fill-quotas.ts";
import { fillSchedules } from "./fill-schedules.ts";
import { fillSchemas } from "./fill-schemas.ts";
import { fillSources } from "./fill-sources.ts";
import { fillSpans } from "./fill-spans.ts";
import { fillSticky } from "./fill-sticky.ts";
import { fillStreams } from "./fill-streams.ts";
import { fillWires } from "./fill-wires.ts";
import { openOperations, operationHistograms, recordsOf } from "./operation-results.ts";
import type { Program } from "./program.ts";
import { seedStreams } from "./seed-streams.ts";
import { histogramCount, openSeries } from "./windows.ts";

function fill(program: Program, fresh: boolean): string | null {
  return (
    fillNodes(program, fresh) ??
    fillDoors(program, fresh) ??
    fillKeys(program) ??
    fillCaches(program, fresh) ??
    fillOperations(program) ??
    fillData(program) ??
    fillPlaces(program, fresh) ??
    fillEdges(program, fresh) ??
    fillSticky(program, fresh) ??
    fillCommands(program) ??
    fillAccess(program) ??
    fillPools(program, fresh) ??
    fillPolicies(program, fresh) ??
    fillWires(program) ??
    fillHubs(program) ??
    fillStreams(program) ??
    fillSpans(program, fresh) ??
    fillQuotas(program, fresh) ??
    fillFunctions(program, fresh) ??
    fillSources(program) ??
    fillSchedules(program) ??
    fillBrokers(program, fresh) ??
    fillEventTime(program, fresh) ??
    fillEventStores(program) ??
    fillSchemas(program, fresh) ??
    fillParcels(program, fresh) ??
    fillPatterns(program, fresh) ??
    fillLines(program, fresh) ??
    fillFleets(program, fresh)
  );
}

/** True when one-way calls, messages or writes made later can outlive the request that caused them. */
function settlesLater({ scenario, nodes }: Program): boolean {
  return (
    scenario.edges.some(({ sort, values }) => sort !== "call" || values.oneWay === true) ||
    nodes.some(({ descriptor: of }) => of.primitive === "cache" && of.cache.flushMs !== undefined)
  );
}

/** Puts the columns at time 0 of a run, before its first event. Null or the cap that was hit. */
export function putAtStart(program: Program, seed: number, heapOnly: boolean): string | null {
  const { scenario, layout } = program;
  clearMemory();
  registers.fill(0);
  resetEvents(heapOnly, layout.edgeIds.length);
  const windows = Math.floor(scenario.durationMs / scenario.windowMs) + 2;
  const ofBrokers = brokerHistograms(program);
  const opened = openSeries(layout, windows, ofBrokers + operationHistograms(program));
  forgetPieces();
  chooseRecords(recordsOf(scenario));
  const cap = fill(program, true) ?? (opened ? null : "histograms");
  drawKeys(usesKeys());
  openLoad();
  openOperations(program, histogramCount(layout) + ofBrokers);
  placeEdgeHistograms(2 * layout.nodeIds.length);
  const firstType = 2 * layout.nodeIds.length + layout.edgeIds.length;
  placeTypeHistograms(firstType, settlesLater(program), followsData(program));
  seedStreams(layout, seed);
  loadDistributions(program.distributions());
  startCaches(program);
  startStations();
  startPools();
  startBalancing(true);
  listenToCrashes(crashListeners);
  return cap;
}

/** Writes other parameters of the same shape; sources meet their new rates at once. */
export function putParameters(program: Program): string | null {
  const cap = fill(program, false);
  drawKeys(usesKeys());
  replaceDistributions(program.distributions());
  startBalancing(false);
  for (let source = 0; source < sources.highWater; source++) retimeSource(source);
  servePools();
  return cap;
}
