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

import type { LaneClients } from '../aws';
import type { Lane } from '../config';
import type {
  FailoverStepName,
  ObjectCondition,
  ObjectDifference,
} from '@towpath/backstage-plugin-database-access-common';

/** A value in JSON. */
export type Json =
  | string
  | number
  | boolean
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** What an object shall be: JSON, without AWS ids of things that we make. */
export type Spec = { readonly [key: string]: Json | undefined };

/** Ids, ARNs and names that AWS gave, for dependents and for people. */
export type Outputs = Record<string, string>;

/** One of our objects, as its type needs to know it. */
export interface ObjectRef<S> {
  /** The value of the tag `database-access:object`: the row's id, or that of the row that it was made for before. */
  objectId: string;
  lane: Lane;
  /** The deterministic name in AWS, `dba-<installation>-…`. */
  name: string;
  /** With the outputs of the objects it depends on filled in. */
  spec: S;
  /** What AWS calls it, once it was made or found. */
  awsId?: string;
  /** To put on everything that takes tags. */
  tags: Record<string, string>;
  /** When it is looked at, and what was known at the look before: for what only shows over time. Milliseconds. */
  look?: {
    at: number;
    before?: unknown;
    /** Somebody learned from elsewhere that something may have changed, or be about to. */
    isAsked?: boolean;
  };
}

/** What `assess` makes of a state. */
export interface Assessment {
  condition: ObjectCondition;
  /** AWS's own word, e.g. `CREATE_IN_PROGRESS`. */
  awsStatus?: string;
  /** AWS's own reason, or ours in one sentence. */
  reason?: string;
}

/** One statement of a role's policy; `${...}` stands for what the generator knows, e.g. `${accountId}`. */
export interface PolicyStatement {
  actions: string[];
  /** Default `*`. */
  resources?: string[];
  conditions?: Record<string, Record<string, string | string[]>>;
}

/**
 * How an object is found again after an answer was lost: `token`, AWS takes a client token; `name`, its natural name is
 * unique; `neither`, it is read again once, one lease length after its lane changed hands.
 */
export type Identity = 'token' | 'name' | 'neither';

/** How often AWS lets something be called, in its own numbers. */
export interface Rate {
  /** For example `ec2:CreateVpcEndpoint`. */
  operation: string;
  burst: number;
  perSecond: number;
  /** What AWS counts together with other operations, e.g. `route53`; default: the operation alone. */
  bucket?: string;
}

/** One step of following a database to another address. */
export interface Move {
  step: Exclude<FailoverStepName, 'event'>;
  addresses: string[];
  /** One sentence for the timeline. */
  message: string;
  /** After this, nothing more is to be done. */
  isLast: boolean;
}

/**
 * Everything known about one type of AWS object. One file each; the only place that knows that type's SDK calls.
 *
 * @typeParam S - its spec, with outputs filled in
 * @typeParam T - what AWS says of one: plain JSON
 */
export interface ObjectType<S = any, T = any> {
  /** For example `vpc-lattice/resource-gateway`. */
  type: string;
  title: string;
  /** It is made only where config wants this part: what it may do stands in policies of its own. */
  partOf?:
    | 'access-log'
    | 'updater'
    | 'private-name'
    | 'private-name-in-network';
  identity: Identity;
  /** Role policies are generated from these. */
  permissions: {
    read: PolicyStatement[];
    provision: PolicyStatement[];
    /** What an account needs, beside reading, that ends one which another account has made: by a pattern's cut. */
    cut?: PolicyStatement[];
  };
  /** The bucket that its mutating calls take from: AWS's own numbers. */
  rates: {
    create: Rate;
    remove: Rate;
    /** Only where AWS counts reads as narrowly as changes: then a lane's reads take from the bucket, too. */
    read?: Rate;
  };
  /**
   * Nothing is called to remove it, because it ends with what it depends on: a lane writes it `gone` at once, without
   * asking whether AWS still shows it.
   */
  endsWithParent?: true;
  /**
   * Types among those it depends on whose objects AWS changes by making it: they are looked at when it has been asked for
   * and when it is ready, and not when their next look is due.
   */
  hastens?: readonly string[];
  /** Seconds from its first intent after which it is stuck. */
  budgetSeconds: number;

