/** Many things of which a few have their turn at a time. */

export class Turns<Key, Item> {
  private waiting: IterableIterator<[Key, Item]>;

  constructor(private readonly items: ReadonlyMap<Key, Item>) {
    this.waiting = items.entries();
  }

  /**
   * The next `most` of the items, or all when there are fewer; after the last one the first has its turn again. Whoever stops
   * early goes on there the next time. Items that come are among those behind, and ones that go are passed over.
   */
  *next(most: number): Generator<[Key, Item]> {
    for (let left = Math.min(most, this.items.size); left > 0; left--) {
      let turn = this.waiting.next();
      if (turn.done === true) {
        this.waiting = this.items.entries();
        turn = this.waiting.next();
      }
      if (turn.done === true) return;
      yield turn.value;
    }
  }
}
