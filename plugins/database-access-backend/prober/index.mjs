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

// A function of AWS Lambda that is attached to a VPC, and says whether a database can be reached from there: DNS, TCP, TLS
// with the name of the server, and whether a database answers. It depends on nothing and logs in nowhere.
import { resolve4 } from 'dns/promises';
import { connect } from 'net';
import { connect as connectSecurely } from 'tls';

const ORDER = ['dns', 'tcp', 'tls', 'database'];

/** Of each layer. */
const PATIENCE_MS = 5_000;

/** A layer failed: what it met, and what to do about it. */
class LayerError extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

/**
 * @param {{ host: string, port: number, protocol: 'postgres' | 'mysql' | 'other' }} event
 * @returns {Promise<{ layers: Array<{ name: string, outcome: string, message: string, remedy?: string }> }>}
 */
export async function handler({ host, port, protocol }) {
  const layers = [];
  const open = [];
  const pass = async (name, tried) => {
    try {
      const { message, value } = await tried();
      layers.push({ name, outcome: 'passed', message });
      return value;
    } catch (error) {
      const { message, remedy } = error;
      layers.push({ name, outcome: 'failed', message, remedy });
      throw error;
    }
  };
  try {
    const address = await pass('dns', () => addressOf(host));
    const socket = await pass('tcp', () => connected(host, address, port));
    open.push(socket);
    if (protocol !== 'other') {
      const greeting = await pass('tls', () =>
        secured(socket, { host, protocol, open }),
      );
      await pass('database', () => answering(greeting, { host, protocol }));
    }
  } catch (error) {
    if (layers.length === 0 || layers.at(-1).outcome !== 'failed') {
      throw error;
    }
  } finally {
    open.forEach(socket => socket.destroy());
  }
  const tried = layers.map(({ name }) => name);
  const skipped = ORDER.filter(name => !tried.includes(name)).map(name => ({
    name,
    outcome: 'skipped',
    message: 'It was not tried.',
  }));
  return { layers: [...layers, ...skipped] };
}

async function addressOf(host) {
  try {
    const [address] = await resolve4(host);
    return { message: `${host} is ${address}.`, value: address };
  } catch (error) {
    throw new LayerError(
      `DNS of this network has no address for ${host} (${error.code}).`,
      'See that the endpoint of the access is there and has private DNS on, and that the VPC resolves names.',
    );
  }
}

/** A firewall answers nothing; what refuses is there, and nobody listens. */
function connected(host, address, port) {
  return within(
    new Promise((resolve, reject) => {
      const socket = connect({ host: address, port });
      socket.once('connect', () =>
        resolve({
          message: `${address} takes connections at ${port}.`,
          value: socket,
        }),
      );
      socket.once('error', error =>
        reject(
          error.code === 'ECONNREFUSED'
            ? new LayerError(
                `${address} refuses connections at ${port}: what is there does not listen.`,
                'See that the database runs, and on which port.',
              )
            : noAnswer(address, port, error.code),
        ),
      );
    }),
    () => noAnswer(address, port, 'no answer in time'),
  );
}

function noAnswer(address, port, why) {
  return new LayerError(
    `Nothing answers at ${address}, TCP ${port} (${why}).`,
    'A security group or a network ACL on the way is closed, or something on the way is not ready: have AWS check it, or look at the path.',
  );
}

/** Both protocols begin in clear and ask for TLS; the name is verified as `verify-full` does. */
async function secured(socket, { host, protocol, open }) {
  const greeting =
    protocol === 'mysql' ? await mysqlGreeting(socket) : undefined;
  if (protocol === 'postgres') {
    // SSLRequest of PostgreSQL's frontend/backend protocol.
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    const answer = await read(socket, 'TLS');
    if (answer[0] !== 0x53) {
      throw new LayerError(
        `${host} offers no TLS.`,
        'See the parameter rds.force_ssl, and that this is a PostgreSQL database.',
      );
    }
  }
  const secure = await handshake(socket, host);
  open.push(secure);
  return {
    message: `Its certificate is for ${host}, and is trusted.`,
    value: { secure, greeting },
  };
}

function handshake(socket, host) {
  return within(
    new Promise((resolve, reject) => {
      const secure = connectSecurely({ socket, servername: host }, () =>
        resolve(secure),
      );
      secure.once('error', error =>
        reject(
          new LayerError(
            `TLS with ${host} failed: ${error.message}`,
            error.code === 'ERR_TLS_CERT_ALTNAME_INVALID'
              ? 'Connect by the name that RDS gave the database: its certificate is for no other.'
              : 'Set NODE_EXTRA_CA_CERTS=/var/runtime/ca-cert.pem for the function, and see that the certificate of the database is valid.',
          ),
        ),
      );
    }),
    () => new LayerError(`${host} did not end the TLS handshake in time.`),
  );
}

async function answering({ secure, greeting }, { host, protocol }) {
  if (protocol === 'mysql') {
    return { message: `A MySQL server ${greeting} answers.` };
  }
  secure.write(startupMessage());
  const answer = await read(secure, 'A database');
  if (answer[0] === 0x45 && /C(53300|57P03)/.test(answer.toString('latin1'))) {
    throw new LayerError(
      `${host} takes no connections now: ${textOf(answer)}`,
      'Too many connections are open, or the database is starting.',
    );
  }
  // It asks who this is, or does not know: either way a database answers.
  return { message: 'A PostgreSQL server answers.' };
}

/** As nobody, who is asked for a password and goes. */
function startupMessage() {
  const text = 'user\0towpath-probe\0database\0towpath-probe\0\0';
  const message = Buffer.alloc(8 + text.length);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(196_608, 4);
  message.write(text, 8, 'latin1');
  return message;
}

/** It greets first; then it is asked for TLS. @returns its version */
async function mysqlGreeting(socket) {
  const packet = await read(socket, 'A database');
  if (packet[4] === 0xff) {
    throw new LayerError(
      `It takes no connections now: ${textOf(packet)}`,
      'Too many connections are open, or this host is blocked.',
    );
  }
  const version = packet.toString('latin1', 5, packet.indexOf(0, 5));
  // SSLRequest: CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION, 16 MB, utf8mb4.
  const request = Buffer.alloc(36);
  request.writeUIntLE(32, 0, 3);
  request[3] = 1;
  request.writeUInt32LE(0x8a00, 4);
  request.writeUInt32LE(0x1000000, 8);
  request[12] = 45;
  socket.write(request);
  return version;
}

function textOf(packet) {
  return packet
    .toString('latin1')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .slice(0, 200)
    .trim();
}

function read(socket, what) {
  return within(
    new Promise((resolve, reject) => {
      const ended = () =>
        reject(
          new LayerError(
            'The connection was closed before anything was said.',
            'See that the database runs, and what stands before it.',
          ),
        );
      socket.once('data', resolve);
      socket.once('end', ended);
      socket.once('error', ended);
    }),
    () => new LayerError(`${what} did not answer in time.`),
  );
}

async function within(promise, late) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => reject(late()), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
