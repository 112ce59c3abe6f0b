// The series of several replications as one: for each window and column the mean over the
// replications that have the value (a quantile of too few values, or a window after the end of a run
// that drained early, has none). Counts are means too: of a window one wants to see how much
// usually happens in it, and the replications stay comparable however many there are.

/** Sums of a column of a window, and how many replications have a value there. */
class Sums {
  count = 0;
  private sums = new Float64Array(0);
  private counts = new Int32Array(0);

  add(rows: Float64Array): void {
    this.count++;
    if (rows.length > this.sums.length) {
      const [sums, counts] = [new Float64Array(rows.length), new Int32Array(rows.length)];
      sums.set(this.sums);
      counts.set(this.counts);
      [this.sums, this.counts] = [sums, counts];
    }
    for (let i = 0; i < rows.length; i++) {
      const value = rows[i];
      if (Number.isNaN(value)) continue;
      this.sums[i] += value;
      this.counts[i]++;
    }
  }

  means(): Float64Array {
    return this.sums.map((sum, i) => (this.counts[i] === 0 ? Number.NaN : sum / this.counts[i]));
  }
}

/** Takes in the rows of one replication after another; those that ended early count in need only. */
export class SeriesMeans {
  private readonly whole = new Sums();
  private readonly cut = new Sums();

  add(rows: Float64Array, endedEarly: boolean): void {
    (endedEarly ? this.cut : this.whole).add(rows);
  }

  private get used(): Sums {
    return this.whole.count > 0 ? this.whole : this.cut;
  }

  /** Replications behind the means. */
  get replications(): number {
    return this.used.count;
  }

  /** Rows as the engine's, back to back; NaN where no replication has the value. */
  means(): Float64Array {
    return this.used.means();
  }
}
