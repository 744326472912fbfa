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

import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  EntityRefLinks,
  getEntityRelations,
} from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareReadPermission,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useChanged } from '../hooks/useChanged';
import { useSharesOfDatabase } from '../hooks/useSharesOfDatabase';
import { useTexts } from '../useTexts';
import { Announcement } from './Announcement';
import { Answered } from './Answered';
import { Panel } from './Panel';
import { RequestAccessButton } from './RequestAccessButton';
import { ShareSummary } from './ShareSummary';
import { ShowMoreButton } from './ShowMoreButton';
import { Stack } from './Stack';

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, padding: 0, listStyle: 'none' },
    share: {
      padding: theme.spacing(2, 0),
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
  }),
  { name: 'DatabaseAccessWhoHasAccess' },
);

/** Which networks may reach the database, each once, and the way to ask for more. */
export function WhoHasAccess(props: { entity: Entity; blocked: boolean }) {
  const { entity, blocked } = props;
  const { t } = useTexts();
  const databaseRef = stringifyEntityRef(entity);
  const question = useSharesOfDatabase(databaseRef);
  return (
    <Panel title={t('access.title')}>
      <Stack>
        <Answered
          question={question}
          waiting={{ label: t('waiting.shares'), lines: 3 }}
          failure={{
            title: t('failure.shares'),
            forbidden: {
              title: t('forbidden.shares'),
              permission: databaseAccessShareReadPermission.name,
            },
          }}
        >
          {({ items, more }) => (
            <>
              {items.length === 0 ? (
                <Nobody entity={entity} />
              ) : (
                <SharesOfDatabase entity={entity} shares={items} />
              )}
              {more && (
                <ShowMoreButton
                  asking={question.asking}
                  onShowMore={question.showMore}
                />
              )}
            </>
          )}
        </Answered>
        <RequestAccessButton databaseRef={databaseRef} blocked={blocked} />
      </Stack>
    </Panel>
  );
}

function SharesOfDatabase(props: { entity: Entity; shares: Share[] }) {
  const { t } = useTexts();
  const classes = useStyles();
  const lifecycles = props.shares
    .map(
      ({ network, lifecycle }) =>
        `${network.title}: ${t(`lifecycle.${lifecycle}`)}`,
    )
    .join('. ');
  const moved = useChanged(lifecycles);
  return (
    <div>
      <Announcement>{moved && lifecycles}</Announcement>
      <ul className={classes.list} aria-label={t('access.listLabel')}>
        {props.shares.map(share => (
          <li key={share.id} className={classes.share}>
            <ShareSummary share={share} />
          </li>
        ))}
      </ul>
      <Typography variant="body2">
        <WhoDecides entity={props.entity} />
      </Typography>
    </div>
  );
}

function Nobody(props: { entity: Entity }) {
  const { t } = useTexts();
  return (
    <div>
      <Typography variant="body1" gutterBottom>
        {t('access.emptyTitle')}
      </Typography>
      <Typography variant="body2">
        {t('access.empty')} <WhoDecides entity={props.entity} />
      </Typography>
    </div>
  );
}

function WhoDecides(props: { entity: Entity }) {
  const { t } = useTexts();
  const owners = getEntityRelations(props.entity, RELATION_OWNED_BY);
  return (
    <>
      {owners.length > 0
        ? t('access.decidedBy', {
            owner: <EntityRefLinks entityRefs={owners} defaultKind="group" />,
          })
        : t('access.decidedByOwner')}{' '}
      {t('access.scope')}
    </>
  );
}
