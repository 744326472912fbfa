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
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  getDatabaseArnAnnotation,
  isDatabase,
} from '@towpath/backstage-plugin-database-access-common';
import { ORIGIN } from './databaseEntity';

/** What the catalog has of resources: ours, and those that somebody else brought. */
export interface Known {
  /** Our own entities, by the ARNs that they name. */
  own: ReadonlyMap<string, Entity>;
  /** The ARNs that entities of others name. */
  claimedArns: ReadonlySet<string>;
  /** The refs of all other resources: names that are taken. */
  takenRefs: ReadonlySet<string>;
}

/** What the catalog says on its topic of conflicts. */
interface Conflict {
  unprocessedEntity: Entity;
  entityRef: string;
  existingLocationKey?: string;
}

/** The resources of the catalog, and those that wait because ours has their name. */
export class CatalogView {
  /** On it the catalog says that an entity did not come in because another has its name. */
  static readonly CONFLICTS_TOPIC = 'experimental.catalog.conflict';

  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  /** What people wrote and the catalog did not take because ours was there first, by its ref. */
  readonly #waiting = new Map<string, Entity>();

  constructor(options: { auth: AuthService; catalog: CatalogService }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
  }

  async look(): Promise<Known> {
    const own = new Map<string, Entity>();
    const others: Entity[] = [...this.#waiting.values()];
    const pages = this.#catalog.streamEntities(
      { filter: { kind: 'Resource' } },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    for await (const page of pages) {
      for (const entity of page) {
        const arn = arnOf(entity);
        if (arn && isOwn(entity)) {
          own.set(arn, entity);
        } else {
          // It has come in.
          this.#waiting.delete(stringifyEntityRef(entity));
          others.push(entity);
        }
      }
    }
    return {
      own,
      claimedArns: new Set(
        others.filter(isDatabase).flatMap(entity => arnOf(entity) ?? []),
      ),
      takenRefs: new Set(others.map(entity => stringifyEntityRef(entity))),
    };
  }

  /**
   * Hears what the catalog says on its topic of conflicts.
   *
   * @returns whether ours has to make room
   */
  hearConflict(payload: unknown): boolean {
    const { unprocessedEntity, entityRef, existingLocationKey } =
      payload as Conflict;
    if (existingLocationKey !== ORIGIN || this.#waiting.has(entityRef)) {
      return false;
    }
    this.#waiting.set(entityRef, unprocessedEntity);
    return true;
  }
}

function isOwn({ metadata }: Entity): boolean {
  return metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION] === ORIGIN;
}

/** RDS keeps identifiers in lower case, so two spellings are one database. */
function arnOf(entity: Entity): string | undefined {
  return getDatabaseArnAnnotation(entity)?.toLocaleLowerCase('en-US');
}
