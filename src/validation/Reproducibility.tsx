import { useDocument, useRun } from "../store/hooks.ts";
import { formatCount, formatNumber } from "../ui/format.ts";

/** What makes results repeatable, with the fingerprint of the run on the canvas. */
export function Reproducibility() {
  const { digest, events, speed, running } = useRun((run) => ({
    digest: run.digest,
    events: run.events,
    speed: run.speed,
    running: run.status === "running",
  }));
  const { name, run } = useDocument();
  return (
    <>
      <p>
        The same file, seed and version of the engine give the same results to the last bit, in
        every browser and in the <code>brownout</code> command. The engine uses only arithmetic that
        is exact everywhere, each entity draws from its own seeded stream of random numbers, and no
        clock is read. The digest is a fingerprint of all simulated results: two runs with equal
        digests were equal.
      </p>
      <dl className="val-facts">
        <div>
          <dt>Run on the canvas</dt>
          <dd>
            {name}, seed {run.seed ?? 1}
          </dd>
        </div>
        <div>
          <dt>Digest</dt>
          <dd>{digest === null ? "Shown once the run has ended." : <code>{digest}</code>}</dd>
        </div>
        {events > 0 ? (
          <div>
            <dt>Events so far</dt>
            <dd className="ui-num">{formatCount(events)}</dd>
          </div>
        ) : null}
        {running && speed > 0 ? (
          <div>
            <dt>Speed</dt>
            <dd className="ui-num">{formatNumber(speed)} times real time, measured in this tab</dd>
          </div>
        ) : null}
      </dl>
    </>
  );
}
