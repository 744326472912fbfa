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
 * One availability zone's part of a VPC.
 *
 * @public
 */
export interface CompanySubnet {
  id: string;
  name: string;
  cidr: string;
  /** AZ ID, the same zone for every account; the account's own zone name follows from it. */
  zoneId: string;
  /** Addresses that other things use; as many as there are leaves none free. */
  occupied?: number;
}

/**
 * A rule of a security group. `peer` is a CIDR, or the id of a group of the same VPC.
 *
 * @public
 */
export interface CompanyRule {
  direction: 'ingress' | 'egress';
  /** Absent: every protocol and port. */
  tcpPort?: number;
  peer: string;
}

/** @public */
export interface CompanySecurityGroup {
  id: string;
  name: string;
  description: string;
  rules: CompanyRule[];
  tags?: Record<string, string>;
}

/**
 * A machine that would use databases: all that others see of it is its network interface.
 *
 * @public
 */
export interface CompanyClient {
  /** Of its network interface. */
  id: string;
  name: string;
  instanceId: string;
  subnet: string;
  address: string;
  /** Key of the VPC's security group. */
  securityGroup: string;
}

/**
 * A VPC; AWS adds its default security group and its default network ACL, which let everything out and, for the ACL, in.
 *
 * @public
 */
export interface CompanyVpc {
  id: string;
  region: string;
  cidr: string;
  networkAclId: string;
  defaultSecurityGroupId: string;
  subnets: CompanySubnet[];
  /** Beside the default one; the key names it for people. */
  securityGroups: Record<string, CompanySecurityGroup>;
  clients?: CompanyClient[];
}

/**
 * An RDS instance, or an Aurora cluster if it names its instances. It lives in the subnets of its VPC.
 *
 * @public
 */
export interface CompanyDatabase {
  arn: string;
  /** Key of the account's VPC. */
  vpc: string;
  /** The name that clients use; of a cluster, its writer's. */
  host: string;
  port: number;
  engine: string;
  engineVersion: string;
  instanceClass: string;
  /** Key of the VPC's security group that guards it. */
  securityGroup: string;
  /** AZ IDs: of the instance, then of its standby if it has one. Of a cluster: of the instances in their order. */
  zoneIds: string[];
  iamAuthentication: boolean;
  /** The address that the whole internet sees. Absent for a private database. */
  publicAddress?: string;
  /** Of an Aurora cluster. The first instance writes. */
  cluster?: {
    readerHost: string;
    instances: Array<{ identifier: string; host: string }>;
  };
  /** How it is kept, where that is not as RDS has it by itself with a week of backups. */
  care?: Partial<CompanyCare>;
  /** What AWS wants to change of it; days after the company is there. */
  maintenance?: Array<{
    action: string;
    description: string;
    autoAppliedAfterDays?: number;
    forcedAfterDays?: number;
  }>;
  tags: Record<string, string>;
}

/**
 * Backups, maintenance and logs of a database.
 *
 * @public
 */
export interface CompanyCare {
  /** 0: no backups. */
  backupRetentionDays: number;
  autoMinorVersionUpgrade: boolean;
  /** Logs that go to CloudWatch Logs. */
  exportedLogs: string[];
  /** Default: only what everybody on the internet sees has none. */
  deletionProtection: boolean;
  storageEncrypted: boolean;
}

/**
 * What the portal may want an account for: its databases, its networks, or a service network that others use.
 *
 * @public
 */
export type PortalSide = 'provider' | 'consumer' | 'networking';

/** @public */
export interface CompanyAccount {
  id: string;
  email: string;
  inOrganization: boolean;
  /** What the portal wants the account for, and so what its roles may do; without it for everything. */
  portalSides?: PortalSide[];
  /** The portal's `read` role, and whether the account lets the portal in. */
  readRole?: { name: string; externalId: string; trustsPortal: boolean };
  /** The portal's `provision` role: trust and ExternalId are those of the `read` role. */
  provisionRole?: { name: string };
  /** The role as which Lambda runs the updaters of the account's databases. */
  updaterRole?: { name: string };
  /** The portal's `provision` role may have AWS analyse paths. */
  analyzer?: true;
  /** What the names of the functions begin with that the portal's `provision` role may invoke. */
  proberPrefix?: string;
  /** A public hosted zone of the account: the domain of the private DNS names of its endpoint services. */
  publicZone?: { id: string; name: string };
  /** The name of a log group, into which the portal may have access logs delivered. */
  accessLogGroup?: string;
  vpcs: Record<string, CompanyVpc>;
  databases: Record<string, CompanyDatabase>;
}

/**
 * Everything that the simulated AWS holds before anybody calls it.
 *
 * @public
 */
export interface Company {
  /** Where the portal's own credentials live. */
  portalAccountId: string;
  /** What the portal calls itself: its roles may touch what carries this tag. */
  installation: string;
  organization: {
    id: string;
    rootId: string;
    managementAccountId: string;
    /** EnableSharingWithAwsOrganization was called once. */
    sharesResources: boolean;
  };
  accounts: Record<string, CompanyAccount>;
}
