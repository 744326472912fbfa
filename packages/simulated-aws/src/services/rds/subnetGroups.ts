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

import type { Call } from '../../core/Service';
import { ec2State, Subnet } from '../ec2/state';
import { subnetGroupAnswer } from './answers';
import { applyFilters } from './filters';
import { findSubnetGroup } from './lookups';
import { rdsPage } from './paging';
import type { RdsPart } from './part';
import { toCreate } from './permissions';
import { refuse } from './refusals';
import { rdsState } from './state';
import { checkedTags } from './tagging';

const FEWEST_ZONES = 2;

function checkedSubnets(call: Call, ids: string[]): Subnet[] {
  const { subnets } = ec2State.of(call.world, call);
  const found = ids.map(id => subnets[id]);
  const unknown = ids.find(id => !subnets[id]);
  if (unknown) {
    throw refuse('InvalidSubnet', `The subnet ID '${unknown}' does not exist`);
  }
  if (new Set(found.map(subnet => subnet.vpcId)).size !== 1) {
    throw refuse(
      'InvalidSubnet',
      'The subnets of a DB subnet group have to be in the same VPC.',
    );
  }
  const zones = new Set(found.map(subnet => subnet.availabilityZone));
  if (zones.size < FEWEST_ZONES) {
    throw refuse(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${[
        ...zones,
      ].join(', ')}. Add subnets to cover at least ${FEWEST_ZONES} AZs.`,
    );
  }
  return found;
}

const handlers: RdsPart['handlers'] = {
  DescribeDBSubnetGroups(input, call) {
    const all = input.DBSubnetGroupName
      ? [findSubnetGroup(call, input.DBSubnetGroupName)]
      : Object.values(rdsState.of(call.world, call).subnetGroups);
    // "This parameter isn't currently supported", the API Reference says of Filters.
    const found = applyFilters(all, input.Filters, {});
    const { items, Marker } = rdsPage(found, group => group.name, input);
    return {
      DBSubnetGroups: items.map(group => subnetGroupAnswer(call, group)),
      Marker,
    };
  },

  CreateDBSubnetGroup(input, call) {
    const { subnetGroups } = rdsState.of(call.world, call);
    const name = input.DBSubnetGroupName!.toLowerCase();
    if (name === 'default' || !/^[a-z0-9 ._-]{1,255}$/.test(name)) {
      throw refuse(
        'InvalidParameterValue',
        `The parameter DBSubnetGroupName is not a valid identifier: ${name}`,
      );
    }
    if (subnetGroups[name]) {
      throw refuse(
        'DBSubnetGroupAlreadyExists',
        `The DB subnet group '${name}' already exists.`,
      );
    }
    const [{ vpcId }] = checkedSubnets(call, input.SubnetIds ?? []);
    subnetGroups[name] = {
      name,
      description: input.DBSubnetGroupDescription!,
      vpcId,
      subnetIds: [...new Set(input.SubnetIds)],
      tags: checkedTags(input.Tags),
    };
    return { DBSubnetGroup: subnetGroupAnswer(call, subnetGroups[name]) };
  },
};

export const subnetGroups: RdsPart = {
  handlers,
  permissions: {
    CreateDBSubnetGroup: (input, call) =>
      toCreate(call, 'subgrp', input.DBSubnetGroupName!, input.Tags),
  },
};
