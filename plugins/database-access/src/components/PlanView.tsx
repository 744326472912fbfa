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
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { unreadOf } from '../planStatus';
import { useTexts } from '../useTexts';
import { DigestText } from './DigestText';
import { FindingList } from './FindingList';
import { Notice } from './Notice';
import { PlanCost } from './PlanCost';
import { PlanJoin } from './PlanJoin';
import { PlanObjects } from './PlanObjects';
import { PlanOpenings } from './PlanOpenings';
import { PlanTakeOver } from './PlanTakeOver';
import { Section } from './Section';
import { Stack } from './Stack';

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, paddingLeft: theme.spacing(2.5) },
  }),
  { name: 'DatabaseAccessPlanView' },
);

/** Everything a plan says: what stands in the way, what becomes reachable, what is built, what it costs. */
export function PlanView(props: {
  plan: Plan;
  /** Why it is this way is said elsewhere on the page. */
  reasonsAreShown?: boolean;
}) {
  const { plan, reasonsAreShown } = props;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <Stack>
      {unreadOf(plan).length > 0 && (
        <Notice tone="error" role="note" title={t('plan.incompleteTitle')}>
          {t('plan.incomplete')}
        </Notice>
      )}
      <FindingList findings={plan.findings} />
      <PlanTakeOver plan={plan} />
      <PlanJoin plan={plan} />
      <Section title={t('plan.opens')}>
        <PlanOpenings plan={plan} />
      </Section>
      <Section title={t('plan.enables')}>
        {plan.enables.length > 0 ? (
          <ul className={classes.list}>
            {plan.enables.map(({ accountId, description }) => (
              <li key={`${accountId} ${description}`}>
                <Typography variant="body2" component="span">
                  {description}
                </Typography>
              </li>
            ))}
          </ul>
        ) : (
          <Typography variant="body2">{t('plan.enablesNone')}</Typography>
        )}
      </Section>
      {!reasonsAreShown && (
        <Section title={t('plan.reasons')}>
          <Typography variant="body2">
            {t(`pattern.${plan.pattern}`)}
          </Typography>
          <ul className={classes.list}>
            {plan.reasons.map(reason => (
              <li key={reason}>
                <Typography variant="body2" component="span">
                  {reason}
                </Typography>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('plan.objects')}>
        <PlanObjects objects={plan.objects} />
      </Section>
      <Section title={t('plan.cost')}>
        <PlanCost cost={plan.cost} />
      </Section>
      <Typography variant="body2">
        {plan.digest ? (
          <>
            {t('plan.digest')}: <DigestText digest={plan.digest} />
          </>
        ) : (
          t('plan.digestNone')
        )}
      </Typography>
    </Stack>
  );
}
