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

import { inflateRawSync } from 'zlib';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** Much more than a function of this project needs, little enough not to be a bomb. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The files of a ZIP archive by their paths.
 *
 * @throws an Error whose message says what is wrong with the archive
 */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let left = MOST_BYTES;
  for (const entry of entriesOf(archive)) {
    if (!entry.path.endsWith('/')) {
      const content = contentOf(archive, entry, left);
      left -= content.length;
      files.set(safePath(entry.path), content);
    }
  }
  return files;
}

interface Entry {
  path: string;
  method: number;
  compressedSize: number;
  localOffset: number;
}

/** From the directory at the archive's end: only that tells every entry's size. */
function entriesOf(archive: Buffer): Entry[] {
  const end = endOfDirectory(archive);
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (archive.readUInt32LE(at) !== ENTRY) {
      throw new Error('its directory is damaged');
    }
    const nameLength = archive.readUInt16LE(at + 28);
    const entry = {
      path: archive.toString('utf8', at + 46, at + 46 + nameLength),
      method: archive.readUInt16LE(at + 10),
      compressedSize: archive.readUInt32LE(at + 20),
      localOffset: archive.readUInt32LE(at + 42),
    };
    at +=
      46 +
      nameLength +
      archive.readUInt16LE(at + 30) +
      archive.readUInt16LE(at + 32);
    return entry;
  });
}

/** A comment of up to 65,535 bytes may stand behind it. */
function endOfDirectory(archive: Buffer): number {
  const first = Math.max(0, archive.length - 22 - 65_535);
  for (let at = archive.length - 22; at >= first; at--) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) {
      return at;
    }
  }
  throw new Error('it is no ZIP archive');
}

function contentOf(archive: Buffer, entry: Entry, left: number): Buffer {
  const { path, method, compressedSize, localOffset } = entry;
  if (archive.readUInt32LE(localOffset) !== LOCAL) {
    throw new Error(`its entry ${path} is damaged`);
  }
  const start =
    localOffset +
    30 +
    archive.readUInt16LE(localOffset + 26) +
    archive.readUInt16LE(localOffset + 28);
  const bytes = archive.subarray(start, start + compressedSize);
  if (method === STORED) {
    return bytes;
  }
  if (method !== DEFLATED) {
    throw new Error(`its entry ${path} has compression method ${method}`);
  }
  return inflateRawSync(bytes, { maxOutputLength: Math.max(1, left) });
}

/** An archive must not write outside the place where it is unpacked. */
function safePath(path: string): string {
  if (path.startsWith('/') || path.split('/').includes('..')) {
    throw new Error(`its entry ${path} leads out of it`);
  }
  return path;
}
