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

/** A price up to some amount; the last tier has no end. */
export interface PriceTier {
  upTo?: number;
  usd: string;
}

/** One thing that AWS sells in one Region. */
export interface Product {
  serviceCode: string;
  serviceName: string;
  productFamily: string;
  usageType: string;
  operation: string;
  /** Further attributes, e.g. `group` and `regionCode`. */
  attributes: Record<string, string>;
  /** For example `Hrs` or `GB`. */
  unit: string;
  /** What one unit is, for the description of its price. */
  per: string;
  tiers: PriceTier[];
}

/** How one Region stands in AWS's price list. */
interface PricedRegion {
  code: string;
  location: string;
  /** Billing codes of most services; the oldest ones say nothing in us-east-1 ("AWS Region billing codes"). */
  prefix: string;
  oldPrefix: string;
  interfaceEndpointHour: string;
  resourceEndpointHour: string;
  latticeResourceHour: string;
  loadBalancerHour: string;
}

const NORTH_VIRGINIA: PricedRegion = {
  code: 'us-east-1',
  location: 'US East (N. Virginia)',
  prefix: 'USE1-',
  oldPrefix: '',
  interfaceEndpointHour: '0.0100000000',
  resourceEndpointHour: '0.0200000000',
  latticeResourceHour: '0.1000000000',
  loadBalancerHour: '0.0225000000',
};

/**
 * The prices of interface endpoints and load balancers stand in public bills (`EU-VpcEndpoint-Hours` at 0.011,
 * `EU-LoadBalancerUsage` at 0.0252). For resources of VPC Lattice no source was found: these are made up, a tenth above
 * us-east-1, as the others are.
 */
const IRELAND: PricedRegion = {
  code: 'eu-west-1',
  location: 'EU (Ireland)',
  prefix: 'EU-',
  oldPrefix: 'EU-',
  interfaceEndpointHour: '0.0110000000',
  resourceEndpointHour: '0.0220000000',
  latticeResourceHour: '0.1100000000',
  loadBalancerHour: '0.0252000000',
};

const PETABYTE_GB = 1_048_576;

/** The first petabyte, the next four, and what is beyond (aws.md §2.1). */
const ENDPOINT_DATA: PriceTier[] = [
  { upTo: PETABYTE_GB, usd: '0.0100000000' },
  { upTo: 5 * PETABYTE_GB, usd: '0.0060000000' },
  { usd: '0.0040000000' },
];

const perHour = (usd: string, per: string) => ({
  unit: 'Hrs',
  per,
  tiers: [{ usd }],
});

const perGb = (tiers: PriceTier[], per: string) => ({
  unit: 'GB',
  per,
  tiers,
});

function regional(region: PricedRegion): Record<string, string> {
  return {
    regionCode: region.code,
    location: region.location,
    locationType: 'AWS Region',
  };
}

/** Prices of aws.md §2.1; usage types of "Understand codes for Amazon VPC in billing and usage reports". */
function vpcProducts(region: PricedRegion): Product[] {
  const common = {
    serviceCode: 'AmazonVPC',
    serviceName: 'Amazon Virtual Private Cloud',
    productFamily: 'VpcEndpoint',
  };
  const endpoint = {
    ...common,
    operation: 'VpcEndpoint',
    attributes: {
      ...regional(region),
      group: 'VPCE:VpcEndpoint',
      groupDescription: 'VPC Endpoints',
    },
  };
  const resource = {
    ...common,
    attributes: {
      ...regional(region),
      group: 'VpcResources',
      groupDescription: 'VPC Resources',
    },
  };
  return [
    {
      ...endpoint,
      usageType: `${region.prefix}VpcEndpoint-Hours`,
      ...perHour(region.interfaceEndpointHour, 'VPC Endpoint Hour'),
    },
    {
      ...endpoint,
      usageType: `${region.prefix}VpcEndpoint-Bytes`,
      ...perGb(ENDPOINT_DATA, 'GB Data Processed by VPC Endpoints'),
    },
    // Of the same family, operation and group: who looks for the end of a usage type must look at all of it.
    {
      ...endpoint,
      usageType: `${region.prefix}VpcEndpoint-GWLBE-Hours`,
      ...perHour(
        region.interfaceEndpointHour,
        'Gateway Load Balancer Endpoint Hour',
      ),
    },
    {
      ...endpoint,
      usageType: `${region.prefix}VpcEndpoint-GWLBE-Bytes`,
      ...perGb(
        [{ usd: '0.0035000000' }],
        'GB Data Processed by Gateway Load Balancer Endpoints',
      ),
    },
    {
      ...resource,
      operation: 'VpcResourceConsumer',
      usageType: `${region.prefix}VpcEndpoint-Resource-Hours`,
      ...perHour(region.resourceEndpointHour, 'VPC Resource Endpoint Hour'),
    },
    {
      ...resource,
      operation: 'VpcResourceConsumer',
      usageType: `${region.prefix}VpcResource-Consumer-Bytes`,
      ...perGb(ENDPOINT_DATA, 'GB Data Processed for a VPC Resource Consumer'),
    },
    // "Understand codes for Amazon VPC in billing and usage reports", Network analysis. Operation and unit are made up.
    {
      ...common,
      productFamily: 'Network Analysis',
      operation: 'AnalyzePath',
      attributes: {
        ...regional(region),
        group: 'ReachabilityAnalyzer',
        groupDescription: 'Network paths analyzed',
      },
      usageType: `${region.prefix}Analysis-Runs`,
      unit: 'Analysis',
      per: 'network path analyzed',
      tiers: [{ usd: '0.1000000000' }],
    },
    // That both sides pay follows from two usage types; the provider's rate is UNVERIFIED (aws.md §2.1).
    {
      ...resource,
      operation: 'VpcResourceProvider',
      usageType: `${region.prefix}VpcResource-Provider-Bytes`,
      ...perGb(ENDPOINT_DATA, 'GB Data Processed for a VPC Resource Provider'),
    },
  ];
}

