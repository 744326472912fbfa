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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareReadPermission,
  Share,
  ZoneEnding,
  ZoneLeaving,
  ZonePair,
} from '@towpath/backstage-plugin-database-access-common';
import { useId } from 'react';
import { Question } from '../hooks/useAnswer';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { RadioChoices } from './RadioChoices';
import { RequestAgainLink } from './RequestAgainLink';
import { Section } from './Section';
import { Stack } from './Stack';

const useStyles = makeStyles(
  theme => ({ list: { margin: 0, paddingLeft: theme.spacing(2.5) } }),
  { name: 'DatabaseAccessZoneLeavingChoice' },
);

/** What leaves a zone, and by name every access that ends with it. */
export function ZoneLeavingChoice(props: {
  share: Share;
  zone: string;
  question: Question<ZoneEnding | undefined>;
  leave: ZoneLeaving;
  /** Whether the database may leave, too: what others have of it is for its owners to end. */
  isOwner: boolean;
  onChoose(leave: ZoneLeaving): void;
}) {
  const { share, zone, question, isOwner } = props;
  const { t } = useTexts();
  const wholeId = useId();
  return (
    <Section title={t('revoke.zone', { zone })}>
      <Typography variant="body2" id={wholeId} gutterBottom>
        {t(isOwner ? 'revoke.zoneWhole' : 'revoke.zoneWholeNetwork', { zone })}
      </Typography>
      <Answered
        brief
        question={question}
        waiting={{ label: t('revoke.zoneWaiting'), lines: 3 }}
        failure={{
          title: t('revoke.zoneFailed'),
          forbidden: {
            title: t('revoke.zoneForbidden'),
            permission: databaseAccessShareReadPermission.name,
          },
        }}
      >
        {ending =>
          ending && <Known {...props} ending={ending} describedBy={wholeId} />
        }
      </Answered>
      {question.answer.state === 'failed' && (
        <Typography variant="body2">
          {t('revoke.zoneFailedMeans', { zone, network: share.network.title })}
        </Typography>
      )}
    </Section>
  );
}

function Known(props: {
  share: Share;
  zone: string;
  ending: ZoneEnding;
  leave: ZoneLeaving;
  isOwner: boolean;
  describedBy: string;
  onChoose(leave: ZoneLeaving): void;
}) {
  const { share, zone, ending, leave, isOwner } = props;
  const { t } = useTexts();
  const names: Record<ZoneLeaving, string> = {
    network: t('revoke.leaveNetwork', { network: share.network.title }),
    database: t('revoke.leaveDatabase', {
      database: parseEntityRef(share.databaseRef).name,
    }),
  };
  const choices = (['network', 'database'] as const).map(value => ({
    value,
    name: names[value],
    meaning: (
      <Ending label={names[value]} pairs={ending[value]} shareId={share.id} />
    ),
  }));
  return (
    <Stack>
      {isOwner ? (
        <RadioChoices
          label={t('revoke.zone', { zone })}
          describedBy={props.describedBy}
          choices={choices}
          chosen={leave}
          onChoose={props.onChoose}
        />
      ) : (
        <div>
          <Typography variant="body2">
            <strong>{names.network}</strong>
          </Typography>
          <Typography variant="body2" component="div">
            {choices[0].meaning}
          </Typography>
        </div>
      )}
      <StillWanted
        zone={zone}
        pairs={ending[leave].filter(({ shareId }) => shareId !== share.id)}
      />
    </Stack>
  );
}

function Ending(props: { label: string; pairs: ZonePair[]; shareId: string }) {
  const { label, pairs, shareId } = props;
  const { t } = useTexts();
  const classes = useStyles();
  if (pairs.length === 0) {
    return <>{t('revoke.zoneNone')}</>;
  }
  return (
    <>
      {t('revoke.zoneEnds', { count: pairs.length })}
      <ul className={classes.list} aria-label={label}>
        {thisFirst(pairs, shareId).map(pair => (
          <li key={pair.shareId}>
            {t('share.title', titleOf(pair))}
            {pair.shareId === shareId && ` (${t('revoke.zoneThis')})`}
          </li>
        ))}
      </ul>
    </>
  );
}

function StillWanted(props: { zone: string; pairs: ZonePair[] }) {
  const { zone, pairs } = props;
  const { t } = useTexts();
  const classes = useStyles();
  if (pairs.length === 0) {
    return null;
  }
  return (
    <Section title={t('revoke.stillWanted')}>
      <Typography variant="body2">{t('revoke.stillWantedHelp')}</Typography>
      <ul className={classes.list} aria-label={t('revoke.stillWanted')}>
        {pairs.map(pair => (
          <li key={pair.shareId}>
            <RequestAgainLink {...pair} zone={zone} elsewhere>
              {t('revoke.requestAgain', titleOf(pair))}
            </RequestAgainLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Those that end with it in the order of their names. */
function thisFirst(pairs: ZonePair[], shareId: string): ZonePair[] {
  const nameOf = ({ network, databaseRef }: ZonePair) =>
    `${network} ${databaseRef}`;
  const others = pairs.filter(pair => pair.shareId !== shareId);
  return [
    ...pairs.filter(pair => pair.shareId === shareId),
    ...others.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)),
  ];
}

function titleOf({ network, databaseRef }: ZonePair) {
  return { network, database: parseEntityRef(databaseRef).name };
}
