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
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import { useTexts } from '../useTexts';
import { Panel } from './Panel';
import { Stack } from './Stack';

const useStyles = makeStyles(
  theme => ({
    facts: {
      display: 'grid',
      gridTemplateColumns: 'minmax(7rem, max-content) minmax(0, 1fr)',
      gap: theme.spacing(2, 3),
      margin: 0,
      '& > dt': { fontWeight: theme.typography.fontWeightBold as number },
      '& > dd': { margin: 0, minWidth: 0 },
      '@media (max-width: 600px)': {
        gridTemplateColumns: 'minmax(0, 1fr)',
        rowGap: theme.spacing(1),
      },
    },
  }),
  { name: 'DatabaseAccessThreeFacts' },
);

/**
 * That a path is configured, that it can be reached and that somebody uses it are three facts, shown apart: each comes from
 * elsewhere, and none says anything of another. What is not given is not shown.
 */
export function ThreeFacts(props: {
  configured: ReactNode;
  reachable?: ReactNode;
  used?: ReactNode;
}) {
  const { configured, reachable, used } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const rows = [
    { name: t('threeFacts.configured'), fact: configured },
    { name: t('threeFacts.reachable'), fact: reachable },
    { name: t('threeFacts.used'), fact: used },
  ].filter(({ fact }) => fact !== undefined);
  return (
    <Panel title={t('threeFacts.title')}>
      <Stack>
        <Typography variant="body2">{t('threeFacts.what')}</Typography>
        <Typography component="dl" variant="body2" className={classes.facts}>
          {rows.map(({ name, fact }) => (
            <Row key={name} name={name}>
              {fact}
            </Row>
          ))}
        </Typography>
      </Stack>
    </Panel>
  );
}

function Row(props: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
