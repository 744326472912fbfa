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

import { AsyncLocalStorage } from 'async_hooks';

/** Who a session is for CloudTrail. */
export interface SessionIdentity {
  sessionName: string;
  sourceIdentity: string;
}

/** A call that AWS answered, in the words by which CloudTrail of the account names it. */
export interface AnsweredCall extends SessionIdentity {
  requestId?: string;
  accountId: string;
  region: string;
  /** For example `ec2:CreateVpcEndpoint`. */
  operation: string;
}

/** The last call that AWS answered: one that changes something, if there was one. */
interface Heard {
  call?: AnsweredCall;
}

const READS = /:(Describe|Get|List|Lookup|Search)/;

const listening = new AsyncLocalStorage<Heard>();

/** Lets who makes calls know AWS's request ids, by which CloudTrail names them, whatever lies between. */
export function hearCalls<T>(work: (heard: Heard) => Promise<T>): Promise<T> {
  const heard: Heard = {};
  return listening.run(heard, () => work(heard));
}

/** Tells whoever listens. */
export function noteCall(
  output: unknown,
  call: Omit<AnsweredCall, 'requestId'>,
): void {
  const heard = listening.getStore();
  if (!heard) {
    return;
  }
  const metadata = (output as { $metadata?: { requestId?: string } }).$metadata;
  const isRead = READS.test(call.operation);
  if (!isRead || !heard.call || READS.test(heard.call.operation)) {
    heard.call = { ...call, requestId: metadata?.requestId };
  }
}
