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
import { BasicPermission } from '@backstage/plugin-permission-common';
import { PermissionsService } from '@backstage/backend-plugin-api';
import {
  databaseAccessOrphanDecidePermission,
  databaseAccessOrphanReadPermission,
  NewOrphanProposal,
  Orphan,
  OrphanRef,
  Page,
} from '@towpath/backstage-plugin-database-access-common';
import { notInPerson, Orphans, Person } from '../requests';
import { AuthorizedShares } from './AuthorizedShares';
import { authorize } from './authorize';

/** Objects that nobody claims, for those who answer for the portal. */
export class AuthorizedOrphans {
  readonly #orphans: Orphans;
  readonly #permissions: PermissionsService;
  readonly #shares: Pick<AuthorizedShares, 'sees'>;

  constructor(options: {
    orphans: Orphans;
    permissions: PermissionsService;
    shares: Pick<AuthorizedShares, 'sees'>;
  }) {
    this.#shares = options.shares;
    this.#orphans = options.orphans;
    this.#permissions = options.permissions;
  }

  async list(person: Person): Promise<Page<Orphan>> {
    await this.#demand(person, databaseAccessOrphanReadPermission);
    const orphans = await this.#orphans.list();
    return {
      items: await Promise.all(
        orphans.map(orphan => this.#view(person, orphan)),
      ),
    };
  }

  async propose(person: Person, proposal: NewOrphanProposal): Promise<Orphan> {
    await this.#demandDecider(person);
    return this.#view(person, await this.#orphans.propose(person, proposal));
  }

  async confirm(person: Person, ref: OrphanRef): Promise<Orphan> {
    await this.#demandDecider(person);
    return this.#view(person, await this.#orphans.confirm(person, ref));
  }

  /** Of the accesses that miss it, those that they may see. */
  async #view(person: Person, orphan: Orphan): Promise<Orphan> {
    const shares: Orphan['adoption']['shares'] = [];
    for (const share of orphan.adoption.shares) {
      if (await this.#shares.sees(person, share.shareId)) {
        shares.push(share);
      }
    }
    return { ...orphan, adoption: { ...orphan.adoption, shares } };
  }

  async #demandDecider(person: Person): Promise<void> {
    await this.#demand(person, databaseAccessOrphanDecidePermission);
    if (person.via) {
      throw notInPerson(person);
    }
  }

  #demand(person: Person, permission: BasicPermission): Promise<void> {
    return authorize(this.#permissions, permission, person.credentials);
  }
}
