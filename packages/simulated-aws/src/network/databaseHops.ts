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

import type { Attempt, Way } from './attempt';
import type { ReachabilityHop } from './filterHops';
import { Landing, silencingWord, wordsOf } from './landing';
import { FoundInstance, isWriter } from './names';

/**
 * The end of a way: whether the database answers, at this port, and as what it was asked for.
 *
 * @param port - the one that the last hop sends to; a load balancer may change it
 */
export function wayIntoDatabase(
  attempt: Attempt,
  { eni, found }: Landing,
  port: number = attempt.port,
): Way {
  if (!found) {
    const why = `${eni.networkInterfaceId} of ${eni.servesId} answers no database connection: a standby does not.`;
    return { hops: [{ name: 'writer', ok: false, why }] };
  }
  const { instance } = found;
  const identifier = instance.dbInstanceIdentifier;
  const broken = silencingWord(found);
  return {
    found,
    hops: [
      {
        name: 'database',
        ok: broken === undefined,
        why: broken
          ? `${identifier} does not answer: it is ${broken}.`
          : `${identifier} answers: it is ${wordsOf(found).join(', ')}.`,
      },
      {
        name: 'port',
        ok: instance.port === port,
        why: `${identifier} listens on ${instance.port}, and is asked for at ${port}.`,
      },
      roleHop(attempt, found),
    ],
  };
}

/** Who asks for the writer is served by nobody else; who asks for the reader endpoint is served by a reader, too. */
function roleHop(
  { target, wantsReader }: Attempt,
  found: FoundInstance,
): ReachabilityHop {
  const { instance, cluster } = found;
  const lands = `The connection lands on ${instance.dbInstanceIdentifier}`;
  if (![instance.arn, cluster?.arn].includes(target.arn)) {
    return {
      name: 'writer',
      ok: false,
      why: `${lands}, which is not ${target.arn}.`,
    };
  }
  if (isWriter(found)) {
    return { name: 'writer', ok: true, why: `${lands}, the writer.` };
  }
  return wantsReader
    ? { name: 'reader', ok: true, why: `${lands}, a reader, as it was asked.` }
    : { name: 'writer', ok: false, why: `${lands}, which only reads.` };
}
