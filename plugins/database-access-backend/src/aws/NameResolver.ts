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

import { Resolver } from 'dns/promises';

/** Finds the addresses of a host name. */
export interface NameResolver {
  /**
   * The IPv4 addresses that the name has now, in order; none if there is no such name.
   *
   * @throws an Error if no server answers
   */
  addressesOf(host: string): Promise<string[]>;
}

/** What DNS says of a name that it does not have, or that has no IPv4 address. */
const NO_ADDRESS = ['ENOTFOUND', 'ENODATA'];

/** How long one server may take, and how often it is asked: together less than a lane's call may take. */
const PATIENCE = { timeout: 2_000, tries: 2 };

/**
 * Asks DNS, and keeps nothing: RDS gives its names a few seconds to live.
 *
 * @param servers - addresses with or without a port, e.g. `127.0.0.1:4567`; none: those of this machine
 */
export function dnsResolver(servers: readonly string[] = []): NameResolver {
  const resolver = new Resolver(PATIENCE);
  if (servers.length) {
    resolver.setServers([...servers]);
  }
  return {
    async addressesOf(host) {
      try {
        return (await resolver.resolve4(host)).sort();
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code && NO_ADDRESS.includes(code)) {
          return [];
        }
        throw new Error(
          `No DNS server answered what ${host} is (${code}): see databaseAccess.dns.servers, or the resolver of the machine that the portal runs on.`,
        );
      }
    },
  };
}
