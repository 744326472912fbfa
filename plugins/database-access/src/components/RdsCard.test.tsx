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
import { RdsReport } from '@towpath/backstage-plugin-database-access-common';
import {
  databaseEntity,
  ordersEntity,
  ordersRds,
  refusal,
  withRdsDetails,
} from '../__fixtures__/databases';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { responseError } from '../__testUtils__/responseError';
import { RdsCard } from './RdsCard';

async function renderCard(report: RdsReport, entity = ordersEntity) {
  const api = apiOf({ getRdsReport: async () => report });
  const view = await renderOnEntity(<RdsCard />, { entity, api });
  return { ...view, api };
}

/** The value beside a label. */
async function fact(label: string): Promise<HTMLElement> {
  const term = await screen.findByText(label, { selector: 'dt' });
  return within(term.parentElement!).getByRole('definition');
}

describe('The RDS card', () => {
  it('says how a database is built, protected, backed up and maintained', async () => {
    const { api, container } = await renderCard(ordersRds);

    expect(
      (await screen.findByText('PostgreSQL')).parentElement,
    ).toHaveTextContent('PostgreSQL 16.4, db.r6g.large');
    expect(screen.getByText('available')).toBeInTheDocument();
    expect(await fact('Runs in')).toHaveTextContent(
      'Several Availability Zones (Multi-AZ)',
    );
    expect(await fact('Storage')).toHaveTextContent(
      '100 GiB, gp3, grows to 500 GiB',
    );
    expect(await fact('Storage encryption')).toHaveTextContent('Encrypted');
    expect(await fact('KMS key')).toHaveTextContent('key/4d764187');
    expect(await fact('Deletion')).toHaveTextContent('By one call');
    expect(await fact('IAM tokens')).toHaveTextContent('Taken');
    expect(await fact('From the internet')).toHaveTextContent('Private');
    expect(await fact('Kept for')).toHaveTextContent('7 days');
    expect(await fact('Can be restored up to')).toHaveTextContent(
      '2026-08-06 09:10',
    );
    expect(await fact('Made between')).toHaveTextContent('03:00-03:30 UTC');
    expect(await fact('Maintenance window')).toHaveTextContent('sun:04:00');
    expect(await fact('Minor versions')).toHaveTextContent('Automatically');
    expect(await fact('Logs in CloudWatch')).toHaveTextContent(
      'postgresql, upgrade',
    );
    expect(await fact('Certificate signed by')).toHaveTextContent(
      'rds-ca-rsa2048-g1',
    );
    expect(await fact('Authority ends')).toHaveTextContent('2061-05-25');
    expect(await fact('Certificate ends')).toHaveTextContent('2027-03-04');
    expect(api.getRdsReport).toHaveBeenCalledWith(
      { namespace: 'default', name: 'orders-postgres' },
      expect.anything(),
    );
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('says what would make it safer, how, and where AWS writes of it', async () => {
    await renderCard(ordersRds);
    const hints = await screen.findByRole('list', {
      name: 'What would make it safer',
    });
    expect(within(hints).getByText('Warning')).toBeInTheDocument();
    expect(hints).toHaveTextContent('can delete orders-postgres with one call');
    expect(hints).toHaveTextContent('What to do: aws rds modify-db-instance');
    expect(within(hints).getByRole('link')).toHaveAttribute(
      'href',
      'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8',
    );
  });

  it('says so where nothing could be better', async () => {
    await renderCard({ ...ordersRds, hints: [] });
    expect(
      await screen.findByText('Nothing to improve was found'),
    ).toBeInTheDocument();
  });

  it('shows which changes are pending, whose and when', async () => {
    await renderCard(ordersRds);
    const table = await screen.findByRole('table', {
      name: 'Pending maintenance',
    });
    expect(table).toHaveTextContent('system-update');
    expect(table).toHaveTextContent('New Operating System update is available');
    expect(table).toHaveTextContent('2026-08-15 09:00');
    expect(table).toHaveTextContent('2026-09-12 09:00');
    expect(
      screen.getByText(
        'At the next maintenance window: DBInstanceClass: db.r6g.xlarge',
      ),
    ).toBeInTheDocument();
  });

  it('says that nothing is pending only if AWS said so', async () => {
    const { container } = await renderCard(
      withRdsDetails({ pendingMaintenance: [], pendingChanges: [] }),
    );
    expect(await screen.findByText('Nothing is pending.')).toBeInTheDocument();
    expect(container).not.toHaveTextContent('At the next maintenance window');
  });

  it('shows the newest events, and the others on demand', async () => {
    const user = userEvent.setup();
    await renderCard(ordersRds);
    const table = await screen.findByRole('table', {
      name: 'Events of the last 14 days',
    });
    const [, first, ...others] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent('Multi-AZ instance failover completed');
    expect(others).toHaveLength(7);
    await user.click(
      screen.getByRole('button', { name: 'Show all 11 events' }),
    );
    expect(within(table).getAllByRole('row')).toHaveLength(12);
    expect(
      screen.queryByRole('button', { name: /Show all/ }),
    ).not.toBeInTheDocument();
  });

  it('shows the instances of a cluster with their roles', async () => {
    await renderCard(
      withRdsDetails({
        kind: 'cluster',
        events: [],
        members: [
          {
            identifier: 'catalog-aurora-2',
            role: 'writer',
            status: 'available',
            instanceClass: 'db.r6g.xlarge',
            availabilityZone: 'us-east-1b',
            publiclyAccessible: false,
          },
          {
            identifier: 'catalog-aurora-1',
            role: 'reader',
            status: 'rebooting',
            instanceClass: 'db.r6g.xlarge',
            availabilityZone: 'us-east-1a',
            publiclyAccessible: true,
          },
        ],
      }),
    );
    const table = await screen.findByRole('table', { name: 'Instances' });
    const [, writer, reader] = within(table).getAllByRole('row');
    expect(writer).toHaveTextContent('catalog-aurora-2Writer');
    expect(reader).toHaveTextContent('Reader');
    expect(reader).toHaveTextContent('rebooting');
    expect(reader).toHaveTextContent('Publicly accessible');
    expect(
      screen.getByText('RDS tells of no events in the last 14 days.'),
    ).toBeInTheDocument();
  });

  it('says that there are no backups, and nothing of when they would be', async () => {
    await renderCard(withRdsDetails({ backupRetentionDays: 0 }));
    expect(await fact('Kept for')).toHaveTextContent('There are none');
    expect(screen.queryByText('Made between')).not.toBeInTheDocument();
  });

  it('leaves out what the account did not tell, and says what that was', async () => {
    await renderCard({
      ...withRdsDetails({ events: undefined, pendingMaintenance: undefined }),
      problems: [{ ...refusal, severity: 'warning' }],
    });
    const problems = await screen.findByRole('list', {
      name: 'What could not be read',
    });
    expect(problems).toHaveTextContent(refusal.message);
    expect(
      screen.queryByText('Events of the last 14 days'),
    ).not.toBeInTheDocument();
    expect(screen.queryByText('Nothing is pending.')).not.toBeInTheDocument();
  });

  it('shows old facts as old, with their age', async () => {
    const reading = { ...ordersRds.reading!, stale: true };
    await renderCard({ ...ordersRds, reading });
    expect(await screen.findByText('Out of date')).toBeInTheDocument();
    expect(
      screen.getByText(/RDS could not be asked just now/),
    ).toBeInTheDocument();
  });

  it('says why nothing is known of a database that never answered', async () => {
    const { container } = await renderCard({
      ...ordersRds,
      reading: undefined,
      hints: [],
      problems: [{ ...refusal, severity: 'warning' }],
    });
    expect(
      await screen.findByText('RDS has never answered for this database.'),
    ).toBeInTheDocument();
    expect(screen.getByText(refusal.message)).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('names the permission that is missing', async () => {
    const api = apiOf({
      getRdsReport: async () => {
        throw await responseError({
          statusCode: 403,
          name: 'NotAllowedError',
          message: 'No',
        });
      },
    });
    await renderOnEntity(<RdsCard />, { entity: ordersEntity, api });
    expect(
      await screen.findByText(/database-access.database.read/),
    ).toBeInTheDocument();
  });

  it('asks nothing of an entity that names no database', async () => {
    const { api } = await renderCard(ordersRds, databaseEntity('legacy'));
    expect(
      await screen.findByText('No AWS database is named yet.'),
    ).toBeInTheDocument();
    expect(api.getRdsReport).not.toHaveBeenCalled();
  });
});
