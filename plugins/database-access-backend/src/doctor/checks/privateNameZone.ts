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

import { GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import { AwsCallError } from '../../aws';
import { fail, ok } from '../CheckResult';
import type { Check } from '../Patient';

/** Whether the zone is there that proves whose the domain of private DNS names is. */
export const privateNameZone: Check = {
  name: 'zone of private DNS names',
  needsReadRole: true,
  async run({ account, lanes, read }) {
    if (!account.privateDnsName) {
      return [];
    }
    const { accountId } = account;
    const { domain, hostedZoneId } = account.privateDnsName;
    const remedy = `Correct privateLink.privateDnsName in the entry of account ${accountId}: a public hosted zone of that account, for ${domain} or a domain above it.`;
    try {
      const { HostedZone } = await read(lanes[0]).route53.send(
        new GetHostedZoneCommand({ Id: hostedZoneId }),
      );
      const name = HostedZone!.Name!.replace(/\.$/, '');
      if (HostedZone!.Config?.PrivateZone) {
        return [
          fail(
            `The hosted zone ${hostedZoneId} (${name}) of account ${accountId} is private, so AWS cannot verify ${domain} there.`,
            remedy,
          ),
        ];
      }
      return domain === name || domain.endsWith(`.${name}`)
        ? [ok(`The public zone ${name} proves whose ${domain} is.`)]
        : [
            fail(
              `The hosted zone ${hostedZoneId} of account ${accountId} is that of ${name}, which ${domain} is not part of.`,
              remedy,
            ),
          ];
    } catch (error) {
      if (
        error instanceof AwsCallError &&
        error.awsCode === 'NoSuchHostedZone'
      ) {
        return [
          fail(
            `Account ${accountId} has no hosted zone ${hostedZoneId}, which config names for ${domain}.`,
            remedy,
          ),
        ];
      }
      throw error;
    }
  },
};
