// Traces, as the store's users ask for them. The app hands in who makes them, so that the store can be
// tested with any stand-in.
import type { TraceList, TraceWorker } from "../worker/protocol.ts";
import { attachedWorker } from "./run-lifecycle.ts";

export interface Tracer {
  /** Starts with the first question and stays, with what it has found. */
  readonly port: () => TraceWorker;
  /** Ends what it is at and gives its memory back; the next question starts it anew. */
  readonly end: () => void;
}

let attached: Tracer | null = null;

export function attachTracer(tracer: Tracer): void {
  attached = tracer;
}

/** Requests of the present run that can be traced, so far. */
export function listTraces(): Promise<TraceList> {
  return attachedWorker().traceList();
}

/** Who makes traces. Throws where none was attached. */
export function tracer(): Tracer {
  if (attached === null) throw new Error("Traces are not available.");
  return attached;
}
