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
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
  makeValidator,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  DATABASE_ARN_ANNOTATIONS,
  InventoryDatabase,
} from '@towpath/backstage-plugin-database-access-common';

/** Where our entities come from, as the catalog writes it. */
export const ORIGIN = 'database-access:inventory';

const valid = makeValidator();

const ENVIRONMENT_LABEL = 'environment';

/** The entity of a database. What the catalog would refuse of its tags is left out. */
export function databaseEntity(
  database: InventoryDatabase,
  place: { name: string; namespace: string; owner: string },
): Entity {
  const { accountId, region } = database;
  const system = systemOf(database);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: place.name,
      namespace: place.namespace,
      title: database.identifier,
      description: descriptionOf(database),
      annotations: {
        [ANNOTATION_LOCATION]: ORIGIN,
        [ANNOTATION_ORIGIN_LOCATION]: ORIGIN,
        ...arnAnnotations(database),
        'amazon.com/account-id': accountId,
        'aws.amazon.com/region': region,
      },
      labels: labelsOf(database),
      tags: tagsOf(database),
    },
    spec: {
      type: 'database',
      owner: place.owner,
      ...(system && { system }),
    },
  };
}

/** The annotation of the AWS plugins, and that of the community's, so that their pages work, too. */
function arnAnnotations({ arn, kind }: InventoryDatabase) {
  const [ofAws, ofInstance, ofCluster] = DATABASE_ARN_ANNOTATIONS;
  return { [ofAws]: arn, [kind === 'instance' ? ofInstance : ofCluster]: arn };
}

function descriptionOf(database: InventoryDatabase): string {
  const { accountName, accountId, engine, region } = database;
  return (
    database.description ??
    `${engine} in account ${accountName} (${accountId}), ${region}`
  );
}

function labelsOf(database: InventoryDatabase): Record<string, string> {
  const { accountId, environment, region, tags } = database;
  const wanted = {
    ...tags,
    ...(environment !== undefined && { [ENVIRONMENT_LABEL]: environment }),
    'aws.amazon.com/account-id': accountId,
    'aws.amazon.com/region': region,
  };
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) =>
        valid.isValidLabelKey(key) && valid.isValidLabelValue(value),
    ),
  );
}

function tagsOf(database: InventoryDatabase): string[] {
  const { catalogTags, engine, environment } = database;
  const wanted = [...catalogTags, ...(environment ? [environment] : []), engine]
    .map(tag => tag.toLocaleLowerCase('en-US'))
    .filter(tag => valid.isValidTag(tag));
  return [...new Set(wanted)];
}

/** @returns undefined for a tag that names no system */
function systemOf({ system }: InventoryDatabase): string | undefined {
  try {
    const ref = parseEntityRef(system ?? '', {
      defaultKind: 'system',
      defaultNamespace: 'default',
    });
    return ref.kind.toLocaleLowerCase('en-US') === 'system' &&
      valid.isValidEntityName(ref.name) &&
      valid.isValidNamespace(ref.namespace)
      ? stringifyEntityRef(ref)
      : undefined;
  } catch {
    return undefined;
  }
}
