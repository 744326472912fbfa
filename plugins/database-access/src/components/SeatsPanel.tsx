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
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { useChanged } from '../hooks/useChanged';
import { Seat, useSeats } from '../hooks/useSeats';
import { databaseAccessTranslationRef } from '../translation';
import { Announcement } from './Announcement';
import { Answered } from './Answered';
import { Moment } from './Moment';
import { Panel } from './Panel';
import { Row } from './Row';
import { Stack } from './Stack';
import { StatusChip } from './StatusChip';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
  }),
  { name: 'DatabaseAccessSeatsPanel' },
);

/** Of a request that several must approve: who has, and who is still missing. */
export function SeatsPanel(props: { request: AccessRequest }) {
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const question = useSeats(props.request);
  return (
    <Panel title={t('seats.title')}>
      <Stack>
        <Answered
          brief
          question={question}
          waiting={{
            label: t('seats.waiting'),
            lines: props.request.deciderRefs.length,
          }}
          failure={{
            title: t('seats.failed'),
            forbidden: {
              title: t('seats.failed'),
              permission: 'catalog.entity.read',
            },
          }}
        >
          {seats => <Seats seats={seats} />}
        </Answered>
      </Stack>
    </Panel>
  );
}

function Seats(props: { seats: Seat[] }) {
  const { seats } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const classes = useStyles();
  const given = seats.filter(({ approval }) => approval).length;
  const summary = t('seats.summary', {
    given: String(given),
    needed: String(seats.length),
  });
  const changed = useChanged(summary);
  return (
    <>
      <Announcement>{changed && summary}</Announcement>
      <Typography variant="body1">
        <strong>{summary}</strong>{' '}
        {given > 0 && given < seats.length && t('seats.partial')}
      </Typography>
      <ul className={classes.list} aria-label={t('seats.listLabel')}>
        {seats.map(seat => (
          <li key={seat.ref}>
            <SeatLine seat={seat} />
          </li>
        ))}
      </ul>
      <Typography variant="body2">{t('seats.why')}</Typography>
    </>
  );
}

function SeatLine(props: { seat: Seat }) {
  const { ref, approval } = props.seat;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  return (
    <Row>
      <StatusChip
        tone={approval ? 'ok' : 'progress'}
        label={t(approval ? 'seats.approved' : 'seats.missing')}
      />
      <EntityRefLink entityRef={ref} defaultKind="group" />
      {approval && (
        <Typography variant="body2" component="span">
          {t('seats.by', {
            who: (
              <EntityRefLink
                entityRef={approval.deciderRef}
                defaultKind="user"
              />
            ),
            when: <Moment at={approval.decidedAt} />,
          })}
        </Typography>
      )}
    </Row>
  );
}
