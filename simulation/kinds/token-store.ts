/**
 * Kind of what an instance keeps of an identity provider beside itself: tokens, answers, keys. No file
 * names it and no palette offers it.
 */
export const TOKEN_STORE = "token-store";
