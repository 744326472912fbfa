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

import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients, ShareSession } from '../../aws';
import { Lane } from '../../config';
import { ObjectRef } from '../../objects';
import { LaneClientsSource } from '../LaneClientsSource';

/** A clock that goes when it is told to. */
export interface DrivenClock {
  now(): Date;
  advance(seconds: number): void;
}

/** One of its own. */
export class TestClock implements DrivenClock {
  #ms = Date.parse('2026-11-08T09:00:00.000Z');

  now(): Date {
    return new Date(this.#ms);
  }

  advance(seconds: number): void {
    this.#ms += seconds * 1_000;
  }
}

/** Something in the cloud. */
export interface CloudObject {
  id: string;
  accountId: string;
  type: string;
  name: string;
  objectId: string;
  token: string;
  /** Ids of others that it uses. */
  uses: string[];
  readyAt: number;
  /** Set once its removal was accepted. */
  goneAt?: number;
  failed?: boolean;
  /** Corrections that it still takes until it is as it shall be. */
  drift: number;
  /** What is wrong with it while it is not. */
  illness?: 'DEGRADED' | 'UNREACHABLE';
  /** What the tag says by which somebody holds it. */
  hold?: string;
}

type FaultKind = 'throttle' | 'lost-answer' | 'hang' | 'refuse' | 'fail';

interface Fault {
  /** For example `gateway:create`. */
  operation: string;
  kind: FaultKind;
  count: number;
}

/** What the cloud says of one. */
export interface CloudState extends CloudObject {
  status:
    | 'CREATING'
    | 'ACTIVE'
    | 'CREATE_FAILED'
    | 'DELETING'
    | 'DEGRADED'
    | 'UNREACHABLE';
}

/** Clients of this cloud: what the fake object types find in the place of AWS's. */
export interface FakeClients {
  cloud: FakeCloud;
  lane: Lane;
  session?: ShareSession;
}

/** A cloud that remembers what was asked of it, and fails on demand. Calls take effect before they answer. */
export class FakeCloud implements LaneClientsSource {
  readonly calls: Array<{
    operation: string;
    accountId: string;
    session?: ShareSession;
  }> = [];
  readonly objects: CloudObject[] = [];
  /** Accounts whose roles let nobody in. */
  readonly closed = new Set<string>();
  /** Accounts in which every call hangs. */
  readonly hanging = new Set<string>();
  /** Types whose objects fail while AWS makes them. */
  readonly failing = new Set<string>();
  createSeconds = 1;
  removeSeconds = 1;
  #faults: Fault[] = [];
  #hung: Array<() => void> = [];
  #ids = 0;

  constructor(private readonly clock: Pick<DrivenClock, 'now'>) {}

  read(lane: Lane): LaneClients {
    return this.#clients({ cloud: this, lane });
  }

  provision(lane: Lane, session: ShareSession): LaneClients {
    return this.#clients({ cloud: this, lane, session });
  }

  fault(operation: string, kind: FaultKind, count = 1): void {
    this.#faults.push({ operation, kind, count });
  }

  /** Lets everything that hangs go on. */
  release(): void {
    for (const go of this.#hung.splice(0)) {
      go();
    }
  }

  /** What there is, whatever its state. */
  live(): CloudObject[] {
    const now = this.clock.now().getTime();
    const there = this.objects.filter(({ goneAt }) => !goneAt || goneAt > now);
    // An association is the provider's view of an endpoint, and ends with it.
    return there.filter(
      ({ type, name }) =>
        type !== 'association' ||
        there.some(each => each.type === 'endpoint' && each.name === name),
    );
  }

  /** Whether a packet passes. */
  isOpen(name: string): boolean {
    return ['endpoint', 'association'].every(type =>
      this.working(type).some(object => object.name === name),
    );
  }

  /** How often this was asked for. */
  count(operation: string): number {
    return this.calls.filter(call => call.operation === operation).length;
  }

  /** What there is and works. */
  working(type: string): CloudObject[] {
    const now = this.clock.now().getTime();
    return this.live().filter(
      object => object.type === type && !object.goneAt && object.readyAt <= now,
    );
  }

  /** Somebody removes it who is not the portal. */
  vanish(id: string): void {
    this.objects.find(object => object.id === id)!.goneAt = this.clock
      .now()
      .getTime();
  }

  /** It is not any more as it shall be. */
  disturb(id: string, drift: number, illness?: CloudObject['illness']): void {
    Object.assign(this.objects.find(object => object.id === id)!, {
      drift,
      illness,
    });
  }

  async find(
    aws: FakeClients,
    type: string,
    ref: ObjectRef<unknown>,
  ): Promise<CloudState | undefined> {
    await this.#enter(aws, `${type}:find`);
    const found = this.live().find(object =>
      ref.awsId ? object.id === ref.awsId : isMeant(object, type, ref),
    );
    return found && this.#stateOf(found);
  }

