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

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  DatabaseAccessApi,
  Share,
  ZoneEnding,
} from '@towpath/backstage-plugin-database-access-common';
import { ordersEntity, stagingEntity } from '../__fixtures__/databases';
import { active, revoked, revoking } from '../__fixtures__/requests';
import {
  approvedInPart,
  associatedPlan,
  takenOut,
  zoneChangePlan,
  zoneEnding,
  zoneRequest,
  zoneShare,
} from '../__fixtures__/zones';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';
import { WhoHasAccess } from './WhoHasAccess';

const itemsOf = (list: HTMLElement) =>
  [...list.children].map(item => item.textContent);

describe('A request that opens a zone', () => {
  const renderRequest = (request = zoneRequest, entities = [ordersEntity]) =>
    renderPage(
      '/requests/req-1',
      { getRequest: async () => request },
      { entities },
    );

  it('says in which zone, how the network joins, and sets apart what becomes reachable beside what was asked for', async () => {
    const { container } = await renderRequest();

    expect(await screen.findByText('Zone')).toBeInTheDocument();
    expect(screen.getByText('reporting')).toBeInTheDocument();
    expect(screen.getByText('Network joins by')).toBeInTheDocument();
    expect(screen.getByText('VPC endpoint')).toBeInTheDocument();
    const beside = screen.getByRole('list', {
      name: '2 more become reachable, each an access of its own',
    });
    expect(itemsOf(beside)).toEqual([
      'payments to orders-postgrespayments → orders-postgres.c9akciq32.us-east-1.rds.amazonaws.com:5432',
      'analytics-databricks to catalog-auroraanalytics-databricks → catalog-aurora.cluster-c0ffee.us-east-1.rds.amazonaws.com:5432analytics-databricks → catalog-aurora.cluster-ro-c0ffee.us-east-1.rds.amazonaws.com:5432',
    ]);
    const opens = screen.getByRole('region', {
      name: 'What becomes reachable',
    });
    expect(
      within(within(opens).getAllByRole('list')[0]).getAllByRole('listitem'),
    ).toHaveLength(1);
    expect(within(opens).getByRole('note')).toHaveTextContent(
      'AWS cannot part them from what was asked for',
    );
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('names everybody of whom one each must approve, and that nobody has', async () => {
    await renderRequest();

    expect(
      await screen.findByText('One of each must approve'),
    ).toBeInTheDocument();
    const seats = await screen.findByRole('list', { name: 'Who must approve' });
    expect(itemsOf(seats)).toEqual([
      'Their turnorders-teamThey own the database. No rule says otherwise.',
      'Their turncatalog-teamThey own the database. No rule says otherwise.',
    ]);
    for (const seat of within(seats).getAllByRole('listitem')) {
      expect(seat.querySelector('svg[aria-hidden=true]')).toBeInTheDocument();
    }
    expect(screen.getByText('0 of 2 approvals given.')).toBeInTheDocument();
  });

  it('says after a first approval who gave it, who is still missing, and that nothing is built yet', async () => {
    await renderRequest(approvedInPart);

    const seats = await screen.findByRole('list', { name: 'Who must approve' });
    expect(seats.children[0]).toHaveTextContent(
      /^Approved ?orders-team ?by orders-owner/,
    );
    expect(seats.children[1]).toHaveTextContent(/^Their turn ?catalog-team/);
    expect(screen.getByText('1 of 2 approvals given.')).toBeInTheDocument();
    expect(
      screen.getByText(/Nothing is built before the others have approved/),
    ).toBeInTheDocument();
    expect(screen.getByText('Waiting for a decision')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Approve' })).toBeDisabled();
    expect(
      screen.getByText('You have decided this request already'),
    ).toBeInTheDocument();
  });

  it('tells who listens that an approval came and what it waits for', async () => {
    const { api } = await renderPage(
      '/requests/req-1',
      { getRequest: async () => zoneRequest },
      { entities: [ordersEntity] },
    );
    const approve = await screen.findByRole('button', { name: 'Approve' });
    await screen.findByText('0 of 2 approvals given.');
    api.decide.mockImplementation(async () => {
      api.getRequest.mockResolvedValue(approvedInPart);
      return approvedInPart;
    });
    await userEvent.click(approve);

    expect(
      await screen.findByText('1 of 2 approvals given.', {
        selector: '[role=status]',
      }),
    ).toBeInTheDocument();
  });
});

describe('A change of an access of a zone', () => {
  const together = () =>
    screen.findByRole('list', {
      name: '2 others change with it, at the same moment',
    });

  it('names all that change with it to whoever asks or decides', async () => {
    const { container } = await renderPage(
      '/requests/req-1',
      { getRequest: async () => ({ ...zoneRequest, plan: zoneChangePlan }) },
      { entities: [ordersEntity] },
    );

    const list = await together();
    expect(itemsOf(list)).toEqual([
      'analytics-databricks to catalog-auroraMore becomes possible with it.Its clients are cut off meanwhile.It now opens catalog-aurora.example:5432',
      'analytics-databricks to billing-mysqlIts clients are cut off meanwhile.It now opens billing-mysql.example:5432',
    ]);
    expect(
      within(list).getByRole('link', {
        name: 'analytics-databricks to catalog-aurora',
      }),
    ).toHaveAttribute('href', '/database-access/shares/share-2');
    expect(
      screen.getByText(
        'It takes over from an access, and cuts clients off meanwhile',
      ),
    ).toBeInTheDocument();
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  const share: Share = { ...zoneShare, plan: zoneChangePlan };

  it('names them on the page of what is built for it', async () => {
    await renderPage('/shares/share-9', {
      getShare: async () => ({ ...share, lifecycle: 'building' }),
    });
    expect((await together()).children).toHaveLength(2);
  });

  it('speaks of one as of one', async () => {
    const change = {
      ...zoneChangePlan.change!,
      together: zoneChangePlan.change!.together!.slice(0, 1),
    };
    await renderPage('/shares/share-9', {
      getShare: async () => ({
        ...share,
        lifecycle: 'building',
        plan: { ...zoneChangePlan, change },
      }),
    });
    expect(
      await screen.findByRole('list', {
        name: '1 other changes with it, at the same moment',
      }),
    ).toBeInTheDocument();
  });

  it('says nothing of them once that has taken over', async () => {
    await renderPage('/shares/share-9', { getShare: async () => share });
    await screen.findByText('reporting');
    expect(
      screen.queryByText('2 others change with it, at the same moment'),
    ).not.toBeInTheDocument();
  });
});

describe('A share of a zone', () => {
  it('says its zone and its join, on its page and on the tab of its database', async () => {
    await renderPage('/shares/share-1', {
      getShare: async () => ({ ...zoneShare, plan: associatedPlan }),
    });
    expect(await screen.findByText('reporting')).toBeInTheDocument();
    expect(screen.getByText('Association of the VPC')).toBeInTheDocument();
  });

  it('is told from others on the tab of its database', async () => {
    await renderOnEntity(
      <WhoHasAccess entity={ordersEntity} blocked={false} />,
      {
        entity: ordersEntity,
        api: apiOf({ listShares: async () => ({ items: [zoneShare] }) }),
      },
    );

    expect(await screen.findByText('reporting')).toBeInTheDocument();
    expect(
      screen.getByText('VPC endpoint', { selector: 'dd' }),
    ).toBeInTheDocument();
  });

  it('says what clients meet when the database is taken out, how to look, and what mends it', async () => {
    await renderPage('/shares/share-1', { getShare: async () => takenOut });

    expect(
      await screen.findByText(/The database is not in the service network/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/get-service-network-resource-association/),
    ).toBeInTheDocument();
  });

  it.each([revoking, revoked])(
    'leads to the form over a resource endpoint once it ended with others: $lifecycle',
    async ({ lifecycle }) => {
      await renderPage('/shares/share-1', {
        getShare: async () => ({ ...zoneShare, lifecycle }),
      });

      expect(
        formDataOf(
          await screen.findByRole('link', {
            name: 'Request it over a resource endpoint',
          }),
        ),
      ).toEqual({
        databaseRef: 'resource:default/orders-postgres',
        network: 'analytics-databricks',
        connectVia: 'lattice-resource-endpoint',
        overrideReason: 'It has left the zone reporting with other accesses.',
      });
    },
  );
});

function formDataOf(link: HTMLElement): unknown {
  const address = new URL(link.getAttribute('href')!, 'http://localhost');
  expect(address.pathname).toBe(
    '/create/templates/default/request-database-access',
  );
  return JSON.parse(address.searchParams.get('formData')!);
}

describe('Revoking a share of a zone', () => {
  const open = async (
    answers: Partial<DatabaseAccessApi> = {},
    options: { owns?: boolean; share?: Share } = {},
  ) => {
    const { owns = true, share = zoneShare } = options;
    const rendered = await renderPage(
      '/shares/share-1',
      {
        getShare: async () => share,
        getZoneEnding: async () => zoneEnding,
        ...answers,
      },
      {
        entities: [stagingEntity],
        ownerRefs: owns ? ['group:default/Orders-Team'] : [],
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Revoke access' }),
    );
    const dialog = await screen.findByRole('dialog');
    return { ...rendered, dialog: within(dialog), element: dialog };
  };

  it('T6: says what happens to open connections, of the network or of all that reach the database', async () => {
    const { dialog } = await open();

    const said = await dialog.findByRole('region', {
      name: 'What happens to open connections',
    });
    expect(said).toHaveTextContent(
      'All those of Databricks, analytics to databases of the zone reporting run through its service network. They break when AWS takes the network out of it. They are not closed politely',
    );
    await userEvent.click(
      await dialog.findByRole('radio', { name: /^The database leaves/ }),
    );
    expect(said).toHaveTextContent(
      'Those of all networks of the zone reporting to orders-postgres run through its service network. They break when AWS takes the database out of it. They are not closed politely',
    );
  });

  it('names every access that ends if the network leaves, and if the database does, and says why', async () => {
    const { dialog, element, api } = await open();

    const leave = await dialog.findByRole('radiogroup', {
      name: 'What leaves the zone reporting',
    });
    expect(leave).toHaveAccessibleDescription(
      /AWS cannot part one pair from the others/,
    );
    const network = dialog.getByRole('radio', {
      name: 'The network leaves the zone: Databricks, analytics',
    });
    expect(network).toBeChecked();
    expect(network).toHaveAccessibleDescription(/^2 accesses end/);
    expect(
      itemsOf(
        dialog.getByRole('list', {
          name: 'The network leaves the zone: Databricks, analytics',
        }),
      ),
    ).toEqual([
      'analytics-databricks to orders-postgres (this one)',
      'analytics-databricks to catalog-aurora',
    ]);
    expect(
      itemsOf(
        dialog.getByRole('list', {
          name: 'The database leaves the zone: orders-postgres',
        }),
      ),
    ).toEqual([
      'analytics-databricks to orders-postgres (this one)',
      'payments to orders-postgres',
    ]);
    expect(api.getZoneEnding).toHaveBeenCalledWith(
      'share-1',
      expect.anything(),
    );
    // What would be deleted depends on the others, which use the same.
    expect(
      dialog.queryByRole('list', { name: 'This stays' }),
    ).not.toBeInTheDocument();
    expect(await accessibilityProblems(element)).toEqual([]);
  });

  it('leads to the form over a resource endpoint for each that is still wanted, in a page of its own', async () => {
    const { dialog } = await open();

    const again = await dialog.findByRole('link', {
      name: /analytics-databricks to catalog-aurora, over a resource endpoint/,
    });
    expect(again).toHaveAttribute('target', '_blank');
    expect(formDataOf(again)).toMatchObject({
      databaseRef: 'resource:default/catalog-aurora',
      network: 'analytics-databricks',
      connectVia: 'lattice-resource-endpoint',
    });
    await userEvent.click(
      dialog.getByRole('radio', { name: /The database leaves/ }),
    );
    expect(
      formDataOf(
        dialog.getByRole('link', { name: /payments to orders-postgres/ }),
      ),
    ).toMatchObject({ network: 'payments' });
    expect(
      dialog.queryByRole('link', { name: /catalog-aurora/ }),
    ).not.toBeInTheDocument();
  });

  it.each([
    ['network', undefined],
    ['database', /The database leaves/],
  ] as const)('lets the %s leave', async (leave, choice) => {
    const { api, dialog } = await open({ revokeShare: async () => revoking });
    if (choice) {
      await userEvent.click(await dialog.findByRole('radio', { name: choice }));
    }
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'Over',
    );
    await userEvent.click(
      await dialog.findByRole('button', { name: 'Revoke 2 accesses' }),
    );

    expect(api.revokeShare).toHaveBeenCalledWith('share-1', {
      reason: 'Over',
      leave,
    });
  });

  it('offers who does not own the database that the network leaves, and nothing else', async () => {
    const { api, dialog } = await open(
      { revokeShare: async () => revoking },
      { owns: false },
    );

    expect(
      await dialog.findByRole('list', { name: /The network leaves/ }),
    ).toBeInTheDocument();
    expect(dialog.queryByRole('radio')).not.toBeInTheDocument();
    expect(
      dialog.getByText(/Only the owners of the database can take/),
    ).toBeInTheDocument();
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'Over',
    );
    await userEvent.click(dialog.getByRole('button', { name: /^Revoke/ }));
    expect(api.revokeShare).toHaveBeenCalledWith('share-1', {
      reason: 'Over',
      leave: 'network',
    });
  });

  it('shows the sentence of a server that refuses', async () => {
    const refused = await responseError({
      statusCode: 403,
      name: 'NotAllowedError',
      message:
        'Only group:default/orders-team, who own orders-postgres, may take it out of its zone',
      code: 'not_entitled',
    });
    const { dialog } = await open({
      revokeShare: () => Promise.reject(refused),
    });
    await userEvent.click(
      await dialog.findByRole('radio', { name: /The database leaves/ }),
    );
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'Over',
    );
    await userEvent.click(dialog.getByRole('button', { name: /^Revoke/ }));

    expect(await dialog.findByRole('alert')).toHaveTextContent(
      /may take it out of its zone/,
    );
  });

  it('is not possible before it is known what ends, and says that it waits for that', async () => {
    let answer = (_: ZoneEnding) => {};
    const { dialog } = await open({
      getZoneEnding: () =>
        new Promise<ZoneEnding>(resolve => {
          answer = resolve;
        }),
    });
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'Over',
    );

    expect(
      dialog.getByText(/Looking for what ends with it/),
    ).toBeInTheDocument();
    const submit = dialog.getByRole('button', { name: 'Revoke' });
    expect(submit).toBeDisabled();
    expect(submit).toHaveAccessibleDescription(
      /Wait for the list of what ends/,
    );
    answer(zoneEnding);
    await waitFor(() =>
      expect(
        dialog.getByRole('button', { name: 'Revoke 2 accesses' }),
      ).toBeEnabled(),
    );
  });

  it('stays possible where it cannot be listed what ends, because access must always be possible to end', async () => {
    const { api, dialog } = await open({
      getZoneEnding: () => Promise.reject(new Error('Failed to fetch')),
      revokeShare: async () => revoking,
    });

    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'What ends with it could not be listed',
    );
    expect(
      dialog.getByText(
        /every access of Databricks, analytics in the zone reporting ends then/,
      ),
    ).toBeInTheDocument();
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'Over',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Revoke' }));
    expect(api.revokeShare).toHaveBeenCalled();
  });

  it('says so where nothing is left that would end', async () => {
    const { dialog } = await open({
      getZoneEnding: async () => ({ ...zoneEnding, network: [], database: [] }),
    });

    expect(
      await dialog.findAllByText(
        'Nothing: no such access is left in the zone.',
      ),
    ).toHaveLength(2);
    expect(dialog.queryByText('Still wanted?')).not.toBeInTheDocument();
  });

  it('asks nothing of a share that is in no zone', async () => {
    const { api, dialog } = await open({}, { share: active });

    expect(
      dialog.getByRole('list', { name: 'This will be deleted' }),
    ).toBeInTheDocument();
    expect(api.getZoneEnding).not.toHaveBeenCalled();
  });
});
