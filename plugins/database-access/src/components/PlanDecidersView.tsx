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

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink, EntityRefLinks } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { PlanDeciders } from '@towpath/backstage-plugin-database-access-common';
import { databaseAccessTranslationRef } from '../translation';
import { Section } from './Section';

/** Who has to agree before anything is built, said to the one who asks and cannot do it. */
export function PlanDecidersView(props: { deciders: PlanDeciders }) {
  const { refs } = props.deciders;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  return (
    <Section title={t('plan.deciders')}>
      <Typography variant="body2" component="div">
        {refs.length > 1 ? (
          <OneOfEach refs={refs} />
        ) : (
          t('plan.decidedBy', {
            deciders: <EntityRefLinks entityRefs={refs} defaultKind="group" />,
          })
        )}{' '}
        {t('plan.decidedNotByYou')}
      </Typography>
    </Section>
  );
}

/** Each owns a database that becomes reachable. */
function OneOfEach(props: { refs: string[] }) {
  const { refs } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  return (
    <>
      {t('plan.decidedByEach', { number: String(refs.length) })}
      <ul aria-label={t('plan.decidersEach')}>
        {refs.map(ref => (
          <li key={ref}>
            <EntityRefLink entityRef={ref} defaultKind="group" />
          </li>
        ))}
      </ul>
      {t('plan.decidedForSeveral')}
    </>
  );
}
