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

import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_DATABASE_ACCESS_REQUEST,
  RESOURCE_TYPE_DATABASE_ACCESS_SHARE,
} from '@towpath/backstage-plugin-database-access-common';
import { z } from 'zod';

/**
 * Whose a request or a share is, as policies may ask.
 *
 * @public
 */
export interface DatabaseAccessResource {
  id: string;
  /** Who asked. */
  requesterRef: string;
  /** Who owns the database. */
  ownerRef: string;
  /** Who owns what else a request would open, because AWS cannot part the pairs of a zone. */
  otherOwnerRefs?: readonly string[];
  /** Who owns the network. */
  networkOwnerRef: string;
  /** What the database's environment tag says; absent: it has none. */
  environment?: string;
  /** AWS tags of the database that config asks for, each as `key=value`. */
  tags?: readonly string[];
}

/**
 * One condition on requests or shares, to be asked of the store.
 *
 * @public
 */
export interface DatabaseAccessFilter {
  field:
    | 'requesterRef'
    | 'ownerRef'
    | 'networkOwnerRef'
    | 'environment'
    | 'tag';
  values: string[];
}

/**
 * Requests, in conditional decisions.
 *
 * @public
 */
export const databaseAccessRequestResourceRef = createPermissionResourceRef<
  DatabaseAccessResource,
  DatabaseAccessFilter
>().with({
  pluginId: 'database-access',
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_REQUEST,
});

/**
 * Shares, in conditional decisions.
 *
 * @public
 */
export const databaseAccessShareResourceRef = createPermissionResourceRef<
  DatabaseAccessResource,
  DatabaseAccessFilter
>().with({
  pluginId: 'database-access',
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_SHARE,
});

const userRefs = z.object({
  userRefs: z
    .array(z.string())
    .describe('Entity refs, e.g. those of the person who asks the policy'),
});

const ownerRefs = z.object({
  ownerRefs: z
    .array(z.string())
    .describe('Entity refs of groups and people, e.g. ownershipEntityRefs'),
});

const isRequester = {
  name: 'IS_REQUESTER',
  description: 'Allow what these people asked for',
  paramsSchema: userRefs,
  apply: (resource: DatabaseAccessResource, params: { userRefs: string[] }) =>
    params.userRefs.includes(resource.requesterRef),
  toQuery: (params: { userRefs: string[] }): DatabaseAccessFilter => ({
    field: 'requesterRef',
    values: params.userRefs,
  }),
};

const isDatabaseOwner = {
  name: 'IS_DATABASE_OWNER',
  description: 'Allow what is about databases of these owners',
  paramsSchema: ownerRefs,
  apply: (resource: DatabaseAccessResource, params: { ownerRefs: string[] }) =>
    [resource.ownerRef, ...(resource.otherOwnerRefs ?? [])].some(ref =>
      params.ownerRefs.includes(ref),
    ),
  toQuery: (params: { ownerRefs: string[] }): DatabaseAccessFilter => ({
    field: 'ownerRef',
    values: params.ownerRefs,
  }),
};

const isNetworkOwner = {
  name: 'IS_NETWORK_OWNER',
  description: 'Allow what is used from networks of these owners',
  paramsSchema: ownerRefs,
  apply: (resource: DatabaseAccessResource, params: { ownerRefs: string[] }) =>
    params.ownerRefs.includes(resource.networkOwnerRef),
  toQuery: (params: { ownerRefs: string[] }): DatabaseAccessFilter => ({
    field: 'networkOwnerRef',
    values: params.ownerRefs,
  }),
};

const hasEnvironment = {
  name: 'HAS_ENVIRONMENT',
  description: 'Allow what is about databases of these environments',
  paramsSchema: z.object({
    environments: z
      .array(z.string())
      .describe("Values of the environment's tag, e.g. development"),
  }),
  apply: (
    resource: DatabaseAccessResource,
    params: { environments: string[] },
  ) =>
    resource.environment !== undefined &&
    params.environments.includes(resource.environment),
  toQuery: (params: { environments: string[] }): DatabaseAccessFilter => ({
    field: 'environment',
    values: params.environments,
  }),
};

const hasTag = {
  name: 'HAS_TAG',
  description: 'Allow what is about databases with one of these AWS tags',
  paramsSchema: z.object({
    tags: z
      .array(z.string())
      .describe(
        'Each key=value; only tags that databaseAccess.policy or patterns asks for are known',
      ),
  }),
  apply: (resource: DatabaseAccessResource, params: { tags: string[] }) =>
    params.tags.some(tag => resource.tags?.includes(tag)),
  toQuery: (params: { tags: string[] }): DatabaseAccessFilter => ({
    field: 'tag',
    values: params.tags,
  }),
};

/**
 * The rules that conditional decisions on requests are made of.
 *
 * @public
 */
export const databaseAccessRequestRules = {
  isRequester: createPermissionRule({
    ...isRequester,
    resourceRef: databaseAccessRequestResourceRef,
  }),
  isDatabaseOwner: createPermissionRule({
    ...isDatabaseOwner,
    resourceRef: databaseAccessRequestResourceRef,
  }),
  isNetworkOwner: createPermissionRule({
    ...isNetworkOwner,
    resourceRef: databaseAccessRequestResourceRef,
  }),
  hasEnvironment: createPermissionRule({
    ...hasEnvironment,
    resourceRef: databaseAccessRequestResourceRef,
  }),
  hasTag: createPermissionRule({
    ...hasTag,
    resourceRef: databaseAccessRequestResourceRef,
  }),
};

/**
 * The rules that conditional decisions on shares are made of.
 *
 * @public
 */
export const databaseAccessShareRules = {
  isRequester: createPermissionRule({
    ...isRequester,
    resourceRef: databaseAccessShareResourceRef,
  }),
  isDatabaseOwner: createPermissionRule({
    ...isDatabaseOwner,
    resourceRef: databaseAccessShareResourceRef,
  }),
  isNetworkOwner: createPermissionRule({
    ...isNetworkOwner,
    resourceRef: databaseAccessShareResourceRef,
  }),
  hasEnvironment: createPermissionRule({
    ...hasEnvironment,
    resourceRef: databaseAccessShareResourceRef,
  }),
  hasTag: createPermissionRule({
    ...hasTag,
    resourceRef: databaseAccessShareResourceRef,
  }),
};

const requestExports = createConditionExports({
  resourceRef: databaseAccessRequestResourceRef,
  rules: databaseAccessRequestRules,
});

const shareExports = createConditionExports({
  resourceRef: databaseAccessShareResourceRef,
  rules: databaseAccessShareRules,
});

/**
 * For policies: conditions on requests.
 *
 * @public
 */
export const databaseAccessRequestConditions = requestExports.conditions;

/**
 * For policies: a decision that holds under conditions on requests.
 *
 * @public
 */
export const createDatabaseAccessRequestConditionalDecision =
  requestExports.createConditionalDecision;

/**
 * For policies: conditions on shares.
 *
 * @public
 */
export const databaseAccessShareConditions = shareExports.conditions;

/**
 * For policies: a decision that holds under conditions on shares.
 *
 * @public
 */
export const createDatabaseAccessShareConditionalDecision =
  shareExports.createConditionalDecision;
