import {
  Page,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { Store } from '../store';

const MOST = 200;

/** What happened, a page at a time. */
export class Timelines {
  readonly #store: Pick<Store, 'transaction' | 'timeline'>;

  constructor(store: Pick<Store, 'transaction' | 'timeline'>) {
    this.#store = store;
  }

  /** The cursor is the id of the last entry, to be given back as `after`. */
  async page(
    of: { requestId: string } | { shareId: string },
    after: number | undefined,
  ): Promise<Page<TimelineEntry>> {
    const entries = await this.#store.transaction(tx =>
      this.#store.timeline.list(tx, { ...of, after, limit: MOST + 1 }),
    );
    const items = entries.slice(0, MOST);
    return {
      items,
      ...(entries.length > MOST && {
        nextCursor: String(items[items.length - 1].id),
      }),
    };
  }
}
