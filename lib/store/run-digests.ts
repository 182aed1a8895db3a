/** The summaries of a store's series, each kept up as its series grows: asking again costs what is new. */
import type { Series } from "../core/series.ts";
import { SeriesDigest, type SeriesSummary } from "../core/series-summary.ts";
import type { Store } from "./store.ts";

export class RunDigests {
  private readonly digests = new WeakMap<Series, SeriesDigest>();

  constructor(private readonly store: Store) {}

  /** Of every run with points of `tag`, in the store's order, its id and summary. */
  of(tag: string): { readonly run: string; readonly summary: SeriesSummary }[] {
    return this.store.runs().flatMap((run) => {
      const series = run.series(tag);
      const summary = series === null ? null : this.digestOf(series).summary();
      return summary === null ? [] : [{ run: run.id, summary }];
    });
  }

  private digestOf(series: Series): SeriesDigest {
    let digest = this.digests.get(series);
    if (digest === undefined) {
      digest = new SeriesDigest(series);
      this.digests.set(series, digest);
    }
    return digest;
  }
}
