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

import { ErrorCode } from '@towpath/backstage-plugin-database-access-common';
import { conceal, Lane } from '../config';

/**
 * What to do about a call that failed: repeat it at once, repeat it after a while, ask a person to mend something, or
 * never repeat it, since the same call would fail in the same way.
 */
export type Verdict = 'retry-now' | 'retry-later' | 'needs-a-person' | 'never';

/** A call to AWS that failed, in words for the person who has to know. */
export class AwsCallError extends Error {
  readonly code: ErrorCode;
  readonly verdict: Verdict;
  readonly lane: Lane;
  /** For example `rds:DescribeDBInstances`. */
  readonly operation: string;
  readonly remedy?: string;
  /** AWS's own words. */
  readonly awsMessage?: string;
  /** AWS's own name of the error, e.g. `DependencyViolation`; absent if AWS did not answer. */
  readonly awsCode?: string;
  /** AWS asks not to be called before. */
  readonly retryAfterSeconds?: number;

  constructor(details: {
    /** One sentence that names account, operation and, where there are such, role and fix. */
    message: string;
    code: ErrorCode;
    verdict: Verdict;
    lane: Lane;
    operation: string;
    remedy?: string;
    awsMessage?: string;
    awsCode?: string;
    retryAfterSeconds?: number;
  }) {
    // What AWS's client threw is no `cause` of this: it carries headers and inputs that nobody may see.
    super(conceal(details.message));
    this.name = 'AwsCallError';
    this.code = details.code;
    this.verdict = details.verdict;
    this.lane = details.lane;
    this.operation = details.operation;
    this.remedy = details.remedy && conceal(details.remedy);
    this.awsMessage = details.awsMessage && conceal(details.awsMessage);
    this.awsCode = details.awsCode;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
