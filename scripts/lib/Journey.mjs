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

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Person, PEOPLE } from './Person.mjs';
import { Complaint } from './project.mjs';

const API = 'database-access/v1';
const BETWEEN_LOOKS_MS = 300;
const PURPOSE = 'Nightly reports of the journey';
const OVERRIDE_REASON = 'The journey shall see this way, too';
const DAY_SECONDS = 86_400;

/**
 * The whole way of a request, as its people walk it: ask, decide, connect, see it healthy, take it away. What the portal
 * says is compared with what the data plane does.
 */
export class Journey {
  #steps;
  #aws;
  #backendUrl;
  #databaseRef;
  #networkName;
  #pattern;
  #join;
  #overrideReason;
  #via;
  #backend;
  #patience;

  #people = [];
  #requester;
  #network;
  #databaseArn;
  #objectsBefore;
  #plan;
  #requestId;
  #shareId;
  /** What the data plane said before, while and after. */
  reachable = {};

  constructor({
    steps,
    aws,
    backendUrl,
    databaseEntity,
    network,
    pattern,
    join,
    via,
    backend,
    patienceSeconds = 300,
  }) {
    this.#steps = steps;
    this.#aws = aws;
    this.#backendUrl = backendUrl;
    this.#databaseRef = `resource:default/${databaseEntity}`;
    this.#networkName = network;
    this.#pattern = pattern;
    this.#join = join;
    this.#via = via;
    this.#backend = backend;
    this.#patience = patienceSeconds * 1000;
  }

  async walk() {
    await this.#signIn();
    await this.#findNetwork();
    await this.#lookAtDatabase();
    await this.#askDataPlane('before', false);
    if (this.#pattern !== 'recommended') {
      await this.#chooseWay();
    }
    await this.#makePlan();
    if (this.#via === 'scaffolder') {
      await this.#fileByTemplate();
    } else {
      await this.#file();
    }
    await this.#nothingIsBuiltYet();
    await this.#requesterCannotApprove();
    await this.#ownerApproves();
    await this.#watchBuild();
    await this.#askDataPlane('during', true);
    await this.#readOutputs();
    if (this.#backend) {
      await this.#failOverWithoutPortal();
      await this.#returnOfPortal();
    }
    await this.#revoke();
    await this.#watchCut();
    await this.#watchRemoval();
    await this.#askDataPlane('after', false);
    await this.#nothingIsLeft();
  }

