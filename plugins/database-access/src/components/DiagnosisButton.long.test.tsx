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
} from '@towpath/backstage-plugin-database-access-common';
import {
  diagnosis,
  diagnosisOfError,
  diagnosisOfHealthy,
} from '../__fixtures__/overview';
import { active, broken } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

const renderShare = (
  share: Share,
  answers: Partial<DatabaseAccessApi>,
  search = '',
) =>
  renderPage(`/shares/share-1${search}`, {
    getShare: async () => share,
    ...answers,
  });

async function openDialog() {
  await userEvent.click(
    await screen.findByRole('button', { name: 'It does not connect' }),
  );
  return within(await screen.findByRole('dialog'));
}

describe('It does not connect', () => {
  it('says the most probable cause in one sentence, with what to do', async () => {
    await renderShare(broken, { getShareDiagnosis: async () => diagnosis });
    const dialog = await openDialog();

    const note = await dialog.findByText(
      'Found: this keeps it from connecting',
    );
    expect(note.parentElement).toHaveTextContent(diagnosis.conclusion);
    expect(note.parentElement).toHaveTextContent(
      "What to do: Retry on the share's page makes what is gone again.",
    );
    expect(
      dialog.getAllByText(/describe-security-group-rules/)[0],
    ).toBeInTheDocument();
  });

  it('tells layer by layer what is wrong, what was ruled out and when, and what only the client knows', async () => {
    await renderShare(broken, { getShareDiagnosis: async () => diagnosis });
    const dialog = await openDialog();
    await dialog.findByText('Layer by layer');

    const layers = within(
      dialog.getByRole('region', { name: 'Layer by layer' }),
    );
    const layer = (name: string) => {
      const title = layers.getByText(name);
      return title.closest('details') ?? title.parentElement!;
    };
    expect(layer('Network')).toHaveTextContent('Trouble');
    expect(layer('Trust between the accounts')).toHaveTextContent('Not known');
    expect(layer('Names (DNS)')).toHaveTextContent(
      /Ruled out.*1 thing ruled out.*Private names are on in vpc-06666000000000001\. Read .* ago/,
    );
    expect(layer('TLS')).toHaveTextContent('Only the client knows');
    expect(dialog.getByText(/dig \+short/)).toBeInTheDocument();
  });

  it('says of a healthy access that nothing is wrong, and turns to the client', async () => {
    await renderShare(active, {
      getShareDiagnosis: async () => diagnosisOfHealthy,
    });
    const dialog = await openDialog();
    expect(
      await dialog.findByText('Nothing that the portal reads is wrong'),
    ).toBeInTheDocument();
    expect(
      dialog.getByText('What nobody can know from here'),
    ).toBeInTheDocument();
    expect(dialog.queryByText('Trouble')).not.toBeInTheDocument();
  });

  it('takes the error that the client shows, and lets no password leave the page', async () => {
    const user = userEvent.setup();
    const { api } = await renderShare(active, {
      getShareDiagnosis: async (_, error) =>
        error ? diagnosisOfError : diagnosisOfHealthy,
    });
    const dialog = await openDialog();
    const field = dialog.getByLabelText('The error that the client shows');
    await user.click(field);
    await user.paste('FATAL: password=hunter2: password authentication failed');
    await user.click(
      dialog.getByRole('button', { name: 'Look again with it' }),
    );

    expect(
      await dialog.findByText('The database itself gives this answer'),
    ).toBeInTheDocument();
    expect(dialog.getByText('Fits the error')).toBeInTheDocument();
    expect(JSON.stringify(api.getShareDiagnosis.mock.calls)).not.toContain(
      'hunter2',
    );
    expect(field).toHaveValue(
      'FATAL: password=[secret] password authentication failed',
    );
  });

  it('copies all of it for a ticket', async () => {
    const user = userEvent.setup();
    await renderShare(active, { getShareDiagnosis: async () => diagnosis });
    const dialog = await openDialog();
    await user.click(
      await dialog.findByRole('button', { name: 'Copy for a ticket' }),
    );
    expect(
      await dialog.findByRole('button', { name: 'Copied' }),
    ).toBeInTheDocument();
  });

  it('says when it cannot be put together, and tries again', async () => {
    const user = userEvent.setup();
    let failing = true;
    await renderShare(active, {
      getShareDiagnosis: async () => {
        if (failing) {
          throw new Error('Failed to fetch');
        }
        return diagnosis;
      },
    });
    const dialog = await openDialog();
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'Why it does not connect could not be put together',
    );
    failing = false;
    await user.click(dialog.getByRole('button', { name: 'Try again' }));
    expect(
      await dialog.findByText('Found: this keeps it from connecting'),
    ).toBeInTheDocument();
  });

  it('says who may not see it that the permission is missing', async () => {
    await renderShare(active, {
      getShareDiagnosis: async () => {
        throw await responseError({
          statusCode: 403,
          name: 'NotAllowedError',
          message: 'No',
        });
      },
    });
    const dialog = await openDialog();
    expect(
      await dialog.findByText('You may not see shares'),
    ).toBeInTheDocument();
  });

  it('waits for what is slow without hiding the field', async () => {
    await renderShare(active, {});
    const dialog = await openDialog();
    expect(
      dialog.getByText('Putting together what was read…'),
    ).toBeInTheDocument();
    expect(
      dialog.getByLabelText('The error that the client shows'),
    ).toBeInTheDocument();
  });

  it('opens by an address, gives the focus back, and can be read by everybody', async () => {
    const user = userEvent.setup();
    await renderShare(
      active,
      { getShareDiagnosis: async () => diagnosis },
      '?focus=diagnosis',
    );
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('Layer by layer');
    expect(await accessibilityProblems(dialog)).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });
});
