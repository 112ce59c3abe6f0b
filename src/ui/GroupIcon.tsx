import { IconMapPin, IconServer2, IconTopologyStar3, IconUsersGroup } from "@tabler/icons-react";

const ICONS = {
  team: IconUsersGroup,
  zone: IconMapPin,
  host: IconServer2,
  mesh: IconTopologyStar3,
} as const;

interface GroupIconProps {
  /** Kind of the group. */
  readonly kind: string;
  /** Edge length, px. */
  readonly size?: number;
}

/** Icon of a kind of group. Decoration: its name always stands beside it. */
export function GroupIcon({ kind, size = 16 }: GroupIconProps) {
  const Icon = ICONS[kind as keyof typeof ICONS] ?? IconUsersGroup;
  return <Icon size={size} stroke={1.75} aria-hidden="true" />;
}
