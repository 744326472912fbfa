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

import { SimulatedClock, ClockState } from './clock';
import { Doubts, DEFAULT_DOUBTS } from '../doubts';
import { Background } from './Background';
import { Ids } from './ids';
import { TokenBuckets, BucketState } from './TokenBuckets';
import { CallLog, CallCount } from './CallLog';
import { Faults, FaultState } from './Faults';
import type { Place } from './state';

/**
 * A change that AWS makes by itself some time after the call that caused it.
 *
 * @public
 */
export interface Timer {
  /** Simulated milliseconds since the epoch. */
  at: number;
  /** `<service>/<what>`, the key of a handler that the service registered. */
  name: string;
  payload: Record<string, string>;
}

/** @public */
export type TimerHandler = (
  world: World,
  payload: Record<string, string>,
) => void;

/**
 * Hears that something changed, by a call or by time.
 *
 * @param place - where; absent if that is not known
 *
 * @public
 */
export type ChangeListener = (world: World, place?: Place) => void;

/**
 * What a service of AWS hands to an object of another: an event to a queue, a notification to a function.
 *
 * @public
 */
export interface Delivery {
  /** ARN of whatever it is for. */
  to: string;
  /** Who brings it, as resource policies name them: `events.amazonaws.com`, and the ARN of the rule. */
  from: { service: string; arn: string };
  payload: string;
}

/**
 * Takes what is for an object of one service.
 *
 * @returns false if there is no such object, or if its policy lets the bringer not in: AWS drops it then
 *
 * @public
 */
export type DeliveryHandler = (world: World, delivery: Delivery) => boolean;

/**
 * Everything that is remembered between two runs of the process.
 *
 * @public
 */
export interface WorldSnapshot {
  version: 1;
  clock: ClockState;
  ids: number;
  documents: Record<string, object>;
  timers: Timer[];
  buckets: BucketState;
  calls: CallCount[];
  faults: FaultState[];
  doubts: Doubts;
}

/** @public */
export interface WorldOptions {
  clock?: SimulatedClock;
  /** Multiplies every delay of AWS; 0.1 makes a gateway active in a tenth of its time. Throttles are not touched. */
  latencyScale?: number;
  doubts?: Partial<Doubts>;
  snapshot?: WorldSnapshot;
}

/**
 * All accounts of the simulated AWS at one moment: their objects, the clock, what will happen by itself, and what was
 * called. It knows nothing of protocols and nothing of the product.
 *
 * @public
 */
export class World {
  readonly clock: SimulatedClock;
  readonly ids: Ids;
  readonly buckets: TokenBuckets;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly doubts: Doubts;
  readonly latencyScale: number;
  /** Functions that run. */
  readonly background = new Background();
  /** The URL at which code that runs in this world finds AWS. Whoever holds the world sets it. */
  endpoint: () => Promise<string> = async () => {
    throw new Error('This world cannot be reached over HTTP');
  };
  /** The DNS server, `address:port`, that such code asks. */
  dnsServer: () => Promise<string> = async () => {
    throw new Error('This world answers no names');
  };
  /** Hears of mistakes of the simulation that no caller could be told. */
  onDefect: (error: Error) => void = () => {};
  /** The services' state, see `defineState`. */
  readonly documents: Record<string, object>;
  #timers: Timer[];
  readonly #handlers = new Map<string, TimerHandler>();
  readonly #changeListeners: ChangeListener[] = [];
  readonly #receivers = new Map<string, DeliveryHandler>();
  /** The moment of the timer that is being handled: what it starts begins then, however late it is noticed. */
  #settling?: number;

  constructor(options: WorldOptions = {}) {
    const snapshot = options.snapshot;
    this.clock =
      options.clock ?? new SimulatedClock({ state: snapshot?.clock });
    this.ids = new Ids(snapshot?.ids);
    this.documents = snapshot?.documents ?? {};
    this.#timers = snapshot?.timers ?? [];
    this.buckets = new TokenBuckets(snapshot?.buckets);
    this.calls = new CallLog(snapshot?.calls);
    this.faults = new Faults(snapshot?.faults);
    this.doubts = {
      ...DEFAULT_DOUBTS,
      ...snapshot?.doubts,
      ...options.doubts,
    };
    this.latencyScale = options.latencyScale ?? 1;
  }

  onTimer(name: string, handler: TimerHandler): void {
    this.#handlers.set(name, handler);
  }

  /** Some things of AWS notice by themselves what others do: a health check that a security group was closed. */
  onChange(listener: ChangeListener): void {
    this.#changeListeners.push(listener);
  }

  /** Something changed: those hear it who noticed it without being called. */
  changed(place?: Place): void {
    for (const listener of this.#changeListeners) {
      listener(this, place);
    }
  }

  onDelivery(service: string, handler: DeliveryHandler): void {
    this.#receivers.set(service, handler);
  }

  /** Hands something to whatever its ARN names; false if that does not take it. */
  deliver(delivery: Delivery): boolean {
    const [, , service] = delivery.to.split(':');
    return this.#receivers.get(service)?.(this, delivery) ?? false;
  }

  /** Lets `name` happen so many (scaled) seconds from now. */
  after(seconds: number, name: string, payload: Record<string, string>): void {
    this.at(this.deadline(seconds), name, payload);
  }

  /** Lets `name` happen at this moment (milliseconds since the epoch); for what AWS dates and does not merely take long. */
  at(moment: number, name: string, payload: Record<string, string>): void {
    this.#timers.push({ at: moment, name, payload });
    this.#timers.sort((a, b) => a.at - b.at);
  }

  /** Milliseconds since the epoch at which something that takes so many (scaled) seconds will be over. */
  deadline(seconds: number): number {
    return this.moment() + seconds * 1000 * this.latencyScale;
  }

  /** Milliseconds since the epoch: now, or when that happened which is being handled. */
  moment(): number {
    return this.#settling ?? this.clock.now();
  }

  /**
   * Lets everything happen whose time has come. Called before each call, so no thread of its own is needed.
   *
   * @returns whether anything happened
   */
  settle(): boolean {
    let happened = false;
    while (this.#timers.length && this.#timers[0].at <= this.clock.now()) {
      const timer = this.#timers.shift()!;
      const handler = this.#handlers.get(timer.name);
      if (!handler) {
        throw new Error(`No service registered the timer ${timer.name}`);
      }
      this.#settling = timer.at;
      try {
        handler(this, timer.payload);
        this.changed(placeOf(timer.payload));
      } finally {
        this.#settling = undefined;
      }
      happened = true;
    }
    return happened;
  }

  snapshot(): WorldSnapshot {
    return structuredClone({
      version: 1,
      clock: this.clock.toJSON(),
      ids: this.ids.toJSON(),
      documents: this.documents,
      timers: this.#timers,
      buckets: this.buckets.toJSON(),
      calls: this.calls.toJSON(),
      faults: this.faults.toJSON(),
      doubts: this.doubts,
    });
  }
}

function placeOf({ accountId, region }: Timer['payload']): Place | undefined {
  return accountId && region ? { accountId, region } : undefined;
}
