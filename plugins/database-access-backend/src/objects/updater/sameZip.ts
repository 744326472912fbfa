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

/** A file of an archive. */
export interface ArchivedFile {
  /** Relative, with `/`. */
  path: string;
  content: Buffer;
}

/** Bytes of a local header behind its signature and before its name, of which the directory repeats all. */
const COMMON_BYTES = 26;
/** 1 January 1980, the first day that the format knows. */
const NO_DATE = 0x0021;
/** Readable by all, and a regular file: what is unpacked without rights cannot be read. */
const MODE = 0o100644;

/**
 * A ZIP archive that has the same bytes for the same files, on every machine and under every version of Node: without
 * times, and without compression, whose outcome is up to the library.
 */
export function sameZip(files: readonly ArchivedFile[]): Buffer {
  const inOrder = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content } of inOrder) {
    const name = Buffer.from(path);
    const common = commonHeader(content, name);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      common,
      name,
      content,
    ]);
    locals.push(local);
    directory.push(directoryEntry(common, { name, offset }));
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(inOrder.length, 8);
  end.writeUInt16LE(inOrder.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, entries, end]);
}

function commonHeader(content: Buffer, name: Buffer): Buffer {
  const header = Buffer.alloc(COMMON_BYTES);
  // Version 1.0 unpacks it; no flags, stored as it is, no time of day.
  header.writeUInt16LE(10, 0);
  header.writeUInt16LE(NO_DATE, 8);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(content.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function directoryEntry(
  common: Buffer,
  { name, offset }: { name: Buffer; offset: number },
): Buffer {
  const rest = Buffer.alloc(14);
  // eslint-disable-next-line no-bitwise
  rest.writeUInt32LE((MODE << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    // Made under Unix.
    Buffer.from([10, 3]),
    common,
    rest,
    name,
  ]);
}

/** Node has it only in its newer versions. */
function crc32(content: Buffer): number {
  /* eslint-disable no-bitwise */
  let crc = 0xffffffff;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
  /* eslint-enable no-bitwise */
}
