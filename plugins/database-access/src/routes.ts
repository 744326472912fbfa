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
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/core-plugin-api';

export const rootRouteRef = createRouteRef({ id: 'database-access' });

export const requestRouteRef = createSubRouteRef({
  id: 'database-access:request',
  parent: rootRouteRef,
  path: '/requests/:id',
});

export const shareRouteRef = createSubRouteRef({
  id: 'database-access:share',
  parent: rootRouteRef,
  path: '/shares/:id',
});

/** What the policies would say, for those who write them. */
export const policyRouteRef = createSubRouteRef({
  id: 'database-access:policy',
  parent: rootRouteRef,
  path: '/policy',
});

/** Objects of AWS that nobody claims. */
export const orphansRouteRef = createSubRouteRef({
  id: 'database-access:orphans',
  parent: rootRouteRef,
  path: '/orphans',
});

/** How all of it is, for those who answer for the portal. */
export const overviewRouteRef = createSubRouteRef({
  id: 'database-access:overview',
  parent: rootRouteRef,
  path: '/overview',
});

/** How the portal reads the accounts. */
export const lanesRouteRef = createSubRouteRef({
  id: 'database-access:lanes',
  parent: rootRouteRef,
  path: '/lanes',
});

/** Shares, narrowed by the address. */
export const sharesRouteRef = createSubRouteRef({
  id: 'database-access:shares',
  parent: rootRouteRef,
  path: '/shares',
});

/** Requests, narrowed by the address. */
export const requestsRouteRef = createSubRouteRef({
  id: 'database-access:requests',
  parent: rootRouteRef,
  path: '/requests',
});

export const entityContentRouteRef = createRouteRef({
  id: 'database-access:entity-content',
});

/**
 * The card's way to the tab. External and optional although both are ours, because someone may install the card without
 * the tab: then there is no link, and no error either.
 */
export const accessTabRouteRef = createExternalRouteRef({
  id: 'access-tab',
  optional: true,
  defaultTarget: 'database-access.entityContent',
});

export const catalogIndexRouteRef = createExternalRouteRef({
  id: 'catalog-index',
  optional: true,
  defaultTarget: 'catalog.catalogIndex',
});

/** The tab's way to a share's page; external and optional for the same reason as the way to the tab. */
export const sharePageRouteRef = createExternalRouteRef({
  id: 'share-page',
  params: ['id'],
  optional: true,
  defaultTarget: 'database-access.share',
});

/** The way of a hop that could not be read to the lane that says why; external and optional for the same reason. */
export const lanesPageRouteRef = createExternalRouteRef({
  id: 'lanes-page',
  optional: true,
  defaultTarget: 'database-access.lanes',
});

/** The Scaffolder's form of a template. Optional: a portal may have no Scaffolder. */
export const selectedTemplateRouteRef = createExternalRouteRef({
  id: 'selected-template',
  params: ['namespace', 'templateName'],
  optional: true,
  defaultTarget: 'scaffolder.selectedTemplate',
});
