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

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  LaneState,
} from '@towpath/backstage-plugin-database-access-common';
import { lanes, orphans, overview } from '../__fixtures__/overview';
import { active, pending } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';

const answers: Partial<DatabaseAccessApi> = {
  getOverview: async () => overview,
  listLanes: async () => ({ items: lanes }),
  listShares: async () => ({ items: [active] }),
  listRequests: async () => ({ items: [pending] }),
};

const render = (
  path: string,
  given: Partial<DatabaseAccessApi> = {},
  seesOverview = true,
) => renderPage(path, { ...answers, ...given }, { seesOverview });

describe('The overview', () => {
  it('D1: shows each number as a way to the list that it counts', async () => {
    const { container } = await render('/overview');
    const tiles = within(
      await screen.findByRole('list', {
        name: 'Numbers, each with the list that it counts',
      }),
    );
    const hrefOf = (name: RegExp) =>
      tiles.getByRole('link', { name }).getAttribute('href');
    expect(hrefOf(/3.*Health unknown/)).toBe(
      '/database-access/shares?living=true&health=unknown',
    );
    expect(hrefOf(/1.*older than 7 days/)).toBe(
      '/database-access/requests?status=pending&olderThanDays=7',
    );
    expect(hrefOf(/2.*Orphans/)).toBe('/database-access/orphans?only=unkept');
    expect(hrefOf(/1.*quota used by 80 %/)).toBe(
      '/database-access/lanes?only=tight',
    );
    expect(hrefOf(/Cost a month/)).toBe(
      '/database-access/overview?focus=costs',
    );
    expect(
      await screen.findByRole('row', { name: /orders-team.*5.*\$73\.00.*1/ }),
    ).toBeVisible();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('D1: says what all of it costs, which is what the table has to which that leads', async () => {
    const user = userEvent.setup();
    const [cost] = overview.costs;
    await render('/overview', {
      getOverview: async () => ({
        ...overview,
        costs: [
          cost,
          {
            ...cost,
            ownerRef: 'group:default/billing-team',
            fixedMonthly: 1_021.9,
          },
        ],
      }),
    });
    const tile = await screen.findByRole('link', {
      name: /without usage and without 2 shares of unknown cost/,
    });
    expect(tile).toHaveTextContent('$1,094.90');
    await user.click(tile);
    // The table's own scroller bears the same name.
    const [section] = screen.getAllByRole('region', {
      name: 'Cost a month, by owner of the database',
    });
    expect(section).toHaveFocus();
    const [, ...rows] = within(section).getAllByRole('row');
    const sums = rows.map(row =>
      Number(row.textContent!.match(/\$([\d,.]+\d\d)/)![1].replace(',', '')),
    );
    expect(sums.reduce((sum, part) => sum + part)).toBeCloseTo(1_094.9);
  });

  it('shows how each lane is read, and why one cannot be', async () => {
    await render('/overview');
    const table = within(await screen.findByRole('table', { name: 'Lanes' }));
    // The one in trouble first.
    const [, closed, well] = table.getAllByRole('row');
    expect(well).toHaveTextContent(
      /orders-prod.*Read.*Took 1\.25 s and 14 calls.*Next.*8\sobjects.*2\sorphans.*0 calls throttled/,
    );
    expect(closed).toHaveTextContent(
      /analytics.*Cannot be read.*Throttled by AWS.*refused sts:AssumeRole.*What to do: Let the role trust the portal/,
    );
  });

  it('does not say of a lane that was never swept that all of it could be read', async () => {
    const [well] = lanes;
    await render('/lanes', {
      listLanes: async () => ({ items: [{ ...well, state: 'never' }] }),
    });
    const row = (await screen.findByText('Not swept yet')).closest('tr');
    expect(row).toHaveTextContent('Not known yet');
    expect(row).not.toHaveTextContent('Nothing');
  });

  it('calls a lane unread whose sweeps have stopped, and one that was never swept', async () => {
    const [well] = lanes;
    const inState = (region: string, state: LaneState['state']) => ({
      ...well,
      region,
      state,
    });
    await render('/lanes?only=unread', {
      listLanes: async () => ({
        items: [
          inState('eu-west-1', 'read'),
          inState('eu-west-2', 'never'),
          inState('eu-west-3', 'stale'),
        ],
      }),
    });
    const table = within(await screen.findByRole('table', { name: 'Lanes' }));
    const [, stale, never, ...others] = table.getAllByRole('row');
    expect(stale).toHaveTextContent(/eu-west-3.*Not swept any more/);
    expect(never).toHaveTextContent(/eu-west-2.*Not swept yet/);
    expect(others).toEqual([]);
  });

  it('shows which quotas of a lane are nearly used up, how often it was throttled, and what could not be counted', async () => {
    const [well, closed] = lanes;
    const message = 'The role refused servicequotas:ListServiceQuotas.';
    const quotas = {
      readAt: well.sweptAt!,
      counted: 0,
      tight: [],
      unread: [{ of: 'security groups', message, remedy: 'Let the role.' }],
    };
    await render('/lanes', {
      listLanes: async () => ({ items: [well, { ...closed, quotas }] }),
    });
    const table = within(await screen.findByRole('table', { name: 'Lanes' }));
    const [, unread, tight] = table.getAllByRole('row');
    expect(tight).toHaveTextContent(
      /Network Load Balancers per Region \(L-69A177A2\): 45 of 50 are used.*What to do: Ask AWS for more/,
    );
    expect(unread).toHaveTextContent(
      /12 calls throttled in the last hour.*Not to be counted:.*security groups The role refused.*What to do: Let the role/,
    );
  });

  it('is not for everybody', async () => {
    const { api } = await render('/overview', {}, false);
    expect(
      await screen.findByText('You may not see the overview'),
    ).toBeInTheDocument();
    expect(screen.getByText(/database-access\.overview\.read/)).toBeVisible();
    expect(api.getOverview).not.toHaveBeenCalled();
  });

  it('is linked from the main page for those who may see it, and lanes are for all', async () => {
    await render('/', {}, false);
    expect(
      await screen.findByRole('link', {
        name: 'Lanes: how accounts are read',
      }),
    ).toHaveAttribute('href', '/database-access/lanes');
    expect(
      screen.queryByRole('link', { name: 'Overview of all accesses' }),
    ).not.toBeInTheDocument();
  });

  it('says when it cannot be counted, and that there is nothing yet', async () => {
    const user = userEvent.setup();
    let failing = true;
    await render('/overview', {
      getOverview: async () => {
        if (failing) {
          throw new Error('Failed to fetch');
        }
        return { ...overview, living: 0, groups: [], costs: [] };
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The overview could not be counted',
    );
    failing = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/no living access yet/)).toBeVisible();
  });
});

describe('The lists that it opens', () => {
  it('D1: are narrowed by the address, say by what, and can be chosen further', async () => {
    const { api } = await render(
      '/shares?living=true&health=unknown&accountId=333333333333',
    );
    expect(
      await screen.findByText('Account of the database: 333333333333'),
    ).toBeVisible();
    expect(api.listShares).toHaveBeenCalledWith(
      expect.objectContaining({
        living: 'true',
        health: 'unknown',
        accountId: '333333333333',
      }),
      expect.anything(),
    );
    expect(await screen.findByRole('table')).toHaveTextContent(
      'orders-postgres',
    );
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    expect(api.listShares).toHaveBeenLastCalledWith(
      { living: 'true', cursor: undefined },
      expect.anything(),
    );
  });

  it('D1: have the requests by their age', async () => {
    const { api } = await render('/requests?status=pending&olderThanDays=7');
    await screen.findByRole('table');
    expect(api.listRequests).toHaveBeenCalledWith(
      expect.objectContaining({ status: 'pending', olderThanDays: 7 }),
      expect.anything(),
    );
  });

  it('D1: have the lanes that count only', async () => {
    await render('/lanes?only=throttled');
    const table = within(await screen.findByRole('table', { name: 'Lanes' }));
    expect(table.getAllByRole('row')).toHaveLength(2);
    expect(table.getByRole('row', { name: /analytics/ })).toBeVisible();
    expect(
      screen.getByText(
        'Only lanes that AWS throttled within the last hour are shown.',
      ),
    ).toBeVisible();
  });
});

describe('What nobody claims', () => {
  it('D2: is proposed to be adopted where an access misses it, and where none does, it says why not', async () => {
    const user = userEvent.setup();
    const { api, container } = await render('/orphans', {
      getOrphans: async () => ({ items: orphans }),
      proposeForOrphan: async () => orphans[0],
    });
    expect(
      await screen.findByRole('link', {
        name: 'resource:default/orders-postgres from databricks-analytics',
      }),
    ).toHaveAttribute('href', '/database-access/shares/share-1');
    expect(
      screen.getByText(/It cannot be adopted\. No living access has lost/),
    ).toBeVisible();
    expect(
      screen.getAllByRole('button', { name: 'Propose to remove it' }),
    ).toHaveLength(2);
    expect(await accessibilityProblems(container)).toEqual([]);

    await user.type(screen.getAllByLabelText('Reason')[0], 'Store restored');
    await user.click(
      screen.getByRole('button', { name: 'Propose to adopt it' }),
    );
    const { accountId, region, type, awsId } = orphans[0];
    expect(api.proposeForOrphan).toHaveBeenCalledWith({
      accountId,
      region,
      type,
      awsId,
      action: 'adopt',
      reason: 'Store restored',
    });
  });

  it('D2: is adopted once somebody else confirms', async () => {
    const user = userEvent.setup();
    const decision = {
      action: 'adopt' as const,
      reason: 'Store restored',
      proposedBy: 'user:default/ana',
      proposedAt: orphans[0].firstSeenAt,
    };
    const { api } = await render('/orphans', {
      getOrphans: async () => ({ items: [{ ...orphans[0], decision }] }),
      confirmForOrphan: async () => orphans[0],
    });
    expect(
      await screen.findByText(
        /user:default\/ana proposes that the access which misses it adopts it: Store restored/,
      ),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    expect(api.confirmForOrphan).toHaveBeenCalled();
  });

  it('says what keeps a removal from its end, and when it is tried again', async () => {
    const [, orphan] = orphans;
    await render('/orphans', {
      getOrphans: async () => ({
        items: [
          {
            ...orphan,
            decision: {
              action: 'remove',
              reason: 'Left over',
              proposedBy: 'user:default/ana',
              proposedAt: orphan.firstSeenAt,
              confirmedBy: 'user:default/ben',
              confirmedAt: orphan.firstSeenAt,
            },
            removal: {
              isStuck: true,
              reason: 'Account 666666666666 refused ec2:DeleteVpcEndpoints.',
              nextTryAt: orphan.firstSeenAt,
            },
          },
        ],
      }),
    });
    expect(
      await screen.findByText('It is not removed yet: somebody has to look'),
    ).toBeVisible();
    expect(screen.getByText(/refused ec2:DeleteVpcEndpoints\./)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Propose to remove it' }),
    ).not.toBeInTheDocument();
  });

  it('stands apart once it is kept, and can be decided anew', async () => {
    const [first, second] = orphans;
    const { container } = await render('/orphans', {
      getOrphans: async () => ({
        items: [
          {
            ...second,
            decision: {
              action: 'keep',
              reason: 'Used by hand',
              proposedBy: 'user:default/ana',
              proposedAt: second.firstSeenAt,
              confirmedBy: 'user:default/ben',
              confirmedAt: second.firstSeenAt,
            },
          },
          first,
        ],
      }),
    });
    const kept = await screen.findByText('Kept on purpose');
    const comesAfter = (text: string) =>
      kept.compareDocumentPosition(screen.getByText(text)) ===
      Node.DOCUMENT_POSITION_FOLLOWING;
    expect(comesAfter(second.awsId)).toBe(true);
    expect(comesAfter(first.awsId)).toBe(false);
    expect(
      screen.getAllByRole('button', { name: 'Propose to remove it' }),
    ).toHaveLength(2);
    expect(
      screen.getAllByRole('button', { name: 'Propose to keep it' }),
    ).toHaveLength(1);
    expect(await accessibilityProblems(container)).toEqual([]);
  });
});
