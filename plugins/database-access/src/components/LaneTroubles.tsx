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

import { makeStyles } from '@material-ui/core/styles';
import { LaneTrouble } from '@towpath/backstage-plugin-database-access-common';
import { ReactNode } from 'react';
import { useTexts } from '../useTexts';

const useStyles = makeStyles(
  theme => ({
    // What AWS says may hold an ARN, which must not push the columns beside it off the screen.
    list: {
      margin: 0,
      paddingLeft: theme.spacing(2),
      minWidth: 200,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'DatabaseAccessLaneTroubles' },
);

/** What could not be read in a lane, and what to do. */
export function LaneTroubles(props: { troubles: LaneTrouble[] }) {
  const { troubles } = props;
  const { t } = useTexts();
  return (
    <FoldedList
      summary={t('lanes.problemCount', { count: troubles.length })}
      items={troubles.map(({ of, message, remedy }) => ({
        key: `${of} ${message}`,
        content: (
          <>
            {of && <code>{of}</code>} {message}
          </>
        ),
        remedy,
      }))}
    />
  );
}

/** Several of them are folded, so that one lane does not push all others off the screen. */
export function FoldedList(props: {
  summary: string;
  items: Array<{ key: string; content: ReactNode; remedy?: string }>;
}) {
  const { summary, items } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const list = (
    <ul className={classes.list}>
      {items.map(({ key, content, remedy }) => (
        <li key={key}>
          {content}
          {remedy && (
            <div>
              <strong>{t('lanes.remedy')}</strong> {remedy}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
  return items.length === 1 ? (
    list
  ) : (
    <details>
      <summary>{summary}</summary>
      {list}
    </details>
  );
}
