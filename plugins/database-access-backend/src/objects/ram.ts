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
  paginateGetResourceShareAssociations,
  RAMClient,
  ResourceShareAssociation,
  ResourceShareAssociationType,
} from '@aws-sdk/client-ram';
import type { StatusWords } from './assessStatus';
import { awsCodeOf, isNotFound } from './awsAnswers';

/** The status words of associations of resources and principals. */
export const ASSOCIATION_STATUS: StatusWords = {
  ready: ['ASSOCIATED'],
  pending: ['ASSOCIATING', 'DISASSOCIATING', 'RESTORING'],
  broken: ['FAILED', 'SUSPENDED', 'SUSPENDING'],
  gone: ['DISASSOCIATED'],
};

/** RAM's pages may be empty with more behind them, which the SDK's paginators know. */
export async function* associationsOf(
  ram: RAMClient,
  query: {
    associationType: ResourceShareAssociationType;
    resourceShareArns?: string[];
    principal?: string;
  },
): AsyncIterable<ResourceShareAssociation> {
  const pages = paginateGetResourceShareAssociations(
    { client: ram, pageSize: 500 },
    query,
  );
  try {
    for await (const page of pages) {
      yield* page.resourceShareAssociations ?? [];
    }
  } catch (error) {
    // A share that is gone has no associations.
    if (!isNotFound(awsCodeOf(error))) {
      throw error;
    }
  }
}
