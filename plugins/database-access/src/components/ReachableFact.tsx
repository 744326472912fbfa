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
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareReadPermission,
  ReachabilityCheck,
  Share,
  ShareReachability,
} from '@towpath/backstage-plugin-database-access-common';
import { formatDollars } from '../amounts';
import { useChanged } from '../hooks/useChanged';
import { useLanguage } from '../hooks/useLanguage';
import { useReachability } from '../hooks/useReachability';
import { REACHABILITY, stateOf } from '../reachabilityStatus';
import { useTexts } from '../useTexts';
import { Announcement } from './Announcement';
import { Answered } from './Answered';
import { CheckReachabilityButton } from './CheckReachabilityButton';
import { Moment } from './Moment';
import { ReachabilityChip } from './ReachabilityChip';
import { ReachabilityHistory } from './ReachabilityHistory';
import { ReachabilityParts } from './ReachabilityParts';
import { Row } from './Row';
import { Stack } from './Stack';

/** Whether a share can be reached: the last answer, when and by what it was found, and how to find it out now. */
export function ReachableFact(props: { share: Share }) {
  const { share } = props;
  const { t } = useTexts();
  const question = useReachability(share);
  return (
    <Answered
      brief
      question={question}
      waiting={{ label: t('waiting.reachability'), lines: 2 }}
      failure={{
        title: t('failure.reachability'),
        forbidden: {
          title: t('forbidden.shares'),
          permission: databaseAccessShareReadPermission.name,
        },
      }}
    >
      {known => (
        <Known share={share} known={known} onAsked={question.askAgain} />
      )}
    </Answered>
  );
}

function Known(props: {
  share: Share;
  known: ShareReachability;
  onAsked(): void;
}) {
  const { share, known, onAsked } = props;
  const { t } = useTexts();
  const [last, ...earlier] = known.items;
  const state = stateOf(last);
  const moved = useChanged(`${last?.id} ${state}`);
  return (
    <Stack>
      <Row>
        <ReachabilityChip state={state} />
        {known.offers.map(offer => (
          <CheckReachabilityButton
            key={offer.means}
            share={share}
            offer={offer}
            isRunning={state === 'running'}
            onAsked={onAsked}
          />
        ))}
      </Row>
      <Announcement>
        {moved &&
          t('reachability.announce', { state: t(REACHABILITY[state].label) })}
      </Announcement>
      {last ? (
        <LastCheck check={last} />
      ) : (
        <Typography variant="body2">{t('reachability.neverWhat')}</Typography>
      )}
      <WhyNot known={known} />
      {earlier.length > 0 && <ReachabilityHistory checks={earlier} />}
    </Stack>
  );
}

/** Where nothing can be done, why; where one way is open, the others need no excuse. */
function WhyNot(props: { known: ShareReachability }) {
  const { offers } = props.known;
  if (offers.some(({ mayCheck }) => mayCheck)) {
    return null;
  }
  const reasons = [...new Set(offers.map(({ because }) => because))];
  return (
    <>
      {reasons.map(because => (
        <Typography key={because} variant="body2">
          {because}
        </Typography>
      ))}
    </>
  );
}

function LastCheck(props: { check: ReachabilityCheck }) {
  const { check } = props;
  const { askedAt, askedBy, endedAt, means, message } = check;
  const { t } = useTexts();
  return (
    <Stack>
      {message && <Typography variant="body2">{message}</Typography>}
      <Typography variant="body2">
        {t(endedAt ? 'reachability.checked' : 'reachability.asked', {
          moment: <Moment at={endedAt ?? askedAt} />,
          who: <EntityRefLink entityRef={askedBy} defaultKind="user" />,
          means: t(`reachability.${means}`),
        })}{' '}
        <Billed check={check} />
      </Typography>
      <ReachabilityParts check={check} />
    </Stack>
  );
}

function Billed(props: { check: ReachabilityCheck }) {
  const { cost, status } = props.check;
  const { t } = useTexts();
  const language = useLanguage();
  if (!cost || status === 'running') {
    return null;
  }
  return (
    <>
      {cost.total === undefined
        ? t('reachability.costUnknown')
        : t('reachability.cost', { sum: formatDollars(cost.total, language) })}
    </>
  );
}
