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

import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { mapTexts } from './mapTexts';

/** By itself, for example in an ARN or a sentence; neither the end of a UUID nor part of a name. */
const ALONE = /(?<![\w-])\d{12}(?![\w-])/g;

/**
 * The same without the ids of AWS accounts: of each stay the last four digits, by which accounts are told apart.
 *
 * @param known - accounts that are masked within names, too
 */
export function maskAccountIds<T>(said: T, known: Iterable<string>): T {
  const patterns = [
    ...[...new Set(known)].map(id => new RegExp(`(?<!\\d)${id}(?!\\d)`, 'g')),
    ALONE,
  ];
  return mapTexts(said, text =>
    patterns.reduce((masked, id) => masked.replace(id, mask), text),
  );
}

/** The accounts that a plan is about. */
export function accountsIn({ network, databaseArn, objects }: Plan): string[] {
  return [
    network.accountId,
    databaseArn.split(':')[4],
    ...objects.map(({ accountId }) => accountId),
  ];
}

function mask(id: string): string {
  return `••••••••${id.slice(-4)}`;
}
