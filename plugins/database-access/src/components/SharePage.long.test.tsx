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

import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  DriftAuthor,
  Health,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { stagingEntity } from '../__fixtures__/databases';
import {
  active,
  broken,
  building,
  DIGEST,
  revoked,
  revoking,
  stuck,
  stuckTimeline,
  timeline,
  unreadable,
  unreadableTimeline,
  verifying,
} from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const renderShare = (share: Share, answers: Partial<DatabaseAccessApi> = {}) =>
  renderPage('/shares/share-1', { getShare: async () => share, ...answers });

const button = (name: string) => screen.findByRole('button', { name });

const readAgain = (share: Share, readAt: string): Share => ({
  ...share,
  hops: share.hops.map(hop => ({ ...hop, readAt })),
});

// jsdom draws nothing, and so measures nothing.
beforeAll(() => {
  Object.defineProperty(SVGElement.prototype, 'getBBox', {
    configurable: true,
    value: () => ({ width: 300, height: 84 }),
  });
});

afterAll(() => {
  Reflect.deleteProperty(SVGElement.prototype, 'getBBox');
});

describe('The page of a share', () => {
  it('says where it is in its life, how its path is, and that this says nothing of reachability', async () => {
    const { container } = await renderShare(active);

    expect(
      await screen.findByRole('heading', {
        name: 'Databricks, analytics to orders-postgres',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('Active')).toBeInTheDocument();
    expect(screen.getAllByText('Healthy')).toHaveLength(5);
    expect(
      screen.getByText(
        /Whether packets pass it does not say: that is looked at on demand/,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'The request and its decisions' }),
    ).toHaveAttribute('href', '/database-access/requests/req-1');
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('offers the audit trail to nobody who may not have it', async () => {
    await renderShare(active);

    await screen.findByText('Nothing has happened yet.');
    expect(
      screen.queryByRole('button', { name: 'Download the audit trail' }),
    ).not.toBeInTheDocument();
  });

  it('shows life, health and sync beside each other, each with a word', async () => {
    await renderShare({ ...active, health: 'degraded', sync: 'drifted' });

    const headline = (await screen.findByRole('heading', { level: 2 }))
      .parentElement!;
    for (const word of ['Active', 'Degraded', 'Drifted']) {
      const chip = within(headline).getByText(word);
      expect(chip.querySelector('svg')).toBeInTheDocument();
    }
  });

  it('shows what somebody changed as it was and is, and by whom as far as CloudTrail says, and who holds it', async () => {
    const object = {
      accountId: '333333333333',
      accountName: 'orders-prod',
      region: 'us-east-1',
      what: 'gone' as const,
      differences: [],
    };
    const authors: Array<DriftAuthor | undefined> = [
      {
        status: 'named',
        principal: 'arn:aws:sts::333333333333:assumed-role/admin/ada',
        sourceIdentity: 'ada',
        call: 'ec2:RevokeSecurityGroupIngress',
        at: '2026-11-02T09:04:00.000Z',
        eventId: 'event-1',
      },
      { status: 'asking', nextLookAt: '2026-11-02T09:15:00.000Z' },
      { status: 'nobody' },
      {
        status: 'not-asked',
        message: 'CloudTrail cannot be asked in account 333333333333.',
        remedy: 'Allow cloudtrail:LookupEvents.',
      },
      undefined,
    ];
    const { container } = await renderShare({
      ...active,
      sync: 'drifted',
      drift: {
        reopens: true,
        deciderRef: 'group:default/orders-team',
        objects: authors.map((author, index) => ({
          ...object,
          key: `object-${index}`,
          title: `Object ${index}`,
          author,
          ...(index === 0 && {
            hold: {
              says: 'incident 42',
              title: 'Object 0',
              accountId: '333333333333',
              accountName: 'orders-prod',
            },
          }),
        })),
      },
    });

    const table = await screen.findByRole('table', {
      name: 'Changed outside of this portal',
    });
    const [head, ...rows] = within(table).getAllByRole('row');
    const at = within(head)
      .getAllByRole('columnheader')
      .findIndex(({ textContent }) => textContent === 'By whom');
    expect(rows.map(row => row.children[at].textContent)).toEqual([
      'arn:aws:sts::333333333333:assumed-role/admin/ada, by ec2:RevokeSecurityGroupIngress, 2026-11-02 09:04:00 UTCBehind the role: adaEvent of CloudTrail: event-1',
      'CloudTrail has not said yet. It is asked the next time at 2026-11-02 09:15:00 UTC.',
      'CloudTrail names nobody.',
      'CloudTrail cannot be asked in account 333333333333.Allow cloudtrail:LookupEvents.',
      'CloudTrail was not asked.',
    ]);
    const held = screen.getByText(
      'Held in AWS: tag database-access:hold says “incident 42”',
    );
    expect(held.parentElement).toHaveTextContent(
      'The tag is on Object 0 in account orders-prod (333333333333). Nothing is put back before it is removed there.',
    );
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('does not know whether AWS has it all where nobody read it', async () => {
    await renderShare({ ...active, sync: 'unknown' });

    const headline = (await screen.findByRole('heading', { level: 2 }))
      .parentElement!;
    expect(within(headline).getByText('Unknown')).toBeInTheDocument();
  });

  it('shows the digest of the plan that was approved', async () => {
    await renderShare(active, {
      getShareTimeline: async () => ({ items: timeline }),
    });

    await screen.findByText('Requested for 7 days.');
    expect(screen.getAllByText(DIGEST.slice(0, 12))).toHaveLength(2);
  });

  it('S3: shows the path in the order in which a packet meets its hops', async () => {
    await renderShare(broken);

    const hops = within(
      await screen.findByRole('list', { name: 'Hops from client to database' }),
    ).getAllByRole('listitem');
    expect(hops.map(it => it.querySelector('strong')?.textContent)).toEqual([
      'Resource endpoint',
      'Resource configuration',
      'Resource gateway',
    ]);
    expect(hops[1]).toHaveTextContent('Broken');
    expect(hops[1]).toHaveTextContent('UPDATE_FAILED');
  });

  it('S5: shows the same path as a graph, whose every node says type, name and health and is reached by keyboard', async () => {
    const user = userEvent.setup();
    const { container } = await renderShare(broken);
    await user.click(await button('Graph'));

    const graph = within(
      // What draws it is loaded when it is asked for.
      await screen.findByRole(
        'group',
        { name: 'Path from client to database' },
        { timeout: 30_000 },
      ),
    );
    const nodes = await graph.findAllByRole('button');
    expect(nodes.map(node => node.getAttribute('aria-label'))).toEqual([
      expect.stringMatching(/^Resource endpoint \S+.*: Healthy$/),
      expect.stringMatching(/^Resource configuration \S+.*: Broken$/),
      expect.stringMatching(/^Resource gateway \S+.*: Healthy$/),
    ]);
    for (const node of nodes) {
      // Not by colour alone.
      expect(node.querySelector('svg')).toBeInTheDocument();
      expect(node).toHaveTextContent(/(Healthy|Broken)$/);
    }

    nodes[0].focus();
    await user.keyboard('{ArrowDown}');
    expect(nodes[1]).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(
      await screen.findByRole('dialog', { name: 'Details of the hop' }),
    ).toHaveTextContent(
      /Resource configuration.*Broken.*UPDATE_FAILED.*Symptom.*Fix.*Check that the database still exists/,
    );
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(nodes[1]).toHaveFocus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(nodes[2]).toHaveFocus();
    await user.keyboard('{Home}');
    expect(nodes[0]).toHaveFocus();
    await user.tab();
    expect(nodes[1]).toHaveFocus();
    expect(await accessibilityProblems(container)).toEqual([]);

    await user.click(await button('List'));
    expect(
      screen.getByRole('list', { name: 'Hops from client to database' }),
    ).toBeVisible();
  });

  it('S3: says of a hop in trouble the symptom, the likely cause, how to check and how to fix', async () => {
    await renderShare(readAgain(broken, '2026-08-06T09:16:00.000Z'), {
      getShareTimeline: async () => ({ items: timeline }),
    });

    await screen.findByText('Creating the resource configuration.');
    const [well, hop] = within(
      screen.getByRole('list', { name: 'Hops from client to database' }),
    ).getAllByRole('listitem');
    const said = (name: string) =>
      within(hop).getByText(name).nextElementSibling;
    expect(said('Symptom')).toHaveTextContent('Clients cannot connect.');
    expect(said('Likely cause')).toHaveTextContent(
      'AWS could not resolve the name of the database.',
    );
    expect(said('How to check')).toHaveTextContent(
      'aws vpc-lattice get-resource-configuration --resource-configuration-identifier rcfg-0123456789abcdef0 --region us-east-1',
    );
    expect(
      within(hop).getByRole('button', { name: 'Copy command' }),
    ).toBeInTheDocument();
    expect(said('Fix')).toHaveTextContent(
      'Check that the database still exists.',
    );
    expect(hop).toHaveTextContent(/Since .* ago/);
    expect(within(well).queryByText('Symptom')).not.toBeInTheDocument();
  });

  it('does not say since when a hop is so, while not all of it was read after its last change', async () => {
    await renderShare(readAgain(broken, '2026-08-06T09:14:00.000Z'), {
      getShareTimeline: async () => ({ items: timeline }),
    });

    await screen.findByText('Creating the resource configuration.');
    expect(
      screen.getByRole('list', { name: 'Hops from client to database' }),
    ).not.toHaveTextContent(/Since/);
  });

  it.each([
    ['ec2/security-group-rule', /get no answer and time out/],
    ['ec2/vpc-endpoint', /find no endpoint/],
    ['ram/principal', /keeps working, but/],
  ])('tells what clients meet when a %s is broken', async (type, symptom) => {
    const [gateway, configuration, endpoint] = broken.objects;
    await renderShare({
      ...broken,
      objects: [gateway, { ...configuration, type, outputs: {} }, endpoint],
    });

    expect(await screen.findByText(symptom)).toBeInTheDocument();
    expect(
      screen.getByText(
        /In the AWS console of account orders-prod \(333333333333\), us-east-1, look for Resource configuration dba-test/,
      ),
    ).toBeInTheDocument();
  });

  it('offers to retry a path that is broken to those who may', async () => {
    const user = userEvent.setup();
    const { api } = await renderShare(broken, {
      retryShare: async () => building,
    });

    await user.click(await button('Retry now'));
    expect(api.retryShare).toHaveBeenCalledWith('share-1');
  });

  it('S7: keeps showing what AWS said last, and when, while AWS cannot be asked', async () => {
    await renderShare({
      ...active,
      health: 'unknown',
      hops: active.hops.map(hop => ({
        ...hop,
        health: 'unknown' as const,
        reason: 'AWS could not be asked.',
      })),
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Active, but the state of the path is unknown',
    );
    expect(screen.getByText(/The whole path was last read/)).toHaveTextContent(
      /last read .* ago/,
    );
    expect(screen.queryByText('Healthy')).not.toBeInTheDocument();
    const [hop] = within(
      screen.getByRole('list', { name: 'Hops from client to database' }),
    ).getAllByRole('listitem');
    expect(hop).toHaveTextContent('AWS says: available');
    expect(hop).toHaveTextContent(/Read .* ago/);
  });

  it('S9: is not called active before every hop was seen ready', async () => {
    await renderShare({ ...building, hops: active.hops });

    expect(await screen.findByText('Being built')).toBeInTheDocument();
    expect(screen.queryByText('Active')).not.toBeInTheDocument();
  });

  it('S9: says in a sentence what is read before it is called active', async () => {
    const { container } = await renderShare(verifying);

    const steps = within(
      await screen.findByRole('list', {
        name: 'Objects, in the order of the plan',
      }),
    ).getAllByRole('listitem');
    const reading = steps[verifying.objects.length];
    expect(reading).toHaveTextContent(/Reading the whole path\s*Running/);
    expect(reading).toHaveTextContent(
      'Waiting until this has been read: Network ACLs of the clients’ subnets in account analytics (666666666666), us-east-1.',
    );
    expect(screen.getByText('Being built')).toBeInTheDocument();
    expect(screen.queryByText('Active')).not.toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('S9: says what cannot be read, and why, and when it is tried again', async () => {
    await renderShare(unreadable, {
      getShareTimeline: async () => ({ items: unreadableTimeline }),
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      /All objects are ready, but nobody knows whether packets pass: Network ACLs of the clients’ subnets.*Code: share\.stuck/,
    );
    expect(screen.getByText(/AWS is asked again/)).toBeInTheDocument();
    const steps = within(
      screen.getByRole('list', { name: 'Objects, in the order of the plan' }),
    ).getAllByRole('listitem');
    expect(steps[unreadable.objects.length]).toHaveTextContent(
      /Failed.*could not be read: Account 666666666666 \(analytics\) refused ec2:DescribeNetworkAcls to the role database-access-read\. Allow it\. It is tried again/,
    );
    expect(await button('Retry now')).toBeInTheDocument();
  });

  it('cannot be mistaken for working when it is active and broken', async () => {
    await renderShare(broken);

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Active, but the path does not work');
    expect(alert).toHaveTextContent(
      'The first hop in trouble: Resource configuration.',
    );
    expect(screen.getByText('Active')).toBeInTheDocument();
  });

  it.each<[Health, RegExp]>([
    ['degraded', /works only in part/],
    ['unknown', /the state of the path is unknown/],
    ['pending', /a hop is not ready/],
  ])('says so when it is active and %s', async (health, sentence) => {
    await renderShare({ ...active, health });

    expect(await screen.findByRole('alert')).toHaveTextContent(sentence);
  });

  it('offers every output for copying, and a line to paste', async () => {
    const copied: string[] = [];
    Object.assign(document, {
      execCommand: () => {
        copied.push(String(document.getSelection()));
        return true;
      },
    });
    const user = userEvent.setup();
    await renderShare(active);

    await user.click(await button('Copy VPC endpoint'));
    await user.click(await button('Copy psql'));
    expect(copied).toEqual(['vpce-0123456789abcdef0', active.snippets[0].code]);
    expect(screen.getByText(/No password is shown here/)).toBeInTheDocument();
  });

  it('T3: shows the building object by object: done, running, waiting, since when, in AWS’s words', async () => {
    const { container } = await renderShare(building, {
      getShareTimeline: async () => ({ items: timeline }),
    });

    await screen.findByText('Creating the resource configuration.');
    const objects = within(
      screen.getByRole('list', { name: 'Objects, in the order of the plan' }),
    ).getAllByRole('listitem');
    expect(objects[0]).toHaveTextContent('Done');
    expect(objects[1]).toHaveTextContent('Running');
    expect(objects[1]).toHaveTextContent('AWS says: CREATE_IN_PROGRESS');
    expect(objects[1]).toHaveTextContent(/Since .* ago/);
    expect(objects[2]).toHaveTextContent('Waiting');
    expect(objects[2]).toHaveTextContent('Waits for Resource configuration.');
    expect(screen.getByText('1 of 3 done')).toBeInTheDocument();
    expect(screen.getByText(/AWS has given no ids yet/)).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('T3: says how long AWS usually takes for what it has in hand, and in which account', async () => {
    await renderShare(building);

    expect(
      await screen.findByText(
        'Waits for AWS in account orders-prod (333333333333), which says CREATE_IN_PROGRESS. That usually takes about 11 seconds.',
      ),
    ).toBeInTheDocument();
  });

  it('S8: says of a standstill the code, the reason, what was tried and what comes next, with one thing to do', async () => {
    const { container } = await renderShare(stuck, {
      getShareTimeline: async () => ({ items: stuckTimeline }),
    });

    await screen.findByText('Creating the endpoint.');
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent(
      'Account analytics (666666666666) refused ec2:CreateVpcEndpoint',
    );
    expect(alert).toHaveTextContent('Code: object.stuck');
    expect(
      within(screen.getByRole('list', { name: 'What was tried' })).getAllByRole(
        'listitem',
      ),
    ).toHaveLength(1);
    expect(screen.getByText(/AWS is asked again/)).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Retry now' })).toHaveLength(
      1,
    );
    const objects = within(
      screen.getByRole('list', { name: 'Objects, in the order of the plan' }),
    ).getAllByRole('listitem');
    expect(objects[2]).toHaveTextContent('Failed');
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says that nothing happens by itself where that is so', async () => {
    await renderShare({
      ...stuck,
      objects: stuck.objects.map(object => ({
        ...object,
        nextLookAt: undefined,
      })),
    });

    expect(
      await screen.findByText(/Nothing happens by itself/),
    ).toBeInTheDocument();
  });

  it('says that removing stands still, and why', async () => {
    const reason = 'Account analytics (666666666666) refused.';
    const [gateway, configuration, endpoint] = revoking.objects;
    await renderShare({
      ...revoking,
      reason,
      objects: [gateway, configuration, { ...endpoint, reason }],
      actions: { revoke: false, retry: true, certify: false },
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Removing stands still',
    );
    expect(screen.getByText('Being revoked')).toBeInTheDocument();
    expect(await button('Retry now')).toBeInTheDocument();
  });

  it('tries again on demand', async () => {
    const user = userEvent.setup();
    const { api, analytics } = await renderShare(stuck, {
      retryShare: async () => building,
    });

    const retry = await button('Retry now');
    api.retryShare.mockImplementation(async () => {
      api.getShare.mockResolvedValue(building);
      return building;
    });
    await user.click(retry);
    expect(api.retryShare).toHaveBeenCalledWith('share-1');
    expect(
      await screen.findByText('The share is now: Being built.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'retry' }),
    );
  });

  it('does not offer to try again to someone who may not', async () => {
    await renderShare({
      ...stuck,
      actions: { revoke: false, retry: false, certify: false },
    });

    await screen.findByRole('alert');
    expect(
      screen.queryByRole('button', { name: 'Retry now' }),
    ).not.toBeInTheDocument();
    expect(
      screen.getByText(/The requester and the owners of the database can/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Revoke access' }),
    ).not.toBeInTheDocument();
  });

  it('T4: is revoked only with a reason and the name of the database typed, after what goes and what stays was named', async () => {
    const user = userEvent.setup();
    const { api, analytics } = await renderShare(active, {
      revokeShare: async () => revoking,
    });
    const opener = await button('Revoke access');
    await user.click(opener);

    const dialog = await screen.findByRole('dialog', {
      name: 'Revoke access of Databricks, analytics to orders-postgres?',
    });
    expect(
      within(within(dialog).getByRole('list', { name: 'This will be deleted' }))
        .getAllByRole('listitem')
        .map(it => it.textContent),
    ).toEqual([
      'Resource configuration (orders-prod)',
      'Resource endpoint (analytics)',
    ]);
    expect(
      within(dialog).getByRole('list', { name: 'This stays' }),
    ).toHaveTextContent(
      'Resource gateway (orders-prod), because 2 other shares use it',
    );
    const submit = within(dialog).getByRole('button', { name: 'Revoke' });
    expect(submit).toBeDisabled();
    expect(submit).toHaveAccessibleDescription(
      'To revoke, give a reason and type orders-postgres.',
    );
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Project over',
    );
    const confirm = within(dialog).getByRole('textbox', {
      name: /Type orders-postgres/,
    });
    await user.type(confirm, 'orders');
    expect(submit).toBeDisabled();
    await user.type(confirm, '-postgres');
    api.revokeShare.mockImplementation(async () => {
      api.getShare.mockResolvedValue(revoking);
      return revoking;
    });
    await user.click(submit);

    expect(api.revokeShare).toHaveBeenCalledWith('share-1', {
      reason: 'Project over',
    });
    expect(await screen.findByText('Being revoked')).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'revoke' }),
    );
  });

  it.each<[Share['plan']['pattern'], string]>([
    [
      'lattice-resource-endpoint',
      'Those of Databricks, analytics run through its endpoint for orders-postgres. They break when AWS deletes it.',
    ],
    [
      'lattice-consumer-network',
      'Those of Databricks, analytics run through its own service network. They break when AWS takes orders-postgres out of it; those to other databases there go on.',
    ],
    [
      'privatelink',
      'Those of Databricks, analytics run through its endpoint and the load balancer of orders-postgres. They break when AWS deletes the endpoint; those of other networks go on.',
    ],
  ])(
    'T6: says before it is revoked what happens to open connections over %s',
    async (pattern, which) => {
      await renderShare({ ...active, plan: { ...active.plan, pattern } });
      await userEvent.click(await button('Revoke access'));

      const said = await within(await screen.findByRole('dialog')).findByRole(
        'region',
        { name: 'What happens to open connections' },
      );
      expect(said).toHaveTextContent(which);
      expect(said).toHaveTextContent(
        'They are not closed politely: clients see errors or time-outs, and new connections fail from then on. AWS does not say how soon that is.',
      );
    },
  );

  it('is revoked without typing a name where the catalog says that it is no production', async () => {
    const user = userEvent.setup();
    const { api } = await renderPage(
      '/shares/share-1',
      { getShare: async () => active, revokeShare: async () => revoking },
      { entities: [stagingEntity] },
    );
    await user.click(await button('Revoke access'));
    const dialog = await screen.findByRole('dialog');
    await waitFor(() =>
      expect(
        within(dialog).queryByRole('textbox', { name: /Type/ }),
      ).not.toBeInTheDocument(),
    );
    expect(
      within(dialog).getByText('To revoke, give a reason.'),
    ).toBeInTheDocument();
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Over',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Revoke' }));

    expect(api.revokeShare).toHaveBeenCalled();
  });

  it('asks for the name of a database that the catalog does not know', async () => {
    const user = userEvent.setup();
    await renderPage(
      '/shares/share-1',
      { getShare: async () => active },
      { entities: [] },
    );
    await user.click(await button('Revoke access'));

    expect(
      await screen.findByRole('textbox', { name: /Type orders-postgres/ }),
    ).toBeInTheDocument();
  });

  it('stays open and says why when revoking is refused', async () => {
    const user = userEvent.setup();
    const refused = await responseError({
      statusCode: 409,
      name: 'ConflictError',
      message: 'It is being revoked already.',
      code: 'already_revoking',
    });
    await renderShare(active, { revokeShare: () => Promise.reject(refused) });
    await user.click(await button('Revoke access'));
    const dialog = await screen.findByRole('dialog');
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Over',
    );
    await user.type(
      within(dialog).getByRole('textbox', { name: /Type/ }),
      'orders-postgres',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Revoke' }));

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It is being revoked already.',
    );
  });

  it('T4: is being revoked until AWS confirms, first the cut and then the rest', async () => {
    await renderShare(
      { ...revoking, cutAt: '2026-08-06T10:01:00.000Z' },
      {
        getShareTimeline: async () => ({
          items: [
            {
              id: 1,
              requestId: 'req-1',
              shareId: 'share-1',
              at: '2026-08-06T10:00:00.000Z',
              actor: 'system',
              kind: 'share.revoking',
              message: 'Revoking: its time is over',
            },
          ],
        }),
      },
    );

    expect(await screen.findByRole('note')).toHaveTextContent(
      /Nobody gets in by this access any more, which AWS confirmed .* ago/,
    );
    await waitFor(() =>
      expect(screen.getByRole('note')).toHaveTextContent(
        'Towpath, 2026-08-06 10:00:00 UTC: Revoking: its time is over',
      ),
    );
    const objects = within(
      screen.getByRole('list', { name: 'Objects, in the order of the plan' }),
    ).getAllByRole('listitem');
    expect(objects[0]).toHaveTextContent('kept, 2 other shares use it');
    expect(objects[1]).toHaveTextContent(
      'Waits until these are gone: Resource endpoint.',
    );
    expect(objects[2]).toHaveTextContent('Running');
    expect(screen.queryByText('Revoked')).not.toBeInTheDocument();
  });

  it('does not say that access is cut before it is', async () => {
    await renderShare(revoking);

    expect(
      await screen.findByText(/the database may still be reachable/),
    ).toBeInTheDocument();
  });

  it('names the missing permission', async () => {
    const error = await responseError({
      statusCode: 403,
      name: 'NotAllowedError',
      message: 'Unauthorized',
    });
    await renderPage('/shares/share-1', {
      getShare: () => Promise.reject(error),
    });

    expect(
      await screen.findByText('database-access.share.read'),
    ).toBeInTheDocument();
  });
});

describe('The page of a share, as time goes by', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(active.startedAt) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const advance = (seconds: number) =>
    act(async () => {
      jest.advanceTimersByTime(seconds * 1000);
    });

  it('follows the building without reloading, and says when it is active', async () => {
    const { api } = await renderShare(building);
    await screen.findByText('Being built');

    api.getShare.mockResolvedValue(active);
    await advance(2);
    expect(
      await screen.findByText('The share is now: Active.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Copy VPC endpoint' }),
    ).toBeInTheDocument();
  });

  it('asks no more once it is revoked', async () => {
    const { api } = await renderShare(revoking);
    await screen.findByText('Being revoked');

    api.getShare.mockResolvedValue(revoked);
    await advance(2);
    expect(
      await screen.findByText(/AWS has confirmed that nothing/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('heading', { name: 'How to connect' }),
    ).not.toBeInTheDocument();
    const asked = api.getShare.mock.calls.length;
    await advance(60);
    expect(api.getShare).toHaveBeenCalledTimes(asked);
  });

  it('keeps what it knows when asking fails, says so, and goes on asking', async () => {
    const { api } = await renderShare(building);
    await screen.findByText('Being built');

    api.getShare.mockRejectedValueOnce(new Error('Failed to fetch'));
    await advance(2);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Failed to fetch',
    );
    expect(screen.getByText('Being built')).toBeInTheDocument();

    await advance(2);
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
  });

  it('never shows as healthy what it has not heard of for longer than two readings', async () => {
    const { api } = await renderShare(active);
    await screen.findAllByText('Healthy');

    api.getShare.mockRejectedValue(new Error('Failed to fetch'));
    for (let passed = 0; passed < 110; passed += 10) {
      await advance(10);
    }
    expect(screen.getAllByText('Healthy').length).toBeGreaterThan(0);
    for (let passed = 0; passed < 30; passed += 10) {
      await advance(10);
    }

    expect(screen.queryByText('Healthy')).not.toBeInTheDocument();
    expect(screen.queryByText('In sync')).not.toBeInTheDocument();
    expect(
      screen.getByText('Active, but the state of the path is unknown'),
    ).toBeInTheDocument();
  });

  it('T2: goes on after the last line of the timeline when asking works again, with none twice', async () => {
    const { api } = await renderShare(building, {
      getShareTimeline: async () => ({ items: timeline.slice(0, 1) }),
    });
    await screen.findByText('Requested for 7 days.');

    api.getShareTimeline.mockRejectedValueOnce(new Error('Failed to fetch'));
    await advance(2);
    api.getShareTimeline.mockResolvedValue({ items: timeline });
    await advance(3);

    const lines = within(
      screen.getByRole('list', { name: /What happened/ }),
    ).getAllByRole('listitem');
    expect(lines.map(it => it.querySelector('p')?.textContent)).toEqual([
      'Requested for 7 days.',
      'Creating the resource configuration.',
    ]);
    expect(api.getShareTimeline).toHaveBeenLastCalledWith(
      'share-1',
      1,
      expect.anything(),
    );
  });
});
