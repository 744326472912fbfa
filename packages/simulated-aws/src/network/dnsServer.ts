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

import { createSocket } from 'dgram';
import {
  Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  Packet,
  Question,
} from 'dns-packet';
import type { World } from '../core/World';
import { resolveName } from './dns';
import { publicTexts } from './zones';

/** RDS lets its names be kept no longer, so that a failover is seen. */
const TTL_SECONDS = 5;

const NO_ERROR = 0;
const NAME_ERROR = 3;

/**
 * A DNS server that is listening.
 *
 * @public
 */
export interface DnsServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Answers over UDP on the loopback what AWS's public DNS answers: the addresses of RDS names and of endpoints.
 *
 * @param currentWorld - asked at each question, because a reset replaces the world
 *
 * @public
 */
export async function startDnsServer(
  currentWorld: () => World,
  options: {
    port?: number;
    /** It keeps no process alive. */
    unref?: boolean;
  } = {},
): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const reply = answer(currentWorld(), message);
    if (reply) {
      socket.send(reply, from.port, from.address);
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(options.port ?? 0, '127.0.0.1', () => {
      socket.off('error', reject);
      // An answer that cannot be delivered is the asker's loss; he asks again.
      socket.on('error', () => {});
      resolve();
    });
  });
  if (options.unref) {
    socket.unref();
  }
  return {
    port: socket.address().port,
    close: () => new Promise(resolve => socket.close(() => resolve())),
  };
}

/** Undefined for what is no DNS question: there is nobody to answer. */
function answer(world: World, message: Buffer): Buffer | undefined {
  const query = parse(message);
  const question = query?.questions?.[0];
  if (!query || !question) {
    return undefined;
  }
  world.settle();
  const { addresses } = resolveName(world, { name: question.name });
  const texts = publicTexts(world, question.name);
  return encode({
    type: 'response',
    id: query.id,
    flags:
      // eslint-disable-next-line no-bitwise
      AUTHORITATIVE_ANSWER |
      (addresses.length || texts.length ? NO_ERROR : NAME_ERROR),
    questions: [question],
    // A name that has other records is no unknown name: it has no answer of the type asked for.
    answers: answersOf(question, { addresses, texts }),
  });
}

function answersOf(
  { name, type }: Question,
  known: { addresses: string[]; texts: string[] },
): Answer[] {
  switch (type) {
    case 'A':
      return known.addresses.map(data => ({
        type: 'A',
        name,
        ttl: TTL_SECONDS,
        data,
      }));
    case 'TXT':
      return known.texts.map(data => ({
        type: 'TXT',
        name,
        ttl: TTL_SECONDS,
        data,
      }));
    default:
      return [];
  }
}

function parse(message: Buffer): Packet | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}
