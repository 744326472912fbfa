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

import { AuthService } from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { GroupMembers } from '../store';

/** Who belongs to which group, as the catalog says at this moment: what a token says is as old as its sign-in. */
export class Membership {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;

  constructor(options: { auth: AuthService; catalog: CatalogService }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
  }

  /** Whether this person is one of these owners, or a member of one. */
  async isOneOf(
    personRef: string,
    ownerRefs: readonly string[],
  ): Promise<boolean> {
    const owners = ownerRefs.map(lower);
    if (owners.includes(lower(personRef))) {
      return true;
    }
    const person = await this.#catalog.getEntityByRef(personRef, {
      credentials: await this.#auth.getOwnServiceCredentials(),
    });
    return (person?.relations ?? []).some(
      relation =>
        relation.type === RELATION_MEMBER_OF &&
        owners.includes(lower(relation.targetRef)),
    );
  }

  /** The groups that a person belongs to, as full entity refs. */
  async groupsOf(personRef: string): Promise<string[]> {
    const person = await this.#catalog.getEntityByRef(personRef, {
      credentials: await this.#auth.getOwnServiceCredentials(),
    });
    return (person?.relations ?? [])
      .filter(({ type }) => type === RELATION_MEMBER_OF)
      .map(({ targetRef }) => targetRef);
  }

  /** Members of a group, not more than `limit`; of a person, that person. */
  async someOf(ownerRef: string, limit: number): Promise<string[]> {
    return isPerson(ownerRef) ? [ownerRef] : this.#membersOf(ownerRef, limit);
  }

  /** All members of these groups; people are none. */
  async allOf(ownerRefs: readonly string[]): Promise<GroupMembers[]> {
    const groups = [...new Set(ownerRefs)].filter(ref => !isPerson(ref));
    return Promise.all(
      groups.map(async groupRef => ({
        groupRef,
        people: await this.#membersOf(groupRef),
      })),
    );
  }

  async #membersOf(groupRef: string, limit?: number): Promise<string[]> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const { items } = await this.#catalog.getEntities(
      {
        filter: {
          kind: 'User',
          [`relations.${RELATION_MEMBER_OF}`]: lower(groupRef),
        },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        limit,
      },
      { credentials },
    );
    return items.map(user => stringifyEntityRef(user));
  }
}

function isPerson(ref: string): boolean {
  return lower(parseEntityRef(ref).kind) === 'user';
}

/** Entity refs are the same in any case. */
export function samePerson(one: string, other: string): boolean {
  return lower(one) === lower(other);
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
