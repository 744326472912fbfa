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
import { LaneClients } from './LaneClients';

/** Clients that answer what they were asked before, and how often AWS was asked. */
export interface RememberingClients {
  clients: LaneClients;
  /** Calls that went to AWS so far. */
  calls(): number;
}

/** What changes nothing. */
const READING = /^(Describe|Get|List)[A-Z].*Command$/;

/** The members of a lane's clients that send commands. */
const SENDING = [
  'ec2',
  'elasticLoadBalancing',
  'eventBridge',
  'lambda',
  'ram',
  'rds',
  'route53',
  'vpcLattice',
] as const satisfies ReadonlyArray<keyof LaneClients>;

type Command = { constructor: { name: string }; input: unknown };

/**
 * For whoever reads everything of a lane once: several types of objects stand on the same pages, and each page is asked
 * for once, for as long as what is returned here lives.
 */
export function rememberReads(clients: LaneClients): RememberingClients {
  let calls = 0;
  const answers = new Map<string, Promise<unknown>>();
  const remembering = <C extends { send: Function }>(
    client: C,
    service: string,
  ): C =>
    new Proxy(client, {
      get(target, member, receiver) {
        if (member !== 'send') {
          return Reflect.get(target, member, receiver);
        }
        return (command: Command, ...rest: unknown[]) => {
          const ask = (): Promise<unknown> => {
            calls += 1;
            return target.send(command, ...rest);
          };
          const { name } = command.constructor;
          if (!READING.test(name)) {
            return ask();
          }
          const key = `${service} ${name} ${JSON.stringify(command.input)}`;
          const answer = answers.get(key) ?? ask();
          answers.set(key, answer);
          return answer;
        };
      },
    });
  const remembered = Object.fromEntries(
    SENDING.filter(service => clients[service]).map(service => [
      service,
      remembering(clients[service] as { send: Function }, service),
    ]),
  );
  return {
    clients: { ...clients, ...remembered },
    calls: () => calls,
  };
}
