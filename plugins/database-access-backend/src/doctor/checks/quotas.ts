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

import { QuotaUse, readQuotaUse, SCARCE } from '../../planning';
import { fail, failed, Found, isRefused, ok, warn } from '../CheckResult';
import { Check, nameOf, Patient } from '../Patient';

/** Whether AWS would let more be made. Where nobody may ask, nothing is said. */
export const quotas: Check = {
  name: 'quotas',
  needsReadRole: true,
  async run(patient) {
    const found = await Promise.all(
      patient.lanes.map(({ region }) => inRegion(patient, region)),
    );
    return found.flat();
  },
};

async function inRegion(patient: Patient, region: string): Promise<Found[]> {
  const { account, sides, read } = patient;
  const { used, counted, unread } = await readQuotaUse(
    read({ accountId: account.accountId, region }),
    sides,
  );
  const unanswered = unread.find(({ error }) => !isRefused(error));
  if (unanswered) {
    return [failed(unanswered.error)];
  }
  const tight = used.flatMap(use => judged(patient, region, use));
  return tight.length > 0 || unread.length > 0
    ? tight
    : [ok(`In ${region} ${counted} quotas leave room.`)];
}

function judged(
  { account }: Patient,
  region: string,
  { what, place, used, limit, code }: QuotaUse,
): Found[] {
  if (used < limit * SCARCE) {
    return [];
  }
  const where = place ? `${place}, ${region}` : region;
  const say = used >= limit ? fail : warn;
  return [
    say(
      `${nameOf(account)} has ${used} of at most ${limit} ${what} in ${where}.`,
      `In account ${account.accountId}, ask for more in Service Quotas (${code}, ${region}), or remove what nobody uses.`,
    ),
  ];
}
