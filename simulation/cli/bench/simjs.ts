// The models `mm1` and `tandem` written for SimJS (npm simjs), the library of its kind in
// JavaScript: one entity draws the arrivals, facilities serve first come, first served.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Work } from "./workload.ts";

interface SimRequest {
  done(then: () => void): SimRequest;
}

interface SimEntity {
  setTimer(duration: number): SimRequest;
  useFacility(facility: object, duration: number): SimRequest;
}

/** The part of the library that is used. Times are in seconds here. */
interface SimJs {
  readonly Sim: new () => {
    addEntity(kind: new () => SimEntity): SimEntity;
    simulate(untilS: number): boolean;
  };
  readonly Entity: new () => SimEntity;
  readonly Facility: new (name: string, discipline: number, servers: number) => object;
  readonly Random: new (seed: number) => { exponential(rate: number): number };
}

const FIRST_COME_FIRST_SERVED = 1;

interface StationModel {
  readonly servers: number;
  readonly meanS: number;
}

export interface QueueModel {
  readonly ratePerS: number;
  readonly durationS: number;
  /** Passed one after another. */
  readonly stations: readonly StationModel[];
}

/** The package is written for pages: it leaves its parts at `window`. */
function loadSimJs(): SimJs {
  const require = createRequire(import.meta.url);
  const path = require.resolve("simjs");
  const page: { Sim?: SimJs } = {};
  new Function("window", readFileSync(path, "utf8"))(page);
  if (page.Sim === undefined) throw new Error(`${path} left no library behind.`);
  return page.Sim;
}

/** Runs the model to its end, with a seed more each time; events are arrivals and ends of service. */
export function simJsRun({ ratePerS, durationS, stations }: QueueModel): () => Work {
  const { Sim, Entity, Facility, Random } = loadSimJs();
  let seed = 42;
  return () => {
    const random = new Random(seed++);
    const facilities = stations.map(
      ({ servers }, i) => new Facility(`station ${i}`, FIRST_COME_FIRST_SERVED, servers),
    );
    let requests = 0;
    let served = 0;
    class Source extends Entity {
      start(): void {
        this.setTimer(random.exponential(ratePerS)).done(() => {
          requests++;
          this.visit(0);
          this.start();
        });
      }
      visit(at: number): void {
        const station = stations[at]!;
        // biome-ignore lint/correctness/useHookAtTopLevel: a method of the library, no hook of React.
        const request = this.useFacility(facilities[at]!, random.exponential(1 / station.meanS));
        request.done(() => {
          served++;
          if (at + 1 < stations.length) this.visit(at + 1);
        });
      }
    }
    const sim = new Sim();
    sim.addEntity(Source);
    sim.simulate(durationS);
    return { requests, events: requests + served };
  };
}
