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

import { CodeSnippet } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  ClientCause,
  Diagnosis,
  DiagnosisLayer,
  DiagnosisVerdict,
  DIAGNOSIS_LAYERS,
  HopCheck,
} from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { CommandLine } from './CommandLine';
import { CopyButton } from './CopyButton';
import { Notice } from './Notice';
import { ReadingAge } from './ReadingAge';
import { Row } from './Row';
import { Section } from './Section';
import { Stack } from './Stack';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';

const TONE: Record<DiagnosisVerdict, Tone> = {
  found: 'error',
  partly: 'warning',
  unreadable: 'neutral',
  elsewhere: 'info',
  over: 'neutral',
  'not-yet': 'progress',
};

const LAYER = {
  trust: 'diagnosis.layerTrust',
  iam: 'diagnosis.layerIam',
  network: 'diagnosis.layerNetwork',
  dns: 'diagnosis.layerDns',
  tls: 'diagnosis.layerTls',
  database: 'diagnosis.layerDatabase',
} as const;

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      margin: 0,
      paddingLeft: theme.spacing(3),
      overflowWrap: 'anywhere',
    },
    layer: {
      '& > summary': { cursor: 'pointer', padding: theme.spacing(0.5, 0) },
      // Beside its marker, not below.
      '& > summary > div': {
        display: 'inline-flex',
        verticalAlign: 'middle',
      },
    },
  }),
  { name: 'DatabaseAccessDiagnosisView' },
);

/** What it comes to, what is known layer by layer, and what only the client can tell. */
export function DiagnosisView(props: { diagnosis: Diagnosis }) {
  const { diagnosis } = props;
  const { clientCauses } = diagnosis;
  const { t } = useTexts();
  return (
    <Stack>
      <Conclusion diagnosis={diagnosis} />
      <ErrorSays diagnosis={diagnosis} />
      <Section title={t('diagnosis.layers')}>
        {DIAGNOSIS_LAYERS.map(layer => (
          <Layer key={layer} layer={layer} diagnosis={diagnosis} />
        ))}
      </Section>
      {clientCauses.length > 0 && <Client causes={clientCauses} />}
    </Stack>
  );
}

function Conclusion(props: { diagnosis: Diagnosis }) {
  const { verdict, conclusion, fix, check, error } = props.diagnosis;
  const { t } = useTexts();
  const isAnswer = verdict === 'elsewhere' && error?.fromDatabase;
  return (
    <Notice
      tone={TONE[verdict]}
      role="note"
      title={t(`diagnosis.${isAnswer ? 'client-found' : verdict}`)}
    >
      {conclusion}
      {fix && (
        <div>
          <strong>{t('diagnosis.fix')}</strong> {fix}
        </div>
      )}
      {check && <Check check={check} />}
    </Notice>
  );
}

function Check(props: { check: HopCheck }) {
  const { accountId, accountName, command } = props.check;
  const { t } = useTexts();
  return (
    <CommandLine
      account={t('facts.accountValue', { name: accountName, id: accountId })}
      command={command}
    />
  );
}

function ErrorSays(props: { diagnosis: Diagnosis }) {
  const { error } = props.diagnosis;
  const { t } = useTexts();
  if (!error) {
    return null;
  }
  return (
    <Typography variant="body2" role="status">
      {error.means ? (
        <>
          <strong>{t('diagnosis.errorSays')}</strong> {error.means}
        </>
      ) : (
        t('diagnosis.errorUnknown')
      )}
    </Typography>
  );
}

function Layer(props: { layer: DiagnosisLayer; diagnosis: Diagnosis }) {
  const { layer, diagnosis } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const of = <T extends { layer: DiagnosisLayer }>(items: T[]) =>
    items.filter(item => item.layer === layer);
  const causes = of(diagnosis.causes);
  const ruledOut = of(diagnosis.ruledOut);
  const isTroubled = causes.some(({ stops }) => stops !== 'unknown');
  const summary = (
    <Row>
      <strong>{t(LAYER[layer])}</strong>
      <StateChip
        isTroubled={isTroubled}
        isUnknown={causes.length > 0}
        isRead={ruledOut.length > 0}
      />
      {ruledOut.length > 0 && (
        <Typography variant="body2" component="span" color="textSecondary">
          {t('diagnosis.ruledOut', { count: ruledOut.length })}
        </Typography>
      )}
    </Row>
  );
  if (causes.length + ruledOut.length === 0) {
    return <div>{summary}</div>;
  }
  return (
    <details className={classes.layer} open={causes.length > 0}>
      <summary>{summary}</summary>
      <ul className={classes.list}>
        {causes.map(({ hop, sentence, fix, check, readAt }) => (
          <li key={hop}>
            <strong>{hop}</strong>: {sentence} <Read at={readAt} />
            {fix && (
              <div>
                <strong>{t('diagnosis.fix')}</strong> {fix}
              </div>
            )}
            {check && <Check check={check} />}
          </li>
        ))}
        {ruledOut.map(({ sentence, readAt }) => (
          <li key={sentence}>
            {sentence} <Read at={readAt} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function StateChip(props: {
  isTroubled: boolean;
  isUnknown: boolean;
  isRead: boolean;
}) {
  const { t } = useTexts();
  if (props.isTroubled) {
    return <StatusChip tone="error" label={t('diagnosis.stateTrouble')} />;
  }
  if (props.isUnknown) {
    return <StatusChip tone="neutral" label={t('diagnosis.stateUnknown')} />;
  }
  return props.isRead ? (
    <StatusChip tone="ok" label={t('diagnosis.stateWell')} />
  ) : (
    <StatusChip tone="neutral" label={t('diagnosis.stateClient')} />
  );
}

function Read(props: { at: string | undefined }) {
  const { at } = props;
  const { t } = useTexts();
  return at ? (
    <Typography variant="body2" component="span" color="textSecondary">
      {t('diagnosis.read', { age: <ReadingAge readAt={at} /> })}
    </Typography>
  ) : null;
}

function Client(props: { causes: ClientCause[] }) {
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <Section title={t('diagnosis.client')}>
      <Typography variant="body2" gutterBottom>
        {t('diagnosis.clientHelp')}
      </Typography>
      <ol className={classes.list}>
        {props.causes.map(
          ({ id, layer, sentence, fix, command, fitsError }) => (
            <li key={id}>
              <Row>
                <strong>{t(LAYER[layer])}</strong>
                {fitsError && (
                  <StatusChip tone="warning" label={t('diagnosis.fits')} />
                )}
                <CopyButton text={command} what={t('diagnosis.command')} />
              </Row>
              {sentence} {fix}
              <CodeSnippet language="sh" text={command} />
            </li>
          ),
        )}
      </ol>
    </Section>
  );
}
