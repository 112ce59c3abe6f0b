// Rules for the traffic of an edge: who may call, where calls go, what is injected.
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate } from "../support/simulate.ts";
import { chain } from "./designs.ts";

const users = { ...metronome(10, 0) };
const canary = { canary: { kind: "service", serviceTime: 1, concurrency: null, in: "m" } };

describe("a traffic split", () => {
  it("sends its share of the calls elsewhere, and leaves the rest", () => {
    const edge = { mesh: { split: { canary: { ratio: 0.1 } } } };
    const totals = simulate(chain({ users, edge, others: canary, durationS: 60 }));
    const all = edgeOf(totals, "a->b").calls;
    const share = nodeOf(totals, "canary").arrivals / all;
    // 6001 calls: three standard deviations are 1.2 %.
    expect(Math.abs(share - 0.1)).toBeLessThan(0.012);
    expect(nodeOf(totals, "canary").arrivals + nodeOf(totals, "b").arrivals).toBe(all);
    expect(totals.meshes?.m?.redirected).toBe(nodeOf(totals, "canary").arrivals);
    expect(edgeOf(totals, "a->b").attempts).toBe(all);
  });

  it("of all calls leaves nothing", () => {
    const edge = { mesh: { split: { canary: { ratio: 1 } } } };
    const totals = simulate(chain({ users, edge, others: canary, durationS: 0.9995 }));
    expect(nodeOf(totals, "b").arrivals).toBe(0);
    expect(nodeOf(totals, "canary").arrivals).toBe(100);
  });
});

