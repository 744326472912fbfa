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

import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { TimelineEntry } from '@towpath/backstage-plugin-database-access-common';
import { active, pending } from '../__fixtures__/requests';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { renderPage } from '../__testUtils__/renderPage';
import { responseError } from '../__testUtils__/responseError';

/** What the browser was given to keep: names, and contents as it has them. */
const kept: Array<{ name: string; content: Blob }> = [];

beforeEach(() => {
  kept.length = 0;
  // jsdom has no files of its own.
  const contents = new Map<string, Blob>();
  URL.createObjectURL = content => {
    const url = `blob:${contents.size}`;
    contents.set(url, content as Blob);
    return url;
  };
  URL.revokeObjectURL = () => {};
  jest
    .spyOn(HTMLAnchorElement.prototype, 'click')
    .mockImplementation(function click(this: HTMLAnchorElement) {
      kept.push({ name: this.download, content: contents.get(this.href)! });
    });
});

afterEach(() => jest.restoreAllMocks());

const NAME = 'Download the audit trail';

const share = { getShare: async () => active };

/** A file of the backend: jsdom has no answers of its own. */
const fileOf = (content: string) =>
  ({ blob: async () => new Blob([content]) } as Response);

async function download(format: RegExp) {
  await userEvent.click(await screen.findByRole('button', { name: NAME }));
  await userEvent.click(await screen.findByRole('menuitem', { name: format }));
}

describe('The audit trail', () => {
  it('of a share is downloaded as JSON Lines or CSV, and the page says so', async () => {
    const { api, container } = await renderPage(
      '/shares/share-1',
      { ...share, exportAudit: async () => fileOf('{"record":"header"}') },
      { mayAudit: true },
    );
    await screen.findByRole('button', { name: NAME });
    expect(await accessibilityProblems(container)).toEqual([]);

    await download(/^JSON Lines/);
    await screen.findByText('The audit trail has been downloaded.');
    expect(api.exportAudit).toHaveBeenLastCalledWith({
      shareId: active.id,
      format: 'jsonl',
    });
    expect(kept).toEqual([
      {
        name: `audit-trail-${active.id}.jsonl`,
        content: expect.objectContaining({ size: 19 }),
      },
    ]);

    await download(/^CSV/);
    await waitFor(() =>
      expect(kept[1]?.name).toBe(`audit-trail-${active.id}.csv`),
    );
  });

  it('of a request is downloaded on its page', async () => {
    const { api } = await renderPage(
      '/requests/req-1',
      {
        getRequest: async () => pending,
        exportAudit: async () => fileOf('{}'),
      },
      { mayAudit: true },
    );
    await download(/^CSV/);
    await waitFor(() =>
      expect(api.exportAudit).toHaveBeenCalledWith({
        requestId: pending.id,
        format: 'csv',
      }),
    );
  });

  it('that could not be made is said to be so, with the reason, and can be tried again', async () => {
    const { api } = await renderPage(
      '/shares/share-1',
      {
        ...share,
        exportAudit: async () => {
          throw await responseError({
            statusCode: 404,
            name: 'NotFoundError',
            message: 'No share share-1',
            code: 'share_not_found',
          });
        },
      },
      { mayAudit: true },
    );
    await download(/^CSV/);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The audit trail was not downloaded');
    expect(alert).toHaveTextContent('No share share-1');
    expect(kept).toEqual([]);

    await download(/^CSV/);
    await waitFor(() => expect(api.exportAudit).toHaveBeenCalledTimes(2));
  });
});

describe('The timeline', () => {
  it('says how to find a call in CloudTrail of its account', async () => {
    const entry: TimelineEntry = {
      id: 1,
      at: '2026-11-29T09:00:00.000Z',
      actor: 'user:default/mia',
      kind: 'object.created',
      message: 'AWS accepted the creation of the resource endpoint',
      awsRequestId: 'aws-1',
      details: {
        call: {
          accountId: '666666666666',
          region: 'us-east-1',
          operation: 'ec2:CreateVpcEndpoint',
          sessionName: 'dbaccess-demo-share-1',
          sourceIdentity: 'user.default.mia',
          awsId: 'vpce-1',
        },
      },
    };
    await renderPage('/shares/share-1', {
      ...share,
      getShareTimeline: async () => ({ items: [entry] }),
    });
    expect(
      await screen.findByText(
        'In CloudTrail of account 666666666666, us-east-1: the event CreateVpcEndpoint of the user name dbaccess-demo-share-1, source identity user.default.mia.',
      ),
    ).toBeInTheDocument();
  });
});