/** One service code for all load balancers: the product family tells them apart. */
function loadBalancerProducts(region: PricedRegion): Product[] {
  const ofFamily = (kind: 'Network' | 'Application') => ({
    serviceCode: 'AWSELB',
    serviceName: 'Elastic Load Balancing',
    productFamily: `Load Balancer-${kind}`,
    operation: `LoadBalancing:${kind}`,
    attributes: {
      ...regional(region),
      group: 'ELB:Balancer',
      groupDescription: `LoadBalancer hourly usage by ${kind} Load Balancer`,
    },
  });
  const network = ofFamily('Network');
  const application = ofFamily('Application');
  const units = { group: 'ELB:Balancing' };
  return [
    {
      ...network,
      usageType: `${region.oldPrefix}LoadBalancerUsage`,
      ...perHour(region.loadBalancerHour, 'Network LoadBalancer-hour'),
    },
    {
      ...network,
      attributes: { ...network.attributes, ...units },
      usageType: `${region.oldPrefix}LCUUsage`,
      unit: 'LCU-Hrs',
      per: 'Network load balancer capacity unit-hour',
      tiers: [{ usd: '0.0060000000' }],
    },
    {
      ...network,
      usageType: `${region.oldPrefix}Outposts-LoadBalancerUsage`,
      ...perHour(region.loadBalancerHour, 'Network LoadBalancer-hour, Outpost'),
    },
    {
      ...application,
      usageType: `${region.oldPrefix}LoadBalancerUsage`,
      ...perHour(region.loadBalancerHour, 'Application LoadBalancer-hour'),
    },
    {
      ...application,
      attributes: { ...application.attributes, ...units },
      usageType: `${region.oldPrefix}LCUUsage`,
      unit: 'LCU-Hrs',
      per: 'Application load balancer capacity unit-hour',
      tiers: [{ usd: '0.0080000000' }],
    },
  ];
}

/**
 * Resources that are associated with a service network (aws.md §2.1). Its pages name the hours; of the service code and
 * of the usage type of their data nothing was found.
 */
function latticeProducts(region: PricedRegion): Product[] {
  const common = {
    serviceCode: 'AmazonVPCLattice',
    serviceName: 'Amazon VPC Lattice',
    productFamily: 'VPC Lattice',
    operation: 'ServiceNetworkResource',
    attributes: {
      ...regional(region),
      group: 'VpcResources',
      groupDescription: 'VPC Resources in service networks',
    },
  };
  return [
    {
      ...common,
      usageType: `${region.prefix}VpcLattice-Service-Network-Resource-Hours`,
      ...perHour(region.latticeResourceHour, 'VPC Resource Association Hour'),
    },
    {
      ...common,
      usageType: `${region.prefix}VpcLattice-Service-Network-Resource-Bytes`,
      ...perGb(ENDPOINT_DATA, 'GB Data Processed for VPC Resources'),
    },
    // For services of layer 7, which no database is.
    {
      ...common,
      operation: 'Service',
      usageType: `${region.prefix}VPCLattice-Service-Hourly`,
      ...perHour('0.0250000000', 'VPC Lattice Service Hour'),
    },
    {
      ...common,
      operation: 'Service',
      usageType: `${region.prefix}VPCLattice-DataProcessing-Bytes`,
      ...perGb([{ usd: '0.0250000000' }], 'GB Data Processed by Services'),
    },
  ];
}

