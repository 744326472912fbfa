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

import Typography from '@material-ui/core/Typography';
import {
  ConnectVia,
  Join,
  Pattern,
} from '@towpath/backstage-plugin-database-access-common';
import { useEffect, useId } from 'react';
import { Announcement } from '../components/Announcement';
import { RadioChoices } from '../components/RadioChoices';
import { Section } from '../components/Section';
import { isOverServiceNetwork, JOINS } from '../serviceNetworks';
import { useTexts } from '../useTexts';
import { chosenPattern } from './chosenPattern';
import { useComparison } from './comparison';
import { joinPickerSchema } from './schemas';

type Props = typeof joinPickerSchema.TProps;

/** What the backend takes where nothing is said, unless the network has joined already. */
const USUAL: Join = 'endpoint';

/**
 * How the network joins the service network; not there, and not sent, where the path leads over none. Nothing is sent
 * either until somebody chooses: a network that has joined already stays as it is then.
 */
export function JoinPicker(props: Props) {
  const { formData, onChange } = props;
  const { t } = useTexts();
  const pattern = usePattern(props.formContext?.formData);
  const asked = pattern !== undefined && isOverServiceNetwork(pattern);
  const isLeftOver = pattern !== undefined && !asked && formData !== undefined;
  useEffect(() => {
    if (isLeftOver) {
      onChange(undefined);
    }
  }, [isLeftOver, onChange]);
  return (
    <>
      <Announcement>{asked && t('joinPicker.asked')}</Announcement>
      {asked && <Choice {...props} />}
    </>
  );
}

/** The way that would be taken; undefined while nobody knows what is recommended. */
function usePattern(formData: unknown): Pattern | undefined {
  const recommendation = useComparison(formData);
  const { connectVia } = (formData ?? {}) as { connectVia?: ConnectVia };
  if (recommendation) {
    return chosenPattern(connectVia, recommendation);
  }
  const isPattern =
    connectVia && !['recommended', 'lattice'].includes(connectVia);
  return isPattern ? (connectVia as Pattern) : undefined;
}

function Choice(props: Props) {
  const { formData = USUAL, onChange, schema } = props;
  const { t } = useTexts();
  const descriptionId = useId();
  const title = schema.title ?? t('joinPicker.title');
  return (
    <Section title={title}>
      <Typography variant="body2" id={descriptionId}>
        {schema.description ?? t('joinPicker.description')}
      </Typography>
      <RadioChoices<Join>
        label={title}
        describedBy={descriptionId}
        choices={JOINS.map(join => ({
          value: join,
          name: t(`join.${join}`),
          meaning: t(`join.${join}Means`),
        }))}
        chosen={formData}
        disabled={props.disabled || props.readonly}
        onChoose={join => onChange(join)}
      />
    </Section>
  );
}
