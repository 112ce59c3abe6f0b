// Some policies are several machines under one name. Fields that the chosen one does not read are
// left out, unless the file says something for them.

type Values = Readonly<Record<string, unknown>>;

/** By policy and its `type`: the fields that this machine reads. */
const READ_BY: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  backoff: {
    none: [],
    constant: ["baseMs", "jitter", "jitterRatio", "jitterMs"],
    linear: ["baseMs", "capMs", "jitter", "jitterRatio", "jitterMs"],
  },
  budget: {
    ratio: ["scope", "ratio", "minPerS", "ttlMs"],
    concurrent: ["scope", "ratio", "minConcurrent"],
    tokens: ["scope", "maxTokens", "tokenRatio"],
    quota: ["scope", "quota", "retryCost", "timeoutCost", "throttledCost", "successRefund"],
  },
  fallback: {
    static: ["latencyMs"],
    cache: ["latencyMs", "hitRatio", "maxAgeMs"],
    ignore: [],
    call: ["edge"],
  },
};

/** Whether a field is shown; `own` is what the file says for the policy, `values` what holds. */
export function isRelevant(policy: string, field: string, own: Values, values: Values): boolean {
  if (field === "type" || own[field] !== undefined) return true;
  if (field === "jitterRatio" && values.jitter !== "multiplicative") return false;
  if (field === "jitterMs" && values.jitter !== "added") return false;
  const read = READ_BY[policy]?.[String(values.type)];
  return read === undefined || read.includes(field);
}
