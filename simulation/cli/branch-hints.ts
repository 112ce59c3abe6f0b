// The compiled kernel says which branches are likely. Browsers heed it by themselves; the V8 of older
// Node versions only when it is told to, until it became a standard part of it with version 13.7.
import { setFlagsFromString } from "node:v8";

const FLAG = "--experimental-wasm-branch-hinting";
const FIRST_WITH_FLAG = 11;
const LAST_WITH_FLAG = 13;

/** To be called before the kernel is made. Changes the speed of this process and of nothing else. */
export function heedBranchHints(v8: string = process.versions.v8): boolean {
  const major = Number.parseInt(v8, 10);
  const needsFlag = major >= FIRST_WITH_FLAG && major <= LAST_WITH_FLAG;
  if (needsFlag) setFlagsFromString(FLAG);
  return needsFlag;
}
