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

/**
 * The `code` beside the name of an error, and of a finding. Each is stable; the sentence is not.
 *
 * @public
 */
export const ERROR_CODES = {
  /** No such entity, or the caller may not see it. */
  databaseNotFound: 'database_not_found',
  /** The entity is not a database. */
  notADatabase: 'not_a_database',
  /** The entity names no RDS ARN. */
  arnMissing: 'arn_missing',
  /** The annotation is not the ARN of an RDS instance or cluster. */
  arnInvalid: 'arn_invalid',
  /** The ARN's account does not stand in config. */
  accountNotConfigured: 'account_not_configured',
  /** The ARN's Region is not configured for its account. */
  regionNotConfigured: 'region_not_configured',
  /** The account did not let the portal in: trust, ExternalId or permission. */
  accountRefused: 'account_refused',
  /** The account answered with another account's identity. */
  accountMismatch: 'account_mismatch',
  /** AWS could not be reached or failed. */
  awsUnavailable: 'aws_unavailable',
  /** AWS throttled. */
  awsThrottled: 'aws_throttled',
  /** The account has no such database. */
  databaseGone: 'database_gone',
  /** AWS refuses a publicly accessible database. */
  databasePublic: 'database_public',
  /** The database lacks the tag `database-access:shareable=true`. */
  databaseNotShareable: 'database_not_shareable',
  /** The entity's owner and the owner that AWS or config names differ. */
  ownerMismatch: 'owner_mismatch',
  /** Neither config nor a tag names the database's owner. */
  ownerUnknown: 'owner_unknown',
  /** Two entities name this ARN. */
  arnNotUnique: 'arn_not_unique',
  /** RDS gives the database another status than `available`. */
  databaseNotAvailable: 'database_not_available',
  /** A VPC's tags do not make a network: no valid name, no valid owner, or a name that is taken. */
  networkInvalid: 'network_invalid',
} as const;

/** @public */
export type ErrorCode = (typeof ERROR_CODES)[keyof typeof ERROR_CODES];
