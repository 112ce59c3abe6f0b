interface Room {
  readonly width: number;
  readonly height: number;
}

/** A clean 2D context of a layer that covers the canvas, in px of the page at any pixel density. */
export function fittedContext(
  canvas: HTMLCanvasElement,
  room: Room,
): CanvasRenderingContext2D | null {
  const scale = window.devicePixelRatio || 1;
  const width = Math.round(room.width * scale);
  const height = Math.round(room.height * scale);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  context?.clearRect(0, 0, room.width, room.height);
  return context;
}
