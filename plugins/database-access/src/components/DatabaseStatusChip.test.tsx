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

import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { DatabaseStatusChip } from './DatabaseStatusChip';

/** The chip of a status word, without the word: what is left to see is its icon and its colour. */
async function looks(status: string): Promise<string> {
  const { unmount } = await renderInTestApp(
    <DatabaseStatusChip status={status} />,
  );
  const chip = screen.getByText(status);
  const look = `${getComputedStyle(chip).borderColor} ${chip.innerHTML.replace(
    /class="[^"]*"|[\w-]+$/g,
    '',
  )}`;
  unmount();
  return look;
}

describe('The chip of a status word', () => {
  it('shows an unknown word neither as good, nor as bad, nor as a warning', async () => {
    const unknown = await looks('quantum-entangling');

    for (const known of ['available', 'failed', 'stopped', 'rebooting']) {
      expect(await looks(known)).not.toBe(unknown);
    }
    expect(await looks('entangled')).toBe(unknown);
  });

  it('shows words that mean the same alike', async () => {
    expect(await looks('failed')).toBe(await looks('restore-error'));
    expect(await looks('failed')).not.toBe(await looks('available'));
  });
});
