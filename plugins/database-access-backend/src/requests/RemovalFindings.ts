/*
 * Copyright 2026 The Towpath Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  ConsumerNetwork,
  ERROR_CODES,
  Finding,
  parseDatabaseArn,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { warning } from '../planning';
import { Store, StoredShare, Tx } from '../store';
import { LivingShares } from './LivingShares';
import { Owners } from './Owners';
import { ShareJournal } from './ShareJournal';

/** What can be removed from under a share, and what is said then. `unknown`: nobody can tell at this moment. */
type Removed = Finding | 'there' | 'unknown';

const REMOVED = {
  [ERROR_CODES.accountRemoved]: 'account',
  [ERROR_CODES.databaseRemoved]: 'database',
  [ERROR_CODES.networkRemoved]: 'network',
} as const;

/** What tells that something was removed. */
type Code = keyof typeof REMOVED;

/**
 * What a share stands on may be removed from config or from the catalog. That ends nothing by itself: whoever is concerned is
 * told, and it is shown until it is back or the share has ended.
 */
export class RemovalFindings {
  readonly #store: Store;
  readonly #shares: LivingShares;
  readonly #owners: Owners;
  readonly #databases: { isInCatalog(databaseArn: string): Promise<boolean> };
  readonly #networks: {
    presence(network: ConsumerNetwork): Promise<'there' | 'gone' | 'unknown'>;
  };
  readonly #hasAccount: (accountId: string) => boolean;
  readonly #journal: ShareJournal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;

  constructor(options: {
    store: Store;
    shares: LivingShares;
    owners: Owners;
    databases: { isInCatalog(databaseArn: string): Promise<boolean> };
    networks: {
      presence(network: ConsumerNetwork): Promise<'there' | 'gone' | 'unknown'>;
    };
    /** Whether config has this account. */
    hasAccount: (accountId: string) => boolean;
    journal: ShareJournal;
    clock: Clock;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#owners = options.owners;
    this.#databases = options.databases;
    this.#networks = options.networks;
    this.#hasAccount = options.hasAccount;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** Looks at all that lives. What cannot be looked at stays as it was. */
  async look(signal?: AbortSignal): Promise<void> {
    for await (const share of this.#shares.allLiving()) {
      if (signal?.aborted) {
        return;
      }
      try {
        await this.#lookAt(share);
      } catch (error) {
        this.#logger.warn(
          `Nobody can tell whether what the share ${
            share.id
          } stands on was removed: ${toError(error).message}`,
        );
      }
    }
  }

  async #lookAt(share: StoredShare): Promise<void> {
    const seen: Array<[code: Code, removed: Removed]> = [
      [ERROR_CODES.accountRemoved, this.#account(share)],
      [ERROR_CODES.databaseRemoved, await this.#database(share)],
      [ERROR_CODES.networkRemoved, await this.#network(share)],
    ];
    const { known, parties } = await this.#known(share, seen);
    for (const [code, removed] of seen) {
      const isKnown = known.has(code);
      if (removed === 'unknown' || (removed === 'there') !== isKnown) {
        continue;
      }
      await this.#store.transaction(tx =>
        removed === 'there'
          ? this.#clear(tx, share, code)
          : this.#raise(tx, share, { code, finding: removed, parties }),
      );
    }
  }

  async #known(
    share: StoredShare,
    seen: ReadonlyArray<[code: string, removed: Removed]>,
  ): Promise<{ known: Set<string>; parties: string[] }> {
    const findings = await this.#store.read(tx =>
      this.#store.shareFindings.ofEach(tx, [share.id]),
    );
    const isWrong = seen.some(([, removed]) => typeof removed === 'object');
    return {
      known: new Set((findings.get(share.id) ?? []).map(({ code }) => code)),
      parties: isWrong
        ? [
            share.requesterRef,
            share.ownerRef,
            await this.#owners.ofNetworkToday(share.plan.network),
          ]
        : [],
    };
  }

  async #raise(
    tx: Tx,
    share: StoredShare,
    options: { code: Code; finding: Finding; parties: string[] },
  ): Promise<void> {
    const { code, finding, parties } = options;
    const isNew = await this.#store.shareFindings.raise(tx, share.id, {
      finding,
      at: this.#clock.now(),
    });
    if (isNew) {
      await this.#journal.note(tx, share, {
        kind: `share.${REMOVED[code]}-removed`,
        actor: 'system',
        message: `${finding.message} ${finding.remedy}`,
        tell: {
          refs: [...new Set(parties)],
          title: `Look at this access: ${share.databaseRef} from ${share.network}`,
          severity: 'high',
        },
      });
    }
  }

  async #clear(tx: Tx, share: StoredShare, code: Code): Promise<void> {
    if (await this.#store.shareFindings.clear(tx, share.id, code)) {
      await this.#journal.note(tx, share, {
        kind: `share.${REMOVED[code]}-back`,
        actor: 'system',
        message: `What was removed is back: ${
          code === ERROR_CODES.networkRemoved
            ? `the network ${share.network}`
            : share.databaseRef
        }`,
      });
    }
  }

  /** Of either side: without it nothing can be read, and only what the other side can cut can be cut. */
  #account({ databaseArn, plan }: StoredShare): Removed {
    const ids = [
      parseDatabaseArn(databaseArn)?.accountId ?? plan.database.accountId,
      plan.network.accountId,
    ];
    const gone = ids.filter(id => !this.#hasAccount(id));
    return gone.length === 0
      ? 'there'
      : warning(ERROR_CODES.accountRemoved, {
          message: `databaseAccess.accounts does not have ${gone.join(
            ' and ',
          )} any more, so this access can neither be watched nor taken away there.`,
          remedy:
            'Add the account to config again, and end the access before you remove it.',
        });
  }

  async #database({ databaseArn, databaseRef }: StoredShare): Promise<Removed> {
    return (await this.#databases.isInCatalog(databaseArn))
      ? 'there'
      : warning(ERROR_CODES.databaseRemoved, {
          message: `No entity of the catalog names ${databaseArn} any more: ${databaseRef} was removed, and this access goes on.`,
          remedy:
            'End the access if the database is not to be used any more; otherwise register it again.',
        });
  }

  async #network({ network, plan }: StoredShare): Promise<Removed> {
    const presence = await this.#networks.presence(plan.network);
    return presence === 'gone'
      ? warning(ERROR_CODES.networkRemoved, {
          message: `The network ${network} is neither in databaseAccess.networks nor declared by tags any more, and this access goes on.`,
          remedy:
            'End the access if the network is not to be used any more; otherwise declare it again.',
        })
      : presence;
  }
}
