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
 * How often a caller of one account made one operation in one Region, with one outcome.
 *
 * @public
 */
export interface CallCount {
  /** The account of the credentials that signed. */
  accountId: string;
  region: string;
  /** For example `ec2:DescribeSubnets`. */
  operation: string;
  /** `ok`, or the error code. */
  outcome: string;
  /** For AssumeRole: the account whose role was asked for. */
  targetAccountId?: string;
  count: number;
}

/**
 * Counts calls; it never forgets until it is reset.
 *
 * @public
 */
export class CallLog {
  constructor(private counts: CallCount[] = []) {}

  record(call: Omit<CallCount, 'count'>): void {
    const known = this.counts.find(
      c =>
        c.accountId === call.accountId &&
        c.region === call.region &&
        c.operation === call.operation &&
        c.outcome === call.outcome &&
        c.targetAccountId === call.targetAccountId,
    );
    if (known) {
      known.count += 1;
      return;
    }
    this.counts.push({ ...call, count: 1 });
  }

  clear(): void {
    this.counts = [];
  }

  toJSON(): CallCount[] {
    return this.counts;
  }
}
