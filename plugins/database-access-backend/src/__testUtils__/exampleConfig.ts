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

import { JsonArray, JsonObject } from '@backstage/types';

/** The ExternalIds of the example company's accounts. */
export const EXTERNAL_IDS = {
  networking: 'simulated-networking-c1f6083b9a54d27e',
  orders: 'simulated-orders-prod-9d27e6a0f1b4835c',
  billing: 'simulated-billing-e83a5c6f20d19b47',
  catalog: 'simulated-catalog-4fd0b7281ce96a35',
  analytics: 'simulated-analytics-70a9e4d3586bc21f',
  quarantine: 'simulated-quarantine-a4e1926d7f38c05b',
};

export const ordersAccount: JsonObject = {
  accountId: '333333333333',
  name: 'orders-prod',
  regions: ['us-east-1'],
  externalId: EXTERNAL_IDS.orders,
  owner: 'group:default/orders-team',
};

export const billingAccount: JsonObject = {
  accountId: '444444444444',
  name: 'billing',
  regions: ['us-east-1'],
  externalId: EXTERNAL_IDS.billing,
  owner: 'group:default/billing-team',
};

export const catalogAccount: JsonObject = {
  accountId: '555555555555',
  name: 'catalog',
  regions: ['us-east-1'],
  externalId: EXTERNAL_IDS.catalog,
  owner: 'group:default/catalog-team',
};

export const analyticsAccount: JsonObject = {
  accountId: '666666666666',
  name: 'analytics',
  regions: ['us-east-1'],
  externalId: EXTERNAL_IDS.analytics,
  owner: 'group:default/analytics-team',
};

export const quarantineAccount: JsonObject = {
  accountId: '999999999999',
  name: 'quarantine',
  regions: ['us-east-1'],
  externalId: EXTERNAL_IDS.quarantine,
  owner: 'group:default/platform-team',
};

/** What the tests of routes and flows start from. */
export const exampleAccounts: JsonArray = [
  ordersAccount,
  billingAccount,
  catalogAccount,
  analyticsAccount,
  quarantineAccount,
];

export const exampleNetworks: JsonArray = [
  {
    name: 'analytics-databricks',
    title: 'Analytics, Databricks workspace',
    owner: 'group:default/analytics-team',
    accountId: '666666666666',
    region: 'us-east-1',
    vpcId: 'vpc-06666000000000001',
    subnetIds: ['subnet-06666000000000011'],
    clientSecurityGroupIds: ['sg-06666000000000018'],
  },
  {
    name: 'billing',
    owner: 'group:default/billing-team',
    accountId: '444444444444',
    region: 'us-east-1',
    vpcId: 'vpc-04444000000000001',
    subnetIds: ['subnet-04444000000000011'],
  },
];
