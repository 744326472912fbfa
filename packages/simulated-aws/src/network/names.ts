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

import { parseIpv4 } from '../core/ipv4';
import type { Place } from '../core/state';
import type { World } from '../core/World';
import { ec2State, NetworkInterface, VpcEndpoint } from '../services/ec2/state';
import { generatedEndpointName } from '../services/ec2/endpointNames';
import { serviceNamed } from '../services/ec2/endpointServiceLookup';
import { DbCluster, DbInstance, rdsState } from '../services/rds/state';
import {
  ResourceConfiguration,
  vpcLatticeState,
} from '../services/vpc-lattice/state';

/** A database instance, found wherever it lives. */
export interface FoundInstance {
  accountId: string;
  region: string;
  instance: DbInstance;
  cluster?: DbCluster;
  /** Where it answers now. */
  eni?: NetworkInterface;
}

/** Every database instance of every account. */
export function allInstances(world: World): FoundInstance[] {
  return rdsState.all(world).flatMap(place => instancesIn(world, place));
}

function instancesIn(
  world: World,
  { accountId, region }: Place,
): FoundInstance[] {
  const { instances, clusters } = rdsState.of(world, { accountId, region });
  const { networkInterfaces } = ec2State.of(world, { accountId, region });
  return Object.values(instances).map(instance => ({
    accountId,
    region,
    instance,
    cluster: instance.clusterIdentifier
      ? clusters[instance.clusterIdentifier]
      : undefined,
    eni: networkInterfaces[instance.networkInterfaceId],
  }));
}

/** What an ARN names is in one account and Region: nobody has to look for it in all. */
function placeOfArn(arn: string): Place {
  const [, , , region, accountId] = arn.split(':');
  return { accountId, region };
}

/** Whether connections that change data may land here: a cluster has one writer, an instance is its own. */
export function isWriter({ instance, cluster }: FoundInstance): boolean {
  return !cluster || cluster.writerInstance === instance.dbInstanceIdentifier;
}

/** The instances that a connection to this RDS host name may land on: several behind a reader endpoint, none for a strange name. */
export function instancesNamed(world: World, name: string): FoundInstance[] {
  const instances = allInstances(world);
  const named = instances.filter(found => found.instance.address === name);
  if (named.length) {
    return named;
  }
  const writers = instances.filter(
    found => found.cluster?.endpoint === name && isWriter(found),
  );
  if (writers.length) {
    return writers;
  }
  const members = instances.filter(
    found => found.cluster?.readerEndpoint === name,
  );
  const readers = members.filter(found => !isWriter(found));
  // A cluster without readers sends them to its writer.
  return readers.length ? readers : members;
}

/** An endpoint's configuration and those that AWS made from it for the members of a cluster. */
export function configurationsOf(
  world: World,
  endpoint: VpcEndpoint,
): ResourceConfiguration[] {
  const { resourceConfigurationArn: arn } = endpoint;
  if (!arn) {
    return [];
  }
  const { resourceConfigurations } = vpcLatticeState.of(world, placeOfArn(arn));
  return Object.values(resourceConfigurations).filter(
    configuration =>
      configuration.arn === arn ||
      (configuration.groupId !== undefined &&
        arn.endsWith(`/${configuration.groupId}`)),
  );
}

/** The names of its own that a configuration answers to: of a database all that RDS gave it. */
export function namesOf(
  world: World,
  configuration: ResourceConfiguration,
): string[] {
  const names = new Set<string>();
  if (configuration.customDomainName) {
    names.add(configuration.customDomainName);
  }
  if (configuration.amazonManaged && configuration.dnsResource) {
    names.add(configuration.dnsResource.domainName);
  }
  const instances = configuration.targetArn
    ? instancesIn(world, placeOfArn(configuration.targetArn))
    : [];
  for (const { instance, cluster } of instances) {
    if (cluster && cluster.arn === configuration.targetArn) {
      names.add(cluster.endpoint);
      names.add(cluster.readerEndpoint);
      names.add(instance.address);
    }
    if (instance.arn === configuration.targetArn) {
      names.add(instance.address);
    }
  }
  return [...names];
}

/** The names of its own under which a VPC may know an endpoint: those of what it leads to. */
export function privateNamesOf(world: World, endpoint: VpcEndpoint): string[] {
  if (endpoint.serviceName) {
    const name = serviceNamed(world, endpoint.serviceName)?.service.privateDns
      ?.name;
    return name ? [name] : [];
  }
  return configurationsOf(world, endpoint).flatMap(configuration =>
    namesOf(world, configuration),
  );
}

/** The host that the gateway connects to for a client who asked for this name. */
export function targetHost(
  world: World,
  options: {
    endpoint: VpcEndpoint;
    region: string;
    name: string;
  },
): string | undefined {
  const { endpoint, name } = options;
  const configurations = configurationsOf(world, endpoint);
  const asked =
    configurations.find(c => generatedName(c, options) === name) ??
    // A client who came by address asked for nothing more than the endpoint.
    (parseIpv4(name) === undefined
      ? undefined
      : configurations.find(c => c.arn === endpoint.resourceConfigurationArn));
  if (asked) {
    return hostOf(world, asked);
  }
  const named = configurations.find(c => namesOf(world, c).includes(name));
  return named?.customDomainName === name
    ? hostOf(world, named)
    : named && name;
}

export function generatedName(
  configuration: ResourceConfiguration,
  at: { endpoint: VpcEndpoint; region: string },
): string {
  return generatedEndpointName({
    vpcEndpointId: at.endpoint.vpcEndpointId,
    resourceConfigurationId: configuration.id,
    region: at.region,
  });
}

/** What a configuration stands for; of a cluster its writer. */
export function hostOf(
  world: World,
  configuration: ResourceConfiguration,
): string | undefined {
  if (configuration.dnsResource) {
    return configuration.dnsResource.domainName;
  }
  if (configuration.ipResource) {
    return configuration.ipResource.ipAddress;
  }
  const target = allInstances(world).find(
    ({ instance, cluster }) =>
      instance.arn === configuration.targetArn ||
      cluster?.arn === configuration.targetArn,
  );
  if (!target) {
    return undefined;
  }
  return target.instance.arn === configuration.targetArn
    ? target.instance.address
    : target.cluster?.endpoint;
}