describe("a split that matches", () => {
  /** Two calls in a row, each with a canary of its own; a tenth of the users carry the header. */
  const two = (split: (canary: string) => Record<string, Json>) =>
    simulate(
      chain({
        users: { ...metronome(10, 0), requests: { usual: { weight: 9 }, beta: { weight: 1 } } },
        edge: { mesh: { split: split("canary") } },
        others: {
          ...canary,
          c: { kind: "service", serviceTime: 1, concurrency: null, in: "m" },
          "canary-c": { kind: "service", serviceTime: 1, concurrency: null, in: "m" },
        },
        edges: { "a->c": { stage: 2, mesh: { split: split("canary-c") } } },
        durationS: 20,
      }),
    );
  const matched = (to: string) => ({ [to]: { ratio: 1, match: "beta" } });

  it("takes all calls of its users and none of others, at every hop; a plain one mixes versions", () => {
    const totals = two(matched);
    const beta = totals.endToEnd.beta?.offered ?? 0;
    expect(beta).toBeGreaterThan(150);
    // What is under way at the end has reached the first of them.
    expect(Math.abs(nodeOf(totals, "canary").arrivals - beta)).toBeLessThan(2);
    expect(Math.abs(nodeOf(totals, "canary-c").arrivals - beta)).toBeLessThan(2);
    const usual = totals.endToEnd.usual?.offered ?? 0;
    expect(Math.abs(nodeOf(totals, "b").arrivals - usual)).toBeLessThan(2);
    // A tenth of all calls as well, drawn anew at each hop: the two canaries see different requests.
    const plain = two((to) => ({ [to]: { ratio: 0.1 } }));
    expect(nodeOf(plain, "canary").arrivals).not.toBe(nodeOf(plain, "canary-c").arrivals);
    expect(nodeOf(plain, "canary").arrivals).not.toBe(plain.endToEnd.beta?.offered);
  });

  it("stands beside a share of everybody else", () => {
    const totals = two((to) => ({ ...matched(to) }));
    const half = simulate(
      chain({
        users: { ...metronome(10, 0), requests: { usual: { weight: 9 }, beta: { weight: 1 } } },
        edge: { mesh: { split: { canary: { ratio: 0.5, match: "beta" } } } },
        others: canary,
        durationS: 60,
      }),
    );
    const share = nodeOf(half, "canary").arrivals / (half.endToEnd.beta?.offered ?? 1);
    expect(Math.abs(share - 0.5)).toBeLessThan(0.07);
    expect(nodeOf(totals, "b").arrivals).toBeGreaterThan(1700);
  });

  it("by the type of its request finds it under any name, where a match on the operation is lost", () => {
    // What `a` asks of `b` has one name for each sort of user, and neither is that of the request.
    const renamed = (split: Record<string, Json>) => ({
      users: { ...metronome(10, 0), requests: { usual: { weight: 9 }, beta: { weight: 1 } } },
      edge: {
        mesh: { split },
        calls: [
          { id: "u", when: ["usual"], operation: "load" },
          { id: "b", when: ["beta"], operation: "preview" },
        ],
      },
      others: canary,
      durationS: 20,
    });
    const totals = simulate(chain(renamed({ canary: { ratio: 1, requestType: "beta" } })));
    const beta = totals.endToEnd.beta?.offered ?? 0;
    expect(beta).toBeGreaterThan(150);
    expect(Math.abs(nodeOf(totals, "canary").arrivals - beta)).toBeLessThan(2);
    const usual = totals.endToEnd.usual?.offered ?? 0;
    expect(Math.abs(nodeOf(totals, "b").arrivals - usual)).toBeLessThan(2);
    const lost = simulate(chain(renamed({ canary: { ratio: 1, match: "beta" } })));
    expect(nodeOf(lost, "canary").arrivals).toBe(0);
  });

  it("by a type is refused where calls of one name are made for others too, and told where for none", () => {
    const problems = (more: object) =>
      resolveScenario(
        chain({
          users: { ...metronome(10, 0), requests: { usual: {}, beta: {} } },
          others: canary,
          ...more,
        }),
      ).problems.map(({ severity, path }) => `${severity} ${path}`);
    const split = { canary: { ratio: 1, requestType: "beta" } };
    const path = "edges.a->b.mesh.split.canary.requestType";
    expect(problems({ edge: { mesh: { split } } })).toEqual([]);
    expect(problems({ edge: { operation: "load", mesh: { split } } })).toEqual([`error ${path}`]);
    const nobody = { canary: { ratio: 1, requestType: "gamma" } };
    expect(problems({ edge: { mesh: { split: nobody } } })).toEqual([`warning ${path}`]);
    // All of one type, and some of everybody: more than there is.
    const both = { a: { ratio: 0.6 }, ...split };
    expect(problems({ edge: { mesh: { split: both } } })).toContain("error edges.a->b.mesh.split");
    // A message has no headers, so what is called for it is nobody's.
    const over = {
      edge: { mesh: { split } },
      others: { ...canary, mq: { kind: "rabbitmq" } },
      edges: { "users->mq": {}, "mq->a": {} },
    };
    expect(problems(over)).toContain(`error ${path}`);
  });

  it("of more than all calls, or of an operation that nobody asks for, is told with its place", () => {
    const problems = (split: object) =>
      resolveScenario(chain({ edge: { mesh: { split } }, others: canary })).problems.map(
        ({ severity, path }) => `${severity} ${path}`,
      );
    const path = "edges.a->b.mesh.split";
    expect(problems({ canary: { ratio: 1, match: "beta" } })).toEqual([
      `warning ${path}.canary.match`,
    ]);
    const other = { a: { ratio: 0.6 }, canary: { ratio: 0.5, match: "request" } };
    expect(problems(other)).toContain(`error ${path}`);
    expect(problems({ canary: { ratio: 1, match: "request" } })).toEqual([]);
  });
});

describe("a mirror", () => {
  it("copies calls, whose failures nobody notices", () => {
    const edge = { mesh: { mirror: { to: "canary" } } };
    const broken = { canary: { ...canary.canary, errorRate: 1, serviceTime: 500 } };
    const totals = simulate(chain({ users, edge, others: broken, durationS: 0.9995 }));
    const without = simulate(chain({ users, others: broken, durationS: 0.9995 }));
    expect(nodeOf(totals, "canary").arrivals).toBe(nodeOf(totals, "b").arrivals);
    expect(allOf(totals).failed).toEqual({});
    expect(allOf(totals).latencyMs).toEqual(allOf(without).latencyMs);
  });
});

