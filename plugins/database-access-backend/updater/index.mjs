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
// The updater: it runs in AWS Lambda, in the account of the database, and follows a failover while the portal is down.
// What is imported here is either part of Node, or brought by AWS's runtime, or shipped beside this file.
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { RDSClient } from '@aws-sdk/client-rds';
import { resolve4 } from 'dns/promises';
import { setTimeout as sleep } from 'timers/promises';
import { databaseHosts } from './databaseHosts.mjs';
import { oldOf, problemWithAddresses, targetStep } from './targetStep.mjs';
/** Between two looks: an address moves at once, and AWS takes at least 5 seconds to check it. */
const PAUSE_MS = 3_000;
/** What one look may need; without so much time left none is begun. */
const LOOK_MS = 15_000;
/** By the clock, so that the next invocation finds this one ended. */
const LONGEST_BY_CLOCK_MS = 50_000;
/** What DNS says of a name that it does not have, or that has no IPv4 address. */
const NO_ADDRESS = ['ENOTFOUND', 'ENODATA'];
const elb = new ElasticLoadBalancingV2Client({});
let rds;
/**
 * Invoked every minute, and when RDS says that the database fails over. By the clock it looks once, and stays while
 * something moves. RDS tells of a failover before the address moves, so then it stays until it has moved.
 */
export async function handler(event, context) {
  const names = JSON.parse(process.env.TOWPATH_NAMES);
  const isByClock = event['detail-type'] === 'Scheduled Event';
  const whole = context.getRemainingTimeInMillis();
  const longest = isByClock ? LONGEST_BY_CLOCK_MS : whole;
  let looks = await Promise.all(names.map(lookAt));
  let hasMoved = looks.some(look => look.hasMoved);
  const isDone = () =>
    isByClock
      ? looks.every(look => look.isSettled || look.problem)
      : hasMoved && looks.every(look => look.isSettled);
  const left = () => longest - (whole - context.getRemainingTimeInMillis());
  while (!isDone() && left() > PAUSE_MS + LOOK_MS) {
    await sleep(PAUSE_MS);
    looks = await Promise.all(names.map(lookAt));
    hasMoved ||= looks.some(look => look.hasMoved);
  }
  const problems = looks.flatMap(({ problem }) => problem ?? []);
  if (problems.length) {
    // Lambda counts it as an error, which is what people watch.
    throw new Error(problems.join(' '));
  }
}
/** What one name needs may fail without the other's. */
async function lookAt(name) {
  try {
    return await follow(name);
  } catch (error) {
    return unsettled(
      `What is registered for ${name.database} stays as it is: ${error.message}`,
    );
  }
}
function unsettled(problem) {
  return { isSettled: false, hasMoved: false, problem };
}
/** Where is it, what is registered, and the one step that is next. */
async function follow(name) {
  const { hosts, addresses } = await whereIs(name);
  const problem = problemWithAddresses(addresses, { ...name, hosts });
  if (problem) {
    return unsettled(problem);
  }
  const now = {
    database: name.database,
    targets: await registeredAt(name.targetGroupArn),
    wanted: addresses,
  };
  const step = targetStep(now);
  if (!step) {
    return { isSettled: oldOf(now).length === 0, hasMoved: false };
  }
  if (step.register) {
    await register(name, step.register);
  } else if (step.deregister) {
    await deregister(name, step.deregister);
  }
  console.log(step.sentence);
  return { isSettled: false, hasMoved: true };
}
async function whereIs(name) {
  const hosts = await databaseHosts(() => (rds ??= new RDSClient({})), name);
  const found = await Promise.all(hosts.map(addressesOf));
  return { hosts, addresses: [...new Set(found.flat())].sort() };
}
async function addressesOf(host) {
  try {
    return await resolve4(host);
  } catch (error) {
    if (NO_ADDRESS.includes(error.code ?? '')) {
      return [];
    }
    throw error;
  }
}
async function registeredAt(TargetGroupArn) {
  const { TargetHealthDescriptions = [] } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  );
  return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
    address: Target.Id,
    port: Target.Port,
    health: TargetHealth?.State ?? 'unknown',
    reason: TargetHealth?.Reason,
  }));
}
async function register({ targetGroupArn, port }, addresses) {
  await elb.send(
    new RegisterTargetsCommand({
      TargetGroupArn: targetGroupArn,
      Targets: addresses.map(Id => ({ Id, Port: port })),
    }),
  );
}
async function deregister({ targetGroupArn }, targets) {
  await elb.send(
    new DeregisterTargetsCommand({
      TargetGroupArn: targetGroupArn,
      Targets: targets.map(({ address, port }) => ({
        Id: address,
        Port: port,
      })),
    }),
  );
}