  /** By its AWS id, else by its name and our tags. */
  find(aws: LaneClients, ref: ObjectRef<S>): Promise<T | undefined>;
  /** ONE mutating call. The token is derived from object id and generation. */
  create(aws: LaneClients, ref: ObjectRef<S>, token: string): Promise<T>;
  /** ONE mutating call, on AWS ids. Gone already is success. */
  remove(aws: LaneClients, ref: ObjectRef<S>, state: T): Promise<void>;
  /**
   * What a sweep reads: pages, never one call for each object. What it yields is what `find` says of the same object,
   * unless the type is read `oneByOne`.
   */
  list(aws: LaneClients, installation: string): AsyncIterable<T>;

  /**
   * Several at once, by one Describe or List: the engine asks so where many of a type are due in a lane. In the order of
   * the refs; undefined where AWS has none. Each of them has its `awsId`.
   */
  findMany?(
    aws: LaneClients,
    refs: readonly ObjectRef<S>[],
  ): Promise<Array<T | undefined>>;
  /** ONE mutating call for several. In the order of the removals: why AWS refused one, else undefined. */
  removeMany?(
    aws: LaneClients,
    removals: ReadonlyArray<{ ref: ObjectRef<S>; state: T }>,
  ): Promise<Array<Error | undefined>>;
  /** How something that is there already is brought in line without being made anew. */
  correction?: {
    /** What is about to be changed, one sentence for the timeline; undefined if it is as it shall be. */
    needed(ref: ObjectRef<S>, state: T): string | undefined;
    /**
     * ONE mutating call, one step nearer; called again until nothing is needed.
     *
     * @returns what it is from now on, if that is known without asking AWS again
     */
    make(aws: LaneClients, ref: ObjectRef<S>, state: T): Promise<T | void>;
    rate: Rate;
  };
  /** AWS tells of them only one at a time, so sweeps leave them to be looked at when something changed, or is due. */
  oneByOne?: true;
  /** Not a thing of its own in AWS but a setting of another object: one that no row claims is nothing to wonder at. */
  isSetting?: true;
  /** It lets nothing pass, but keeps something from passing: to put it back opens nothing. */
  closes?: true;
  /** The row that one was made for, by its tag; absent: its state says it as `objectTag`, or nobody can tell. */
  objectTag?(aws: LaneClients, state: T): Promise<string | undefined>;
  /** While one is taken away, of what has no tag: whether what stands in its place is another row's by now. */
  isReplaced?(ref: ObjectRef<S>, state: T): boolean;
  /** What AWS has otherwise than the spec says, because somebody changed it outside of the portal. */
  differences?(ref: ObjectRef<S>, state: T): ObjectDifference[];
  /**
   * By what CloudTrail knows one, beside its AWS id and ARN: more names that events are found by, the parts that an event
   * has to say where that is not its AWS id, and the only calls that come into question.
   */
  trail?(state: T): {
    names?: readonly string[];
    parts?: readonly string[];
    calls?: readonly string[];
  };
  /** Seconds after which something ready is read again; default 60. For what moves by itself. */
  watchSeconds?: number;
  /** Seconds after which one in this state is read again at the latest, ready or not. For what moves by itself. */
  nextLookSeconds?(state: T): number;
  /** Of what follows a database: the steps that it has made from the state `before` to the state `after`, in their order. */
  moves?(before: T, after: T): Move[];

  assess(state: T): Assessment;
  awsId(state: T): string;
  outputs(state: T): Outputs;
}

/** Checks at compile time that the parts of a type belong together. */
export function defineObjectType<S, T>(
  type: ObjectType<S, T>,
): ObjectType<S, T> {
  return type;
}
