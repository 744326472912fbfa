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
  DatabaseFacts,
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { AccountConfig, toOwnerRef } from '../config';
import { DatabaseObservation } from './DatabaseReader';
import { blocking, inOrderOfSeverity, problemFinding } from './findings';
import { OWNER_TAGS } from '../objects';

/** What the catalog says of a database. It proves nothing. */
export interface DatabaseClaim {
  /** `resource:<namespace>/<name>` */
  entityRef: string;
  /** Entity ref of `spec.owner`; absent if the entity has none that can be read. */
  owner?: string;
  /** Other entities that name the same ARN. */
  rivals: {
    count: number;
    /** Those that the caller may see. */
    visibleRefs: string[];
  };
}

/** Everything that a person should know before asking for this database; the worst first. */
export function databaseFindings(options: {
  claim: DatabaseClaim;
  observation: DatabaseObservation;
  /** Absent if the account does not stand in config. */
  account: AccountConfig | undefined;
}): Finding[] {
  const { claim, observation, account } = options;
  const findings: Array<Finding | undefined> = [
    observation.problem && problemFinding(observation.problem),
    rivalsFinding(claim),
  ];
  const facts = observation.reading?.facts;
  if (facts && account) {
    findings.push(
      publicFinding(facts),
      shareableFinding(facts),
      ownerFinding(claim, facts, account),
      statusFinding(facts),
    );
  }
  return inOrderOfSeverity(findings);
}

function rivalsFinding({ entityRef, rivals }: DatabaseClaim) {
  if (rivals.count === 0) {
    return undefined;
  }
  const hidden = rivals.count - rivals.visibleRefs.length;
  const others = [
    ...rivals.visibleRefs,
    ...(hidden ? [`${hidden} that you may not see`] : []),
  ].join(', ');
  return blocking(ERROR_CODES.arnNotUnique, {
    message: `${entityRef} is not the only entity that names this ARN: the others are ${others}.`,
    remedy: 'Leave one entity for this database in the catalog.',
  });
}

function publicFinding(facts: DatabaseFacts) {
  if (!facts.publiclyAccessible) {
    return undefined;
  }
  // https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
  return blocking(ERROR_CODES.databasePublic, {
    message: `${facts.identifier} is publicly accessible, and AWS shares no such database over a private path: turn off public access.`,
    remedy: `In account ${facts.accountId}, set PubliclyAccessible of ${facts.identifier} to false.`,
  });
}

function shareableFinding(facts: DatabaseFacts) {
  if (facts.shareable) {
    return undefined;
  }
  return blocking(ERROR_CODES.databaseNotShareable, {
    message: `${facts.identifier} in account ${facts.accountId} does not carry the tag ${OWNER_TAGS.shareable}=true, so its owners have not offered it.`,
    remedy: `Its owners add the tag ${OWNER_TAGS.shareable}=true to ${facts.arn}.`,
  });
}

function ownerFinding(
  claim: DatabaseClaim,
  facts: DatabaseFacts,
  account: AccountConfig,
) {
  const named = ownerNamedBy(facts, account);
  if (!named.owner) {
    return blocking(ERROR_CODES.ownerUnknown, {
      message: `Nobody is known to own ${facts.identifier}: ${named.because}.`,
      remedy: account.allowOwnerTags
        ? `Add the tag ${OWNER_TAGS.owner} with an entity ref to ${facts.arn}.`
        : `Set owner of account ${account.accountId} in databaseAccess.accounts.`,
    });
  }
  if (named.owner === claim.owner) {
    return undefined;
  }
  return blocking(ERROR_CODES.ownerMismatch, {
    message: `The catalog says that ${claim.owner ?? 'nobody'} owns ${
      facts.identifier
    }, but ${named.because} says ${named.owner}.`,
    remedy: `Correct spec.owner of ${claim.entityRef}, or the owner in AWS or config.`,
  });
}

/** A tag is nearer to the database than its account, so it wins where it may speak. */
export function ownerNamedBy(
  facts: Pick<DatabaseFacts, 'ownerTag'>,
  account: AccountConfig,
): { owner?: string; because: string } {
  if (account.allowOwnerTags && facts.ownerTag !== undefined) {
    const owner = toOwnerRef(facts.ownerTag);
    return owner
      ? { owner, because: `its tag ${OWNER_TAGS.owner}` }
      : {
          because: `its tag ${OWNER_TAGS.owner} is '${facts.ownerTag}', which is neither a group nor a user`,
        };
  }
  if (account.owner) {
    return {
      owner: account.owner,
      because: `the portal's config for account ${account.accountId}`,
    };
  }
  return {
    because: account.allowOwnerTags
      ? `it has no tag ${OWNER_TAGS.owner}, and config names no owner for account ${account.accountId}`
      : `config names no owner for account ${account.accountId}`,
  };
}

/** RDS's status words are an open list, and one that we do not know is no sign of a defect. */
function statusFinding(facts: DatabaseFacts): Finding | undefined {
  if (facts.status === 'available') {
    return undefined;
  }
  return {
    code: ERROR_CODES.databaseNotAvailable,
    severity: 'warning',
    message: `RDS gives ${facts.identifier} the status '${facts.status}' and not 'available': connections may fail meanwhile.`,
  };
}
