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

import Typography from '@material-ui/core/Typography';
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { sayJoin } from '../serviceNetworks';
import { useTexts } from '../useTexts';
import { Section } from './Section';

/** Over which service network the path leads, how the network joins it, and what follows from that. */
export function PlanJoin(props: { plan: Plan }) {
  const { plan } = props;
  const { t } = useTexts();
  const sentence = sayJoin(plan, t);
  if (!sentence || !plan.join) {
    return null;
  }
  return (
    <Section title={t('join.title')}>
      <Typography variant="body2">{sentence}</Typography>
      <Typography variant="body2">{t(`join.${plan.join}Means`)}</Typography>
    </Section>
  );
}
