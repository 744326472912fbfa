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

import { HopCause, HopCheck } from './shares';

/**
 * What a connection needs, in the order in which it fails: `trust`, that one account lets the other in; `iam`, what roles
 * and logins may; `network`, that packets pass; `dns`, that the name leads to the right address; `tls`, that the certificate
 * fits the name; `database`, that it answers.
 *
 * @public
 */
export type DiagnosisLayer =
  | 'trust'
  | 'iam'
  | 'network'
  | 'dns'
  | 'tls'
  | 'database';

/**
 * All of them, in their order.
 *
 * @public
 */
export const DIAGNOSIS_LAYERS: readonly DiagnosisLayer[] = [
  'trust',
  'iam',
  'network',
  'dns',
  'tls',
  'database',
];

/**
 * What a diagnosis comes to: `found`, something that was read explains it; `partly`, something that was read explains some
 * failures; `unreadable`, nothing that was read is wrong, and something could not be read; `elsewhere`, all that can be read
 * is well, so that the cause is where the portal cannot look; `over`, the access has ended; `not-yet`, it is not built.
 *
 * @public
 */
export type DiagnosisVerdict =
  | 'found'
  | 'partly'
  | 'unreadable'
  | 'elsewhere'
  | 'over'
  | 'not-yet';

/**
 * Something that was read and is not as it should be.
 *
 * @public
 */
export interface DiagnosedCause {
  layer: DiagnosisLayer;
  /** Where on the path. */
  hop: string;
  cause: HopCause;
  /** Whether it alone keeps connections from being made: of all of them, of some, of none, or nobody knows. */
  stops: 'all' | 'some' | 'none' | 'unknown';
  /** One sentence, which names account and object. */
  sentence: string;
  fix?: string;
  check?: HopCheck;
  readAt?: string;
}

/**
 * Something that was read and is well.
 *
 * @public
 */
export interface RuledOut {
  layer: DiagnosisLayer;
  /** One sentence without the time. */
  sentence: string;
  /** ISO 8601, UTC: when the oldest part of it was read. */
  readAt?: string;
}

/**
 * What stands with the client, where the portal cannot look.
 *
 * @public
 */
export interface ClientCause {
  id: string;
  layer: DiagnosisLayer;
  /** What it would be, and how it shows. */
  sentence: string;
  fix: string;
  /** To be run where the client is, with what it says to expect. */
  command: string;
  /** The error that was seen points here. */
  fitsError: boolean;
}

/**
 * What an error text says.
 *
 * @public
 */
export interface UnderstoodError {
  /** As it was given, without what looks like a secret. */
  text: string;
  /** Absent: it is none of the known ones. */
  layer?: DiagnosisLayer;
  /** One sentence. */
  means?: string;
  /** It can only come from the database, so that the whole path was open when it came. */
  fromDatabase: boolean;
}

/**
 * Why a share does not connect, as far as it can be known from here.
 *
 * @public
 */
export interface Diagnosis {
  shareId: string;
  /** ISO 8601, UTC: when it was made. Nothing is asked of AWS for it. */
  at: string;
  verdict: DiagnosisVerdict;
  /** The most probable cause, one sentence. */
  conclusion: string;
  /** Where the most probable cause lies; absent if nothing points anywhere. */
  layer?: DiagnosisLayer;
  /** What to do about it. */
  fix?: string;
  check?: HopCheck;
  /** All that is not as it should be, the most probable first. */
  causes: DiagnosedCause[];
  ruledOut: RuledOut[];
  /** Those that fit the error first. */
  clientCauses: ClientCause[];
  error?: UnderstoodError;
  /** Markdown for a ticket: ids, states, AWS's words, times, and no secret. */
  bundle: string;
}

/** What follows one of these words is a secret. */
const SECRETS: ReadonlyArray<readonly [RegExp, string]> = [
  // postgresql://user:password@host
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:)[^\s@]+(@)/gi, '$1[secret]$2'],
  [
    /(["']?\b(?:password|passwd|pwd|pgpassword|mysql_pwd|secret|token|externalid|secretaccesskey|sessiontoken|x-amz-(?:signature|security-token|credential))["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s&,;]+)/gi,
    '$1[secret]',
  ],
  [/\b(?:ASIA|AKIA)[A-Z0-9]{8,}\b/g, '[secret]'],
  [/\bBearer\s+\S+/gi, 'Bearer [secret]'],
  [/\beyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)*/g, '[secret]'],
];

/**
 * A text that somebody pastes, without what looks like a password, a key or a token: before it leaves the browser, and
 * before it is written anywhere.
 *
 * @public
 */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce(
    (kept, [secret, instead]) => kept.replace(secret, instead),
    text,
  );
}
