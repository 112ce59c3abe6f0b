// Sampled real messages, drawn on one canvas over the edges. It reads the viewport in the same
// frame as it draws, so that particles stay on their lines while the drawing is moved.
import { useComputedColorScheme } from "@mantine/core";
import { useStoreApi } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef } from "react";
import {
  PARTICLE_FAILURE,
  PARTICLE_RESPONSE,
  PARTICLE_RETRY,
} from "../../simulation/results/snapshot.ts";
import { listenToParticles } from "../store/run-lifecycle.ts";
import { studio } from "../store/studio-store.ts";
import { fittedContext } from "./fitted-context.ts";
import { type Cubic, spotAt } from "./geometry.ts";
import {
  type Flight,
  flightPosition,
  flightsOf,
  isOver,
  MOST_FLIGHTS,
} from "./particle-flights.ts";

interface ParticleLayerProps {
  /** Curves by edge id, in canvas units. */
  readonly curves: ReadonlyMap<string, Cubic>;
}

interface Colors {
  readonly request: string;
  readonly response: string;
  readonly retry: string;
  readonly failed: string;
  readonly surface: string;
}

function colorsOf(element: Element): Colors {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    request: token("--text-1"),
    response: token("--text-3"),
    retry: token("--state-saturated"),
    failed: token("--state-failing"),
    surface: token("--surface-canvas"),
  };
}

export function ParticleLayer({ curves }: ParticleLayerProps) {
  const element = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  const latest = useRef(curves);
  latest.current = curves;
  const colors = useRef<Colors | null>(null);
  const scheme = useComputedColorScheme("dark", { getInitialValueInEffect: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: colors are read again for each scheme
  useLayoutEffect(() => {
    if (element.current) colors.current = colorsOf(element.current);
  }, [scheme]);
  useEffect(() => {
    if (!element.current) return;
    return animate(
      element.current,
      () => latest.current,
      () => flow.getState(),
      () => colors.current,
    );
  }, [flow]);
  return <canvas ref={element} className="particle-layer" />;
}

/** What React Flow knows of its viewport; asking the page would cost a layout every frame. */
interface Viewport {
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
}

/** Draws until told to stop; asks for frames only while something flies. */
function animate(
  canvas: HTMLCanvasElement,
  curvesNow: () => ReadonlyMap<string, Cubic>,
  viewportNow: () => Viewport,
  colorsNow: () => Colors | null,
): () => void {
  let flights: Flight[] = [];
  let sinceMs = 0;
  let frame = 0;
  const draw = (): void => {
    frame = 0;
    const wallMs = performance.now();
    flights = flights.filter((flight) => !isOver(flight, wallMs));
    const viewport = viewportNow();
    const context = fittedContext(canvas, viewport);
    const colors = colorsNow();
    if (context && colors) drawFlights(context, flights, wallMs, curvesNow(), viewport, colors);
    if (flights.length > 0) frame = requestAnimationFrame(draw);
  };
  const stopListening = listenToParticles((batch) => {
    const added = flightsOf(batch.particles, sinceMs, batch.nowMs, batch.speed, performance.now());
    sinceMs = batch.nowMs;
    flights = [...flights, ...added].slice(0, MOST_FLIGHTS);
    if (frame === 0 && flights.length > 0) frame = requestAnimationFrame(draw);
  });
  return () => {
    stopListening();
    cancelAnimationFrame(frame);
  };
}

function drawFlights(
  context: CanvasRenderingContext2D,
  flights: readonly Flight[],
  wallMs: number,
  curves: ReadonlyMap<string, Cubic>,
  { transform: [left, top, zoom] }: Viewport,
  colors: Colors,
): void {
  const edgeIds = studio.getState().run.info?.layout.edgeIds ?? [];
  const scale = Math.min(1.2, Math.max(0.6, zoom));
  for (const flight of flights) {
    const curve = curves.get(edgeIds[flight.edge] ?? "");
    const share = flightPosition(flight, wallMs);
    if (!curve || share === null) continue;
    const { x, y } = spotAt(curve, share);
    drawParticle(context, flight.kind, left + x * zoom, top + y * zoom, scale, colors);
  }
}

const TURN = 2 * Math.PI;

/** Disc: request or message; hollow ring: retry; diamond: failed; small faint disc: answer. */
function drawParticle(
  context: CanvasRenderingContext2D,
  kind: number,
  x: number,
  y: number,
  scale: number,
  colors: Colors,
): void {
  context.beginPath();
  if (kind === PARTICLE_FAILURE) {
    const r = 3.8 * scale;
    context.moveTo(x, y - r);
    context.lineTo(x + r, y);
    context.lineTo(x, y + r);
    context.lineTo(x - r, y);
    context.closePath();
    fillAndRim(context, colors.failed, colors.surface, 1);
  } else if (kind === PARTICLE_RETRY) {
    context.arc(x, y, 3 * scale, 0, TURN);
    fillAndRim(context, colors.surface, colors.retry, 1.75);
  } else {
    const isResponse = kind === PARTICLE_RESPONSE;
    context.arc(x, y, (isResponse ? 1.75 : 2.75) * scale, 0, TURN);
    context.fillStyle = isResponse ? colors.response : colors.request;
    context.fill();
  }
}

function fillAndRim(
  context: CanvasRenderingContext2D,
  fill: string,
  rim: string,
  width: number,
): void {
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = rim;
  context.lineWidth = width;
  context.stroke();
}
