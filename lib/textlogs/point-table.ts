/** Points by tag, as a reader of a text log collects them between two looks at the file. */
import type { TagPoints } from "../core/log-reader.ts";
import { SeriesBuilder } from "../core/series-builder.ts";

/** With more tags than this, room that is kept for each of them would outweigh their points. */
const MOST_TAGS_KEPT = 1000;

export class PointTable {
  private readonly byTag = new Map<string, SeriesBuilder>();

  /** Appends one point. Text has no precision of its own: a column stays 32-bit only while that is exact. */
  push(tag: string, step: number, wallTime: number, value: number): void {
    let series = this.byTag.get(tag);
    if (series === undefined) {
      series = new SeriesBuilder();
      this.byTag.set(tag, series);
    }
    series.push(step, wallTime, value, false);
  }

  /** The tags that got points since the last `clear`, in order of first appearance. Their columns are only lent. */
  pending(): readonly TagPoints[] {
    const pending: TagPoints[] = [];
    for (const [tag, series] of this.byTag) if (series.length > 0) pending.push({ tag, series });
    return pending;
  }

  clear(): void {
    if (this.byTag.size > MOST_TAGS_KEPT) this.byTag.clear();
    else for (const series of this.byTag.values()) series.clear();
  }
}
