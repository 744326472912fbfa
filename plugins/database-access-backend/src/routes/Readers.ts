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

import { PermissionsService } from '@backstage/backend-plugin-api';
import {
  databaseAccessOverviewReadPermission,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { accountsIn, maskAccountIds } from '../planning';
import { Person, samePerson } from '../requests';
import { isAllowed } from './authorize';

/** A request or share, and whose it is. */
export interface Told {
  plan: Plan;
  /** Entity refs of those who have a part in it: who asked, who owns either side, who decides. */
  parties: readonly string[];
}

/**
 * Somebody who may read a request or share. The ids of its accounts are for those who have a part in it, and for those who
 * see all lanes anyway; everybody else whom a policy lets read it sees the last digits of them.
 */
export class Reader {
  readonly person: Person;
  readonly #seesAll: boolean;

  constructor(person: Person, seesAll: boolean) {
    this.person = person;
    this.#seesAll = seesAll;
  }

  seesAccountsOf({ parties }: Pick<Told, 'parties'>): boolean {
    const { ref, ownerRefs } = this.person;
    return (
      this.#seesAll ||
      [ref, ...ownerRefs].some(own =>
        parties.some(party => samePerson(own, party)),
      )
    );
  }

  /** What is said of it, as they may see it. */
  shown<T>(told: Told, said: T): T {
    return this.seesAccountsOf(told)
      ? said
      : maskAccountIds(said, accountsIn(told.plan));
  }
}

/** Asks the permission framework once for all that one answer says. */
export class Readers {
  readonly #permissions: PermissionsService;
  readonly #platformTeam: string | undefined;

  constructor(options: {
    permissions: PermissionsService;
    /** May end any access, and has to know where. */
    platformTeam?: string;
  }) {
    this.#permissions = options.permissions;
    this.#platformTeam = options.platformTeam;
  }

  async of(person: Person): Promise<Reader> {
    const team = this.#platformTeam;
    const isOfTeam =
      team !== undefined &&
      [person.ref, ...person.ownerRefs].some(own => samePerson(own, team));
    return new Reader(
      person,
      isOfTeam ||
        (await isAllowed(
          this.#permissions,
          databaseAccessOverviewReadPermission,
          person.credentials,
        )),
    );
  }
}
