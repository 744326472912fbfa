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

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { useState } from 'react';
import { sharePageRouteRef } from '../routes';
import { pathReadAt } from '../shareStatus';
import { useTexts } from '../useTexts';
import { zoneFacts } from './agreedFacts';
import { DiagnosisLink } from './DiagnosisLink';
import { FactList } from './FactList';
import { FirstTrouble } from './FirstTrouble';
import { HopList } from './HopList';
import { MonthlyCost } from './MonthlyCost';
import { ReadingAge } from './ReadingAge';
import { Row } from './Row';
import { ShareChips } from './ShareChips';
import { ShareUseText } from './ShareUseText';
import { TimeLeft } from './TimeLeft';
import { UnreadPlaces } from './UnreadPlaces';

const useStyles = makeStyles(
  theme => ({
    share: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      minWidth: 0,
    },
    path: {
      '& > summary': { cursor: 'pointer', padding: theme.spacing(0.5, 0) },
    },
  }),
  { name: 'DatabaseAccessShareSummary' },
);

/** One share on the page of its database: who, how, until when, is it well; the path on demand. */
export function ShareSummary(props: { share: Share }) {
  const { share } = props;
  const { t } = useTexts();
  const sharePage = useRouteRef(sharePageRouteRef);
  const classes = useStyles();
  const readAt = pathReadAt(share.hops);
  return (
    <div className={classes.share}>
      <Row>
        <Typography variant="body1" component="span">
          <strong>{share.network.title}</strong>
        </Typography>
        <ShareChips share={share} />
        {sharePage && (
          <Link
            to={sharePage({ id: share.id })}
            aria-label={`${t('share.link')}: ${share.network.title}`}
          >
            {t('share.link')}
          </Link>
        )}
        <DiagnosisLink share={share} />
      </Row>
      {share.reason && <Typography variant="body2">{share.reason}</Typography>}
      {share.verification && (
        <UnreadPlaces places={share.verification.waitsFor} />
      )}
      {share.lifecycle === 'active' && (
        <Typography variant="body2" component="div">
          <FirstTrouble share={share} />
        </Typography>
      )}
      <FactList
        facts={[
          {
            label: t('share.account'),
            value: t('facts.accountValue', {
              name: share.network.accountName,
              id: share.network.accountId,
            }),
          },
          {
            label: t('share.pattern'),
            value: t(`pattern.${share.pattern}`),
          },
          ...zoneFacts(share.plan, t),
          {
            label: t('share.requester'),
            value: (
              <EntityRefLink
                entityRef={share.requesterRef}
                defaultKind="user"
              />
            ),
          },
          {
            label: t('share.owner'),
            value: (
              <EntityRefLink entityRef={share.ownerRef} defaultKind="group" />
            ),
          },
          {
            label: t('share.expires'),
            value: <TimeLeft until={share.expiresAt} />,
          },
          {
            label: t('share.cost'),
            value: <MonthlyCost cost={share.plan.cost} />,
          },
          {
            label: t('use.label'),
            value: (
              <span>
                <ShareUseText use={share.use} />
              </span>
            ),
          },
          {
            label: t('share.readAt'),
            value: readAt ? (
              <ReadingAge readAt={readAt} />
            ) : (
              t('share.readNever')
            ),
          },
        ]}
      />
      <PathOnDemand share={share} />
    </div>
  );
}

/** A database may have hundreds of shares, and nobody opens the paths of all. */
function PathOnDemand(props: { share: Share }) {
  const { t } = useTexts();
  const classes = useStyles();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className={classes.path}
      onToggle={event => setIsOpen(event.currentTarget.open)}
    >
      <summary>{t('share.path')}</summary>
      {isOpen && <HopList share={props.share} />}
    </details>
  );
}
