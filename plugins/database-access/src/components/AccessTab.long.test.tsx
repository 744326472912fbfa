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

import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  DatabaseDetails,
} from '@towpath/backstage-plugin-database-access-common';
import { Settings } from 'luxon';
import {
  aurora,
  auroraEntity,
  billingPublic,
  databaseEntity,
  orders,
  ordersEntity,
  ordersRds,
  ordersStale,
  publicEntity,
  quarantine,
  quarantineEntity,
  READ_AT,
  refusal,
  withFacts,
} from '../__fixtures__/databases';
import { active, broken } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { responseError } from '../__testUtils__/responseError';
import { AccessTab } from './AccessTab';

const nobody = async () => ({ items: [] });
const realAws = async () => ({ installation: 'test', simulatedAws: false });

async function renderTab(details: DatabaseDetails, entity = ordersEntity) {
  const api = apiOf({
    getInstallation: realAws,
    listShares: nobody,
    getDatabase: async () => details,
  });
  const view = await renderOnEntity(<AccessTab />, { entity, api });
  return { ...view, api };
}

/** The value beside a label. */
async function fact(label: string): Promise<HTMLElement> {
  const term = await screen.findByText(label, { selector: 'dt' });
  return within(term.parentElement!).getByRole('definition');
}

describe('The Access tab', () => {
  it('says everything AWS says of a database', async () => {
    const { api } = await renderTab(orders);

    expect(await fact('Host')).toHaveTextContent(
      'orders-postgres.c9akciq32.us-east-1.rds.amazonaws.com',
    );
    expect(await fact('Port')).toHaveTextContent('5432');
    expect(await fact('IAM authentication')).toHaveTextContent('On');
    expect(await fact('Certificate authority')).toHaveTextContent(
      'rds-ca-rsa2048-g1',
    );
    expect(await fact('Multi-AZ')).toHaveTextContent(
      'Yes, standby in another zone',
    );
    expect(await fact('Availability Zone IDs')).toHaveTextContent(
      'use1-az1, use1-az2, use1-az4',
    );
    expect(await fact('VPC')).toHaveTextContent('vpc-0a1b2c3d');
    expect(await fact('Account')).toHaveTextContent(
      'orders-prod (333333333333)',
    );
    expect(await fact('Region')).toHaveTextContent('us-east-1');
    expect(await fact('ARN')).toHaveTextContent(orders.arn);
    expect(await fact('Encryption at rest')).toHaveTextContent('On');
    expect(await fact('Deletion protection')).toHaveTextContent('Off');
    expect(screen.getByText('PostgreSQL').parentElement).toHaveTextContent(
      'PostgreSQL 16.4',
    );
    expect(screen.getByText('available')).toBeInTheDocument();
    expect(screen.getByText('Private')).toBeInTheDocument();
    expect(api.getDatabase).toHaveBeenCalledWith(
      { namespace: 'default', name: 'orders-postgres' },
      expect.anything(),
    );
  });

  it('says how RDS keeps the database, below what is needed for access', async () => {
    const api = apiOf({
      getInstallation: realAws,
      listShares: nobody,
      getDatabase: async () => orders,
      getRdsReport: async () => ordersRds,
    });
    const { container } = await renderOnEntity(<AccessTab />, {
      entity: ordersEntity,
      api,
    });

    expect(await fact('KMS key')).toHaveTextContent('4d764187');
    expect(
      screen.getByRole('list', { name: 'What would make it safer' }),
    ).toHaveTextContent('with one call');
    const text = container.textContent!;
    expect(text.indexOf('What AWS says')).toBeLessThan(
      text.indexOf('Events of the last 14 days'),
    );
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says that nobody has access yet and who decides', async () => {
    await renderTab(orders);

    expect(
      await screen.findByText('Nobody outside has access yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/The owner, .* decides each request/, {
        selector: 'p',
      }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'orders-team' }),
    ).toBeInTheDocument();
  });

  it('shows both hosts of an Aurora cluster', async () => {
    await renderTab(aurora, auroraEntity);

    expect(await fact('Host')).toHaveTextContent('catalog-aurora.cluster-c9');
    expect(await fact('Host for reading')).toHaveTextContent(
      'catalog-aurora.cluster-ro-c9',
    );
    expect(screen.queryByText(/standby/)).not.toBeInTheDocument();
  });

  it('says that a database being created has no host yet', async () => {
    await renderTab(withFacts({ status: 'creating', endpoint: undefined }));

    expect(await fact('Host')).toHaveTextContent('AWS has given none yet');
    expect(
      screen.queryByRole('button', { name: 'Copy Host' }),
    ).not.toBeInTheDocument();
  });

  it('shows a status word that AWS invents tomorrow as a word, not as bad news', async () => {
    const user = userEvent.setup();
    await renderTab(withFacts({ status: 'quantum-entangling' }));

    await user.hover(await screen.findByText('quantum-entangling'));
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'this portal does not know what it means',
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says of a public database what is wrong, what AWS demands and what to do, the worst first', async () => {
    await renderTab(billingPublic, publicEntity);

    const findings = within(
      await screen.findByRole('list', { name: 'Findings' }),
    ).getAllByRole('listitem');
    expect(findings[0]).toHaveTextContent('Blocking');
    expect(findings[0]).toHaveTextContent('Set “Publicly accessible” to No');
    expect(findings[1]).toHaveTextContent('Information');
    expect(await fact('Exposure')).toHaveTextContent('Publicly accessible');
  });

  it('says in one sentence that an account refuses, and what is known without it', async () => {
    await renderTab(quarantine, quarantineEntity);

    expect(await screen.findByText(refusal.message)).toBeInTheDocument();
    expect(screen.getByText(refusal.remedy!)).toBeInTheDocument();
    expect(screen.getByText(refusal.awsMessage!)).toBeInTheDocument();
    expect(
      screen.getByText(
        'AWS has never answered for this database, so it has no facts yet.',
      ),
    ).toBeInTheDocument();
    expect(await fact('Account')).toHaveTextContent(
      'quarantine (999999999999)',
    );
    expect(
      screen.queryByText('Host', { selector: 'dt' }),
    ).not.toBeInTheDocument();
  });

  it('copies the host and the ARN', async () => {
    const copied: string[] = [];
    Object.assign(document, {
      execCommand: () => {
        copied.push(String(document.getSelection()));
        return true;
      },
    });
    const user = userEvent.setup();
    const { analytics } = await renderTab(orders);

    await user.click(await screen.findByRole('button', { name: 'Copy ARN' }));

    expect(copied).toEqual([orders.arn]);
    expect(
      await screen.findByText('Copied', { selector: '[role=status]' }),
    ).toBeInTheDocument();
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'copy', subject: 'ARN' }),
    );
  });

  it('explains to an entity without ARN which annotation to add, and asks nobody', async () => {
    const api = apiOf({ getInstallation: realAws, listShares: nobody });
    await renderOnEntity(<AccessTab />, {
      entity: databaseEntity('legacy-oracle'),
      api,
    });

    expect(
      await screen.findByText('This database names no AWS database yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('aws.amazon.com/arn', { selector: 'p code' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('region', {
        name: 'Example of an entity with the annotation',
      }),
    ).toHaveTextContent(
      'aws.amazon.com/arn: arn:aws:rds:us-east-1:123456789012:db:legacy-oracle',
    );
    expect(api.getDatabase).not.toHaveBeenCalled();
  });

  it('shows the sentence and the code of an error, and tries again on demand', async () => {
    const user = userEvent.setup();
    const getDatabase = jest
      .fn()
      .mockRejectedValueOnce(
        await responseError({
          statusCode: 404,
          name: 'NotFoundError',
          message: 'There is no resource:default/orders-postgres.',
          code: 'database_not_found',
        }),
      )
      .mockResolvedValueOnce(orders);
    await renderOnEntity(<AccessTab />, {
      entity: ordersEntity,
      api: apiOf({ getInstallation: realAws, listShares: nobody, getDatabase }),
    });

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'There is no resource:default/orders-postgres.',
    );
    expect(alert).toHaveTextContent('database_not_found');

    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('available')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('names the missing permission to someone who may not look', async () => {
    const error = await responseError({
      statusCode: 403,
      name: 'NotAllowedError',
      message: 'Unauthorized',
    });
    await renderOnEntity(<AccessTab />, {
      entity: ordersEntity,
      api: apiOf({
        getInstallation: realAws,
        listShares: nobody,
        getDatabase: () => Promise.reject(error),
      }),
    });

    expect(
      await screen.findByText('You may not see who can reach this database'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('database-access.database.read'),
    ).toBeInTheDocument();
    expect(
      screen.queryByText('Nobody outside has access yet'),
    ).not.toBeInTheDocument();
  });

  it('says that AWS is simulated, only where it is', async () => {
    const api = apiOf({
      getDatabase: async () => orders,
      getInstallation: async () => ({
        installation: 'demo',
        simulatedAws: true,
      }),
    });
    await renderOnEntity(<AccessTab />, { entity: ordersEntity, api });

    expect(
      await screen.findByText(/Nothing you see or do here touches a real AWS/),
    ).toBeInTheDocument();
  });

  it('says nothing of simulation where AWS is real', async () => {
    await renderTab(orders);

    expect(await screen.findByText('available')).toBeInTheDocument();
    expect(screen.queryByText('Simulated AWS')).not.toBeInTheDocument();
  });

  it.each([
    ['facts', orders, ordersEntity],
    ['findings', billingPublic, publicEntity],
    ['an account that refuses', quarantine, quarantineEntity],
    ['stale facts', ordersStale, ordersEntity],
  ])('is accessible with %s', async (_, details, entity) => {
    const { container } = await renderTab(details, entity);

    await screen.findByRole('button', { name: 'Refresh' });
    expect(await accessibilityProblems(container)).toEqual([]);
  });
});

