// What a field for a distribution needs to draw it: the store is the page's door to core/distributions.
export {
  DISTRIBUTION_TYPES,
  type DistributionSpec,
  densityOf,
  distributionFields,
  type Moments,
  momentsOf,
  parseDistribution,
  quantileOf,
} from "../../simulation/core/distributions.ts";
