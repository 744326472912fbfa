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

import type { World } from '../core/World';
import { allInstances, FoundInstance } from './names';
import type { Target } from './question';

/**
 * What a client learns that verifies the server's name (`sslmode=verify-full`).
 *
 * @public
 */
export interface TlsFact {
  /** The name that the client asked for. */
  name: string;
  /** Whether the database's certificate is for that name. */
  nameMatches: boolean;
  /** One sentence. */
  why: string;
}

/**
 * Nothing on the way ends TLS, so it is the database's own certificate that the client sees, whatever name led there: it
 * is for the names that RDS gave and for no other (aws.md §1.5).
 */
export function tlsFact(
  world: World,
  options: { name: string; target: Target; found?: FoundInstance },
): TlsFact {
  const { name, target, found } = options;
  const names = (found ? [found] : instancesOf(world, target)).flatMap(
    certificateNames,
  );
  const nameMatches = names.includes(name.toLowerCase().replace(/\.$/, ''));
  const of =
    found?.instance.dbInstanceIdentifier ??
    target.arn.slice(target.arn.lastIndexOf(':') + 1);
  return {
    name,
    nameMatches,
    why: nameMatches
      ? `The certificate of ${of} is for ${name}.`
      : `The certificate of ${of} is not for ${name}: verify-full refuses it.`,
  };
}

function instancesOf(world: World, { arn }: Target): FoundInstance[] {
  return allInstances(world).filter(({ instance, cluster }) =>
    [instance.arn, cluster?.arn].includes(arn),
  );
}

/** The names that the certificate of a database is for. Of a cluster's member its own name and those of the cluster. */
export function certificateNames({
  instance,
  cluster,
}: FoundInstance): string[] {
  return cluster
    ? [instance.address, cluster.endpoint, cluster.readerEndpoint]
    : [instance.address];
}
