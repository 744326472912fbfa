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

import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import {
  ChangeTogether,
  Plan,
  PlanChange,
} from '@towpath/backstage-plugin-database-access-common';
import { shareRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';
import { Section } from './Section';

/** What becomes of the access that a plan takes over from; nothing for a plan that takes over from none. */
export function PlanTakeOver(props: { plan: Plan }) {
  const { change } = props.plan;
  return change ? <TakeOver change={change} /> : null;
}

function TakeOver(props: { change: PlanChange }) {
  const {
    shareId,
    difference,
    interrupts,
    interruption,
    together = [],
  } = props.change;
  const { t } = useTexts();
  const sharePage = useRouteRef(shareRouteRef);
  return (
    <Notice
      tone={interrupts ? 'warning' : 'info'}
      role="note"
      title={t(interrupts ? 'plan.changeInterrupts' : 'plan.changeQuiet')}
    >
      <Typography variant="body2">{interruption}</Typography>
      <Lines of={difference} />
      <Typography variant="body2">
        <Link to={sharePage({ id: shareId })}>{t('plan.changeOf')}</Link>
      </Typography>
      {together.length > 0 && <Together of={together} />}
    </Notice>
  );
}

/** What of a zone changes with it. */
function Together(props: { of: ChangeTogether[] }) {
  const { t } = useTexts();
  const sharePage = useRouteRef(shareRouteRef);
  const title = t('plan.changeTogether', { count: props.of.length });
  return (
    <Section title={title}>
      <Typography variant="body2">{t('plan.changeTogetherHelp')}</Typography>
      <ul aria-label={title}>
        {props.of.map(each => (
          <li key={each.shareId}>
            <Link to={sharePage({ id: each.shareId })}>
              {t('plan.changeTogetherPair', {
                network: each.network,
                database: parseEntityRef(each.databaseRef).name,
              })}
            </Link>
            <Lines
              of={[
                ...(each.opensMore ? [t('plan.changeTogetherOpens')] : []),
                ...(each.interrupts ? [t('plan.changeTogetherCut')] : []),
                ...each.difference,
              ]}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Lines(props: { of: string[] }) {
  return props.of.length > 0 ? (
    <ul>
      {props.of.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  ) : null;
}
