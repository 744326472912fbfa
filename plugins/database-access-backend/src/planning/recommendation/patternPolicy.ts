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

import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import {
  AccessPolicyConfig,
  DEFAULT_CLASSIFICATION_TAG,
  DEFAULT_ENVIRONMENT_TAG,
  PatternScope,
  PatternsConfig,
} from '../../config';
import { Situation } from './Situation';

/** What a rule of config may look at. */
export interface PolicyPlace {
  database: {
    environment?: string;
    accountId: string;
    organizationalUnit?: string;
    tags: Readonly<Record<string, string>>;
  };
  network: { accountId: string; organizationalUnit?: string };
  sameOrganization: boolean;
}

/** What people decided for this place. */
export function patternPolicy(
  config: PatternsConfig | undefined,
  place: PolicyPlace,
): Pick<Situation, 'forbidden' | 'preferred'> {
  const fitting = (config?.rules ?? []).filter(rule => fits(rule.when, place));
  const forbidden = new Map<Pattern, string>();
  for (const { forbid, because } of fitting) {
    for (const pattern of forbid.filter(each => !forbidden.has(each))) {
      forbidden.set(pattern, because);
    }
  }
  const preferring = fitting.find(({ prefer }) => prefer !== undefined);
  return {
    forbidden,
    ...(preferring && {
      preferred: {
        pattern: preferring.prefer!,
        because: preferring.because,
      },
    }),
  };
}

/** Everything that a rule asks for must fit. */
function fits(
  { database, network, outsideOrganization }: PatternScope,
  place: PolicyPlace,
): boolean {
  return (
    (!outsideOrganization || !place.sameOrganization) &&
    isOneOf(database.environments, place.database.environment) &&
    isOneOf(database.accounts, place.database.accountId) &&
    isOneOf(database.organizationalUnits, place.database.organizationalUnit) &&
    isOneOf(network.accounts, place.network.accountId) &&
    isOneOf(network.organizationalUnits, place.network.organizationalUnit) &&
    Object.entries(database.tags ?? {}).every(
      ([key, value]) => place.database.tags[key] === value,
    )
  );
}

function isOneOf(
  wanted: readonly string[] | undefined,
  value: string | undefined,
): boolean {
  return (
    wanted === undefined || (value !== undefined && wanted.includes(value))
  );
}

/**
 * The AWS tags of a database that rules of config look at, and those that policies of modules do. Its environment and the
 * class of its data are among them without config, too: policies of modules, pages and deciders go by them.
 */
export function tagsOfInterest(
  patterns: PatternsConfig | undefined,
  policy?: AccessPolicyConfig,
): readonly string[] {
  const asked = [...(patterns?.rules ?? []), ...(policy?.rules ?? [])].flatMap(
    ({ when }) => Object.keys(when.database.tags ?? {}),
  );
  return [
    ...new Set([
      patterns?.environmentTag ?? DEFAULT_ENVIRONMENT_TAG,
      policy?.classificationTag ?? DEFAULT_CLASSIFICATION_TAG,
      ...(policy?.tags ?? []),
      ...asked,
    ]),
  ].sort();
}
