import type { KindDefinition, ParamSet } from "../../../simulation/kinds/define.ts";
import { PICTURE_WIDTH, PictureFrame, shortDuration, Words } from "./PictureFrame.tsx";
import { pauseBefore, type Redeliveries, redeliveriesOf } from "./redeliveries.ts";

interface RedeliveryPictureProps {
  readonly broker: KindDefinition;
  readonly brokerValues: Readonly<Record<string, unknown>>;
  readonly edge: Readonly<Record<string, unknown>>;
  readonly params: ParamSet;
}

/** More deliveries than these are told in words. */
const MOST_DRAWN = 5;
const HEIGHT = 40;
const BOX_PX = 20;
const MIDDLE = 25;

/** The deliveries of a message that fails every time, evenly spaced, and what comes in between. */
export function RedeliveryPicture({ broker, brokerValues, edge, params }: RedeliveryPictureProps) {
  const plan = redeliveriesOf(broker, brokerValues, params, edge);
  if (!plan) return null;
  const drawn = Math.min(plan.most ?? MOST_DRAWN, MOST_DRAWN);
  const isCut = plan.most === null || plan.most > drawn;
  const step = (PICTURE_WIDTH - BOX_PX - (isCut ? 16 : 4)) / Math.max(1, drawn - 1 || 1);
  const at = (delivery: number): number => 2 + (delivery - 1) * step;
  return (
    <PictureFrame height={HEIGHT} text={sentence(plan)}>
      {Array.from({ length: drawn }, (_, index) => {
        const delivery = index + 1;
        const x = at(delivery);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: deliveries are told apart by their number
          <g key={index} className="insp-retry-box" data-made>
            {index > 0 ? (
              <>
                <rect
                  className="insp-retry-pause"
                  x={at(index) + BOX_PX + 2}
                  y={MIDDLE - 3}
                  width={Math.max(0, step - BOX_PX - 4)}
                  height="6"
                  rx="2"
                />
                <Words x={(at(index) + BOX_PX + x) / 2} y={13} anchor="middle">
                  {shortDuration(pauseBefore(plan, delivery))}
                </Words>
              </>
            ) : null}
            <rect
              className="insp-retry-attempt"
              {...{ x }}
              y={MIDDLE - 10}
              width={BOX_PX}
              height="20"
              rx="3"
            />
            <text
              className="insp-retry-number"
              x={x + BOX_PX / 2}
              y={MIDDLE + 4}
              textAnchor="middle"
            >
              {delivery}
            </text>
          </g>
        );
      })}
      {isCut ? (
        <Words x={PICTURE_WIDTH - 2} y={MIDDLE + 4} anchor="end">
          …
        </Words>
      ) : null}
    </PictureFrame>
  );
}

function sentence(plan: Redeliveries): string {
  const { most, end } = plan;
  if (most === 1) return `A message that fails is delivered once: ${end}.`;
  const first = shortDuration(pauseBefore(plan, 2));
  const when = pauseBefore(plan, 2) === 0 ? "at once" : `after ${first}`;
  const deliveries = `${most?.toLocaleString("en-US")} deliveries`;
  return most === null
    ? `A message that fails comes back ${when}, again and again.`
    : `A message that fails comes back ${when}; after ${deliveries}: ${end}.`;
}
