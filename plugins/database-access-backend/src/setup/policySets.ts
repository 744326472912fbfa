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

import { DatabaseAccessConfig, DEFAULT_DRIFT_TERMS } from '../config';
import { fitIntoPolicies } from './fitIntoPolicies';
import { everNeededTypes, NeededTypes, neededTypes } from './neededTypes';
import { readingsOn } from './readings';
import {
  accessLogPolicy,
  PolicyDocument,
  privateNamePolicies,
  reachabilityPolicies,
  rolePolicies,
  trailPolicy,
  updaterPolicies,
} from './rolePolicies';
import type { Side } from './sampleFacts';

/** Whose policy it is: of a role of the portal, or of that as which updaters run. */
export type RolePurpose = 'read' | 'provision' | 'updater';

/** One policy, with `${…}` for what is the account's own. */
export interface PolicyTemplate {
  /** Unique in an account, e.g. `provision-provider-1`. */
  name: string;
  purpose: RolePurpose;
  document: PolicyDocument;
}

/** What the roles of an account need, by what the account is wanted for. */
export interface PolicySets {
  bySide: Readonly<Record<Side, readonly PolicyTemplate[]>>;
  /** In accounts whose databases have updaters. */
  updater: readonly PolicyTemplate[];
  /** In accounts whose databases have private DNS names. */
  privateName: readonly PolicyTemplate[];
  /** In accounts whose databases' access logs the portal keeps. */
  accessLog: readonly PolicyTemplate[];
  /** In accounts of databases and of networks, where AWS may be asked whether shares can be reached. */
  analyzer: readonly PolicyTemplate[];
  /** In accounts of networks that have a function which probes. */
  prober: readonly PolicyTemplate[];
  /** In accounts of every kind, where CloudTrail is asked who changed something. */
  trail: readonly PolicyTemplate[];
}

/** Those of an account on these sides that only find something out: who changed something, and whether shares can be reached. */
export function observationOf(
  sets: PolicySets,
  sides: readonly Side[],
): readonly PolicyTemplate[] {
  return [
    ...(sides.length > 0 ? sets.trail : []),
    ...(sides.some(side => side !== 'networking') ? sets.analyzer : []),
    ...(sides.includes('consumer') ? sets.prober : []),
  ];
}

/** Generated from the object types that shares need on each side, and from what is read beside them. */
export function policySets(
  config: DatabaseAccessConfig,
  needed: NeededTypes = neededTypes(config),
): PolicySets {
  const updater = updaterPolicies(needed.provider);
  const names = privateNamePolicies(needed.provider);
  const reachability = reachabilityPolicies();
  return {
    bySide: {
      provider: ofSide('provider', needed),
      consumer: ofSide('consumer', needed),
      networking: ofSide('networking', needed),
    },
    updater: config.updater
      ? [
          ...templates('read', 'updater', updater.read),
          ...templates('provision', 'updater', updater.provision),
          ...templates('updater', 'updater', updater.execution),
        ]
      : [],
    privateName: [
      ...templates('read', 'private-name', names.databaseRead),
      ...templates('provision', 'private-name', names.database),
    ],
    accessLog: templates(
      'provision',
      'access-log',
      accessLogPolicy(needed.provider),
    ),
    analyzer: config.reachability?.analyzer
      ? templates('provision', 'analyzer', reachability.analyzer)
      : [],
    prober: config.reachability?.proberPrefix
      ? templates('provision', 'prober', reachability.prober)
      : [],
    trail: (config.driftTerms ?? DEFAULT_DRIFT_TERMS).askCloudTrail
      ? templates('read', 'trail', trailPolicy())
      : [],
  };
}

/** The policies of both roles by side, where config uses everything that there is. */
export function allRolePolicies(): Record<
  Side,
  Record<'read' | 'provision', PolicyDocument[]>
> {
  const needed = everNeededTypes();
  const documentsOf = (side: Side) => {
    const { read, provision } = documentsOn(side, needed);
    return {
      read: fitIntoPolicies(read),
      provision: fitIntoPolicies(provision),
    };
  };
  return {
    provider: documentsOf('provider'),
    consumer: documentsOf('consumer'),
    networking: documentsOf('networking'),
  };
}

function documentsOn(side: Side, needed: NeededTypes) {
  const types = needed[side];
  return rolePolicies(
    types,
    types.length > 0 ? readingsOn(side) : [],
    needed.cutFrom[side],
  );
}

function ofSide(side: Side, needed: NeededTypes): PolicyTemplate[] {
  const { read, provision } = documentsOn(side, needed);
  const { network } = privateNamePolicies(needed[side]);
  return [
    ...templates('read', side, read),
    ...templates('provision', side, provision),
    ...templates('provision', 'private-name-in-network', network),
  ];
}

function templates(
  purpose: RolePurpose,
  part: string,
  document: PolicyDocument,
): PolicyTemplate[] {
  const documents = fitIntoPolicies(document);
  return documents.map((one, i) => ({
    name: [
      ...(purpose === part ? [part] : [purpose, part]),
      ...(documents.length > 1 ? [i + 1] : []),
    ].join('-'),
    purpose,
    document: one,
  }));
}
