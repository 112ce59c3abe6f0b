// Policies whose effect is drawn, by the name of their parameter.
import type { ComponentType } from "react";
import { BreakerPicture } from "./BreakerPicture.tsx";
import { BucketPicture } from "./BucketPicture.tsx";
import { BudgetPicture } from "./BudgetPicture.tsx";
import { FallbackPicture } from "./FallbackPicture.tsx";
import { HedgePicture } from "./HedgePicture.tsx";
import type { PictureProps } from "./PictureFrame.tsx";
import { RetryPicture } from "./RetryPicture.tsx";
import { BulkheadPicture, PoolPicture } from "./SlotsPicture.tsx";

export const POLICY_PICTURES: Readonly<Record<string, ComponentType<PictureProps>>> = {
  breaker: BreakerPicture,
  budget: BudgetPicture,
  bulkhead: BulkheadPicture,
  fallback: FallbackPicture,
  hedge: HedgePicture,
  pool: PoolPicture,
  rateLimit: BucketPicture,
  retry: RetryPicture,
};
