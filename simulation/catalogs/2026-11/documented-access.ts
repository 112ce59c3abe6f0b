// Documented values of tokens: how long they live, and what checking them takes.

const VALIDATION = "OAuth token validation";

export const DOCUMENTED_ACCESS = {
  localCheckMs: {
    value: 1,
    source: "mcp-framework, performance report: 1-3 ms to verify RS256 in Node, keys at hand",
    row: { system: VALIDATION, setting: "local JWT verify (Node, RS256, JWKS cached)" },
    says: "1-3",
  },
  introspectionMs: {
    value: 2,
    source: "bastionary.com, token introspection: 2-5 ms for a call within a data center",
    row: { system: VALIDATION, setting: "introspection RTT same DC" },
    says: "2-5",
  },
} as const;
