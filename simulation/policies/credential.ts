// What a caller shows of who it is.

export const CREDENTIAL = {
  type: "choice",
  label: "Credential",
  help:
    "What the caller shows to a callee that checks. Where nothing is said, what its own caller showed to it; " +
    "a client shows nothing, and a message brings nothing. Token: fetched from the identity provider that the " +
    "caller is connected to, and kept. Key: its own, good for ever (API key, certificate). Forged: found " +
    "out by checking. Limited: good, but not for this (403).",
  options: ["token", "key", "none", "forged", "limited"],
  optionLabels: ["Token of its own", "Key", "None", "Forged or expired", "Lacks the right"],
  default: null,
  nullMeans: "what it was shown itself",
} as const;
