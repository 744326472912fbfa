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

import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ProxyAgent } from 'proxy-agent';

/** As many as the SDK opens by itself. */
const SOCKETS = 50;

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/**
 * What sends requests to AWS: through the proxy of `HTTPS_PROXY` where there is one, except to hosts of `NO_PROXY`, as the
 * rest of Backstage does. The SDK by itself goes past proxies.
 *
 * @param options - `direct`: never through a proxy, because what is called runs on this machine
 */
export function overHttps(options: { direct: boolean }): NodeHttpHandler {
  const proxies = !options.direct &&
    hasProxy(process.env) && {
      httpAgent: new ProxyAgent({ keepAlive: true, maxSockets: SOCKETS }),
      httpsAgent: new ProxyAgent({ keepAlive: true, maxSockets: SOCKETS }),
    };
  return new NodeHttpHandler({
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    throwOnRequestTimeout: true,
    ...proxies,
  });
}

function hasProxy(variables: NodeJS.ProcessEnv): boolean {
  return PROXY_VARIABLES.some(
    name => variables[name] || variables[name.toLocaleLowerCase('en-US')],
  );
}
