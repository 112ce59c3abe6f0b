// How many real messages are shown as particles: the ratio follows the traffic, so that a snapshot
// carries enough for the eye and never too many. No result depends on it.
import { showEvery, takeShown } from "../primitives/network.ts";
import { PARTICLE_STRIDE } from "../results/snapshot.ts";

/** Particles per snapshot between which the sampling ratio stays as it is; the page thins them out. */
const PARTICLES_LEAST = 160;
const PARTICLES_MOST = 400;

export class ParticleSampling {
  /** One in how many is shown; 0 until somebody asks. */
  private ratio = 0;

  /** To be called whenever the columns were cleared or put back. */
  begin(): void {
    showEvery(this.ratio);
  }

  /** Messages shown since the last call; the first call starts the sampling. */
  take(): { readonly values: Float64Array; readonly ratio: number } {
    const values = takeShown();
    const { ratio } = this;
    const taken = values.length / PARTICLE_STRIDE;
    if (ratio === 0) this.ratio = 1;
    else if (taken > PARTICLES_MOST) this.ratio = ratio * 2;
    else if (taken < PARTICLES_LEAST && ratio > 1) this.ratio = ratio / 2;
    if (this.ratio !== ratio) this.begin();
    return { values, ratio };
  }
}