  async create(
    aws: FakeClients,
    kind: { type: string; identity: string },
    ref: ObjectRef<{ uses?: string[] }>,
    token: string,
  ): Promise<CloudState> {
    const { type, identity } = kind;
    const operation = `${type}:create`;
    const answer = await this.#enter(aws, operation);
    const known = this.live().find(object =>
      identity === 'token'
        ? object.token === token
        : isMeant(object, type, ref) && !object.goneAt,
    );
    if (known && identity === 'name') {
      // AWS does not say whether it was us: who did not look before cannot know.
      throw cloudError(aws, operation, 'fail');
    }
    const made = known ?? this.#make(aws, type, ref, token);
    await answer();
    return this.#stateOf(made);
  }

  async correct(aws: FakeClients, type: string, id: string): Promise<void> {
    const answer = await this.#enter(aws, `${type}:correct`);
    const object = this.live().find(each => each.id === id);
    if (object && object.drift > 0 && object.drift < Infinity) {
      object.drift -= 1;
      object.illness = object.drift === 0 ? undefined : object.illness;
    }
    await answer();
  }

  async remove(aws: FakeClients, type: string, id: string): Promise<void> {
    const answer = await this.#enter(aws, `${type}:remove`);
    const object = this.live().find(each => each.id === id);
    if (this.live().some(({ uses }) => uses.includes(id))) {
      throw cloudError(aws, `${type}:remove`, 'busy');
    }
    if (object) {
      object.goneAt ??= this.clock.now().getTime() + this.removeSeconds * 1_000;
    }
    await answer();
  }

  #make(
    aws: FakeClients,
    type: string,
    ref: ObjectRef<{ uses?: string[] }>,
    token: string,
  ): CloudObject {
    this.#ids += 1;
    const made: CloudObject = {
      id: `${type}-${this.#ids}`,
      accountId: aws.lane.accountId,
      type,
      name: ref.name,
      objectId: ref.objectId,
      token,
      uses: ref.spec.uses ?? [],
      readyAt: this.clock.now().getTime() + this.createSeconds * 1_000,
      failed: this.failing.has(type),
      drift: 0,
    };
    this.objects.push(made);
    return made;
  }

  #clients(clients: FakeClients): LaneClients {
    return clients as unknown as LaneClients;
  }

  /** @returns what has to be waited for before the answer */
  async #enter(
    aws: FakeClients,
    operation: string,
  ): Promise<() => Promise<void>> {
    const { accountId } = aws.lane;
    this.calls.push({ operation, accountId, session: aws.session });
    if (this.closed.has(accountId)) {
      throw cloudError(aws, operation, 'refuse');
    }
    if (this.hanging.has(accountId)) {
      await this.#hang();
    }
    const fault = this.#faults.find(
      each => each.operation === operation && each.count > 0,
    );
    if (!fault) {
      return async () => {};
    }
    fault.count -= 1;
    if (fault.kind === 'hang') {
      return () => this.#hang();
    }
    if (fault.kind === 'lost-answer') {
      return async () => {
        throw cloudError(aws, operation, 'lost-answer');
      };
    }
    throw cloudError(aws, operation, fault.kind);
  }

  #stateOf(object: CloudObject): CloudState {
    const isBuilt = object.readyAt <= this.clock.now().getTime();
    const built = object.failed ? 'CREATE_FAILED' : object.illness ?? 'ACTIVE';
    const status = isBuilt ? built : 'CREATING';
    return { ...object, status: object.goneAt ? 'DELETING' : status };
  }

  #hang(): Promise<void> {
    return new Promise(resolve => this.#hung.push(resolve));
  }
}

function isMeant(
  object: CloudObject,
  type: string,
  ref: ObjectRef<unknown>,
): boolean {
  return (
    object.type === type &&
    object.name === ref.name &&
    object.accountId === ref.lane.accountId
  );
}

const ERRORS = {
  throttle: ['retry-later', ERROR_CODES.awsThrottled],
  'lost-answer': ['retry-later', ERROR_CODES.awsUnavailable],
  hang: ['retry-later', ERROR_CODES.awsUnavailable],
  refuse: ['needs-a-person', ERROR_CODES.accountRefused],
  fail: ['never', ERROR_CODES.awsUnavailable],
  busy: ['retry-later', ERROR_CODES.awsBusy],
} as const;

function cloudError(
  { lane }: FakeClients,
  operation: string,
  kind: keyof typeof ERRORS,
): AwsCallError {
  const [verdict, code] = ERRORS[kind];
  return new AwsCallError({
    message: `Account ${lane.accountId} answered ${operation} with ${kind}`,
    code,
    verdict,
    lane,
    operation,
  });
}
