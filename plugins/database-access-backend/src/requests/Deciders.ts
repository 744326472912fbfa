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
    const refs = decidersOf(planned);
    if (refs.length === 0) {
      return planned;
    }
    const plan = withDeciders(planned);
    const findings: Finding[] = [];
    for (const ref of refs) {
      if (!(await this.#membership.hasOtherThan(requesterRef, [ref]))) {
        const isMember = await this.#membership.isOneOf(requesterRef, [ref]);
        findings.push(noDecider(ref, isMember));
      }
    }
    return findings.length === 0
      ? { ...planned, plan }
      : {
          ownerRef: planned.ownerRef,
          plan: {
            ...plan,
            findings: [...findings, ...plan.findings],
            digest: undefined,
          },
        };
  }

  /** Why the approvals of a request do not suffice today; undefined if they do. */
  async whyNotApproved(
    request: StoredRequest,
    deciderRefs: readonly string[],
  ): Promise<string | undefined> {
    const missing = await this.missing(
      request,
      deciderRefs.map(ref => [ref]),
    );
    if (missing.length === 0) {
      return undefined;
    }
    const said = approvalsOf(request).map(({ deciderRef }) => deciderRef);
    return said.length
      ? `${said.join(', ')} approved it and cannot decide for ${missing.join(
          ' and ',
        )} any more, so that approval counts no more`
      : 'Nobody who may decide has approved it';
  }

  /**
   * Of these seats, those for whom nobody has approved it yet.
   *
   * @param seats - each one ref, or several of which any will do; the first one names it
   * @param also - somebody who is about to approve it
   */
  async missing(
    request: StoredRequest,
    seats: ReadonlyArray<readonly string[]>,
    also?: string,
  ): Promise<string[]> {
    const said = [
      ...approvalsOf(request).map(({ deciderRef }) => deciderRef),
      ...(also ? [also] : []),
    ];
    const missing: string[] = [];
    for (const seat of seats) {
      const counts = await Promise.all(
        said.map(person => this.#membership.isOneOf(person, seat)),
      );
      if (!counts.includes(true)) {
        missing.push(seat[0]);
      }
    }
    return missing;
  }
}

/** Whose word is needed. */
export function decidersOf({
  ownerRef,
  deciderRefs,
}: Pick<Planned, 'ownerRef' | 'deciderRefs'>): string[] {
  return deciderRefs ?? (ownerRef ? [ownerRef] : []);
}

/** The plan, with who decides it. */
export function withDeciders(planned: Planned): Plan {
  const refs = decidersOf(planned);
  return refs.length
    ? { ...planned.plan, deciders: { refs, requesterMayDecide: false } }
    : planned.plan;
}

function approvalsOf(request: StoredRequest): Decision[] {
  return request.decisions.filter(word => isApprovalOf(request, word));
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
