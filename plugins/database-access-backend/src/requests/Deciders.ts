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
  Decision,
  ERROR_CODES,
  Finding,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { Planned } from '../planning';
import { Membership, samePerson } from './Membership';
import { StoredRequest } from './Requests';

/** Who decides, and whose word counts: asked of the catalog at this moment, whatever was true when it was said. */
export class Deciders {
  readonly #membership: Membership;

  constructor(options: { membership: Membership }) {
    this.#membership = options.membership;
  }

  /** A plan for somebody who may ask for it, with who would decide. Where nobody else could, it is no plan. */
  async planFor(planned: Planned, requesterRef: string): Promise<Planned> {
    const { ownerRef } = planned;
    if (!ownerRef) {
      return planned;
    }
    const plan = withDeciders(planned);
    if (await this.#membership.hasOtherThan(requesterRef, [ownerRef])) {
      return { ...planned, plan };
    }
    const isMember = await this.#membership.isOneOf(requesterRef, [ownerRef]);
    const findings = [noDecider(ownerRef, isMember), ...plan.findings];
    return { ownerRef, plan: { ...plan, findings, digest: undefined } };
  }

  /** Why no approval of a request counts today; undefined if one does. */
  async whyNotApproved(
    request: StoredRequest,
    ownerRef: string,
  ): Promise<string | undefined> {
    const approvals = request.decisions.filter(word =>
      isApprovalOf(request, word),
    );
    for (const { deciderRef } of approvals) {
      if (await this.#membership.isOneOf(deciderRef, [ownerRef])) {
        return undefined;
      }
    }
    return approvals.length
      ? `${approvals
          .map(({ deciderRef }) => deciderRef)
          .join(
            ', ',
          )} approved it and cannot decide for ${ownerRef} any more, so that approval counts no more`
      : 'Nobody who may decide has approved it';
  }
}

/** The plan, with who decides it. */
export function withDeciders({ plan, ownerRef }: Planned): Plan {
  return ownerRef
    ? { ...plan, deciders: { refs: [ownerRef], requesterMayDecide: false } }
    : plan;
}

/** Of this generation and this plan, and by somebody else than the requester. */
function isApprovalOf(request: StoredRequest, word: Decision): boolean {
  return (
    word.decision === 'approve' &&
    word.generation === request.generation &&
    word.planDigest === request.planDigest &&
    !samePerson(word.deciderRef, request.requesterRef)
  );
}

function noDecider(ownerRef: string, isMember: boolean): Finding {
  return {
    code: ERROR_CODES.noDecider,
    severity: 'blocking',
    message: isMember
      ? `Nobody could decide this request: ${ownerRef} owns the database, you are its only member in the catalog, and nobody decides their own request.`
      : `Nobody could decide this request: ${ownerRef} owns the database and has no member in the catalog.`,
    remedy: `Have somebody else added to ${ownerRef} where the catalog gets its groups from, then plan again.`,
  };
}
