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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  ProbeLayer,
  ReachabilityCheck,
  ReachabilityPart,
} from '@towpath/backstage-plugin-database-access-common';
import { REACHABILITY } from '../reachabilityStatus';
import { useTexts } from '../useTexts';
import { Row } from './Row';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
  }),
  { name: 'DatabaseAccessReachabilityParts' },
);

const LAYER = {
  dns: 'reachability.layerDns',
  tcp: 'reachability.layerTcp',
  tls: 'reachability.layerTls',
  database: 'reachability.layerDatabase',
} as const;

const OUTCOME: Record<ProbeLayer['outcome'], Tone> = {
  passed: 'ok',
  failed: 'error',
  skipped: 'neutral',
};

/** Each part of the way: what was found, what stands in the way, and what opens it. */
export function ReachabilityParts(props: { check: ReachabilityCheck }) {
  const { parts } = props.check;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <ul className={classes.list} aria-label={t('reachability.partsLabel')}>
      {parts.map(part => (
        <li key={part.id}>
          <Part part={part} />
        </li>
      ))}
    </ul>
  );
}

function Part(props: { part: ReachabilityPart }) {
  const { part } = props;
  const { t } = useTexts();
  const { title, accountName, region, remains } = part;
  return (
    <>
      <Row>
        <PartChip part={part} />
        <strong>{title}</strong>
        <Typography variant="body2" color="textSecondary" component="span">
          {t('reachability.partIn', { account: accountName, region })}
        </Typography>
      </Row>
      <Found part={part} />
      {part.layers.length > 0 && <Layers layers={part.layers} />}
      {remains && (
        <Typography variant="body2">
          <strong>{t('reachability.remains')}</strong> {remains}
        </Typography>
      )}
    </>
  );
}

function PartChip(props: { part: ReachabilityPart }) {
  const { state, verdict } = props.part;
  const { t } = useTexts();
  if (state === 'waiting') {
    return <StatusChip tone="neutral" label={t('reachability.partWaiting')} />;
  }
  const { tone, label } = REACHABILITY[verdict ?? 'running'];
  return <StatusChip tone={tone} label={t(label)} />;
}

/** AWS may have several explanations; a prober says of each layer what it met. */
function Found(props: { part: ReachabilityPart }) {
  const { explanations, layers, message, remedy } = props.part;
  const { t } = useTexts();
  if (layers.length > 0) {
    return null;
  }
  if (explanations.length === 0) {
    return <Words message={message} remedy={remedy} />;
  }
  return (
    <>
      {explanations.map(explanation => (
        <Words
          key={explanation.message}
          message={`${explanation.message} ${t('reachability.code', {
            code: explanation.code,
          })}`}
          remedy={explanation.remedy}
        />
      ))}
    </>
  );
}

function Words(props: { message?: string; remedy?: string }) {
  const { message, remedy } = props;
  const { t } = useTexts();
  return (
    <>
      {message && <Typography variant="body2">{message}</Typography>}
      {remedy && (
        <Typography variant="body2">
          <strong>{t('reachability.fix')}</strong> {remedy}
        </Typography>
      )}
    </>
  );
}

function Layers(props: { layers: ProbeLayer[] }) {
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <ol className={classes.list} aria-label={t('reachability.layersLabel')}>
      {props.layers.map(({ name, outcome, message, remedy }) => (
        <li key={name}>
          <Row>
            <StatusChip
              tone={OUTCOME[outcome]}
              label={t(`reachability.${outcome}`)}
            />
            <strong>{t(LAYER[name])}</strong>
          </Row>
          <Words message={message} remedy={remedy} />
        </li>
      ))}
    </ol>
  );
}
