// Doubles that functions hand to each other. A double returned from, or passed to, a function that
// was not inlined is boxed on the heap; a slot of this array is not. A slot holds its value only
// until the next call that may write it.
import { reserveFloat64 } from "./memory.ts";

/** The slots, named below. */
export const registers = reserveFloat64("registers", 16);

/** Simulated time of the event in hand, ms. */
export const NOW = 0;
/** Time for which an event is to be scheduled, ms. */
export const AT = 1;
/** What `sampleInto` drew, in the distribution's unit. */
export const SAMPLE = 2;
/** A value to be recorded, in the unit of the record. */
export const VALUE = 3;
/** What `nextUniform` drew, in (0, 1). */
export const UNIFORM = 4;
/** What `nextNormal` drew: mean 0, standard deviation 1. */
export const NORMAL = 5;
/** What `nextExponential` drew: mean 1. */
export const EXPONENTIAL = 6;
/** When the present window began, ms; levels are integrated from there. */
export const OPENED = 7;
/** What the failure in hand is due to, as a code of primitives/blame-rows.ts; 0 = not known. */
export const BLAME = 8;
