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
  AccessRequest,
  ERROR_CODES,
} from '@towpath/backstage-plugin-database-access-common';
import {
  classificationOf,
  isProduction,
  KnownDatabase,
} from '../environmentOf';
import { lastKnown } from '../hooks/useAnswer';
import { useCatalogEntity } from '../hooks/useCatalogEntity';
import { useLanguage } from '../hooks/useLanguage';
import { openedPairs } from '../serviceNetworks';
import { formatDuration } from '../time';
import { Translate } from '../Translate';
import { useTexts } from '../useTexts';
import { Section } from './Section';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
  }),
  { name: 'DatabaseAccessRiskList' },
);

/** Something that a decider should have seen before they say yes. */
interface Risk {
  tone: Tone;
  label: string;
  hint: string;
}

/** What makes a request more than an everyday one, or that nothing known does. */
export function RiskList(props: { request: AccessRequest }) {
  const { request } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const language = useLanguage();
  const entity = lastKnown(useCatalogEntity(request.databaseRef));
  const risks = [
    ...risksOfDatabase({ planned: request.plan.database, entity }, t),
    ...risksOfPlan(request, language, t),
  ];
  return (
    <Section title={t('risk.title')}>
      {risks.length === 0 ? (
        <Typography variant="body2">{t('risk.none')}</Typography>
      ) : (
        <ul aria-label={t('risk.title')} className={classes.list}>
          {risks.map(risk => (
            <li key={risk.label}>
              <StatusChip {...risk} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function risksOfDatabase(database: KnownDatabase, t: Translate): Risk[] {
  const classification = classificationOf(database);
  return [
    ...(isProduction(database)
      ? [
          {
            tone: 'warning' as const,
            label: t('risk.production'),
            hint: t('production.hint'),
          },
        ]
      : []),
    ...(classification
      ? [
          {
            tone: 'warning' as const,
            label: t('risk.data', { classification }),
            hint: t('risk.dataHint'),
          },
        ]
      : []),
  ];
}

function risksOfPlan(
  { plan, durationSeconds }: AccessRequest,
  language: string,
  t: Translate,
): Risk[] {
  const risks: Risk[] = [];
  const outside = plan.findings.find(
    ({ code }) => code === ERROR_CODES.outsideOrganization,
  );
  if (outside) {
    risks.push({
      tone: 'warning',
      label: t('risk.outside'),
      hint: outside.message,
    });
  }
  const { beside } = openedPairs(plan);
  if (beside.length > 0) {
    risks.push({
      tone: 'warning',
      label: t('risk.beside', { count: beside.length }),
      hint: t('plan.opensBesideWhy'),
    });
  }
  const usual = plan.deciders?.defaultSeconds;
  if (usual !== undefined && durationSeconds > usual) {
    risks.push({
      tone: 'warning',
      label: t('risk.long', {
        duration: formatDuration(durationSeconds, language),
      }),
      hint: t('risk.longHint', { usual: formatDuration(usual, language) }),
    });
  }
  const warnings = plan.findings.filter(
    ({ severity, code }) =>
      severity === 'warning' && code !== ERROR_CODES.outsideOrganization,
  );
  if (warnings.length > 0) {
    risks.push({
      tone: 'warning',
      label: t('risk.warnings', { count: warnings.length }),
      hint: warnings[0].message,
    });
  }
  return risks;
}