describe('Who has access, on the tab', () => {
  const renderShares = async (
    listShares: DatabaseAccessApi['listShares'],
    details = orders,
  ) => {
    const api = apiOf({
      getInstallation: realAws,
      getDatabase: async () => details,
      listShares,
    });
    const view = await renderOnEntity(<AccessTab />, {
      entity: ordersEntity,
      api,
    });
    return { ...view, api };
  };

  it('S1: lists every living share once, with its life, its health and its path', async () => {
    const user = userEvent.setup();
    const { api, container } = await renderShares(async () => ({
      items: [broken],
    }));

    const share = await screen.findByRole('list', {
      name: 'Shares of this database',
    });
    expect(share).toHaveTextContent('Databricks, analytics');
    expect(within(share).getByText('Active')).toBeInTheDocument();
    expect(share).toHaveTextContent('VPC Lattice, resource endpoint');
    expect(share).toHaveTextContent('analytics (666666666666)');
    expect(share).toHaveTextContent('$14.60');
    expect(
      await within(share).findByRole('link', { name: 'requester' }),
    ).toBeInTheDocument();
    const path = { name: 'Hops from client to database', hidden: true };
    expect(within(share).queryByRole('list', path)).toBeNull();
    await user.click(within(share).getByText('The path, hop by hop'));
    expect(
      within(await within(share).findByRole('list', path)).getAllByRole(
        'listitem',
      )[1],
    ).toHaveTextContent('UPDATE_FAILED');
    expect(api.listShares).toHaveBeenCalledWith(
      expect.objectContaining({
        databaseRef: 'resource:default/orders-postgres',
        living: true,
      }),
      expect.anything(),
    );
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('shows more on demand, reading what it shows anew', async () => {
    const user = userEvent.setup();
    const { api } = await renderShares(async ({ cursor } = {}) =>
      cursor
        ? { items: [{ ...active, id: 'share-2' }] }
        : { items: [active], nextCursor: 'next' },
    );

    const list = await screen.findByRole('list', {
      name: 'Shares of this database',
    });
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await within(list).findAllByText('Active')).toHaveLength(2);
    expect(api.listShares).toHaveBeenCalledTimes(3);
    expect(
      screen.queryByRole('button', { name: 'Show more' }),
    ).not.toBeInTheDocument();
  });

  it('says why it cannot be listed, and shows the facts all the same', async () => {
    await renderShares(() => Promise.reject(new Error('Failed to fetch')));

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Who has access could not be listed',
    );
    expect(await fact('Port')).toHaveTextContent('5432');
  });

  it('says that a portal without the template cannot take requests', async () => {
    await renderShares(nobody);

    expect(
      await screen.findByText('request-database-access'),
    ).toBeInTheDocument();
  });
});

