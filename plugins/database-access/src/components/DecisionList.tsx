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

import { EntityRefLink, EntityRefLinks } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  Decision,
} from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { DigestText } from './DigestText';
import { Moment } from './Moment';
import { Panel } from './Panel';
import { Row } from './Row';
import { StatusChip } from './StatusChip';

/** Every word that was given on a request, also those on a plan that has changed since. */
export function DecisionList(props: { request: AccessRequest }) {
  const { decisions, generation } = props.request;
  const { t } = useTexts();
  return (
    <Panel title={t('decision.listTitle')}>
      {decisions.length === 0 ? (
        <Typography variant="body2">{t('decision.none')}</Typography>
      ) : (
        <ul aria-label={t('decision.listTitle')}>
          {decisions.map(decision => (
            <li key={decision.id}>
              <Row>
                <Word decision={decision} />
                <EntityRefLink
                  entityRef={decision.deciderRef}
                  defaultKind="user"
                />
                <Typography variant="body2" component="span">
                  <Moment at={decision.decidedAt} />
                  {' · '}
                  <DigestText digest={decision.planDigest} />
                  {decision.generation < generation &&
                    ` · ${t('decision.earlier')}`}
                </Typography>
              </Row>
              {decision.joinedSince && (
                <Typography variant="body2" component="div">
                  {t('decision.joinedLate', {
                    groups: (
                      <EntityRefLinks
                        entityRefs={decision.joinedSince}
                        defaultKind="group"
                      />
                    ),
                  })}
                </Typography>
              )}
              {decision.comment && (
                <Typography variant="body2">{decision.comment}</Typography>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Word(props: { decision: Decision }) {
  const { decision, joinedSince } = props.decision;
  const { t } = useTexts();
  if (decision === 'deny') {
    return <StatusChip tone="error" label={t('decision.denied')} />;
  }
  return joinedSince ? (
    <StatusChip tone="warning" label={t('decision.approvedLate')} />
  ) : (
    <StatusChip tone="ok" label={t('decision.approved')} />
  );
}
