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

import { Complaint } from './project.mjs';

/** States in which AWS still lists what is gone. */
const GONE = /^(deleted|disassociated)$/i;

/** Nobody can delete an invitation: once answered it is a record, which AWS drops some time after its share. */
const isRecord = ({ type, state }) =>
  type === 'ram/resource-share-invitation' && state !== 'PENDING';

/** AWS makes the role of a service at its first use in an account, and keeps it for the next. */
const isOfAws = ({ type, id }) =>
  type === 'iam/role' && id.includes(':role/aws-service-role/');

/** What AWS would never tell: the control endpoints of the running simulated AWS. */
export class SimulatedAws {
  #url;

  constructor(url) {
    this.#url = url;
  }

  /** Follows the wires from any client in this VPC to this database. */
  reachable(vpcId, databaseArn, name) {
    const query = new URLSearchParams({
      from: vpcId,
      to: databaseArn,
      ...(name && { name }),
    });
    return this.#ask('GET', `reachable?${query}`);
  }

  /** Lets a database fail over, as its account's admin by the API of RDS. */
  async failOver(databaseArn) {
    const [, , , region, accountId, kind, identifier] = databaseArn.split(':');
    const operation =
      kind === 'cluster'
        ? { Action: 'FailoverDBCluster', DBClusterIdentifier: identifier }
        : {
            Action: 'RebootDBInstance',
            DBInstanceIdentifier: identifier,
            ForceFailover: 'true',
          };
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        // Simulated AWS takes an access key id of twelve digits for the admin of that account, and verifies nothing.
        authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20261102/${region}/rds/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams({ Version: '2014-10-31', ...operation }),
    });
    if (!response.ok) {
      throw new Complaint(
        `${operation.Action} was refused: ${await response.text()}`,
      );
    }
  }

  /** What there is in all accounts, one line each. */
  async objects() {
    const { objects } = await this.#ask('GET', 'objects');
    return new Set(
      objects
        .filter(
          object =>
            !GONE.test(object.state ?? '') &&
            !isRecord(object) &&
            !isOfAws(object),
        )
        .map(o => `${o.type} ${o.id} (account ${o.accountId}, ${o.region})`),
    );
  }

  /** Milliseconds since 1970, by AWS's own clock. */
  async now() {
    return Date.parse((await this.#ask('GET', 'clock')).now);
  }

  forgetCalls() {
    return this.#ask('DELETE', 'calls');
  }

  /** How often each operation was called since `forgetCalls`. */
  async calls() {
    const { calls } = await this.#ask('GET', 'calls');
    const counts = {};
    for (const { operation, count } of calls) {
      counts[operation] = (counts[operation] ?? 0) + count;
    }
    return Object.fromEntries(
      Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)),
    );
  }

  async #ask(method, path) {
    const response = await fetch(`${this.#url}/_simulated/${path}`, { method });
    const body = await response.json();
    if (!response.ok) {
      throw new Complaint(`Simulated AWS refused ${path}: ${body.error}`);
    }
    return body;
  }
}
