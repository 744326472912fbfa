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

/** A range of IPv4 addresses. */
export interface Cidr {
  /** First address as a number. */
  base: number;
  /** Prefix length, 0 to 32. */
  prefix: number;
}

/** `10.0.0.1` to a number; undefined if it is none. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some(p => !/^\d{1,3}$/.test(p))) {
    return undefined;
  }
  const bytes = parts.map(Number);
  if (bytes.some(b => b > 255)) {
    return undefined;
  }
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

export function formatIpv4(address: number): string {
  return [24, 16, 8, 0]
    .map(shift => Math.floor(address / 2 ** shift) % 256)
    .join('.');
}

/** `10.0.0.0/16`; undefined if it is none, or if bits are set behind the prefix. */
export function parseCidr(text: string): Cidr | undefined {
  const [address, length] = text.split('/');
  const base = parseIpv4(address);
  const prefix = Number(length);
  if (
    base === undefined ||
    !/^\d{1,2}$/.test(length ?? '') ||
    prefix > 32 ||
    base % 2 ** (32 - prefix) !== 0
  ) {
    return undefined;
  }
  return { base, prefix };
}

export function sizeOf(cidr: Cidr): number {
  return 2 ** (32 - cidr.prefix);
}

export function cidrContains(cidr: string, address: string): boolean {
  const range = parseCidr(cidr);
  const number = parseIpv4(address);
  if (!range || number === undefined) {
    return false;
  }
  return number >= range.base && number < range.base + sizeOf(range);
}
