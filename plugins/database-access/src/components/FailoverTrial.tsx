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
import Typography from '@material-ui/core/Typography';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { failoverCommand } from '../failoverStatus';
import { useSimulatedAws } from '../hooks/useSimulatedAws';
import { useTexts } from '../useTexts';
import { CommandLine } from './CommandLine';
import { Section } from './Section';

/** How to make the database fail over and watch, and what that does to those who use it. */
export function FailoverTrial(props: { share: Share }) {
  const { databaseRef, databaseArn, plan } = props.share;
  const { t } = useTexts();
  const isSimulated = useSimulatedAws();
  const command = failoverCommand(databaseArn);
  if (!command) {
    return null;
  }
  const { accountName, accountId } = plan.database;
  return (
    <Section title={t('failover.try')}>
      <Typography variant="body2">
        {t('failover.tryCaution', {
          database: parseEntityRef(databaseRef).name,
        })}{' '}
        {isSimulated && t('failover.trySimulated')}
      </Typography>
      <CommandLine
        account={t('facts.accountValue', { name: accountName, id: accountId })}
        command={command}
      />
    </Section>
  );
}