  #signIn() {
    return this.#steps.step('The example people sign in', async () => {
      for (const name of PEOPLE) {
        this.#people.push(await Person.signIn(this.#backendUrl, name));
      }
      return { said: PEOPLE.join(', ') };
    });
  }

  #findNetwork() {
    return this.#steps.step('Someone owns the network', async () => {
      for (const person of this.#people) {
        const { items } = await person.get(`${API}/networks`);
        const network = items.find(({ name }) => name === this.#networkName);
        if (network) {
          this.#requester = person;
          this.#network = network;
          const { accountId, accountName, vpcId } = network;
          return {
            said: `${person.name} may use ${network.name}, ${vpcId} in account ${accountId} (${accountName})`,
          };
        }
      }
      throw new Complaint(`Nobody may use a network ${this.#networkName}`);
    });
  }

  #lookAtDatabase() {
    return this.#steps.step('The requester looks at the database', async () => {
      const name = this.#databaseRef.split('/')[1];
      // The catalog may still be reading it.
      const database = await this.#until(
        () => this.#requester.try('GET', `${API}/databases/default/${name}`),
        ({ status }) => status !== 404,
        'The catalog has the database',
      );
      expect(database.status === 200, database.body.error?.message);
      const { arn, reading } = database.body;
      expect(reading, `AWS says nothing of ${arn}`);
      this.#databaseArn = arn;
      this.#objectsBefore = await this.#aws.objects();
      const { engine, engineVersion, endpoint } = reading.facts;
      return { said: `${engine} ${engineVersion} at ${endpoint.host}` };
    });
  }

  #askDataPlane(when, expected) {
    return this.#steps.step(
      `The database is ${expected ? '' : 'not '}reachable`,
      async () => {
        const { reachable, hops, name } = await this.#lookByAnyName();
        this.reachable[when] = reachable;
        const broken = hops.find(hop => !hop.ok);
        const said = broken
          ? `${broken.name}: ${broken.why}`
          : hops.map(hop => hop.name).join(', ');
        expect(reachable === expected, said);
        return { said: name ? `by the name ${name}: ${said}` : said };
      },
    );
  }

  /**
   * By the database's own name; in a VPC that is associated with a service network, and where AWS knows no other there, by
   * the name that AWS made up.
   */
  async #lookByAnyName() {
    const { vpcId } = this.#network;
    const look = await this.#aws.reachable(vpcId, this.#databaseArn);
    if (look.reachable || this.#join !== 'association' || !this.#shareId) {
      return look;
    }
    const { outputs } = await this.#share();
    const name = outputs.find(
      output => output.name === 'resource-association.dnsName',
    )?.value;
    return name
      ? { ...(await this.#aws.reachable(vpcId, this.#databaseArn, name)), name }
      : look;
  }

  /** Who takes another way than the recommended says why, and is refused otherwise. */
  #chooseWay() {
    return this.#steps.step('The requester chooses the way', async () => {
      const plan = await this.#requester.post(`${API}/plans`, this.#asked());
      const { pattern, recommendation, findings } = plan;
      expect(recommendation, 'Nothing is recommended');
      if (pattern === recommendation.pattern) {
        return { said: `${pattern}, as the rule ${recommendation.rule} says` };
      }
      expect(!plan.digest, `${pattern} could be asked for without a reason`);
      const missing = findings.find(
        ({ code }) => code === 'override_reason_missing',
      );
      const blocking = findings.filter(f => f.severity === 'blocking');
      expect(
        missing,
        `${pattern} is not possible: ${blocking
          .map(({ message }) => message)
          .join(' ')}`,
      );
      this.#overrideReason = OVERRIDE_REASON;
      return { said: missing.message };
    });
  }

  #makePlan() {
    return this.#steps.step('The requester plans', async () => {
      const plan = await this.#requester.post(`${API}/plans`, this.#asked());
      const blocking = plan.findings.filter(f => f.severity === 'blocking');
      expect(
        blocking.length === 0,
        blocking.map(({ message }) => message).join(' '),
      );
      expect(plan.digest, 'The plan has no digest');
      expect(plan.objects.length > 0, 'The plan builds nothing');
      expect(
        plan.overrideReason === this.#overrideReason,
        `The plan gives the reason ${plan.overrideReason}`,
      );
      expect(
        plan.opens.some(
          ({ network, databaseArn }) =>
            network === this.#networkName && databaseArn === this.#databaseArn,
        ),
        'The plan does not say that it opens what was asked for',
      );
      this.#plan = plan;
      const { pattern, objects, opens, cost } = plan;
      return {
        said: `${pattern}, ${objects.length} objects, opens ${
          opens.length
        }, ${cost.fixedMonthly?.toFixed(2)} USD a month by the prices of ${
          cost.pricesOf
        }`,
      };
    });
  }

  #file() {
    return this.#steps.step(
      'The requester asks, twice by mistake',
      async () => {
        const wish = {
          ...this.#asked(),
          purpose: PURPOSE,
          planDigest: this.#plan.digest,
          idempotencyKey: randomUUID(),
        };
        const request = await this.#requester.post(`${API}/requests`, wish);
        const again = await this.#requester.post(`${API}/requests`, wish);
        expect(
          again.id === request.id,
          `The same key filed ${request.id} and ${again.id}`,
        );
        return this.#filed(request);
      },
    );
  }

  #fileByTemplate() {
    return this.#steps.step('The requester runs the template', async () => {
      const { id } = await this.#requester.post('scaffolder/v2/tasks', {
        templateRef: 'template:default/request-database-access',
        values: {
          ...this.#asked(),
          purpose: PURPOSE,
          planDigest: this.#plan.digest,
        },
      });
      const task = await this.#until(
        () => this.#requester.get(`scaffolder/v2/tasks/${id}`),
        ({ status }) => !['open', 'processing'].includes(status),
        `Task ${id} ends`,
      );
      const events = await this.#requester.get(
        `scaffolder/v2/tasks/${id}/events`,
      );
      for (const { body, type } of events) {
        if (type === 'log' && body.stepId) {
          this.#steps.tell(stripVTControlCharacters(body.message));
        }
      }
      expect(task.status === 'completed', `Task ${id} is ${task.status}`);
      const { items } = await this.#requester.get(
        `${API}/requests?mine=true&status=pending`,
      );
      const request = items.find(
        ({ network, databaseRef }) =>
          network === this.#networkName && databaseRef === this.#databaseRef,
      );
      expect(request, 'The template filed no request');
      return this.#filed(request);
    });
  }

  #filed(request) {
    expect(request.status === 'pending', `The request is ${request.status}`);
    expect(
      request.requesterRef.endsWith(`/${this.#requester.name}`),
      `The request is by ${request.requesterRef}`,
    );
    this.#requestId = request.id;
    return {
      said: `request ${request.id} waits for ${request.deciderRefs.join(
        ' and ',
      )}`,
    };
  }

  #nothingIsBuiltYet() {
    return this.#steps.step('Nothing is built before a decision', async () => {
      const made = missingFrom(this.#objectsBefore, await this.#aws.objects());
      expect(made.length === 0, `There are ${made.join(', ')}`);
      return {};
    });
  }

  #requesterCannotApprove() {
    return this.#steps.step('The requester cannot approve', async () => {
      const { status, body } = await this.#requester.try(
        'POST',
        `${API}/requests/${this.#requestId}/decisions`,
        {
          decision: 'approve',
          comment: 'It is mine',
          planDigest: this.#plan.digest,
        },
      );
      expect(
        status === 403 && body.error?.code === 'own_request',
        `The answer is ${status} ${body.error?.code ?? body.status}`,
      );
      return { said: body.error.message };
    });
  }

  /** Whoever it waits for, stage by stage, each for one seat; where the policy asks nobody, nobody. */
  #ownerApproves() {
    return this.#steps.step('Those who decide read and approve', async () => {
      const spoken = [];
      for (;;) {
        const request = await this.#requester.get(
          `${API}/requests/${this.#requestId}`,
        );
        if (request.status !== 'pending') {
          const who = spoken.length ? spoken.join(', ') : 'nobody is asked';
          return { said: `${who}, request is ${request.status}` };
        }
        const decider = this.#deciderOf(request, spoken);
        await this.#approve(decider);
        spoken.push(decider.name);
      }
    });
  }

  #deciderOf({ seats }, spoken) {
    const open = seats.filter(({ isOpen }) => isOpen).map(({ ref }) => ref);
    const decider = this.#people.find(
      person =>
        person !== this.#requester &&
        !spoken.includes(person.name) &&
        person.ownershipRefs.some(ref => open.includes(ref)),
    );
    expect(decider, `None of the people is ${open.join(' or ')}`);
    return decider;
  }

  async #approve(decider) {
    const { items } = await decider.get(`${API}/requests?toDecide=true`);
    const request = items.find(({ id }) => id === this.#requestId);
    expect(request, `The request does not wait for ${decider.name}`);
    expect(
      request.planDigest === this.#plan.digest,
      'Those who decide see another plan than the requester',
    );
    const decided = await decider.post(
      `${API}/requests/${this.#requestId}/decisions`,
      {
        decision: 'approve',
        comment: 'For the nightly reports only',
        planDigest: request.planDigest,
      },
    );
    expect(
      decided.decisions.some(
        ({ decision, deciderRef }) =>
          decision === 'approve' && deciderRef.endsWith(`/${decider.name}`),
      ),
      'The decision is not kept',
    );
  }

  #watchBuild() {
    return this.#steps.step('It is built', async () => {
      const { shareId } = await this.#until(
        () => this.#requester.get(`${API}/requests/${this.#requestId}`),
        request => request.shareId,
        'The approved request becomes a share',
      );
      this.#shareId = shareId;
      const ready = new Set();
      const share = await this.#until(
        () => this.#share(),
        ({ objects, lifecycle }) => {
          for (const object of objects) {
            if (object.condition === 'ready' && !ready.has(object.id)) {
              ready.add(object.id);
              this.#steps.tell(`${object.title} in ${object.accountName}`);
            }
          }
          return lifecycle !== 'building';
        },
        'The share becomes active',
      );
      expect(
        share.lifecycle === 'active',
        `The share is ${share.lifecycle}: ${share.reason}`,
      );
      const notReady = share.objects.filter(o => o.condition !== 'ready');
      expect(
        notReady.length === 0,
        `It is active, but not ready are ${notReady
          .map(({ title }) => title)
          .join(', ')}`,
      );
      return { said: `share ${shareId}, ${share.objects.length} objects` };
    });
  }

  #readOutputs() {
    return this.#steps.step('The requester reads how to connect', async () => {
      const share = await this.#until(
        () => this.#share(),
        ({ health }) => health !== 'pending' && health !== 'unknown',
        'The share is healthy',
      );
      expect(share.health === 'healthy', `The share is ${share.health}`);
      for (const { name, value } of share.outputs) {
        this.#steps.tell(`${name} = ${value}`);
      }
      expect(share.outputs.length > 0, 'The share has no outputs');
      const { host, port } = share.endpoint;
      const line = share.snippets
        .filter(({ language }) => language === 'sh')
        .map(({ code }) => code)
        .find(code => code.includes(host) && code.includes(String(port)));
      expect(line, `No snippet of a shell names ${host}:${port}`);
      if (this.#plan.engine.includes('postgres')) {
        expect(
          line.includes('sslmode=verify-full'),
          `psql does not verify the server: ${line}`,
        );
      }
      return { said: line };
    });
  }

  /** Nobody but the updater in the account of the database follows it meanwhile. */
  #failOverWithoutPortal() {
    return this.#steps.step(
      'The database fails over while the portal is down',
      async () => {
        const updater = (await this.#share()).objects.find(
          ({ type }) => type === 'lambda/function',
        );
        expect(updater, 'The share has no updater');
        await this.#backend.stop();
        await this.#aws.failOver(this.#databaseArn);
        const isReachable = expected => async () => {
          const { reachable, hops } = await this.#aws.reachable(
            this.#network.vpcId,
            this.#databaseArn,
          );
          return { isThere: reachable === expected, hops };
        };
        const isThere = seen => seen.isThere;
        await this.#until(
          isReachable(false),
          isThere,
          'The database goes away',
        );
        const left = await this.#aws.now();
        await this.#until(
          isReachable(true),
          isThere,
          'The database is reached again',
        );
        const seconds = ((await this.#aws.now()) - left) / 1000;
        return { said: `${updater.title}, ${seconds.toFixed(1)} s` };
      },
    );
  }

  #returnOfPortal() {
    return this.#steps.step(
      'The portal starts again and tells of it',
      async () => {
        await this.#backend.start();
        const { name } = this.#requester;
        this.#people = [];
        for (const each of PEOPLE) {
          this.#people.push(await Person.signIn(this.#backendUrl, each));
        }
        this.#requester = this.#people.find(person => person.name === name);
        const { items } = await this.#until(
          () => this.#requester.get(`${API}/shares/${this.#shareId}/failovers`),
          ({ items: found }) => found[0]?.status === 'done',
          'The portal has a failover in its history',
        );
        await this.#until(
          () => this.#share(),
          ({ health }) => health === 'healthy',
          'The share is healthy',
        );
        const [{ title, steps }] = items;
        return {
          said: `${title}: ${steps
            .filter(({ at }) => at)
            .map(step => [step.name, ...step.addresses].join(' '))
            .join(', ')}`,
        };
      },
    );
  }

  #revoke() {
    return this.#steps.step('The requester gives it back', async () => {
      const share = await this.#requester.post(
        `${API}/shares/${this.#shareId}/revoke`,
        { reason: 'The journey ends' },
      );
      expect(
        ['revoking', 'revoked'].includes(share.lifecycle),
        `The share is ${share.lifecycle}`,
      );
      return { said: share.lifecycle };
    });
  }

  #watchCut() {
    return this.#steps.step('Access is cut first', async () => {
      const share = await this.#until(
        () => this.#share(),
        ({ cutAt }) => cutAt,
        'Access is cut',
      );
      const { reachable } = await this.#aws.reachable(
        this.#network.vpcId,
        this.#databaseArn,
      );
      expect(!reachable, 'The share says it is cut, but packets still pass');
      const left = share.objects.filter(o => o.condition !== 'gone').length;
      return { said: `at ${share.cutAt}, ${left} objects still to remove` };
    });
  }

  #watchRemoval() {
    return this.#steps.step('The rest is removed', async () => {
      const gone = new Set();
      const share = await this.#until(
        () => this.#share(),
        ({ objects, lifecycle }) => {
          for (const object of objects) {
            if (object.condition === 'gone' && !gone.has(object.id)) {
              gone.add(object.id);
              this.#steps.tell(`${object.title} in ${object.accountName}`);
            }
          }
          return lifecycle === 'revoked' || lifecycle === 'stuck';
        },
        'The share is revoked',
      );
      expect(
        share.lifecycle === 'revoked',
        `The share is ${share.lifecycle}: ${share.reason}`,
      );
      expect(
        Date.parse(share.cutAt) <= Date.parse(share.revokedAt),
        `Cut at ${share.cutAt}, but gone at ${share.revokedAt}`,
      );
      return { said: `at ${share.revokedAt}` };
    });
  }

  #nothingIsLeft() {
    return this.#steps.step('AWS is as it was before', async () => {
      const now = await this.#aws.objects();
      const left = missingFrom(this.#objectsBefore, now);
      const lost = missingFrom(now, this.#objectsBefore);
      expect(left.length === 0, `Left: ${left.join(', ')}`);
      expect(lost.length === 0, `Lost: ${lost.join(', ')}`);
      return { said: `${now.size} objects` };
    });
  }

  #asked() {
    return {
      databaseRef: this.#databaseRef,
      network: this.#networkName,
      durationSeconds: 30 * DAY_SECONDS,
      ...(this.#pattern !== 'recommended' && { connectVia: this.#pattern }),
      ...(this.#join && { join: this.#join }),
      ...(this.#overrideReason && { overrideReason: this.#overrideReason }),
    };
  }

  #share() {
    return this.#requester.get(`${API}/shares/${this.#shareId}`);
  }

  async #until(look, isThere, what) {
    const end = Date.now() + this.#patience;
    let seen;
    do {
      seen = await look();
      if (isThere(seen)) {
        return seen;
      }
      await pause(BETWEEN_LOOKS_MS);
    } while (Date.now() < end);
    throw new Complaint(
      `${what}: not within ${
        this.#patience / 1000
      } seconds; last seen: ${describe(seen)}`,
    );
  }
}

function expect(holds, otherwise) {
  if (!holds) {
    throw new Complaint(otherwise);
  }
}

/** What the second set has and the first does not. */
function missingFrom(first, second) {
  return [...second].filter(element => !first.has(element));
}

function describe(seen) {
  if (!seen.objects) {
    return JSON.stringify(seen).slice(0, 500);
  }
  const objects = seen.objects.map(({ title, condition, awsStatus, reason }) =>
    `${title} ${condition} ${awsStatus ?? ''} ${reason ?? ''}`.trim(),
  );
  return `${seen.lifecycle} ${seen.reason ?? ''} (${objects.join('; ')})`;
}
