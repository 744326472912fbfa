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
// What is decided about the targets of a database. The portal uses it, and so does the updater, into whose code it is
// translated word for word: nothing may be imported here but Node's own modules.
import { BlockList } from 'net';
/**
 * The next step to where the database is, if one is needed and safe: the new address is registered first, and the old one
 * goes only when the new one is healthy, so that there is never none.
 */
export function targetStep({ database, targets, wanted }) {
  if (!wanted?.length) {
    // Better an address that may be old than none.
    return undefined;
  }
  const missing = wanted.filter(
    address =>
      !targets.some(
        target => isInService(target) && target.address === address,
      ),
  );
  const old = oldOf({ targets, wanted });
  if (missing.length) {
    return {
      sentence: `${database} moved: ${missing.join(', ')} is registered${
        old.length
          ? `; ${addressesOf(old)} stays until the new address is healthy`
          : ''
      }.`,
      register: missing,
    };
  }
  const healthy = servingOf({ targets, wanted });
  if (old.length && healthy.length) {
    return {
      sentence: `${database} moved: ${addressesOf(
        healthy,
      )} is healthy, so ${addressesOf(old)} is deregistered.`,
      deregister: old,
    };
  }
  return undefined;
}
/** Those in service where the database is not, as far as is known. */
export function oldOf({ targets, wanted = [] }) {
  return targets.filter(
    target => isInService(target) && !wanted.includes(target.address),
  );
}
/** Those over which the database is reached. What answers at another address is not the one that was meant. */
export function servingOf({ targets, wanted = [] }) {
  return targets.filter(
    ({ address, health }) =>
      health.toLowerCase() === 'healthy' && wanted.includes(address),
  );
}
/** One whose connections are being ended is none any more. */
export function isInService({ health }) {
  return !['draining', 'unhealthy.draining'].includes(health.toLowerCase());
}
/** Why these cannot be the addresses of a database, one sentence; undefined if they can. */
export function problemWithAddresses(addresses, of) {
  if (addresses.length === 0) {
    return `DNS has no address for ${of.hosts.join(
      ', ',
    )}, so what is registered stays.`;
  }
  const known = new BlockList();
  for (const range of of.within) {
    const [network, length] = range.split('/');
    known.addSubnet(network, Number(length));
  }
  const strange = addresses.filter(address => !known.check(address));
  return strange.length
    ? `DNS says that ${of.database} is at ${strange.join(
        ', ',
      )}, which is in none of its subnets, so what is registered stays.`
    : undefined;
}
function addressesOf(some) {
  return some.map(({ address }) => address).join(', ');
}