/** Between availability zones each way (aws.md §2.1), and between the two Regions ("Amazon EC2 On-Demand Pricing"). */
function transferProducts(region: PricedRegion, to: PricedRegion): Product[] {
  const common = {
    serviceCode: 'AWSDataTransfer',
    serviceName: 'AWS Data Transfer',
    productFamily: 'Data Transfer',
    operation: '',
  };
  const from = {
    fromRegionCode: region.code,
    fromLocation: region.location,
    fromLocationType: 'AWS Region',
    toLocationType: 'AWS Region',
  };
  return [
    {
      ...common,
      attributes: {
        ...from,
        toRegionCode: region.code,
        toLocation: region.location,
        transferType: 'IntraRegion',
      },
      usageType: `${region.oldPrefix}DataTransfer-Regional-Bytes`,
      ...perGb([{ usd: '0.0100000000' }], 'GB between availability zones'),
    },
    {
      ...common,
      attributes: {
        ...from,
        toRegionCode: to.code,
        toLocation: to.location,
        transferType: 'InterRegion Outbound',
      },
      usageType: `${region.prefix}${to.prefix}AWS-Out-Bytes`,
      ...perGb([{ usd: '0.0200000000' }], `GB to ${to.location}`),
    },
  ];
}

/**
 * "AWS Lambda pricing": the same in both Regions. Beside them stand those of another processor.
 */
function lambdaProducts(region: PricedRegion): Product[] {
  const common = {
    serviceCode: 'AWSLambda',
    serviceName: 'AWS Lambda',
    productFamily: 'Serverless',
    operation: '',
  };
  const requests = {
    ...regional(region),
    group: 'AWS-Lambda-Requests',
    groupDescription: 'Invocation call for a Lambda function',
  };
  const duration = {
    ...regional(region),
    group: 'AWS-Lambda-Duration',
    groupDescription:
      'Invocation duration weighted by memory assigned to function, measured in GB-s',
  };
  return [
    {
      ...common,
      attributes: requests,
      usageType: `${region.oldPrefix}Request`,
      unit: 'Requests',
      per: 'request',
      tiers: [{ usd: '0.0000002000' }],
    },
    {
      ...common,
      attributes: { ...requests, group: 'AWS-Lambda-Requests-ARM' },
      usageType: `${region.oldPrefix}Request-ARM`,
      unit: 'Requests',
      per: 'request',
      tiers: [{ usd: '0.0000002000' }],
    },
    {
      ...common,
      attributes: duration,
      usageType: `${region.oldPrefix}Lambda-GB-Second`,
      unit: 'Lambda-GB-Second',
      per: 'GB-second',
      tiers: [
        { upTo: 6_000_000_000, usd: '0.0000166667' },
        { upTo: 15_000_000_000, usd: '0.0000150000' },
        { usd: '0.0000133334' },
      ],
    },
  ];
}

/** "Amazon Route 53 pricing": the same everywhere, so it has no Region. */
const HOSTED_ZONES: Product = {
  serviceCode: 'AmazonRoute53',
  serviceName: 'Amazon Route 53',
  productFamily: 'DNS Zone',
  usageType: 'HostedZone',
  operation: '',
  attributes: { location: 'Any', locationType: 'Other' },
  unit: 'HostedZone',
  per: 'Hosted Zone',
  tiers: [{ upTo: 25, usd: '0.5000000000' }, { usd: '0.1000000000' }],
};

/** What is simulated of AWS's price list. */
export const PRODUCTS: readonly Product[] = [
  ...[NORTH_VIRGINIA, IRELAND].flatMap(region => [
    ...vpcProducts(region),
    ...loadBalancerProducts(region),
    ...latticeProducts(region),
    ...lambdaProducts(region),
  ]),
  ...transferProducts(NORTH_VIRGINIA, IRELAND),
  ...transferProducts(IRELAND, NORTH_VIRGINIA),
  HOSTED_ZONES,
];
