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
import {
  Opening,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { describeOpening } from '../planDifference';
import { OpenedPair, openedPairs } from '../serviceNetworks';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';
import { Stack } from './Stack';

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, paddingLeft: theme.spacing(2.5) },
    exact: { overflowWrap: 'anywhere' },
  }),
  { name: 'DatabaseAccessPlanOpenings' },
);

/** What becomes reachable: what was asked for and, set apart, everything that AWS cannot part from it. */
export function PlanOpenings(props: { plan: Plan }) {
  const { plan } = props;
  const { t } = useTexts();
  const { asked, beside } = openedPairs(plan);
  if (plan.opens.length === 0) {
    return <Typography variant="body2">{t('plan.opensNone')}</Typography>;
  }
  return (
    <Stack>
      <Openings openings={asked} />
      {beside.length > 0 && <Beside pairs={beside} />}
    </Stack>
  );
}

function Beside(props: { pairs: OpenedPair[] }) {
  const { pairs } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const title = t('plan.opensBeside', { count: pairs.length });
  return (
    <Notice tone="info" role="note" title={title}>
      {t('plan.opensBesideWhy')}
      <ul className={classes.list} aria-label={title}>
        {pairs.map(({ network, database, openings }) => (
          <li key={`${network} ${database}`}>
            <strong>{t('share.title', { network, database })}</strong>
            <Openings openings={openings} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Openings(props: { openings: Opening[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.list}>
      {props.openings.map(opening => (
        <li key={describeOpening(opening)} className={classes.exact}>
          <code>{describeOpening(opening)}</code>
        </li>
      ))}
    </ul>
  );
}
