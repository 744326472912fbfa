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
 * What shall go wrong.
 *
 * @public
 */
export interface Fault {
  /** For example `ec2:CreateVpcEndpoint`, or `vpc-lattice:*`. */
  operation: string;
  /**
   * `error`: answer `code` and do nothing. `throttle`: answer as a throttled service does. `lost-answer`: do the work
   * and cut the connection. `delay`: answer `delaySeconds` (real) late.
   */
  kind: 'error' | 'throttle' | 'lost-answer' | 'delay';
  /** How many calls it meets. Default 1. */
  count?: number;
  /** Error code for `error`. Default `InternalError`. */
  code?: string;
  message?: string;
  /** Only calls signed for this account. */
  accountId?: string;
  region?: string;
  /** Real seconds, for `delay`. Default 1. */
  delaySeconds?: number;
}

/** @public */
export interface FaultState extends Fault {
  left: number;
}

/**
 * The faults that wait for their call.
 *
 * @public
 */
export class Faults {
  #problemWith: (operation: string) => string | undefined = () => undefined;

  constructor(private waiting: FaultState[] = []) {}

  /** Lets whoever knows what can be called say why a fault would wait for ever. */
  checkedBy(problemWith: (operation: string) => string | undefined): void {
    this.#problemWith = problemWith;
  }

  /** @throws if no call can ever meet it: a test that waits for it would prove nothing */
  add(fault: Fault): void {
    const problem = this.#problemWith(fault.operation);
    if (problem) {
      throw new Error(`This fault would meet no call: ${problem}`);
    }
    this.waiting.push({ ...fault, left: fault.count ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault that this call meets, if any; it is used up by that. */
  take(call: {
    operation: string;
    accountId: string;
    region: string;
  }): Fault | undefined {
    const [service] = call.operation.split(':');
    const fault = this.waiting.find(
      f =>
        (f.operation === call.operation || f.operation === `${service}:*`) &&
        (f.accountId === undefined || f.accountId === call.accountId) &&
        (f.region === undefined || f.region === call.region),
    );
    if (!fault) {
      return undefined;
    }
    fault.left -= 1;
    this.waiting = this.waiting.filter(f => f.left > 0);
    return fault;
  }

  toJSON(): FaultState[] {
    return this.waiting;
  }
}
