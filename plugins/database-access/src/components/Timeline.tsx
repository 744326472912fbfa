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

import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  AuditFilter,
  AwsCallMade,
  databaseAccessRequestReadPermission,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { Question } from '../hooks/useAnswer';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { AuditDownload } from './AuditDownload';
import { DigestText } from './DigestText';
import { Moment } from './Moment';
import { Panel } from './Panel';
import { Stack } from './Stack';

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
    entry: {
      paddingLeft: theme.spacing(1.5),
      borderLeft: `2px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'DatabaseAccessTimeline' },
);

/** What happened, by whom and when. */
export function Timeline(props: {
  question: Question<TimelineEntry[]>;
  /** Of what it is. */
  of: Pick<AuditFilter, 'requestId' | 'shareId'>;
}) {
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <Panel title={t('timeline.title')}>
      <Stack>
        <Answered
          brief
          question={props.question}
          waiting={{ label: t('waiting.timeline'), lines: 3 }}
          failure={{
            title: t('failure.timeline'),
            forbidden: {
              title: t('forbidden.requests'),
              permission: databaseAccessRequestReadPermission.name,
            },
          }}
        >
          {entries =>
            entries.length === 0 ? (
              <Typography variant="body2">{t('timeline.empty')}</Typography>
            ) : (
              <ol className={classes.list} aria-label={t('timeline.listLabel')}>
                {entries.map(entry => (
                  <li key={entry.id} className={classes.entry}>
                    <Entry entry={entry} />
                  </li>
                ))}
              </ol>
            )
          }
        </Answered>
        <AuditDownload of={props.of} />
      </Stack>
    </Panel>
  );
}

function Entry(props: { entry: TimelineEntry }) {
  const { at, actor, message, awsRequestId, planDigest, details } = props.entry;
  const { t } = useTexts();
  return (
    <>
      <Typography variant="body2">{message}</Typography>
      <Typography variant="caption" color="textSecondary" component="div">
        <Moment at={at} />
        {' · '}
        {actor === 'system' ? (
          t('timeline.system')
        ) : (
          <EntityRefLink entityRef={actor} defaultKind="user" />
        )}
        {planDigest && (
          <>
            {' · '}
            {t('timeline.planDigest')} <DigestText digest={planDigest} />
          </>
        )}
        {awsRequestId && (
          <>
            {' · '}
            {t('timeline.awsRequestId')} <code>{awsRequestId}</code>
          </>
        )}
      </Typography>
      {details?.call && <CloudTrailHint call={details.call} />}
    </>
  );
}

/**
 * How to find the call in the account itself. CloudTrail looks up events by name or by user name, which is the session's
 * name: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
 */
function CloudTrailHint(props: { call: AwsCallMade }) {
  const { accountId, region, operation, sessionName, sourceIdentity } =
    props.call;
  const { t } = useTexts();
  return (
    <Typography variant="caption" color="textSecondary" component="div">
      {t('timeline.cloudTrail', {
        accountId,
        region,
        event: operation.replace(/^.*:/, ''),
        sessionName,
        sourceIdentity,
      })}
    </Typography>
  );
}