describe('The Access tab, as time goes by', () => {
  const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });

  beforeEach(() => {
    Settings.defaultZone = 'Europe/Berlin';
    jest.useFakeTimers({ now: Date.parse(READ_AT) + 12_000 });
  });

  afterEach(() => {
    jest.useRealTimers();
    Settings.defaultZone = 'system';
  });

  const advance = (seconds: number) =>
    act(async () => {
      jest.advanceTimersByTime(seconds * 1000);
    });

  it('says how old the reading is, second by second, and exactly when it was on hover', async () => {
    await renderTab(orders);

    const age = await screen.findByText('12 seconds ago');
    expect(age.closest('p')).toHaveTextContent(
      'Read from AWS 12 seconds ago through orders-prod.',
    );
    await advance(3);
    expect(age).toHaveTextContent('15 seconds ago');
    await advance(3600);
    expect(age).toHaveTextContent('1 hour ago');

    await user.hover(age);
    const exact = await screen.findByRole('tooltip');
    expect(exact).toHaveTextContent('2026-08-06 09:12:03 UTC');
    expect(exact).toHaveTextContent('11:12:03');
  });

  it('S7: says that a stale reading is out of date, and how old it is', async () => {
    jest.setSystemTime(Date.parse(READ_AT) + 3 * 3600_000);
    await renderTab(ordersStale);

    expect(await screen.findByText('Out of date')).toBeInTheDocument();
    expect(screen.getByText('3 hours ago').closest('p')).toHaveTextContent(
      'AWS could not be asked just now. These facts were read 3 hours ago through orders-prod.',
    );
    expect(screen.getByText('What AWS said last')).toBeInTheDocument();
    expect(screen.getByText('Rate exceeded')).toBeInTheDocument();
  });

  it('S7: owns up to a slow AWS after three seconds, and offers to ask again after ten', async () => {
    const api = apiOf({ getInstallation: realAws, listShares: nobody });
    await renderOnEntity(<AccessTab />, { entity: ordersEntity, api });

    expect(
      await screen.findByText('Asking AWS about orders-postgres…'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/longer than usual/)).not.toBeInTheDocument();

    await advance(3);
    expect(screen.getByText(/longer than usual/)).toBeInTheDocument();

    await advance(7);
    expect(screen.getByText('No answer for 10 seconds')).toBeInTheDocument();
    const first = api.getDatabase.mock.calls[0][1]!.signal!;
    expect(first.aborted).toBe(false);

    api.getDatabase.mockResolvedValueOnce(orders);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('available')).toBeInTheDocument();
    expect(first.aborted).toBe(true);
  });

  it('keeps the facts on the screen while it refreshes, and says when it is done', async () => {
    const { api, analytics } = await renderTab(orders);
    await screen.findByText('16.4', { exact: false });
    let answer = (_: DatabaseDetails) => {};
    api.getDatabase.mockReturnValueOnce(
      new Promise(resolve => {
        answer = resolve;
      }),
    );

    const button = screen.getByRole('button', { name: 'Refresh' });
    await user.click(button);
    expect(button).toHaveFocus();
    expect(button).toHaveTextContent('Refreshing…');
    expect(screen.getByText('available')).toBeInTheDocument();
    await user.click(button);
    expect(api.getDatabase).toHaveBeenCalledTimes(2);

    await act(async () => answer(withFacts({ status: 'rebooting' })));
    expect(screen.getByText('rebooting')).toBeInTheDocument();
    expect(
      screen.getByText('The facts were refreshed.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
    expect(analytics.captureEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        action: 'refresh',
        subject: 'resource:default/orders-postgres',
      }),
    );
  });

  it('keeps the last facts when refreshing fails, and says so', async () => {
    const { api } = await renderTab(orders);
    await screen.findByText('available');
    api.getDatabase.mockRejectedValueOnce(new Error('Failed to fetch'));

    await user.click(screen.getByRole('button', { name: 'Refresh' }));

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Failed to fetch');
    expect(alert).toHaveTextContent('Below is what was known before');
    expect(screen.getByText('available')).toBeInTheDocument();
    expect(
      screen.getByText('Refreshing failed.', { selector: '[role=status]' }),
    ).toBeInTheDocument();
  });
});
