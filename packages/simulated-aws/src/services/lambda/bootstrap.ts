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

process.on('message', message => (message.woken ? wake() : start(message)));

// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));

async function start({ event, context, handler, root, ...run }) {
  deadline = run.deadline;
  askForNames(run.dnsServer);
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
