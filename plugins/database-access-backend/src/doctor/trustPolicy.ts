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

import type { PortalIdentity } from './Patient';

/** One statement that lets somebody in. */
interface TrustStatement {
  actions: string[];
  principals: string[];
  /** Values of sts:ExternalId; absent if it does not ask for one. */
  externalIds?: string[];
}

/** What of a trust policy says who gets in: its `Allow` statements. */
export type Trust = readonly TrustStatement[];

type OneOrMany = string | string[] | undefined;

/** @param document - as IAM answers it, URL-encoded JSON */
export function readTrust(document: string): Trust {
  const { Statement } = JSON.parse(decodeURIComponent(document)) as {
    Statement: object | object[];
  };
  return ([Statement].flat() as Array<Record<string, any>>)
    .filter(statement => statement.Effect === 'Allow')
    .map(statement => ({
      actions: many(statement.Action),
      principals:
        typeof statement.Principal === 'string'
          ? [statement.Principal]
          : Object.values(statement.Principal ?? {}).flatMap(value =>
              many(value as OneOrMany),
            ),
      ...externalIdsOf(statement.Condition),
    }));
}

/** What keeps the portal out, as the rest of a sentence; undefined if nothing does. */
export function whyNotTrusted(
  trust: Trust,
  wanted: { portal: PortalIdentity; externalId: string; actions: string[] },
): string | undefined {
  const { portal, externalId, actions } = wanted;
  const forPortal = trust.filter(({ principals }) =>
    principals.some(principal => means(principal, portal)),
  );
  if (forPortal.length === 0) {
    const named = trust.flatMap(({ principals }) => principals);
    return `its trust policy names ${
      named.join(', ') || 'nobody'
    }, and not the portal, which is ${portal.arn}`;
  }
  const open = forPortal.filter(
    ({ externalIds }) => externalIds?.includes(externalId) ?? true,
  );
  if (open.length === 0) {
    return 'its trust policy asks for another ExternalId than the one that databaseAccess.accounts has for this account';
  }
  const missing = actions.filter(
    action =>
      !open.some(statement =>
        statement.actions.some(one => covers(one, action)),
      ),
  );
  return missing.length > 0
    ? `its trust policy does not allow ${missing.join(' and ')}`
    : undefined;
}

/** Principals that are not the portal. */
export function strangersIn(trust: Trust, portal: PortalIdentity): string[] {
  return trust
    .flatMap(({ principals }) => principals)
    .filter(principal => principal === '*' || !means(principal, portal));
}

/** A role may be trusted by its ARN, or its account as a whole. */
function means(principal: string, { accountId, arn }: PortalIdentity): boolean {
  return [
    '*',
    accountId,
    `${arn.split(':').slice(0, 2).join(':')}:iam::${accountId}:root`,
    arn,
  ].includes(principal)
    ? true
    : isRoleOf(principal, arn);
}

/** `arn:aws:iam::1:role/path/backstage` is whom `arn:aws:sts::1:assumed-role/backstage/session` runs as. */
function isRoleOf(principal: string, sessionArn: string): boolean {
  const role = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(
    principal,
  );
  const session = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(
    sessionArn,
  );
  return (
    role !== null &&
    session !== null &&
    role[1] === session[1] &&
    role[2] === session[2]
  );
}

function covers(pattern: string, action: string): boolean {
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*');
  return new RegExp(`^${source}$`).test(action.toLowerCase());
}

function externalIdsOf(
  conditions: Record<string, Record<string, OneOrMany>> | undefined,
): Pick<TrustStatement, 'externalIds'> {
  for (const keys of Object.values(conditions ?? {})) {
    for (const [key, value] of Object.entries(keys)) {
      if (key.toLowerCase() === 'sts:externalid') {
        return { externalIds: many(value) };
      }
    }
  }
  return {};
}

function many(value: OneOrMany): string[] {
  return value === undefined ? [] : [value].flat();
}
