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

/**
 * What stands between Node and a function's code in the process that runs it: it finds the handler, hands over the
 * event, and tells what came out. It is text, because it is written beside the code and run by a Node of its own; it
 * must run on every Node that this project supports.
 */
export const BOOTSTRAP = `'use strict';
const { pathToFileURL } = require('url');
const { existsSync } = require('fs');
const { join } = require('path');
const dns = require('dns');
const net = require('net');
const tls = require('tls');
const { Duplex } = require('stream');
const timers = require('timers/promises');

/** Code that runs here must never reach the real AWS, whatever URL it was given. */
const LOOPBACK = /^(localhost|127\\.\\d+\\.\\d+\\.\\d+|::1)$/;
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectOnLoopback(...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const { host, path } =
    typeof first === 'object' ? first : { host: second, path: undefined };
  // Of a connection that is no pipe, the agents of HTTP say that its path is null.
  if (!path && !LOOPBACK.test(host ?? 'localhost')) {
    const message = 'A function in simulated AWS reaches this machine only, not ' + host;
    process.nextTick(() => this.destroy(new Error(message)));
    return this;
  }
  return connect.apply(this, args);
};

const tell = message =>
  new Promise(resolve => process.send(message, () => resolve()));

/** Names are those of the simulated AWS, whoever asks. */
function askForNames(server) {
  dns.setServers([server]);
  for (const api of [dns, dns.promises]) {
    const { Resolver } = api;
    api.Resolver = class extends Resolver {
      constructor(options) {
        super(options);
        this.setServers([server]);
      }
    };
  }
}

/** When the function's time is over. What it waited counts as it passed in the simulation. */
let deadline;
let wake;

/** The clock is the simulated one: who waits by this waits for that. What the SDK waits for passes by the real one. */
timers.setTimeout = async function setTimeout(ms = 1, value) {
  if (wake) {
    throw new Error('A function in simulated AWS waits for one thing at a time');
  }
  const began = Date.now();
  const woken = new Promise(resolve => (wake = resolve));
  await tell({ wait: ms });
  await woken;
  wake = undefined;
  deadline += Date.now() - began - ms;
  return value;
};
require('module').syncBuiltinESMExports();

function failure(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: String(error.stack).split('\\n'),
  };
}

async function load(root, handler) {
  const dot = handler.lastIndexOf('.');
  const [file, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  for (const extension of ['.js', '.mjs', '.cjs']) {
    const path = join(root, file + extension);
    if (existsSync(path)) {
      const code = await import(pathToFileURL(path).href);
      const found = code[name] ?? code.default?.[name];
      if (typeof found === 'function') {
        return found;
      }
      throw Object.assign(new Error(handler + ' is undefined or not exported'), {
        name: 'Runtime.HandlerNotFound',
      });
    }
  }
  throw Object.assign(new Error("Error: Cannot find module '" + file + "'"), {
    name: 'Runtime.ImportModuleError',
  });
}

/** A handler answers by a promise, or by a callback. */
function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const answer = handler(event, context, (error, result) =>
      error ? reject(error) : resolve(result),
    );
    if (answer && typeof answer.then === 'function') {
      answer.then(resolve, reject);
    } else if (handler.length < 3) {
      resolve(answer);
    }
  });
}

let asked = 0;
const answers = new Map();

/** Of the network that the function is attached to. */
function ask(question) {
  const id = (asked += 1);
  const answered = new Promise(resolve => answers.set(id, resolve));
  process.send({ ask: { id, ...question } });
  return answered;
}

const MYSQL_GREETING = Buffer.concat([
  Buffer.from([74, 0, 0, 0, 10]),
  Buffer.from('8.0.39\\0'),
  Buffer.alloc(67),
]);
const AUTHENTICATION_SASL = Buffer.concat([
  Buffer.from([82, 0, 0, 0, 23, 0, 0, 0, 10]),
  Buffer.from('SCRAM-SHA-256\\0\\0'),
]);

/** A connection to what lies in the VPC. The data plane says whether it comes through; of a database there are the first words. */
class Connection extends Duplex {
  constructor(host, port) {
    super({ allowHalfOpen: false });
    ask({ connect: { host, port } }).then(peer => {
      if (peer.error) {
        const message = 'connect ' + peer.error + ' ' + host + ':' + port;
        this.destroy(Object.assign(new Error(message), { code: peer.error }));
        return;
      }
      this.peer = peer;
      this.emit('connect');
      if (peer.protocol === 'mysql') {
        this.push(MYSQL_GREETING);
      }
    });
  }
  _read() {}
  _write(chunk, _encoding, done) {
    if (this.peer.protocol === 'postgres') {
      this.push('S');
    }
    done();
  }
  setTimeout() {
    return this;
  }
}

/** TLS over such a connection: nothing is encrypted, and the name is verified as Node does it. */
class Secured extends Duplex {
  constructor({ peer }, servername, listener) {
    super({ allowHalfOpen: false });
    this.peer = peer;
    process.nextTick(() => {
      if (!peer.names.includes(String(servername).toLowerCase())) {
        const names = peer.names.map(name => 'DNS:' + name).join(', ');
        const message =
          "Hostname/IP does not match certificate's altnames: Host: " +
          servername + ". is not in the cert's altnames: " + names;
        const code = 'ERR_TLS_CERT_ALTNAME_INVALID';
        this.destroy(Object.assign(new Error(message), { code }));
        return;
      }
      this.authorized = true;
      if (listener) {
        listener();
      }
      this.emit('secureConnect');
    });
  }
  _read() {}
  _write(_chunk, _encoding, done) {
    if (this.peer.protocol === 'postgres') {
      this.push(AUTHENTICATION_SASL);
    }
    done();
  }
}

/** Names, connections and TLS are those of the VPC; what lies on this machine is AWS itself. */
function joinNetwork() {
  dns.promises.resolve4 = async name => {
    const { addresses } = await ask({ resolve: name });
    if (addresses.length === 0) {
      const message = 'queryA ENOTFOUND ' + name;
      throw Object.assign(new Error(message), { code: 'ENOTFOUND' });
    }
    return addresses;
  };
  const { connect: connectHere } = net;
  net.connect = net.createConnection = (...args) => {
    const { host, path, port } = typeof args[0] === 'object' ? args[0] : {};
    return path || LOOPBACK.test(host ?? 'localhost')
      ? connectHere(...args)
      : new Connection(host, port);
  };
  const { connect: connectSecurely } = tls;
  tls.connect = (options, listener) =>
    options?.socket instanceof Connection
      ? new Secured(options.socket, options.servername, listener)
      : connectSecurely(options, listener);
  require('module').syncBuiltinESMExports();
}

process.on('message', message => {
  if (message.answered) {
    answers.get(message.answered.id)(message.answered);
    return;
  }
  if (message.woken) {
    wake();
    return;
  }
  start(message);
});

// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));

async function start({ event, context, handler, root, ...run }) {
  deadline = run.deadline;
  askForNames(run.dnsServer);
  if (run.inVpc) {
    joinNetwork();
  }
  try {
    const found = await load(root, handler);
    const left = () => Math.max(0, deadline - Date.now());
    const result = await call(found, event, {
      ...context,
      getRemainingTimeInMillis: left,
    });
    await tell({ result: result === undefined ? null : result });
  } catch (error) {
    console.error(error);
    await tell({ failure: failure(error) });
  }
  process.exit(0);
}
`;