describe("fault injection", () => {
  it("holds calls up and takes no worker of the proxy for it", () => {
    const edge = { mesh: { delay: { ms: 200, ratio: 1 } } };
    const totals = simulate(chain({ users, edge, mesh: { workers: 1 }, durationS: 2 }));
    const without = simulate(chain({ users, mesh: { workers: 1 }, durationS: 2 }));
    const [held, plain] = [totals, without].map((each) => allOf(each).latencyMs.min ?? 0);
    expect((held ?? 0) - (plain ?? 0)).toBeCloseTo(200, 6);
    expect(nodeOf(totals, "a~sidecar").waitMs.max).toBeLessThan(1);
    expect(totals.meshes?.m?.delayed).toBe(edgeOf(totals, "a->b").calls);
  });

  it("aborts before the policies of the mesh, so only the caller may try again", () => {
    const mesh = { retry: { maxAttempts: 3, backoff: { type: "none" } } };
    const edge = { mesh: { abort: { status: "503", ratio: 1 } } };
    const totals = simulate(chain({ users, mesh, edge, durationS: 0.9995 }));
    expect(edgeOf(totals, "a->b").library?.failed).toEqual({ rejected: 100 });
    expect(edgeOf(totals, "a->b").attempts).toBe(0);
    expect(totals.meshes?.m?.aborted).toBe(100);
    const as500 = { mesh: { abort: { status: "500", ratio: 1 } } };
    const other = simulate(chain({ users, edge: as500, durationS: 0.9995 }));
    expect(edgeOf(other, "a->b").library?.failed).toEqual({ error: 100 });
  });
});

describe("authorization", () => {
  it("refuses at the callee's proxy, without work for the callee", () => {
    const totals = simulate(
      chain({ users, edge: { mesh: { allowed: false } }, durationS: 0.9995 }),
    );
    expect(edgeOf(totals, "a->b").library?.failed).toEqual({ unauthorized: 100 });
    expect(nodeOf(totals, "b").arrivals).toBe(0);
    expect(nodeOf(totals, "b~sidecar").arrivals).toBe(100);
    expect(totals.meshes?.m?.unauthorized).toBe(100);
  });

  it("lets only listed edges through where the mesh says so", () => {
    const mesh = { authorization: "allowListed" };
    const listed = { edges: { "users->a": { networkMs: 0, mesh: { allowed: true } } } };
    const none = simulate(chain({ users, mesh, durationS: 0.9995 }));
    expect(allOf(none).failed).toEqual({ unauthorized: 100 });
    const first = simulate(chain({ users, mesh, ...listed, durationS: 0.9995 }));
    expect(allOf(first).failed).toEqual({ dependency: 100 });
    const edge = { mesh: { allowed: true } };
    const both = simulate(chain({ users, mesh, ...listed, edge, durationS: 0.9995 }));
    expect(allOf(both).failed).toEqual({});
  });

  it("is a ztunnel's matter too", () => {
    const mesh = { mode: "ambient" };
    const totals = simulate(
      chain({ users, mesh, edge: { mesh: { allowed: false } }, durationS: 0.9995 }),
    );
    expect(edgeOf(totals, "a->b").library?.failed).toEqual({ unauthorized: 100 });
  });
});

describe("mutual TLS", () => {
  it("that is strict lets in at a gateway who comes from outside, whatever stands before it", () => {
    const through = (before: string, a: string) =>
      allOf(
        simulate(
          chain({
            users,
            mesh: { mtls: "strict" },
            a: { kind: a },
            others: { front: { kind: before, serviceTime: 0, concurrency: null } },
            edges: { "users->front": { networkMs: 0 }, "front->a": { networkMs: 0 } },
            durationS: 0.9995,
          }),
        ),
      ).failed;
    // The users call `a` themselves as well.
    expect(through("load-balancer", "api-gateway")).toEqual({});
    expect(through("service", "api-gateway")).toEqual({});
    expect(through("load-balancer", "service")).toEqual({
      connectionRefused: 100,
    });
  });

  it("that is strict refuses plain text, but for clients at an entrance", () => {
    const mesh = { mtls: "strict" };
    const refused = simulate(chain({ users, mesh, durationS: 0.9995 }));
    expect(allOf(refused).failed).toEqual({ connectionRefused: 100 });
    expect(nodeOf(refused, "a").arrivals).toBe(0);
    const entrance = simulate(
      chain({ users, mesh, a: { kind: "api-gateway" }, durationS: 0.9995 }),
    );
    expect(allOf(entrance).failed).toEqual({});
    const permissive = simulate(chain({ users, mesh: { mtls: "permissive" }, durationS: 0.9995 }));
    expect(allOf(permissive).failed).toEqual({});
  });
});
