// Icons of faults by the name that their definition gives.
import {
  IconAlertTriangle,
  IconBolt,
  IconCertificate,
  IconCloudOff,
  IconCompassOff,
  IconDroplet,
  IconFileBroken,
  IconHandStop,
  IconHourglass,
  IconNetwork,
  IconPackage,
  IconPlayerPause,
  IconPlayerTrackPrev,
  IconPlugConnectedX,
  IconPower,
  IconRefresh,
  IconScissors,
  IconTrendingUp,
  IconUnlink,
  IconUsers,
  IconWaveSine,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

interface IconProps {
  readonly size?: number | string;
  readonly stroke?: number | string;
}

const ICONS: Readonly<Record<string, ComponentType<IconProps>>> = {
  alert: IconAlertTriangle,
  certificate: IconCertificate,
  "cloud-off": IconCloudOff,
  "compass-off": IconCompassOff,
  contract: IconFileBroken,
  droplet: IconDroplet,
  hand: IconHandStop,
  hourglass: IconHourglass,
  loss: IconUnlink,
  network: IconNetwork,
  package: IconPackage,
  pause: IconPlayerPause,
  plug: IconPlugConnectedX,
  power: IconPower,
  rewind: IconPlayerTrackPrev,
  scissors: IconScissors,
  refresh: IconRefresh,
  "trending-up": IconTrendingUp,
  users: IconUsers,
  wave: IconWaveSine,
};

/** Decoration: the name always stands beside it. An unknown name draws the bolt of every fault. */
export function FaultIcon({ icon, size = 16 }: { readonly icon: string; readonly size?: number }) {
  const Icon = ICONS[icon] ?? IconBolt;
  return (
    <span className="ui-fault-icon" aria-hidden="true">
      <Icon size={size} stroke={1.75} />
    </span>
  );
}
