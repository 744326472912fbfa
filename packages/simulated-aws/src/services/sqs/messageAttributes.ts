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

import { createHash } from 'crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/errors';
import type { MessageAttribute } from './state';

export function md5(content: string | Uint8Array): string {
  return createHash('md5').update(content).digest('hex');
}

function readAttribute(
  name: string,
  { DataType: dataType = '', StringValue, BinaryValue }: MessageAttributeValue,
): MessageAttribute {
  const binary = /^Binary(\.|$)/.test(dataType);
  const text = /^(String|Number)(\.|$)/.test(dataType);
  if ((!binary && !text) || (binary ? !BinaryValue : !StringValue)) {
    throw new AwsError(
      'InvalidParameterValue',
      `The message attribute '${name}' must have one of String, Number, Binary as DataType, and a value of this type.`,
    );
  }
  return binary
    ? { dataType, binaryValue: Buffer.from(BinaryValue!).toString('base64') }
    : { dataType, stringValue: StringValue };
}

export function readAttributes(
  attributes: Record<string, MessageAttributeValue> = {},
): Record<string, MessageAttribute> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      readAttribute(name, value),
    ]),
  );
}

function answer({
  dataType,
  stringValue,
  binaryValue,
}: MessageAttribute): MessageAttributeValue {
  return binaryValue === undefined
    ? { DataType: dataType, StringValue: stringValue }
    : { DataType: dataType, BinaryValue: Buffer.from(binaryValue, 'base64') };
}

/** Names may end in `.*`, or be `All`. */
export function wantedAttributes(
  attributes: Record<string, MessageAttribute>,
  names: string[] = [],
): Record<string, MessageAttribute> {
  const isWanted = (name: string) =>
    names.some(
      wanted =>
        wanted === 'All' ||
        wanted === name ||
        (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1))),
    );
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => isWanted(name)),
  );
}

export function attributesForMessage(
  attributes: Record<string, MessageAttribute>,
): {
  MessageAttributes?: Record<string, MessageAttributeValue>;
  MD5OfMessageAttributes?: string;
} {
  const entries = Object.entries(attributes);
  return entries.length
    ? {
        MessageAttributes: Object.fromEntries(
          entries.map(([name, value]) => [name, answer(value)]),
        ),
        MD5OfMessageAttributes: md5OfAttributes(attributes),
      }
    : {};
}

/** Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes". */
export function md5OfAttributes(
  attributes: Record<string, MessageAttribute>,
): string | undefined {
  const names = Object.keys(attributes).sort();
  const parts = names.flatMap(name => {
    const { dataType, stringValue, binaryValue } = attributes[name];
    const binary = binaryValue !== undefined;
    return [
      withLength(Buffer.from(name)),
      withLength(Buffer.from(dataType)),
      Buffer.from([binary ? 2 : 1]),
      withLength(
        binary
          ? Buffer.from(binaryValue, 'base64')
          : Buffer.from(stringValue ?? ''),
      ),
    ];
  });
  return parts.length ? md5(Buffer.concat(parts)) : undefined;
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
