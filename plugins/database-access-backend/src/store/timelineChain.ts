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

import { createHash } from 'crypto';
import { TimelineDetails } from '@towpath/backstage-plugin-database-access-common';
import { canonicalJson } from '../canonicalJson';

/** What a row of the timeline says, and everything that its hash is made of but its place. */
export interface KeptEntry {
  requestId: string;
  /** ISO 8601, UTC. */
  at: string;
  actor: string;
  kind: string;
  message: string;
  shareId?: string;
  objectKey?: string;
  awsRequestId?: string;
  planDigest?: string;
  details?: TimelineDetails;
}

/** A row in its place: whoever changes, removes or moves one changes every hash after it. */
export interface ChainedEntry extends KeptEntry {
  /** 1, 2, 3 … within the request. */
  sequence: number;
  /** Of the row before it; zeros for the first. */
  previousHash: string;
  /** SHA-256 of all else, as canonical JSON (RFC 8785). */
  hash: string;
}

/** How far the rows of a request have come. */
export interface ChainHead {
  /** How many there are. */
  sequence: number;
  /** Of the last of them. */
  hash: string;
}

/** Where every chain begins. */
export const BEFORE_THE_FIRST: ChainHead = {
  sequence: 0,
  hash: '0'.repeat(64),
};

/** Puts an entry behind the last one of its request. */
export function chainAfter(head: ChainHead, entry: KeptEntry): ChainedEntry {
  const placed = {
    ...entry,
    sequence: head.sequence + 1,
    previousHash: head.hash,
  };
  const hash = createHash('sha256').update(canonicalJson(placed)).digest('hex');
  return { ...placed, hash };
}

/** A text without half characters, which no database can keep and no hash be made of. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The same of all texts in it. What is undefined is left out. */
export function wellFormedDetails(details: TimelineDetails): TimelineDetails {
  return JSON.parse(
    JSON.stringify(details, (_key, value) =>
      typeof value === 'string' ? wellFormed(value) : value,
    ),
  );
}
