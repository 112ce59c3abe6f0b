// What callers show, who checks it, and the identity provider between them: what cannot be meant is a
// problem, what has no effect or refuses everything is a warning.
import { kindOf } from "../kinds/catalog.ts";
import { PROVIDER, showsTokens } from "./access/asked.ts";
import { shorthandOf } from "./calls.ts";
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { edgeSortOf, kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";

interface Links {
  readonly document: ScenarioDocument;
  readonly problems: ProblemList;
  /** Edges to identity providers, by their caller. */
  readonly toProvider: ReadonlyMap<string, readonly string[]>;
}

export function checkAccess(document: ScenarioDocument, problems: ProblemList): void {
  const toProvider = new Map<string, string[]>();
  for (const id of Object.keys(document.edges)) {
    const ends = parseEdgeId(id);
    if (ends === null || document.nodes[ends.to]?.kind !== PROVIDER) continue;
    toProvider.set(ends.from, [...(toProvider.get(ends.from) ?? []), id]);
  }
  const links = { document, problems, toProvider };
  for (const [id, node] of Object.entries(document.nodes)) {
    if (isObject(node.authentication)) checkNode(links, id, node, node.authentication);
  }
  for (const [id, edge] of Object.entries(document.edges)) checkShown(links, id, edge);
  for (const [from, edges] of toProvider) checkProviders(links, from, edges);
}

function checkNode(
  { document, problems, toProvider }: Links,
  id: string,
  node: NodeDocument,
  access: JsonObject,
): void {
  const path = ["nodes", id, "authentication"];
  const asks = access.check === "introspection";
  if (asks && !toProvider.has(id)) {
    problems.error("no-provider", [...path, "check"], "there is nobody to ask", {
      found: "introspection",
      allowed: "an edge from here to an identity provider",
    });
  }
  const unused = (name: string, why: string) => {
    if (access[name] != null) problems.warn("unused", [...path, name], `has no effect: ${why}`);
  };
  if (asks) unused("keysMs", "an introspection needs no keys");
  else for (const name of ["cacheMs", "tokenCount"]) unused(name, "a local check asks nobody");
  if (!asks && !toProvider.has(id)) {
    unused("keysMs", "without an edge to an identity provider the keys are at hand for ever");
  }
  if (asks && access.cacheMs == null) unused("tokenCount", "no answers are kept");
  if (node.bulk != null) {
    const message =
      "is not possible together with authentication: each request is checked by itself";
    problems.error("conflict", ["nodes", id, "bulk"], message);
  }
  for (const [edge, { batch }] of Object.entries(document.edges)) {
    if (batch == null || parseEdgeId(edge)?.to !== id) continue;
    const message = "is not possible: the callee checks each request by itself";
    problems.error("conflict", ["edges", edge, "batch"], message);
  }
}

function isChecking(node: NodeDocument | undefined): boolean {
  return isObject(node?.authentication);
}

function checkShown(links: Links, id: string, edge: EdgeDocument): void {
  const { document, problems, toProvider } = links;
  const ends = parseEdgeId(id);
  const callee = document.nodes[ends?.to ?? ""];
  if (ends === null || callee === undefined) return;
  const path = ["edges", id, "credential"];
  if (edge.credential == null) {
    if (isChecking(callee)) checkNothingShown(links, ends.from, id);
    return;
  }
  if (edge.credential === "token") {
    if (document.nodes[ends.from]?.kind === "transaction-coordinator") {
      const message = "is not possible in a transaction: databases check no tokens";
      problems.error("conflict", path, message);
    } else if (!toProvider.has(ends.from)) {
      problems.error("no-provider", path, "there is nobody to fetch a token from", {
        found: "token",
        allowed: `an edge from ${ends.from} to an identity provider`,
      });
    }
  }
  const kind = kindOf(callee.kind);
  // Who checks nobody may pass on what it is shown.
  if (kind?.params.authentication !== undefined || kind?.ports.out.includes("call")) return;
  const label = kind?.label.toLowerCase() ?? callee.kind;
  problems.warn("unused", path, `has no effect: a ${label} checks no callers`);
}

/** A caller that says nothing passes on what it was shown, which may be nothing at all. */
function checkNothingShown({ document, problems }: Links, from: string, id: string): void {
  const caller = kindOfNode(document.nodes, from);
  const path = ["edges", id, "credential"];
  const allowed = { allowed: '"token" or "key"' };
  if (caller?.id === "client") {
    const message = "every request over this edge is refused (401): the client shows nothing";
    problems.warn("never", path, message, allowed);
    return;
  }
  const takesMessages = Object.keys(document.edges).some((other) => {
    const ends = parseEdgeId(other);
    const source = ends?.to === from ? kindOfNode(document.nodes, ends.from) : undefined;
    return source !== undefined && caller !== undefined && edgeSortOf(source, caller) === "deliver";
  });
  if (!takesMessages) return;
  const message = "calls made for messages are refused (401): a message brings no credential along";
  problems.warn("risk", path, message, allowed);
}

function checkProviders(links: Links, from: string, edges: readonly string[]): void {
  const { document, problems } = links;
  const shows = showsTokens(document, from);
  const checks = isChecking(document.nodes[from]);
  for (const [at, id] of edges.entries()) {
    const edge = document.edges[id];
    const { tokens } = edge;
    if (isObject(tokens)) checkTokens(links, id, tokens, shows);
    if (!shows && !checks) continue;
    if (at > 0) {
      problems.error("conflict", ["edges", id], "a node has one identity provider", {
        found: `${id}, beside ${edges[0]}`,
      });
    }
    const said = edge.calls === undefined ? shorthandOf(edge) : ["calls"];
    // The studio numbers the stages of what it draws.
    for (const name of said.filter((field) => field !== "stage")) {
      const message = "what is asked for follows from who shows and checks what";
      problems.error("conflict", ["edges", id, name], message, { allowed: "left out" });
    }
    if (edge.oneWay === true) {
      problems.error("conflict", ["edges", id, "oneWay"], "whoever asks waits for the answer");
    }
    if (edge.batch != null) {
      problems.error("conflict", ["edges", id, "batch"], "tokens are asked for one by one");
    }
  }
}

/** Life of a token where its provider says nothing, s. */
const USUAL_LIFE_S = kindOf(PROVIDER)?.params.tokenLifeS.default as number;

function checkTokens(
  { document, problems }: Links,
  id: string,
  tokens: JsonObject,
  shows: boolean,
): void {
  const path = ["edges", id, "tokens"];
  const { earlyMs, keep } = tokens;
  if (!shows) {
    const message = 'has no effect: no edge of this caller has the credential "token"';
    problems.warn("unused", path, message);
    return;
  }
  if (keep === false) {
    for (const name of ["earlyMs", "jitter", "singleFlight"]) {
      if (tokens[name] === undefined) continue;
      problems.warn("unused", [...path, name], "has no effect: no token is kept");
    }
  }
  const provider = document.nodes[parseEdgeId(id)?.to ?? ""];
  const lifeMs = Number(provider?.tokenLifeS ?? USUAL_LIFE_S) * 1000;
  if (typeof earlyMs !== "number" || earlyMs < lifeMs) return;
  problems.error("out-of-range", [...path, "earlyMs"], "no token lives as long", {
    found: `${earlyMs} ms`,
    allowed: `less than its life of ${lifeMs} ms`,
  });
}
