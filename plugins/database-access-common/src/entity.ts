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
  DEFAULT_NAMESPACE,
  Entity,
  parseEntityRef,
} from '@backstage/catalog-model';

/**
 * The annotations that may name a database's RDS ARN, the preferred one first. The first is written by the AWS catalog
 * plugins, the others by community catalog providers.
 *
 * @public
 */
export const DATABASE_ARN_ANNOTATIONS = [
  'aws.amazon.com/arn',
  'amazon.com/rds-instance-arn',
  'amazon.com/rds-cluster-arn',
] as const;

/**
 * The `spec.type`s of a catalog Resource that is a database.
 *
 * @public
 */
export const DATABASE_TYPES = [
  'database',
  'rds-instance',
  'rds-dbinstance',
  'rds-dbcluster',
] as const;

/**
 * Whether this catalog entity is a database, with or without an ARN.
 *
 * @public
 */
export function isDatabase(entity: Entity): boolean {
  const type = entity.spec?.type;
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'resource' &&
    typeof type === 'string' &&
    (DATABASE_TYPES as readonly string[]).includes(
      type.toLocaleLowerCase('en-US'),
    )
  );
}

/**
 * What the entity's annotation says its RDS ARN is. It proves nothing: anyone can register an entity with any ARN.
 *
 * @public
 */
export function getDatabaseArnAnnotation(entity: Entity): string | undefined {
  for (const annotation of DATABASE_ARN_ANNOTATIONS) {
    const value = entity.metadata.annotations?.[annotation]?.trim();
    if (value) {
      return value;
    }
  }
  return undefined;
}

/**
 * Takes the entity ref of a database apart. Kind and namespace may be left out: `orders-postgres` is
 * `resource:default/orders-postgres`.
 *
 * @returns undefined if it is no entity ref, or not that of a Resource
 * @public
 */
export function parseDatabaseRef(
  ref: string,
): { namespace: string; name: string } | undefined {
  try {
    const { kind, namespace, name } = parseEntityRef(ref, {
      defaultKind: 'Resource',
      defaultNamespace: DEFAULT_NAMESPACE,
    });
    return kind.toLocaleLowerCase('en-US') === 'resource'
      ? { namespace, name }
      : undefined;
  } catch {
    return undefined;
  }
}
