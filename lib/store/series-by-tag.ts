/** The series of one file by tag: a map that takes next to nothing while a file has a tag or two, as most files of large sweeps have. */
import type { SeriesBuilder } from "../core/series-builder.ts";

/** With more tags than this, looking through a list costs more than a map does. */
const MOST_LISTED = 8;

/** Tags in order of first appearance. */
export class SeriesByTag {
  private tags: string[] = [];
  private columns: SeriesBuilder[] = [];
  private index: Map<string, number> | null = null;

  get(tag: string): SeriesBuilder | undefined {
    const at = this.index === null ? this.tags.indexOf(tag) : (this.index.get(tag) ?? -1);
    return at < 0 ? undefined : this.columns[at];
  }

  /** Adds a tag that is not there yet. */
  add(tag: string, series: SeriesBuilder): void {
    this.index?.set(tag, this.tags.length);
    // Neither pushed nor spread: lists that grow keep room for seventeen.
    if (this.index === null) {
      this.tags = this.tags.concat(tag);
      this.columns = this.columns.concat(series);
      if (this.tags.length > MOST_LISTED) this.index = new Map(this.tags.map((one, at) => [one, at]));
    } else {
      this.tags.push(tag);
      this.columns.push(series);
    }
  }

  keys(): readonly string[] {
    return this.tags;
  }

  values(): readonly SeriesBuilder[] {
    return this.columns;
  }

  entries(): (readonly [string, SeriesBuilder])[] {
    return this.tags.map((tag, at) => [tag, this.columns[at]] as const);
  }
}
