import { Button, Tooltip } from "@mantine/core";
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForward,
  IconRefresh,
} from "@tabler/icons-react";
import { useDesign, useRun } from "../store/hooks.ts";
import { pause, reset, run, setSpeed, step } from "../store/run-actions.ts";
import { formatClock, formatNumber } from "../ui/format.ts";
import { Segments } from "../ui/Segments.tsx";
import { BarButton } from "./BarButton.tsx";

const SPEEDS = [
  { value: "0.1", label: "0.1×" },
  { value: "1", label: "1×" },
  { value: "10", label: "10×" },
  { value: "max", label: "Max" },
];

export function RunControls() {
  const status = useRun((state) => state.status);
  const running = status === "running" || status === "loading";
  return (
    <fieldset className="run-controls" aria-label="Run">
      <BarButton label="Reset" disabled={status === "idle"} onClick={() => void reset()}>
        <IconRefresh size={16} />
      </BarButton>
      <Tooltip label={running ? "Pause (Ctrl Enter)" : "Run (Ctrl Enter)"}>
        <Button
          className="run-button"
          leftSection={
            running ? <IconPlayerPauseFilled size={14} /> : <IconPlayerPlayFilled size={14} />
          }
          aria-disabled={status === "loading" || undefined}
          onClick={() => void (running ? pause() : run())}
        >
          {running ? "Pause" : "Run"}
        </Button>
      </Tooltip>
      <BarButton label="Step one event" disabled={running} onClick={() => void step()}>
        <IconPlayerSkipForward size={16} />
      </BarButton>
      <Clock />
      <SpeedControl />
    </fieldset>
  );
}

function Clock() {
  const { nowMs, playheadMs, durationMs, speed, running } = useRun((state) => ({
    nowMs: state.nowMs,
    playheadMs: state.playheadMs,
    durationMs: state.info?.durationMs ?? null,
    speed: state.speed,
    running: state.status === "running",
  }));
  const { run: settings } = useDesign();
  const totalMs = durationMs ?? (settings.durationS ?? 60) * 1000;
  const real = running && speed > 0 ? `${formatNumber(speed)} times real time` : "Simulated time";
  return (
    <Tooltip label={playheadMs === null ? real : `The run is at ${formatClock(nowMs, 1)}`}>
      <span className="clock" role="timer" aria-label="Simulated time" tabIndex={-1}>
        <b>{formatClock(playheadMs ?? nowMs, 1)}</b> / {formatClock(totalMs)}
      </span>
    </Tooltip>
  );
}

function SpeedControl() {
  const requested = useRun((state) => state.requestedSpeed);
  return (
    <Segments
      className="speed-control"
      label="Speed"
      data={SPEEDS}
      value={String(requested)}
      onChange={(value) => void setSpeed(value === "max" ? "max" : Number(value))}
    />
  );
}
