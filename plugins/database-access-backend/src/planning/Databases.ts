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

import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  CompoundEntityRef,
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  DATABASE_ARN_ANNOTATIONS,
  DatabaseArn,
  DatabaseDetails,
  ERROR_CODES,
  getDatabaseArnAnnotation,
  isDatabase,
  parseDatabaseArn,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessConfig, toOwnerRef } from '../config';
import {
  DatabaseClaim,
  databaseFindings,
  ownerNamedBy,
} from './databaseFindings';
import { DatabaseReader } from './DatabaseReader';
import { withCode } from './withCode';

/** A database of the catalog, and what only the backend needs of it. */
export interface ObservedDatabase {
  details: DatabaseDetails;
  /** Whose it is; absent while AWS does not say. */
  ownerRef?: string;
  /** Of the entity, which proves nothing. */
  labels: Readonly<Record<string, string>>;
  /** Full entity ref of the system that the entity is part of. */
  system?: string;
}

/** The databases of the catalog, with what AWS says of them. */
export class Databases {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  readonly #config: DatabaseAccessConfig;
  readonly #reader: DatabaseReader;

  constructor(options: {
    auth: AuthService;
    catalog: CatalogService;
    config: DatabaseAccessConfig;
    reader: DatabaseReader;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#config = options.config;
    this.#reader = options.reader;
  }

  /**
   * @throws NotFoundError if these credentials do not see such an entity
   * @throws InputError if the entity does not say which database it means
   */
  async describe(
    name: { namespace: string; name: string },
    options: { credentials: BackstageCredentials },
  ): Promise<DatabaseDetails> {
    return (await this.observe(name, options)).details;
  }

  /**
   * The same, and whose it is: the group or person that AWS or config names, whatever the entity says.
   *
   * @throws as `describe`
   */
  async observe(
    name: { namespace: string; name: string },
    options: { credentials: BackstageCredentials },
  ): Promise<ObservedDatabase> {
    const { credentials } = options;
    const entity = await this.#entity({ kind: 'Resource', ...name }, options);
    const arn = arnOf(entity);
    const [rivals, observation] = await Promise.all([
      this.#rivals(entity, arn, credentials),
      this.#reader.read(arn),
    ]);
    const claim: DatabaseClaim = {
      entityRef: stringifyEntityRef(entity),
      owner: ownerOf(entity),
      rivals,
    };
    const account = this.#config.accounts.get(arn.accountId);
    const facts = observation.reading?.facts;
    return {
      ownerRef: facts && account && ownerNamedBy(facts, account).owner,
      labels: entity.metadata.labels ?? {},
      system: systemOf(entity),
      details: {
        entityRef: claim.entityRef,
        arn: arn.arn,
        accountId: arn.accountId,
        accountName: account?.name ?? arn.accountId,
        region: arn.region,
        reading: observation.reading,
        findings: databaseFindings({ claim, observation, account }),
      },
    };
  }

  /**
   * Which database an entity names, as RDS spells it.
   *
   * @throws as `describe`
   */
  async arnOf(
    name: { namespace: string; name: string },
    options: { credentials: BackstageCredentials },
  ): Promise<string> {
    return arnOf(await this.#entity({ kind: 'Resource', ...name }, options))
      .arn;
  }

  /**
   * Whose a database is at this moment: what AWS or config says, where the one entity that names the database agrees.
   * That nothing new may be asked for does not matter here.
   *
   * @returns undefined while AWS is not read, or nobody is beyond doubt; whoever was known before is no worse then
   */
  async ownerOf(databaseArn: string): Promise<string | undefined> {
    const arn = parseDatabaseArn(databaseArn);
    const account = arn && this.#config.accounts.get(arn.accountId);
    if (!account) {
      return undefined;
    }
    const [entities, { reading }] = await Promise.all([
      this.#naming(arn),
      this.#reader.read(arn),
    ]);
    if (entities.length !== 1 || !reading || reading.stale) {
      return undefined;
    }
    const { owner } = ownerNamedBy(reading.facts, account);
    return owner === ownerOf(entities[0]) ? owner : undefined;
  }

  /** Whether an entity of the catalog names it. */
  async isInCatalog(databaseArn: string): Promise<boolean> {
    const arn = parseDatabaseArn(databaseArn);
    return arn !== undefined && (await this.#naming(arn)).length > 0;
  }

  async #entity(
    ref: CompoundEntityRef,
    options: { credentials: BackstageCredentials },
  ): Promise<Entity> {
    const entity = await this.#catalog.getEntityByRef(ref, options);
    if (!entity) {
      throw withCode(
        new NotFoundError(`No entity ${stringifyEntityRef(ref)}`),
        ERROR_CODES.databaseNotFound,
      );
    }
    return entity;
  }

  async #rivals(
    entity: Entity,
    arn: DatabaseArn,
    credentials: BackstageCredentials,
  ): Promise<DatabaseClaim['rivals']> {
    const own = stringifyEntityRef(entity);
    const refs = (await this.#naming(arn))
      .map(item => stringifyEntityRef(item))
      .filter(ref => ref !== own);
    if (refs.length === 0) {
      return { count: 0, visibleRefs: [] };
    }
    const visible = await this.#catalog.getEntitiesByRefs(
      { entityRefs: refs },
      { credentials },
    );
    return {
      count: refs.length,
      visibleRefs: refs.filter((_, index) => visible.items[index]),
    };
  }

  /** Asked in the portal's own name: an entity that the caller may not see is a rival all the same. */
  async #naming(arn: DatabaseArn): Promise<Entity[]> {
    const { items } = await this.#catalog.getEntities(
      {
        filter: DATABASE_ARN_ANNOTATIONS.map(annotation => ({
          kind: 'Resource',
          [`metadata.annotations.${annotation}`]: arn.arn,
        })),
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items.filter(item => isDatabase(item) && namedArn(item) === arn.arn);
  }
}

/** RDS keeps identifiers in lower case, so two spellings are one database. */
function namedArn(entity: Entity): string | undefined {
  return getDatabaseArnAnnotation(entity)?.toLocaleLowerCase('en-US');
}

function arnOf(entity: Entity): DatabaseArn {
  const ref = stringifyEntityRef(entity);
  if (!isDatabase(entity)) {
    throw withCode(
      new InputError(
        `${ref} is not a database: its spec.type is '${entity.spec?.type}'`,
      ),
      ERROR_CODES.notADatabase,
    );
  }
  const text = namedArn(entity);
  if (!text) {
    throw withCode(
      new InputError(
        `${ref} does not say which database it is: set the annotation ${DATABASE_ARN_ANNOTATIONS[0]}`,
      ),
      ERROR_CODES.arnMissing,
    );
  }
  const arn = parseDatabaseArn(text);
  if (!arn) {
    throw withCode(
      new InputError(
        `${ref} is annotated with '${text}', which is not the ARN of an RDS DB instance or cluster`,
      ),
      ERROR_CODES.arnInvalid,
    );
  }
  return arn;
}

function systemOf({ metadata, spec }: Entity): string | undefined {
  return typeof spec?.system === 'string'
    ? stringifyEntityRef(
        parseEntityRef(spec.system, {
          defaultKind: 'system',
          defaultNamespace: metadata.namespace,
        }),
      )
    : undefined;
}

function ownerOf(entity: Entity): string | undefined {
  const owner = entity.spec?.owner;
  return typeof owner === 'string'
    ? toOwnerRef(owner, entity.metadata.namespace)
    : undefined;
}
