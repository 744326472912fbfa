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
  RequestWaiting,
} from '@towpath/backstage-plugin-database-access-common';
import { turnOf } from '../seatStatus';
import { useTexts } from '../useTexts';
import { Fact, FactList } from './FactList';
import { Moment } from './Moment';
import { Section } from './Section';
import { TimeLeft } from './TimeLeft';

/** What a request waits for, and what happens when if nobody does anything. */
export function WaitingFacts(props: {
  request: AccessRequest;
  waiting: RequestWaiting;
}) {
  const { request, waiting } = props;
  const { t } = useTexts();
  const isQuestioned = request.status === 'questioned';
  return (
    <Section title={t('waitsFor.title')}>
      {isQuestioned && (
        <Typography variant="body2" gutterBottom>
          {t('waitsFor.questioned')}
        </Typography>
      )}
      <FactList
        facts={
          isQuestioned
            ? lastFacts(waiting)
            : [...turnFacts(), ...lastFacts(waiting)]
        }
      />
    </Section>
  );

  function turnFacts(): Fact[] {
    const {
      since,
      remindedAt,
      remindAt,
      escalateAt,
      escalatesTo,
      escalatedAt,
    } = waiting;
    const others = escalatesTo && (
      <EntityRefLink entityRef={escalatesTo} defaultKind="group" />
    );
    const refs = [
      ...turnOf(request),
      ...(escalatedAt && escalatesTo ? [escalatesTo] : []),
    ];
    const { asked } = waiting;
    return [
      {
        label: t('waitsFor.turn'),
        value: (
          <span>
            <EntityRefLinks entityRefs={refs} defaultKind="group" />
          </span>
        ),
      },
      ...(asked.length > 0
        ? [{ label: t('waitsFor.told'), value: <Told asked={asked} /> }]
        : []),
      { label: t('waitsFor.since'), value: <Moment at={since} /> },
      {
        label: t('waitsFor.reminded'),
        value: remindedAt ? (
          <Moment at={remindedAt} />
        ) : (
          t('waitsFor.remindedNever')
        ),
      },
      // What would come after the end does not come at all.
      ...(remindAt && remindAt < waiting.expiresAt
        ? [
            {
              label: t('waitsFor.remind'),
              value: <TimeLeft until={remindAt} />,
            },
          ]
        : []),
      ...(escalatedAt
        ? [
            {
              label: t('waitsFor.escalated'),
              value: (
                <span>
                  {others}, <Moment at={escalatedAt} />
                </span>
              ),
            },
          ]
        : []),
      ...(escalateAt && escalateAt < waiting.expiresAt
        ? [
            {
              label: t('waitsFor.escalate'),
              value: (
                <span>
                  {others}, <TimeLeft until={escalateAt} />
                </span>
              ),
            },
          ]
        : []),
    ];
  }

  function lastFacts({ expiresAt }: RequestWaiting): Fact[] {
    return [
      { label: t('waitsFor.over'), value: <TimeLeft until={expiresAt} /> },
    ];
  }
}

/** Who was told that it is their turn, and when. */
function Told(props: { asked: RequestWaiting['asked'] }) {
  const { t } = useTexts();
  return (
    <>
      {props.asked.map(({ ref, at }) => (
        <div key={ref}>
          {t('waitsFor.toldWhen', {
            who: <EntityRefLink entityRef={ref} defaultKind="group" />,
            when: <Moment at={at} />,
          })}
        </div>
      ))}
    </>
  );
}
